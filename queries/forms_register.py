"""The reporting forms of a release: who reports by when, and on what basis."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_form
from queries.frame import frame_of
from queries.scope import visible_forms

NAMES = ("name", "period_kind", "scope", "due_rule", "basis", "official", "in_calendar", "demonstration")


def forms_register(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per form that the viewer may see. ALL (all forms together, by year) comes first, then those of the
    calendar, then those that only batches name.

    Columns: form, name, period_kind, scope, due_rule, basis, official, in_calendar, demonstration.
    """
    statement = (
        select(dim_form.c.code.label("form"), *(dim_form.c[name] for name in NAMES))
        .where(visible_forms(viewer))
        .order_by(dim_form.c.form_id)
    )
    return frame_of(connection, statement)
