"""The loaded files behind a release: who sent them, when, and what they are."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_batch
from queries.frame import frame_of
from queries.scope import visible_batches


def batches(connection: Connection, *, viewer: Viewer, ids: tuple[int, ...] | None = None) -> pd.DataFrame:
    """One row per batch of `ids` (None: of all) whose classification the viewer may see, ordered by batch_id.

    Columns: those of `dim_batch`; received, due and cut_off are dates or None; observations is how many of its rows
    readers see in this release.
    """
    statement = select(dim_batch).where(visible_batches(viewer)).order_by(dim_batch.c.batch_id)
    if ids is not None:
        statement = statement.where(dim_batch.c.batch_id.in_(ids))
    return frame_of(connection, statement)
