"""What a release holds of what a viewer may see, as the part of a statement that the questions of coverage share."""

from sqlalchemy import ColumnElement, Subquery, func, select

from access.viewer import Viewer
from data.schema import fact_coverage


def visible_coverage(viewer: Viewer, *conditions: ColumnElement[bool]) -> Subquery:
    """`fact_coverage` (where `conditions` hold) summed over the classifications of the viewer: indicator_id, period_id,
    breakdown_id, level, observations, with_value, demonstration, batch_id (the latest).

    Counts are of the whole nation, also for a viewer of one province: they say what exists, not how much it is.
    """
    c = fact_coverage.c
    keys = (c.indicator_id, c.period_id, c.breakdown_id, c.level)
    return (
        select(
            *keys,
            func.sum(c.observations).label("observations"),
            func.sum(c.with_value).label("with_value"),
            func.sum(c.demonstration).label("demonstration"),
            func.max(c.batch_id).label("batch_id"),
        )
        .where(c.classification.in_(viewer.classifications), *conditions)
        .group_by(*keys)
        .subquery("held")
    )
