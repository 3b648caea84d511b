"""The floors: a WSGI application without a framework, and a page that only draws.

`/values?…` answers the values of a layer as JSON, from the warehouse by one statement (`/values`) or from memory
(`/kept`). Everything else is files for `bare.html`.
"""

import json
import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import plotly

from data.settings import ROOT, settings

HERE = Path(__file__).resolve().parent
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
Start = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict, start: Start) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path in ("/values", "/kept"):
        asked = {key: found[0] for key, found in parse_qs(environ["QUERY_STRING"]).items()}
        answer = values_as_json if path == "/values" else _kept
        return _answer(start, answer(asked["indicator"], asked["parent"], asked["layer"], asked["period"]))
    if path == "/":
        return _file(start, HERE / "bare.html", "text/html")
    if path == "/plotly.min.js":
        return _file(start, PLOTLY, "text/javascript")
    folders = {"/geo/": settings().geo, "/topojson/": ROOT / "assets" / "topojson", "/figures/": figures()}
    for prefix, folder in folders.items():
        if path.startswith(prefix):
            return _file(start, folder / path.removeprefix(prefix), "application/json")
    start("404 Not Found", [])
    return [b""]


def figures() -> Path:
    """Where `click_to_painted.py` puts the figures that the bare page draws."""
    return Path(os.environ.get("BENCH_FIGURES", "/nowhere"))


def _answer(start: Start, content: bytes, kind: str = "application/json", *more: tuple[str, str]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content))), *more])
    return [content]


def _file(start: Start, path: Path, kind: str) -> Iterable[bytes]:
    """The file, compressed where a compressed one lies beside it."""
    packed = path.with_name(path.name + ".gz")
    if packed.is_file():
        return _answer(start, packed.read_bytes(), kind, ("Content-Encoding", "gzip"))
    if path.is_file():
        return _answer(start, path.read_bytes(), kind)
    start("404 Not Found", [])
    return [b""]


def values_as_json(indicator: str, parent: str, layer: str, period: str) -> bytes:
    """`[[area, value], …]`: the statement of the map's question through the driver, and nothing else."""
    from data.warehouse import connect, current_version

    statement, parameters = _statement(indicator, parent, layer, period)
    with connect(current_version()) as connection:
        cursor = connection.connection.cursor()
        cursor.execute(statement, parameters)
        names = [column[0] for column in cursor.description]
        area, value = names.index("area"), names.index("value")
        rows = [(row[area], row[value]) for row in cursor.fetchall()]
    return json.dumps(rows).encode()


_kept = lru_cache(maxsize=1000)(values_as_json)


@lru_cache(maxsize=1000)
def _statement(indicator: str, parent: str, layer: str, period: str) -> tuple[str, Any]:
    """The text that the product's own question sends for the map, with its values."""
    from access.viewer import LOCAL
    from bench.server_time import recorded
    from data.warehouse import connect, current_version
    from queries.values_of_children import values_of_children

    with recorded() as sent, connect(current_version()) as connection:
        values_of_children(connection, viewer=LOCAL, indicator=indicator, parent=parent, layer=layer, period=period)
    return sent[-1]
