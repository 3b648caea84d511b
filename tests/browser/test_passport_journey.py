"""From a number to its passport, in a real browser: the passport shows the number that was clicked."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from windows import SIZES, Watched, until

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]
ADDRESS = re.compile(r"/passport\?")
PASSPORT = "/passport?indicator=A65&area=510100&period=2020"


def passport_value(window: Watched) -> str:
    expect(window.page).to_have_url(ADDRESS)
    value = window.page.locator("#passport-value .v")
    expect(value).to_be_visible()
    window.settle()
    unit = value.locator(".unit").inner_text()
    return value.inner_text().removesuffix(unit).strip()


def follow(window: Watched, link: Locator) -> None:
    text, before = link.inner_text(), window.page.url
    link.scroll_into_view_if_needed()
    link.click()
    found = passport_value(window)
    decimals = len(text.partition(".")[2])  # a bar may show fewer of them
    assert found == text or f"{float(found):.{decimals}f}" == text
    window.page.go_back()
    expect(window.page).to_have_url(before)
    window.settle()


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("/map?indicator=A65&area=510000", ["#map-readout .hc-number", "#map-table tr[data-area] .hc-number"]),
        ("/indicators?indicator=A65&area=510000", [".hc-fact-main .hc-number", "#indicators-ranking .hc-number"]),
        ("/area?area=510100", [".hc-spine-table .hc-number", ".hc-ages .hc-number"]),
        ("/", ["#overview-cards .hc-number", ".hc-off-track .hc-number", ".hc-changes .hc-number"]),
    ],
)
def test_a_click_on_a_number_opens_its_passport(watched: Window, place: str, numbers: list[str]) -> None:
    window = watched()
    page = window.open(place)
    for selector in numbers:
        follow(window, page.locator(selector).first)


def test_a_number_is_reached_by_keyboard_and_says_what_it_does(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65&area=510000")
    link = page.locator("#map-table tr[data-area] .hc-number").first
    text = link.inner_text()
    link.focus()
    assert link.get_attribute("title") == "数值溯源"
    page.keyboard.press("Enter")
    assert passport_value(window) == text


def test_a_number_of_the_map_table_does_not_move_the_map(watched: Window) -> None:
    window = watched()
    page = window.open("/map?indicator=A65")
    window.steps.clear()
    page.locator("#map-table tr[data-area] .hc-number").first.click()
    passport_value(window)
    assert len(window.steps) == 1  # the passport alone was asked for


@pytest.mark.parametrize("graph", ["indicators-trend-graph", "indicators-spread-graph"])
def test_a_click_on_a_point_opens_its_passport(watched: Window, graph: str) -> None:
    window = watched()
    page = window.open("/indicators?indicator=LE&area=100000")
    point = page.locator(f"#{graph} .scatterlayer .points path.point").last
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 4, y)
    page.mouse.move(x, y)
    hover = page.locator(f"#{graph} .hoverlayer")
    until(page, f"() => document.querySelector('#{graph} .hoverlayer').textContent.length > 0")
    said = hover.text_content() or ""
    page.mouse.click(x, y)
    assert passport_value(window) in said


def test_the_data_table_of_a_chart_leads_there_too(watched: Window) -> None:
    window = watched()
    page = window.open("/indicators?indicator=LE&area=100000")
    page.locator("#indicators-trend button", has_text="数据表").click()
    link = page.locator("dialog .hc-number").first
    text = link.inner_text()
    link.click()
    assert float(passport_value(window)) == pytest.approx(float(text), abs=0.05)
    expect(page.locator("dialog")).to_have_count(0)


def test_the_pinned_address_is_copied(watched: Window) -> None:
    window = watched(permissions=["clipboard-read", "clipboard-write"])
    page = window.open(PASSPORT)
    page.get_by_role("button", name="复制固定到本版本的网址").click()
    expect(page.get_by_text("已复制", exact=True).first).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == window.address + page.locator("#passport-address").inner_text()
    window.open(copied.removeprefix(window.address))
    assert page.locator("#passport-value").is_visible()


def test_it_prints_on_one_page(watched: Window) -> None:
    window = watched()
    for place in (
        PASSPORT,
        "/passport?indicator=A65&area=510000&period=2020",
        "/passport?indicator=LE&area=100000&period=2024",
    ):
        page = window.open(place)
        file = page.pdf(print_background=True, prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", file)) == 1, place


def test_serious_accessibility_violations(watched: Window) -> None:
    page = watched().open(PASSPORT)
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    )
    serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert not [f"{v['id']}: " + "; ".join(n["html"][:160] for n in v["nodes"][:3]) for v in serious]


@pytest.mark.parametrize("size", SIZES)
def test_it_is_not_wider_than_its_window(watched: Window, size: str) -> None:
    page = watched(size).open(PASSPORT)
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_no_english_words(watched: Window) -> None:
    page: Page = watched().open(PASSPORT)
    page.evaluate("() => document.querySelectorAll('[lang=en], code').forEach((e) => e.remove())")
    words = set(re.findall(r"[A-Za-z]{4,}", page.locator("body").inner_text()))
    loader = page.evaluate("() => (document.body.innerText.match(/装载\\s*[\\d-]+ [\\d:]+　(\\S+)/) || [])[1] || ''")
    known = {"JSON", "XLSX"} | set(re.findall(r"[A-Za-z]{4,}", str(loader)))
    files = {w for w in words if w in page.locator("#passport-revisions").inner_text()}
    assert not words - known - files
