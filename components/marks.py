"""Small marks that stand beside a figure: demonstration, unverified, status lamps."""

from dash import html

DEMONSTRATION = "演示数据"
LAMPS = {"good": "按进度", "watch": "关注", "bad": "预警", "none": "无数据"}


def demonstration(short: bool = False) -> html.Span:
    return html.Span("演示" if short else DEMONSTRATION, className="hc-demo", title="由程序生成，仅供演示，不得引用")


def unverified() -> html.Span:
    return html.Span("待核验", className="hc-unverified", title="尚未与官方出版物核对")


def lamp(state: str, word: str | None = None) -> html.Span:
    """A status lamp: shape, colour and word together. `state`: good, watch, bad, none, zero."""
    return html.Span(word if word is not None else LAMPS[state], className=f"hc-lamp {state}")
