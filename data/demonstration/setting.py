"""The country the demonstration figures play in: people, ages, births and living conditions of every leaf and year.

2020 is the census itself. Other years follow the national totals, with provinces growing and shrinking roughly as they
have done, and stay whole numbers whose parts make the whole.
"""

from dataclasses import dataclass

import numpy as np

from data.demonstration.anchors import census, course
from data.demonstration.arithmetic import apportion, centred, wander
from data.demonstration.tree import FOUNDED, REDRAWN, REDRAWN_INTO, Tree

YEARS = np.arange(2015, 2026)
BASE = 5  # the position of 2020
SEED = 20201101  # the census reference date

# Year-end population by the National Bureau of Statistics, 万人 (revised after the census); 2025 continues the trend.
PEOPLE = {
    2015: 138326,
    2016: 139232,
    2017: 140011,
    2018: 140541,
    2019: 141008,
    2023: 140967,
    2024: 140828,
    2025: 140570,
}
BIRTHS = {2015: 1655, 2016: 1786, 2017: 1723, 2018: 1523, 2019: 1465, 2020: 1200, 2021: 1062, 2022: 956, 2023: 902,
          2024: 954, 2025: 860}  # 万人  # fmt: skip
URBAN = {2015: 57.3, 2017: 60.2, 2019: 62.7, 2021: 64.7, 2023: 66.2, 2025: 67.9}  # %
AGES = {  # shares of the population, %
    "A0_14": {2015: 16.9, 2018: 17.6, 2019: 17.8, 2021: 17.4, 2023: 16.3, 2025: 15.3},
    "A60": {2015: 16.2, 2017: 17.3, 2019: 18.2, 2021: 18.9, 2022: 19.8, 2023: 21.1, 2025: 22.9},
    "A65": {2015: 10.5, 2017: 11.4, 2019: 12.6, 2021: 14.2, 2022: 14.9, 2023: 15.4, 2025: 16.1},
    "A80": {2015: 1.95, 2018: 2.3, 2025: 3.05},
}
# Yearly growth of the population, %, where it is far from the national one.
GROWTH = {"14": -0.3, "15": -0.3, "21": -0.6, "22": -1.1, "23": -1.4, "62": -0.4, "33": 0.8, "35": 0.3, "44": 0.6,
          "46": 0.7, "52": 0.2, "54": 0.9, "63": 0.1, "64": 0.4, "65": 0.5}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """Whole numbers by leaf and year in `people` (all, male, female, urban, rural, age0_14, age15_64, age60, age65,
    age80, births); `development` is 0 on average, 1 one standard deviation better; `active` is false before founding.
    """

    tree: Tree
    people: dict[str, np.ndarray]
    development: np.ndarray
    active: np.ndarray
    inflow: np.ndarray  # people of 2020 registered elsewhere: in another province, in another county of the province

    @property
    def population(self) -> np.ndarray:
        return self.people["all"]


def build_setting(tree: Tree) -> Setting:
    """The setting, the same at every call."""
    rng = np.random.default_rng(SEED)
    active = np.ones((len(tree.leaves), len(YEARS)), dtype=bool)
    for code, (_, _, year) in FOUNDED.items():
        active[_leaf(tree, code)] = year <= YEARS
    people = {"all": _population(tree, rng, active)}
    _residence_and_sex(tree, people)
    _ages(tree, people, rng)
    people["births"] = _births(people, rng)
    inflow = np.stack([_base(tree, code, people["all"][:, BASE]) for code in ("MIG_OTHER", "MIG_PROV")])
    return Setting(tree, people, _development(tree, people["all"][:, BASE], rng), active, inflow)


def share_of_census(tree: Tree, code: str) -> np.ndarray:
    """A census percentage for every leaf, as a share; what is blank or younger than the census is taken from its
    neighbours: districts redrawn since from the zones of 2020, new cities from their donor, the rest from the nation.
    """
    values = census(code)
    redrawn = np.mean([values[zone] for zone in sorted(REDRAWN)])
    found = []
    for leaf in tree.leaf_codes:
        value = redrawn if leaf in REDRAWN_INTO else values.get(FOUNDED[leaf][0] if leaf in FOUNDED else leaf)
        found.append(values["100000"] if value is None or np.isnan(value) else value)
    return np.array(found) / 100


def _leaf(tree: Tree, code: str) -> int:
    return int(np.searchsorted(tree.leaf_codes, code))


def _base(tree: Tree, code: str, population: np.ndarray) -> np.ndarray:
    return np.rint(share_of_census(tree, code) * population)


def _population(tree: Tree, rng: np.random.Generator, active: np.ndarray) -> np.ndarray:
    counted = census("POP")
    base = np.array([counted.get(code, 0.0) for code in tree.leaf_codes])
    redrawn = sum(counted[zone] for zone in REDRAWN)
    parts = apportion(np.array([redrawn]), np.array([[w] for w in REDRAWN_INTO.values()]))[:, 0]
    for code, part in zip(REDRAWN_INTO, parts, strict=True):
        base[_leaf(tree, code)] = part
    growth = np.array([GROWTH.get(code[:2], 0.05) for code in tree.province_codes])[tree.province]
    pull = share_of_census(tree, "MIG_OTHER") + share_of_census(tree, "MIG_PROV") - 0.15
    growth = growth + 1.2 * pull + rng.normal(0, 0.25, len(base))
    courses = base[:, None] * np.exp(growth[:, None] / 100 * (YEARS - 2020))
    totals = np.rint(course("POP", {y: n * 10_000 for y, n in PEOPLE.items()}, YEARS))
    totals[BASE] = base.sum()
    courses = apportion(totals, courses)
    courses[:, BASE] = base
    for code, (donor, size, _) in FOUNDED.items():  # the founders move; nobody is counted twice
        new, old = _leaf(tree, code), _leaf(tree, donor)
        courses[new] = np.where(active[new], size + 1500 * (YEARS - 2022), 0)
        courses[old] -= courses[new]
    return courses


def _residence_and_sex(tree: Tree, people: dict[str, np.ndarray]) -> None:
    population, urban = people["all"], share_of_census(tree, "URB")
    mixed = (urban > 0.001) & (urban < 0.999)
    base = np.log(np.clip(urban, 0.001, 0.999) / np.clip(1 - urban, 0.001, 0.999))[:, None] + np.zeros(len(YEARS))
    target = course("URB", URBAN, YEARS) / 100
    shares = np.where(mixed[:, None], centred(base, population, target), np.round(urban)[:, None])
    shares[:, BASE] = urban
    people["urban"] = np.rint(shares * population)
    people["rural"] = population - people["urban"]
    ratio = share_of_census(tree, "SEXR") * 100  # males per 100 females
    male = (ratio / (100 + ratio))[:, None] - 0.0003 * (YEARS - 2020) / 5
    people["male"] = np.rint(male * population)
    _as_counted(tree, people, "male", "urban")
    people["rural"] = population - people["urban"]
    people["female"] = population - people["male"]


def _as_counted(tree: Tree, people: dict[str, np.ndarray], *names: str) -> None:
    """2020 is the census itself where it has the leaf, not the rounding of its percentages."""
    for name in names:
        counted = census("POP", name)
        exact = np.array([counted.get(leaf, np.nan) for leaf in tree.leaf_codes])
        people[name][:, BASE] = np.where(np.isnan(exact), people[name][:, BASE], exact)


def _ages(tree: Tree, people: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    population, shares = people["all"], {}
    for code, knots in AGES.items():
        base = np.clip(share_of_census(tree, code), 0.002, 0.9)
        steady = np.log(base / (1 - base))[:, None] + wander(rng, len(base), len(YEARS), 0.015)
        shares[code] = centred(steady, population, course(code, knots, YEARS) / 100)
        shares[code][:, BASE] = base
    young = np.rint(shares["A0_14"] * population)
    old = np.minimum(np.rint(shares["A65"] * population), population - young)
    people["age0_14"], people["age65"] = young, old
    people["age60"] = np.clip(np.rint(shares["A60"] * population), old, population - young)
    people["age80"] = np.minimum(np.rint(shares["A80"] * population), old)
    _as_counted(tree, people, "age0_14", "age60", "age65", "age80")
    people["age15_64"] = population - people["age0_14"] - people["age65"]


def _births(people: dict[str, np.ndarray], rng: np.random.Generator) -> np.ndarray:
    population = people["all"]
    young = people["age0_14"] / np.maximum(population, 1)
    course_of_births = np.array([BIRTHS[int(year)] for year in YEARS]) * 10_000.0
    noise = np.exp(wander(rng, len(young), len(YEARS), 0.05))
    return apportion(course_of_births, population * np.maximum(young, 0.02) ** 0.9 * noise)


def _development(tree: Tree, population: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Living conditions in standard deviations: between provinces by their life expectancy of 2020, inside a province
    by schooling, towns, water, toilets and health workers of the census."""
    expectancy = census("LE")
    between = np.array([expectancy[code] for code in tree.province_codes])[tree.province]
    parts = [(1, "URB"), (-1, "ILLIT15"), (0.7, "TAP"), (0.7, "TOILET"), (-0.4, "HH1"), (-0.5, "A65")]
    local = sum(sign * _standard(share_of_census(tree, code), population) for sign, code in parts)
    local = local + _standard(np.log(share_of_census(tree, "HSW") + 0.01), population)
    return 0.85 * _standard(between, population) + 0.65 * _standard(_within(tree, local, population), population)


def _within(tree: Tree, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    sums = np.bincount(tree.province, values * weights) / np.bincount(tree.province, weights)
    return np.clip(values - sums[tree.province], -8, 8)


def _standard(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    mean = np.average(values, weights=weights)
    return (values - mean) / np.sqrt(np.average((values - mean) ** 2, weights=weights))
