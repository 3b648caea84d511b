"""The reporting forms of the calendar: who reports what, how often, due when (data/quality/forms.yaml).

Codes are those of the national scheme (卫统1-9). A batch may name a form by its code or by its name.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.definition_problems import DefinitionError, Problem, problems_of
from data.yaml_files import mapping_of_file

FORMS = Path(__file__).resolve().parent / "forms.yaml"
Filled = Field(min_length=1)
OnHoliday = Literal["next_working_day", "stays"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True)


class Due(_Record):
    """The deadline as data: `day` of the month that lies `months` after the month in which the period ends."""

    months: int = Field(ge=0, le=12)
    day: int | Literal["last"]


class Form(_Record):
    """One form. `due_rule` is the deadline in the words of the source, `on_holiday` what becomes of one that is no
    working day. `official`: a public regulation fixes the deadline; `verified`: it was read in the edition in force."""

    code: str = Filled
    name: str = Filled
    scope: str = Filled
    period_kind: Literal["year", "half", "quarter", "month"]
    due: Due
    due_rule: str = Filled
    on_holiday: OnHoliday
    reporting_level: Literal["province", "prefecture", "county"]
    source: str = Filled
    edition: str = Filled
    official: bool
    verified: bool

    @property
    def basis(self) -> str:
        """Source and edition as one text, saying where the regulation itself has not been read."""
        return f"{self.source}（{self.edition}{'' if self.verified else '，待核验'}）"


def read_forms(path: Path = FORMS) -> dict[str, Form]:
    """The forms by code, in the order of the file. Raises DefinitionError with every problem found."""
    return dict(_read_forms(Path(path)))


def form_named(text: str) -> Form | None:
    """The form whose code or name is `text`."""
    return next((form for form in _read_forms(FORMS).values() if text in (form.code, form.name)), None)


@lru_cache
def _read_forms(path: Path) -> dict[str, Form]:
    problems: list[Problem] = []
    content = mapping_of_file(path, problems, like="随产品提供的 forms.yaml") or {}
    on_holiday, rows = content.get("on_holiday"), content.get("forms")
    if not problems and not isinstance(rows, list):
        problems.append(Problem(path, "forms", "应为报表的列表", "每个报表以“- code: …”开头"))
    found: dict[str, Form] = {}
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        form = _form(row, on_holiday, number, path, problems)
        if form is None:
            continue
        taken = {text for other in found.values() for text in (other.code, other.name)}
        for field, text in (("code", form.code), ("name", form.name)):
            if text in taken:
                problems.append(Problem(path, f"forms[{number}].{field}", f"“{text}”已用于另一报表", "改用别的"))
        found[form.code] = form
    if problems:
        raise DefinitionError(problems, "报表制度")
    return found


def _form(row: Any, on_holiday: Any, number: int, path: Path, problems: list[Problem]) -> Form | None:
    given = {"on_holiday": on_holiday} | row if isinstance(row, dict) else row
    try:
        form = Form.model_validate(given)
    except ValidationError as error:
        problems += [p._replace(field=f"forms[{number}].{p.field}") for p in problems_of(error, path)]
        return None
    if form.due.day != "last" and not 1 <= form.due.day <= 28:
        reason = f"截止日“{form.due.day}”不是每月都有的日期"
        problems.append(Problem(path, f"forms[{number}].due.day", reason, "写1至28，或写 last（月末）"))
    return form
