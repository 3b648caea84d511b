"""What people do, in a real browser: drill down, go back, share an address, search, take away."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from windows import Watched, same_map, until

from bench.browser import middle_of

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]


def crumbs(page: Page) -> str:
    return page.locator(".hc-crumb").inner_text().replace("\n", "")


def shown_areas(page: Page) -> list[str]:
    return page.evaluate("() => document.querySelector('#map-figure .js-plotly-plot').data[0].locations")


def click_area(window: Watched, code: str) -> None:
    """A press of the mouse where the map shows the area."""
    x, y = middle_of(window.page, code)
    window.page.mouse.move(x - 2, y)
    window.page.mouse.move(x, y)
    window.page.mouse.click(x, y)


def expect_place(window: Watched, trail: str) -> None:
    expect(window.page.locator(".hc-crumb")).to_have_text(trail)
    window.settle()


def visible(page: Page) -> dict[str, object]:
    """What a reader sees of a map page, to compare two ways to it."""
    return {
        "crumbs": crumbs(page),
        "what": page.locator(".hc-what").inner_text(),
        "title": page.locator("h1").inner_text(),
        "areas": shown_areas(page),
        "classes": page.evaluate("() => document.querySelector('#map-figure .js-plotly-plot').data[0].z"),
        "legend": page.locator(".hc-legend").inner_text(),
        "table": page.locator("#map-table table").inner_text(),
    }


def test_drill_down_by_click_and_back(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    assert len(shown_areas(page)) == 34
    nation = visible(page)
    with same_map(page):
        click_area(window, "510000")
        expect_place(window, "全国›四川省")
        assert len(shown_areas(page)) == 21
        click_area(window, "510100")
        expect_place(window, "全国›四川省›成都市")
        assert {c[:4] for c in shown_areas(page)} == {"5101"}
        click_area(window, "510112")
        expect_place(window, "全国›四川省›成都市›龙泉驿区")
    assert "area=510112" in page.url
    expect(page.locator("#map-readout b")).to_contain_text("龙泉驿区")
    for trail in ("全国›四川省›成都市", "全国›四川省", "全国"):
        page.go_back()
        expect_place(window, trail)
    assert visible(page) == nation


def test_a_drill_down_is_one_request(watched: Window) -> None:
    window = watched()
    window.open("/map?indicator=A65")
    window.steps.clear()
    click_area(window, "510000")
    expect_place(window, "全国›四川省")
    assert len(window.steps) == 1


def test_a_copied_address_shows_the_same(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    click_area(window, "510000")
    expect_place(window, "全国›四川省")
    page.locator(".hc-seg a", has_text="县").click()
    expect(page.locator(".hc-what")).to_contain_text("分县")
    window.settle()
    page.get_by_label("分级").select_option("jenks")
    expect(page).to_have_url(re.compile("classes=jenks"))
    window.settle()
    drilled = visible(page)
    colleague = watched()
    colleague.open(page.url.removeprefix(colleague.address))
    assert visible(colleague.page) == drilled


def test_breadcrumb_leads_up(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65&area=510104")
    expect_place(window, "全国›四川省›成都市›锦江区")
    page.locator(".hc-crumb a", has_text="四川省").click()
    expect_place(window, "全国›四川省")
    page.locator(".hc-crumb a", has_text="全国").click()
    expect_place(window, "全国")


def test_the_map_by_keyboard(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    page.locator("#map-keys").focus()
    first = page.locator("#map-readout b").inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#map-readout b")).not_to_have_text(first)
    name = page.locator("#map-readout b").inner_text()
    expect(page.locator("#map-table tr.near")).to_contain_text(name)
    page.keyboard.press("Enter")
    expect_place(window, f"全国›{name}")
    page.locator("#map-keys").focus()
    page.keyboard.press("Backspace")
    expect_place(window, "全国")


def test_layers_and_table(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    page.locator(".hc-seg a", has_text="市").click()
    expect(page.locator(".hc-what")).to_contain_text("分市")
    window.settle()
    assert len(shown_areas(page)) == 375
    page.locator(".hc-seg a", has_text="县").click()
    expect(page.locator(".hc-what")).to_contain_text("分县")
    window.settle()
    assert len(shown_areas(page)) == 2891
    page.locator("#map-table a:not(.hc-number)").first.click()
    expect(page.locator(".hc-crumb b")).to_have_text(
        re.compile(".+[县区市旗]"),
    )


@pytest.mark.parametrize("method", ["jenks", "quantile", "equal", "deviation"])
def test_class_methods(watched: Window, method: str) -> None:
    window = watched()
    page = window.open("/map?indicator=A65&area=510000")
    fixed = page.locator(".hc-legend").inner_text()
    with same_map(page):
        page.get_by_label("分级").select_option(method)
        expect(page.locator(".hc-legend")).not_to_have_text(fixed)
        window.settle()
    assert f"classes={method}" in page.url
    assert "无数据" in page.locator(".hc-legend").inner_text()


def test_period_slider(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=HL")
    before, values = page.locator(".hc-what").inner_text(), page.locator("#map-table table").inner_text()
    with same_map(page):
        slider = page.locator(".hc-slider [role=slider]")
        slider.press("ArrowLeft")
        expect(page.locator(".hc-what")).not_to_have_text(before)
        window.settle()
    assert re.search(r"period=\d{4}", page.url)
    assert page.locator("#map-table table").inner_text() != values
    expect(page.get_by_text("演示数据").first).to_be_visible()
    page.go_back()
    expect(page.locator(".hc-what")).to_have_text(before)
    window.settle()
    assert page.locator("#map-table table").inner_text() == values


@pytest.mark.parametrize(
    "typed, found",
    [("四川", "四川省"), ("scs", "四川省"), ("cd", "成都市"), ("510104", "锦江区"), ("65岁", "65岁及以上人口占比")],
)
def test_search(watched: Window, typed: str, found: str) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    page.locator("#search-text").press_sequentially(typed)
    option = page.locator("#search-found a", has_text=found).first
    expect(option).to_be_visible()
    option.click()
    expect(page.locator("#_pages_content h1, .hc-crumb b").filter(has_text=found).first).to_be_visible()
    window.settle()


def test_search_by_keyboard_and_without_result(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    page.locator("#search-text").press_sequentially("没有这个地方")
    expect(page.locator("#search-found")).to_contain_text("没有找到")
    page.locator("#search-text").fill("")
    page.locator("#search-text").press_sequentially("chengdushi")
    expect(page.locator("#search-found a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".hc-crumb")).to_contain_text("成都市")
    window.settle()


def test_export_of_what_is_shown(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65&area=510000")
    with page.expect_download() as waiting:
        page.locator(".hc-out a", has_text="CSV").first.click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(text)) if re.fullmatch(r"51\d{2}00", r.get("area") or "")]
    assert len(rows) == 21
    chengdu = next(r for r in rows if r["area"] == "510100")
    table = page.locator("#map-table tr[data-area='510100']").inner_text()
    assert f"{float(chengdu['value']):.2f}" in table


HOSTILE = {
    "/map?indicator=NONSENSE&area=999999&period=1066&layer=moon&classes=best": "无法识别",
    "/map?indicator=A65&area=510000&area=520000": "出现多次",
    "/map?indicator=%3Cscript%3Ealert(1)%3C/script%3E&area=%3Cimg%20src=x%20onerror=alert(1)%3E": "无法识别",
    "/map?indicator=A65&area=500105": "500157",
    "/map?indicator=A65&v=1999.1.1": "不再保留",
    "/map?indicator=A65&area=': DROP TABLE dim_area": "无法识别",
    "/area?area=000000": "没有代码为",
}


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_addresses_are_answered_in_words(watched: Window, address: str) -> None:
    window = watched()
    page = window.page
    page.on("dialog", lambda dialog: window.problems.append(f"a script ran: {dialog.message}"))
    window.open(address)
    words = HOSTILE[address]
    shown = page.locator("#_pages_content").inner_text()
    assert words in shown or (words == "500157" and "江北" in shown), shown[:400]
    assert "页面未能生成" not in shown
    assert page.locator("script:not([src])", has_text="alert").count() == 0


def test_two_quick_clicks_end_at_the_second(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    page.evaluate(
        """() => {
          for (const row of [...document.querySelectorAll("#map-table tr")]) {
            if (["440000", "510000"].includes(row.dataset.area)) row.querySelector("a").click();
          }
        }"""
    )
    last = until(page, "() => new URLSearchParams(location.search).get('area')")
    expect_place(window, {"440000": "全国›广东省", "510000": "全国›四川省"}[str(last)])
    assert {code[:2] for code in shown_areas(page)} == {str(last)[:2]}
