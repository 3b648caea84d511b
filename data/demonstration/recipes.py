"""How each indicator's demonstration figures are drawn: the recipes of `recipes.yaml`, checked as they are read."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from data.demonstration.anchors import course
from data.demonstration.setting import YEARS

FILE = Path(__file__).resolve().parent / "recipes.yaml"


@dataclass(frozen=True)
class Recipe:
    """One indicator; the fields are explained at the head of `recipes.yaml`."""

    code: str
    model: str
    of: str
    knots: dict[int, float]
    effect: float
    spread: float
    level: str
    groups: str | None = None
    gap: float | dict[int, float] = 0.0
    group_level: str | None = None
    years: tuple[int, ...] = ()
    first: int = 2015
    limits: str | None = None
    ageing: float = 0.0
    regions: bool = False
    hide_below: int = 0
    quarterly: bool = False

    @property
    def kept(self) -> np.ndarray:
        """Positions in YEARS of the years that are given."""
        wanted = [year for year in YEARS if year >= self.first and (not self.years or year in self.years)]
        return np.searchsorted(YEARS, wanted)

    def national(self) -> np.ndarray:
        """The national course over YEARS in the indicator's unit."""
        return course(self.code, self.knots, YEARS)

    def gaps(self) -> np.ndarray:
        """The difference between the two groups over YEARS, in logs or log odds."""
        points = self.gap if isinstance(self.gap, dict) else {2020: self.gap}
        return np.interp(YEARS, list(points), list(points.values()))


@lru_cache
def read_recipes() -> tuple[Recipe, ...]:
    """All recipes in the order of the file."""
    rows = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(Recipe(first=row.pop("from", 2015), years=tuple(row.pop("years", ())), **row) for row in rows)
