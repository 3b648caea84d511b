"""Observations as tidy rows: the API, exports and data tables."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from data.schema import dim_area, dim_batch, dim_breakdown, dim_indicator, dim_period
from queries.asked_observations import asked_observations
from queries.frame import frame_of
from queries.observed import status_text


def observations(
    connection: Connection,
    *,
    viewer: Viewer,
    indicators: tuple[str, ...] = (),
    parent: str | None = None,
    layer: str | None = None,
    areas: tuple[str, ...] = (),
    periods: tuple[str, ...] = (),
    breakdowns: tuple[str, ...] = (),
    limit: int | None = None,
    offset: int = 0,
) -> pd.DataFrame:
    """One row per observation asked for (see `asked_observations`), at most `limit` after the first `offset`.

    Columns: indicator, area, area_name, period, breakdown, value, numerator, denominator, lower, upper, status, note,
    unit, source, organisation, cut_off, demonstration, verified, batch_id, row_number. The order is fixed within a
    release: indicator (as the release numbers them), period, breakdown, area. Raises KeyError for an unknown layer.
    """
    found, o = asked_observations(
        connection,
        viewer=viewer,
        indicators=indicators,
        parent=parent,
        layer=layer,
        areas=areas,
        periods=periods,
        breakdowns=breakdowns,
    )
    statement = (
        found.add_columns(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            dim_area.c.name.label("area_name"),
            dim_period.c.code.label("period"),
            dim_breakdown.c.code.label("breakdown"),
            *(o.c[name] for name in ("value", "numerator", "denominator", "lower", "upper")),
            status_text(o.c.status).label("status"),
            o.c.note,
            dim_indicator.c.unit,
            *(dim_batch.c[name] for name in ("source", "organisation", "cut_off", "demonstration", "verified")),
            o.c.batch_id,
            o.c.row_number,
        )
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .join(dim_breakdown, dim_breakdown.c.breakdown_id == o.c.breakdown_id)
        .order_by(o.c.indicator_id, o.c.period_id, o.c.breakdown_id, o.c.area_id)
        .offset(offset)
    )
    return frame_of(connection, statement if limit is None else statement.limit(limit))
