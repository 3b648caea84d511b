"""How rules check: one module a kind, found by its name. Rules (data/quality/rules/*.yaml) choose one and its numbers.

A kind is a module with two names:

    class Parameters(KindParameters): ...      # what the YAML's `parameters` may hold; validators speak Chinese
    def judge(rule: Rule, parameters: Parameters, work: Work) -> str: ...

`judge` returns a DuckDB SELECT with one row per checked unit (a value, a total, a form of an area …). Its columns, by
name; those it leaves out are filled in:

    indicator_id (0)  period_id (0)  breakdown_id (0)  area_id (100000)  form_id (0)  batch_id (0)  row_number (0)
    observed, expected (null)  detail (null, text)    what a finding shows
    checked (1)  failed (0/1 or a count)               a row whose `failed` is null was not judged
    found (failed > 0)                                 whether it is a finding
    severity (the rule's)                              index into SEVERITIES, where rows differ
    unjudged (0)                                       1: a divisor was 0; counted and told in dim_rule.problem

`PORTIONED = False` in the module: `judge` is asked once and reads fact_observation or other tables itself; otherwise
`obs` holds a few indicators at a time. `DETAIL_IN_KEY = True`: several units of one value are told apart by `detail`
(an organisation, the name of a group of parts), which must then not contain figures: the key of a finding is to stay
the same in the next release. `concerns(parameters, work) -> bool`: false where there is nothing to judge, which spares
a small publication the statement (`work.present`, `.breakdowns`, `.extent` of `obs`, `.submissions`).
"""

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from data.quality.rule import Rule
    from data.quality.work import Work


class KindParameters(BaseModel):
    """Strict and closed: a misspelt threshold is refused instead of being ignored. Lists are given as tuples."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Kind(Protocol):
    """What a module of this package offers; PORTIONED, DETAIL_IN_KEY and concerns are optional."""

    Parameters: type[KindParameters]

    def judge(self, rule: "Rule", parameters: Any, work: "Work") -> str:
        """A SELECT with one row per checked unit."""


@lru_cache
def known_kinds() -> tuple[str, ...]:
    """Names of the kinds, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def kind_named(name: str) -> Any:
    """The module of a kind of `known_kinds()`."""
    return importlib.import_module(f"{__name__}.{name}")
