"""Building projects by quarter, and the three yes-or-no tasks of governments."""

from collections.abc import Iterator

import numpy as np

from data.definitions import Indicator
from data.demonstration.blocks import Block, direct_block, only, ratio_block
from data.demonstration.ratios import QUARTERS, stream
from data.demonstration.setting import YEARS, Setting

STARTED = np.array([0.34, 0.66, 0.86, 0.95])  # by the end of each quarter
DONE = np.array([0.03, 0.12, 0.3, 0.56])
PAID = np.array([0.14, 0.38, 0.66, 0.93])
TASKS = {"SCIPOOL": 2019.6, "HEDAPPR": 2020.4, "SMKBLACK": 2021.6}  # the middle year of their introduction
CODES = ("PRJ_START", "PRJ_DONE", "PRJ_INV", *TASKS)


def project_blocks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """Project figures to prefectures, by quarter and year from 2022; tasks by province."""
    rng = stream("projects")
    years = sorted({int(name[:4]) for name in QUARTERS})
    size = setting.population[:, np.searchsorted(YEARS, years)] / 420_000
    planned = np.repeat(rng.poisson(size * 2.4), 4, axis=1).astype(float)
    speed = np.repeat(np.repeat(rng.normal(0, 0.12, (len(size), 1)), len(years), axis=1), 4, axis=1)
    luck = np.repeat(rng.random(size.shape), 4, axis=1)
    budget = np.rint(planned * np.repeat(rng.gamma(4, 900, size.shape), 4, axis=1))
    for code, pace in (("PRJ_START", STARTED), ("PRJ_DONE", DONE)):
        share = np.clip(np.tile(pace, len(years)) + speed, 0, 1)
        counts = np.minimum(np.floor(planned * share + luck), planned)
        yield from _by_quarter_and_year(setting, indicators[code], counts, planned)
    paid = np.rint(budget * np.clip(np.tile(PAID, len(years)) + speed, 0, 1.15))
    yield from _by_quarter_and_year(setting, indicators["PRJ_INV"], paid, budget)
    yield from _tasks(setting, indicators)


def _by_quarter_and_year(
    setting: Setting, indicator: Indicator, done: np.ndarray, planned: np.ndarray
) -> Iterator[Block]:
    yield ratio_block(setting, indicator, done, planned, level="prefecture", periods=QUARTERS)
    last = np.arange(3, len(QUARTERS), 4)
    years = [QUARTERS[place][:4] for place in last]
    yield ratio_block(setting, indicator, done[:, last], planned[:, last], level="prefecture", periods=years)


def _tasks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """1 from the year a province introduced it; the nation when all provinces have."""
    tree = setting.tree
    for code, middle in TASKS.items():
        introduced = np.ceil(stream(code).normal(middle, 1.1, len(tree.province_codes)))
        values = np.zeros((len(tree.codes), len(YEARS)))
        for province, year in zip(tree.province_codes, introduced, strict=True):
            values[tree.position(province)] = year <= YEARS
        values[0] = introduced.max() <= YEARS
        yield only(direct_block(setting, indicators[code], values, level="province"), np.flatnonzero(YEARS >= 2017))
