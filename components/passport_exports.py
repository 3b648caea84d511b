"""Ways to take a passport away: as data, on paper, as an address."""

from dash import html

from components.passport_link import passport_address, passport_search

ENDPOINT = "/api/v1/passport"


def take_away(search: dict[str, str], *, v: str) -> html.Span:
    """JSON and CSV of the number at version `v`; printing and copying are `assets/passport.js`."""
    query = passport_search(**search, v=v)
    address = passport_address(**search, v=v)
    return html.Span(
        [
            html.Button("复制网址", type="button", **{"data-copy": address, "aria-label": "复制固定到本版本的网址"}),
            html.Button("打印", type="button", **{"data-print": "page", "aria-label": "打印本页"}),
            html.A("JSON", href=f"{ENDPOINT}.json?{query}", **{"aria-label": "数值溯源，下载JSON"}),
            html.A("CSV", href=f"{ENDPOINT}.csv?{query}", **{"aria-label": "数值溯源，下载CSV"}),
        ],
        className="hc-out",
    )
