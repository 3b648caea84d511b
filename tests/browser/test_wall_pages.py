"""Ordinary pages on the wall: large enough, led through screen by screen, their origin always at the edge."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from walls import SHOWS
from windows import until

pytestmark = pytest.mark.browser
WALLS = [(1920, 1080), (3840, 2160), (3840, 1080), (5760, 2160)]

# What is seen of the frame's page: sizes of its texts in units of the wall, and rows that an edge cuts.
READ = """() => {
  const { shown } = window.hcWall, inside = shown.view.contentWindow, doc = shown.view.contentDocument;
  const factor = new DOMMatrix(shown.view.style.transform).a, unit = innerHeight / 1080;
  const { top, bottom } = shown.screens[shown.at];
  const zoomed = (e) => { let z = 1; for (; e; e = e.parentElement) z *= parseFloat(e.style.zoom) || 1; return z; };
  const sizes = [...doc.querySelectorAll(".hc-table td, h1, h2, p")].filter((e) => e.getClientRects().length
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
    .map((e) => [parseFloat(inside.getComputedStyle(e).fontSize) * factor / unit, e.textContent, zoomed(e)])
    .map(([size, words, zoom]) => [size * zoom, words, zoom]);
  const head = Math.max(0, ...[...doc.querySelectorAll("thead")].map((e) => e.getBoundingClientRect())
    .filter((b) => Math.abs(b.top) < 1).map((b) => b.bottom));
  const cut = [...doc.querySelectorAll("tbody tr, .dash-graph, h2")].filter((e) => e.getClientRects().length)
    .map((e) => [e.getBoundingClientRect(), e.textContent.slice(0, 30), e.tagName === "TR" ? head : 0])
    .filter(([b]) => b.height && b.height < bottom - top - 60)
    .filter(([b, , from]) => b.bottom > from + 2 && b.top < bottom - top - 2)
    .filter(([b, , from]) => b.top < from - 2 || b.bottom > bottom - top + 2);
  const small = sizes.filter(([size, , zoom]) => size < (zoom < 1 ? 19.9 : 23.9)); // a wide table is made to fit
  return { small, texts: sizes.length, cut: cut.map(([, words]) => words),
    at: Math.round(inside.scrollY - top), wide: doc.documentElement.scrollWidth - inside.innerWidth };
}"""


def shown(page: Page, address: str) -> int:
    """Shows an address and answers in how many screens."""
    page.evaluate("() => window.hcWall.setPaused(true)")
    entries = [{"address": address, "seconds": 3600}]
    page.evaluate("(entries) => { window.hcWall.entries = entries; window.hcWall.list = null; }", entries)
    assert page.evaluate("() => window.hcWall.show(0)")
    return int(page.evaluate("() => window.hcWall.shown.screens.length"))


@pytest.mark.parametrize("size", WALLS)
def test_every_screen_can_be_read_and_nothing_is_cut_in_two(
    playing: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = playing("/wall?playlist=hall", size)
    for address in ("/map?indicator=LE", "/indicators?indicator=LE", "/quality"):
        for at in range(shown(page, address)):
            page.evaluate("(at) => window.hcWall.turnTo(window.hcWall.shown, at)", at)
            read = page.evaluate(READ)
            assert read["texts"] > 10 and read["small"] == [], (address, read["small"][:3])
            assert (read["cut"], read["at"], read["wide"]) == ([], 0, 0), (address, at, read)
        edge = page.locator(".hc-wall-slot.upper").inner_text()
        assert "来源：" in edge and "版本 " in edge and "数据截止 " in edge
        assert "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据" in edge
        assert ("审图号" in edge) == address.startswith("/map")


def test_demonstration_figures_are_marked_at_the_edge(playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    for address in ("/quality", "/catalogue"):
        shown(page, address)
        marked = page.evaluate(
            "() => Boolean(window.hcWall.shown.view.contentDocument.querySelector('.hc-page .hc-demo'))"
        )
        assert ("演示数据" in page.locator(".hc-wall-slot.upper .hc-wall-page-bar").inner_text()) == marked


def test_the_screens_of_a_page_follow_each_other_within_its_seconds_and_by_key(playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    many = shown(page, "/indicators?indicator=LE")
    assert many > 2
    mark = page.locator(".hc-wall-slot.upper .hc-wall-page-mark")
    assert mark.inner_text() == f"1/{many}"
    page.keyboard.press("ArrowRight")
    until(page, "(words) => document.querySelector('.upper .hc-wall-page-mark').textContent === words", f"2/{many}")
    page.keyboard.press("ArrowLeft")
    until(page, "(words) => document.querySelector('.upper .hc-wall-page-mark').textContent === words", f"1/{many}")
    # paused it stands; playing it goes to its end by itself, and no further
    page.evaluate("() => { window.hcWall.entries[0].seconds = 2; window.hcWall.lead(); }")
    until(page, SHOWS, "已暂停")
    assert mark.inner_text() == f"1/{many}"
    page.evaluate("() => { window.hcWall.paused = false; }")
    until(
        page, "(words) => document.querySelector('.upper .hc-wall-page-mark').textContent === words", f"{many}/{many}"
    )


def test_where_the_seconds_do_not_suffice_fewer_screens_are_shown_and_it_is_said(playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    many = shown(page, "/indicators?indicator=LE")
    page.evaluate(
        "() => { window.hcWall.paused = false; window.hcWall.entries[0].seconds = 0.25; window.hcWall.lead(); }"
    )
    until(page, "(words) => document.querySelector('.upper .hc-wall-page-mark').textContent === words", f"2/{many}")
    assert page.evaluate("() => new Promise((done) => setTimeout(() => done(window.hcWall.shown.at), 400))") == 1
