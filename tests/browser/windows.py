"""A window of a browser, watched for what must not happen in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

SIZES = {"laptop": (1366, 768), "desk": (1920, 1080), "phone": (390, 844)}


@dataclass
class Watched:
    """A page and everything about it that must not happen."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)  # what was asked of the page router

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until the page stands: nothing being fetched, no graph pending, the map's table of this very map."""
        self.page.locator("#_pages_content .hc-page").wait_for()
        self.page.wait_for_load_state("networkidle")
        until(self.page, STANDS)


# A map's table tells for which address it was written; graphs say while they are being drawn.
STANDS = """() => {
  if (document.querySelector(".dash-graph--pending, ._dash-loading")) return false;
  const map = document.querySelector("#map-figure .js-plotly-plot");
  const table = document.getElementById("map-table");
  if (!table) return true;
  if (!map || !map.layout || !table.dataset.ready) return false;
  // A step that only changes classes or leaves values out is not there before the map says so.
  const [asked, told] = [location.search, map.layout.meta.search].map((search) => new URLSearchParams(search));
  for (const [key, valid] of [["classes", /^(jenks|quantile|equal|deviation)$/], ["quality", /^hide$/]]) {
    const wanted = asked.get(key) || "";
    if ((valid.test(wanted) ? wanted : "") !== (told.get(key) || "")) return false;
  }
  return table.dataset.ready === map.layout.meta.search + map.layout.meta.layer;
}"""


def until(page: Page, condition: str, argument: object = None, within: float = 20_000) -> object:
    """Waits in the page until the function answers something true. Playwright's own wait needs `eval`, which the page's
    policy forbids."""
    waiting = """async ([condition, argument, within]) => {
      const started = performance.now();
      for (;;) {
        const found = condition(argument);
        if (found) return found;
        if (performance.now() - started > within) throw new Error("waited in vain: " + condition);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }"""
    return page.evaluate(f"([argument, within]) => ({waiting})([{condition}, argument, within])", [argument, within])


def listen(window: Watched) -> None:
    page, home = window.page, urlsplit(window.address).netloc

    def request(asked) -> None:
        parts = urlsplit(asked.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != home:
            window.problems.append(f"request to another host: {asked.url}")
        if parts.path == "/_dash-update-component":
            window.steps.append(asked.post_data or "")

    def console(said) -> None:
        if said.type in ("error", "warning"):
            window.problems.append(f"console {said.type} at {page.url}: {said.text}")

    page.on("request", request)
    page.on("console", console)
    page.on("pageerror", lambda problem: window.problems.append(f"script error at {page.url}: {problem}"))
    page.on(
        "response",
        lambda answer: answer.status >= 500 and window.problems.append(f"{answer.status} for {answer.url}"),
    )


@contextmanager
def same_map(page: Page) -> Iterator[None]:
    """Asserts that the map was updated in place, not made anew."""
    page.evaluate("() => { document.querySelector('#map-figure .js-plotly-plot').dataset.mine = 'yes'; }")
    yield
    try:
        kept = page.locator("#map-figure .js-plotly-plot[data-mine]").count()
    except BrowserError:
        kept = 0
    assert kept == 1, "the graph was made anew"
