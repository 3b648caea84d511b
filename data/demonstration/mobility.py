"""Floating population: who has come, who has left, and how well they are on record."""

from collections.abc import Iterator

import numpy as np

from data.definitions import Indicator
from data.demonstration.anchors import course
from data.demonstration.arithmetic import apportion, centred
from data.demonstration.blocks import Block, direct_block, only, ratio_block, sum_block
from data.demonstration.ratios import QUARTERS, courses, stream
from data.demonstration.setting import BASE, YEARS, Setting, share_of_census

# People away in another province by home province, roughly as the census of 2020 found them; in 10,000.
AWAY = {"11": 47, "12": 84, "13": 548, "14": 199, "15": 168, "21": 187, "22": 241, "23": 393, "31": 40, "32": 388,
        "33": 214, "34": 1152, "35": 235, "36": 634, "37": 427, "41": 1610, "42": 599, "43": 804, "44": 165, "45": 811,
        "46": 40, "50": 417, "51": 1036, "52": 845, "53": 300, "54": 14, "61": 298, "62": 345, "63": 43, "64": 46,
        "65": 62}  # fmt: skip
FLOATING = {2015: 3.18e8, 2025: 3.93e8}
TREND = np.interp(YEARS, [2015, 2020, 2025], [0.9, 1.0, 1.05])
SEASON = np.array([0.93, 1.01, 1.02, 1.0])  # home for the Spring Festival; the fourth quarter stands for the year
# The part of moves between counties of one province that crosses the border of an area of that level.
CROSSING = np.array([0.0, 0.0, 0.55, 1.0])
ON_RECORD = {2015: 71.0, 2018: 77.5, 2020: 80.2, 2022: 84.1, 2025: 89.3}
ANSWERED = {2015: 78.0, 2018: 84.0, 2020: 85.5, 2022: 89.0, 2025: 93.1}
CODES = ("FLT", "FLT_IN", "FLT_OUT", "FLT_RATE", "FLT_FB")


def mobility_blocks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """FLT by province; inflow and outflow to counties, yearly and by quarter; records and answers to prefectures."""
    abroad, within = setting.inflow
    yield _floating(setting, indicators["FLT"])
    yield from _flow(setting, indicators["FLT_IN"], abroad, within)
    yield from _flow(setting, indicators["FLT_OUT"], *_outflow(setting))
    due = np.where(setting.population > 0, np.rint((abroad + within)[:, None] * TREND * setting.active), 0)
    yield from _recorded(setting, indicators["FLT_RATE"], due, ON_RECORD, "county")
    yield from _recorded(setting, indicators["FLT_FB"], np.rint(due * 0.004), ANSWERED, "prefecture")


def _floating(setting: Setting, indicator: Indicator) -> Block:
    nearby = share_of_census(setting.tree, "MIG_COUNTY") * setting.population[:, BASE]
    weights = (setting.inflow.sum(axis=0) + 0.38 * nearby)[:, None] * setting.population
    weights = weights / np.maximum(setting.population[:, BASE : BASE + 1], 1)
    return sum_block(setting, indicator, apportion(course("FLT", FLOATING, YEARS), weights), level="province")


def _outflow(setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    """People of each leaf who live in another province, and in another county of their own."""
    rng, tree = stream("FLT_OUT"), setting.tree
    push = setting.people["rural"][:, BASE] + 0.15 * setting.population[:, BASE]
    push = push * np.exp(rng.normal(0, 0.3, len(push)) - 0.15 * setting.development)
    abroad, within = np.zeros(len(push)), np.zeros(len(push))
    whole = setting.inflow[0].sum()
    total = apportion(np.array([whole]), np.array([[AWAY[code[:2]]] for code in tree.province_codes], dtype=float))
    for number in range(len(tree.province_codes)):
        rows = tree.province == number
        abroad[rows] = apportion(total[number], push[rows][:, None])[:, 0]
        within[rows] = apportion(np.array([setting.inflow[1][rows].sum()]), push[rows][:, None])[:, 0]
    return abroad, within


def _flow(setting: Setting, indicator: Indicator, abroad: np.ndarray, within: np.ndarray) -> Iterator[Block]:
    """A move inside an area is no flow of that area: an inner part counts for counties, half of it for prefectures."""
    outer = setting.tree.add_up(abroad[:, None] * setting.active)
    inner = setting.tree.add_up(within[:, None] * setting.active) * CROSSING[setting.tree.level][:, None]
    yearly = (outer + inner) * TREND
    yield direct_block(setting, indicator, yearly, level="county")
    years = np.searchsorted(YEARS, [int(name[:4]) for name in QUARTERS])
    quarterly = yearly[:, years] * np.tile(SEASON, len(QUARTERS) // 4)
    yield direct_block(setting, indicator, quarterly, level="prefecture", periods=QUARTERS)


def _recorded(
    setting: Setting, indicator: Indicator, due: np.ndarray, knots: dict[int, float], level: str
) -> Iterator[Block]:
    rng = stream(indicator.code)
    base = courses(setting, rng, effect=0.05, spread=0.35)
    share = centred(base, due, course(indicator.code, knots, YEARS) / 100)
    done = np.minimum(np.floor(due * share + rng.random((len(due), 1))), due)
    yield only(ratio_block(setting, indicator, done, due, level=level), np.arange(len(YEARS)))
    years = np.searchsorted(YEARS, [int(name[:4]) for name in QUARTERS])
    step = np.tile(np.array([0.97, 0.98, 0.99, 1.0]), len(QUARTERS) // 4)
    quarterly = np.where(step < 1, np.floor(done[:, years] * step), done[:, years])
    yield ratio_block(setting, indicator, quarterly, due[:, years], level="prefecture", periods=QUARTERS)
