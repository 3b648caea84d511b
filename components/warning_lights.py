"""Lights of the assessment as readers see them: shape, colour and word together, and counts of them."""

from typing import Any

from dash import html

from components.numbers import is_missing
from components.plain import Node, tag

LOOKS = {"green": "good", "amber": "watch", "red": "bad", "grey": "none"}  # of .hc-lamp
WORDS = {"green": "达标或按进度", "amber": "关注", "red": "预警", "grey": "缺失"}
ORDER = tuple(LOOKS)
UNJUDGED = "只评分，没有目标，不判断是否达标"


def light_mark(light: Any, words: str | None = None) -> html.Span:
    """The light with its word, or with `words`."""
    known = light if light in LOOKS else "grey"
    return html.Span(WORDS[known] if words is None else words, className=f"hc-lamp {LOOKS[known]}")


def light_node(light: Any, words: str | None = None) -> Node:
    """The same as a node of `components.plain`."""
    known = light if light in LOOKS else "grey"
    return tag("span", WORDS[known] if words is None else words, className=f"hc-lamp {LOOKS[known]}")


def light_counts(counts: dict[str, int], *, missing: int | None = None) -> Node:
    """How many items have each light, in four columns; a count of nothing is quiet. Of the grey ones only `missing` are
    counted (None: all): the others have a score and no target to be judged by."""
    grey = counts.get("grey", 0)
    shown = counts | {"grey": grey if missing is None else min(grey, missing)}
    unjudged = grey - shown["grey"]
    parts = [
        tag(
            "span",
            str(shown.get(light, 0)),
            className=f"hc-lamp {LOOKS[light]}" + ("" if shown.get(light) else " zero"),
            title=f"{WORDS[light]}{shown.get(light, 0)}项"
            + (f"；另有{unjudged}项{UNJUDGED}" if light == "grey" and unjudged else ""),
        )
        for light in ORDER
    ]
    return tag("span", *parts, className="hc-light-counts")


def light_word(light: Any, met: Any, score: Any, reason: Any = None) -> str:
    """The light of an item in a word: green is 达标 or 按进度, grey says why it is grey."""
    if light == "green":
        return "达标" if met is not None and bool(met == 1) else "按进度"
    if light in ("amber", "red"):
        return WORDS[str(light)]
    return "不计入" if reason == "withheld" else WORDS["grey"] if is_missing(score) else "不判断"


def light_key() -> html.Span:
    """What the four shapes mean."""
    return html.Span([light_mark(light) for light in ORDER], className="hc-light-key")
