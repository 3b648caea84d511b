"""(b) What the first page and each drill-down after it transfer, counted by a real browser that asks for gzip."""

from collections.abc import Iterator

from playwright.sync_api import Page

from bench.browser import (
    COUNTIES,
    NATION,
    SICHUAN,
    SICHUAN_COUNTIES,
    Target,
    Traffic,
    chromium,
    expect_map,
    middle_of,
    painted,
    watch,
)
from bench.lines import Line
from bench.serving import served

MOST = 20_000
FIRST_PAGE = 3_000_000
WITHIN = "#map-figure"


def measure() -> Iterator[Line]:
    with served() as product, chromium() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        traffic = watch(context, page)
        page.goto(f"{product.url}/map?indicator=A65")
        page.locator("#map-table tr[data-area]").first.wait_for()
        quiet(page)
        yield Line(
            "g  first page, everything",
            traffic.bytes / 1e6,
            "MB",
            f"{len(traffic.sent)} requests",
            most=FIRST_PAGE / 1e6,
        )
        yield from step(page, traffic, SICHUAN, lambda: page.mouse.click(*middle_of(page, "510000")))
        yield from step(page, traffic, SICHUAN_COUNTIES, lambda: layer(page, "县"))
        yield from step(page, traffic, NATION, lambda: page.locator(".hc-crumb a").first.click())
        yield from step(page, traffic, COUNTIES, lambda: layer(page, "县"))
        yield from another_period(page, traffic, product.url)
        context.close()


def layer(page: Page, words: str) -> None:
    page.locator(".hc-seg a", has_text=words).click()


def quiet(page: Page) -> None:
    """Waits until nothing is being fetched; what follows is counted apart."""
    page.wait_for_load_state("networkidle")


def step(page: Page, traffic: Traffic, target: Target, act) -> Iterator[Line]:
    traffic.clear()
    expect_map(page, target, WITHIN)
    act()
    painted(page)
    quiet(page)
    yield counted(f"b  to {target.name}", traffic)


def counted(figure: str, traffic: Traffic) -> Line:
    sent = traffic.besides_geometry()
    said = f"{len(sent)} request{'' if len(sent) == 1 else 's'}" + (
        "" if len(sent) == 1 else ": " + ", ".join(sorted({path for path, _, _ in sent}))
    )
    kinds = {encoding or "not compressed" for _, _, encoding in sent}
    geometry = traffic.bytes - sum(size for _, size, _ in sent)
    detail = f"{said}; {', '.join(sorted(kinds))}; geometry {geometry / 1e3:.0f} kB"
    return Line(figure, sum(size for _, size, _ in sent) / 1e3, "kB", detail, most=MOST / 1e3)


def another_period(page: Page, traffic: Traffic, url: str) -> Iterator[Line]:
    """One step of the period slider, on an indicator that has several periods by province."""
    code = indicator_with_periods()
    if code is None:
        return
    page.goto(f"{url}/map?indicator={code}")
    page.locator("#map-table tr[data-area]").first.wait_for()
    quiet(page)
    traffic.clear()
    with page.expect_response(lambda answer: "/_dash-update-component" in answer.url):
        page.locator(".hc-slider [role=slider]").press("ArrowLeft")
    quiet(page)
    page.wait_for_timeout(500)  # a request that should not be would come now
    yield counted(f"b  to another period ({code}, the nation by province)", traffic)


def indicator_with_periods() -> str | None:
    """An indicator with figures for at least two years by province, the one with the most."""
    from access.viewer import LOCAL
    from data.warehouse import current_version
    from queries.ask import ask
    from queries.coverage import coverage

    held = ask(coverage, viewer=LOCAL, version=current_version())
    held = held[(held["level"] == "province") & (held["breakdown"] == "all") & (held["with_value"] > 20)]
    periods = held.groupby("indicator")["period"].nunique()
    return str(periods.idxmax()) if len(periods) and periods.max() > 1 else None
