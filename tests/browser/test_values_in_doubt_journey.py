"""Values in doubt in a real browser: crossed on the map, the reason readable without a mouse, gone by the switch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from windows import Watched

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]
MAP = "/map?indicator=A65&area=510100&layer=county&period=2020"
REASON = re.compile("存疑.*K02 下级汇总=上级值（严重规则未通过）")
# Strokes of crossed lines by area: how long the drawn path is.
CROSSED = """() => Object.fromEntries([...document.querySelectorAll("#map-figure path.choroplethlocation")]
  .filter((p) => p.__data__.loc.startsWith("x") && (p.getAttribute("d") || "").length > 5)
  .map((p) => [p.__data__.loc.slice(1), p.getTotalLength()]))"""
CLASS_OF = """(code) => { const [areas] = document.querySelector("#map-figure .js-plotly-plot").data;
  return areas.z[areas.locations.indexOf(code)]; }"""


def crossed(page: Page) -> dict[str, float]:
    return page.evaluate(CROSSED)


def test_a_county_in_doubt_is_crossed_and_says_why(watched: Window) -> None:
    page = watched().open(MAP)
    drawn = crossed(page)
    assert set(drawn) == {"510104", "510112"}
    assert drawn["510112"] > 100  # px of lines across 龙泉驿区
    assert page.evaluate(CLASS_OF, "510112") >= 0
    expect(page.locator(".hc-legend .doubt")).to_have_text(re.compile("数据存疑.*2"))
    mark = page.locator('#map-table tr[data-area="510104"] a.hc-doubt')
    expect(mark).to_have_attribute("title", REASON)
    mark.focus()  # reached by keyboard, and named for those who listen
    expect(mark).to_have_attribute("aria-label", REASON)
    page.locator('#map-table tr[data-area="510104"]').hover()
    told = page.locator("#map-readout .hc-doubt-why")
    expect(told).to_contain_text("K02 下级汇总=上级值（严重规则未通过）")
    expect(told.locator("a").last).to_have_attribute("href", re.compile(r"^/quality\?.*finding=[0-9a-f]{16}"))


def test_the_reason_is_reached_by_arrow_keys(watched: Window) -> None:
    page = watched().open(MAP)
    page.locator("#map-keys").focus()
    for _ in range(len(page.locator("#map-table tr[data-area]").all())):
        page.keyboard.press("ArrowDown")
        if page.locator("#map-readout b").inner_text().startswith("锦江区"):
            break
    expect(page.locator("#map-readout .hc-doubt-why")).to_contain_text("K02")


def test_the_switch_takes_them_out_and_back_in_one_step_each(watched: Window) -> None:
    window = watched()
    page = window.open(MAP)
    shown = page.evaluate(CLASS_OF, "510104")
    window.steps.clear()
    page.locator(".hc-seg a", has_text="不显示").click()
    expect(page).to_have_url(re.compile("quality=hide"))
    window.settle()
    assert len(window.steps) == 1
    assert crossed(page) == {}
    assert page.evaluate(CLASS_OF, "510104") == -1
    row = page.locator('#map-table tr[data-area="510104"]')
    expect(row.locator("td").nth(0)).to_have_text("—")
    expect(row.locator("td").nth(2)).to_have_text("—")
    expect(page.locator(".hc-legend .part")).to_have_text(re.compile("其中存疑.*2"))
    row.hover()
    expect(page.locator("#map-readout .hc-doubt-why")).to_contain_text("未显示：K02")
    page.locator(".hc-seg a", has_text=re.compile("^显示$")).click()
    expect(page).not_to_have_url(re.compile("quality"))
    window.settle()
    assert page.evaluate(CLASS_OF, "510104") == shown
    assert set(crossed(page)) == {"510104", "510112"}


def test_a_step_to_a_map_with_doubt_draws_it(watched: Window) -> None:
    """The short way of steps draws the crosses too, without a page load."""
    window = watched()
    page = window.open("/map?indicator=A65&area=510000&layer=prefecture&period=2020")
    page.locator('#map-table tr[data-area="510100"] a:not(.hc-number):not(.hc-doubt)').click()
    expect(page.locator(".hc-crumb b")).to_have_text("成都市")
    window.settle()
    assert set(crossed(page)) == {"510104", "510112"}


@pytest.mark.parametrize("address", ["/indicators?indicator=A65&area=510100&period=2020", "/area?area=510104"])
def test_other_pages_mark_it_too(watched: Window, address: str) -> None:
    page = watched().open(address)
    mark = page.locator("a.hc-doubt[href]").first
    expect(mark).to_have_attribute("title", REASON)
    expect(mark).to_have_attribute("href", re.compile("^/quality"))
