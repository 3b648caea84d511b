"""考核排名 in a real browser: from the ranking to an area, why its score is what it is, and the number's passport;
weights that re-rank at once; a warning and its chain."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from assessed_release import MANIFEST, rows
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from windows import SIZES, Watched, listen

from bench.serving import free_port, wait_until_up

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]
expect.set_options(timeout=20_000)
ROOT = Path(__file__).resolve().parents[2]
MOST_MS = 100  # of a re-ranking
VIEWS = ("", "?view=matrix", "?view=warnings", "?view=trial", "?area=110000&scheme=framework_26&item=4", "?area=410000")


@pytest.fixture(scope="session")
def assessed(made_once: Callable[..., Path]) -> Iterator[str]:
    """The address of the product over a release with assessments."""
    data = made_once("assessed", (rows(), MANIFEST))
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "app:server", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    environment = os.environ | {"COCKPIT_DATA": str(data), "COCKPIT_WAREHOUSE_URL": "duckdb"}
    environment.pop("COCKPIT_STATE_URL", None)
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=environment)
    try:
        wait_until_up(port, "/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def looked(chromium: Browser, assessed: str) -> Iterator[Window]:
    """`looked(size)` opens a window on it; none may have had a problem."""
    opened = []

    def window(size: str = "laptop") -> Watched:
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        watched = Watched(context.new_page(), assessed)
        listen(watched)
        opened.append((context, watched))
        return watched

    yield window
    problems = [problem for _, watched in opened for problem in watched.problems]
    for context, _ in opened:
        context.close()
    assert not problems, "\n".join(problems)


def serious(page: Page) -> list[str]:
    """What axe finds that keeps people out."""
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    )
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def test_from_the_ranking_to_an_area_its_reason_and_the_passport(looked: Window) -> None:
    page = looked().open("/assessment")
    table = page.locator(".hc-ranks tbody tr")
    expect(table).to_have_count(31)
    expect(table.last).to_contain_text("西藏自治区")
    expect(table.last).to_contain_text("不参与排名")
    page.locator(".hc-filter-text").fill("广东")
    expect(page.locator(".hc-ranks tbody tr:visible")).to_have_count(1)
    page.locator(".hc-ranks").get_by_role("link", name="广东省", exact=True).click()
    expect(page.locator("h1")).to_have_text("考核成绩单")
    expect(page.locator("#assessment-facts")).to_contain_text("全国位次")

    page.locator(".hc-losses tbody tr").first.locator("td:nth-child(2) a").click()
    why = page.locator("#assessment-why")
    expect(why.locator(".hc-score-steps li").last).to_contain_text("总分中的失分")
    expect(why).to_contain_text("产品默认评分方案（非官方）")
    expect(page.locator(".hc-losses tr.sel")).to_have_count(1)
    why.locator("a.hc-number").first.click()
    expect(page.locator("h1")).to_contain_text("数值溯源")
    page.go_back()
    expect(why.locator(".hc-score-steps li").last).to_contain_text("总分中的失分")
    page.go_back()
    page.go_back()
    expect(page.locator("h1")).to_have_text("考核排名")


def test_scheme_phase_and_dimension_are_written_into_the_address(looked: Window) -> None:
    page = looked().open("/assessment?area=410000")
    expect(page.locator(".hc-ranks tbody tr")).to_have_count(18)  # 济源 among them, without figures
    expect(page.locator("#assessment-published-2022")).to_contain_text("优秀　6个")
    controls = page.locator(".hc-controls").first
    controls.get_by_label("年度").select_option(label="2024年度")
    expect(page.locator(".hc-what")).to_contain_text("2024年")
    assert "period=2024" in page.url
    controls.get_by_label("维度").select_option(label="妇幼健康")
    expect(page.locator("#assessment-ranking h2")).to_have_text("妇幼健康位次")
    controls.get_by_label("维度").select_option(label="总分")
    expect(page.locator("#assessment-ranking h2")).to_have_text("总分位次与位次区间")
    assert "part=" not in page.url


def test_other_weights_rank_at_once_are_labelled_and_kept_nowhere(looked: Window) -> None:
    watched = looked()
    page = watched.open("/assessment?view=trial")
    rows_ = page.locator(".hc-trial tbody tr")
    before = rows_.evaluate_all("rows => rows.map(row => row.dataset.area)")
    same = page.locator(".hc-trial tbody tr td:nth-child(1)").all_inner_texts()
    assert same == page.locator(".hc-trial tbody tr td:nth-child(7)").all_inner_texts()  # the scheme's own ranks
    shown = page.locator(".hc-trial tbody tr td:nth-child(4)").all_inner_texts()
    assert [x.strip("（）") for x in shown] == page.locator(".hc-trial tbody tr td:nth-child(5)").all_inner_texts()
    asked = len(watched.steps)
    slider = page.get_by_label("孕产妇死亡率的权重")
    slider.focus()
    for _ in range(20):
        slider.press("ArrowRight")
    slider = page.get_by_label("维度中小学健康的倍数")
    slider.press("Home")
    expect(page.locator(".hc-trial-head [role=status]")).to_contain_text("已改动权重")
    assert rows_.evaluate_all("rows => rows.map(row => row.dataset.area)") != before
    assert float(page.locator("#assessment-trial-table").get_attribute("data-took") or "999") < MOST_MS
    expect(page.locator("#assessment-trial .hc-trial-mark")).to_have_text("试算，不保存")
    assert len(watched.steps) == asked and "weight" not in page.url  # nothing was sent, nothing written
    assert not page.locator("#assessment-trial").get_by_role("link", name="CSV").count()
    page.get_by_role("button", name="恢复方案权重").click()
    assert rows_.evaluate_all("rows => rows.map(row => row.dataset.area)") == before
    page.reload()
    expect(page.locator(".hc-trial-head [role=status]")).to_contain_text("现为方案权重")


def test_from_the_matrix_to_the_reason(looked: Window) -> None:
    page = looked().open("/assessment?view=matrix")
    expect(page.locator(".hc-matrix tbody tr")).to_have_count(32)
    page.locator(".hc-matrix td.bad a").first.click()
    expect(page.locator("#assessment-why .hc-score-steps")).to_be_visible()
    expect(page.locator(".hc-losses tr.sel")).to_contain_text("预警")


def test_a_warning_and_the_steps_of_its_chain(looked: Window) -> None:
    page = looked().open("/assessment?view=warnings")
    first = page.locator(".hc-warnings tbody tr").first
    expect(first).to_contain_text("尚未办理")
    first.locator("td:last-child a").click()
    panel = page.locator("#assessment-panel")
    panel.get_by_role("button", name="记录这一环节").click()
    expect(panel.locator(".hc-form-problem")).to_contain_text("请填写办理情况")
    assert not serious(page)
    panel.get_by_label("办理情况").fill("已发提醒函。")
    panel.get_by_label("填写人").fill("检验人")
    panel.get_by_label("环节").select_option(label="提醒　已完成")
    panel.get_by_role("button", name="记录这一环节").click()
    expect(panel.locator(".hc-chain li.done")).to_contain_text("已发提醒函。")
    expect(panel.locator("summary")).to_contain_text("办理记录（1条")
    page.go_back()
    expect(page.locator(".hc-warnings tbody tr").first).to_contain_text("提醒已完成")


@pytest.mark.parametrize("size", ["laptop", "desk", "phone"])
def test_nothing_is_wider_than_the_window(looked: Window, size: str) -> None:
    watched = looked(size)
    for view in VIEWS:
        page = watched.open(f"/assessment{view}")
        assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0, view


def test_everyone_can_read_it(looked: Window) -> None:
    watched = looked()
    for view in VIEWS:
        page = watched.open(f"/assessment{view}")
        assert not serious(page), view
