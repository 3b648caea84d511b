"""The scheme by which findings become scores and grades (data/quality/schemes/*.yaml)."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.definition_problems import DefinitionError, Problem, problems_of
from data.schema import QUALITY_DIMENSIONS, SEVERITIES
from data.yaml_files import mapping_of_file
from methods.quality_score import Scheme

DEFAULT = Path(__file__).resolve().parent / "schemes" / "default.yaml"
Weight = Field(ge=0, strict=False)


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, str_strip_whitespace=True)


class DimensionWeights(_Record):
    completeness: float = Weight
    timeliness: float = Weight
    accuracy: float = Weight
    consistency: float = Weight
    authenticity: float = Weight


class SeverityWeights(_Record):
    hard: float = Weight
    serious: float = Weight
    minor: float = Weight
    hint: float = Weight


class Grade(_Record):
    grade: str = Field(pattern=r"^[A-Z]$")
    lowest: float = Field(alias="from", ge=0, le=100, strict=False)


class SchemeFile(_Record):
    """A scheme as its file has it; `scheme` is what the arithmetic takes."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    note: str = Field(min_length=1)
    official: bool
    dimension_weights: DimensionWeights
    severity_weights: SeverityWeights
    grades: tuple[Grade, ...] = Field(min_length=2, strict=False)
    cap: Literal["A", "B", "C", "D"]

    @model_validator(mode="after")
    def _coherent(self) -> "SchemeFile":
        weights = [getattr(self.dimension_weights, name) for name in QUALITY_DIMENSIONS]
        if abs(sum(weights) - 1) > 1e-9:
            raise ValueError(f"dimension_weights之和为{sum(weights):g}，应为1")
        lowest = [grade.lowest for grade in self.grades]
        if lowest != sorted(set(lowest), reverse=True) or lowest[-1] != 0:
            raise ValueError("grades须从高到低排列，分数线各不相同，最后一等从0分起")
        if self.cap not in [grade.grade for grade in self.grades]:
            raise ValueError(f"cap {self.cap}不在grades之中")
        return self

    @property
    def scheme(self) -> Scheme:
        grades = tuple(grade.grade for grade in self.grades)
        return Scheme(
            tuple(getattr(self.dimension_weights, name) for name in QUALITY_DIMENSIONS),
            tuple(getattr(self.severity_weights, name) for name in SEVERITIES),
            grades,
            tuple(grade.lowest for grade in self.grades),
            grades.index(self.cap),
        )


@lru_cache
def read_scheme(path: Path = DEFAULT) -> SchemeFile:
    """The scheme in a file.  Raises DefinitionError."""
    problems: list[Problem] = []
    content: dict[str, Any] | None = mapping_of_file(path, problems, "schemes/default.yaml")
    if content is not None:
        try:
            return SchemeFile.model_validate(content)
        except ValidationError as error:
            problems += problems_of(error, path)
    raise DefinitionError(problems)
