"""What a rule works on while it is judged: the release being built, and the values of a few indicators made wide.

`obs` holds the values of a portion of the indicators (status final, preliminary or estimated; reported, not rolled
up; areas with statistics, zones among them), `obs_gap` the rows without a value. Their columns:

indicator_id, period_id, breakdown_id, area_id, numerator, denominator, value, lower, upper, status, batch_id,
row_number, note, form_id, demonstration, level, parent_id, province_id, period_kind, year, period_number (order
within the year), aggregation, multiplier, decimals, unit, proportion, minimum, maximum
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from data.loading.staging import Database
from data.periods import KINDS
from data.quality.rule import AppliesTo, Rule

ROWS_AT_ONCE = 1_200_000


class RuleProblem(Exception):
    """A rule that cannot be run here; the message says what to correct, in Chinese."""


class NothingToJudge(Exception):
    """Raised by a kind that finds nothing in the release to judge: no problem, no statement."""


class Extent(NamedTuple):
    """How much `obs` holds: rows, and how many different areas and years."""

    rows: int = 0
    areas: int = 0
    years: int = 0


@dataclass
class Work:
    """The database of the release being built, with `obs` and `obs_gap` of the indicators in `portion`."""

    connection: Database
    indicators: dict[str, tuple[int, str, str]]  # code → id, group, aggregation
    forms: dict[str, int]  # code → id
    portion: tuple[int, ...] = ()
    present: set[tuple[int, str, str, int]] = field(default_factory=set)  # indicator, level, period kind, form of obs
    breakdowns: frozenset[int] = frozenset()  # of obs
    extent: Extent = field(default_factory=Extent)
    submissions: int = 0  # rows of fact_submission
    with_facts: frozenset[int] = frozenset()  # indicators of the release that have observations

    @classmethod
    def of(cls, connection: Database) -> "Work":
        """The work on a release whose facts are complete."""
        connection.execute(_AREAS)
        connection.execute(_BATCHES)
        rows = connection.execute("SELECT code, indicator_id, group_code, aggregation FROM dim_indicator").fetchall()
        forms = connection.execute("SELECT form_id, code, name FROM dim_form ORDER BY form_id DESC").fetchall()
        named = {text: form_id for form_id, *texts in forms for text in reversed(texts)}
        (submissions,) = connection.execute("SELECT count(*) FROM fact_submission").fetchone() or (0,)
        indicators = {code: (number, group, kind) for code, number, group, kind in rows}
        facts = connection.execute("SELECT DISTINCT indicator_id FROM fact_coverage").fetchall()
        with_facts = frozenset(number for (number,) in facts)
        return cls(connection, indicators, named, submissions=submissions, with_facts=with_facts)

    def indicator_id(self, code: str) -> int:
        """The id of an indicator. Raises RuleProblem."""
        if code not in self.indicators:
            raise RuleProblem(f"没有指标 {code}。请核对规则中的指标代码，或补上该指标的定义")
        return self.indicators[code][0]

    def indicators_of(self, rule: Rule) -> set[int] | None:
        """Ids of the indicators that a rule is about; None for all."""
        scope = rule.applies_to
        named = {self.indicator_id(code) for code in scope.indicators}
        left_out = {self.indicator_id(code) for code in scope.except_indicators}
        if not (named or left_out or scope.groups or scope.aggregation):
            return None
        return {
            number
            for number, group, aggregation in self.indicators.values()
            if (not named or number in named)
            and number not in left_out
            and (not scope.groups or group in scope.groups)
            and (not scope.aggregation or aggregation in scope.aggregation)
        }

    def scope(self, rule: Rule, alias: str = "o") -> str:
        """`applies_to` as an SQL condition on `alias`, of which only the columns that the rule names are needed:
        indicator_id, area_id, form_id, period_id. "true" where the rule applies to everything."""
        scope = rule.applies_to
        parts = []
        if (indicators := self.indicators_of(rule)) is not None:
            parts.append(_among(f"{alias}.indicator_id", sorted(indicators)))
        if scope.levels:
            levels = ", ".join(f"'{level}'" for level in scope.levels)
            parts.append(f"{alias}.area_id IN (SELECT area_id FROM dim_area WHERE level IN ({levels}))")
        if scope.forms:
            parts.append(_among(f"{alias}.form_id", self.forms_of(rule)))
        if scope.period_kinds:
            kinds = [KINDS.index(kind) for kind in scope.period_kinds]
            parts.append(_among(f"({alias}.period_id // 1000) % 100", kinds))
        return " AND ".join(parts) or "true"

    def forms_of(self, rule: Rule) -> list[int]:
        """Ids of the forms that a rule names, by code or name; a form that the release does not have has none."""
        return sorted({self.forms[form] for form in rule.applies_to.forms if form in self.forms})

    def concerns(self, rule: Rule) -> bool:
        """Whether anything in `obs` is in the scope of the rule."""
        scope: AppliesTo = rule.applies_to
        indicators = self.indicators_of(rule)
        forms = set(self.forms_of(rule))
        return any(
            (indicators is None or indicator in indicators)
            and (not scope.levels or level in scope.levels)
            and (not scope.period_kinds or kind in scope.period_kinds)
            and (not scope.forms or form in forms)
            for indicator, level, kind, form in self.present
        )

    def values_of(self, indicators: Sequence[int]) -> str:
        """A SELECT with the columns of `obs` of these indicators, read anew from the facts; further conditions on its
        alias `o` can be appended with AND."""
        return f"{_WIDE} AND {_among('o.indicator_id', indicators)} AND {_WITH_VALUE}"

    def take(self, portion: Sequence[int]) -> None:
        """Make `obs` and `obs_gap` those of these indicators."""
        self.portion = tuple(portion)
        for name, condition in (("obs", _WITH_VALUE), ("obs_gap", "o.status >= 3")):
            rows = f"{_WIDE} AND {_among('o.indicator_id', self.portion)} AND {condition}"
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}")
        found = self.connection.execute(
            "SELECT indicator_id, level, period_kind, form_id, breakdown_id FROM obs GROUP BY ALL"
        ).fetchall()
        self.present = {row[:4] for row in found}
        self.breakdowns = frozenset(row[4] for row in found)
        counted = self.connection.execute(
            "SELECT count(*), count(DISTINCT area_id), count(DISTINCT year) FROM obs"
        ).fetchone()
        self.extent = Extent(*counted) if counted else Extent()

    def close(self) -> None:
        """Give back the memory of the tables of this run."""
        for name in ("obs", "obs_gap", "judged"):
            self.connection.execute(f"DROP TABLE IF EXISTS {name}")

    def portions(self) -> Iterator[list[int]]:
        """Ids of the indicators with facts, as many at a time as have ROWS_AT_ONCE rows together."""
        counts = self.connection.execute(
            "SELECT indicator_id, sum(observations) FROM fact_coverage GROUP BY indicator_id ORDER BY indicator_id"
        ).fetchall()
        portion: list[int] = []
        rows = 0
        for indicator_id, number in counts:
            if portion and rows + number > ROWS_AT_ONCE:
                yield portion
                portion, rows = [], 0
            portion.append(indicator_id)
            rows += number
        if portion:
            yield portion


def _among(column: str, values: Sequence[int]) -> str:
    return f"{column} IN ({', '.join(map(str, values))})" if values else "false"


_AREAS = """CREATE OR REPLACE TEMP TABLE quality_areas AS
SELECT a.area_id, a.level, CAST(a.parent_code AS INTEGER) AS parent_id, CAST(a.province_code AS INTEGER) AS province_id
FROM dim_area a WHERE a.has_statistics OR a.level = 'zone'"""

# A batch belongs to the form of its code or name; the calendar's code comes before a name. A register of submissions
# may have none of its own: its rows name theirs.
_BATCHES = """CREATE OR REPLACE TEMP TABLE quality_batches AS
SELECT b.batch_id, b.demonstration, min(f.form_id) AS form_id
FROM dim_batch b LEFT JOIN dim_form f ON b.form IN (f.code, f.name) AND f.form_id > 0
GROUP BY b.batch_id, b.demonstration"""

_WITH_VALUE = "o.status <= 2 AND o.value IS NOT NULL"
_KIND_NAMES = "[" + ", ".join(f"'{kind}'" for kind in KINDS) + "]"
_WIDE = f"""
SELECT o.indicator_id, o.period_id, o.breakdown_id, o.area_id, o.numerator, o.denominator, o.value, o.lower, o.upper,
       o.status, o.batch_id, o.row_number, o.note, b.form_id, b.demonstration, a.level, a.parent_id, a.province_id,
       {_KIND_NAMES}[(o.period_id // 1000) % 100 + 1] AS period_kind, CAST(o.period_id // 100000 AS SMALLINT) AS year,
       CAST(o.period_id % 1000 AS SMALLINT) AS period_number,
       i.aggregation, i.multiplier, i.decimals, i.unit, i.proportion, i.minimum, i.maximum
FROM fact_observation o
JOIN quality_areas a ON a.area_id = o.area_id
JOIN quality_batches b ON b.batch_id = o.batch_id
JOIN dim_indicator i ON i.indicator_id = o.indicator_id
WHERE o.row_number > 0"""
