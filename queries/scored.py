"""Scores of areas by form and period, as the parts of statements that the questions of quality share."""

from functools import lru_cache

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Subquery, bindparam, func, literal, select

from access.viewer import Viewer
from data.periods import PeriodError, period_before
from data.schema import QUALITY_DIMENSIONS, dim_area, dim_form, dim_period, fact_score
from queries.frame import frame_of
from queries.kept_ids import kept_ids
from queries.observed import LAYERS, NO_KEY, period_id
from queries.placed_areas import placed_areas
from queries.scope import NATION, inside, visible_areas, visible_forms

ALL_FORMS = "ALL"  # by year: the form with the id 0
SCORES = (*QUALITY_DIMENSIONS, "total")
COUNTS = ("hard_failed", "findings", "severe")
OF_FORMS = fact_score.c.indicator_id == 0  # the dense part: every checked area by form and period


def form_id(connection: Connection, viewer: Viewer, code: str) -> int:
    """The id of a form, NO_KEY where the viewer may not see it."""
    statement = select(dim_form.c.code, dim_form.c.form_id).where(visible_forms(viewer))
    return kept_ids(connection, statement, viewer).get(code, NO_KEY)


def scored_frame(
    connection: Connection, statement: Select, viewer: Viewer, form: str, period: str, **more
) -> pd.DataFrame:
    """The answer of one of the statements below."""
    keys = {"form": form_id(connection, viewer, form), "period": period_id(period), "before": _before(period)}
    return frame_of(connection, statement, keys | more)


def _before(period: str) -> int:
    try:
        return period_id(period_before(period))
    except PeriodError:
        return NO_KEY


@lru_cache(maxsize=1024)
def scored_children(viewer: Viewer, parent: str, layer: str) -> Select:
    """Areas of a layer inside `parent`. Raises KeyError for an unknown layer."""
    return _statement(viewer, (parent, NATION)).where(LAYERS[layer], inside((parent,)))


@lru_cache(maxsize=256)
def scored_areas(viewer: Viewer) -> Select:
    """Areas by code, given as the list `codes`."""
    return _statement(viewer, (NATION,)).where(dim_area.c.code.in_(bindparam("codes", expanding=True)))


def _statement(viewer: Viewer, unnamed: tuple[str, ...]) -> Select:
    now, before = _scores("period"), _scores("before")
    columns = [
        *score_columns(now),
        before.c.total.label("previous_total"),
        func.coalesce(now.c.demonstration, literal(False)).label("demonstration"),
    ]
    return placed_areas(viewer, unnamed, columns, now, before)


def _scores(period: str) -> Subquery:
    """Scores of the bound form in the bound `period`."""
    wanted = (OF_FORMS, fact_score.c.form_id == bindparam("form"), fact_score.c.period_id == bindparam(period))
    return select(fact_score).where(*wanted).subquery(f"scores_{period}")


def score_columns(scores: Subquery) -> list[ColumnElement]:
    """completeness … authenticity, total, grade, capped, hard_failed, findings, severe of outer-joined scores."""
    return [
        *(scores.c[name] for name in SCORES),
        scores.c.grade,
        func.coalesce(scores.c.capped, literal(False)).label("capped"),
        *(scores.c[name] for name in COUNTS),
    ]


def scores_over_time(viewer: Viewer, form: int, *columns: ColumnElement) -> Select[tuple]:
    """area, period, period_label and `columns` of all periods in which an area has a score of `form` (an id)."""
    return (
        select(
            dim_area.c.code.label("area"),
            dim_period.c.code.label("period"),
            dim_period.c.label.label("period_label"),
            *columns,
        )
        .select_from(fact_score)
        .join(dim_area, dim_area.c.area_id == fact_score.c.area_id)
        .join(dim_period, dim_period.c.period_id == fact_score.c.period_id)
        .where(OF_FORMS, fact_score.c.form_id == form, fact_score.c.total.is_not(None), visible_areas(viewer))
        .order_by(dim_area.c.code, dim_period.c.end_date, dim_period.c.period_id)
    )
