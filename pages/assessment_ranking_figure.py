"""The ranking of 考核排名 as a figure: areas with bands of places, grades and what they rest on."""

from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html

from components.figure_frame import STANDING_NOTE, figure_frame
from components.rank_table import RankColumns, rank_table
from components.states import nothing_to_show
from components.warning_lights import light_key
from pages.assessment_grades import GRADED, grade_lines, lines_of
from pages.assessment_movers import movers
from pages.assessment_ranking import Ranking
from pages.assessment_sources import files, placed, told
from pages.assessment_view import PATH, AssessmentView, area_scheme

MOST_ROWS = 400
RANKING, TABLE = "assessment-ranking", "assessment-ranks"
WHY = "#assessment-why"
SET_WORDS = (
    "细线为可证区间：只计数值的抽样误差，同任何地区两两检验后所能肯定的名次，全部地区同时以95%的把握成立；"
    "60个以上地区的排名不计算。"
)
BAND_WORDS = "圆点为位次，横条为95%位次区间（数值误差、权重±{spread:.0f}%和标准化方法，{draws:,}次模拟）"


def ranking_figure(a: AssessmentView, ranking: Ranking) -> html.Section:
    assert a.scheme is not None and a.phase is not None
    rows = ranking.rows
    name = a.part or "总分"
    if rows.empty or not ranking.ranked:
        body: list[Any] = [nobody_ranked(a, rows)]
    else:
        body = []
    if len(rows):
        limit = len(rows) if a.selection.show == "all" else MOST_ROWS
        table = rank_table(rows.head(limit), id=TABLE, columns=columns_of(a, ranking), lines=lines_of(rows))
        body += [tools(a, ranking, limit), table, key(a), *movers(a, ranking)]
    bands = a.scheme["settings"].get("bands") or {}
    drawn = bool(rows["rank_low"].notna().any())
    subtitle = BAND_WORDS.format(spread=100 * bands.get("weight_spread", 0.25), draws=bands.get("draws", 1000))
    crossing = int(rows["crosses"].sum())
    if drawn and crossing:
        subtitle += f"；{crossing:,}个的区间跨越等次线，等次仅供参考"
    if drawn and rows["set_low"].notna().any():
        body.append(html.P(SET_WORDS, className="hc-note"))
    if not drawn:
        subtitle = "维度得分的位次没有模拟区间" if a.part else str(a.phase["note"] or "本阶段没有位次区间")
    return figure_frame(
        body, id=RANKING, title=f"{name}位次与位次区间" if drawn else f"{name}位次",
        subtitle=f"{placed(a)}　{subtitle}",
        unit="分（0–100）", **told(a, ranking.demonstration), exports=files(a, RANKING, f"{placed(a)}考核排名"),
        className="hc-ranking",
    )  # fmt: skip


def columns_of(a: AssessmentView, ranking: Ranking) -> RankColumns:
    assert a.scheme is not None
    rows = ranking.rows
    card = {"part": None, "group": None, "view": None}
    into = a.selection.addresses(PATH, "area", **card, scheme=str(a.asked["scheme"]))
    held = rows.loc[rows["total"].notna(), "demonstration"]
    here = bool(rows["rank_grade"].notna().any() or rows["grade"].isna().all())
    return RankColumns(
        area_word=a.level_words, into=into, why=lambda code: into(code) + WHY, down=_down(a), before=ranking.before,
        moved=ranking.moved, bands=bool(rows["rank_low"].notna().any()),
        grade_word="" if a.part else f"{'' if here else GRADED[str(a.scheme['parent'])]}等次",
        state_word="全部指标状态" if a.part else "指标状态", places=ranking.ranked,
        mixed=held.nunique() > 1,
    )  # fmt: skip


def _down(a: AssessmentView) -> Any:
    """To the ranking inside an area, where a scheme assesses what lies inside."""
    inner = area_scheme(a)
    if inner is None:
        return None
    return a.selection.addresses(PATH, "area", scheme=inner, part=None, group=None, view=None)


def tools(a: AssessmentView, ranking: Ranking, limit: int) -> html.Div:
    """Search in the table, and how many areas there are."""
    box = dbc.Input(id="assessment-search", type="search", placeholder="名称、代码、等次", autocomplete="off",
                    className="hc-filter-text")  # fmt: skip
    without = len(ranking.rows) - ranking.ranked
    count = f"{ranking.ranked:,}个参与排名" + (f"，{without:,}个不排名（列在表末并说明原因）" if without else "")
    more: list[Any] = []
    if len(ranking.rows) > limit:
        more = [f"；只列前{limit}个　", dcc.Link(f"列出全部{len(ranking.rows)}个", href=a.address(show="all"))]
    return html.Div(
        [
            html.Label([html.Span("在表中查找", className="hc-quiet"), box], className="hc-filter",
                       **{"data-filters": TABLE}),
            html.Span([html.Span("", **{"data-count-of": TABLE}), count, *more]),
        ],
        className="hc-ranks-tools",
    )  # fmt: skip


def key(a: AssessmentView) -> html.P:
    lines = [] if a.part else [grade_lines(a), "　"]
    return html.P([*lines, light_key(), "；缺失不计零分，只减覆盖率。"], className="hc-note")


def nobody_ranked(a: AssessmentView, rows: pd.DataFrame) -> html.Div:
    """No area of the list has a rank: say why, and the way out."""
    assert a.scheme is not None
    steps = [("查看全国", a.address(area="100000", group=None))] if a.code != "100000" else []
    if a.selection.group:
        steps.insert(0, ("全部地区", a.address(group=None)))
    if not a.area["has_statistics"]:
        return nothing_to_show("not_applicable", f"{a.area['name']}不在统计范围内，不参加考核。{STANDING_NOTE}", *steps)
    if rows.empty:
        return nothing_to_show("missing", f"{placed(a)}没有{a.scheme['name']}的考核结果。", *steps)
    least = f"{a.scheme['minimum_coverage'] * 100:g}%"
    reason = f"{placed(a)}的{len(rows):,}个地区覆盖率都低于{least}，都不参与排名。"
    return nothing_to_show("coverage", reason, *steps)
