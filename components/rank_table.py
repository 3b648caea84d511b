"""A ranking that says how sure it is: place, band of places, score, brackets of those that cannot be told apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from components.numbers import is_missing, number
from components.passport_link import NUMBER
from components.place_words import band_words, place_words
from components.plain import Node, plain, tag
from components.rank_brackets import Brackets, bracket_cell
from components.warning_lights import light_counts

DASH = "—"


@dataclass(frozen=True)
class RankColumns:
    """What a ranking shows besides place, area and score. `into` leads to an area's report card, `why` to the
    explanation of its score, `down` (or None) to the areas inside it; `before`: heading of the change of the score,
    empty without one; `moved`: rank before values in doubt were left out, by area; `grade_word` empty: no grades;
    `places`: how many are ranked, where the rows are only the first of them (None: all)."""

    area_word: str
    into: Callable[[str], str]
    why: Callable[[str], str]
    down: Callable[[str], str] | None = None
    before: str = ""
    moved: dict[str, int] | None = None
    bands: bool = True
    chosen: str = ""
    mixed: bool = False
    grade_word: str = "等次"
    state_word: str = "指标状态"
    places: int | None = None


def rank_table(rows: pd.DataFrame, *, id: str, columns: RankColumns, lines: list[int]) -> html.Div:
    """`rows`: `assessment_of_children` in the order to show, with `rank` (missing: not ranked), `score` and `change`;
    those without a rank stand last. `lines`: places after which a grade ends. One component, searchable by
    `data-filters=id`.
    """
    ranked = rows[rows["rank"].notna()]
    parts = _Rows(columns, columns.places or len(ranked), lines, Brackets.of(ranked) if columns.bands else None)
    found: list[Any] = list(ranked.itertuples())
    body = [parts.row(row, n, cut=n in lines) for n, row in enumerate(found)]
    body += [parts.unranked(row, first=n == 0) for n, row in enumerate(rows[rows["rank"].isna()].itertuples())]
    table = tag("table", tag("thead", parts.head()), tag("tbody", *body), className="hc-table hc-ranks", id=id)
    return plain(table, className="hc-ranks-scroll", label="总分位次与位次区间")


def _shown_grade(row: Any) -> str:
    return row.rank_grade if isinstance(row.rank_grade, str) else row.grade if isinstance(row.grade, str) else ""


@dataclass(frozen=True)
class _Rows:
    columns: RankColumns
    ranked: int
    lines: list[int]
    brackets: Brackets | None

    def at(self, place: float) -> str:
        """Where a place stands on the scale, in per cent."""
        share = 0.5 if self.ranked < 2 else (place - 1) / (self.ranked - 1)
        return f"{2 + 96 * share:.2f}%"

    def head(self) -> Node:
        c = self.columns
        cells = [tag("th", "位次", className="num")]
        cells += [tag("th", "区间")] if c.bands else []
        cells += [tag("th", "原位次", className="num", title="含存疑数据时的位次")] if c.moved is not None else []
        cells += [tag("th", c.area_word), tag("th", "得分", className="num")]
        cells += [tag("th", c.before, className="num")] if c.before else []
        if self.brackets:
            cells.append(tag("th", "不可区分", title="同一括号内的地区不能区分名次"))
        cells.append(tag("th", *(self._ticks() if c.bands else ["得分（0–100）"]), className="hc-rank-scale"))
        cells += [tag("th", c.grade_word)] if c.grade_word else []
        cells += [tag("th", c.state_word), tag("th", "覆盖率，%", className="num")]
        return tag("tr", *cells)

    def _ticks(self) -> list[Node]:
        """The first and the last place and those where a grade ends."""
        near = (0.04 if self.ranked < 100 else 0.08) * self.ranked  # figures of two places must not touch
        places = {1, self.ranked} | {line for line in self.lines if 1 + near < line < self.ranked - near}
        ticks = [tag("span", str(p), style={"left": self.at(p)}) for p in sorted(places) if p]
        return [tag("div", *ticks, className="hc-rank-ticks")]

    def row(self, row: Any, place: int, *, cut: bool) -> Node:
        c = self.columns
        cells = [tag("td", tag("b", str(int(row.rank))), className="num")]
        if c.bands:
            none = is_missing(row.rank_low) or is_missing(row.rank_high)
            cells.append(tag("td", "" if none else band_words(row.rank_low, row.rank_high), className="quiet"))
        cells += [self._moved(row)] if c.moved is not None else []
        cells += [self._name(row), self._score(row)]
        cells += [tag("td", number(row.change, 1, signed=True, mark=""), className="num")] if c.before else []
        if self.brackets:
            cells.append(bracket_cell(row, place, self.brackets))
        cells.append(tag("td", self._band(row) if c.bands else _score_bar(row.score), className="hc-rank-scale"))
        cells += [self._grade(row)] if c.grade_word else []
        cells += self._state(row)
        look = " ".join(w for w in ("cut" if cut else "", "sel" if row.area == c.chosen else "") if w)
        return tag("tr", *cells, className=look, **{"data-search": _searched(row), "data-area": row.area})

    def unranked(self, row: Any, *, first: bool) -> Node:
        c = self.columns
        score = f"（{number(row.score, 1)}）" if not is_missing(row.score) else DASH
        cells = [tag("td", DASH, className="num quiet")]
        cells += [tag("td", "不排名", className="quiet")] if c.bands else []
        cells += [tag("td", DASH, className="num quiet")] if c.moved is not None else []
        why = tag("a", score, href=c.why(row.area), className=NUMBER, title="为什么是这个分数")
        cells += [self._name(row), tag("td", why, className="num quiet")]
        wide = int(bool(c.before)) + int(self.brackets is not None) + int(bool(c.grade_word)) + 1
        reason = row.reason if isinstance(row.reason, str) else "不参与排名"
        cells.append(tag("td", reason, className="quiet", colSpan=str(wide)))
        return tag(
            "tr", *cells, *self._state(row), className="cut" if first else "",
            **{"data-search": _searched(row), "data-area": row.area},
        )  # fmt: skip

    def _name(self, row: Any) -> Node:
        c = self.columns
        words: list[Node] = [tag("a", str(row.name), href=c.into(row.area), title=f"{row.name}的成绩单")]
        if row.parent_name:
            words.append(tag("span", f" {row.parent_name}", className="quiet"))
        if c.down and row.level != "county":
            words.append(tag("a", "下级", href=c.down(row.area), className="hc-down", title=f"{row.name}各下级排名"))
        if c.mixed and row.demonstration:
            words += [" ", tag("span", "演示", className="hc-demo")]
        return tag("td", *words, className="hc-rank-name")

    def _score(self, row: Any) -> Node:
        link = tag("a", number(row.score, 1), href=self.columns.why(row.area), className=NUMBER,
                   title="为什么是这个分数")  # fmt: skip
        return tag("td", tag("b", link), className="num")

    def _moved(self, row: Any) -> Node:
        """The rank with all values, and how far leaving some out moved the area."""
        was = (self.columns.moved or {}).get(row.area)
        if was is None:
            return tag("td", DASH, className="num quiet")
        step = was - int(row.rank)
        if not step:
            return tag("td", str(was), className="num quiet")
        arrow = tag("span", str(abs(step)), className="up better" if step > 0 else "down worse",
                    title=f"不含存疑数据{'上升' if step > 0 else '下降'}{abs(step)}名")  # fmt: skip
        return tag("td", f"{was} ", arrow, className="num")

    def _band(self, row: Any) -> Node:
        """The place as a dot, its band as a bar, its confidence set as a thin line, where grades end as lines."""
        parts = [tag("u", style={"left": self.at(line + 0.5)}) for line in self.lines]
        words = place_words(row.rank, row.rank_low, row.rank_high)
        if not (is_missing(row.set_low) or is_missing(row.set_high)):
            parts.append(self._reach("s", row.set_low, row.set_high))
            words += f"；可证{band_words(row.set_low, row.set_high)}"
        if not (is_missing(row.rank_low) or is_missing(row.rank_high)):
            parts.append(self._reach("i", row.rank_low, row.rank_high))
        parts.append(tag("span", className="d", style={"left": self.at(row.rank)}))
        return tag("div", *parts, className="hc-band", title=words)

    def _reach(self, look: str, low: float, high: float) -> Node:
        start, end = float(self.at(low)[:-1]), float(self.at(high)[:-1])
        return tag("span", className=look, style={"left": f"{start}%", "width": f"{end - start:.2f}%"})

    def _grade(self, row: Any) -> Node:
        grade = _shown_grade(row)
        crosses = tag("span", "跨线", className="hc-crosses", title="位次或得分的区间跨过等次线，等次仅供参考")
        return tag("td", grade or DASH, crosses if row.crosses else "", className="" if grade else "quiet")

    def _state(self, row: Any) -> list[Node]:
        counts = {light: int(getattr(row, f"items_{light}")) for light in ("green", "amber", "red", "grey")}
        missing = sum(counts.values()) - int(row.items_scored)
        percent = number(row.coverage * 100, 1)
        return [tag("td", light_counts(counts, missing=missing)), tag("td", percent, className="num")]


def _score_bar(score: float) -> Node:
    width = 0.0 if is_missing(score) else min(max(score, 0), 100)
    return tag("div", tag("i", style={"width": f"{width:.1f}%"}), className="hc-barcell")


def _searched(row: Any) -> str:
    grade = _shown_grade(row)
    return f"{row.name} {row.short_name} {row.parent_name or ''} {row.area} {grade}".lower()
