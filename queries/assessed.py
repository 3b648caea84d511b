"""What questions about assessment share: schemes and phases that a viewer may know of, and results placed by area."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select

from access.viewer import Viewer
from data.schema import dim_area, dim_assessment_phase, dim_scheme, fact_assessment, fact_assessment_rank
from queries.observed import NO_KEY, period_id
from queries.placed_areas import placed_areas
from queries.scope import NATION, allowed, inside

TOTALS = (
    "total", "total_low", "total_high", "dimensions", "coverage", "grade", "warning", "items_scored", "items_met",
    "items_green", "items_amber", "items_red", "items_grey", "reason", "previous_phase_total", "previous_year_total",
)  # fmt: skip
RANKS = (
    "rank", "ranked", "rank_low", "rank_high", "set_low", "set_high", "bracket", "bracket_last",
)  # fmt: skip


@dataclass(frozen=True)
class AssessedPhase:
    """Keys of a scheme's phase; NO_KEY where it has no results, or the viewer may not see them."""

    scheme: int = NO_KEY
    period: int = NO_KEY
    before: int = NO_KEY  # the phase before
    year_before: int = NO_KEY  # the same phase a year before


def visible_schemes(viewer: Viewer) -> ColumnElement[bool]:
    """A scheme is as confidential as its strictest indicator: totals and ranks are made of all of them."""
    return allowed(viewer, dim_scheme.c.classification)


def visible_phases(viewer: Viewer) -> ColumnElement[bool]:
    """A phase is as confidential as the strictest batch in it."""
    return allowed(viewer, dim_assessment_phase.c.classification)


def phases_of(viewer: Viewer, *columns: ColumnElement) -> Select[tuple]:
    """`columns` of the phases that the viewer may see."""
    return (
        select(*columns)
        .select_from(dim_assessment_phase)
        .join(dim_scheme, dim_scheme.c.scheme_id == dim_assessment_phase.c.scheme_id)
        .where(visible_schemes(viewer), visible_phases(viewer))
    )


def assessed_phase(connection: Connection, viewer: Viewer, scheme: str, period: str) -> AssessedPhase:
    p = dim_assessment_phase.c
    statement = phases_of(viewer, p.scheme_id, p.period_id, p.previous_phase_id, p.previous_year_id)
    found = connection.execute(statement.where(dim_scheme.c.code == scheme, p.period_id == period_id(period))).first()
    return AssessedPhase(*(NO_KEY if key is None else key for key in found)) if found else AssessedPhase()


def assessed_areas(
    viewer: Viewer, phase: AssessedPhase, parent: str, variant: str, group: str, *, root: str | None = None
) -> Select[tuple]:
    """The assessed areas inside `root` (default: the parent) with totals, and with the ranks that they have inside
    `parent` and `group`; of a group other than "all" only its members."""
    totals = (
        select(fact_assessment)
        .where(
            fact_assessment.c.scheme_id == phase.scheme,
            fact_assessment.c.period_id == phase.period,
            fact_assessment.c.variant == variant,
        )
        .subquery("totals")
    )
    now = _ranks(phase.scheme, phase.period, parent, variant, group, "now")
    last = _ranks(phase.scheme, phase.before, parent, variant, group, "last")
    past = _ranks(phase.scheme, phase.year_before, parent, variant, group, "past")
    columns = [
        *(totals.c[name] for name in TOTALS),
        *(now.c[name] for name in RANKS),
        now.c.grade.label("rank_grade"),
        func.coalesce(now.c.crosses, literal(False)).label("crosses"),
        last.c.rank.label("previous_phase_rank"),
        past.c.rank.label("previous_year_rank"),
        dim_area.c.macro_region,
        totals.c.demonstration,
    ]
    statement = placed_areas(viewer, (parent, NATION), columns, totals, now, last, past)
    statement = statement.where(totals.c.area_id.is_not(None), inside((root or parent,)))
    return statement if group == "all" else statement.where(now.c.area_id.is_not(None))


def _ranks(scheme: int, period: int, parent: str, variant: str, group: str, name: str):
    r = fact_assessment_rank.c
    key = int(parent) if parent.isascii() and parent.isdigit() else NO_KEY
    wanted = and_(
        r.scheme_id == scheme, r.period_id == period, r.variant == variant, r.parent_id == key,
        r.comparison_group == group,
    )  # fmt: skip
    return select(fact_assessment_rank).where(wanted).subquery(name)
