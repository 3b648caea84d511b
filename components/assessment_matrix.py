"""Items by areas: met, on track, watch, warning or missing, a shape each.

365 areas by 24 items are 9,000 cells: they travel as a letter each, and the browser makes the table
(`assets/assessment.js`).
"""

import json
from dataclasses import dataclass
from typing import Any

from dash import html

from components.numbers import is_missing

LETTERS = {"met": "m", "on_track": "t", "amber": "a", "red": "r", "grey": "g"}
UNJUDGED = "n"  # scored, but without a target to be judged by
WORDS = {"m": "达标", "t": "按进度", "a": "关注", "r": "预警", "g": "缺失", UNJUDGED: "不判断（只评分，没有目标）"}
SHAPES = {"m": "✓", "t": "●", "a": "◆", "r": "▲", "g": "○", UNJUDGED: "–"}
LOOKS = {"m": "good", "t": "good", "a": "watch", "r": "bad", "g": "none", UNJUDGED: "none"}


@dataclass(frozen=True)
class MatrixRow:
    """One area: `cells` holds a letter per column, `place` its rank in words (empty without one), `above` what it lies
    in where that has to be said."""

    area: str
    name: str
    place: str
    cells: str
    above: str = ""


def letter_of(light: Any, met: Any, score: Any = None) -> str:
    """The letter of a cell: green is met or on track, grey is missing or, with a score, not judged."""
    if light == "green":
        return LETTERS["met" if met is True or met == 1 else "on_track"]
    if light in ("amber", "red"):
        return LETTERS[str(light)]
    return LETTERS["grey"] if is_missing(score) else UNJUDGED


def assessment_matrix(
    rows: list[MatrixRow], *, id: str, columns: list[tuple[str, str, str]], address: str, area_word: str
) -> html.Div:
    """`columns`: (item number, name, dimension); `address` of a cell, with AREA and ITEM in place of both."""
    told = {
        "columns": columns, "rows": [[r.area, r.name, r.place, r.cells, r.above] for r in rows], "address": address,
        "words": WORDS, "shapes": SHAPES, "looks": LOOKS, "head": area_word,
    }  # fmt: skip
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return html.Div(
        id=id, className="hc-matrix-scroll", tabIndex=0, role="region",
        **{"data-matrix": content, "aria-label": "指标达标矩阵"},
    )  # fmt: skip


def matrix_key(used: set[str] | frozenset[str] = frozenset()) -> html.Span:
    """What the shapes mean; that of items without a target where it is `used`."""
    marks = [
        html.Span([html.I(SHAPES[x], **{"aria-hidden": "true"}), WORDS[x]], className=LOOKS[x])
        for x in WORDS
        if x != UNJUDGED or x in used
    ]
    return html.Span(marks, className="hc-matrix-key")
