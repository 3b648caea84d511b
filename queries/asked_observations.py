"""Which observations an export asks for: the part of a statement that its rows and their count share."""

from sqlalchemy import ColumnElement, Connection, Select, Subquery, select

from access.viewer import Viewer
from data.periods import PeriodError, parse_period
from data.schema import dim_area, dim_batch, fact_annual, fact_observation
from queries.observed import LAYERS, area_ids, breakdown_id, indicator_ids, period_id, visible_observations
from queries.scope import inside, visible_areas


def asked_observations(
    connection: Connection,
    *,
    viewer: Viewer,
    indicators: tuple[str, ...],
    parent: str | None,
    layer: str | None,
    areas: tuple[str, ...],
    periods: tuple[str, ...],
    breakdowns: tuple[str, ...],
) -> tuple[Select, Subquery]:
    """A statement over the observations `o`, their areas and batches; without columns, order or limit.

    Empty tuples ask for whatever there is. `parent` keeps the areas of `layer` inside it ("all" or None: every area
    inside it, zones and itself included); `areas` keeps those named; given both, both hold.
    """
    ids = indicator_ids(connection, viewer, indicators or None)
    fact = fact_annual if areas and not indicators and _all_yearly(periods) else fact_observation
    conditions: list[ColumnElement[bool]] = [fact.c.indicator_id.in_(sorted(ids.values()))]
    if periods:
        conditions.append(fact.c.period_id.in_([period_id(code) for code in periods]))
    if breakdowns:
        conditions.append(fact.c.breakdown_id.in_([breakdown_id(code) for code in breakdowns]))
    if areas:
        conditions.append(fact.c.area_id.in_(area_ids(areas)))
    o = visible_observations(viewer, *conditions, fact=fact)
    places = [visible_areas(viewer)]
    if parent is not None:
        places.append(inside((parent,)))
    if layer not in (None, "all"):
        places.append(LAYERS[layer])
    statement = (
        select()
        .select_from(o)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .join(dim_batch, dim_batch.c.batch_id == o.c.batch_id)
        .where(*places)
    )
    return statement, o


def _all_yearly(periods: tuple[str, ...]) -> bool:
    try:
        return bool(periods) and all(parse_period(code).kind == "year" for code in periods)
    except PeriodError:
        return False
