"""How many findings there are in an area."""

import pandas as pd
from sqlalchemy import Connection, func

from access.viewer import Viewer
from queries.found import asked_findings, visible_findings
from queries.frame import frame_of
from queries.scope import NATION


def findings_count(
    connection: Connection,
    *,
    viewer: Viewer,
    area: str = NATION,
    form: str | None = None,
    period: str | None = None,
    rule: str | None = None,
    dimension: str | None = None,
    severity: str | tuple[str, ...] | None = None,
    indicator: str | None = None,
    keys: tuple[str, ...] | None = None,
    without: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """One row with the column findings: how many rows `findings` of the same arguments has in all."""
    wanted = asked_findings(
        area=area, form=form, period=period, rule=rule, dimension=dimension, severity=severity, indicator=indicator,
        keys=keys, without=without,
    )  # fmt: skip
    return frame_of(connection, visible_findings(viewer, func.count().label("findings"), wanted=wanted))
