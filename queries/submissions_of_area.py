"""Who had to report in an area, by when, and what came."""

import pandas as pd
from sqlalchemy import Connection, and_, case, func, or_, select

from access.viewer import Viewer
from data.schema import dim_area, dim_batch, dim_form, dim_period, fact_submission
from queries.found import started_in
from queries.frame import frame_of
from queries.observed import period_id, placed_inside
from queries.scope import visible_areas, visible_batches, visible_forms
from queries.scored import ALL_FORMS

COUNTED = (
    "expected", "reported", "on_time", "late_days", "cells_required", "cells_filled", "cases_expected",
    "cases_entered", "codes_total", "codes_valid", "diagnoses_total", "diagnoses_valid", "records_total",
    "records_duplicate", "records_traced", "items_sampled", "items_agreed", "staff_counted", "staff_registered",
)  # fmt: skip


def submissions_of_area(
    connection: Connection,
    *,
    viewer: Viewer,
    form: str,
    period: str,
    area: str,
    layer: str | None = None,
    late: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> pd.DataFrame:
    """One row per form, period and reporting unit in `area` and inside it (with `layer`: its areas of that layer; with
    `late` only what is missing or came late).

    `form` ALL with a year holds all forms of all periods that start in it. Columns: form, form_name, period,
    period_label, area, area_name, level, organisation (empty: all units of the area together), due, received (dates;
    None: not reported), corrected, expected, reported, on_time, late_days and the other counts of `fact_submission`
    (<NA> where not counted), note, batch_id (<NA>: no file told of it), row_number, file_name, demonstration. What is
    missing comes first, then the latest, then by area, form, period and organisation.
    """
    s = fact_submission.c
    wanted = [visible_areas(viewer), visible_forms(viewer), *placed_inside(area, layer, None)]
    wanted.append(or_(s.batch_id == 0, visible_batches(viewer)))
    if form == ALL_FORMS:
        wanted.append(started_in(period, s.period_id))
    else:
        wanted += [dim_form.c.code == form, s.period_id == period_id(period)]
    if late:
        wanted.append(or_(s.received.is_(None), s.late_days > 0))
    statement = (
        select(*_columns())
        .join(dim_form, dim_form.c.form_id == s.form_id)
        .join(dim_area, dim_area.c.area_id == s.area_id)
        .join(dim_period, dim_period.c.period_id == s.period_id)
        .outerjoin(dim_batch, dim_batch.c.batch_id == s.batch_id)
        .where(*wanted)
        .order_by(
            case((s.received.is_(None), 0), else_=1),
            s.late_days.desc().nulls_last(),
            s.area_id, s.form_id, s.period_id, s.organisation,
        )
        .offset(offset)
    )  # fmt: skip
    return frame_of(connection, statement if limit is None else statement.limit(limit))


def _columns() -> list:
    s = fact_submission.c
    return [
        dim_form.c.code.label("form"),
        dim_form.c.name.label("form_name"),
        dim_period.c.code.label("period"),
        dim_period.c.label.label("period_label"),
        dim_area.c.code.label("area"),
        dim_area.c.name.label("area_name"),
        dim_area.c.level,
        s.organisation,
        s.due,
        s.received,
        s.corrected,
        *(s[name] for name in COUNTED),
        s.note,
        func.nullif(s.batch_id, 0).label("batch_id"),
        s.row_number,
        dim_batch.c.file_name,
        func.coalesce(dim_batch.c.demonstration, and_(s.batch_id == 0, dim_form.c.demonstration)).label(
            "demonstration"
        ),
    ]
