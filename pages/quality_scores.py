"""The figures of 数据质量 about scores: scorecard, rules, trend, late areas, heat map, comparison."""

import math
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd
from dash import dcc, html

from components.downloads import exports, file_links
from components.figure_frame import STANDING_NOTE, figure_frame
from components.grade_mark import DIMENSIONS, GRADES
from components.numbers import is_missing
from components.scorecard_table import MOST_ROWS, Scoring, scorecard_table
from components.states import nothing_to_show
from data.quality.scheme import read_scheme
from methods.ranks import competition_ranks
from pages.quality_view import ALL_FORMS, PATH, QualityView, area_records
from queries.quality_of_areas import quality_of_areas
from queries.quality_of_children import quality_of_children
from queries.view_of import LAYER_NAMES, NATION

SCORECARD, RULES, TREND, LATE, HEAT = (
    "quality-scorecard", "quality-rules", "quality-trend", "quality-late", "quality-heat",
)  # fmt: skip
MOST_LATE = 12
BEFORE = {"year": "较上年", "month": "较上月", "quarter": "较上季", "half": "较上半年", "week": "较上周"}


@dataclass
class Scores:
    """Areas as `quality_of_children` tells them, each with `rank` (NaN: none) and `open` (findings not yet explained):
    `children` in the order to show, `references` before them. Plain rows, because a frame's steps take 0.3 ms each."""

    children: list[Any]
    references: list[Any]
    scoring: Scoring

    @property
    def demonstration(self) -> bool:
        return any(r.demonstration for r in (*self.children, *self.references) if not is_missing(r.total))

    @property
    def none(self) -> bool:
        """Whether no area of the list has a score."""
        return all(is_missing(r.total) for r in self.children)


def scoring() -> Scoring:
    scheme = read_scheme()
    cut_offs = {grade.grade: grade.lowest for grade in scheme.grades}
    return Scoring(scheme.name, scheme.dimension_weights.model_dump(), cut_offs)


def scores_of(q: QualityView, explained: pd.DataFrame) -> Scores:
    """`explained`: findings of this form and period that people have explained, with the columns of `findings`."""
    children = rows_of(q.ask(quality_of_children, **q.asked, parent=q.parent["code"], layer=q.layer))
    shown = (str(q.parent["code"]), *q.selection.compare)
    beside = {r.area: r for r in rows_of(q.ask(quality_of_areas, **q.asked, areas=shown))}
    references = [beside[code] for code in shown if code in beside]
    wanted = q.selection.dimension or "total"
    values = [round(getattr(r, wanted), 6) for r in children]
    ranks = competition_ranks(values, direction="higher", ranked=[r.has_statistics for r in children])
    for row, rank in zip(children, ranks, strict=True):
        row.rank = rank
    children.sort(key=lambda r: (is_missing(getattr(r, wanted)), -(getattr(r, wanted) or 0)))
    count_open([*children, *references], explained, q)
    return Scores(children, references, scoring())


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Rows of scores; what lies outside the statistics has no quality of its own."""
    rows = [SimpleNamespace(**{str(k): v for k, v in r.items()}, rank=math.nan) for r in frame.to_dict("records")]
    for row in rows:
        if not row.has_statistics:
            row.grade = None
            for name in (*DIMENSIONS, "total"):
                setattr(row, name, math.nan)
    return rows


def count_open(rows: list[Any], explained: pd.DataFrame, q: QualityView) -> None:
    """Set `open`: findings of each area and all inside it that nobody has explained yet; 0 where nothing was scored."""
    counts: Counter[str] = Counter()
    areas = area_records(q.view)
    for code in explained["area"].tolist():
        known = areas.get(code, {})
        counts.update({code, known.get("prefecture_code"), known.get("province_code"), NATION} - {None})
    for row in rows:
        row.open = 0 if pd.isna(row.findings) else max(int(row.findings) - counts[row.area], 0)


def grades_line(scores: Scores, layer: str) -> html.Span:
    """How many areas have each grade; only C and D are coloured, and a grade that nobody has is quiet."""
    counted = Counter(r.grade for r in scores.children)
    parts: list[Any] = []
    for grade in GRADES:
        n = counted[grade]
        words = f"{n}个{LAYER_NAMES[layer]}"
        mark = html.Span(grade, className=f"hc-grade {grade.lower()}" if n or grade in "AB" else "hc-grade")
        parts.append(html.Span([mark, " ", words], className="" if n else "quiet"))
    return html.Span(parts, className="hc-grades")


def scorecard_figure(q: QualityView, scores: Scores) -> html.Section:
    word = LAYER_NAMES[q.layer]
    by = DIMENSIONS.get(q.selection.dimension or "", "总分")
    total = len(scores.children)
    limit = total if q.selection.show == "all" else MOST_ROWS
    cuts = scores.scoring.cut_offs
    title = (
        f"{q.parent['name']}各{word}数据质量得分与等级" if q.parent["code"] != NATION else f"各{word}数据质量得分与等级"
    )
    subtitle = f"按{by}排列；底色只标C、D两级" + ("；只列前" + str(limit) + "个" if total > limit else "")
    assert q.period is not None
    body: list[Any]
    if scores.none:
        body = [unscored(q)]
    else:
        table = scorecard_table(
            scores.children, references=scores.references, scoring=scores.scoring, selection=q.selection, path=PATH,
            layer_word=word, before=BEFORE.get(str(q.period["period_kind"]), "较上期"), limit=limit,
        )  # fmt: skip
        key = (
            f"等级：A≥{cuts['A']:g}　B {cuts['B']:g}–{cuts['A']:g}　C {cuts['C']:g}–{cuts['B']:g}　D＜{cuts['C']:g}；"
            f"有硬规则未通过者最高为C。{scores.scoring.name}，非官方标准。"
        )
        more = [dcc.Link(f"列出全部{total}个", href=q.address(show="all"))] if total > limit else []
        body = [table, html.P([key, *more], className="hc-note")]
    return figure_frame(
        body, id=SCORECARD, title=title, subtitle=subtitle, unit="分（0–100）",
        **told(q, scores.demonstration), exports=files(q, SCORECARD, "scores", f"{q.placed}数据质量", **q.asked),
    )  # fmt: skip


def files(q: QualityView, figure: str, table: str, name: str, **said: str | None) -> html.Span:
    """`table` of `/api/v1/quality` below the shown parent as CSV and XLSX, and the figure as a picture."""
    asked: dict[str, str | None] = {"parent": str(q.parent["code"]), "layer": q.layer, "v": q.view.version}
    links = file_links(f"/api/v1/quality/{table}", asked | said, name)
    return html.Span([*links, exports(figure, search=None, name=name)], className="hc-out")


def told(q: QualityView, demonstration: bool) -> dict[str, Any]:
    """Source line of a figure that the product computes from the reports themselves."""
    form = str(q.form["name"])
    assert q.period is not None
    return {
        "source": f"{form}质量核查", "cut_off": str(q.period["end_date"]), "version": q.view.version,
        "demonstration": demonstration,
    }  # fmt: skip


def unscored(q: QualityView) -> html.Div:
    """No area of the list has a score: say why, and where there are scores."""
    assert q.period is not None
    steps = []
    if q.code != NATION:
        steps.append(("查看全国", q.address(area=NATION, layer=None)))
    if not q.parent["has_statistics"]:
        return nothing_to_show("not_applicable", f"{q.parent['name']}不在统计范围内。{STANDING_NOTE}", *steps)
    word = LAYER_NAMES[q.layer]
    what = f"{q.form['name']}{q.period['period_label']}没有{q.parent['name']}分{word}的评分"
    reason = f"{what}：没有这一级的上报记录可以核查。"
    if q.form["form"] != ALL_FORMS:
        steps.append(("查看全部报表", q.address(form=None, period=None)))
    return nothing_to_show("missing", reason, *steps)
