"""Items by areas: met, on track, watch, warning or missing, a shape each.

365 areas by 24 items are 9,000 cells: they travel as a letter each, and the browser makes the table
(`assets/assessment.js`).
"""

import json
from dataclasses import dataclass
from typing import Any

from dash import html

LETTERS = {"met": "m", "on_track": "t", "amber": "a", "red": "r", "grey": "g"}
WORDS = {"m": "达标", "t": "按进度", "a": "关注", "r": "预警", "g": "缺失"}
SHAPES = {"m": "✓", "t": "●", "a": "◆", "r": "▲", "g": "○"}
LOOKS = {"m": "good", "t": "good", "a": "watch", "r": "bad", "g": "none"}


@dataclass(frozen=True)
class MatrixRow:
    """One area: `cells` holds a letter per column, `place` its rank in words (empty without one)."""

    area: str
    name: str
    place: str
    cells: str


def letter_of(light: Any, met: Any) -> str:
    """The letter of a cell: green is met or on track."""
    if light == "green":
        return LETTERS["met" if met is True or met == 1 else "on_track"]
    return LETTERS.get(str(light), LETTERS["grey"])


def assessment_matrix(
    rows: list[MatrixRow], *, id: str, columns: list[tuple[str, str, str]], address: str, area_word: str
) -> html.Div:
    """`columns`: (item number, name, dimension); `address` of a cell, with AREA and ITEM in place of both."""
    told = {
        "columns": columns, "rows": [[r.area, r.name, r.place, r.cells] for r in rows], "address": address,
        "words": WORDS, "shapes": SHAPES, "looks": LOOKS, "head": area_word,
    }  # fmt: skip
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return html.Div(
        id=id, className="hc-matrix-scroll", tabIndex=0, role="region",
        **{"data-matrix": content, "aria-label": "指标达标矩阵"},
    )  # fmt: skip


def matrix_key() -> html.Span:
    """What the shapes mean."""
    marks = [html.Span([html.I(SHAPES[x], **{"aria-hidden": "true"}), WORDS[x]], className=LOOKS[x]) for x in WORDS]
    return html.Span(marks, className="hc-matrix-key")
