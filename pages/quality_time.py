"""The figures of 数据质量 over time: trend of one area, heat map of many."""

from datetime import date

import pandas as pd
from dash import html

from components.downloads import exports
from components.figure_frame import figure_frame
from components.grade_mark import DIMENSIONS
from components.numbers import is_missing
from components.quality_heat_map import MOST_AREAS, MOST_PERIODS, Column, quality_heat_map
from components.quality_trend import Line, quality_trend
from components.states import nothing_to_show
from components.template import graph
from pages.quality_scores import Scores, files, told
from pages.quality_view import PATH, QualityView, area_records
from queries.quality_of_children_over_time import quality_of_children_over_time
from queries.quality_over_time import quality_over_time
from queries.view_of import LAYER_NAMES, Record

TREND, HEAT = "quality-trend", "quality-heat"


def trend_figure(q: QualityView) -> html.Section:
    """The total over time, beside it the chosen dimension (else the weakest one), or the totals of compared areas."""
    compared = q.selection.compare
    series = q.ask(quality_over_time, form=q.form["form"], areas=(q.code, *compared))
    assert q.period is not None
    same_kind = [p for p in q.periods if p["period_kind"] == q.period["period_kind"]]
    periods = around(same_kind, str(q.period["period"]))  # those of the table beneath: older ones flatten the rest
    codes = [p["period"] for p in periods]
    own = series[series["area"] == q.code].set_index("period").reindex(codes)
    if own["total"].isna().all():
        reason = f"{q.area['name']}还没有{q.form['name']}的评分。"
        return figure_frame(nothing_to_show("missing", reason), id=TREND, title="总分走势", unit="分")
    lines = [line_of("总分" if not compared else str(q.area["short_name"]), own, "total")]
    areas = area_records(q.view)
    for code in compared:
        its = series[series["area"] == code].set_index("period").reindex(codes)
        lines.append(line_of(str(areas[code]["short_name"]), its, "total"))
    if not compared and (beside := q.selection.dimension or weakest(own)):
        lines.append(line_of(DIMENSIONS[beside], own, beside))
    labels = [str(p["period_label"]) for p in periods]
    span = f"{labels[0]}–{labels[-1]}" if len(labels) > 1 else labels[0]
    figure = quality_trend(lines, labels=labels, at=[years(p["end_date"]) for p in periods])
    return figure_frame(
        graph(f"{TREND}-graph", figure, height=170), id=TREND,
        title=f"{q.area['short_name']}总分走势", subtitle=span, unit="分",
        **told(q, any(made for line in lines for made in line.demonstration)),
        exports=exports(TREND, search=None, name=f"{q.area['name']}质量走势"),
    )  # fmt: skip


def years(day: date) -> float:
    """A day as a number of years."""
    return round(day.year + day.timetuple().tm_yday / 366, 3)


def line_of(name: str, rows: pd.DataFrame, score: str) -> Line:
    """One line of the trend from rows of `quality_over_time`, one per period; a period without a score is a gap."""
    values = [None if is_missing(x) else round(float(x), 2) for x in rows[score]]
    return Line(name, values, [made is True for made in rows["demonstration"].astype(object)])


def weakest(own: pd.DataFrame) -> str | None:
    """The dimension with the lowest latest score."""
    last = own[list(DIMENSIONS)].ffill().iloc[-1].astype(float)
    return None if last.isna().all() else str(last.idxmin())


def around(periods: list[Record], shown: str) -> list[Record]:
    """At most MOST_PERIODS of `periods` (oldest first), the last ones unless that would leave out the one shown."""
    at = next((n for n, p in enumerate(periods) if p["period"] == shown), len(periods) - 1)
    end = min(max(at + MOST_PERIODS // 2 + 1, MOST_PERIODS), len(periods))
    return periods[max(0, end - MOST_PERIODS) : end]


def heat_figure(q: QualityView, scores: Scores) -> html.Section | None:
    """Area by period, of the total or the chosen dimension. Of many areas those that score lowest now."""
    if scores.none:
        return None
    assert q.period is not None
    areas = [r for r in scores.children if r.has_statistics]
    few = len(areas) <= MOST_AREAS
    wanted = q.selection.dimension or "total"
    rows = areas if few else [r for r in areas if not is_missing(getattr(r, wanted))][: -MOST_AREAS - 1 : -1]
    same_kind = [p for p in q.periods if p["period_kind"] == q.period["period_kind"]]
    near = around(same_kind, str(q.period["period"]))
    over = q.ask(
        quality_of_children_over_time, form=q.form["form"], parent=q.parent["code"], layer=q.layer,
        dimension=q.selection.dimension, areas=None if few else tuple(r.area for r in rows),
        periods=tuple(p["period"] for p in near),
    )  # fmt: skip
    held = set(over["period"])
    chosen = [p for p in near if p["period"] in held]
    if len(chosen) < 2:  # the scorecard says the same
        return None
    columns = [Column(str(p["period"]), str(p["period_label"])) for p in chosen]
    by = DIMENSIONS.get(q.selection.dimension or "", "总分")
    subtitle = f"{q.parent['name']}分{LAYER_NAMES[q.layer]}　{by}" + ("" if few else f"　只列得分最低的{MOST_AREAS}个")
    table = quality_heat_map(
        over, names={r.area: r.short_name for r in rows}, columns=columns,
        cut_offs=scores.scoring.cut_offs, selection=q.selection, path=PATH, shown=str(q.period["period"]),
    )  # fmt: skip
    made = any(p["demonstration"] for p in chosen)
    return figure_frame(
        table, id=HEAT, title="各期得分", subtitle=subtitle, unit="分（0–100）", **told(q, made),
        exports=files(q, HEAT, "history", f"{q.parent['name']}各期得分", form=str(q.form["form"]),
                      dimension=q.selection.dimension),
    )  # fmt: skip
