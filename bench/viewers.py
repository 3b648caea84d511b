"""Requests of many viewers at once: what they ask for, and how fast it is answered."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection

from bench.pages_router import ENDPOINT, body

PROVINCES = ("110000", "130000", "210000", "320000", "330000", "370000", "440000", "510000", "530000", "650000")
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    content: bytes = b""


@dataclass(frozen=True)
class Measured:
    per_second: float
    p95: float  # seconds
    requests: int


def drill_downs(indicator: str = "A65") -> list[Request]:
    """What the map asks for: provinces by county, as sixteen officials who look at their own provinces would."""
    return [
        Request("POST", ENDPOINT, body(f"/map?indicator={indicator}&area={code}&layer=county")) for code in PROVINCES
    ]


def mixed() -> list[Request]:
    """Every page with its usual parameters, maps of several indicators and places, and the data interface."""
    pages = ["/", "/indicators", "/catalogue"]
    pages += [f"/indicators?indicator={code}" for code in ("A65", "LE", "POP", "URB")]
    pages += [f"/area?area={code}" for code in ("100000", *PROVINCES[:4], "510100", "510104")]
    pages += [f"/map?indicator={code}" for code in ("A65", "LE", "POP", "URB")]
    pages += [f"/map?indicator={code}&layer=county" for code in ("A65", "POP", "URB")]
    pages += [f"/map?indicator=A65&area={code}&layer=county" for code in PROVINCES]
    pages += ["/map?indicator=A65&area=510100", "/map?indicator=A65&area=510104", "/map?indicator=A65&classes=jenks"]
    asked = [Request("POST", ENDPOINT, body(page)) for page in pages]
    asked += [
        Request("GET", f"/api/v1/observations.{kind}?indicator=A65&parent=510000&layer=county&period=2020")
        for kind in ("json", "csv", "xlsx")
    ]
    return [*asked, Request("GET", "/api/v1/search?q=cd")]


def ask(connection: HTTPConnection, request: Request) -> None:
    """Raises RuntimeError for an answer that is none."""
    connection.request(request.method, request.path, request.content or None, HEADERS)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{request.method} {request.path} answered {answer.status}: {request.content[-200:]!r}")


def one_after_another(port: int, requests: Sequence[Request]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for request in requests:
        ask(connection, request)
    connection.close()


def at_once(port: int, requests: Sequence[Request], *, viewers: int, duration: float) -> Measured:
    """`viewers` connections, each asking again as soon as it has its answer, for `duration` seconds."""
    taken: list[float] = []
    failures: list[Exception] = []
    until = time.perf_counter() + duration

    def view(offset: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        mine = []
        turn = offset
        try:
            while time.perf_counter() < until:
                start = time.perf_counter()
                ask(connection, requests[turn % len(requests)])
                mine.append(time.perf_counter() - start)
                turn += 1
        except Exception as problem:
            failures.append(problem)
        finally:
            connection.close()
            taken.extend(mine)

    threads = [threading.Thread(target=view, args=(number,)) for number in range(viewers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"{len(failures)} of {viewers} viewers failed: {failures[0]}") from failures[0]
    ordered = sorted(taken)
    return Measured(len(ordered) / (time.perf_counter() - start), ordered[int(len(ordered) * 0.95)], len(ordered))
