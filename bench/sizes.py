"""(d) The same questions on 3 million and on 100 million observations, uncached, on DuckDB."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, create_engine

from access.viewer import LOCAL
from bench.generate import SIZES, generate
from bench.lines import Line, load_of_machine, paired, processor_seconds, seconds
from queries.observations import observations
from queries.profile_of_area import profile_of_area
from queries.series_of_areas import series_of_areas
from queries.series_of_breakdowns import series_of_breakdowns
from queries.standing_of_areas import standing_of_areas
from queries.values_of_areas import values_of_areas
from queries.values_of_children import values_of_children
from queries.values_of_parts import values_of_parts

REPETITIONS = 21
OPTIONS = {"read_only": True, "config": {"threads": 2, "memory_limit": "512MB"}}  # as data/warehouse.py opens them
PLACES = ("100000", "510000", "510100")


def measure() -> Iterator[Line]:
    """Releases are generated into `COCKPIT_BENCH` and kept there, or into a temporary directory."""
    kept = os.environ.get("COCKPIT_BENCH")
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-") as temporary:
        root = Path(kept or temporary)
        small, large = (_connection(root / str(millions), millions) for millions in SIZES)
        with small, large:
            for words, question, arguments in _asked(small):
                yield _line(words, question, arguments, small, large)


def _connection(directory: Path, millions: int) -> Connection:
    version = generate(directory, millions)
    return create_engine(f"duckdb:///{directory}/releases/{version}.duckdb", connect_args=OPTIONS).connect()


def _asked(connection: Connection) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Every question that a page waits for; the indicator is one that reaches counties in both releases."""
    rows = connection.exec_driver_sql("SELECT code FROM dim_indicator ORDER BY indicator_id").fetchall()
    codes = [code for (code,) in rows]
    of_indicator = {"indicator": codes[6]}
    yearly = of_indicator | {"period": "2020"}
    latest = tuple((code, "2025") for code in codes)
    counties = {"parent": "510000", "layer": "county"}
    yield "counties of a province", values_of_children, yearly | counties
    yield "counties of the nation", values_of_children, yearly | {"parent": "100000", "layer": "county"}
    yield "named areas", values_of_areas, yearly | {"areas": PLACES}
    yield "series of three areas", series_of_areas, of_indicator | {"areas": PLACES}
    yield "series by sex", series_of_breakdowns, of_indicator | {"area": "510100"}
    yield "profile of an area", profile_of_area, {"area": "510100", "against": PLACES[:2]}
    yield "siblings in a province", values_of_parts, counties | {"periods": latest}
    yield (
        "standing of the nation",
        standing_of_areas,
        {"areas": PLACES[:1], "baselines": tuple((c, 2017) for c in codes)},
    )
    yield "observations of a province", observations, counties | {"indicators": (codes[6],), "periods": ("2020",)}


def _line(words: str, question: Any, arguments: dict[str, Any], small: Connection, large: Connection) -> Line:
    def ask(connection: Connection) -> pd.DataFrame:
        return question(connection, viewer=LOCAL, **arguments)

    work = paired(
        lambda: processor_seconds(lambda: ask(large)), lambda: processor_seconds(lambda: ask(small)), REPETITIONS
    )
    wall = paired(lambda: seconds(lambda: ask(large)), lambda: seconds(lambda: ask(small)), REPETITIONS)
    detail = (
        f"processor {_ms(work.ours)} / {_ms(work.floor)} ms, wall {_ms(wall.ours)} / {_ms(wall.floor)} ms"
        f" (×{wall.ratio:.2f}); {len(ask(large))} rows; {load_of_machine()}"
    )
    return Line(f"d  {words}, 100 million / 3 million", work.ratio, "×", detail, most=1.5)


def _ms(taken: float) -> str:
    return f"{taken * 1e3:.1f}"
