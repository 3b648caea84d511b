"""Total health expenditure by province: who pays, per head and against the domestic product."""

from collections.abc import Iterator

import numpy as np

from data.definitions import Indicator
from data.demonstration.anchors import course
from data.demonstration.arithmetic import apportion, centred
from data.demonstration.blocks import Block, ratio_block, sum_block
from data.demonstration.ratios import courses, stream
from data.demonstration.setting import YEARS, Setting

TOTAL = {2015: 40974.6, 2016: 46344.9, 2017: 52598.3, 2018: 59121.9, 2019: 65841.4, 2020: 72175.0, 2022: 85327.5,
         2024: 94300.0, 2025: 98600.0}  # 亿元  # fmt: skip
OUT_OF_POCKET = {2015: 29.3, 2020: 27.7, 2024: 27.0, 2025: 26.7}
GOVERNMENT = {2015: 30.4, 2017: 28.9, 2019: 27.4, 2020: 30.4, 2022: 28.2, 2025: 26.5}
OF_PRODUCT = {2015: 6.0, 2017: 6.3, 2019: 6.6, 2020: 7.1, 2022: 7.0, 2025: 7.1}
CODES = ("THE", "OOP", "GOVSH", "SOCSH", "THEGDP", "THEPC")
UNIT = 10  # whole numbers are tenths of 亿元


def money_blocks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """The six figures for the nation and provinces; the three payers make up the total."""
    apart = np.exp(courses(setting, stream("THE"), effect=0.16, spread=0.12))
    total = course("THE", TOTAL, YEARS)
    spent = apportion(np.rint(total * UNIT), setting.population * apart)
    pocket = _part(setting, "OOP", spent, course("OOP", OUT_OF_POCKET, YEARS), effect=-0.09)
    public = _part(setting, "GOVSH", spent - pocket, _of_rest(spent, pocket, GOVERNMENT), effect=-0.12)
    wealth = np.exp(courses(setting, stream("GDP"), effect=0.24, spread=0.16))
    product = apportion(np.rint(total / course("THEGDP", OF_PRODUCT, YEARS) * 100 * UNIT), setting.population * wealth)
    yield sum_block(setting, indicators["THE"], spent / UNIT, level="province")
    payers = {"OOP": pocket, "GOVSH": public, "SOCSH": spent - pocket - public}
    for code, part in payers.items():
        yield ratio_block(setting, indicators[code], part / UNIT, spent / UNIT, level="province")
    yield ratio_block(setting, indicators["THEGDP"], spent / UNIT, product / UNIT, level="province")
    yield ratio_block(setting, indicators["THEPC"], spent / UNIT * 1e8, setting.population, level="province")


def _part(setting: Setting, code: str, whole: np.ndarray, percent: np.ndarray, *, effect: float) -> np.ndarray:
    base = courses(setting, stream(code), effect=effect, spread=0.12)
    return np.rint(whole * centred(base, whole, percent / 100))


def _of_rest(spent: np.ndarray, pocket: np.ndarray, knots: dict[int, float]) -> np.ndarray:
    """The government's percentage of what households do not pay."""
    whole, rest = spent.sum(axis=0), (spent - pocket).sum(axis=0)
    return course("GOVSH", knots, YEARS) * whole / rest
