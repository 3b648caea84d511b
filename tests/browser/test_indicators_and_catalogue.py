"""指标监测 and 数据目录 in a real browser: filters, comparison, drill-down by links, nothing wider than the window."""

from collections.abc import Callable

import pytest
from conftest import Watched
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]
expect.set_options(timeout=20_000)


def test_the_list_is_filtered_by_initials_and_comes_back(watched: Window) -> None:
    window = watched()
    page = window.open("/indicators?indicator=LE")
    items = page.locator("#indicators-list .hc-item")
    everything = items.count()
    page.locator("#indicators-filter").fill("没有这样的指标")
    expect(page.locator("#indicators-list .hc-filter-none")).to_be_visible()
    page.locator("#indicators-filter").fill("yeswl")
    expect(items.filter(visible=True).filter(has_text="婴儿死亡率")).to_have_count(1)
    page.locator("#indicators-filter").fill("")
    expect(page.locator("#indicators-list .hc-filter-none")).to_be_hidden()
    assert items.count() == everything
    expect(page.locator("#indicators-list details[open]")).to_have_count(1)


def test_an_area_is_compared_and_taken_out_again(watched: Window) -> None:
    window = watched()
    page = window.open("/indicators?indicator=A65&area=510000")
    page.get_by_label("对比").select_option(label="北京")
    expect(page.locator("#indicators-ranking tr.ref")).to_have_count(3)  # nation, the province itself, Beijing
    assert "compare=110000" in page.url
    page.locator("#indicators-ranking").get_by_text("移除").click()
    expect(page.locator("#indicators-ranking tr.ref")).to_have_count(2)
    assert "compare" not in page.url


def test_links_lead_from_the_ranking_into_an_area_and_back(watched: Window) -> None:
    window = watched()
    page = window.open("/indicators?indicator=A65")
    page.locator("#indicators-ranking").get_by_role("link", name="四川省", exact=True).click()
    expect(page.locator(".hc-crumb b")).to_have_text("四川省")
    expect(page.locator("#indicators-trend .js-plotly-plot")).to_be_visible()
    page.go_back()
    expect(page.locator(".hc-crumb b")).to_have_text("全国")


def test_the_chosen_indicator_is_in_sight(watched: Window) -> None:
    window = watched()
    page = window.open("/indicators?indicator=A65")
    expect(page.locator("#indicators-list .on")).to_be_in_viewport()


def test_the_catalogue_is_filtered_by_group_and_list(watched: Window) -> None:
    window = watched()
    page = window.open("/catalogue")
    rows = page.locator("#catalogue-indicators-table tbody tr:not(.group)").filter(visible=True)
    page.locator("#catalogue-list").select_option("assessment_26")
    expect(rows).to_have_count(26)
    expect(page.locator("[data-count-of]")).to_have_text("符合条件 26 项，")
    page.locator("#catalogue-filter").fill("LE")
    expect(rows.filter(has_text="人均预期寿命")).to_have_count(1)
    page.locator("#catalogue-list").select_option("*")
    page.locator("#catalogue-filter").fill("没有这样的指标")
    expect(rows).to_have_count(0)


@pytest.mark.parametrize("size", ["laptop", "desk", "phone"])
@pytest.mark.parametrize(
    "path", ["/indicators?indicator=A65&area=510000&layer=county", "/indicators?indicator=SELFREC", "/catalogue"]
)
def test_nothing_is_wider_than_the_window(watched: Window, size: str, path: str) -> None:
    window = watched(size)
    page = window.open(path)
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
