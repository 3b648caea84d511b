"""Figures enough for an assessment: all items of the 26-indicator framework for provinces, and for the cities of Henan.

Baseline, two recent years; every area goes a fixed share of the way from the baseline to the target of 2030.
"""

from typing import Any

from data.areas import read_areas
from data.assessment.read import read_schemes
from data.assessment.scheme import Scheme
from data.definitions import read_indicators

BASE_YEARS = ("2015", "2017", "2019")
YEARS = ("2021", "2022", "2023", "2024", "2025")
WITHOUT = "540000"  # has half of the items only: no rank
MANIFEST = {"source": "程序生成的检验数据", "demonstration": True, "form": "演示"}


def rows() -> list[dict[str, Any]]:
    """Tidy rows; a value is `baseline + (target − baseline) · pace`."""
    schemes = {s.code: s for s in read_schemes() if isinstance(s, Scheme)}
    areas = read_areas()
    provinces = [c for c, a in areas.items() if a.level == "province" and c[:2] not in ("71", "81", "82")]
    cities = [c for c, a in areas.items() if c.startswith("41") and a.level == "prefecture" and c != "410000"]
    found = _of(schemes["framework_26"], provinces)
    return found + [row for row in _of(schemes["province_cities"], cities) if row["area"] not in provinces]


def _of(scheme: Scheme, areas: list[str]) -> list[dict[str, Any]]:
    known = read_indicators()
    made = []
    for number, item in enumerate(scheme.items):
        assert item.indicator is not None
        aims = [t for t in known[item.target_of or item.indicator].targets if t.year == 2030 and t.kind != "text"]
        target = float(next((t.value for t in aims if t.value is not None), 6.0) or 6.0)
        higher = known[item.indicator].direction != "lower"
        start = target * (0.8 if higher else 1.25)
        for place, area in enumerate(areas):
            if area == WITHOUT and number % 2:
                continue
            for year in (*BASE_YEARS, *YEARS):
                done = 0.0 if year in BASE_YEARS else (int(year) - 2019) / 6 * _pace(place, number)
                value = (1.0 if place % 7 or year > "2022" else 0.0) if item.scoring == "yes_no" else None
                shown = round(start + (target - start) * done, 4) if value is None else value  # shares stay below 100
                made.append({"indicator": item.indicator, "area": area, "period": year, "value": shown})
    return made


def _pace(place: int, number: int) -> float:
    """The share of the way that an area has gone by 2025, never all of it: spread over areas and items."""
    return 0.2 + 0.55 * ((place * 7) % 31) / 31 + 0.05 * ((place + number) % 5)
