"""Marks of values, asked only where a release has any: most pages and exports have none, and asking takes 25 ms."""

from collections.abc import Collection

import pandas as pd

from access.viewer import Viewer
from queries.ask import ask, keep
from queries.marked_cells import marked_cells
from queries.marks_of_values import marks_of_values

MOST_AREAS = 40  # named to the warehouse; more are left to the caller, and the answer is shared with other places


def asked_marks(
    indicators: tuple[str, ...] | None,
    *,
    viewer: Viewer,
    version: str,
    periods: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    breakdown: str | None = None,
) -> pd.DataFrame | None:
    """`marks_of_values` of at least what is named, of everything where nothing is. None where no value of these
    indicators, periods and areas is marked."""
    found = marked_among(indicators, viewer=viewer, version=version, periods=periods, areas=areas)
    if not found:
        return None
    named = tuple(sorted({indicator for indicator, _ in found}))
    when = tuple(sorted({period for _, period in found}))
    few = tuple(sorted(areas)) if areas is not None and len(areas) <= MOST_AREAS else None
    which = {"indicators": named, "periods": when, "areas": few, "breakdown": breakdown}
    return ask(marks_of_values, viewer=viewer, version=version, **which)


def marked_among(
    indicators: tuple[str, ...] | None,
    *,
    viewer: Viewer,
    version: str,
    periods: Collection[str] | None = None,
    areas: Collection[str] | None = None,
) -> list[tuple[str, str]]:
    """The pairs of indicator and period with a marked value among those named (among all where nothing is)."""
    return [
        (indicator, period)
        for (indicator, period), where in _marked_cells(viewer, version).items()
        if (indicators is None or indicator in indicators)
        and (periods is None or period in periods)
        and (areas is None or not where.isdisjoint(areas))
    ]


def _marked_cells(viewer: Viewer, version: str) -> dict[tuple[str, str], set[str]]:
    """The areas with a marked value by indicator and period; kept per version, because every page asks for them."""

    def made() -> dict[tuple[str, str], set[str]]:
        held: dict[tuple[str, str], set[str]] = {}
        found = ask(marked_cells, viewer=viewer, version=version)
        for indicator, period, area in zip(found["indicator"], found["period"], found["area"], strict=True):
            held.setdefault((indicator, period), set()).add(area)
        return held

    return keep("marked cells", made, viewer=viewer, version=version)
