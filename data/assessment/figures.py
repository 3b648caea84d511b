"""The figures that a scheme is computed from, read once into arrays of areas × items, one set per period."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from data.assessment.intervals import with_intervals
from data.assessment.scheme import Scheme
from data.breakdowns import BY_CODE as BREAKDOWNS
from data.loading.staging import Database
from data.schema import SEVERITIES

YEAR = 0  # kind of a yearly period, as `data.periods.KINDS` counts them
CLASSIFICATIONS = ("public", "internal", "restricted")
LAYERS = {
    "province": "in_province_layer",
    # counties directly under a province answer for themselves beside the prefectures (济源); municipalities do not
    "prefecture": "in_prefecture_layer AND level <> 'province'",
    "county": "in_county_layer AND level <> 'province'",
}
POPULATION = "POP"


@dataclass(frozen=True)
class Places:
    """The areas that a scheme assesses, in order of their keys."""

    ids: np.ndarray
    codes: list[str]
    province: np.ndarray  # keys; 0 where there is none
    prefecture: np.ndarray
    region: np.ndarray  # 东部 …
    population: dict[int, np.ndarray]  # by year, NaN where unknown

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Cells:
    """Observations of one period: (areas, items) each. `status` −1: there is none; `strict`: index of the batch's
    classification; `doubtful`: grade D, or a hard or serious finding."""

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    status: np.ndarray
    demonstration: np.ndarray
    doubtful: np.ndarray
    strict: np.ndarray
    batch: np.ndarray
    row: np.ndarray

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> "Cells":
        blank = np.full(shape, np.nan)
        no, none = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.int8)
        return cls(blank, blank.copy(), blank.copy(), none - 1, no, no.copy(), none, *np.zeros((2, *shape), np.int32))

    def where(self, chosen: np.ndarray, other: "Cells") -> "Cells":
        """These cells where `chosen`, elsewhere those of `other`."""
        parts = [np.where(chosen, getattr(self, f.name), getattr(other, f.name)) for f in fields(self)]
        return Cells(*parts)

    @property
    def known(self) -> np.ndarray:
        return ~np.isnan(self.value)


@dataclass(frozen=True)
class Figures:
    """All observations of a scheme's items by period key."""

    places: Places
    items: int
    periods: dict[int, Cells]

    def of(self, period_id: int) -> Cells:
        """The cells of a period, all empty where nothing was reported."""
        found = self.periods.get(period_id)
        return Cells.empty((len(self.places), self.items)) if found is None else found

    def of_year(self, year: int) -> Cells:
        return self.of(year * 100_000)

    @property
    def years(self) -> list[int]:
        """Years with a yearly value of some item, the oldest first."""
        return sorted(key // 100_000 for key, cells in self.periods.items() if _kind(key) == YEAR and cells.known.any())


def _kind(period_id: int) -> int:
    return period_id // 1_000 % 100


def levels_with_values(connection: Database) -> set[tuple[int, str]]:
    """(indicator_id, level) of all yearly values of a release: what tells at once that a scheme has no data."""
    rows = connection.execute(
        "SELECT DISTINCT indicator_id, level FROM fact_coverage WHERE with_value > 0 AND (period_id // 1000) % 100 = 0"
    ).fetchall()
    return set(rows)


def read_figures(connection: Database, scheme: Scheme, indicators: dict[str, int]) -> Figures:
    """The observations of the areas of the scheme's level. `indicators`: ids by code. Needs the table of `mark_doubt`."""
    places = _places(connection, scheme, indicators)
    keys = [
        (number, indicators[item.indicator], BREAKDOWNS[item.breakdown].id)
        for number, item in enumerate(scheme.items)
        if item.indicator is not None
    ]
    wanted = ", ".join(f"({item}, {indicator}, {breakdown})" for item, indicator, breakdown in keys)
    rows = connection.execute(_OBSERVATIONS.format(wanted=wanted, layer=LAYERS[scheme.level])).df()
    periods = {int(key): _cells(part, places, len(scheme.items)) for key, part in _by_period(rows)}
    return Figures(places, len(scheme.items), periods)


def mark_doubt(connection: Database) -> None:
    """Table assessment_doubt: values with a hard or serious finding, and (without breakdown) those graded D."""
    severe = [SEVERITIES.index(name) for name in ("hard", "serious")]
    connection.execute(_DOUBT.format(severe=", ".join(map(str, severe))))


def _by_period(rows: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    yield from rows.groupby("period_id", sort=True)  # type: ignore[misc]


def _cells(rows: pd.DataFrame, places: Places, items: int) -> Cells:
    cells = Cells.empty((len(places), items))
    at = (np.searchsorted(places.ids, rows["area_id"].to_numpy()), rows["item"].to_numpy())
    limits = with_intervals(rows)
    for name, values in (
        ("value", rows["value"]), ("lower", limits["lower"]), ("upper", limits["upper"]), ("status", rows["status"]),
        ("demonstration", rows["demonstration"]), ("doubtful", rows["doubtful"]), ("strict", rows["strict"]),
        ("batch", rows["batch_id"]), ("row", rows["row_number"]),
    ):  # fmt: skip
        getattr(cells, name)[at] = values.to_numpy()
    return cells


def _places(connection: Database, scheme: Scheme, indicators: dict[str, int]) -> Places:
    rows = connection.execute(_PLACES.format(layer=LAYERS[scheme.level])).df()
    ids = rows["area_id"].to_numpy()
    population: dict[int, np.ndarray] = {}
    if "population_class" in scheme.comparison_groups and POPULATION in indicators:
        found = connection.execute(_POPULATION, [indicators[POPULATION]]).df()
        found = found[found["area_id"].isin(ids)]
        for year, part in found.groupby("year"):
            population[int(str(year))] = np.full(len(ids), np.nan)
            population[int(str(year))][np.searchsorted(ids, part["area_id"].to_numpy())] = part["value"].to_numpy()
    return Places(
        ids,
        rows["code"].tolist(),
        rows["province_id"].to_numpy(),
        rows["prefecture_id"].to_numpy(),
        rows["macro_region"].to_numpy(dtype=object),
        population,
    )


_PLACES = """SELECT area_id, code, coalesce(CAST(province_code AS INTEGER), 0) AS province_id,
    coalesce(CAST(prefecture_code AS INTEGER), 0) AS prefecture_id, macro_region
FROM dim_area WHERE has_statistics AND {layer} ORDER BY area_id"""

_POPULATION = """SELECT area_id, period_id // 100000 AS year, value FROM fact_observation
WHERE indicator_id = ? AND breakdown_id = 0 AND (period_id // 1000) % 100 = 0 AND value IS NOT NULL"""

_DOUBT = """CREATE OR REPLACE TEMP TABLE assessment_doubt AS
SELECT DISTINCT indicator_id, period_id, area_id, breakdown_id FROM fact_finding
    WHERE indicator_id > 0 AND period_id > 0 AND severity IN ({severe})
UNION SELECT indicator_id, period_id, area_id, NULL FROM fact_score
    WHERE indicator_id > 0 AND form_id = 0 AND grade = 'D'"""

_STRICT = "CASE b.classification " + " ".join(f"WHEN '{c}' THEN {n}" for n, c in enumerate(CLASSIFICATIONS)) + " END"
_OBSERVATIONS = f"""SELECT w.item, o.period_id, o.area_id, o.value, o.lower, o.upper, o.numerator, o.denominator,
    CAST(o.status AS TINYINT) AS status, b.demonstration, CAST({_STRICT} AS TINYINT) AS strict, o.batch_id, o.row_number,
    d.area_id IS NOT NULL AND o.value IS NOT NULL AS doubtful, i.proportion, i.unit, coalesce(i.multiplier, 1) AS multiplier
FROM fact_observation o
JOIN (VALUES {{wanted}}) w(item, indicator_id, breakdown_id)
    ON w.indicator_id = o.indicator_id AND w.breakdown_id = o.breakdown_id
JOIN dim_area a ON a.area_id = o.area_id AND a.has_statistics AND a.{{layer}}
JOIN dim_batch b ON b.batch_id = o.batch_id
JOIN dim_indicator i ON i.indicator_id = o.indicator_id
LEFT JOIN (SELECT DISTINCT indicator_id, period_id, area_id, breakdown_id FROM assessment_doubt) d
    ON d.indicator_id = o.indicator_id AND d.period_id = o.period_id AND d.area_id = o.area_id
    AND coalesce(d.breakdown_id, o.breakdown_id) = o.breakdown_id
WHERE (o.period_id // 1000) % 100 <= 3 AND ((o.period_id // 1000) % 100 <> 2 OR i.aggregation <> 'sum')"""
