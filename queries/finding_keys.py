"""The keys of everything that was found: what two versions are compared by."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from data.schema import SEVERITIES, dim_rule, fact_finding
from queries.found import visible_findings
from queries.frame import frame_of


def finding_keys(connection: Connection, *, viewer: Viewer, severities: tuple[str, ...] = SEVERITIES) -> pd.DataFrame:
    """One row per finding of one of `severities`. Columns: finding, rule. Ordered by finding."""
    numbers = [SEVERITIES.index(name) for name in severities if name in SEVERITIES]
    f = fact_finding.c
    columns = (f.finding_key.label("finding"), dim_rule.c.code.label("rule"))
    statement = visible_findings(viewer, *columns, wanted=[f.severity.in_(numbers)], order=[f.finding_key])
    return frame_of(connection, statement)
