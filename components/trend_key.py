"""What the signs of a trend chart mean: only the ones that are drawn."""

from dash import html

WORDS = {
    "published": "公布值",
    "demonstration": "演示数据",
    "doubt": "存疑",
    "band": "95%区间",
    "path": "预期进度（默认口径，非官方）",
    "path_unverified": "预期进度（目标待核验）",
    "baseline": "基期",
    "target": "目标",
    "target_unverified": "目标（待核验）",
}


def trend_key(signs: list[str]) -> html.Div:
    """`signs`: keys of WORDS, in the order to show."""
    return html.Div(
        [html.Span([html.I(className=f"k-{sign}"), WORDS[sign]]) for sign in signs], className="hc-trend-key"
    )
