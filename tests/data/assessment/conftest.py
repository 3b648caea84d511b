"""Schemes run on invented figures."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from invented_figures import Row, release, write_schemes

import data.publishing  # noqa: F401  (before data.assessment.results, as at publication)
from data.assessment.results import fill_assessment


@pytest.fixture
def assessed(tmp_path: Path) -> Callable[..., duckdb.DuckDBPyConnection]:
    """`assessed(*schemes, facts=…, findings=…, grades=…)`: the release with its results; `told` are the words on the
    way."""

    def run(*schemes: Row | str, facts: list[Row], findings: list[Row] = (), grades: list[Row] = (),  # type: ignore[assignment]
            told: list[str] | None = None) -> duckdb.DuckDBPyConnection:  # fmt: skip
        connection = release(facts, findings, grades)
        folder = write_schemes(tmp_path / "schemes", *schemes)
        fill_assessment(connection, (told if told is not None else []).append, folder)
        return connection

    return run
