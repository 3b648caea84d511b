"""The figures of 数据质量 about scores: scorecard, rules, trend, late areas, heat map, comparison."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from dash import dcc, html

from components.downloads import exports
from components.figure_frame import STANDING_NOTE, figure_frame
from components.grade_mark import DIMENSIONS, GRADES
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
DEFAULT_NOTE = "质量规则；阈值除注明“公布”外均为产品默认值"
BEFORE = {"year": "较上年", "month": "较上月", "quarter": "较上季", "half": "较上半年", "week": "较上周"}


@dataclass
class Scores:
    """`children` in the order to show with `rank` and `open`; `references` stand before them."""

    children: pd.DataFrame
    references: pd.DataFrame
    scoring: Scoring

    @property
    def everything(self) -> pd.DataFrame:
        return pd.concat([self.references, self.children]) if len(self.references) else self.children

    @property
    def demonstration(self) -> bool:
        shown = self.everything
        return bool(shown.loc[shown["total"].notna(), "demonstration"].any())


def scoring() -> Scoring:
    scheme = read_scheme()
    cut_offs = {grade.grade: grade.lowest for grade in scheme.grades}
    return Scoring(scheme.name, scheme.dimension_weights.model_dump(), cut_offs)


def scores_of(q: QualityView, explained: pd.DataFrame) -> Scores:
    """`explained`: findings of this form and period that people have explained, with the columns of `findings`."""
    children = q.ask(quality_of_children, **q.asked, parent=q.parent["code"], layer=q.layer)
    references = [] if q.parent["code"] != q.code else [q.code]
    if q.parent["code"] != q.code:
        references.append(str(q.parent["code"]))
    references += q.selection.compare
    beside = q.ask(quality_of_areas, **q.asked, areas=tuple(references))
    beside = beside.set_index("area").reindex([c for c in references if c in set(beside["area"])]).reset_index()
    for frame in (children, beside):  # what lies outside the statistics has no quality of its own
        frame.loc[~frame["has_statistics"], [*DIMENSIONS, "total"]] = np.nan
        frame.loc[~frame["has_statistics"], "grade"] = None
    wanted = q.selection.dimension or "total"
    ranked = children["has_statistics"].to_numpy(dtype=bool)
    children["rank"] = competition_ranks(children[wanted].round(6), direction="higher", ranked=ranked)
    children = children.sort_values(wanted, ascending=False, kind="stable", na_position="last")
    for frame in (children, beside):
        frame["open"] = open_findings(frame, explained, q)
    return Scores(children, beside, scoring())


def open_findings(frame: pd.DataFrame, explained: pd.DataFrame, q: QualityView) -> list[int]:
    """Findings of each area and all inside it that nobody has explained yet; 0 where nothing was scored."""
    counts = {str(a): 0 for a in frame["area"]}
    areas = area_records(q.view)
    for code in explained["area"]:
        known = areas.get(code, {})
        for above in {code, known.get("prefecture_code"), known.get("province_code"), NATION}:
            if above in counts:
                counts[above] += 1
    found = frame["findings"].fillna(0).astype(int)
    return [max(int(n) - counts[str(a)], 0) for a, n in zip(frame["area"], found, strict=True)]


def grades_line(scores: Scores, layer: str) -> html.Span:
    """How many areas have each grade; only C and D are coloured, and a grade that nobody has is quiet."""
    counted = scores.children["grade"].value_counts()
    parts: list[Any] = []
    for grade in GRADES:
        n = int(counted.get(grade, 0))
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
    if scores.children["total"].isna().all():
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
        **told(q, scores.demonstration), exports=exports(SCORECARD, search=None, name=f"{q.placed}数据质量"),
    )  # fmt: skip


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
