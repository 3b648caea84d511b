"""The observations of a request, a page at a time, so that a large answer is never whole in memory."""

from collections.abc import Iterator

import pandas as pd

from access.viewer import Viewer
from api.observation_columns import tidy
from api.observation_request import ObservationRequest
from api.quality_column import with_quality
from data.warehouse import connect
from queries.ask import ask
from queries.coverage import coverage
from queries.indicator_definitions import indicator_definitions
from queries.observations import observations
from queries.observations_count import observations_count
from queries.view_of import records

PAGE = 10_000  # rows of one answer in memory (about 15 MB); what fits in one is cached like the answers of pages


def count_of(wanted: ObservationRequest, *, viewer: Viewer) -> int:
    """How many observations the request finds, regardless of its limit."""
    found = ask(observations_count, viewer=viewer, version=wanted.version, **wanted.arguments)
    return int(found.iat[0, 0])  # type: ignore[arg-type]


def page_of(wanted: ObservationRequest, *, viewer: Viewer, limit: int, offset: int) -> pd.DataFrame:
    """One page with the tidy columns; the order of all pages together is fixed."""
    found = ask(observations, viewer=viewer, version=wanted.version, limit=limit, offset=offset, **wanted.arguments)
    return _tidy(found, wanted, viewer)


def pages_of(wanted: ObservationRequest, *, viewer: Viewer) -> Iterator[pd.DataFrame]:
    """All rows in the order of `page_of`, some periods of an indicator at a time; at least one page, maybe empty.

    The facts are sorted by indicator and period, so each page reads only its own part of them; skipping rows with
    OFFSET would read everything before it again. One connection, hence one version, holds to the end.
    """
    found_any = False
    with connect(wanted.version) as connection:
        for code, periods in _parts(wanted, viewer):
            part = wanted.arguments | {"indicators": (code,), "periods": periods}
            found = observations(connection, viewer=viewer, **part)
            if len(found):
                found_any = True
                yield _tidy(found, wanted, viewer)
    if not found_any:
        yield page_of(wanted, viewer=viewer, limit=1, offset=0)


def _parts(wanted: ObservationRequest, viewer: Viewer) -> list[tuple[str, tuple[str, ...]]]:
    """What the release holds of what is wanted, in the order of `queries.observations`: an indicator and periods that
    follow each other and have at most PAGE observations together (a single period may have more)."""
    indicators = records(indicator_definitions, viewer=viewer, version=wanted.version, key="code")
    held = ask(coverage, viewer=viewer, version=wanted.version)
    if wanted.indicators:
        held = held[held["indicator"].isin(wanted.indicators)]
    if wanted.periods:
        held = held[held["period"].isin(wanted.periods)]
    if wanted.breakdowns:
        held = held[held["breakdown"].isin(wanted.breakdowns)]
    held = held.assign(indicator_id=[indicators[code]["indicator_id"] for code in held["indicator"]])
    keys = ["indicator_id", "period_id", "indicator", "period"]
    sizes = held.groupby(keys, as_index=False)["observations"].sum()
    parts: list[tuple[str, tuple[str, ...]]] = []
    room = 0
    for code, period, size in zip(sizes["indicator"], sizes["period"], sizes["observations"], strict=True):
        if parts and parts[-1][0] == code and size <= room:
            parts[-1] = (code, (*parts[-1][1], period))
            room -= size
        else:
            parts.append((code, (period,)))
            room = PAGE - size
    return parts


def _tidy(found: pd.DataFrame, wanted: ObservationRequest, viewer: Viewer) -> pd.DataFrame:
    indicators = records(indicator_definitions, viewer=viewer, version=wanted.version, key="code")
    found = with_quality(found, viewer=viewer, version=wanted.version, hide=wanted.hide)
    return tidy(found, version=wanted.version, indicators=indicators)
