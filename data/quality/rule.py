"""Quality rules, read from data/quality/rules/CODE.yaml. A bad file is told and left out; the others are used."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from data.definition_problems import Problem, problems_of
from data.quality.kinds import KindParameters, kind_named, known_kinds
from data.schema import SEVERITIES
from data.yaml_files import mapping_of_file

RULES = Path(__file__).resolve().parent / "rules"
LIKE = "其他规则文件（data/quality/rules/）"

# In the order in which rules are listed; a dimension that is not here comes last.
DIMENSIONS = ("完整性", "及时性", "准确性", "一致性（协调性）", "可比性", "唯一性", "真实性", "时效与元数据")
Scored = Literal["completeness", "timeliness", "accuracy", "consistency", "authenticity"]
Severity = Literal["hard", "serious", "minor", "hint"]
Level = Literal["nation", "province", "prefecture", "county", "zone"]
PeriodKind = Literal["year", "half", "quarter", "cumulative", "month", "week", "day"]
PLACEHOLDERS = frozenset({"observed", "expected", "detail"})
Filled = Field(min_length=1)
Several = Field(default=(), strict=False)


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, str_strip_whitespace=True)


class AppliesTo(_Record):
    """Where a rule is used: every given list narrows it. `text` says it in words."""

    text: str = Filled
    indicators: tuple[str, ...] = Several
    except_indicators: tuple[str, ...] = Several
    groups: tuple[str, ...] = Several
    aggregation: tuple[Literal["ratio", "sum", "none"], ...] = Several
    levels: tuple[Level, ...] = Several
    forms: tuple[str, ...] = Several
    period_kinds: tuple[PeriodKind, ...] = Several


class Rule(_Record):
    """One quality rule. `scored_as`: the dimension of the score it counts in, null for hints and metadata.

    `official` is true only where a public text fixes the threshold. `message` may hold {observed}, {expected} and
    {detail}. `parameters` are checked by the kind (see data/quality/kinds).
    """

    code: str = Field(pattern=r"^[A-Z]\d{2}[A-Z0-9]?$")
    name: str = Filled
    dimension: str = Filled
    scored_as: Scored | None
    kind: str = Filled
    severity: Severity
    formula: str = Filled
    threshold: str = Filled
    parameters: dict[str, Any] = Field(default_factory=dict)
    applies_to: AppliesTo
    message: str = Filled
    advice: str = Filled
    basis: str = Filled
    official: bool

    @field_validator("message")
    @classmethod
    def _known_placeholders(cls, text: str) -> str:
        try:
            names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            raise ValueError("花括号没有成对") from None
        if unknown := sorted(names - PLACEHOLDERS):
            raise ValueError(f"句中的{{{unknown[0]}}}没有内容可填；可用{{observed}}、{{expected}}、{{detail}}")
        return text

    @property
    def severity_index(self) -> int:
        return SEVERITIES.index(self.severity)


@dataclass(frozen=True)
class ReadyRule:
    """A rule with its checked parameters and the module that judges by them."""

    rule: Rule
    parameters: KindParameters
    kind: Any


@dataclass(frozen=True)
class RefusedRule:
    """A rule file that cannot be used: `fields` are those that could be read, as the register of rules shows them."""

    code: str
    fields: dict[str, Any]
    problems: tuple[Problem, ...]

    @property
    def problem(self) -> str:
        return "；".join(str(problem).rstrip("。") for problem in self.problems) + "。"


def read_rules(folder: Path = RULES) -> tuple[list[ReadyRule], list[RefusedRule]]:
    """The rules of a folder in their order, and the files that cannot be used."""
    files = tuple((path, path.stat().st_mtime_ns) for path in sorted(Path(folder).glob("*.yaml")))
    ready, refused = _read_files(files)
    return list(ready), list(refused)


@lru_cache(maxsize=4)
def _read_files(files: tuple[tuple[Path, int], ...]) -> tuple[tuple[ReadyRule, ...], tuple[RefusedRule, ...]]:
    """Parsed once while no file changes: fifty files take 50 ms."""
    ready: list[ReadyRule] = []
    refused: list[RefusedRule] = []
    for path, _ in files:
        problems: list[Problem] = []
        content = mapping_of_file(path, problems, LIKE)
        found = _read(content, path, problems) if content is not None else None
        if found and not problems:
            ready.append(found)
        else:
            refused.append(RefusedRule(path.stem[:12], content or {}, tuple(problems)))
    return tuple(sorted(ready, key=lambda one: rule_order(one.rule.dimension, one.rule.code))), tuple(refused)


def rule_order(dimension: str, code: str) -> tuple[int, str]:
    """Sorts rules as the list of rules has them: by dimension, then by code."""
    return (DIMENSIONS.index(dimension) if dimension in DIMENSIONS else len(DIMENSIONS), code)


def _read(content: dict[str, Any], path: Path, problems: list[Problem]) -> ReadyRule | None:
    try:
        rule = Rule.model_validate(content)
    except ValidationError as error:
        problems += problems_of(error, path)
        return None
    if rule.code != path.stem:
        problems.append(
            Problem(path, "code", f"代码{rule.code}与文件名{path.stem}不一致", "改文件名或代码，使两者相同")
        )
    if rule.kind not in known_kinds():
        problems.append(
            Problem(path, "kind", f"没有“{rule.kind}”这种算法", f"改为以下之一：{'、'.join(known_kinds())}")
        )
        return None
    try:
        kind = kind_named(rule.kind)
        return ReadyRule(rule, kind.Parameters.model_validate(rule.parameters), kind)
    except ValidationError as error:
        problems += [
            problem._replace(field="parameters" if problem.field == "文件" else f"parameters.{problem.field}")
            for problem in problems_of(error, path)
        ]
    except Exception as error:
        problems.append(Problem(path, "kind", f"算法{rule.kind}不能使用（{error}）", "请报告此问题"))
    return None


assert get_args(Severity) == SEVERITIES
