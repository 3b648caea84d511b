"""What is already published: national courses that demonstration figures pass through, and keys that they avoid."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
from pyarrow import compute, csv

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
Key = tuple[str, str, str]  # indicator, period, breakdown


def reference_files() -> list[Path]:
    """The observation files of published figures, in order."""
    return sorted(path for path in REFERENCE.glob("*.csv") if path.with_suffix(".yaml").exists())


@lru_cache
def published() -> dict[Key, dict[str, float]]:
    """Every published observation: value by area (NaN where the source leaves it blank), by key."""
    found: dict[Key, dict[str, float]] = defaultdict(dict)
    for path in reference_files():
        text = {"indicator": "string", "area": "string", "period": "string", "breakdown": "string"}
        table = csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=text | {"value": "double"}))
        columns = [table[name].to_pylist() for name in ("indicator", "period", "breakdown", "area")]
        values = compute.fill_null(table["value"], float("nan")).to_pylist()
        for indicator, period, breakdown, area, value in zip(*columns, values, strict=True):
            found[indicator, period, breakdown][area] = value
    return dict(found)


@lru_cache
def census(code: str, breakdown: str = "all") -> dict[str, float]:
    """The 2020 census values of an indicator by area."""
    return published()[code, "2020", breakdown]


def course(code: str, knots: Mapping[int, float], years: np.ndarray, breakdown: str = "all") -> np.ndarray:
    """The national course of an indicator over `years`: through every published value, through `knots` elsewhere."""
    points = {int(year): float(value) for year, value in knots.items()}
    for (indicator, period, part), values in published().items():
        if indicator == code and part == breakdown and len(period) == 4 and "100000" in values:
            points[int(period)] = values["100000"]
    places = sorted(points)
    return np.interp(years, places, [points[place] for place in places])
