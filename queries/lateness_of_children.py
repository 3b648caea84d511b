"""Which areas of one layer have reports that came late or not at all, all units inside each taken together."""

import pandas as pd
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    case,
    cast,
    func,
    or_,
    select,
)

from access.viewer import Viewer
from data.schema import dim_area, dim_batch, dim_form, dim_period, fact_submission
from queries.found import started_in
from queries.frame import frame_of
from queries.observed import LAYERS, period_id
from queries.scope import inside, visible_areas, visible_batches, visible_forms
from queries.scored import ALL_FORMS

SUMMED = ("units", "missing", "late", "expected", "reported", "on_time")


def lateness_of_children(
    connection: Connection, *, viewer: Viewer, form: str, period: str, parent: str, layer: str
) -> pd.DataFrame:
    """One row per area of `layer` inside `parent` with a reporting unit (itself or anything inside it).

    `form` ALL with a year holds all forms of all periods that start in it. Columns: area, name, due (the last
    deadline), received (the day the last report came; None where one is missing), late_days (the most; <NA> where
    nothing came), units (reporting units and periods), missing and late (those without a report, and late), expected,
    reported, on_time (institutions), demonstration. Those with missing reports come first, then the latest. Raises
    KeyError for an unknown layer.
    """
    told = _told_by_area(viewer, form, period).subquery("told")
    held, place = dim_area.alias("held"), dim_area
    missing = func.sum(told.c.missing)
    latest = func.max(told.c.late_days)
    statement = (
        select(
            place.c.code.label("area"),
            place.c.name,
            func.max(told.c.due).label("due"),
            case((missing == 0, func.max(told.c.received))).label("received"),
            latest.label("late_days"),
            *(cast(func.sum(told.c[name]), BigInteger).label(name) for name in SUMMED),
            cast(func.max(told.c.demonstration), Boolean).label("demonstration"),
        )
        .select_from(told)
        .join(held, held.c.area_id == told.c.area_id)
        .join(place, place.c.code == _holder(held, layer))
        .where(LAYERS[layer], inside((parent,)), visible_areas(viewer))
        .group_by(place.c.code, place.c.name)
        .order_by(missing.desc(), latest.desc().nulls_last(), place.c.code)
    )
    return frame_of(connection, statement)


def _holder(held: FromClause, layer: str) -> ColumnElement[str]:
    """Code of the area of a layer that holds an area, if any does: itself, its prefecture or its province. As one
    expression, because a join by any of three compares every area with every other."""
    if layer == "province":
        return held.c.province_code
    above = func.coalesce(held.c.prefecture_code, held.c.province_code)
    return case((held.c[f"in_{layer}_layer"], held.c.code), else_=above)


def _told_by_area(viewer: Viewer, form: str, period: str) -> Select[tuple]:
    """What the reporting units of each area sent. Joined to the areas above afterwards: that join has no key."""
    s = fact_submission.c
    reporting = dim_area.alias("reporting")
    wanted = [visible_areas(viewer, reporting), visible_forms(viewer), or_(s.batch_id == 0, visible_batches(viewer))]
    if form == ALL_FORMS:
        wanted.append(started_in(period, s.period_id))
    else:
        wanted += [dim_form.c.code == form, s.period_id == period_id(period)]
    absent = s.received.is_(None)
    late = case((~absent & (s.received > s.due), 1), else_=0)
    made = case((or_(dim_batch.c.demonstration, dim_batch.c.batch_id.is_(None) & dim_form.c.demonstration), 1), else_=0)
    return (
        select(
            s.area_id,
            func.max(s.due).label("due"),
            func.max(s.received).label("received"),
            func.max(s.late_days).label("late_days"),
            func.count().label("units"),
            func.sum(case((absent, 1), else_=0)).label("missing"),
            func.sum(late).label("late"),
            *(func.sum(s[name]).label(name) for name in ("expected", "reported", "on_time")),
            func.max(made).label("demonstration"),
        )
        .join(dim_form, dim_form.c.form_id == s.form_id)
        .join(dim_period, dim_period.c.period_id == s.period_id)
        .join(reporting, reporting.c.area_id == s.area_id)
        .outerjoin(dim_batch, dim_batch.c.batch_id == s.batch_id)
        .where(*wanted)
        .group_by(s.area_id)
    )
