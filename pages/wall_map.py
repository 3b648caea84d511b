"""The map in the middle of a wall, its ranking, and where both are from; shared by the wall's pictures."""

from typing import Any

import pandas as pd
from dash import html

from access.viewer import Viewer
from components import palette
from components.map_figure import map_credit, map_figure
from components.map_legend import class_words
from components.marks import demonstration as demonstration_mark
from components.marks import unverified as unverified_mark
from components.numbers import count, is_missing, number
from components.ranking_table import Scale, scale_of
from components.selection import Selection
from components.states import nothing_to_show
from components.wall_frame import part
from components.wall_graph import wall_graph
from components.wall_legend import wall_legend
from components.wall_ranking import WallRow, shortened, wall_ranking
from data.boundaries.read import read_frame
from data.settings import settings
from data.warehouse import resolve_version
from methods.classes import class_of, round_breaks
from methods.ranks import competition_ranks
from pages.map_values import MapValues, place_of
from queries.view_of import LAYER_NAMES, NATION, Record, mapped_indicators, view_of

USUAL_INDICATOR = "A65"  # verified for all provinces, prefectures and counties by the census


def map_values_of(selection: Selection, notices: list[str], *, viewer: Viewer) -> MapValues:
    """What the wall's map shows: the address's indicator, else the one that every level has published figures of."""
    asked = selection
    if selection.indicator is None:
        mapped = mapped_indicators(viewer=viewer, version=resolve_version(selection.v))
        asked = selection.change(indicator=USUAL_INDICATOR if USUAL_INDICATOR in mapped else None)
    view = view_of(asked, viewer=viewer, real_first=True)
    place = place_of(view, selection.layer)
    notices += view.notices
    chosen = selection.change(
        indicator=view.indicator["code"], area=view.area["code"], period=view.period and view.period["code"]
    )
    map = MapValues(view, place, chosen)
    if chosen.classes != "fixed" or not all_alike(map):
        return map
    notices.append("分级断点按所示地区取整")
    return OwnClasses(view, place, chosen)


class OwnClasses(MapValues):
    """Breaks of the areas shown: by those of the counties all provinces stand in one class, and the map tells
    nothing."""

    @property
    def breaks(self) -> list[float]:
        return round_breaks(self.children.loc[self.children["has_statistics"], "value"])


def all_alike(map: MapValues) -> bool:
    """Whether areas of different values are all in the lowest or highest class."""
    if not map.view.period or map.children.empty:
        return False
    values = map.children.loc[map.children["has_statistics"], "value"].dropna()
    return values.nunique() > 3 and pd.Series(class_of(values, map.breaks, right=False)).nunique() == 1


def map_part(map: MapValues) -> html.Section:
    """Title, legend, map, credit; or why there is no map."""
    view, place = map.view, map.place
    title = view.indicator["short_name"]
    if not view.period or map.children.empty or map.children["value"].isna().all():
        why = f"{place.parent['name']}没有分{LAYER_NAMES[place.layer]}的{view.indicator['name']}数据。"
        return part(title, nothing_to_show("missing", why), className="hc-wall-middle")
    breaks = map.breaks
    counted = view.indicator["aggregation"] == "sum"
    where = "" if place.parent["code"] == NATION else f"{place.parent['name']}　"
    return drawn_map(
        map.children.assign(class_index=class_of(map.children["value"], breaks, right=False)),
        parent=place.parent, layer=place.layer, selected=place.selected, breaks=breaks,
        colours=palette.sequential(len(breaks) + 1, "wall"),
        words=class_words(breaks, int(view.indicator["decimals"]), counts=counted),
        decimals=int(view.indicator["decimals"]), title=title, marks=marks_of_map(map),
        note=f"{where}{view.period['label']}　单位：{view.indicator['unit']}",
    )  # fmt: skip


def drawn_map(
    areas: pd.DataFrame,
    *,
    parent: Record,
    layer: str,
    colours: list[str],
    words: list[str],
    title: str,
    note: str,
    marks: list[Any],
    breaks: list[float] | None = None,
    decimals: int | None = None,
    selected: str | None = None,
    nothing: str = "无数据",
) -> html.Section:
    """`areas` has area, value, class_index and perhaps doubt; `words` name the classes."""
    frame = read_frame(settings().geo, parent["code"], layer)
    if frame is None:
        why = f"{parent['name']}没有分{LAYER_NAMES[layer]}的边界。"
        return part(title, nothing_to_show("missing", why), note=note, className="hc-wall-middle")
    figure = map_figure(
        areas=areas, frame=frame, geo_url_prefix="/geo/", colours=colours, breaks=breaks, selected=selected,
        size="wall", theme="wall", decimals=decimals,
    )  # fmt: skip
    crossed = "doubt" in areas and bool(((areas["doubt"] != "") & areas["class_index"].notna()).any())
    graph = wall_graph("map", figure, label=f"{parent['name']}{title}地图")
    return part(
        title, wall_legend(words, colours, nothing=nothing, doubt=crossed), graph, credit(),
        note=note, marks=marks, className="hc-wall-middle",
    )  # fmt: skip


def credit() -> html.Div:
    return html.Div(map_credit(settings().map_source, settings().map_approval), className="hc-credit")


def marks_of_map(map: MapValues) -> list[Any]:
    marks: list[Any] = []
    if bool(map.children["demonstration"].any()):
        marks.append(demonstration_mark())
    if not map.source["verified"]:
        marks.append(unverified_mark())
    return marks


def ranking_part(map: MapValues, **most: int) -> html.Section:
    """The areas of the map in order, the nation or the parent where it would stand."""
    indicator = map.view.indicator
    rows = ranked_rows(map)
    body = wall_ranking(shortened(rows, **most), f"{indicator['name']}位次") if rows else nothing_to_show(
        "missing", "没有可以排位的数据。")  # fmt: skip
    note = f"{indicator['short_name']}，{indicator['unit']}" if len(indicator["short_name"]) < 9 else indicator["unit"]
    marks = [demonstration_mark(short=True)] if len(map.children) and map.children["demonstration"].all() else []
    return part("位次", body, note=note, marks=marks, className="hc-wall-side")


def ranked_rows(map: MapValues) -> list[WallRow]:
    if not map.view.period or map.children.empty:
        return []
    view, children = map.view, map.children
    lower = view.indicator["direction"] == "lower"
    ranked = (children["has_statistics"] & children["value"].notna()).to_numpy()
    ranks = competition_ranks(children["value"], direction="lower" if lower else "higher", ranked=ranked)
    shown = children.assign(rank=ranks, reference=False)
    shown = shown[shown["value"].notna()]
    if view.indicator["aggregation"] != "sum":
        beside = map.benchmarks[map.benchmarks["value"].notna()].assign(rank=float("nan"), reference=True)
        shown = pd.concat([shown, beside]).sort_values(
            ["value", "reference"], ascending=[lower, True], kind="stable"
        )  # fmt: skip
    scale = scale_of(shown["value"], shown[["lower", "upper"]])
    colours = palette.sequential(len(map.breaks) + 1, "wall")
    classes = class_of(shown["value"], map.breaks, right=False)
    mixed = children.loc[children["value"].notna(), "demonstration"].nunique() > 1
    return [_row(map, row, scale, colours, index, mixed)
            for row, index in zip(shown.itertuples(), classes, strict=True)]  # fmt: skip


def _row(map: MapValues, row: Any, scale: Scale, colours: list[str], index: float, mixed: bool) -> WallRow:
    indicator = map.view.indicator
    value = count(row.value) if indicator["aggregation"] == "sum" else number(row.value, int(indicator["decimals"]))
    mark = None
    if row.doubt:
        mark = html.Span("存疑", className="hc-doubt")
    elif mixed and row.demonstration:
        mark = demonstration_mark(short=True)
    at = scale.at(float(row.value)) / 100
    return WallRow(
        rank="" if is_missing(row.rank) else f"{row.rank:.0f}",
        name=str(row.short_name), value=value,
        share=at if scale.bars else None, band=None if scale.bars else (at, at, at),
        colour="" if row.reference else colours[int(index)], reference=bool(row.reference), mark=mark,
    )  # fmt: skip
