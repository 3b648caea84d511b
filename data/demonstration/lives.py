"""Life expectancy, healthy life expectancy, premature mortality and their kin: a parent is the weighted mean of its
parts, because these figures cannot be recomputed from sums.

Life expectancy passes through the published national series and the published provinces of 2020. The population-
weighted mean of those provinces is 0.28 years above the published nation; this difference is kept in every year.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from data.areas import NATION
from data.definitions import Indicator
from data.demonstration.anchors import census, course
from data.demonstration.arithmetic import wander
from data.demonstration.blocks import Block, direct_block, mean_block
from data.demonstration.ratios import courses, gaps_of, stream
from data.demonstration.setting import BASE, YEARS, Setting

FEWEST = 5_000  # people; fewer give no life table
DEATHS = 0.0071  # crude death rate
CODES = ("LE", "HALE", "NCD", "CAN5", "BMI", "OBGROW", "DEMENT")


def life_blocks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """Blocks of LE, HALE and NCD to counties (LE and NCD by sex), CAN5, BMI and OBGROW to provinces, DEMENT."""
    expectancy = life_expectancy(setting)
    yield from _expectancy(setting, indicators["LE"], expectancy)
    yield from _healthy(setting, indicators["HALE"], expectancy)
    yield from _premature(setting, indicators["NCD"], expectancy)
    yield from _by_province(setting, indicators)


def life_expectancy(setting: Setting) -> np.ndarray:
    """Life expectancy by leaf and year, years of age; provinces of 2020 as published."""
    rng, tree, weights = stream("LE"), setting.tree, setting.population
    counted = np.array([census("LE")[code] for code in tree.province_codes])
    people = np.stack([np.bincount(tree.province, weights[:, t]) for t in range(len(YEARS))], axis=1)
    apart = counted - np.average(counted, weights=people[:, BASE])
    moves = wander(rng, len(counted), len(YEARS), 0.07)
    moves -= moves[:, BASE : BASE + 1]
    between = apart[:, None] * (1 - 0.015 * (YEARS - 2020)) + moves
    between -= (between * people).sum(axis=0) / people.sum(axis=0)
    national = course("LE", {2025: 79.25}, YEARS) + _surplus(setting)
    inside = courses(setting, rng, effect=1.6, spread=0.45)
    sums = np.stack([np.bincount(tree.province, inside[:, t] * weights[:, t]) for t in range(len(YEARS))], axis=1)
    inside = np.clip(inside - (sums / people)[tree.province], -6, 4)
    sums = np.stack([np.bincount(tree.province, inside[:, t] * weights[:, t]) for t in range(len(YEARS))], axis=1)
    return national + between[tree.province] + inside - (sums / people)[tree.province]


def _surplus(setting: Setting) -> float:
    """By how much the mean of the published provinces exceeds the published nation."""
    people = np.bincount(setting.tree.province, setting.population[:, BASE])
    counted = [census("LE")[code] for code in setting.tree.province_codes]
    return float(np.average(counted, weights=people) - census("LE")[NATION])


def _sexes(setting: Setting, both: np.ndarray, male: np.ndarray, female: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """`both` as the population-weighted mean of `both` + male and `both` + female, exactly."""
    people = np.maximum(setting.population, 1)
    mean = (male * setting.people["male"] + female * setting.people["female"]) / people
    return [("all", both), ("male", both + male - mean), ("female", both + female - mean)]


def _weights(setting: Setting, name: str, gaps: np.ndarray) -> np.ndarray:
    return np.where(gaps, 0, setting.people[name])


def _expectancy(setting: Setting, indicator: Indicator, expectancy: np.ndarray) -> Iterator[Block]:
    rng = stream("LE sexes")
    difference = 5.3 + rng.normal(0, 0.5, len(expectancy))[:, None] + 0.02 * (YEARS - 2020)
    for name, values in _sexes(setting, expectancy, -difference / 2, difference / 2):
        weights = setting.people[name]  # nobody is left out: the means reproduce the published provinces
        deaths = np.maximum(setting.tree.add_up(weights) * DEATHS, 1)
        options: dict[str, Any] = {"error": 13 / np.sqrt(deaths), "fewest": FEWEST, "surplus": _surplus(setting)}
        yield mean_block(setting, indicator, values, weights, level="county", breakdown=name, **options)


def _healthy(setting: Setting, indicator: Indicator, expectancy: np.ndarray) -> Iterator[Block]:
    rng = stream("HALE")
    gaps = gaps_of(setting, rng)
    weights = _weights(setting, "all", gaps)
    national = course("HALE", {2015: 68.1, 2020: 69.2, 2025: 70.6}, YEARS)
    apart = 0.85 * expectancy + courses(setting, rng, effect=0.0, spread=0.45)
    apart -= (apart * weights).sum(axis=0) / weights.sum(axis=0)
    yield mean_block(setting, indicator, national + apart, weights, level="county", fewest=FEWEST, gaps=gaps)


def _premature(setting: Setting, indicator: Indicator, expectancy: np.ndarray) -> Iterator[Block]:
    rng = stream("NCD")
    gaps = gaps_of(setting, rng)
    weights = _weights(setting, "all", gaps)
    national = course("NCD", {2025: 14.5}, YEARS)
    apart = np.exp(-0.075 * (expectancy - 78) + courses(setting, rng, effect=0.0, spread=0.1))
    both = national * apart / ((apart * weights).sum(axis=0) / weights.sum(axis=0))
    for name, values in _sexes(setting, both, 0.26 * both, -0.26 * both):
        weight = _weights(setting, name, gaps)
        deaths = np.maximum(setting.tree.add_up(weight) * DEATHS * 0.45, 1)
        top = setting.tree.add_up(values * weight) / np.maximum(setting.tree.add_up(weight), 1)
        options: dict[str, Any] = {"error": top / np.sqrt(deaths), "fewest": FEWEST, "gaps": gaps}
        yield mean_block(setting, indicator, values, weight, level="county", breakdown=name, **options)


def _by_province(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """Figures from national surveys and registers that are given for provinces only."""
    plans = {"CAN5": ({2025: 45.2}, 0.05, 0.05), "BMI": ({2015: 23.9, 2025: 24.5}, 0.002, 0.012)}
    plans["OBGROW"] = ({2015: 5.0, 2018: 4.6, 2021: 4.1, 2025: 3.4}, -0.05, 0.12)
    for code, (knots, effect, spread) in plans.items():
        apart = np.exp(courses(setting, stream(code), effect=effect, spread=spread))
        mean = (apart * setting.population).sum(axis=0) / setting.population.sum(axis=0)
        values = course(code, knots, YEARS) * apart / mean
        yield mean_block(setting, indicators[code], values, setting.population, level="province")
    growth = np.interp(YEARS, [2015, 2025], [2.6, 1.9]) + np.zeros((len(setting.tree.codes), 1))
    yield direct_block(setting, indicators["DEMENT"], growth, level="nation")
