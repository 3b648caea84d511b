"""地区画像: how far the area's parts lie apart, and town and country, on its first headline indicators."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from components.downloads import exports
from components.figure_frame import figure_frame
from components.inequality_lines import Dot, Line
from components.inequality_overview import UNKNOWN, Interval, OverviewRow, inequality_overview
from components.provenance import provenance
from components.states import nothing_to_show
from methods.dispersion import dispersion
from methods.group_gap import group_gap
from methods.slope_index_of_inequality import FEWEST_GROUPS
from pages.area_portrait import Portrait
from pages.inequality import RANKED_BY, RANKED_IN, RANKED_WORDS, region_values, slopes
from pages.judged_points import limited_each
from pages.quality_marks import HIDE, hides, marked, marks_of
from queries.batches import batches
from queries.values_of_groups import values_of_groups
from queries.values_of_parts import values_of_parts
from queries.view_of import LAYER_NAMES, NATION, Record

INEQUALITY = "area-inequality"
PAIRS = (("urban", "rural", "城市－农村"), ("east", "west", "东部－西部"))


@dataclass(frozen=True)
class Apart:
    """Values of `parts` as (indicators, areas) with people and schooling of the areas, and what was computed."""

    codes: list[str]
    parts: pd.DataFrame
    groups: pd.DataFrame
    spread: pd.DataFrame
    slope: pd.DataFrame


def inequality(portrait: Portrait, codes: tuple[str, ...]):
    """One row per indicator; nothing where the area has no parts."""
    layers, area = portrait.view.layers, portrait.area
    if not layers or not codes:
        return None
    told = apart_of(portrait, codes, layers[0])
    word = LAYER_NAMES[layers[0]]
    title = f"{area['short_name']}内部差距"
    if told.parts.empty:
        body: Any = nothing_to_show("missing", f"{area['name']}的各{word}没有这些指标的数据。")
        return figure_frame(body, id=INEQUALITY, title=title, version=portrait.view.version)
    rows = [row_of(portrait, told, n, code) for n, code in enumerate(told.codes)]
    how = (
        f"变异系数以2020年普查15岁及以上人口加权。斜率指数：按{RANKED_WORDS}由高到低排列各{word}，"
        f"文盲率最低端减最高端，不足{FEWEST_GROUPS}个不算。差距区间由两组区间合成（MOVER）；区间不含0才记为显著。"
        "“—”为没有分组数据或不能计算。点开指标看全部衡量。"
    )
    search = {
        "indicator": list(told.codes), "parent": area["code"], "layer": layers[0],
        "period": sorted({r.year for r in rows}), "breakdown": "all", "v": portrait.view.version,
    }  # fmt: skip
    search |= {"quality": HIDE} if hides(portrait.selection) else {}
    pairs = [words for _, _, words in PAIRS[: 2 if area["code"] == NATION else 1]]
    return figure_frame(
        inequality_overview(rows, layer=word, pairs=pairs, how=how), id=INEQUALITY, title=title, unit="见各行",
        subtitle="、".join([f"各{word}之间", *(f"{words[:2]}与{words[3:]}" for words in pairs)]),
        version=portrait.view.version,
        exports=exports(INEQUALITY, search=search, name=f"{area['name']}内部差距"),
        **provenance([told.parts, told.groups], portrait.view.ask(batches)),
    )  # fmt: skip


def apart_of(portrait: Portrait, codes: tuple[str, ...], layer: str) -> Apart:
    """Two questions and one pass of arithmetic for all indicators: each in its year of the profile."""
    view, area = portrait.view, portrait.area["code"]
    periods = dict(portrait.pairs)
    years = tuple((code, periods[code]) for code in codes)
    found = view.ask(values_of_parts, parent=area, layer=layer, periods=(*years, (RANKED_BY, RANKED_IN)))
    schooling = found[found["indicator"] == RANKED_BY].set_index("area")
    parts = found[found["indicator"].isin(codes)]
    wanted = tuple(code for pair in PAIRS for code in pair[:2])
    groups = view.ask(values_of_groups, area=area, periods=years, breakdowns=wanted)
    if hides(portrait.selection):
        parts, groups = _undoubted(portrait, parts, years), _undoubted(portrait, groups.assign(area=area), years)
    parts, groups = (limited_each(frame, portrait.indicators) for frame in (parts, groups))
    listed = parts["area"].drop_duplicates().sort_values().tolist()
    held = [code for code in codes if (parts["indicator"] == code).any()]
    grids = {
        name: parts.pivot(index="indicator", columns="area", values=name).reindex(index=held, columns=listed).to_numpy()
        for name in ("value", "lower", "upper")
    }
    ranked = schooling.reindex(listed)
    people, rank = (ranked[name].to_numpy(dtype=float) for name in ("denominator", "value"))
    weights = people if np.nansum(people) > 0 else None
    if not held:
        return Apart([], parts, groups, pd.DataFrame(), pd.DataFrame())
    slope = slopes(grids["value"], grids["lower"], grids["upper"], people, rank)
    return Apart(held, parts, groups, dispersion(grids["value"], weights), slope)


def _undoubted(portrait: Portrait, frame: pd.DataFrame, years: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """The rows that are in no doubt."""
    told = frame.assign(period=frame["indicator"].map(dict(years)))
    marks = marks_of(portrait.view, tuple(code for code, _ in years), areas=frame["area"].tolist())
    same = {} if "breakdown" in frame.columns else {"breakdown": "all"}
    told = marked(told, marks, portrait.selection, **same)
    return told[told["value"].notna()]


def row_of(portrait: Portrait, told: Apart, place: int, code: str) -> OverviewRow:
    indicator, year = portrait.indicators[code], dict(portrait.pairs)[code]
    here = told.parts[told.parts["indicator"] == code]
    dots = tuple(Dot(name, float(value)) for name, value in zip(here["short_name"], here["value"], strict=True))
    spread, slope = told.spread.iloc[place].to_dict(), told.slope.iloc[place].to_dict()
    known = slope["groups"] >= FEWEST_GROUPS and code != RANKED_BY
    return OverviewRow(
        name=indicator["short_name"], unit=indicator["unit"], decimals=int(indicator["decimals"]),
        address=portrait.selection.change(indicator=code, period=year).address("/indicators"), year=year,
        line=Line(indicator["short_name"], dots), whole=portrait.value(code, portrait.area["code"]),
        n=int(spread["n"]), span=float(spread["range"]), variation=float(spread["variation"]),
        slope=(float(slope["value"]), float(slope["lower"]), float(slope["upper"])) if known else UNKNOWN,
        gaps=_gaps(portrait, told, here, code), demonstration=bool(here["demonstration"].any()),
    )  # fmt: skip


def _gaps(portrait: Portrait, told: Apart, here: pd.DataFrame, code: str) -> tuple[Interval, ...]:
    """Town and country, east and west: as published, the regions else from the sums of their provinces."""
    rows: list[Any] = told.groups[told.groups["indicator"] == code].to_dict("records")
    groups: dict[str, Record] = {row["breakdown"]: row for row in rows}
    if portrait.area["code"] == NATION and "east" not in groups:
        regions = here.assign(region=[portrait.areas[area]["macro_region"] for area in here["area"]])
        summed = region_values(regions, portrait.indicators[code])
        groups |= {part: summed[name] for part, name in (("east", "东部"), ("west", "西部")) if name in summed}
    return tuple(_gap(groups.get(one), groups.get(other)) for one, other, _ in PAIRS)


def _gap(one: Record | None, other: Record | None) -> Interval:
    if one is None or other is None:
        return UNKNOWN
    sides = [float(side[part]) for side in (one, other) for part in ("value", "lower", "upper")]
    found = group_gap(*sides).iloc[0].to_dict()
    return float(found["difference"]), float(found["lower"]), float(found["upper"])
