"""The observations of a request, a page at a time, so that a large answer is never whole in memory."""

from collections.abc import Iterator

import pandas as pd

from access.viewer import Viewer
from api.observation_columns import tidy
from api.observation_request import ObservationRequest
from data.warehouse import connect
from queries.ask import ask
from queries.indicator_definitions import indicator_definitions
from queries.observations import observations
from queries.observations_count import observations_count
from queries.view_of import records

PAGE = 20_000  # rows of one SELECT; what fits in one is cached like the answers of pages


def count_of(wanted: ObservationRequest, *, viewer: Viewer) -> int:
    """How many observations the request finds, regardless of its limit."""
    found = ask(observations_count, viewer=viewer, version=wanted.version, **wanted.arguments)
    return int(found.iat[0, 0])  # type: ignore[arg-type]


def page_of(wanted: ObservationRequest, *, viewer: Viewer, limit: int, offset: int) -> pd.DataFrame:
    """One page with the tidy columns; the order of all pages together is fixed."""
    found = ask(observations, viewer=viewer, version=wanted.version, limit=limit, offset=offset, **wanted.arguments)
    return _tidy(found, wanted, viewer)


def pages_of(wanted: ObservationRequest, *, viewer: Viewer) -> Iterator[pd.DataFrame]:
    """All pages; one connection, hence one version, holds from the first to the last."""
    with connect(wanted.version) as connection:
        offset = 0
        while True:
            found = observations(connection, viewer=viewer, limit=PAGE, offset=offset, **wanted.arguments)
            yield _tidy(found, wanted, viewer)
            if len(found) < PAGE:
                return
            offset += PAGE


def _tidy(found: pd.DataFrame, wanted: ObservationRequest, viewer: Viewer) -> pd.DataFrame:
    indicators = records(indicator_definitions, viewer=viewer, version=wanted.version, key="code")
    return tidy(found, version=wanted.version, indicators=indicators)
