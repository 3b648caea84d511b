"""The ranking of 考核排名: areas in order of their score, with bands of places, grades and what they rest on."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
import numpy as np
import pandas as pd
from dash import dcc, html

from components.downloads import exports
from components.figure_frame import figure_frame
from components.numbers import is_missing
from components.rank_table import RankColumns, rank_table
from components.states import nothing_to_show
from components.warning_lights import light_key
from methods.ranks import competition_ranks
from pages.assessment_view import EVERYBODY, PATH, AssessmentView, area_scheme
from queries.assessment_of_children import assessment_of_children

MOST_ROWS = 400
PLACES = ["rank", "ranked", "rank_low", "rank_high", "bracket", "bracket_last"]
FILES = "/api/v1/assessment"
RANKING, TABLE = "assessment-ranking", "assessment-ranks"
WHY = "#assessment-why"
BAND_WORDS = "圆点为位次，横条为95%位次区间（数值误差、权重±{spread:.0f}%和标准化方法，{draws:,}次模拟）"


@dataclass
class Ranking:
    """`rows` in the order to show, with `score` (total or chosen dimension) and `change`; `before` heads the change.
    `everything` is the same with values in doubt, None where they are not left out."""

    rows: pd.DataFrame
    before: str
    everything: pd.DataFrame | None

    @property
    def ranked(self) -> int:
        return int(self.rows["rank"].notna().sum())

    @property
    def demonstration(self) -> bool:
        return bool(self.rows.loc[self.rows["total"].notna(), "demonstration"].any())

    @property
    def moved(self) -> dict[str, int] | None:
        """Ranks before values in doubt were left out."""
        if self.everything is None:
            return None
        held = self.everything[self.everything["rank"].notna()]
        return {str(a): int(r) for a, r in zip(held["area"], held["rank"], strict=True)}


def ranking_of(a: AssessmentView, *, variant: str | None = None) -> Ranking:
    """The areas inside the chosen one; by a dimension they are ranked by its scores."""
    rows = _rows(a, variant or a.variant)
    everything = _rows(a, "all") if (variant or a.variant) == "trusted" else None
    changed = bool(a.phase and a.phase["targets_changed"]) or a.part is not None
    known = not changed and bool(rows["previous_year_total"].notna().any())
    rows["change"] = rows["total"] - rows["previous_year_total"] if known else np.nan
    return Ranking(rows, "较上年" if known else "", everything)


def _rows(a: AssessmentView, variant: str) -> pd.DataFrame:
    group = a.selection.group or EVERYBODY
    rows = a.ask(assessment_of_children, **a.asked, parent=a.code, variant=variant, group=group)
    rows["score"] = rows["total"]
    rows[PLACES] = rows[PLACES].astype("float64")  # <NA> is no number to draw
    if a.part is not None and a.scheme is not None:
        place = a.scheme["dimensions"].index(a.part)
        rows["score"] = [scores[place] for scores in dimension_scores(rows)]
        ranked = rows["rank"].notna().to_numpy()
        rows["rank"] = competition_ranks(rows["score"].astype(float).round(9), direction="higher", ranked=ranked)
        none = ["rank_low", "rank_high", "bracket", "bracket_last"]
        rows[none] = np.nan
        rows[["rank_grade", "grade"]] = None
        rows["crosses"] = False
    return rows.sort_values(["rank", "score", "area"], ascending=[True, False, True], na_position="last")


def dimension_scores(rows: pd.DataFrame) -> list[list[float]]:
    """Scores of the dimensions in the scheme's order, NaN where nothing was scored."""
    return [[np.nan if s is None else float(s) for s in json.loads(told or "[]")] for told in rows["dimensions"]]


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
        subtitle += f"；{crossing}个的区间跨越等次线，等次仅供参考"
    if not drawn:
        subtitle = "维度得分的位次没有模拟区间" if a.part else str(a.phase["note"] or "本阶段没有位次区间")
    return figure_frame(
        body, id=RANKING, title=f"{name}位次与位次区间" if drawn else f"{name}位次",
        subtitle=f"{placed(a)}　{subtitle}",
        unit="分（0–100）", **told(a, ranking.demonstration), exports=files(a, RANKING, f"{placed(a)}考核排名"),
        className="hc-ranking",
    )  # fmt: skip


def placed(a: AssessmentView) -> str:
    """四川省2025年; with the group where there is one."""
    assert a.phase is not None
    return f"{a.area['name']}{a.phase['period_label']}{a.selection.group or ''}"


def told(a: AssessmentView, demonstration: bool) -> dict[str, Any]:
    """Source line of a figure that the product computes by a scheme."""
    assert a.scheme is not None and a.phase is not None
    return {
        "source": f"{a.scheme['name']}，{a.official}", "cut_off": str(a.phase["end_date"]), "version": a.view.version,
        "demonstration": demonstration,
    }  # fmt: skip


def files(a: AssessmentView, figure: str, name: str) -> html.Span:
    """The whole ranking as files, whatever of it is drawn, and the picture."""
    said = {
        **a.asked, "parent": a.code, "variant": a.variant, "group": a.selection.group, "v": a.view.version,
    }  # fmt: skip
    return html.Span([*file_links("ranking", said, name), exports(figure, search=None, name=name)], className="hc-out")


def file_links(table: str, said: dict[str, Any], name: str) -> list[html.A]:
    """CSV and XLSX of `/api/v1/assessment/<table>`."""
    query = urlencode({key: value for key, value in said.items() if value})
    return [
        html.A(words, href=f"{FILES}/{table}.{words.lower()}?{query}", **{"aria-label": f"{name}，下载{words}"})
        for words in ("CSV", "XLSX")
    ]


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
        grade_word=f"{'' if here else GRADED[str(a.scheme['parent'])]}等次",
        mixed=held.nunique() > 1,
    )  # fmt: skip


def _down(a: AssessmentView) -> Any:
    """To the ranking inside an area, where a scheme assesses what lies inside."""
    inner = area_scheme(a)
    if inner is None:
        return None
    return a.selection.addresses(PATH, "area", scheme=inner, part=None, group=None, view=None)


def lines_of(rows: pd.DataFrame) -> list[int]:
    """Places after which a grade of this very ranking ends, as it fell; none where grades are given elsewhere (quotas
    of provinces in a ranking of the nation)."""
    grades = rows.loc[rows["rank"].notna(), "rank_grade"].tolist()
    found = [n for n in range(1, len(grades)) if grades[n] != grades[n - 1]]
    return found if len(found) < len(set(grades)) else []


def tools(a: AssessmentView, ranking: Ranking, limit: int) -> html.Div:
    """Search in the table, and how many areas there are."""
    box = dbc.Input(id="assessment-search", type="search", placeholder="名称、代码、等次", autocomplete="off",
                    className="hc-filter-text")  # fmt: skip
    without = len(ranking.rows) - ranking.ranked
    count = f"{ranking.ranked}个参与排名" + (f"，{without}个不排名（列在表末并说明原因）" if without else "")
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


GRADED = {"nation": "全国", "province": "省内", "prefecture": "市内"}


def key(a: AssessmentView) -> html.P:
    return html.P([grade_lines(a), "　", light_key(), "；缺失不计零分，只减覆盖率。"], className="hc-note")


def grade_lines(a: AssessmentView) -> str:
    """How grades are given, in a sentence."""
    assert a.scheme is not None
    grading = a.scheme["grading"]
    names, by = grading.get("names") or [], grading.get("by")
    if by == "cut_off":
        cuts = [f"{name}≥{cut:g}分" for name, cut in zip(names, grading["cut_offs"], strict=False)]
        return f"等次线（方案设定）：{'，'.join(cuts)}，其余{names[-1]}。"
    if by == "quota":
        shares = [_share(name, quota) for name, quota in zip(names, grading["quota"], strict=False)]
        where = {"nation": "全国", "province": "各省", "prefecture": "各市（州）"}[str(a.scheme["parent"])]
        return f"等次名额（方案设定，按{where}排名）：{'，'.join(shares)}，其余{names[-1]}。"
    return "方案不设等次。"


def _share(name: str, quota: float) -> str:
    return f"{name}{quota * 100:g}%" if quota < 1 else f"{name}{quota:g}个"


def movers(a: AssessmentView, ranking: Ranking) -> list[Any]:
    """Who moves without values in doubt, or that there are some."""
    assert a.phase is not None
    doubtful = int(a.phase["doubtful_values"] or 0)
    if ranking.moved is None:
        if not doubtful:
            return []
        link = dcc.Link("不含存疑数据时谁会变动 ›", href=a.address(quality="hide"))
        return [
            html.P([f"全国本阶段有{doubtful}个存疑数值（质量D级或有严重问题）参与评分。", link], className="hc-note")
        ]
    moved = [
        f"{row.name}{was}→{int(row.rank)}"
        for row in ranking.rows.itertuples()
        if (was := ranking.moved.get(str(row.area))) and not is_missing(row.rank) and was != int(row.rank)
    ]
    gone = [str(r.name) for r in ranking.rows.itertuples() if is_missing(r.rank) and str(r.area) in ranking.moved]
    words = f"去掉{doubtful}个存疑数值后，" + (
        f"{len(moved)}个变动：{'、'.join(moved[:20])}" if moved else "位次没有变动"
    )
    words += "等。" if len(moved) > 20 else "。"
    if gone:
        words += f"因覆盖率不足退出排名：{'、'.join(gone)}。"
    return [html.P(words, className="hc-note", id="assessment-movers")]


def nobody_ranked(a: AssessmentView, rows: pd.DataFrame) -> html.Div:
    """No area of the list has a rank: say why, and the way out."""
    assert a.scheme is not None
    steps = [("查看全国", a.address(area="100000", group=None))] if a.code != "100000" else []
    if a.selection.group:
        steps.insert(0, ("全部地区", a.address(group=None)))
    if rows.empty:
        return nothing_to_show("missing", f"{placed(a)}没有{a.scheme['name']}的考核结果。", *steps)
    least = f"{a.scheme['minimum_coverage'] * 100:g}%"
    reason = f"{placed(a)}的{len(rows)}个地区覆盖率都低于{least}，都不参与排名。"
    return nothing_to_show("coverage", reason, *steps)
