"""Indicators, their targets and the special actions, read from the YAML files that describe them.

One indicator is one file, `data/indicators/CODE.yaml`. A file that contradicts itself or another one is refused, and
every problem of every file is told at once: file, field, what is wrong, what to do.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.definition_problems import DefinitionError, Problem, problems_of
from data.definition_rules import contradictions, contradictions_between
from data.yaml_files import mapping_of_file

__all__ = ["Action", "DefinitionError", "Indicator", "Membership", "Problem", "Target"]
__all__ += ["read_actions", "read_groups", "read_indicators"]

HERE = Path(__file__).resolve().parent
INDICATORS = HERE / "indicators"
ACTIONS = HERE / "reference" / "actions.yaml"

# Lists an indicator may be on; their order decides where it stands inside its group.
LISTS = ("healthy_china_actions", "assessment_26", "core_statistics", "census_2020", "national_series")
# Groups besides the special actions; 综合 comes before the actions, the rest after them.
FIRST_GROUPS = {"composite": "综合"}
LAST_GROUPS = {"core": "核心统计", "population": "人口与家庭", "mobility": "流动人口", "projects": "项目"}

ListName = Literal["assessment_26", "healthy_china_actions", "core_statistics", "census_2020", "national_series"]
Group = Literal[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15",
    "composite", "core", "population", "mobility", "projects",
]  # fmt: skip
Operator = Literal[">=", "<=", ">", "<", "=", "between", "trend"]
Code = Field(pattern=r"^[A-Z][A-Z0-9_]{1,11}$")
Filled = Field(min_length=1)
Model = TypeVar("Model", bound=BaseModel)


class _Record(BaseModel):
    """Strict: `yes` is not the number 1, and a number is not a name."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, str_strip_whitespace=True)


class Membership(_Record):
    """A place on one of the lists. `number` is the official one on `assessment_26`; elsewhere it is the place in the
    product's own listing, because the sources give official numbers for the first nine action indicators only."""

    list: ListName
    number: int = Field(ge=1)
    note: str | None = None


class Target(_Record):
    """What a plan asks of an area by the end of a year.

    `kind` says how to read it: number (value in the indicator's unit) · range (value to value_high) · pair (value for
    the first component, value_high for the second) · yes_no (1 is 实现) · trend (`text` says what must rise, fall or,
    with 减缓, grow more slowly) · relative (change in % against `baseline_year`, negative for a reduction) · text
    (wording only, never judged).
    A bare number in the source is read as "at least" (or "at most" where lower is better); `text` keeps the wording.
    `verified` is about the target, `baseline_verified` about its baseline. Targets stand in the order: assessment
    framework, action plan, outline; the first one of a year is the one to show where there is room for one.
    """

    plan: str = Filled
    version: str = Filled
    area: str = Field(default="100000", pattern=r"^\d{6}$")
    year: int = Field(ge=2000, le=2060)
    kind: Literal["number", "range", "pair", "yes_no", "trend", "relative", "text"]
    operator: Operator | None = None
    value: float | None = None
    value_high: float | None = None
    text: str = Filled
    baseline_value: float | None = None
    baseline_year: int | None = Field(default=None, ge=1980, le=2060)
    baseline_text: str | None = None
    baseline_verified: bool = False
    verified: bool
    source: str = Filled


class Indicator(_Record):
    """One indicator. value = numerator / denominator × multiplier where `aggregation` is ratio; a larger area's value
    is then recomputed from sums. `proportion`: the numerator is part of the denominator. `breaks`: six ascending
    class breaks for maps by county. `components`: the indicators a pair is made of. `conversions`: factors from other
    published units to `unit`. `verified`: the source of the definition was read (`verification` says which)."""

    code: str = Code
    name: str = Filled
    short_name: str = Field(min_length=1, max_length=12)
    name_en: str = Filled
    group: Group
    memberships: tuple[Membership, ...] = Field(default=(), strict=False)
    definition: str = Filled
    numerator: str | None = None
    denominator: str | None = None
    unit: str = Filled
    conversions: dict[str, float] = Field(default_factory=dict)
    multiplier: float | None = Field(default=None, gt=0)
    decimals: int = Field(ge=0, le=4)
    direction: Literal["higher", "lower", "range", "none"]
    kind: Literal["结果性", "个人和社会倡导性", "政府工作性"] | None = None
    nature: Literal["预期性", "约束性", "倡导性"] | None = None
    value_type: Literal["number", "yes_no", "trend", "range", "pair", "relative", "text"]
    components: tuple[str, ...] = Field(default=(), strict=False)
    aggregation: Literal["ratio", "sum", "none"]
    proportion: bool
    minimum: float | None = None
    maximum: float | None = None
    frequency: Literal["年", "半年", "季", "月", "不定期"]
    finest_level: Literal["nation", "province", "prefecture", "county"]
    breakdowns: tuple[str, ...] = Field(default=(), strict=False)
    classification: Literal["public", "internal", "restricted"]
    source: str = Filled
    department: str | None = None
    verified: bool
    verification: str = Filled
    breaks: tuple[float, ...] | None = Field(default=None, strict=False)
    featured: int | None = Field(default=None, ge=1)
    targets: tuple[Target, ...] = Field(default=(), strict=False)


class Action(_Record):
    """One of the 15 special actions of 健康中国行动, and the group of actions it belongs to."""

    number: str = Field(pattern=r"^\d{2}$")
    name: str = Filled
    name_en: str = Filled
    group: str = Filled
    verified: bool
    source: str = Filled


def read_indicators(folder: Path = INDICATORS) -> dict[str, Indicator]:
    """All indicators by code, in the order of their groups and, inside one, of their place on the lists.

    Raises DefinitionError with every problem found. Parsed once per folder and process: definitions change with a
    release of the software, not under it.
    """
    return dict(_read_indicators(Path(folder)))


def read_actions(path: Path = ACTIONS) -> tuple[Action, ...]:
    """The special actions in their order.  Raises DefinitionError."""
    problems: list[Problem] = []
    rows = mapping_of_file(path, problems) or {}
    found = [_checked(Action, row, path, problems) for row in rows.get("actions", [])]
    if problems:
        raise DefinitionError(problems)
    return tuple(action for action in found if action)


def read_groups() -> dict[str, str]:
    """Chinese names of the indicator groups by code, in the order in which they are shown."""
    return FIRST_GROUPS | {action.number: action.name for action in read_actions()} | LAST_GROUPS


@lru_cache
def _read_indicators(folder: Path) -> dict[str, Indicator]:
    problems: list[Problem] = []
    by_file: dict[Path, Indicator] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = mapping_of_file(path, problems)
        indicator = _checked(Indicator, content, path, problems) if content is not None else None
        if indicator:
            by_file[path] = indicator
            problems += [Problem(path, *found) for found in contradictions(indicator, path.stem)]
    problems += contradictions_between(by_file)
    if not by_file and not problems:
        problems.append(Problem(folder, "*.yaml", "这里没有指标定义", "检查目录，或恢复随产品提供的指标文件"))
    if problems:
        raise DefinitionError(problems)
    groups = list(FIRST_GROUPS) + [f"{n:02}" for n in range(1, 16)] + list(LAST_GROUPS)
    ordered = sorted(by_file.values(), key=lambda i: (groups.index(i.group), _place(i), i.code))
    return {indicator.code: indicator for indicator in ordered}


def _place(indicator: Indicator) -> tuple[int, int]:
    places = [(LISTS.index(m.list), m.number) for m in indicator.memberships]
    return min(places, default=(len(LISTS), 0))


def _checked(model: type[Model], content: Any, path: Path, problems: list[Problem]) -> Model | None:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems.extend(problems_of(error, path))
        return None
