"""Brackets of a ranking: areas that share one cannot be told apart; drawn side by side as the places of a tree."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.plain import Node, tag

MOST_LANES = 9  # brackets side by side; more say nothing, the range stands in words instead


@dataclass(frozen=True)
class Brackets:
    """`lanes` of every bracket, and the first and last row of each."""

    lanes: dict[int, int]
    spans: dict[int, tuple[int, int]]
    width: int

    @classmethod
    def of(cls, ranked: pd.DataFrame) -> "Brackets | None":
        """None where no bands were drawn."""
        if ranked.empty or ranked["bracket"].isna().any():
            return None
        spans: dict[int, tuple[int, int]] = {}
        for place, (first, last) in enumerate(zip(ranked["bracket"], ranked["bracket_last"], strict=True)):
            for number_ in range(int(first), int(last) + 1):
                spans[number_] = (min(spans.get(number_, (place, place))[0], place), place)
        lanes: dict[int, int] = {}
        ends: list[int] = []  # last row of each lane
        for number_, (first, last) in sorted(spans.items()):
            if first == last:
                continue  # stands alone
            free = next((lane for lane, end in enumerate(ends) if end < first), len(ends))
            ends[free : free + 1] = [last]
            lanes[number_] = free
        return cls(lanes, spans, len(ends))

    def range_of(self, row: Any) -> tuple[int, int]:
        """First and last row that share a bracket with this one."""
        return self.spans[int(row.bracket)][0], self.spans[int(row.bracket_last)][1]


def bracket_cell(row: Any, place: int, brackets: Brackets) -> Node:
    """The cell of the row at `place` (from 0): its part of every bracket that passes, or the range in words."""
    first, last = brackets.range_of(row)
    alone = first == last
    words = "与其他地区均可区分" if alone else f"第{first + 1}–{last + 1}位之间不能完全区分"
    if brackets.width > MOST_LANES:
        return tag("td", "" if alone else f"{first + 1}–{last + 1}位", className="quiet", title=words)
    lines = []
    for number_ in range(int(row.bracket), int(row.bracket_last) + 1):
        if number_ in brackets.lanes:
            start, end = brackets.spans[number_]
            look = "top" if place == start else "end" if place == end else ""
            lines.append(tag("i", className=look, style={"left": f"{brackets.lanes[number_] * 7 + 1}px"}))
    return tag("td", tag("span", *lines, className="hc-brackets"), className="hc-bracket-cell", title=words)
