"""What the rules judged, summed to areas with all inside them, graded and kept: by plain loops, on both engines."""

import random
from collections import defaultdict
from hashlib import sha256

import pytest
from sqlalchemy import select, text

from data.areas import read_areas
from data.loading import load_files
from data.publishing import publish
from data.quality.trial import tried_rules
from data.schema import (
    QUALITY_DIMENSIONS,
    dim_form,
    dim_indicator,
    dim_period,
    dim_rule,
    fact_check,
    fact_finding,
    fact_rule_use,
    fact_score,
)
from data.warehouse import connect, current_version

WEIGHTS = {"completeness": 0.30, "timeliness": 0.20, "accuracy": 0.30, "consistency": 0.15, "authenticity": 0.05}
SEVERITY_WEIGHTS = {"hard": 3, "serious": 2, "minor": 1, "hint": 0}
AREAS = [code for code, area in read_areas().items() if code[:2] in ("46", "11") and area.has_statistics] + ["100000"]
LIMITS = {"X01": 20, "X02": 40, "X03": 60, "X04": 95, "X05": 50, "X06": 30}
DRAFTS = [
    {"code": code, "dimension": dimension, "scored_as": scored, "severity": severity,
     "parameters": {"checks": [{"condition": f"value >= {LIMITS[code]}", "detail": "太小"}]}}
    for code, dimension, scored, severity in (
        ("X01", "准确性", "accuracy", "hard"), ("X02", "准确性", "accuracy", "serious"),
        ("X03", "一致性（协调性）", "consistency", "minor"), ("X04", "及时性", "timeliness", "hint"),
        ("X05", "完整性", "completeness", "serious"), ("X06", "真实性", None, "serious"))
]  # fmt: skip


def invented_rows(seed, form):
    draw = random.Random(seed)
    return [
        {"indicator": indicator, "area": area, "period": period, "breakdown": breakdown, "form": form,
         "value": draw.choice([draw.randint(10, 100), draw.randint(60, 100), 100])}
        for indicator in ("HHN", "HTP", "POP")
        for area in AREAS
        for period in ("2019", "2020", "2020Q3", "2020-06")
        for breakdown in ("all", "male")
        if draw.random() < 0.7
    ]  # fmt: skip


@pytest.fixture(scope="module")
def files():
    return invented_rows(1, "甲表"), invented_rows(2, "乙表")


@pytest.fixture(scope="module")
def judged(judge_once, files):
    first, second = files
    taken = {(row["indicator"], row["area"], row["period"], row["breakdown"]) for row in first}
    second = [r for r in second if (r["indicator"], r["area"], r["period"], r["breakdown"]) not in taken]
    batches = [(bare(first), {"form": "甲表"}), (bare(second), {"form": "乙表", "demonstration": True})]
    result = judge_once(batches, tuple(DRAFTS))
    result.told.append("")
    return result, first + second


def bare(rows):
    return [{name: value for name, value in row.items() if name != "form"} for row in rows]


def up(area):
    areas = read_areas()
    while area:
        yield area
        area = areas[area].parent


def period_id(code):
    return {"2019": 201900000, "2020": 202000000, "2020Q3": 202002003, "2020-06": 202004006}[code]


def places(row):
    """Form, period and area of every cell that a row counts in."""
    for area in up(row["area"]):
        yield row["form"], period_id(row["period"]), area
        yield "ALL", int(row["period"][:4]) * 100_000, area


def test_checks_are_the_sums_of_all_inside(judged):
    result, rows = judged
    expected = defaultdict(lambda: [0, 0])
    for row in rows:
        for place in places(row):
            for code, limit in LIMITS.items():
                expected[(code, *place)][0] += 1
                expected[(code, *place)][1] += row["value"] < limit
    found = result.rows(
        """SELECT r.code, f.code, c.period_id, a.code, c.checked, c.failed FROM fact_check c
        JOIN dim_rule r USING (rule_id) JOIN dim_form f USING (form_id) JOIN dim_area a USING (area_id)"""
    )
    assert {row[:4]: list(row[4:]) for row in found} == expected
    assert len(found) == len(expected)


def test_use_of_rules_by_indicator_and_level(judged):
    result, rows = judged
    expected = defaultdict(lambda: [0, 0])
    for row in rows:
        for code, limit in LIMITS.items():
            cell = expected[row["indicator"], period_id(row["period"]), code, read_areas()[row["area"]].level]
            cell[0] += 1
            cell[1] += row["value"] < limit
    found = result.rows(
        """SELECT i.code, u.period_id, r.code, u.level, u.checked, u.failed FROM fact_rule_use u
        JOIN dim_rule r USING (rule_id) JOIN dim_indicator i USING (indicator_id)"""
    )
    assert {row[:4]: list(row[4:]) for row in found} == expected


def expected_score(rows):
    """Scores and counts of the rows of one cell, by the book."""
    scores = dict.fromkeys(QUALITY_DIMENSIONS)
    for dimension in QUALITY_DIMENSIONS:
        drafts = [draft for draft in DRAFTS if draft["scored_as"] == dimension and draft["severity"] != "hint"]
        weights = sum(SEVERITY_WEIGHTS[draft["severity"]] for draft in drafts)
        if weights:
            passed = sum(
                SEVERITY_WEIGHTS[draft["severity"]] * sum(row["value"] >= LIMITS[draft["code"]] for row in rows)
                for draft in drafts
            )
            scores[dimension] = 100 * passed / len(rows) / weights
    used = {name: score for name, score in scores.items() if score is not None}
    total = sum(WEIGHTS[name] * score for name, score in used.items()) / sum(WEIGHTS[name] for name in used)
    failed = {draft["code"]: sum(row["value"] < LIMITS[draft["code"]] for row in rows) for draft in DRAFTS}
    hard = failed["X01"]
    total = round(total, 9)
    grade = "A" if total >= 95 else "B" if total >= 85 else "C" if total >= 70 else "D"
    capped = hard > 0 and grade in "AB"
    severe = sum(failed[draft["code"]] for draft in DRAFTS if draft["severity"] in ("hard", "serious"))
    return scores, total, "C" if capped else grade, capped, hard, sum(failed.values()), severe


SCORES = f"""SELECT {{}}, s.period_id, a.code, {", ".join(QUALITY_DIMENSIONS)}, total, grade, capped, hard_failed,
    findings, severe, s.demonstration FROM fact_score s JOIN dim_area a USING (area_id)"""


def compare(found, cells):
    assert {row[:3] for row in found} == set(cells)
    assert len(found) == len(cells)
    for row in found:
        rows = cells[row[:3]]
        scores, *rest = expected_score(rows)
        for score, dimension in zip(row[3:8], QUALITY_DIMENSIONS, strict=True):
            assert score == (None if scores[dimension] is None else pytest.approx(scores[dimension]))
        assert row[8] == pytest.approx(rest[0])
        assert list(row[9:14]) == rest[1:]
        assert row[14] == any(one["form"] == "乙表" for one in rows)


def test_scores_of_areas(judged):
    result, rows = judged
    cells = defaultdict(list)
    for row in rows:
        for place in places(row):
            cells[place].append(row)
    found = result.rows(SCORES.format("f.code") + " JOIN dim_form f USING (form_id) WHERE indicator_id = 0")
    compare(found, cells)
    assert {row[9] for row in found} == set("ABCD")


def test_scores_of_values_where_a_scored_rule_failed(judged):
    result, rows = judged
    cells = defaultdict(list)
    for row in rows:
        for area in up(row["area"]):
            cells[row["indicator"], period_id(row["period"]), area].append(row)
    scored = [draft["code"] for draft in DRAFTS if draft["scored_as"]]
    cells = {
        place: inside
        for place, inside in cells.items()
        if any(row["value"] < LIMITS[code] for row in inside for code in scored)
    }
    found = result.rows(SCORES.format("i.code") + " JOIN dim_indicator i USING (indicator_id)")
    compare(found, cells)
    assert result.rows("SELECT count(*) FROM fact_score WHERE indicator_id > 0 AND form_id > 0") == [(0,)]


def test_findings_and_their_keys(judged):
    result, rows = judged
    expected = {}
    for row in rows:
        for draft in DRAFTS:
            if row["value"] < LIMITS[draft["code"]]:
                parts = (draft["code"], row["form"], row["indicator"], period_id(row["period"]), row["breakdown"],
                         int(row["area"]))  # fmt: skip
                unit = "|".join(map(str, parts))
                expected[sha256(unit.encode()).hexdigest()[:16]] = (*parts, row["value"])
    found = result.rows(
        """SELECT finding_key, r.code, f.code, i.code, q.period_id, k.code, q.area_id, q.observed
        FROM fact_finding q JOIN dim_rule r USING (rule_id) JOIN dim_form f USING (form_id)
        JOIN dim_indicator i USING (indicator_id) JOIN dim_breakdown k USING (breakdown_id) ORDER BY finding_id"""
    )
    assert {key: rest for key, *rest in found} == {key: list(value) for key, value in expected.items()}
    assert len(found) == len(expected)
    severities = [number for (number,) in result.rows("SELECT severity FROM fact_finding ORDER BY finding_id")]
    assert severities == sorted(severities)


def test_several_units_of_one_value_have_keys_of_their_own(rule_folder, judge_files, observation_file):
    """Two groups of parts of one total: told apart by the group, whichever of them is found."""
    rows = [{"indicator": "POP", "area": "510000", "period": "2020", "breakdown": part, "value": value}
            for part, value in (("all", 1000), ("male", 400), ("female", 400), ("urban", 400), ("rural", 400))
            ]  # fmt: skip
    both = judge_files([observation_file(rows)], rule_folder("A03"))
    keys = dict(both.rows("SELECT detail, finding_key FROM fact_finding"))
    assert set(keys) == {"男+女", "城市+农村"} and len(set(keys.values())) == 2
    corrected = [row | {"value": 600} for row in rows if row["breakdown"] == "female"]
    one = judge_files([observation_file(corrected, "corrected.csv")], rule_folder("A03"))
    assert one.rows("SELECT detail, finding_key FROM fact_finding") == [("城市+农村", keys["城市+农村"])]


def tables(connection):
    """Everything the rules write, by codes."""
    for table in (dim_rule, fact_check, fact_rule_use, fact_finding, fact_score):
        names = [column.name for column in table.columns]
        rows = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
        yield table.name, names, [tuple(row) for row in rows]


def test_both_engines_hold_the_same(warehouse, observation_file):
    rows = bare(invented_rows(3, "甲表"))[:300]
    shares = [{"indicator": "A65", "area": area, "period": "2020", "value": 11.13, "numerator": 1, "denominator": 9}
              for area in AREAS]  # fmt: skip
    load_files([observation_file(rows), observation_file(shares, "shares.csv", form="丙表")])
    version = publish().version
    with connect(version) as connection:
        published = list(tables(connection))
    assert any(name == "fact_finding" and found for name, _, found in published)
    with tried_rules(lambda _: None) as (trial, _):
        for name, names, expected in published:
            keys = ", ".join(column.name for column in {t.name: t for t in (dim_rule, fact_check, fact_rule_use,
                             fact_finding, fact_score)}[name].primary_key)  # fmt: skip
            found = trial.execute(f"SELECT {', '.join(names)} FROM {name} ORDER BY {keys}").fetchall()
            assert [tuple(map(rounded, row)) for row in found] == [tuple(map(rounded, row)) for row in expected], name


def rounded(value):
    return round(value, 9) if isinstance(value, float) else value


def test_keys_stay_and_years_of_all_forms_are_periods(warehouse, observation_file):
    rows = [{"indicator": "A65", "area": area, "period": "2020Q3", "value": 11.13, "numerator": 1, "denominator": 9}
            for area in ("510000", "110000")]  # fmt: skip
    load_files([observation_file(rows)])
    first = keys_of(publish().version)
    assert len([place for place in first.values() if place[0] == "K03"]) == 2
    more = [{"indicator": "LE", "area": "510000", "period": "2020", "value": 77.79}]
    corrected = [rows[0] | {"value": 11.11}]
    load_files([
        observation_file(more, "more.csv", form="乙表"),
        observation_file(corrected, "corrected.csv"),
    ])  # fmt: skip
    version = publish().version
    second = keys_of(version)
    gone = set(first) - set(second)
    assert [first[key] for key in gone] == [("K03", "A65", 510000)]
    with connect(version) as connection:
        periods = set(connection.scalars(select(dim_period.c.code)))
        forms = dict(map(tuple, connection.execute(select(dim_form.c.code, dim_form.c.in_calendar))))
        assert connection.scalar(text("select 1")) == 1
    assert periods == {"2020", "2020Q3"}  # the year of form 0, and of LE
    assert forms["ALL"] is False and forms["检验报表"] is False and forms["卫统1-9"] is True
    assert version == current_version()


def keys_of(version):
    joined = (
        select(fact_finding.c.finding_key, dim_rule.c.code, dim_indicator.c.code, fact_finding.c.area_id)
        .join(dim_rule, dim_rule.c.rule_id == fact_finding.c.rule_id)
        .join(dim_indicator, dim_indicator.c.indicator_id == fact_finding.c.indicator_id)
    )
    with connect(version) as connection:
        return {key: tuple(rest) for key, *rest in connection.execute(joined)}
