"""Lights of the assessment as readers see them: shape, colour and word together, and counts of them."""

from typing import Any

from dash import html

from components.plain import Node, tag

LOOKS = {"green": "good", "amber": "watch", "red": "bad", "grey": "none"}  # of .hc-lamp
WORDS = {"green": "达标或按进度", "amber": "关注", "red": "预警", "grey": "缺失"}
ORDER = tuple(LOOKS)


def light_mark(light: Any, words: str | None = None) -> html.Span:
    """The light with its word, or with `words`."""
    known = light if light in LOOKS else "grey"
    return html.Span(WORDS[known] if words is None else words, className=f"hc-lamp {LOOKS[known]}")


def light_node(light: Any, words: str | None = None) -> Node:
    """The same as a node of `components.plain`."""
    known = light if light in LOOKS else "grey"
    return tag("span", WORDS[known] if words is None else words, className=f"hc-lamp {LOOKS[known]}")


def light_counts(counts: dict[str, int]) -> Node:
    """How many items have each light, in four columns; a count of nothing is quiet."""
    parts = [
        tag(
            "span",
            str(counts.get(light, 0)),
            className=f"hc-lamp {LOOKS[light]}" + ("" if counts.get(light) else " zero"),
            title=f"{WORDS[light]}{counts.get(light, 0)}项",
        )
        for light in ORDER
    ]
    return tag("span", *parts, className="hc-light-counts")


def light_key() -> html.Span:
    """What the four shapes mean."""
    return html.Span([light_mark(light) for light in ORDER], className="hc-light-key")
