"""Read the index of the boundaries that are in force."""

import json
from functools import lru_cache
from pathlib import Path

from data.boundaries.source import BoundaryError


def current_version(folder: Path) -> str:
    """The hash in force, from `folder/CURRENT`. Raises BoundaryError where none was built."""
    try:
        return (folder / "CURRENT").read_text(encoding="ascii").strip()
    except OSError as problem:
        raise BoundaryError(f"{folder} 中还没有行政区划边界。请先运行 script/cockpit boundaries。") from problem


def read_index(folder: Path) -> dict:
    """The whole index: version, source, islands, sea_names, maps by `<parent>-<layer>`. Read once per version."""
    return _index_of(folder, current_version(folder))


def read_frame(folder: Path, parent: str, layer: str) -> dict | None:
    """What `map_figure` needs for one map, or None where the boundaries have no such map.

    The record of the index (fields in docs/maps.md) with `version`, `islands` and `sea_names`. Do not change it:
    it is shared by every request.
    """
    return _frame_of(folder, current_version(folder), parent, layer)


@lru_cache(maxsize=4)
def _index_of(folder: Path, version: str) -> dict:
    file = folder / version / "index.json"
    try:
        index: dict = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BoundaryError(
            f"行政区划边界的索引 {file} 缺失或损坏，请重新运行 script/cockpit boundaries。"
        ) from problem
    return index | {"version": version}


@lru_cache(maxsize=512)
def _frame_of(folder: Path, version: str, parent: str, layer: str) -> dict | None:
    index = _index_of(folder, version)
    record = index["maps"].get(f"{parent}-{layer}")
    return record and record | {key: index[key] for key in ("version", "islands", "sea_names")}
