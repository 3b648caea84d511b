"""数据质量 in a real browser: from the scorecard to a row and back, explaining it on the way; the sheet on paper."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from windows import Watched

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]
expect.set_options(timeout=20_000)
CENSUS = "/quality?form=第七次全国人口普查"


def serious(page: Page) -> list[str]:
    """What axe finds that keeps people out."""
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    )
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}"
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def test_from_the_scorecard_to_a_row_and_its_explanation(watched: Window) -> None:
    page = watched().open(CENSUS)
    expect(page.locator(".hc-scorecard tbody tr").first).to_contain_text("全国")
    assert not page.locator(".hc-demo").count()  # published figures carry no mark of demonstration
    page.locator(".hc-scorecard").get_by_role("link", name="海南省", exact=True).click()
    expect(page.locator(".hc-crumb b")).to_have_text("海南省")
    page.locator(".hc-checks tr", has_text="C05").get_by_role("link").click()
    expect(page.locator(".hc-checks tr.sel")).to_contain_text("C05")
    findings = page.locator(".hc-findings tbody tr")
    expect(page.locator("#quality-findings")).to_be_in_viewport()
    expect(findings.first).to_contain_text("C05")
    assert "rule=C05" in page.url
    total = findings.count()

    findings.first.locator("td:nth-child(6) a").click()
    expect(page.locator(".hc-sentence")).to_be_visible()
    assert not serious(page)
    page.get_by_role("button", name="提交说明").click()
    expect(page.locator(".hc-form-problem")).to_contain_text("请填写说明")
    page.get_by_label("填写说明").fill("三沙市没有长表调查，属实。")
    page.get_by_label("填写人").fill("检验人")
    page.get_by_role("button", name="提交说明").click()
    expect(page.locator(".hc-explanation")).to_have_text("三沙市没有长表调查，属实。")
    assert not serious(page)

    page.get_by_role("link", name="返回问题清单").click()
    expect(page.locator(".hc-finding-state.explained")).to_have_count(1)
    expect(findings).to_have_count(total)  # it stays in the list
    page.locator("#quality-findings").get_by_role("link", name="已说明", exact=True).click()
    expect(findings).to_have_count(1)
    page.go_back()
    expect(findings).to_have_count(total)


def test_controls_write_the_address_and_begin_at_the_first_page(watched: Window) -> None:
    page = watched().open(CENSUS + "&page=2")
    page.locator(".hc-controls").first.get_by_label("维度").select_option(label="完整性")
    expect(page.locator(".hc-scorecard th b")).to_have_text("完整性")
    assert "dimension=completeness" in page.url and "page=" not in page.url
    page.locator(".hc-controls").first.get_by_label("维度").select_option(label="全部")
    expect(page.locator(".hc-scorecard th b")).to_have_text("总分")
    assert "dimension" not in page.url


def test_demonstration_data_are_marked(watched: Window) -> None:
    page = watched().open("/quality")
    expect(page.locator(".hc-head .hc-demo")).to_be_visible()
    expect(page.locator("#quality-scorecard header .hc-demo")).to_be_visible()


@pytest.mark.parametrize("size", ["laptop", "desk", "phone"])
@pytest.mark.parametrize("path", ["/quality", "/quality?area=510000&compare=110000", "/quality/notice?area=510000"])
def test_nothing_is_wider_than_the_window(watched: Window, size: str, path: str) -> None:
    page = watched(size).open(path)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize(
    "path", [CENSUS + "&area=460000", "/quality/notice?area=460000", "/quality?finding=0000000000000000"]
)
def test_everyone_can_read_it(watched: Window, path: str) -> None:
    page = watched().open(path)
    expect(page.locator("h1")).to_be_visible()
    assert not serious(page)


def test_the_sheet_is_printed_without_the_shell(watched: Window) -> None:
    page = watched().open("/quality/notice?area=460000&form=第七次全国人口普查")
    expect(page.locator(".hc-notice h1")).to_contain_text("海南省2020年第七次全国人口普查数据质量问题的通报")
    expect(page.locator(".hc-nav a[aria-current=page]")).to_have_text("数据质量")
    page.emulate_media(media="print")
    for hidden in (".hc-bar", ".hc-notice-tools"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".hc-notice-problems tbody tr").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"
