"""大屏　质量: scores of the dimensions, the map of grades, who is graded how, where severe findings are."""

from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
from dash import html

from access.viewer import Viewer
from components import palette
from components.grade_mark import DIMENSIONS, GRADES, score_words
from components.marks import demonstration as demonstration_mark
from components.numbers import is_missing
from components.page_head import page
from components.selection import Selection
from components.states import nothing_to_show
from components.wall_bars import WallBar, wall_bars
from components.wall_figures import WallFigure, wall_figures
from components.wall_frame import part, wall
from components.wall_graph import wall_graph
from components.wall_list import WallItem, wall_list
from components.wall_ranking import WallRow, shortened, wall_ranking
from components.wall_trend import wall_trend
from methods.classes import class_of
from pages.quality_scores import Scores, scores_of
from pages.quality_states import explained_findings
from pages.quality_view import QualityView, quality_view_of
from pages.wall_map import drawn_map
from queries.quality_over_time import quality_over_time
from queries.view_of import LAYER_NAMES, NATION

MOST_PERIODS = 12
LOOKS = {"A": "good", "B": "good", "C": "watch", "D": "bad"}


def quality_picture(params: dict[str, Any], selection: Selection, notices: list[str], *, viewer: Viewer) -> Any:
    q = quality_view_of(params, viewer=viewer)
    if q.period is None:
        return page(nothing_to_show("missing", "本数据版本中没有质量评分。", ("返回总览", "/")), notices=q.notices)
    scores = scores_of(q, explained_findings(q))
    own = next((r for r in scores.references if r.area == q.parent["code"]), None)
    place = "" if q.parent["code"] == NATION else str(q.parent["name"])
    return wall(
        title=f"{place}健康数据质量", cut_off=str(min(q.period["end_date"], date.today())),
        figures=wall_figures(figures_of(scores, own)),
        body=[
            ranks_part(q, scores),
            grades_map(q, scores),
            html.Div([trend_part(q), counts_part(q, scores)], className="hc-wall-trends"),
            severe_part(scores),
        ],
        source=f"{q.form['name']}质量核查，{scores.scoring.name}（非官方）", version=q.view.version, told=q.notices,
    )  # fmt: skip


def figures_of(scores: Scores, own: Any) -> list[WallFigure]:
    demo = scores.demonstration
    if own is None:
        own = SimpleNamespace(**dict.fromkeys((*DIMENSIONS, "total"), float("nan")), grade=None, severe=None, open=0)
    found = [score_figure("总分", own.total, own.grade, "100分制", demo)]
    for name, words in DIMENSIONS.items():
        weight = scores.scoring.weights.get(name, 0.0)
        grade = next((g for g in GRADES[:3] if not is_missing(getattr(own, name))
                      and getattr(own, name) >= scores.scoring.cut_offs[g]), "D")  # fmt: skip
        known = None if is_missing(getattr(own, name)) else grade
        found.append(score_figure(words, getattr(own, name), known, f"权重{weight:.0%}", demo))
    severe = 0 if own.severe is None or pd.isna(own.severe) else int(own.severe)
    found.append(WallFigure("未说明的问题", f"{own.open:,}", "条", "含提示", demonstration=demo))
    found.append(WallFigure("严重问题", f"{severe:,}", "条", "硬规则与严重", demonstration=demo))
    return found


def score_figure(name: str, score: float, grade: Any, below: str, demo: bool) -> WallFigure:
    lamp = (LOOKS[grade], f"{grade}级") if grade in LOOKS else ("none", "未评分")
    return WallFigure(name, score_words(score), "" if is_missing(score) else "分", below, lamp, demonstration=demo)


def ranks_part(q: QualityView, scores: Scores) -> html.Section:
    reference = next((r for r in scores.references if r.area == q.parent["code"]), None)
    ranked = [r for r in scores.children if not is_missing(r.total)]
    if not ranked:
        return part("位次", nothing_to_show("missing", "没有评分。"), className="hc-wall-side")
    lowest = min(r.total for r in ranked)
    rows = [row_of(r, lowest) for r in ranked]
    if reference is not None and not is_missing(reference.total):
        at = sum(r.total >= reference.total for r in ranked)
        rows.insert(at, row_of(reference, lowest, reference=True))
    marks = [demonstration_mark(short=True)] if scores.demonstration else []
    return part(
        "位次", wall_ranking(shortened(rows), "质量位次"), note="总分，分", marks=marks, className="hc-wall-side"
    )


def row_of(row: Any, lowest: float, *, reference: bool = False) -> WallRow:
    """Points, not bars: scores lie close together and far from 0."""
    span = (100 - lowest) or 1.0
    at = max((row.total - lowest) / span, 0.0)
    mark = html.Span(row.grade, className=f"hc-grade {str(row.grade).lower()}") if row.grade in ("C", "D") else None
    return WallRow("" if reference or is_missing(row.rank) else f"{row.rank:.0f}", str(row.short_name),
                   score_words(row.total), None, reference=reference, mark=mark, band=(at, at, at))  # fmt: skip


def grades_map(q: QualityView, scores: Scores) -> html.Section:
    assert q.period is not None
    cuts = scores.scoring.cut_offs
    lows = [cuts["C"], cuts["B"], cuts["A"]]
    words = [f"D <{lows[0]:g}", f"C {lows[0]:g}–{lows[1]:g}", f"B {lows[1]:g}–{lows[2]:g}", f"A ≥{lows[2]:g}"]
    areas = pd.DataFrame({"area": [r.area for r in scores.children], "value": [r.total for r in scores.children],
                          "grade": [r.grade for r in scores.children]})  # fmt: skip
    # a failed hard rule lowers the grade, whatever the total: the map shows grades
    given = areas["grade"].map({grade: 3.0 - n for n, grade in enumerate(GRADES)})
    by_total = pd.Series(class_of(areas["value"], lows, right=False), index=areas.index)
    return drawn_map(
        areas.assign(class_index=given.astype(float).fillna(by_total)), parent=q.parent, layer=q.layer,
        colours=palette.sequential(4, "wall"), words=words, title="数据质量等级",
        note=f"{q.period['period_label']}　{q.form['name']}",
        marks=[demonstration_mark()] if scores.demonstration else [], decimals=2, nothing="未评分",
    )  # fmt: skip


def trend_part(q: QualityView) -> html.Section:
    assert q.period is not None
    series = q.ask(quality_over_time, form=q.form["form"], areas=(str(q.parent["code"]),))
    same = (series["period_kind"] == q.period["period_kind"]) & (series["end_date"] <= q.period["end_date"])
    series = series[same & series["total"].notna()].tail(MOST_PERIODS)
    if len(series) < 2:
        return part("总分走势", nothing_to_show("missing", "评分不足两期，没有走势。"))
    at = [_year(day) for day in series["end_date"]]
    points = [(year, float(total), False) for year, total in zip(at, series["total"], strict=True)]
    marks = [demonstration_mark(short=True)] if series["demonstration"].astype(bool).any() else []
    ends = [str(series["period"].iloc[0]), str(series["period"].iloc[-1])]
    figure = wall_trend(points, decimals=1, ends=ends)
    return part("总分走势", wall_graph("trend-quality", figure, label="质量总分走势"), note="分", marks=marks)


def _year(day: Any) -> float:
    return round(day.year + day.timetuple().tm_yday / 366, 3)


def counts_part(q: QualityView, scores: Scores) -> html.Section:
    counted = Counter(r.grade for r in scores.children)
    most = max([counted[g] for g in GRADES], default=0) or 1
    colours = dict(zip(reversed(GRADES), palette.sequential(4, "wall"), strict=True))
    bars = [WallBar(f"{g}级", str(counted[g]), counted[g] / most, colours[g]) for g in GRADES]
    marks = [demonstration_mark(short=True)] if scores.demonstration else []
    return part("各等级", wall_bars(bars, "各等级的地区数"), note=f"{LAYER_NAMES[q.layer]}数", marks=marks)


def severe_part(scores: Scores) -> html.Section:
    title = "严重问题最多的地区"
    found = [r for r in scores.children if r.severe is not None and not pd.isna(r.severe) and r.severe > 0]
    if not found:
        return part(title, nothing_to_show("missing", "没有严重问题。"), className="hc-wall-apart")
    found.sort(key=lambda r: -int(r.severe))
    listed = [
        WallItem((LOOKS.get(r.grade, "none"), f"{r.grade or '—'}级"), str(r.name), f"共{int(r.findings):,}条",
                 f"{int(r.severe):,}", bool(r.demonstration))
        for r in found[:15]
    ]  # fmt: skip
    return part(title, wall_list(listed, title), note="硬规则与严重问题，条", className="hc-wall-apart")
