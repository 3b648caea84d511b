"""What plans ask of indicators: targets with their baselines."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_target
from queries.frame import frame_of
from queries.scope import visible_areas, visible_indicators


def targets_of_indicators(
    connection: Connection, *, viewer: Viewer, indicators: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """One row per target of `indicators` (None: of all): national ones, and those of areas that the viewer may see.

    Columns: indicator, plan, area, kind (number range pair yes_no trend relative), baseline_value, baseline_year,
    baseline_text, operator, value, value_high, text, year, plan_version, verified, source; values in the indicator's
    unit. Ordered by indicator, year, plan and number of the target.
    """
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_target.c.plan,
            dim_area.c.code.label("area"),
            *[
                dim_target.c[name]
                for name in (
                    "kind", "baseline_value", "baseline_year", "baseline_text", "operator", "value", "value_high",
                    "text", "year", "plan_version", "verified", "source",
                )
            ],
        )
        .join(dim_indicator, dim_indicator.c.indicator_id == dim_target.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == dim_target.c.area_id)
        .where(visible_indicators(viewer), (dim_area.c.level == "nation") | visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_target.c.year, dim_target.c.plan, dim_target.c.target_number)
    )  # fmt: skip
    if indicators is not None:
        statement = statement.where(dim_indicator.c.code.in_(indicators))
    return frame_of(connection, statement)
