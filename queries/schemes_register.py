"""The assessment schemes of a release, also those that cannot be used, with the reason."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_scheme
from queries.assessed import visible_schemes
from queries.frame import frame_of


def schemes_register(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per scheme without an indicator that the viewer may not see, ordered by scheme.

    Columns: scheme (its code), then those of `dim_scheme`: name, version, level, parent, official, verified, source,
    note, minimum_coverage, grading, comparison_groups, dimensions, settings (all JSON), classification, problem.
    """
    others = [column for column in dim_scheme.c if column.name not in ("scheme_id", "code")]
    statement = select(dim_scheme.c.code.label("scheme"), *others)
    return frame_of(connection, statement.where(visible_schemes(viewer)).order_by(dim_scheme.c.code))
