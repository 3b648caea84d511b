"""(a) Server time of a drill-down page against the bare SQL that it sends, on the same engine."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from bench.lines import Line, load_of_machine, paired, processor_seconds, seconds
from bench.pages_router import ENDPOINT, body

ADDRESS = "/map?indicator=A65&area=510000&layer=county"
REPETITIONS = 21
Statement = tuple[str, Any]


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """The statements, with their values, that are sent to the warehouse meanwhile (not to the state store)."""
    sent: list[Statement] = []

    def note(connection, _cursor, statement, parameters, _context, _many):
        if connection.dialect.name != "sqlite":
            sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def bare(statements: list[Statement]) -> Callable[[], object]:
    """Sends the statements through the driver alone, on a connection of the page's own engine, and fetches all rows."""
    from data.warehouse import connect, current_version

    version = current_version()

    def send() -> None:
        with connect(version) as connection:
            cursor = connection.connection.cursor()
            for statement, parameters in statements:
                cursor.execute(statement, parameters)
                cursor.fetchall()

    return send


def measure() -> Iterator[Line]:
    import app
    from api.kept_pages import forget as forget_pages
    from queries.ask import forget

    client = app.server.test_client()
    wanted = body(ADDRESS)

    def page() -> None:
        answer = client.post(
            ENDPOINT, data=wanted, content_type="application/json", headers={"Accept-Encoding": "gzip"}
        )
        if answer.status_code != 200 or (b"map-figure" not in answer.data and len(answer.data) < 2000):
            raise RuntimeError(f"{ADDRESS} answered {answer.status_code}")

    def first_of_a_version() -> None:
        forget()
        forget_pages()
        page()

    def made_anew() -> None:
        """Answers of the warehouse are at hand, the page is not."""
        forget_pages()
        page()

    page()
    forget(derived=False)
    forget_pages()
    with recorded() as statements:
        page()
    floor = bare(statements)
    largest = [s for s in statements if "fact_observation" in s[0]][:1]
    first = [seconds(first_of_a_version) for _ in range(5)]
    kept = [seconds(page) for _ in range(REPETITIONS)]
    anew = [processor_seconds(made_anew) for _ in range(REPETITIONS)]
    machine = load_of_machine()

    def uncached_time() -> float:
        forget(derived=False)
        forget_pages()
        return seconds(page)

    whole = paired(uncached_time, lambda: seconds(floor), REPETITIONS)
    one = paired(uncached_time, lambda: seconds(bare(largest)), REPETITIONS)
    yield Line(
        "a  page uncached / the SQL it sends",
        whole.ratio,
        "×",
        f"{whole.ours * 1e3:.1f} ms / {whole.floor * 1e3:.1f} ms for {len(statements)} statements; {machine}",
        most=3,
    )
    yield Line(
        "a    against the statement for the map alone",
        one.ratio,
        "×",
        f"{one.floor * 1e3:.1f} ms for the statement",
    )
    yield Line("a    first page after a publication", statistics.median(first) * 1e3, "ms", "registers read too")
    yield Line("a  page cached", statistics.median(kept) * 1e3, "ms", f"whole request through WSGI; {machine}", most=20)
    yield Line("a    made anew from cached answers, processor time", statistics.median(anew) * 1e3, "ms")
    yield from layouts()


def layouts() -> Iterator[Line]:
    """The page's own function alone, without Dash's routing, encoding and compression."""
    import dash

    layout = next(p["layout"] for p in dash.page_registry.values() if p["path"] == "/map")
    arguments = {"indicator": "A65", "area": "510000", "layer": "county"}
    taken = [processor_seconds(lambda: layout(**arguments)) for _ in range(REPETITIONS)]
    yield Line("a    of that, layout() alone", statistics.median(taken) * 1e3, "ms")
