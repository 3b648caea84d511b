"""Where the rows of some batches lie in a period: which of them may have corrected what a version before had wrong."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_breakdown, dim_indicator, fact_observation
from queries.frame import frame_of
from queries.observed import indicator_ids, period_id, visible_observations
from queries.scope import visible_areas


def places_of_batches(connection: Connection, *, viewer: Viewer, period: str, batches: tuple[int, ...]) -> pd.DataFrame:
    """One row per indicator, breakdown, area and batch among `batches` whose row readers see in `period`.

    Columns: indicator, breakdown, area, batch_id. Ordered by all four.
    """
    o = visible_observations(
        viewer,
        fact_observation.c.indicator_id.in_(sorted(indicator_ids(connection, viewer, None).values())),
        fact_observation.c.period_id == period_id(period),
        fact_observation.c.batch_id.in_(batches),
    )
    columns = (
        dim_indicator.c.code.label("indicator"),
        dim_breakdown.c.code.label("breakdown"),
        dim_area.c.code.label("area"),
        o.c.batch_id,
    )
    statement = (
        select(*columns)
        .select_from(o)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_breakdown, dim_breakdown.c.breakdown_id == o.c.breakdown_id)
        .where(visible_areas(viewer))
        .order_by(*columns)
    )
    return frame_of(connection, statement)
