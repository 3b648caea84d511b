"""The way to the targets: past trend, the pace that still reaches them, and where the past would lead by then."""

import numpy as np
import pandas as pd
from sqlalchemy import Connection, and_, select

from access.viewer import Viewer
from data.breakdowns import BREAKDOWNS
from data.schema import dim_area, dim_assessment_phase, dim_indicator, dim_scheme, dim_scheme_item, fact_annual
from data.schema import fact_assessment_item as made
from methods.projection import FEWEST_POINTS, projection
from methods.required_pace import required_pace
from methods.target_met import aim, target_met
from queries.assessed import phases_of
from queries.frame import frame_of
from queries.observed import NO_KEY, visible_observations
from queries.scope import visible_areas, visible_indicators

MOST_POINTS = 10  # the latest years; what was before says little of today's pace
TOO_FEW, NO_TARGET, NO_VALUE = "too_few_points", "no_target", "no_value"
ANSWERED = (
    "value", "required", "years_left", "compound", "reachable", "met", "slope", "points", "projected", "projected_low",
    "projected_high", "chance", "far", "method", "reason", "demonstration",
)  # fmt: skip


def pace_of_area(
    connection: Connection, *, viewer: Viewer, scheme: str, area: str, indicator: str | None = None
) -> pd.DataFrame:
    """One row per item of `scheme` (or of its items with `indicator`) in an assessed area that the viewer may see; the
    targets are those of the latest yearly phase.

    Columns: item_number, place, name, indicator, unit, decimals, direction, target, target_high, operator, target_year,
    baseline, baseline_year, year (of the newest value), value, required (units per year that still reach the target; 0
    where it is met), years_left, compound (the same as a yearly rate), reachable, met, slope (per year, least squares
    over `points` years; on the method's scale), projected, projected_low, projected_high (95 %, at target_year), chance
    (0–1, that the target is met then), far (the reach ahead is longer than the past), method (`methods.projection`),
    reason (no_value, no_target, too_few_points: fewer than five; None), demonstration. Points are yearly values of the
    newest one's kind (published or demonstration), ten at most. Ordered by item.
    """
    items = _items(connection, viewer, scheme, area, indicator)
    series = _series(connection, viewer, area, items)
    rows = [_pace(item, series[series["indicator_id"] == item["indicator_id"]]) for item in items.to_dict("records")]
    told = pd.DataFrame(rows, columns=["year", *ANSWERED], index=items.index)
    types = {"year": "Int64", "points": "Int64", "method": "object", "reason": "object", "met": "object"}
    types |= dict.fromkeys(("reachable", "far", "demonstration"), "bool")
    numbers = {name: "float64" for name in ANSWERED if name not in types}
    return pd.concat(
        [items.drop(columns=["indicator_id", "breakdown", "proportion"]), told.astype(types | numbers)], axis=1
    )


def _items(connection: Connection, viewer: Viewer, scheme: str, area: str, indicator: str | None) -> pd.DataFrame:
    p, item, f = dim_assessment_phase.c, dim_scheme_item.c, made.c
    latest = connection.execute(
        phases_of(viewer, p.scheme_id, p.period_id)
        .where(dim_scheme.c.code == scheme, p.phase == "year")
        .order_by(p.period_id.desc())
        .limit(1)
    ).first() or (NO_KEY, NO_KEY)
    columns = (
        item.item_number, item.place, item.name, dim_indicator.c.code.label("indicator"), item.unit, item.decimals,
        item.direction, f.target, f.target_high, f.operator, f.target_year, f.baseline, f.baseline_year,
        item.indicator_id, item.breakdown, dim_indicator.c.proportion,
    )  # fmt: skip
    statement = (
        select(*columns)
        .select_from(made)
        .join(dim_scheme_item, and_(item.scheme_id == f.scheme_id, item.item_number == f.item_number))
        .join(dim_indicator, dim_indicator.c.indicator_id == f.indicator_id)
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .where(f.scheme_id == latest[0], f.period_id == latest[1], dim_area.c.code == area)
        .where(visible_areas(viewer), visible_indicators(viewer))
        .order_by(item.item_number)
    )
    return frame_of(connection, statement if indicator is None else statement.where(dim_indicator.c.code == indicator))


def _series(connection: Connection, viewer: Viewer, area: str, items: pd.DataFrame) -> pd.DataFrame:
    groups = {b.code: b.id for b in BREAKDOWNS}
    wanted = [int(number) for number in items["indicator_id"]] or [NO_KEY]
    o = visible_observations(
        viewer,
        fact_annual.c.area_id == (int(area) if area.isascii() and area.isdigit() else NO_KEY),
        fact_annual.c.indicator_id.in_(wanted),
        fact_annual.c.value.is_not(None),
        fact=fact_annual,
    )
    statement = select(o.c.indicator_id, o.c.breakdown_id, o.c.period_id, o.c.value, o.c.demonstration)
    found = frame_of(connection, statement.order_by(o.c.indicator_id, o.c.breakdown_id, o.c.period_id))
    asked = dict(zip(items["indicator_id"], items["breakdown"].map(groups), strict=True))
    return found[found["breakdown_id"] == found["indicator_id"].map(asked)]


def _pace(item: dict, past: pd.DataFrame) -> dict:
    blank: dict = dict.fromkeys(("year", *ANSWERED)) | {"reachable": False, "far": False, "demonstration": False}
    if past.empty:
        return blank | {"reason": NO_VALUE, "points": 0}
    newest = past.iloc[-1]
    alike = past[past["demonstration"] == newest["demonstration"]].tail(MOST_POINTS)
    year, value = int(newest["period_id"]) // 100_000, float(newest["value"])
    told = blank | {
        "year": year, "value": value, "points": len(alike), "demonstration": bool(newest["demonstration"]),
    }  # fmt: skip
    goal, high = float(item["target"]), float(item["target_high"])
    if np.isnan(goal) or item["operator"] is None:
        return told | {"reason": NO_TARGET}
    given = (np.array([item["operator"]], dtype=object), np.array([goal]), np.array([high]))
    way = np.array([item["direction"]], dtype=object)
    sign, aimed = aim(np.array([value]), *given, way)
    pace = required_pace(value, year, aimed, item["target_year"], sign).iloc[0]
    told |= {name: pace[name] for name in ("required", "years_left", "compound")}
    told |= {"reachable": bool(pace["reachable"]), "met": bool(target_met(np.array([value]), *given, way)[0])}
    years = (alike["period_id"] // 100_000).to_numpy(dtype=float)
    values = alike["value"].to_numpy(dtype=float)
    ahead = _projected(values, years, float(item["target_year"]), aimed, sign, bool(item["proportion"]))
    names = {"value": "projected", "lower": "projected_low", "upper": "projected_high"}
    told |= {
        names.get(str(name), name): ahead[name] for name in ("value", "lower", "upper", "chance", "slope", "method")
    }
    return told | {"far": bool(ahead["far"]), "reason": TOO_FEW if len(alike) < FEWEST_POINTS else None}


def _projected(
    values: np.ndarray, years: np.ndarray, at: float, goal: np.ndarray, sign: np.ndarray, proportion: bool
) -> pd.Series:
    """Shares stay inside 0 and 100, other quantities above 0; where a value is on the border, a plain line."""
    scale = "logit" if proportion else "log"
    if np.any(values <= 0) or (proportion and np.any(values >= 100)):
        scale = "linear"
    return projection(values, years, at, target=goal, sign=sign, scale=scale).iloc[0]
