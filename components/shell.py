"""What surrounds every page: top bar with all pages, search, the address, and the page itself."""

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html

INDEX = """<!DOCTYPE html>
<html lang="zh-CN" data-bs-theme="light">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
{%css%}
</head>
<body>
<a class="hc-skip" href="#content">跳到正文</a>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""


def shell(version: str) -> html.Div:
    """The top bar loops over the registered pages; the current one is marked by the browser (`assets/cockpit.js`)."""
    pages = sorted((p for p in dash.page_registry.values() if p.get("order") is not None), key=lambda p: p["order"])
    links = [dcc.Link(p["name"], href=p["path"], id={"page": p["path"]}, className="hc-nav-link") for p in pages]
    search = html.Div(
        [
            html.Label(
                [
                    html.Span("查找地区或指标：名称、拼音首字母、代码", className="hc-quiet"),
                    dcc.Input(
                        id="search-text", type="search", placeholder="查地区、指标、拼音、代码", autoComplete="off"
                    ),
                ]
            ),
            html.Div(id="search-found", className="hc-found", role="listbox"),
        ],
        className="hc-search",
        role="search",
    )
    bar = html.Header(
        [
            dcc.Link("健康中国数据驾驶舱", href="/", className="hc-brand"),
            html.Button("目录", id="menu", className="hc-menu", **{"aria-expanded": "false", "aria-controls": "nav"}),
            html.Nav(links, id="nav", className="hc-nav", **{"aria-label": "主导航"}),
            search,
            html.Span(f"数据版本 {version}", className="hc-who"),
        ],
        className="hc-bar",
    )
    return html.Div(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            bar,
            html.Div(dash.page_container, id="content", tabIndex=-1),
            html.Div(id="announce", className="hc-quiet", role="status", **{"aria-live": "polite"}),
        ]
    )


# Marks the current page in the bar and moves a reader of the screen to the new content.
clientside_callback(
    ClientsideFunction("cockpit", "arrive"),
    Output("announce", "children"),
    Input("address", "pathname"),
    Input("_pages_content", "children"),
)

# Indicator and area go along from page to page.
clientside_callback(
    ClientsideFunction("cockpit", "carry"),
    Output({"page": ALL}, "href"),
    Input("address", "search"),
    State({"page": ALL}, "id"),
)
