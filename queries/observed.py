"""The observations that a viewer may see, as the part of a statement that all questions share."""

from sqlalchemy import ColumnElement, Connection, Subquery, case, func, literal, select

from access.viewer import Viewer
from data.breakdowns import BY_CODE
from data.periods import PeriodError, parse_period
from data.schema import STATUSES, dim_area, dim_batch, dim_indicator, fact_observation
from queries.scope import visible_batches, visible_indicators

LAYERS = {
    "province": dim_area.c.in_province_layer,
    "prefecture": dim_area.c.in_prefecture_layer,
    "county": dim_area.c.in_county_layer,
}
NO_KEY = -1  # what an unknown or invisible code is looked up as: no fact has it


def indicator_ids(connection: Connection, viewer: Viewer, codes: tuple[str, ...]) -> dict[str, int]:
    """Ids of the indicators among `codes` that the viewer may see.

    Asked for first, because a constant id lets DuckDB skip row groups and sends Citus to a single shard.
    """
    wanted = (dim_indicator.c.code.in_(codes), visible_indicators(viewer))
    rows = connection.execute(select(dim_indicator.c.code, dim_indicator.c.indicator_id).where(*wanted))
    return {row.code: row.indicator_id for row in rows}


def indicator_id(connection: Connection, viewer: Viewer, code: str) -> int:
    """The id of one indicator, NO_KEY where the viewer may not see it."""
    return indicator_ids(connection, viewer, (code,)).get(code, NO_KEY)


def period_id(code: str) -> int:
    """The key of a period, NO_KEY for text that is no period."""
    try:
        return parse_period(code).id
    except PeriodError:
        return NO_KEY


def breakdown_id(code: str) -> int:
    """The key of a breakdown, NO_KEY for an unknown one."""
    return BY_CODE[code].id if code in BY_CODE else NO_KEY


def status_text(status: ColumnElement[int]) -> ColumnElement[str]:
    """The status in words; an area without an observation is missing."""
    return case(dict(enumerate(STATUSES)), value=status, else_="missing")


def visible_observations(viewer: Viewer, *conditions: ColumnElement[bool], fact=fact_observation) -> Subquery:
    """Rows of `fact` whose batch the viewer may see, with that batch's `demonstration`."""
    return (
        select(*fact.c, dim_batch.c.demonstration)
        .join(dim_batch, dim_batch.c.batch_id == fact.c.batch_id)
        .where(*conditions, visible_batches(viewer))
        .subquery("o")
    )


def observation_columns(o: Subquery) -> list[ColumnElement]:
    """numerator, denominator, value, lower, upper, status, demonstration, batch_id of an outer-joined observation."""
    return [
        o.c.numerator,
        o.c.denominator,
        o.c.value,
        o.c.lower,
        o.c.upper,
        status_text(o.c.status).label("status"),
        func.coalesce(o.c.demonstration, literal(False)).label("demonstration"),
        o.c.batch_id,
    ]
