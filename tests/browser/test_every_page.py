"""What holds for every page at every size: nobody else is asked, nothing overflows, everyone can read it."""

import re
from collections.abc import Callable

import dash
import pytest
from axe_playwright_python.sync_playwright import Axe
from windows import SIZES, Watched

import app  # noqa: F401  (registers the pages)

pytestmark = pytest.mark.browser
PAGES = sorted(p["path"] for p in dash.page_registry.values() if p.get("order") is not None)
PLACES = [*PAGES, "/map?indicator=A65&area=510000", "/indicators?indicator=LE", "/area?area=510100"]

# Words that Chinese readers use as they are: file formats, and codes in brackets or tables.
ALLOWED = {"CSV", "XLSX", "PNG", "SVG", "COVID", "JSON", "API", "OpenAPI", "PDF", "BMI", "HIV", "parquet"}
CODE = re.compile(r"[A-Z]+|.*[0-9_].*")  # codes of indicators, file names, check sums


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    return request.param


def test_serious_accessibility_violations(watched: Callable[..., Watched], place: str) -> None:
    page = watched().open(place)
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    )
    serious = [
        f"{v['id']}: {v['help']}: " + "; ".join(node["html"][:160] for node in v["nodes"][:3])
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert not serious, "\n".join(serious)


@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_wider_than_its_window(watched: Callable[..., Watched], place: str, size: str) -> None:
    page = watched(size).open(place)
    wide = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width + 1) return [];
          return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1)
            .slice(0, 5).map((e) => `${e.tagName}.${e.className} to ${Math.round(e.getBoundingClientRect().right)}`);
        }"""
    )
    assert not wide, wide


def test_no_english_words(watched: Callable[..., Watched], place: str) -> None:
    page = watched().open(place)
    # what is said to be English, as the English name in a definition, may be; file names and check sums are code
    page.evaluate("() => document.querySelectorAll('[lang=en], code').forEach((e) => e.remove())")
    words = set(re.findall(r"[A-Za-z_0-9]{4,}", page.locator("body").inner_text()))
    english = {w for w in words if w not in ALLOWED and not CODE.fullmatch(w)}
    assert not english, english


def test_a_page_says_what_it_is(watched: Callable[..., Watched], place: str) -> None:
    page = watched().open(place)
    assert "健康中国数据驾驶舱" in page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator(".hc-nav a[aria-current=page]").count() == 1
