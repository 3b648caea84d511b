"""The quality scores of one indicator's values in a period: where something failed."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area
from queries.frame import frame_of
from queries.graded_values import graded_values
from queries.observed import indicator_id, period_id, placed_inside
from queries.scope import visible_areas
from queries.scored import score_columns


def quality_of_values(
    connection: Connection,
    *,
    viewer: Viewer,
    indicator: str,
    period: str,
    areas: tuple[str, ...] | None = None,
    parent: str | None = None,
    layer: str | None = None,
) -> pd.DataFrame:
    """One row per area where a check of the indicator failed in the period, in any breakdown: an area without a row
    has passed whatever was checked. `parent` and `layer` keep the areas of a map, `areas` those named.

    Columns: area, completeness, timeliness, accuracy, consistency, authenticity, total, grade, capped, hard_failed,
    findings, severe, demonstration. Ordered by area. Raises KeyError for an unknown layer.
    """
    grades = graded_values(viewer, [indicator_id(connection, viewer, indicator)])
    statement = (
        select(dim_area.c.code.label("area"), *score_columns(grades), grades.c.demonstration)
        .select_from(grades)
        .join(dim_area, dim_area.c.area_id == grades.c.area_id)
        .where(grades.c.period_id == period_id(period), visible_areas(viewer), *placed_inside(parent, layer, areas))
        .order_by(dim_area.c.code)
    )
    return frame_of(connection, statement)
