"""fact_score: grades of areas by form and period, and of single indicators where something failed.

The arithmetic is in methods/quality_score.py; here its cells are gathered and its answers written.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from data.loading.staging import Database
from data.quality.judging import Rules
from data.quality.summing import YEAR_OF_PERIOD, rolled_up
from data.schema import QUALITY_DIMENSIONS
from methods.quality_score import Scheme, quality_scores

# One number for indicator or form, period and area: 3 + 9 + 6 digits.
_PLACE = "{} * 1000000000000000 + period_id * 1000000::BIGINT + area_id"
_COUNTS = {"hard": "sum", "findings": "sum", "severe": "sum"}
_FOUND = """SELECT {}, period_id, area_id, (severity = 0)::BIGINT AS hard, 1::BIGINT AS findings,
    (severity <= 1)::BIGINT AS severe FROM quality_found"""


def score_areas(connection: Database, rules: Rules, scheme: Scheme) -> None:
    """Every form, period and area that was checked, form 0 by year among them. Needs `summing.write_checks`."""
    by_year = _FOUND.format("0::SMALLINT AS form_id").replace("period_id,", f"{YEAR_OF_PERIOD} AS period_id,", 1)
    found = f"{_FOUND.format('form_id')} WHERE form_id > 0 UNION ALL {by_year}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE quality_counts AS {rolled_up(found, 'form_id, period_id', _COUNTS)}"
    )
    forms = connection.execute("SELECT DISTINCT form_id FROM fact_check ORDER BY form_id").fetchall()
    for (form_id,) in forms:
        _score(
            connection,
            "form_id",
            f"quality_checks WHERE form_id = {form_id} AND period_id > 0",
            f"form_id = {form_id}",
            rules,
            scheme,
        )


def score_values(connection: Database, rules: Rules, scheme: Scheme, indicators: Iterable[int]) -> None:
    """The indicators of a portion, in the areas (and those that contain them) and periods where a scored rule failed.

    Needs `quality_units` of the portion, already counted.
    """
    chosen = {
        "scored": ", ".join(str(number) for number, ready in rules.items() if ready.rule.scored_as) or "0",
        "listed": ", ".join(map(str, indicators)) or "0",
    }
    connection.execute(_FAILED.format(**chosen))
    (some,) = connection.execute("SELECT count(*) FROM quality_failed").fetchone() or (0,)
    if not some:
        return
    connection.execute(_VALUES.format(**chosen))
    found = f"{_FOUND.format('indicator_id')} WHERE period_id > 0 AND indicator_id IN ({chosen['listed']})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE quality_counts AS {rolled_up(found, 'indicator_id, period_id', _COUNTS)}"
    )
    _score(connection, "indicator_id", "quality_values", "true", rules, scheme)


def _score(connection: Database, leading: str, source: str, counted: str, rules: Rules, scheme: Scheme) -> None:
    """Score every place of `source` and append it to fact_score; `leading` is form_id or indicator_id."""
    place = _PLACE.format(leading)
    entries = connection.execute(
        f"SELECT {place} AS place, rule_id, checked, failed, demonstration FROM {source} ORDER BY place"
    ).fetchnumpy()
    counts: Any = connection.execute(
        f"SELECT {place} AS place, hard, findings, severe FROM quality_counts WHERE {counted} ORDER BY place"
    ).fetchnumpy()
    places, starts, cell = _cells(np.asarray(entries["place"]))
    if not len(places):
        return
    hard, findings, severe = (_at(places, counts, name) for name in _COUNTS)
    dimension, severity = _of_rules(rules)
    rule = np.asarray(entries["rule_id"])
    judged = dimension[rule] >= 0
    scores = quality_scores(
        cell[judged], dimension[rule][judged], severity[rule][judged], np.asarray(entries["checked"])[judged],
        np.asarray(entries["failed"])[judged], hard, scheme,
    )  # fmt: skip
    frame = pd.DataFrame(
        {name: scores.dimensions[:, n] for n, name in enumerate(QUALITY_DIMENSIONS)}
        | {"place": places, "total": scores.total, "grade": scores.grade, "capped": scores.capped}
        | {"hard_failed": hard, "findings": findings, "severe": severe}
        | {"demonstration": np.logical_or.reduceat(np.asarray(entries["demonstration"]), starts)}
    )
    connection.register("quality_scores", frame)
    connection.execute(_WRITE[leading], [list(scheme.grades)])
    connection.unregister("quality_scores")


def _cells(place: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct places of a sorted array, where each begins, and for every entry the number of its place."""
    begins = np.ones(len(place), dtype=bool)
    begins[1:] = place[1:] != place[:-1]
    starts = np.flatnonzero(begins)
    return place[starts], starts, np.cumsum(begins) - 1


def _at(places: np.ndarray, counts: Any, name: str) -> np.ndarray:
    """A count by place, 0 where there is none. Findings in places that no rule scored are left out."""
    found = np.zeros(len(places), dtype=np.int64)
    given = np.asarray(counts["place"])
    position = np.minimum(np.searchsorted(places, given), len(places) - 1)
    here = places[position] == given
    found[position[here]] = np.asarray(counts[name])[here]
    return found


def _of_rules(rules: Rules) -> tuple[np.ndarray, np.ndarray]:
    """By rule id: the index of the dimension that it is scored in, −1 for none, and of its severity."""
    dimension = np.full(max(rules, default=0) + 1, -1)
    severity = np.zeros(max(rules, default=0) + 1, dtype=np.int64)
    for number, ready in rules.items():
        severity[number] = ready.rule.severity_index
        if ready.rule.scored_as:
            dimension[number] = QUALITY_DIMENSIONS.index(ready.rule.scored_as)
    return dimension, severity


_UNITS = """(SELECT * FROM quality_units UNION ALL
    SELECT * FROM quality_whole WHERE indicator_id IN ({listed})) u JOIN quality_tree t USING (area_id)"""
_SCORED = "u.period_id > 0 AND u.rule_id IN ({scored})"

# Places where a scored unit failed, and all that contain them.
_FAILED = f"""CREATE OR REPLACE TEMP TABLE quality_failed AS
WITH failed AS MATERIALIZED (
    SELECT DISTINCT u.indicator_id, u.period_id, area_id, t.prefecture_id, t.province_id FROM {_UNITS}
    WHERE {_SCORED} AND u.failed > 0)
SELECT indicator_id, period_id, area_id FROM failed
UNION SELECT indicator_id, period_id, prefecture_id FROM failed WHERE prefecture_id IS NOT NULL
UNION SELECT indicator_id, period_id, province_id FROM failed WHERE province_id IS NOT NULL
UNION SELECT indicator_id, period_id, 100000 FROM failed"""


def _inside(place: str) -> str:
    """Units summed into those of the failed places that are their area, their prefecture or their province."""
    return f"""SELECT u.rule_id, u.indicator_id, u.period_id, q.area_id, sum(u.checked) AS checked,
        sum(u.failed) AS failed, bool_or(u.demonstration) AS demonstration
    FROM {_UNITS} JOIN quality_failed q ON q.indicator_id = u.indicator_id AND q.period_id = u.period_id
        AND q.area_id = {place}
    WHERE {_SCORED} AND q.area_id <> 100000 GROUP BY ALL"""


# The nation's sums are at hand in fact_rule_use.
_VALUES = f"""CREATE OR REPLACE TEMP TABLE quality_values AS
SELECT rule_id, indicator_id, period_id, area_id, CAST(sum(checked) AS BIGINT) AS checked,
       CAST(sum(failed) AS BIGINT) AS failed, bool_or(demonstration) AS demonstration
FROM ({_inside("u.area_id")}
    UNION ALL {_inside("t.prefecture_id")} UNION ALL {_inside("t.province_id")}
    UNION ALL SELECT u.rule_id, u.indicator_id, u.period_id, 100000, sum(u.checked), sum(u.failed),
        any_value(c.demonstration)
    FROM fact_rule_use u JOIN quality_failed q ON q.area_id = 100000 AND q.indicator_id = u.indicator_id
        AND q.period_id = u.period_id
    JOIN (SELECT indicator_id, period_id, sum(demonstration) > 0 AS demonstration FROM fact_coverage GROUP BY ALL) c
        ON c.indicator_id = u.indicator_id AND c.period_id = u.period_id
    WHERE {_SCORED} AND u.indicator_id IN ({{listed}}) GROUP BY ALL)
GROUP BY ALL"""

_ANSWER = """period_id, area_id, completeness, timeliness, accuracy, consistency, authenticity, total,
    CASE WHEN grade >= 0 THEN ($1)[grade + 1] END, capped, hard_failed, findings, severe, demonstration FROM (
    SELECT *, place // 1000000000000000 AS first_id, (place // 1000000) % 1000000000 AS period_id,
           place % 1000000 AS area_id FROM quality_scores) ORDER BY place"""
_WRITE = {
    "form_id": f"INSERT INTO fact_score SELECT 0, first_id, {_ANSWER}",
    "indicator_id": f"INSERT INTO fact_score SELECT first_id, 0, {_ANSWER}",
}
