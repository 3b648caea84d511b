"""Two views of 考核排名 on all items of all areas: the matrix of lights, and the ranking by trial weights."""

from typing import Any

import pandas as pd
from dash import dcc, html

from components.assessment_matrix import MatrixRow, assessment_matrix, letter_of, matrix_key
from components.downloads import exports
from components.figure_frame import figure_frame
from components.numbers import is_missing
from components.trial_weights import trial_mark, trial_parts
from pages.assessment_ranking import Ranking
from pages.assessment_ranking_figure import MOST_ROWS
from pages.assessment_sources import files, placed, told
from pages.assessment_view import PATH, AssessmentView
from queries.indicator_definitions import indicator_definitions
from queries.items_of_area import items_of_area
from queries.items_of_children import items_of_children
from queries.view_of import records

MATRIX, TRIAL, WEIGHTS = "assessment-matrix", "assessment-trial", "assessment-weights"
DIGITS = 6  # of scores that travel: what re-ranks must agree with the totals computed before
Record = dict[str, Any]


def matrix_figure(a: AssessmentView, ranking: Ranking) -> html.Section:
    """Areas in order of their rank by items in order of the scheme."""
    assert a.scheme is not None
    columns = items_of_scheme(a, ranking)
    order = {name: n for n, name in enumerate(a.scheme["dimensions"])}
    columns.sort(key=lambda item: (order.get(item["dimension"], len(order)), item["item_number"]))
    if a.part is not None:
        columns = [item for item in columns if item["dimension"] == a.part]
    known = records(indicator_definitions, viewer=a.view.viewer, version=a.view.version, key="code")
    lights = _by_area(a, columns)
    shown = ranking.rows.head(len(ranking.rows) if a.selection.show == "all" else MOST_ROWS)
    nothing = "g" * len(columns)
    rows = [
        MatrixRow(
            str(r.area),
            str(r.name),
            "" if is_missing(r.rank) else str(int(r.rank)),
            lights.get(r.area, nothing),
            str(r.parent_name or ""),
        )
        for r in shown.itertuples()
    ]
    address = a.selection.change(area="AREA", item="ITEM", scheme=a.asked["scheme"], part=None, group=None, view=None)
    body = assessment_matrix(
        rows, id=f"{MATRIX}-body", area_word=a.level_words, address=address.address(PATH) + "#assessment-why",
        columns=[(str(int(i["item_number"])), _short(i, known), str(i["dimension"])) for i in columns],
    )  # fmt: skip
    shapes = matrix_key({letter for row in rows for letter in row.cells})
    note = html.P([shapes, "；点关注和预警看为什么。", *_more(a, ranking)], className="hc-note")
    return figure_frame(
        [body, note], id=MATRIX,
        title="指标达标矩阵", subtitle=f"{placed(a)}　行按位次排列（数字为位次），列按维度排列",
        **told(a, ranking.demonstration), exports=files(a, MATRIX, f"{placed(a)}指标达标矩阵", table="matrix"),
    )  # fmt: skip


def _short(item: Record, known: dict[Any, Record]) -> str:
    """The indicator's short name; that of the item where the product has no such indicator."""
    return str(known[item["indicator"]]["short_name"]) if item["indicator"] in known else str(item["name"])


def _more(a: AssessmentView, ranking: Ranking) -> list[Any]:
    total = len(ranking.rows)
    if total <= MOST_ROWS or a.selection.show == "all":
        return []
    return [f"只列前{MOST_ROWS}个，", dcc.Link(f"列出全部{total}个", href=a.address(show="all"))]


def items_of_scheme(a: AssessmentView, ranking: Ranking) -> list[Record]:
    """The scheme's items in their order: item_number, name, indicator, dimension, weight."""
    if ranking.rows.empty:
        return []
    rows = a.ask(items_of_area, **a.asked, area=str(ranking.rows["area"].iloc[0]))
    found: list[Any] = rows[["item_number", "name", "indicator", "dimension", "weight"]].to_dict("records")
    return found


def items(a: AssessmentView) -> pd.DataFrame:
    """`items_of_children`, without what is in doubt where the address says so."""
    rows = a.ask(items_of_children, **a.asked, parent=a.code)
    if a.variant == "trusted":
        out = rows["doubtful"]
        rows.loc[out, "score"] = None
        rows.loc[out, "light"] = "grey"
    return rows


def _by_area(a: AssessmentView, columns: list[Record]) -> dict[str, str]:
    """A letter per column of every area."""
    place = {int(item["item_number"]): n for n, item in enumerate(columns)}
    found: dict[str, list[str]] = {}
    rows = items(a)
    told = zip(rows["area"], rows["item_number"], rows["light"], rows["met"], rows["score"], strict=True)
    for area, number, light, met, score in told:
        if number in place:
            found.setdefault(area, ["g"] * len(columns))[place[number]] = letter_of(light, met, score)
    return {area: "".join(letters) for area, letters in found.items()}


def trial_view(a: AssessmentView, ranking: Ranking) -> html.Div:
    """Weights at the right, the ranking that follows from them at the left; nothing of it leaves the browser."""
    assert a.scheme is not None
    columns = items_of_scheme(a, ranking)
    rows = items(a).pivot_table(index="area", columns="item_number", values="score", aggfunc="first")
    scores = rows.reindex(columns=[int(i["item_number"]) for i in columns]).round(DIGITS)
    known = scores.astype(object).where(scores.notna(), None)
    nothing = [None] * len(columns)
    held: dict[Any, list[Any]] = dict(zip(known.index, known.to_numpy().tolist(), strict=True))
    areas = [
        {
            "area": r.area,
            "name": r.name,
            "above": r.parent_name or "",
            "rank": None if is_missing(r.rank) else int(r.rank),
            "total": None if is_missing(r.total) else round(float(r.total), DIGITS),
            "scores": held.get(r.area, nothing),
        }
        for r in ranking.rows.itertuples()
    ]
    weights, table = trial_parts(
        id="assessment-trial-table", items=[(str(i["name"]), str(i["dimension"]), float(i["weight"])) for i in columns],
        areas=areas, least_coverage=float(a.scheme["minimum_coverage"]), area_word=a.level_words,
        aggregation=str(a.scheme["settings"].get("aggregation", "arithmetic")),
    )  # fmt: skip
    note = html.P("只重排得分与位次；位次区间、等次和预警按方案权重计算，这里不给。", className="hc-note")
    what = html.P([trial_mark(), "　改动权重只在本页即时重排，不写入任何结果，也不进入数据导出。"], className="hc-note")
    left = figure_frame(
        [what, table, note],
        id=TRIAL, title="试算排名", subtitle=f"{placed(a)}　试算，不保存", unit="分（0–100）",
        **told(a, ranking.demonstration), exports=exports(TRIAL, search=None, name=f"试算_{placed(a)}考核排名"),
    )  # fmt: skip
    right = figure_frame(weights, id=WEIGHTS, title="权重", subtitle="拖动各指标，或整个维度的倍数")
    return html.Div([left, right], className="hc-trial-columns")
