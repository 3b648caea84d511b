"""The wall plays by itself: the server goes and comes back, versions appear, pages fail, keys pause."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from walls import LIST, SHOWS, Server, set_list
from windows import until

pytestmark = pytest.mark.browser
UPPER = "document.querySelector('.hc-wall-slot.upper iframe').contentDocument"
TITLE = f"() => {UPPER}.querySelector('h1').textContent"
AREAS = f"() => {UPPER}.querySelectorAll('.choroplethlocation').length"


def test_the_server_goes_away_and_comes_back(wall_server: Server, playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    assert page.evaluate(TITLE) == "健康中国行动监测"
    wall_server.stop()
    until(page, SHOWS, "数据陈旧", within=60_000)
    assert page.evaluate(TITLE) == "健康中国行动监测"  # the last good picture stays
    assert page.evaluate(AREAS) > 30
    changes = page.evaluate("() => window.hcWall.changes")
    wall_server.start()
    until(page, SHOWS, "数据正常", within=60_000)
    assert page.evaluate("() => window.hcWall.changes") > changes  # drawn anew, without anybody touching it


def test_keys_pause_and_step_and_a_page_that_fails_is_skipped_with_a_note(playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    history = page.evaluate("() => window.history.length")
    page.keyboard.press("Space")
    until(page, SHOWS, "已暂停")
    page.keyboard.press("Space")
    until(page, SHOWS, "数据正常")
    page.keyboard.press("ArrowRight")
    until(page, "() => window.hcWall.at === 2", within=60_000)  # entry 1 is no page
    until(page, SHOWS, "1个画面未能显示")
    assert "ordinary" in (page.locator(".hc-wall-slot.upper").get_attribute("class") or "")
    frame = page.locator(".hc-wall-slot.upper iframe").content_frame
    assert frame.locator(".hc-bar").is_hidden()
    assert "人均预期寿命" in page.locator(".hc-wall-slot.upper .hc-wall-page-bar").inner_text()
    page.evaluate("() => window.hcWall.step(-1)")
    until(page, "() => window.hcWall.at === 0", within=60_000)
    # one picture again and again in the same frames is asked for each time
    again = (
        "async () => { for (let n = 0; n < 3; n += 1) if (!await window.hcWall.show(0)) return false; return true; }"
    )
    assert page.evaluate(again)
    assert page.evaluate("() => window.history.length") == history  # changes leave nothing in the history


def test_a_new_version_and_a_changed_list_appear_untouched(
    wall_server: Server, playing: Callable[..., Page], tmp_path: Path
) -> None:
    page = playing("/wall?layout=overview")
    until(page, "() => window.hcWall.version && window.hcWall.changes === 0")
    page.route(
        "**/healthz", lambda route: route.fulfill(json={"status": "ok", "data_version": "2099.1.1", "engine": "duckdb"})
    )
    until(page, "() => window.hcWall.changes > 0 && window.hcWall.version === '2099.1.1'", within=60_000)
    assert page.locator(".hc-wall-slot.upper").count() == 1

    listed = playing("/wall?playlist=hall")
    (tmp_path / "list.yaml").write_text(LIST.replace("/no-such-page", "/wall?layout=map"), encoding="utf-8")
    set_list(tmp_path / "list.yaml", wall_server.environment)
    until(listed, "() => window.hcWall.entries[1].address === '/wall?layout=map'", within=30_000)


def test_no_motion_where_none_is_wanted(chromium: Browser, wall_server: Server) -> None:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{wall_server.port}/wall?playlist=hall")
    until(page, "() => window.hcWall && window.hcWall.changes > 0", within=60_000)
    moved = page.evaluate("""async () => {
      let seen = 0;
      document.addEventListener("transitionrun", () => { seen += 1; }, true);
      await window.hcWall.step(1);
      return seen;
    }""")
    context.close()
    assert moved == 0


def test_f_fills_the_screen_and_gives_it_back(playing: Callable[..., Page]) -> None:
    page = playing("/wall?layout=map")
    page.keyboard.press("f")
    until(page, "() => Boolean(document.fullscreenElement)")
    page.keyboard.press("f")
    until(page, "() => !document.fullscreenElement")


def test_p_pauses_like_the_space_bar_and_nothing_changes_meanwhile(playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    page.keyboard.press("p")
    until(page, SHOWS, "已暂停")
    assert page.evaluate("() => document.body.dataset.wall") == "paused"
    page.keyboard.press("P")
    until(page, SHOWS, "数据正常")


def test_the_clock_is_that_of_beijing(playing: Callable[..., Page]) -> None:
    page = playing("/wall?layout=map", at="2026-11-22T20:05:00Z")
    until(page, "(words) => document.querySelector('.hc-wall-clock').textContent === words", "2026-11-23 04:05")


def test_once_a_day_in_the_quiet_hour_everything_is_loaded_afresh(playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall", at="2026-11-22T02:30:00+08:00")
    page.evaluate("() => { window.before = true; sessionStorage.setItem('hc-wall-day', 'yesterday'); }")
    # A question after the server's health comes and goes: it is not the hour yet.
    page.evaluate("() => window.hcWall.startAnew()")
    assert page.evaluate("() => window.before")
    page.clock.set_fixed_time("2026-11-22T03:10:00+08:00")
    until_afresh(page)
    until(page, "() => window.hcWall && window.hcWall.changes > 0", within=60_000)
    page.evaluate("() => { window.before = true; return window.hcWall.startAnew(); }")
    assert page.evaluate("() => window.before")  # once


def until_afresh(page: Page) -> None:
    """The page is loaded again, which ends whatever waits inside of it."""
    page.wait_for_event("load", timeout=30_000)
    assert not page.evaluate("() => Boolean(window.before)")
