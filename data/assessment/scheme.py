"""Assessment schemes as people write them (data/assessment/schemes/CODE.yaml): the shape of a file.

What one field alone cannot show to be wrong is in `data.assessment.scheme_rules`; docs/assessment.md has the fields.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from methods.rank_bands import WEIGHT_SPREAD
from methods.target_score import ATTAINMENT_SHARE
from methods.weighted_total import LEAST_COVERAGE

Scoring = Literal[
    "progress", "attainment", "yes_no", "trend", "range", "goalpost", "z_composite", "mean_difference",
    "fixed_base_range",
]  # fmt: skip
BY_NUMBER = ("progress", "attainment")
GIVEN = ("yes_no", "trend")  # all or nothing: never drawn anew
BY_TARGET = (*BY_NUMBER, *GIVEN)
Level = Literal["province", "prefecture", "county"]
PhaseName = Literal["half", "three_quarters", "year"]
GroupName = Literal["macro_region", "population_class"]
Filled = Field(min_length=1)
Number = Annotated[float, Field(strict=False)]
Positive = Annotated[float, Field(gt=0, strict=False)]
Share = Annotated[float, Field(ge=0, le=1, strict=False)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, str_strip_whitespace=True)


class Plan(_Record):
    """The plan whose targets (data/indicators/*.yaml) the items are measured by."""

    name: str = Filled
    version: str | None = None


class OwnTarget(_Record):
    """A target that the scheme itself sets, in the form that indicator files use."""

    year: int = Field(ge=2000, le=2060)
    kind: Literal["number", "range", "relative", "yes_no", "trend"] = "number"
    operator: Literal[">=", "<=", ">", "<", "=", "between", "trend"]
    value: Number | None = None
    value_high: Number | None = None
    text: str | None = None
    baseline_value: Number | None = None
    baseline_year: int | None = Field(default=None, ge=1980, le=2060)
    verified: bool = False
    source: str = Filled


class AreaParameters(_Record):
    """What holds for one area, and the areas inside it, instead of the scheme's target and baseline."""

    target: Number | None = None
    target_high: Number | None = None
    target_year: int | None = Field(default=None, ge=2000, le=2060)
    baseline: Number | None = None
    baseline_year: int | None = Field(default=None, ge=1980, le=2060)


class Item(_Record):
    """One line of a scheme. `indicator` null: the product has no such indicator; it counts as missing coverage and
    needs `name` and `unit`. `target_of` and `part`: the pair whose target this component has."""

    place: str = Filled
    indicator: str | None
    name: str | None = None
    unit: str | None = None
    dimension: str = Filled
    weight: Positive = 1.0
    scoring: Scoring = "progress"
    direction: Literal["higher", "lower", "range"] | None = None
    breakdown: str = "all"
    target_of: str | None = None
    part: Literal[1, 2] = 1
    targets: tuple[OwnTarget, ...] = Field(default=(), strict=False)
    areas: dict[str, AreaParameters] = Field(default_factory=dict)
    attainment_share: Share = ATTAINMENT_SHARE
    worst: Number | None = None
    best: Number | None = None
    low: Number | None = None
    high: Number | None = None
    zero_below: Number | None = None
    zero_above: Number | None = None
    base_year: int | None = Field(default=None, ge=1980, le=2060)
    verified: bool | None = None
    source: str | None = None
    note: str | None = None

    @property
    def share(self) -> float:
        """Of the points of an item with a number as target, those for attainment; the others are for the pace."""
        return self.attainment_share if self.scoring == "progress" else 1.0


class Phase(_Record):
    """A phase of the year. `periods`: where its own value is looked for, in order, written without the year
    (`""` the year itself, `H1`, `Q1-2`, `Q2`). `carry_years`: where it has none, the latest yearly value of so many
    years before stands in, marked as carried; 0: nothing is carried."""

    phase: PhaseName
    periods: tuple[str, ...] = Field(min_length=1, strict=False)
    carry_years: int = Field(default=0, ge=0, le=10)


class Grading(_Record):
    """Grades, best first: by `cut_offs` of the total, or by `quota` of places (numbers of areas, or shares below 1)."""

    by: Literal["cut_off", "quota", "none"]
    names: tuple[str, ...] = Field(default=(), strict=False)
    cut_offs: tuple[Number, ...] = Field(default=(), strict=False)
    quota: tuple[Number, ...] = Field(default=(), strict=False)


class Warning(_Record):
    """When the total warns: shares of the judged weight whose items are red."""

    red: Share = 0.3
    amber: Share = 0.15


class Bands(_Record):
    """How rank bands are drawn, and for how many of the latest years."""

    years: int = Field(default=6, ge=0, le=20)
    draws: int = Field(default=1000, ge=200, le=10_000)
    weight_spread: Share = WEIGHT_SPREAD
    normalisations: tuple[Literal["standard", "range"], ...] = Field(default=("standard", "range"), strict=False)


class Scheme(_Record):
    """An assessment scheme. `official` is true only where an authority published formula and weights.

    `target_year`: next (the nearest year not yet past for which the plan has a target) or a year. `baseline`: own (the
    area's own value in the baseline year, or in one of the `baseline_within` years after it), or plan (the plan's).
    """

    code: str = Field(pattern=r"^[a-z0-9_]{2,24}$")
    name: str = Filled
    version: str = Filled
    level: Level
    parent: Literal["nation", "province", "prefecture"]
    official: bool
    verified: bool
    source: str = Filled
    note: str = Filled
    plan: Plan | None = None
    target_year: Literal["next"] | Annotated[int, Field(ge=2000, le=2060)] = "next"
    baseline: Literal["own", "plan"] = "own"
    baseline_within: int = Field(default=3, ge=0, le=10)
    aggregation: Literal["arithmetic", "geometric", "harmonic"] = "arithmetic"
    minimum_coverage: Share = LEAST_COVERAGE
    years: int = Field(default=6, ge=1, le=20)
    phases: tuple[Phase, ...] = Field(min_length=1, strict=False)
    comparison_groups: tuple[GroupName, ...] = Field(default=(), strict=False)
    grading: Grading
    warning: Warning = Warning()
    bands: Bands = Bands()
    dimensions: tuple[str, ...] = Field(min_length=1, strict=False)
    items: tuple[Item, ...] = Field(min_length=1, strict=False)

    @model_validator(mode="before")
    @classmethod
    def _numbered(cls, content: object) -> object:
        """`place: 7` is read as the text 7: numbers of lists need no quotes."""
        if isinstance(content, dict) and isinstance(content.get("items"), list):
            rows = [
                row | {"place": str(row["place"])}
                if isinstance(row, dict) and isinstance(row.get("place"), int)
                else row
                for row in content["items"]
            ]
            return content | {"items": rows}
        return content
