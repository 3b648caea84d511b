"""Quality of areas side by side: total, grade and dimensions of each, the best first; a row leads into its area."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html

from components.grade_mark import DIMENSIONS, NOT_SCORED, grade_node, score_cell
from components.numbers import is_missing, number
from components.plain import Node, plain, tag
from components.selection import MOST_COMPARED, Selection

MOST_ROWS = 200
FINDINGS = "#quality-findings"  # where a count of problems leads on the page


@dataclass(frozen=True)
class Scoring:
    """What a scheme says that tables show: weights of the dimensions (0 to 1) and lower ends of the grades."""

    name: str
    weights: dict[str, float]
    cut_offs: dict[str, float]


def scorecard_table(
    rows: list[Any],
    *,
    references: list[Any],
    scoring: Scoring,
    selection: Selection,
    path: str,
    layer_word: str,
    before: str = "较上期",
    limit: int = MOST_ROWS,
) -> html.Div:
    """`rows`: areas as `quality_of_children` gives them, with `open` (findings not yet explained) and `rank` (missing
    for what has none), in the order to show; `references` stand first (the area itself, compared ones). Draws `limit`.

    One component: a step between two of these costs the browser 20 ms.
    """
    found = [*references, *rows[:limit]]
    kinds = {bool(r.demonstration) for r in found if not is_missing(r.total)}
    parts = _Rows(scoring, selection, path, mixed=len(kinds) > 1, **_addresses(selection, path))
    body = [parts.row(r, reference=n < len(references)) for n, r in enumerate(found)]
    table = tag(
        "table",
        tag("thead", parts.head(layer_word, before)),
        tag("tbody", *body),
        className="hc-table hc-scorecard",
    )
    return plain(table, className="hc-scorecard-scroll", label="数据质量得分与等级")


def _addresses(selection: Selection, path: str) -> dict[str, Callable[[str], str]]:
    """Where the cells of an area lead: into it, to its hard problems, to the comparison with it."""
    inside = {"layer": None, "rule": None, "page": None}
    return {
        "into": selection.addresses(path, "area", **inside),
        "hard": selection.addresses(path, "area", **inside, dimension=None, severity="hard"),
    }


@dataclass(frozen=True)
class _Rows:
    scoring: Scoring
    selection: Selection
    path: str
    mixed: bool
    into: Callable[[str], str]
    hard: Callable[[str], str]

    def head(self, layer_word: str, before: str) -> Node:
        """Names of the columns; a dimension's leads to the same view in its order, with its rules and findings."""
        columns = [
            tag("th", "序", className="num"), tag("th", layer_word), tag("th", "等级", className="mid"),
            self._sorting(None, "总分", ""), tag("th", before, className="num"),
        ]  # fmt: skip
        for code, words in DIMENSIONS.items():
            columns.append(self._sorting(code, words, f"权重 {self.scoring.weights.get(code, 0):.2f}"))
        columns += [
            tag("th", "未过", tag("span", "硬规则", className="under"), className="num"),
            tag("th", "待处理", tag("span", "问题", className="under"), className="num"),
            tag("th", "对比", className="num"),
        ]
        return tag("tr", *columns)

    def _sorting(self, dimension: str | None, words: str, under: str) -> Node:
        chosen = self.selection.dimension == dimension
        href = self.selection.change(dimension=dimension, rule=None, page=None).address(self.path)
        label: Node = tag("b", words) if chosen else tag("a", words, href=href, title=f"按{words}排列")
        return tag("th", label, tag("span", under, className="under") if under else "", className="num")

    def row(self, row: Any, *, reference: bool) -> Node:
        rank = "" if reference else NOT_SCORED if is_missing(row.rank) else str(int(row.rank))
        look = "sel" if row.area == self.selection.area else "ref" if reference else ""
        cells = [
            tag("td", rank, className="num quiet"), self._name(row),
            tag("td", grade_node(row.grade, bool(row.capped)), className="mid"),
            score_cell(row.total, self.scoring.cut_offs, strong=True),
            tag("td", self._change(row), className="num"),
        ]  # fmt: skip
        cells += [score_cell(getattr(row, code), self.scoring.cut_offs) for code in DIMENSIONS]
        if is_missing(row.total):
            why = "不参加统计" if not row.has_statistics else "未评分"
            cells.append(tag("td", why, className="num quiet", colSpan="2"))
        else:
            cells += [self._hard(row), self._open(row)]
        cells.append(tag("td", self._toggle(row), className="num"))
        return tag("tr", *cells, className=look)

    def _name(self, row: Any) -> Node:
        words: list[Node] = [tag("a", row.name, href=self.into(row.area))]
        if row.parent_name:
            words.append(tag("span", f" {row.parent_name}", className="quiet"))
        if self.mixed and row.demonstration:
            words += [" ", tag("span", "演示", className="hc-demo")]
        return tag("td", *words)

    def _change(self, row: Any) -> str:
        if is_missing(row.total) or is_missing(row.previous_total):
            return ""
        return number(row.total - row.previous_total, 1, signed=True)

    def _hard(self, row: Any) -> Node:
        if not row.hard_failed:
            return tag("td", "0", className="num quiet")
        link = tag("a", str(int(row.hard_failed)), href=self.hard(row.area) + FINDINGS, title="查看硬规则问题")
        return tag("td", link, className="num failed")

    def _open(self, row: Any) -> Node:
        if not row.open:
            return tag("td", "0", className="num quiet")
        link = tag("a", f"{int(row.open):,}", href=self.into(row.area) + FINDINGS, title="查看问题清单")
        return tag("td", link, className="num")

    def _toggle(self, row: Any) -> Node:
        """A link that puts the area among the compared ones or takes it out."""
        held = self.selection.compare
        if row.area in held:
            there = self.selection.change(compare=tuple(c for c in held if c != row.area))
            return tag("a", "移除", href=there.address(self.path), title=f"不再对比{row.name}")
        if row.area == self.selection.area or len(held) >= MOST_COMPARED or is_missing(row.total):
            return ""
        there = self.selection.change(compare=(*held, row.area))
        return tag("a", "＋", href=there.address(self.path), title=f"加入对比：{row.name}", className="hc-add")
