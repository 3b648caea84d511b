"""A small published warehouse for overview and portrait: real census and series of some areas, invented services."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
AREAS = (
    "100000", "110000", "110101", "110102", "510000", "510100", "510104", "510105", "510300", "510700", "511000",
    "511002", "511024", "511071", "540000", "440000",
)  # fmt: skip
REAL = {
    "census_2020_age_structure.csv": ("A65", "A0_14", "A15_64"),
    "census_2020_population.csv": ("POP", "URB"),
    "census_2020_migration_education.csv": ("ILLIT15", "MIG_PROV"),
    "life_expectancy_2020_provinces.csv": ("LE",),
    "national_bulletin_2024.csv": ("LE", "MMR", "IMR"),
    "national_bulletin_2023.csv": ("LE", "MMR", "OOP"),
}


def real_batches() -> list[tuple[list[dict[str, str]], dict[str, Any]]]:
    """One batch per reference file, its rows of AREAS; provincial life expectancy is not verified, as there."""
    batches = []
    for name, indicators in REAL.items():
        with (REFERENCE / name).open(encoding="utf-8") as file:
            rows = [
                {k: v for k, v in row.items() if v}
                for row in csv.DictReader(file)
                if row["indicator"] in indicators and row["area"] in AREAS and row["breakdown"] == "all"
            ]
        assert rows, name
        about = {"source": f"《{name}》", "form": "统计公报", "verified": name != "life_expectancy_2020_provinces.csv"}
        batches.append((rows, about))
    return batches


def invented_batch() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Maternal mortality and managed hypertension of some areas, marked as demonstration."""
    deaths = {
        "510000": {2017: (60, 240_000), 2022: (40, 240_000), 2023: (36, 240_000), 2024: (30, 240_000)},
        "540000": {2017: (24, 50_000), 2023: (21, 50_000), 2024: (20, 50_000)},
        "110000": {2024: (5, 150_000)},
        "440000": {2024: (90, 1_000_000)},
    }
    rows: list[dict[str, Any]] = [
        {"indicator": "MMR", "area": area, "period": year, "numerator": n, "denominator": d}
        for area, years in deaths.items()
        for year, (n, d) in years.items()
    ]
    managed = {"100000": 66.0, "510000": 60.0, "510100": 68.0, "510300": 61.0, "510700": 64.0}
    rows += [
        {"indicator": "HTNMAN", "area": area, "period": year, "value": value + step}
        for area, value in managed.items()
        for year, step in ((2017, -10), (2023, 1), (2024, 0))
    ]
    return rows, {"form": "演示", "demonstration": True, "source": "演示数据"}


@dataclass
class Element:
    """A node of `components.plain`, to be asked like a Dash component."""

    tag: str
    className: str
    href: str | None
    children: list[Any]


def element(node: Any) -> Any:
    if isinstance(node, str):
        return node
    name, attributes, *children = node
    return Element(name, attributes.get("class", ""), attributes.get("href"), [element(c) for c in children])


def children_of(component: Any) -> Any:
    """What is inside, also of markup that the browser builds."""
    described = getattr(component, "data-plain", None)
    return element(json.loads(described)) if described else getattr(component, "children", None)


def tag_of(component: Any) -> str:
    return component.tag if isinstance(component, Element) else type(component).__name__.lower()


def parts(component: Any) -> Iterator[Any]:
    """Every component of a layout."""
    if isinstance(component, list | tuple):
        for child in component:
            yield from parts(child)
    elif hasattr(component, "to_plotly_json") or isinstance(component, Element):
        yield component
        yield from parts(children_of(component))


def by_id(layout: Any, id: str) -> Any:
    return next(p for p in parts(layout) if getattr(p, "id", None) == id)


def by_class(layout: Any, name: str) -> list[Any]:
    return [p for p in parts(layout) if name in (getattr(p, "className", None) or "").split()]


def words(component: Any) -> str:
    if isinstance(component, str):
        return component
    if isinstance(component, list | tuple):
        return "".join(words(c) for c in component if c is not None)
    known = hasattr(component, "to_plotly_json") or isinstance(component, Element)
    return words(children_of(component) or "") if known else ""


def links(component: Any) -> list[str]:
    return [p.href for p in parts(component) if tag_of(p) in ("link", "a") and p.href]
