"""Better, similar or worse than an area that contains it: shape and word, judged by the interval."""

from dataclasses import dataclass
from functools import lru_cache

from dash import html

from components.numbers import is_missing
from components.plain import Node, tag

WORDS = {
    "better": "优于", "similar": "相近", "worse": "劣于", "higher": "高于", "lower": "低于", "not compared": "不能比较",
}  # fmt: skip
LOOKS = {"better": "better", "worse": "worse", "similar": "same", "higher": "plain", "lower": "plain"}
SOURCES = {
    "reported": "随数据报送", "Wilson": "Wilson法由分子分母算出", "Byar": "Byar法由事件数算出",
    "exact Poisson": "精确Poisson法由事件数算出",
}  # fmt: skip
LIMITS = "上级数值含本地区在内，两者不独立，差异会被低估"


@dataclass(frozen=True)
class Comparison:
    """`answer`: of `methods.benchmark_comparison`; `against`, `benchmark`, `interval` in words; `source` of the limits
    as `methods.value_limits` names it."""

    answer: str
    against: str
    benchmark: str = ""
    interval: str = ""
    source: str = ""


def told(comparison: Comparison) -> str:
    """Why, in a sentence."""
    if comparison.answer == "not compared":
        return f"不能与{comparison.against}比较：" + ("缺少数值" if not comparison.benchmark else "没有置信区间")
    why = {"similar": "含", "better": "不含", "worse": "不含", "higher": "不含", "lower": "不含"}[comparison.answer]
    source = SOURCES.get(comparison.source, "")
    return (
        f"{WORDS[comparison.answer]}{comparison.against}：95%区间{comparison.interval}"
        f"{f'（{source}）' if source else ''}{why}{comparison.against}的{comparison.benchmark}"
    )


def comparison_mark(comparison: Comparison) -> html.Span:
    return html.Span(_word(comparison.answer), className=_look(comparison.answer), title=told(comparison))


def comparison_cell(comparison: Comparison | None) -> html.Td:
    """The mark in a cell of a long table, which says the numbers on hover; empty where nothing is compared."""
    if comparison is None:
        return html.Td()
    return html.Td(_kept(comparison.answer), title=told(comparison))


@lru_cache(maxsize=16)
def _kept(answer: str) -> html.Span:
    return html.Span(_word(answer), className=_look(answer))


def comparison_tag(comparison: Comparison | None) -> Node:
    """The same as a node of `components.plain`; empty where nothing is compared."""
    if comparison is None:
        return ""
    return tag("span", _word(comparison.answer), className=_look(comparison.answer), title=told(comparison))


def compared_in_words(
    answer: str, *, lower: float, upper: float, benchmark: float, against: str, source: str, shown
) -> Comparison:
    """`shown` writes a number as its indicator has it."""
    known = not (is_missing(lower) or is_missing(upper))
    return Comparison(
        answer, against, "" if is_missing(benchmark) else shown(benchmark),
        f"{shown(lower)}–{shown(upper)}" if known else "", source,
    )  # fmt: skip


def _word(answer: str) -> str:
    return "无区间" if answer == "not compared" else WORDS[answer]


def _look(answer: str) -> str:
    return f"hc-versus {LOOKS.get(answer, 'quiet')}"
