"""Results of assessments that authorities published (data/reference/published_grades.yaml): facts, without scores."""

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.areas import read_areas
from data.definition_problems import DefinitionError, Problem, problems_of
from data.loading.staging import Database
from data.release_tables import insert_rows
from data.schema import fact_published_grade
from data.yaml_files import mapping_of_file

PUBLISHED = Path(__file__).resolve().parents[1] / "reference" / "published_grades.yaml"
Filled = Field(min_length=1)


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, str_strip_whitespace=True)


class Grade(_Record):
    """A grade and its areas in the order in which the publication lists them; that order is no rank."""

    grade: str = Filled
    areas: tuple[str, ...] = Field(min_length=1, strict=False)


class Publication(_Record):
    """One published result: who was assessed inside `root` for `year`, grades with the best first."""

    year: int = Field(ge=2000, le=2060)
    assessment: str = Filled
    root: str = Field(pattern=r"^\d{6}$")
    verified: bool
    source: str = Filled
    note: str | None = None
    grades: tuple[Grade, ...] = Field(min_length=1, strict=False)

    @model_validator(mode="after")
    def _areas_once(self) -> "Publication":
        codes = [code for grade in self.grades for code in grade.areas]
        if unknown := [code for code in (self.root, *codes) if code not in read_areas()]:
            raise ValueError(f"没有代码为{unknown[0]}的地区")
        if twice := [code for code in codes if codes.count(code) > 1]:
            raise ValueError(f"地区{twice[0]}写了两次")
        return self


class _File(_Record):
    publications: tuple[Publication, ...] = Field(strict=False)


@lru_cache
def read_publications(path: Path = PUBLISHED) -> tuple[Publication, ...]:
    """The publications of a file. Raises DefinitionError."""
    problems: list[Problem] = []
    content = mapping_of_file(path, problems, "published_grades.yaml")
    if content is not None:
        try:
            return _File.model_validate(content).publications
        except ValidationError as error:
            problems += problems_of(error, path)
    raise DefinitionError(problems, "公布的考核等次")


def fill_published_grades(connection: Database) -> None:
    """Fill fact_published_grade."""
    rows = [
        {
            "year": one.year, "assessment": one.assessment, "area_id": int(code), "root_id": int(one.root),
            "grade": grade.grade, "grade_order": order, "listed_order": place,
            "units": sum(len(each.areas) for each in one.grades), "verified": one.verified, "source": one.source,
            "note": one.note,
        }
        for one in read_publications()
        for order, grade in enumerate(one.grades, 1)
        for place, code in enumerate(grade.areas, 1)
    ]  # fmt: skip
    insert_rows(connection, fact_published_grade, rows)
