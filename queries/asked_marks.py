"""Marks of values, asked only where a release has any: most pages and exports have none, and asking takes 12 ms."""

import pandas as pd

from access.viewer import Viewer
from queries.ask import ask, keep
from queries.marked_periods import marked_periods
from queries.marks_of_values import marks_of_values


def asked_marks(
    indicators: tuple[str, ...] | None,
    *,
    viewer: Viewer,
    version: str,
    periods: tuple[str, ...] | None = None,
    areas: tuple[str, ...] | None = None,
    breakdown: str | None = None,
) -> pd.DataFrame | None:
    """`marks_of_values` of what is named, of everything where nothing is. None where the release has no mark in any of
    these indicators and periods."""
    found = marked_among(indicators, viewer=viewer, version=version, periods=periods)
    if not found:
        return None
    some = None if periods is None else tuple(sorted(set().union(*found.values())))
    which = {"indicators": tuple(sorted(found)), "periods": some, "areas": areas, "breakdown": breakdown}
    return ask(marks_of_values, viewer=viewer, version=version, **which)


def marked_among(
    indicators: tuple[str, ...] | None, *, viewer: Viewer, version: str, periods: tuple[str, ...] | None = None
) -> dict[str, set[str]]:
    """The periods with marks by indicator, among those named (of all where none is); without those that have none."""
    held = _marked_periods(viewer, version)
    names = held if indicators is None else indicators
    found = {i: held[i] if periods is None else held[i].intersection(periods) for i in names if i in held}
    return {i: there for i, there in found.items() if there}


def _marked_periods(viewer: Viewer, version: str) -> dict[str, set[str]]:
    """The periods with marks by indicator; kept per version, because every page asks for them."""

    def made() -> dict[str, set[str]]:
        held: dict[str, set[str]] = {}
        found = ask(marked_periods, viewer=viewer, version=version)
        for indicator, period in zip(found["indicator"], found["period"], strict=True):
            held.setdefault(indicator, set()).add(period)
        return held

    return keep("marked periods", made, viewer=viewer, version=version)
