"""Who reports the demonstration forms, how many units in each area, and how careful they are."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from data.areas import read_areas
from data.demonstration.anchors import census
from data.demonstration.setting import SEED
from data.periods import Period
from data.quality.forms import Form

# How punctual and careful a province is, in standard deviations between provinces.
REGIONS = {"东部": 0.6, "中部": 0.1, "东北": 0.0, "西部": -0.5}
PROVINCES = {"110000": 0.4, "310000": 0.4, "330000": 0.5, "440000": 0.4, "510000": 1.6, "500000": 0.6, "370000": -1.2,
             "450000": -0.2, "530000": -0.4, "540000": -1.5, "630000": -0.8, "650000": -0.6}  # fmt: skip


@dataclass(frozen=True)
class Reporting:
    """`units` per 100,000 people and at least `least` an area, `cells` to fill and `staff` registered in each; whether
    its hospitals code diagnoses. Forms of the provinces have one report each, with cases of floating people."""

    units: float = 0.0
    least: int = 0
    cells: int = 60
    staff: int = 0
    diagnoses: int = 0


FORMS = {
    "卫统1-1": Reporting(2.6, 1, 180, 190),
    "卫统1-2": Reporting(5.0, 2, 120, 32),
    "卫统1-3": Reporting(23.0, 3, 25),
    "卫统1-4": Reporting(38.0, 0, 20),
    "卫统1-5": Reporting(0.05, 0, 45),
    "卫统1-6": Reporting(0.0, 1, 90),
    "卫统1-7": Reporting(0.0, 1, 40),
    "卫统1-8": Reporting(0.3, 0, 35),
    "卫统1-9": Reporting(1.1, 1, 85, 410),
    "卫统1-10": Reporting(6.2, 2, 40),
    "卫统4": Reporting(1.1, 1, 116, 0, 2600),
    "流动人口": Reporting(cells=54),
}


@dataclass(frozen=True)
class Reporters:
    """The areas that report a form: code, people, and how careful they are: 0 in the middle, 1 a deviation better."""

    codes: np.ndarray
    people: np.ndarray
    care: np.ndarray


def reporters_of(form: Form) -> Reporters:
    """Counties (and prefectures without any), or provinces; the same for every form of a level but for its own luck."""
    areas = [a for a in read_areas().values() if a.has_statistics]
    parents = {area.parent for area in areas if area.level in ("county", "prefecture")}
    if form.reporting_level == "province":
        chosen = [area for area in areas if area.level == "province"]
    else:
        chosen = [a for a in areas if "c" in a.layers and a.level != "province" and a.code not in parents]
    chosen = sorted(chosen, key=lambda area: area.code)
    counted = census("POP")
    people = np.array([counted.get(area.code, 0.0) or 150_000.0 for area in chosen])
    rng = np.random.default_rng([SEED, crc32(form.reporting_level.encode())])
    own = rng.normal(0, 0.55, len(chosen))
    towns = {name: draw for name in sorted({str(a.parent) for a in chosen}) for draw in [rng.normal(0, 0.3)]}
    region = [
        REGIONS.get(str(a.macro_region), 0.0) + PROVINCES.get(str(a.province), 0.0) + towns[str(a.parent)]
        for a in chosen
    ]
    luck = np.random.default_rng([SEED, crc32(form.code.encode())]).normal(0, 0.25, len(chosen))
    return Reporters(np.array([a.code for a in chosen]), people, region + own + luck)


def units_of(form: Form, reporters: Reporters) -> np.ndarray:
    """How many have to report: the same in every period."""
    if form.reporting_level == "province":
        return np.ones(len(reporters.codes), dtype=np.int64)
    rng = np.random.default_rng([SEED, crc32(form.code.encode()), 99])
    reporting = FORMS[form.code]
    many = reporters.people / 100_000 * reporting.units * np.exp(rng.normal(-0.06, 0.35, len(reporters.codes)))
    return np.maximum(rng.poisson(many), reporting.least).astype(np.int64)


def mood_of(form: Form, period: Period, reporters: Reporters, place: int, periods: int) -> np.ndarray:
    """What a period brings, in the same deviations: slow progress, Spring Festival, a good or bad month of a whole
    province. `place`: the how manieth it is of `periods`."""
    festival = -0.5 if period.end.month == 1 and form.period_kind == "month" else 0.0
    rng = np.random.default_rng([SEED, crc32(form.code.encode()), place, 7])
    provinces, where = np.unique([code[:2] for code in reporters.codes], return_inverse=True)
    return 0.35 * (place / max(periods - 1, 1) - 0.5) + festival + rng.normal(0, 0.3, len(provinces))[where]
