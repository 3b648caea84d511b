"""Read the schemes of a folder. A bad file is told and left out; the others are used."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.assessment.scheme import Scheme
from data.assessment.scheme_rules import contradictions
from data.definition_problems import Problem, problems_of
from data.definitions import read_indicators
from data.yaml_files import mapping_of_file

SCHEMES = Path(__file__).resolve().parent / "schemes"
LIKE = "其他考核方案文件（data/assessment/schemes/）"


@dataclass(frozen=True)
class RefusedScheme:
    """A scheme file that cannot be used: `fields` are those that could be read, as the register shows them."""

    code: str
    fields: dict[str, Any]
    problems: tuple[Problem, ...]

    @property
    def problem(self) -> str:
        return "；".join(str(problem).rstrip("。") for problem in self.problems) + "。"


def read_schemes(folder: Path = SCHEMES) -> list[Scheme | RefusedScheme]:
    """The schemes of a folder in the order of their codes, those that cannot be used among them."""
    return list(_read_files(tuple((path, path.stat().st_mtime_ns) for path in sorted(Path(folder).glob("*.yaml")))))


@lru_cache(maxsize=4)
def _read_files(files: tuple[tuple[Path, int], ...]) -> tuple[Scheme | RefusedScheme, ...]:
    """Parsed once while no file changes."""
    return tuple(_read(path) for path, _ in files)


def _read(path: Path) -> Scheme | RefusedScheme:
    problems: list[Problem] = []
    content = mapping_of_file(path, problems, LIKE)
    if content is not None:
        try:
            scheme = Scheme.model_validate(content)
            problems += [Problem(path, *found) for found in contradictions(scheme, path.stem, read_indicators())]
            if not problems:
                return scheme
        except ValidationError as error:
            problems += problems_of(error, path)
    return RefusedScheme(path.stem[:24], content or {}, tuple(problems))
