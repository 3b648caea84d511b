"""How many observations an export asks for."""

import pandas as pd
from sqlalchemy import Connection, func

from access.viewer import Viewer
from queries.asked_observations import asked_observations
from queries.frame import frame_of


def observations_count(
    connection: Connection,
    *,
    viewer: Viewer,
    indicators: tuple[str, ...] = (),
    parent: str | None = None,
    layer: str | None = None,
    areas: tuple[str, ...] = (),
    periods: tuple[str, ...] = (),
    breakdowns: tuple[str, ...] = (),
) -> pd.DataFrame:
    """One row with the column observations: how many rows `observations` of the same arguments has in all."""
    found, _ = asked_observations(
        connection,
        viewer=viewer,
        indicators=indicators,
        parent=parent,
        layer=layer,
        areas=areas,
        periods=periods,
        breakdowns=breakdowns,
    )
    return frame_of(connection, found.add_columns(func.count().label("observations")))
