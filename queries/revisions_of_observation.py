"""How one figure came to be: what was published for it, by whom, and what replaced it."""

import pandas as pd
from sqlalchemy import Connection, case, false, func, literal, null, select, true, union_all

from access.viewer import Viewer
from data.schema import STATUSES, dim_area, dim_batch, fact_observation, fact_revision
from queries.frame import frame_of
from queries.observed import area_ids, breakdown_id, indicator_id, period_id, status_text
from queries.scope import visible_areas, visible_batches

SUPPRESSED = STATUSES.index("suppressed")
TELLING = ("numerator", "value", "lower", "upper")  # each gives a suppressed figure away
MEASURED = ("numerator", "denominator", "value", "lower", "upper", "status", "batch_id", "row_number", "note")
OF_BATCH = (
    "file_name", "organisation", "form", "source", "received", "cut_off", "sha256", "loaded_at", "loaded_by",
    "demonstration", "verified",
)  # fmt: skip


def revisions_of_observation(
    connection: Connection, *, viewer: Viewer, indicator: str, area: str, period: str, breakdown: str = "all"
) -> pd.DataFrame:
    """One row per revision of the figure whose batch the viewer may see, the newest first.

    Columns: revision (1 = first published), current (what readers see), numerator, denominator, value, lower, upper,
    status, batch_id, row_number, note, and of the batch file_name, organisation, form, source, received, cut_off,
    sha256, loaded_at, loaded_by, demonstration, verified. Empty where nothing was published or may be seen.

    Of a figure that is suppressed now, earlier revisions have no numbers either: what was withdrawn stays so.
    """
    key = {
        "indicator_id": indicator_id(connection, viewer, indicator),
        "period_id": period_id(period),
        "breakdown_id": breakdown_id(breakdown),
        "area_id": next(iter(area_ids((area,))), -1),
    }

    def of(fact) -> list:
        return [fact.c[name] == value for name, value in key.items()]

    earlier = select(func.coalesce(func.max(fact_revision.c.revision), 0)).where(*of(fact_revision)).scalar_subquery()

    hidden = select(func.max(fact_observation.c.status)).where(*of(fact_observation)).scalar_subquery() == SUPPRESSED

    def shown(fact, revision, current) -> list:
        return [revision.label("revision"), current.label("current"), fact.c.area_id, *(fact.c[n] for n in MEASURED)]

    both = union_all(
        select(*shown(fact_observation, earlier + literal(1), true())).where(*of(fact_observation)),
        select(*shown(fact_revision, fact_revision.c.revision, false())).where(*of(fact_revision)),
    ).subquery("both_facts")
    measured = [
        status_text(c).label("status")
        if c.name == "status"
        else case((hidden, null()), else_=c).label(c.name)
        if c.name in TELLING
        else c
        for c in both.c
        if c.name != "area_id"
    ]
    statement = (
        select(*measured, *(dim_batch.c[name] for name in OF_BATCH))
        .join(dim_area, dim_area.c.area_id == both.c.area_id)
        .join(dim_batch, dim_batch.c.batch_id == both.c.batch_id)
        .where(visible_areas(viewer), visible_batches(viewer))
        .order_by(both.c.revision.desc().nulls_last())
    )
    return frame_of(connection, statement)
