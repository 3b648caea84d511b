"""The way to the targets: past trend, the pace that still reaches them, and where the past would lead by then."""

import numpy as np
import pandas as pd
from sqlalchemy import Connection, and_, select

from access.viewer import Viewer
from data.assessment.scheme import BY_NUMBER, GIVEN
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
NO_VALUE, NO_TARGET, NO_PACE, TOO_FEW, AT_LIMIT = "no_value", "no_target", "no_pace", "too_few_points", "at_limit"
FULL = 100.0
KEPT_TO_THE_QUERY = ("indicator_id", "breakdown", "proportion", "scoring")


def pace_of_area(
    connection: Connection, *, viewer: Viewer, scheme: str, area: str, indicator: str | None = None
) -> pd.DataFrame:
    """One row per item of `scheme` (or of its items with `indicator`) in an assessed area that the viewer may see; the
    targets are those of the latest yearly phase.

    Columns: item_number, place, name, indicator, unit, decimals, direction, target, target_high, operator, target_year,
    baseline, baseline_year, year (of the newest value), value, points (yearly values that the past is read from),
    demonstration, met, required (units per year that still reach the target; 0 where it is met), years_left, compound
    (the same as a yearly rate), reachable, slope (per year, on the method's scale), projected, projected_low,
    projected_high (95 %, at target_year), chance (0–1, that the target is met then), far (the reach ahead is longer
    than the past), method (`methods.projection`; None where nothing was projected), reason (None, or what is not told
    and why: no_value; no_target; no_pace: all or nothing, yes/no and trends; too_few_points: fewer than five;
    at_limit: the target is the end of the scale, 100 %, of which no chance can be given). Points are yearly values of
    the newest one's kind (published or demonstration), ten at most. Ordered by item.
    """
    items = _items(connection, viewer, scheme, area, indicator)
    values, years, demonstration = _past(items, _series(connection, viewer, area, items))
    points = (~np.isnan(values)).sum(axis=1)
    newest = np.array([row[~np.isnan(row)][-1] if len(row[~np.isnan(row)]) else np.nan for row in values])
    when = np.array([years[~np.isnan(row)][-1] if len(row[~np.isnan(row)]) else np.nan for row in values])
    told = items.assign(year=pd.array(when, dtype="Int64"), value=newest, points=points, demonstration=demonstration)
    numeric = items["scoring"].isin(BY_NUMBER).to_numpy() & items["target"].notna().to_numpy()
    told = _with_pace(told, numeric & ~np.isnan(newest))
    told = _with_projection(told, values, years, numeric & (points >= FEWEST_POINTS))
    told["reason"] = _reasons(told, numeric)
    return told.drop(columns=list(KEPT_TO_THE_QUERY))


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
        item.indicator_id, item.breakdown, item.scoring,
        dim_indicator.c.proportion,
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


def _past(items: pd.DataFrame, series: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(values of the items by year, years, which are demonstration data): the latest of the newest one's kind."""
    years = np.sort((series["period_id"] // 100_000).unique()).astype(float)
    values = np.full((len(items), len(years)), np.nan)
    invented = np.zeros(len(items), dtype=bool)
    for place, number in enumerate(items["indicator_id"]):
        past = series[series["indicator_id"] == number]
        if len(past):
            invented[place] = past["demonstration"].iloc[-1]
            alike = past[past["demonstration"] == invented[place]].tail(MOST_POINTS)
            values[place, np.searchsorted(years, alike["period_id"] // 100_000)] = alike["value"]
    return values, years, invented


def _with_pace(told: pd.DataFrame, known: np.ndarray) -> pd.DataFrame:
    sign, goal = _aim(told)
    value, year = told["value"].to_numpy(), told["year"].to_numpy(dtype=float, na_value=np.nan)
    end = told["target_year"].to_numpy(dtype=float, na_value=np.nan)
    low, high = (told[name].to_numpy(dtype=float) for name in ("target", "target_high"))
    operator, way = (told[name].to_numpy(dtype=object) for name in ("operator", "direction"))
    met = target_met(value, operator, low, high, way)
    pace = required_pace(np.where(known, value, np.nan), year, goal, end, sign)
    names = ("required", "years_left", "compound", "reachable")
    judged = pd.Series(met, index=told.index, dtype="object").where(known, None)
    return told.assign(met=judged, **{name: pace[name].to_numpy() for name in names})


def _with_projection(told: pd.DataFrame, values: np.ndarray, years: np.ndarray, known: np.ndarray) -> pd.DataFrame:
    """Shares are projected on a scale that stays inside 0 and 100, other quantities above 0; where a value lies on the
    border of its scale, on a plain line."""
    sign, goal = _aim(told)
    share = told["proportion"].to_numpy(dtype=bool)
    low, high = np.fmin.reduce(values, axis=1, initial=np.inf), np.fmax.reduce(values, axis=1, initial=-np.inf)
    scale = np.where((low <= 0) | (share & (high >= FULL)), "linear", np.where(share, "logit", "log"))
    end = told["target_year"].to_numpy(dtype=float, na_value=np.nan)
    found = {name: np.full(len(told), np.nan) for name in ("slope", "value", "lower", "upper", "chance")}
    far, method = np.zeros(len(told), dtype=bool), np.full(len(told), None, dtype=object)
    for kind, at in {(k, a) for k, a, there in zip(scale, end, known, strict=True) if there}:
        rows = np.flatnonzero(known & (scale == kind) & (end == at))
        made = projection(values[rows], years, at, target=goal[rows], sign=sign[rows], scale=str(kind))
        for name, filled in found.items():
            filled[rows] = made[name]
        far[rows], method[rows] = made["far"], made["method"]
    ahead = {
        "projected": "value",
        "projected_low": "lower",
        "projected_high": "upper",
        "slope": "slope",
        "chance": "chance",
    }
    told = told.assign(**{name: found[of] for name, of in ahead.items()}, far=far)
    return told.assign(method=pd.Series(method, index=told.index, dtype="object"))


def _aim(told: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    operator, direction = (told[name].to_numpy(dtype=object) for name in ("operator", "direction"))
    low, high = (told[name].to_numpy(dtype=float) for name in ("target", "target_high"))
    return aim(told["value"].to_numpy(dtype=float), operator, low, high, direction)


def _reasons(told: pd.DataFrame, numeric: np.ndarray) -> pd.Series:
    given = told["scoring"].isin(GIVEN).to_numpy()
    words = pd.Series(None, index=told.index, dtype="object")
    few, limit = told["points"] < FEWEST_POINTS, told["chance"].isna()
    # from the last reason to the first, which has the last word
    for reason, holds in ((AT_LIMIT, limit), (TOO_FEW, few), (NO_TARGET, ~numeric), (NO_PACE, given)):
        words[holds] = reason
    words[told["value"].isna()] = NO_VALUE
    return words
