"""A release in one row: when it was published and how much it holds."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import release_info
from queries.frame import frame_of


def release_description(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row. Columns: version, published_at, observations, batches, cut_off, note; the same for every viewer."""
    names = ("version", "published_at", "observations", "batches", "cut_off", "note")
    statement = select(*[release_info.c[name] for name in names]).order_by(release_info.c.version)
    return frame_of(connection, statement)
