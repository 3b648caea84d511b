"""A viewer's limits as SQL conditions. No query is complete without them."""

from sqlalchemy import ColumnElement, or_, true

from access.viewer import CLASSIFICATIONS, Viewer
from data.schema import dim_area, dim_batch, dim_form, dim_indicator

NATION = "100000"


def inside(roots: tuple[str, ...], area=dim_area) -> ColumnElement[bool]:
    """Areas that are one of `roots` or lie inside one."""
    if NATION in roots:
        return true()
    return or_(area.c.code.in_(roots), area.c.province_code.in_(roots), area.c.prefecture_code.in_(roots))


def visible_areas(viewer: Viewer, area=dim_area) -> ColumnElement[bool]:
    return inside(viewer.areas, area)


def allowed(viewer: Viewer, classification: ColumnElement[str]) -> ColumnElement[bool]:
    """No condition at all where nothing is kept from the viewer: it would cost a join for every dimension."""
    if set(CLASSIFICATIONS) <= set(viewer.classifications):
        return true()
    return classification.in_(viewer.classifications)


def visible_indicators(viewer: Viewer, indicator=dim_indicator) -> ColumnElement[bool]:
    return allowed(viewer, indicator.c.classification)


def visible_batches(viewer: Viewer, batch=dim_batch) -> ColumnElement[bool]:
    return allowed(viewer, batch.c.classification)


def visible_forms(viewer: Viewer, form=dim_form) -> ColumnElement[bool]:
    """A form is as confidential as its strictest batch: scores and counts of it are sums over all of them."""
    return allowed(viewer, form.c.classification)
