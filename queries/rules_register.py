"""The quality rules of a release, also those that could not be run, with the reason."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_rule
from queries.frame import frame_of


def rules_register(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per rule, ordered by rule; the same for every viewer, counts are of the whole release.

    Columns: rule (its code), then those of `dim_rule`: name, dimension, scored_as, kind, severity, formula, threshold,
    applies_to, parameters (JSON), message, advice, basis, official, problem, checked, failed, findings.
    """
    others = [column for column in dim_rule.c if column.name not in ("rule_id", "code")]
    return frame_of(connection, select(dim_rule.c.code.label("rule"), *others).order_by(dim_rule.c.code))
