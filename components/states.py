"""What a figure shows when it has nothing to draw: why, and the next step. Never an empty box."""

from dash import dcc, html

TITLES = {
    "missing": "无数据",
    "unpublished": "尚未发布",
    "suppressed": "已抑制",
    "not_applicable": "不适用",
    "error": "未能读取数据",
    "stale": "数据陈旧",
    "coverage": "覆盖不足",
}


def nothing_to_show(state: str, reason: str, *steps: tuple[str, str]) -> html.Div:
    """`steps` are (words, address) pairs of what the reader can do next."""
    links = [dcc.Link(words, href=address, style={"marginRight": "12px"}) for words, address in steps]
    return html.Div(
        [html.B(TITLES[state]), html.Span(reason), html.Span(links)],
        className=f"hc-state hc-state-{state}",
        role="alert" if state == "error" else "status",
    )


def notices(messages: list[str]) -> html.Div | None:
    """What of the address could not be shown as asked."""
    if not messages:
        return None
    return html.Div([html.P(m) for m in messages], className="hc-notices", role="status")
