"""What a code stands for, and whether its numbers still hold, in words."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from components.marks import lamp

SURFACES = {
    "pdf": "PDF文件", "docx": "文字处理文档（DOCX）", "pptx": "演示文稿（PPTX）", "png": "图片（PNG）",
    "svg": "图片（SVG）",
}  # fmt: skip
ZONE = ZoneInfo("Asia/Shanghai")
EXPLAINED = (
    "校验码说明一张纸或一张图片出自哪个页面、哪个数据版本和什么时候，并不保证纸上的内容未被改动："
    "请把手中的数字与下面显示的视图逐一对照。"
)


def facts(terms: list[tuple[str, Any]]) -> html.Dl:
    """Terms and words; what is empty is left out."""
    return html.Dl(
        [part for term, words in terms if words for part in (html.Dt(term), html.Dd(words))], className="hc-terms"
    )


def beijing(at: datetime) -> str:
    """A time in UTC without zone as offices read it."""
    local = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZONE)
    return f"{local:%Y-%m-%d %H:%M:%S}（北京时间）"


def verdict(state: str, *, words: list[str]) -> html.Div:
    """`state`: same, grown, changed, unknown; `words` are sentences, the first one the answer."""
    look, title = {
        "same": ("good", "数值未变"),
        "grown": ("good", "原有数值未变，已有更新的数值"),
        "changed": ("watch", "数值有变化"),
        "unknown": ("none", "未能核对"),
    }[state]
    return html.Div(
        [html.P(lamp(look, title), className="hc-verdict-word"), *(html.P(w) for w in words)],
        className="hc-verdict", role="status", **{"data-verdict": state},
    )  # fmt: skip


def nothing_found(title: str, reason: str, *steps: tuple[str, str]) -> html.Div:
    """Why there is nothing, under a title of its own (`components.states` has those of figures)."""
    said = [html.B(title), html.Span(reason), *([links(list(steps))] if steps else [])]
    return html.Div(said, className="hc-state hc-state-missing", role="status")


def links(pairs: list[tuple[str, str]]) -> html.Span:
    return html.Span([dcc.Link(words, href=address) for words, address in pairs], className="hc-verify-links")
