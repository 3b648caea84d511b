"""大屏　地图: one indicator in one place — its spread over the areas inside, how it moved, who stands last."""

from typing import Any

import numpy as np
import pandas as pd
from dash import html

from access.viewer import Viewer
from components import palette
from components.map_legend import class_words
from components.marks import demonstration as demonstration_mark
from components.numbers import aim_text, count, difference_unit, number
from components.selection import Selection
from components.states import nothing_to_show
from components.wall_bars import WallBar, wall_bars
from components.wall_figures import WallFigure, wall_figures
from components.wall_frame import part, wall
from components.wall_graph import wall_graph
from components.wall_list import WallItem, wall_list
from components.wall_trend import wall_trend
from methods.classes import class_of
from methods.leading_target import leading_target
from methods.ranks import competition_ranks
from methods.target_met import target_met
from pages.map_values import MapValues
from pages.quality_marks import marked, marks_of
from pages.wall_map import map_part, map_values_of, ranking_part
from queries.batches import batches
from queries.series_of_areas import series_of_areas
from queries.targets_of_indicators import targets_of_indicators
from queries.view_of import LAYER_NAMES, NATION, Record, records

TARGET_YEAR = 2030


def map_picture(params: dict[str, Any], selection: Selection, notices: list[str], *, viewer: Viewer) -> Any:
    map = map_values_of(selection, notices, viewer=viewer)
    series = series_of(map)
    place = map.place.parent
    name = "" if place["code"] == NATION else str(place["name"])
    return wall(
        title=f"{name}{map.view.indicator['name']}", cut_off=str(map.source["cut_off"] or ""),
        figures=wall_figures(figures_of(map, series)),
        body=[
            ranking_part(map),
            map_part(map),
            html.Div([trend_part(map, series), classes_part(map)], className="hc-wall-trends"),
            last_part(map),
        ],
        source=used_batches(map), version=map.view.version, told=notices,
    )  # fmt: skip


def used_batches(map: MapValues) -> list[Record]:
    if map.children.empty:
        return []
    known = records(batches, viewer=map.view.viewer, version=map.view.version, key="batch_id")
    order = map.children["batch_id"].dropna().astype(int).value_counts().index
    return [known[int(b)] for b in order if int(b) in known]


def series_of(map: MapValues) -> pd.DataFrame:
    """The parent's own values over time, the kind of period that the map shows, up to that period."""
    view, code = map.view, map.place.parent["code"]
    if not view.period:
        return pd.DataFrame(columns=["period", "value", "demonstration", "doubt"])
    indicator = view.indicator["code"]
    rows = view.ask(series_of_areas, indicator=indicator, areas=(code,), breakdown=view.breakdown,
                    kind=view.period["kind"])  # fmt: skip
    marks = marks_of(view, (indicator,), areas=(code,), breakdown=view.breakdown)
    rows = marked(rows, marks, map.selection, indicator=indicator, breakdown=view.breakdown)
    return rows[rows["value"].notna() & (rows["end_date"] <= view.period["end_date"])]


def shown(map: MapValues, value: float) -> str:
    indicator = map.view.indicator
    return count(value) if indicator["aggregation"] == "sum" else number(value, int(indicator["decimals"]))


def present(map: MapValues) -> pd.DataFrame:
    """The areas with a value that count, the best first."""
    if not map.view.period or map.children.empty:
        return pd.DataFrame(columns=["value", "short_name", "has_statistics", "demonstration", "doubt", "rank"])
    found = map.children[map.children["value"].notna() & map.children["has_statistics"]]
    lower = map.view.indicator["direction"] == "lower"
    return found.assign(
        rank=competition_ranks(
            found["value"], direction="lower" if lower else "higher", ranked=found["has_statistics"].tolist()
        )
    )


def figures_of(map: MapValues, series: pd.DataFrame) -> list[WallFigure]:
    indicator, rows = map.view.indicator, present(map)
    unit, level = indicator["unit"], LAYER_NAMES[map.place.layer]
    verified = bool(map.source["verified"]) if len(rows) else True
    demo = bool(rows["demonstration"].any()) if len(rows) else False
    own = own_figure(map, series)
    if rows.empty:
        return [own]
    order = rows.sort_values("value", kind="stable").to_dict("records")
    high, low = order[-1], order[0]
    common = {"demonstration": demo, "verified": verified}
    counted = map.children["has_statistics"].sum()
    return [
        own,
        *(WallFigure(words, shown(map, row["value"]), unit, str(row["short_name"]), doubt=bool(row["doubt"]), **common)
          for words, row in (("最高", high), ("最低", low))),
        WallFigure("中位数", shown(map, rows["value"].median()), unit, f"各{level}居中的数值", **common),
        aim_figure(map, rows, common),
        change_figure(map, series),
        WallFigure("有数据", str(len(rows)), "个", f"共{counted}个{level}", demonstration=demo),
        WallFigure("最高与最低之差", shown(map, high["value"] - low["value"]), difference_unit(unit),
                   f"{high['short_name']}与{low['short_name']}", **common),
    ]  # fmt: skip


def own_figure(map: MapValues, series: pd.DataFrame) -> WallFigure:
    """The parent's own value in the period shown."""
    name, period = str(map.place.parent["short_name"]), map.view.period
    here = series[series["period"] == period["code"]] if period else series
    if here.empty or period is None:
        return WallFigure(name, "…", "", period["label"] if period else "", ("none", "无数据"))
    row = here.iloc[0]
    known = records(batches, viewer=map.view.viewer, version=map.view.version, key="batch_id")
    batch = known.get(int(row["batch_id"]), {})
    return WallFigure(
        name, shown(map, row["value"]), map.view.indicator["unit"], str(period["label"]), doubt=bool(row["doubt"]),
        demonstration=bool(row["demonstration"]), verified=bool(batch.get("verified", True) or row["demonstration"]),
    )  # fmt: skip


def reached(rows: pd.DataFrame, target: Record, direction: str) -> int:
    """How many of `rows` have met the target."""
    many = len(rows)
    low, high = (float(target[k]) if target.get(k) is not None else np.nan for k in ("value", "value_high"))
    told = np.full(many, target["operator"]), np.full(many, low), np.full(many, high), np.full(many, direction)
    return int(target_met(rows["value"].to_numpy(dtype=float), *told).sum())


def aim_figure(map: MapValues, rows: pd.DataFrame, common: dict[str, bool]) -> WallFigure:
    """How many have reached the target of 2030; without one, how many stand above the parent."""
    indicator = map.view.indicator
    known = leading_target(map.view.ask(targets_of_indicators, indicators=(indicator["code"],)), TARGET_YEAR)
    national = known[known["area"] == NATION].to_dict("records")
    level = LAYER_NAMES[map.place.layer]
    if national:
        target = national[0]
        verified = common["verified"] and bool(target["verified"])
        n, aim = reached(rows, target, indicator["direction"]), aim_text(target, indicator["unit"])
        return WallFigure("达到2030年目标", str(n), "个", f"目标 {aim}", demonstration=common["demonstration"],
                          verified=verified)  # fmt: skip
    own = map.benchmarks["value"].dropna()
    if own.empty or indicator["aggregation"] == "sum":
        return WallFigure("2030年目标", "—", "", "未设目标")
    name = map.benchmarks.loc[own.index[-1], "short_name"]
    return WallFigure(f"高于{name}", str(int((rows["value"] > own.iloc[-1]).sum())), "个", f"共{len(rows)}个{level}",
                      **common)  # fmt: skip


def change_figure(map: MapValues, series: pd.DataFrame) -> WallFigure:
    """The parent's step since the value before, of the same kind: published or demonstration."""
    indicator, name = map.view.indicator, f"{map.place.parent['short_name']}的变化"
    period = map.view.period
    if period is None or series.empty or series["period"].iloc[-1] != period["code"]:
        return WallFigure(name, "…", "", "没有上期数值", ("none", "无数据"))
    kind = bool(series["demonstration"].iloc[-1])
    same = series[series["demonstration"].astype(bool) == kind]
    if len(same) < 2:
        return WallFigure(name, "…", "", "没有上期数值", ("none", "无数据"))
    step = float(same["value"].iloc[-1] - same["value"].iloc[-2])
    words = number(step, int(indicator["decimals"]), signed=True)
    if indicator["aggregation"] == "sum":
        words = ("+" if step > 0 else "") + count(step)
    return WallFigure(name, words, difference_unit(indicator["unit"]), f"较{same['period_label'].iloc[-2]}",
                      demonstration=kind)  # fmt: skip


def trend_part(map: MapValues, series: pd.DataFrame) -> html.Section:
    title = f"{map.place.parent['short_name']}走势"
    unit = map.view.indicator["unit"]
    if len(series):  # of the kind of the newest value, which stands above: published or demonstration
        made = series["demonstration"].astype(bool)
        series = series[made == made.iloc[-1]]
    if len(series) < 2:
        return part(title, nothing_to_show("missing", "不足两期，没有走势。"), note=unit)
    at = [round(d.year + d.timetuple().tm_yday / 366, 3) for d in series["end_date"]]
    counted = map.view.indicator["aggregation"] == "sum"
    scale = 1e4 if counted and float(series["value"].max()) >= 1e5 else 1.0
    points = [(x, float(v) / scale, bool(d)) for x, v, d in zip(at, series["value"], series["doubt"], strict=True)]
    ends = [str(series["period"].iloc[0]), str(series["period"].iloc[-1])]
    decimals = 1 if scale > 1 else int(map.view.indicator["decimals"])
    figure = wall_trend(points, decimals=decimals, ends=ends)
    marks = [demonstration_mark(short=True)] if series["demonstration"].astype(bool).any() else []
    label = f"{map.view.indicator['name']}{title}"
    return part(title, wall_graph("trend-own", figure, label=label), note=("万" if scale > 1 else "") + unit,
                marks=marks)  # fmt: skip


def classes_part(map: MapValues) -> html.Section:
    """How many areas are in each class of the map, the highest first."""
    rows = present(map)
    level = LAYER_NAMES[map.place.layer]
    if rows.empty:
        return part("各级地区数", nothing_to_show("missing", "没有数据。"))
    breaks = map.breaks
    colours = palette.sequential(len(breaks) + 1, "wall")
    words = class_words(breaks, int(map.view.indicator["decimals"]), counts=map.view.indicator["aggregation"] == "sum")
    classes = pd.Series(class_of(rows["value"], breaks, right=False)).value_counts()
    most = float(classes.max())
    bars = [WallBar(words[n], str(int(classes.get(n, 0))), classes.get(n, 0) / most, colours[n])
            for n in reversed(range(len(words)))]  # fmt: skip
    marks = [demonstration_mark(short=True)] if rows["demonstration"].any() else []
    return part("各级地区数", wall_bars(bars, "各级地区数"), note=f"{level}数", marks=marks)


def last_part(map: MapValues) -> html.Section:
    """The areas that stand last; with their distance to the nation or parent, where it can be told."""
    rows = present(map)
    title = "居后的地区"
    if rows.empty:
        return part(title, nothing_to_show("missing", "没有可以排位的数据。"), className="hc-wall-apart")
    own = map.benchmarks["value"].dropna()
    compared = len(own) > 0 and map.view.indicator["aggregation"] != "sum"
    decimals, unit = int(map.view.indicator["decimals"]), str(map.view.indicator["unit"])
    listed = []
    for row in rows.iloc[::-1].head(15).to_dict("records"):
        value = shown(map, row["value"])
        gap = number(row["value"] - float(own.iloc[-1]), decimals, signed=True) if compared else ""
        told = (value, gap) if compared else ("", value)
        listed.append(WallItem(("", f"第{row['rank']:.0f}"), str(row["name"]), *told, bool(row["demonstration"])))
    note = f"数值，较{map.benchmarks.loc[own.index[-1], 'short_name']}之差" if compared else unit
    return part(title, wall_list(listed, title), note=note, className="hc-wall-apart")
