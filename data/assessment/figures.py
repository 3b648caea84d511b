"""The figures that a scheme is computed from, read once into arrays of areas × items, one set per period."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from data.assessment.intervals import interval_kinds, with_intervals
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
    population: dict[int, np.ndarray]  # by year, NaN where unknown; empty where the scheme has no classes by it

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


def years_with_values(connection: Database) -> set[tuple[int, str, int]]:
    """(indicator_id, level, year) of all yearly values of a release: what tells at once that a scheme has no data."""
    return set(connection.execute(_PRESENT).fetchall())


def read_figures(connection: Database, scheme: Scheme, indicators: dict[str, int]) -> Figures:
    """The observations of the areas of the scheme's level. `indicators`: ids by code. After `mark_doubt`."""
    places = _places(connection, scheme, indicators)
    items = {
        (indicators[item.indicator], BREAKDOWNS[item.breakdown].id): number
        for number, item in enumerate(scheme.items)
        if item.indicator is not None
    }
    wanted = {
        "wanted": ", ".join(str(indicator) for indicator, _ in items),
        "groups": ", ".join(str(group) for group in sorted({group for _, group in items})),
        "layer": LAYERS[scheme.level],
    }
    rows = connection.execute(_OBSERVATIONS.format(**wanted)).fetchnumpy()
    doubtful = connection.execute(_DOUBTFUL.format(**wanted)).fetchnumpy()
    batches = connection.execute("SELECT batch_id, demonstration, classification FROM dim_batch").fetchall()
    periods = _by_period(_Rows.of(rows, items, places), batches, (len(places), len(scheme.items)), scheme)
    for period, area, indicator, group in zip(*(doubtful[name] for name in _DOUBT_KEYS), strict=True):
        for (code, breakdown), number in items.items():
            if code == indicator and group in (breakdown, _EVERY) and period in periods:
                cells, place = periods[period], int(np.searchsorted(places.ids, area))
                cells.doubtful[place, number] = not np.isnan(cells.value[place, number])
    return Figures(places, len(scheme.items), periods)


def mark_doubt(connection: Database) -> None:
    """Table assessment_doubt: values with a hard or serious finding, and (of every breakdown) those graded D."""
    severe = [SEVERITIES.index(name) for name in ("hard", "serious")]
    connection.execute(_DOUBT.format(severe=", ".join(map(str, severe))))


@dataclass(frozen=True)
class _Rows:
    """Observations of the items, with the positions of area and item."""

    columns: dict[str, np.ndarray]
    place: np.ndarray
    item: np.ndarray

    @classmethod
    def of(cls, rows: dict[str, Any], items: dict[tuple[int, int], int], places: Places) -> "_Rows":
        columns = {name: _plain(values) for name, values in rows.items()}
        item = np.full(len(columns["area_id"]), -1)
        for (indicator, group), number in items.items():
            item[(columns["indicator_id"] == indicator) & (columns["breakdown_id"] == group)] = number
        return cls(columns, np.searchsorted(places.ids, columns["area_id"]), item)


def _plain(values: Any) -> np.ndarray:
    """Without the mask that DuckDB gives to columns with gaps: NaN instead."""
    if isinstance(values, np.ma.MaskedArray):
        return np.where(np.ma.getmaskarray(values), np.nan, values.data)
    return np.asarray(values)


def _by_period(rows: _Rows, batches: list[tuple], shape: tuple[int, int], scheme: Scheme) -> dict[int, Cells]:
    """Cells of every period; rows are ordered by period."""
    size = max((number for number, *_ in batches), default=0) + 1
    invented, strict = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int8)
    for number, demonstration, classification in batches:
        invented[number], strict[number] = demonstration, CLASSIFICATIONS.index(classification)
    kinds = interval_kinds(scheme)
    found: dict[int, Cells] = {}
    keys, starts = np.unique(rows.columns["period_id"], return_index=True)
    for key, part in zip(keys, np.split(np.arange(len(rows.item)), starts[1:]), strict=True):
        part = part[rows.item[part] >= 0]
        cells = found[int(key)] = Cells.empty(shape)
        at = (rows.place[part], rows.item[part])
        of = {name: values[part] for name, values in rows.columns.items()}
        cells.value[at] = of["value"]
        cells.lower[at], cells.upper[at] = with_intervals(of, kinds, rows.item[part])
        cells.status[at], cells.batch[at], cells.row[at] = of["status"], of["batch_id"], of["row_number"]
        cells.demonstration[at], cells.strict[at] = invented[of["batch_id"]], strict[of["batch_id"]]
    return found


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


_PRESENT = """SELECT DISTINCT indicator_id, level, period_id // 100000 FROM fact_coverage
WHERE with_value > 0 AND (period_id // 1000) % 100 = 0"""

_PLACES = """SELECT area_id, code, coalesce(CAST(province_code AS INTEGER), 0) AS province_id,
    coalesce(CAST(prefecture_code AS INTEGER), 0) AS prefecture_id, macro_region
FROM dim_area WHERE has_statistics AND {layer} ORDER BY area_id"""

_POPULATION = """SELECT area_id, period_id // 100000 AS year, value FROM fact_observation
WHERE indicator_id = ? AND breakdown_id = 0 AND (period_id // 1000) % 100 = 0 AND value IS NOT NULL"""

_EVERY = -1  # in place of a breakdown: all of them
_DOUBT_KEYS = ("period_id", "area_id", "indicator_id", "breakdown_id")
_DOUBT = f"""CREATE OR REPLACE TEMP TABLE assessment_doubt AS
SELECT DISTINCT indicator_id, period_id, area_id, breakdown_id FROM fact_finding
    WHERE indicator_id > 0 AND period_id > 0 AND severity IN ({{severe}})
UNION SELECT indicator_id, period_id, area_id, {_EVERY} FROM fact_score
    WHERE indicator_id > 0 AND form_id = 0 AND grade = 'D'"""

_LEVEL = "(SELECT area_id FROM dim_area WHERE has_statistics AND {layer})"
_DOUBTFUL = f"""SELECT {", ".join(_DOUBT_KEYS)} FROM assessment_doubt
WHERE indicator_id IN ({{wanted}}) AND area_id IN {_LEVEL}"""

# A single quarter says nothing of a count that the year adds up.
_OBSERVATIONS = f"""
SELECT o.indicator_id, o.breakdown_id, o.period_id, o.area_id, o.value, o.lower, o.upper, o.numerator,
    o.denominator, o.status, o.batch_id, o.row_number
FROM fact_observation o JOIN dim_indicator i ON i.indicator_id = o.indicator_id
WHERE o.indicator_id IN ({{wanted}}) AND o.breakdown_id IN ({{groups}}) AND o.area_id IN {_LEVEL}
    AND (o.period_id // 1000) % 100 <= 3 AND ((o.period_id // 1000) % 100 <> 2 OR i.aggregation <> 'sum')
ORDER BY o.period_id"""
