"""Beds, staff, visits, admissions and what they cost: counts that share numerators, so that rates and totals agree."""

from collections.abc import Iterator

import numpy as np

from data.definitions import Indicator
from data.demonstration.anchors import course
from data.demonstration.arithmetic import apportion, split, wander
from data.demonstration.blocks import Block, ratio_block, sum_block
from data.demonstration.ratios import QUARTERS, courses, stream
from data.demonstration.setting import YEARS, Setting

# National courses where nothing is published, in the unit of the indicator, and how areas differ.
BEDS = {2015: 7015000, 2016: 7410000, 2017: 7940000, 2018: 8404000, 2019: 8807000, 2020: 9101000, 2021: 9450000,
        2024: 10360000, 2025: 10490000}  # fmt: skip
STAFF = {2017: 8988000, 2019: 10154000, 2020: 10678000, 2025: 13380000}
PLACES = {2015: 983528, 2019: 1007579, 2020: 1022922, 2025: 1104000}
VISITS = {2015: 7.69e9, 2016: 7.93e9, 2017: 8.18e9, 2019: 8.72e9, 2024: 1.015e10, 2025: 1.05e10}
ADMITTED = {2015: 2.1053e8, 2016: 2.2728e8, 2017: 2.4436e8, 2018: 2.5453e8, 2019: 2.6596e8, 2020: 2.3013e8,
            2021: 2.4726e8, 2024: 3.09e8, 2025: 3.11e8}  # fmt: skip
RATES = {
    "ALOS": {2015: 9.6, 2017: 9.3, 2019: 9.1, 2020: 9.4, 2022: 9.2, 2025: 8.5},
    "BOR": {2015: 85.4, 2017: 85.0, 2019: 83.6, 2020: 72.3, 2021: 74.6, 2022: 71.0, 2024: 79.0, 2025: 78.6},
    "COSTO": {2015: 233.9, 2017: 257.0, 2019: 290.8, 2020: 324.4, 2022: 342.7, 2025: 366.0},
    "COSTI": {2015: 8268.1, 2017: 8890.7, 2019: 9848.4, 2020: 10619.2, 2022: 10860.6, 2025: 10020.0},
}
PER_1000 = {"PHY": {2025: 3.72}, "NUR": {2020: 3.34, 2018: 2.94, 2025: 4.28}}
# effect of development and spread, on the log
APART = {"PHY": (0.07, 0.12), "NUR": (0.07, 0.13), "BED": (-0.02, 0.17), "INST": (-0.1, 0.2), "HTP": (0.06, 0.1),
         "VIS": (0.17, 0.16), "ADM": (-0.02, 0.18), "ALOS": (0.01, 0.08), "BOR": (0.03, 0.06), "COSTO": (0.13, 0.1),
         "COSTI": (0.16, 0.12)}  # fmt: skip
# How a year's visits and admissions fall into quarters; late 2022 was thin, early 2023 made up for it.
SEASON = {2022: (0.247, 0.249, 0.262, 0.242), 2023: (0.232, 0.252, 0.256, 0.26), 2024: (0.243, 0.252, 0.253, 0.252),
          2025: (0.242, 0.252, 0.254, 0.252)}  # fmt: skip
CODES = ("BED", "BEDK", "PHY", "NUR", "HTP", "INST", "VIS", "VISPC", "ADM", *RATES)


def care_blocks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """Blocks of everything above to counties; visits and admissions by quarter from 2022."""
    beds = _counts(setting, "BED", course("BED", BEDS, YEARS))
    yield from _sum_and_rate(setting, indicators, "BED", "BEDK", beds)
    yield sum_block(
        setting, indicators["INST"], _counts(setting, "INST", course("INST", PLACES, YEARS)), level="county"
    )
    yield from _staff(setting, indicators)
    visits = _counts(setting, "VIS", course("VIS", VISITS, YEARS))
    yield from _sum_and_rate(setting, indicators, "VIS", "VISPC", visits)
    admitted = _counts(setting, "ADM", course("ADM", ADMITTED, YEARS))
    yield sum_block(setting, indicators["ADM"], admitted, level="county")
    yield _quarters(setting, indicators["VIS"], visits)
    yield _quarters(setting, indicators["ADM"], admitted)
    discharged = np.rint(admitted * 0.985)
    open_days = np.rint(beds * 330)
    for code, base in {"ALOS": discharged, "BOR": open_days, "COSTO": visits, "COSTI": discharged}.items():
        yield ratio_block(setting, indicators[code], _amounts(setting, indicators[code], base), base, level="county")


def _apart(setting: Setting, code: str) -> np.ndarray:
    effect, spread = APART[code]
    return np.exp(courses(setting, stream(code), effect=effect, spread=spread))


def _counts(setting: Setting, code: str, total: np.ndarray) -> np.ndarray:
    return apportion(np.rint(total), setting.population * _apart(setting, code))


def _sum_and_rate(
    setting: Setting, indicators: dict[str, Indicator], total: str, rate: str, counts: np.ndarray
) -> Iterator[Block]:
    yield sum_block(setting, indicators[total], counts, level="county")
    yield ratio_block(setting, indicators[rate], counts, setting.population, level="county")


def _staff(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """Physicians and nurses are part of the health technical personnel."""
    nation = setting.population.sum(axis=0) / 1000
    known = {code: _counts(setting, code, course(code, knots, YEARS) * nation) for code, knots in PER_1000.items()}
    for code, counts in known.items():
        yield ratio_block(setting, indicators[code], counts, setting.population, level="county")
    others = course("HTP", STAFF, YEARS) - sum(counts.sum(axis=0) for counts in known.values())
    personnel = known["PHY"] + known["NUR"] + _counts(setting, "HTP", others)
    yield sum_block(setting, indicators["HTP"], personnel, level="county")


def _amounts(setting: Setting, indicator: Indicator, base: np.ndarray) -> np.ndarray:
    """Days or yuan that make the national mean, higher here and lower there."""
    code = indicator.code
    apart = _apart(setting, code)
    mean = course(code, RATES[code], YEARS) / (indicator.multiplier or 1)
    return np.rint(base * apart * mean * base.sum(axis=0) / (base * apart).sum(axis=0))


def _quarters(setting: Setting, indicator: Indicator, yearly: np.ndarray) -> Block:
    """Four quarters that add up to the year in every leaf."""
    years = sorted(SEASON)
    season = np.array([SEASON[year] for year in years])
    own = wander(stream(f"{indicator.code} quarters"), len(yearly), 4 * len(years), 0.02)
    weights = season * np.exp(own.reshape(len(yearly), len(years), 4))
    parts = split(yearly[:, np.searchsorted(YEARS, years)], weights)
    return sum_block(setting, indicator, parts.reshape(len(yearly), -1), level="county", periods=QUARTERS)
