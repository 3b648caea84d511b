"""The periods for which a form has quality scores."""

import pandas as pd
from sqlalchemy import Connection, case, func, select

from access.viewer import Viewer
from data.schema import dim_area, dim_period, fact_score
from queries.frame import frame_of
from queries.scope import visible_areas
from queries.scored import ALL_FORMS, OF_FORMS, form_id


def quality_periods(connection: Connection, *, viewer: Viewer, form: str = ALL_FORMS) -> pd.DataFrame:
    """One row per period in which some area that the viewer may see has a score.

    Columns: period, period_label, period_kind, end_date (date), demonstration (some of the figures are). The oldest
    first.
    """
    shown = case((fact_score.c.demonstration, 1), else_=0)
    held = (
        select(fact_score.c.period_id, (func.max(shown) == 1).label("demonstration"))
        .join(dim_area, dim_area.c.area_id == fact_score.c.area_id)
        .where(OF_FORMS, fact_score.c.form_id == form_id(connection, viewer, form), visible_areas(viewer))
        .where(fact_score.c.total.is_not(None))
        .group_by(fact_score.c.period_id)
        .subquery("held")
    )
    statement = (
        select(
            dim_period.c.code.label("period"),
            dim_period.c.label.label("period_label"),
            dim_period.c.kind.label("period_kind"),
            dim_period.c.end_date,
            held.c.demonstration,
        )
        .join(held, held.c.period_id == dim_period.c.period_id)
        .order_by(dim_period.c.end_date, dim_period.c.period_id)
    )
    return frame_of(connection, statement)
