"""Denominators: how many people, patients, pupils, schools or hospitals a leaf has in a year, in whole numbers."""

from zlib import crc32

import numpy as np

from data.demonstration.setting import SEED, YEARS, Setting

# People or things per 1,000 of the group named, in 2020, and their growth a year.
PEOPLE = {
    "pregnant": ("births", 1040, 0.0),
    "under3": ("births", 3150, -0.02),
    "under7": ("births", 8200, -0.05),
    "pupils": ("age0_14", 640, 0.01),
    "checked_pupils": ("age0_14", 32, 0.0),
    "checked_children": ("births", 480, 0.0),
    "checked_mothers": ("births", 300, 0.0),
    "vaccinations": ("births", 21_000, 0.0),
    "under71": ("all", 945, -0.002),
    "managed_hypertension": ("age60", 410, 0.01),
    "managed_diabetes": ("age60", 138, 0.015),
    "cancers": ("age60", 7.2, 0.02),
}
# Things a leaf has: per 100,000 people, spread between leaves, at least how many where 30,000 people or more live.
PLACES = {
    "schools": (14.5, 0.35, 2),
    "hospitals": (0.62, 0.45, 1),
    "care_homes": (2.7, 0.4, 1),
    "health_centres": (3.3, 0.35, 1),
    "village_clinics": (43.0, 0.4, 4),
    "tcm_hospitals": (0.36, 0.4, 1),
    "tcm_tertiary": (0.05, 0.5, 0),
    "offices": (24.0, 0.3, 8),
    "villages": (36.0, 0.45, 3),
    "dust_cases": (0.9, 0.9, 0),
}


def denominators(setting: Setting, name: str) -> np.ndarray:
    """Whole numbers by leaf and year for one of the names used in `recipes.yaml`.  Raises KeyError for another."""
    if name in setting.people:
        return setting.people[name]
    if name == "sample":  # people asked: more where more live, never very few or very many
        return np.where(setting.population > 0, np.clip(np.rint(setting.population * 0.0009), 120, 1500), 0)
    if name == "patients":
        return np.where(setting.population > 0, np.clip(np.rint(setting.people["age60"] * 0.0012), 40, 700), 0)
    if name == "districts":
        counties = (setting.population > 0) & (setting.population[:, -1:] > 20_000)
        return counties.astype(float)
    if name in PEOPLE:
        group, rate, growth = PEOPLE[name]
        return np.rint(setting.people[group] * (rate / 1000) * (1 + growth) ** (YEARS - 2020))
    return _places(setting, name)


def _places(setting: Setting, name: str) -> np.ndarray:
    """Numbers of places hardly change from year to year; a leaf keeps what it has."""
    rate, spread, least = PLACES[name]
    rng = np.random.default_rng([SEED, crc32(name.encode())])
    population = setting.population.max(axis=1)
    many = population / 100_000 * rate * np.exp(rng.normal(-(spread**2) / 2, spread, len(population)))
    count = np.where(population >= 30_000, np.maximum(np.rint(many), least), np.floor(many))
    return np.where(setting.population > 0, count[:, None], 0)
