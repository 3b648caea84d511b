"""Areas with their names, and beside them whatever is known of each: the frame of maps, comparisons and scorecards."""

from sqlalchemy import ColumnElement, Select, Subquery, func, select

from access.viewer import Viewer
from data.schema import dim_area
from queries.scope import visible_areas


def placed_areas(
    viewer: Viewer, unnamed: tuple[str, ...], columns: list[ColumnElement], *facts: Subquery
) -> Select[tuple]:
    """Every area that the viewer may see, with `columns` of `facts`, which are joined by `area_id` where they have a
    row: area, name, short_name, level, parent_name (empty where the parent is one of `unnamed`), has_statistics, then
    `columns`. Ordered by area.
    """
    above = dim_area.alias("above")
    statement = select(
        dim_area.c.code.label("area"),
        dim_area.c.name,
        dim_area.c.short_name,
        dim_area.c.level,
        func.coalesce(above.c.short_name, "").label("parent_name"),
        dim_area.c.has_statistics,
        *columns,
    ).outerjoin(above, (above.c.code == dim_area.c.parent_code) & above.c.code.not_in(unnamed))
    for fact in facts:
        statement = statement.outerjoin(fact, fact.c.area_id == dim_area.c.area_id)
    return statement.where(visible_areas(viewer)).order_by(dim_area.c.code)
