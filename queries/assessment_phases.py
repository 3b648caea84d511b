"""The phases for which a scheme has results."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from data.schema import dim_assessment_phase, dim_period, dim_scheme
from queries.assessed import phases_of
from queries.frame import frame_of

_BEFORE, _YEAR_BEFORE = dim_period.alias("before"), dim_period.alias("year_before")


def assessment_phases(connection: Connection, *, viewer: Viewer, scheme: str) -> pd.DataFrame:
    """One row per phase that holds no batch kept from the viewer, the oldest first.

    Columns: period, period_label, phase (half, three_quarters, year), year, end_date (date), target_year (of most
    items), targets_changed (against the year before: the totals of the two do not compare), previous_phase_period and
    previous_year_period (None without one), areas, ranked, doubtful_values (that variant trusted leaves out), bands
    (rank bands were drawn), note (None, or why not), demonstration. Counts are of the whole nation.
    """
    p = dim_assessment_phase.c
    columns = (
        dim_period.c.code.label("period"), dim_period.c.label.label("period_label"), p.phase, dim_period.c.year,
        dim_period.c.end_date, p.target_year, p.targets_changed, _BEFORE.c.code.label("previous_phase_period"),
        _YEAR_BEFORE.c.code.label("previous_year_period"), p.areas, p.ranked,
        p.doubtful.label("doubtful_values"), p.bands, p.note, p.demonstration,
    )  # fmt: skip
    statement = (
        phases_of(viewer, *columns)
        .join(dim_period, dim_period.c.period_id == p.period_id)
        .outerjoin(_BEFORE, _BEFORE.c.period_id == p.previous_phase_id)
        .outerjoin(_YEAR_BEFORE, _YEAR_BEFORE.c.period_id == p.previous_year_id)
        .where(dim_scheme.c.code == scheme)
        .order_by(dim_period.c.end_date, dim_period.c.period_id)
    )
    return frame_of(connection, statement)
