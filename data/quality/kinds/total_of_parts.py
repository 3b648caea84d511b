"""A total equals the sum of its parts: both sexes, town and country, age bands that cover everybody.

Compared are the quantities that add up: the value of an additive figure, numerator and denominator of a ratio, never a
rate. Total and parts must come from the same form and be of the same kind (real or demonstration), and no part may be
missing.
"""

from pydantic import Field, field_validator, model_validator

from data.breakdowns import BY_CODE
from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

DETAIL_IN_KEY = True


class Parts(KindParameters):
    name: str = Field(min_length=1)
    parts: tuple[str, ...] = Field(min_length=2, strict=False)
    total: str = "all"

    @field_validator("parts")
    @classmethod
    def _known(cls, parts: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [part for part in parts if part not in BY_CODE]:
            raise ValueError(f"没有分组{'、'.join(unknown)}；可用的有：{'、'.join(BY_CODE)}")
        if len(set(parts)) < len(parts):
            raise ValueError("同一分组写了两次，合计会重复")
        return parts

    @model_validator(mode="after")
    def _total_apart(self) -> "Parts":
        if self.total not in BY_CODE or self.total in self.parts:
            raise ValueError(f"合计{self.total}不是分组，或又是自己的分项")
        return self


class Tolerance(KindParameters):
    """A difference is too large where it passes both the share of the total and the number of units."""

    tolerance_share: float = Field(ge=0, lt=1, strict=False)
    tolerance_units: float = Field(ge=0, strict=False)


class Parameters(Tolerance):
    groups: tuple[Parts, ...] = Field(min_length=1, strict=False)


def concerns(parameters: Parameters, work: Work) -> bool:
    """Parts are there besides totals."""
    return len(work.breakdowns) > 1


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per total whose parts are all there."""
    groups = [g for g in parameters.groups if {BY_CODE[part].id for part in g.parts} <= work.breakdowns]
    return "\nUNION ALL\n".join(_group(rule, parameters, group, work) for group in groups or parameters.groups[:1])


def _group(rule: Rule, parameters: Parameters, group: Parts, work: Work) -> str:
    ids = [BY_CODE[part].id for part in group.parts]
    key = "indicator_id, period_id, area_id, demonstration, form_id"
    return f"""
    SELECT * EXCLUDE (quantity), '{group.name.replace("'", "''")}' || quantity AS detail FROM (
    SELECT t.indicator_id, t.period_id, t.breakdown_id, t.area_id, t.form_id, t.batch_id, t.row_number,
        {compared_sums(parameters, "true")}
    FROM (
        SELECT {key}, count(*) AS parts, {SUMS} FROM obs o
        WHERE o.breakdown_id IN ({", ".join(map(str, ids))}) AND o.aggregation IN ('sum', 'ratio')
            AND {work.scope(rule)}
        GROUP BY {key} HAVING count(*) = {len(ids)}
    ) p JOIN obs t USING ({key}) WHERE t.breakdown_id = {BY_CODE[group.total].id}) WHERE checked > 0"""


SUMS = """sum(value) AS value, sum(numerator) AS numerator, sum(denominator) AS denominator,
            count(numerator) AS numerators, count(denominator) AS denominators"""


def compared_sums(tolerance: Tolerance, whole: str) -> str:
    """Columns checked, failed, observed, expected and quantity from a total `t` and the sums `p` of its parts.

    `whole` is an SQL condition: all parts are there, so that the total may not be larger than their sum either.
    """
    quantities = {
        "": ("value", "t.aggregation = 'sum'"),
        "（分子）": ("numerator", "t.aggregation = 'ratio' AND p.numerators = p.parts AND t.numerator IS NOT NULL"),
        "（分母）": (
            "denominator",
            "t.aggregation = 'ratio' AND p.denominators = p.parts AND t.denominator IS NOT NULL",
        ),
    }
    least = f"{tolerance.tolerance_share!r} * abs(t.{{0}}), CAST({tolerance.tolerance_units!r} AS DOUBLE)"
    over = f"p.{{0}} - t.{{0}} > greatest({least}) * 1.000000001"
    under = f"({whole}) AND t.{{0}} - p.{{0}} > greatest({least}) * 1.000000001"
    broken = {
        name: (column, f"({given}) AND ({over.format(column)} OR {under.format(column)})")
        for name, (column, given) in quantities.items()
    }

    def first(of: str) -> str:
        cases = " ".join(f"WHEN {bad} THEN {of.format(column)}" for column, bad in broken.values())
        return f"CASE {cases} END"

    named = " ".join(f"WHEN {bad} THEN '{name}'" for name, (_, bad) in broken.items())
    return f"""CAST({" OR ".join(f"({given})" for _, given in quantities.values())} AS BIGINT) AS checked,
        CAST(coalesce({" OR ".join(f"({bad})" for _, bad in broken.values())}, false) AS BIGINT) AS failed,
        {first("t.{}")} AS observed, {first("p.{}")} AS expected, CASE {named} ELSE '' END AS quantity"""
