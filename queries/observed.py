"""The observations that a viewer may see, as the part of a statement that all questions share."""

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    Table,
    case,
    func,
    literal,
    select,
    true,
    tuple_,
)

from access.viewer import Viewer
from data.breakdowns import BY_CODE
from data.periods import PeriodError, parse_period
from data.schema import STATUSES, dim_area, dim_batch, dim_indicator, fact_annual, fact_observation
from queries.kept_ids import kept_ids
from queries.scope import NATION, inside, visible_batches, visible_indicators

LAYERS = {
    "province": dim_area.c.in_province_layer,
    "prefecture": dim_area.c.in_prefecture_layer,
    "county": dim_area.c.in_county_layer,
}
NO_KEY = -1  # what an unknown or invisible code is looked up as: no fact has it


def indicator_ids(connection: Connection, viewer: Viewer, codes: tuple[str, ...] | None) -> dict[str, int]:
    """Ids of the indicators among `codes` (None: of all) that the viewer may see.

    Asked for first, because a constant id lets DuckDB skip row groups and sends Citus to a single shard.
    """
    statement = select(dim_indicator.c.code, dim_indicator.c.indicator_id).where(visible_indicators(viewer))
    known = kept_ids(connection, statement, viewer)
    return dict(known) if codes is None else {code: known[code] for code in codes if code in known}


def indicator_id(connection: Connection, viewer: Viewer, code: str) -> int:
    """The id of one indicator, NO_KEY where the viewer may not see it."""
    return indicator_ids(connection, viewer, (code,)).get(code, NO_KEY)


def area_ids(codes: tuple[str, ...]) -> list[int]:
    """The keys of areas; text that is no code is left out."""
    return [int(code) for code in codes if code.isascii() and code.isdigit() and len(code) == 6]


def placed_inside(parent: str | None, layer: str | None, areas: tuple[str, ...] | None) -> list[ColumnElement[bool]]:
    """Areas inside `parent`, of `layer`, among `areas` (None: all). Raises KeyError for an unknown layer."""
    wanted = [inside((parent,))] if parent is not None else []
    if layer is not None:
        wanted.append(LAYERS[layer])
    if areas is not None:
        wanted.append(dim_area.c.area_id.in_(area_ids(areas)))
    return wanted


def fact_of(kind: str) -> Table:
    """Where to read a few areas' observations of a kind of period: yearly ones are also kept in order of area."""
    return fact_annual if kind == "year" else fact_observation


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


def visible_observations(viewer: Viewer, *conditions: ColumnElement[bool], fact: Table = fact_observation) -> Subquery:
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


def province_range(area: ColumnElement[int], parent: str) -> ColumnElement[bool]:
    """Keys that areas with a place in a layer inside `parent` can have: lets both engines skip other provinces.

    A hint beside the exact condition on `dim_area`, never instead of it.
    """
    if parent == NATION or not area_ids((parent,)):
        return true()
    first = int(parent) // 10_000 * 10_000
    return area.between(first, first + 9_999)


def among_pairs(fact: Table, pairs: list[tuple[int, int]]) -> ColumnElement[bool]:
    """Rows of any of the (indicator_id, period_id) pairs."""
    return tuple_(fact.c.indicator_id, fact.c.period_id).in_(pairs)
