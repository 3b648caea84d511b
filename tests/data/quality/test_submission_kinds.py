"""The rules over submissions against plain loops over the rows of the file, and thresholds by hand."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from data.quality.kinds import submission_days, submission_difference, submission_share
from data.quality.rule import read_rules
from data.schema import dim_area, dim_form, dim_period, dim_rule, fact_check, fact_finding
from data.warehouse import connect

COUNTIES = ("510104", "510105", "510106", "110101", "110102", "540102")
SHARES = {  # rule: right, whole, threshold
    "C01": ("reported", "expected", 0.98),
    "C02": ("cells_filled", "cells_required", 0.99),
    "T01": ("on_time", "expected", 0.95),
    "A06": ("codes_valid", "codes_total", 0.99),
    "R01": ("items_agreed", "items_sampled", 0.95),
    "R02": ("records_traced", "records_total", 1.0),
}


def invented_rows(seed):
    """Rows of two monthly forms and three months, by county, some of them by organisation."""
    draw = random.Random(seed)
    rows = []
    for form in ("卫统1-9", "卫统1-10"):
        for month, due in (
            ("2026-06", date(2026, 7, 20)),
            ("2026-08", date(2026, 9, 20)),
            ("2026-09", date(2026, 10, 20)),
        ):
            for area in COUNTIES:
                for organisation in ("甲", "乙") if area == "110102" else ("",):
                    rows.append(row_of(draw, form, month, due, area, organisation))
    return rows


def row_of(draw, form, month, due, area, organisation):
    expected = draw.randint(1, 30)
    reported = draw.choice([expected, expected, draw.randint(0, expected)])
    late = draw.choice([0, 0, draw.randint(0, reported)])
    worst = draw.randint(1, 9)
    row = {"form": form, "area": area, "period": month, "organisation": organisation, "expected": expected,
           "reported": reported, "on_time": reported - late, "late_days": draw.randint(late, late * worst)}  # fmt: skip
    if not reported:
        return row | {"late_days": "", "received": ""}
    row["received"] = due + timedelta(worst) if late else due - timedelta(draw.randint(0, 5))
    cells, codes, records = reported * 40, reported * 5, reported + 2
    row |= {"cells_required": cells, "cells_filled": cells - draw.choice([0, draw.randint(0, cells // 4)])}
    row |= {"codes_total": codes, "codes_valid": codes - draw.choice([0, draw.randint(0, codes)])}
    row |= {"records_total": records, "records_duplicate": draw.choice([0, 0, 1])}
    row |= {"records_traced": draw.choice([records, draw.randint(0, records)])}
    if draw.random() < 0.4:
        row |= {"items_sampled": 40, "items_agreed": draw.randint(30, 40)}
    if draw.random() < 0.6:
        row |= {"staff_registered": draw.randint(0, 200)}
        row |= {"staff_counted": max(0, row["staff_registered"] + draw.randint(-6, 6))}
    return row


def judged(version):
    """(checked, failed) and the findings (observed rounded) of every rule, form, period and county."""
    keys = [dim_rule.c.code, dim_form.c.code, dim_period.c.code, dim_area.c.code]

    def joined(fact, *columns):
        return (
            select(*keys, *columns)
            .select_from(fact)
            .join(dim_rule, dim_rule.c.rule_id == fact.c.rule_id)
            .join(dim_form, dim_form.c.form_id == fact.c.form_id)
            .join(dim_period, dim_period.c.period_id == fact.c.period_id)
            .join(dim_area, dim_area.c.area_id == fact.c.area_id)
            .where(fact.c.form_id > 0)
        )

    with connect(version) as connection:
        checks = connection.execute(joined(fact_check, fact_check.c.checked, fact_check.c.failed))
        counted = {tuple(row[:4]): tuple(row[4:]) for row in checks}
        found = connection.execute(joined(fact_finding, fact_finding.c.observed))
        return counted, {tuple(row[:4]): round(row[4], 6) for row in found}


def by_area(rows, *names):
    """Sums of columns by form, period and county, of rows that have all of them."""
    sums = defaultdict(lambda: [0] * len(names))
    for row in rows:
        if all(row.get(name, "") != "" for name in names):
            for place, name in enumerate(names):
                sums[row["form"], row["period"], row["area"]][place] += row[name]
    return sums


def expected_answers(rows):
    counted, found = {}, {}
    for rule, (right, whole, threshold) in SHARES.items():
        for key, (part, total) in by_area(rows, right, whole).items():
            if total:
                counted[rule, *key] = (total, total - part)
                if part / total < threshold:
                    found[rule, *key] = round(100 * part / total, 6)
    for key, (double, total) in by_area(rows, "records_duplicate", "records_total").items():
        counted["U01", *key] = (total, double)
        if double:
            found["U01", *key] = round(100 * double / total, 6)
    everyone = by_area(rows, "expected")
    for key, (days,) in by_area(rows, "late_days").items():
        average = days / everyone[key][0]
        counted["T02", *key] = (1, int(average > 1))
        if average > 1:
            found["T02", *key] = round(average, 6)
    for key, (counting, registered) in by_area(rows, "staff_counted", "staff_registered").items():
        if registered:
            off = abs(counting - registered) > 0.02 * registered
            counted["K01", *key] = (1, int(off))
            if off:
                found["K01", *key] = counting
    return counted, found


@pytest.mark.parametrize("seed", [1, 2])
def test_every_rule_against_plain_loops(empty_data, publish_submissions, seed):
    rows = invented_rows(seed)
    counted, found = judged(publish_submissions(rows, demonstration=True))
    expected_counts, expected_findings = expected_answers(rows)
    assert {key: value for key, value in counted.items() if key[3] in COUNTIES} == expected_counts
    assert found == expected_findings
    assert len(found) > 40
    for rule, form, period, area in expected_counts:  # larger areas are sums of their counties
        inside = [v for k, v in expected_counts.items() if k[:3] == (rule, form, period)]
        assert counted[rule, form, period, "100000"] == tuple(map(sum, zip(*inside, strict=True)))
        assert (rule, form, period, area[:2] + "0000") in counted


def test_what_may_still_come_is_not_judged(empty_data, publish_submissions):
    row = {"form": "卫统1-9", "period": "2026-09", "expected": 4, "received": "2026-10-12"}
    open_rows = [row | {"area": "510104", "reported": 1}, row | {"area": "510105", "reported": 4}]
    counted, found = judged(publish_submissions(open_rows, cut_off=date(2026, 10, 15)))
    assert {key[3] for key in counted if key[0] == "C01"} == {"510105", "510100", "510000", "100000"}
    assert found == {}


def test_case_registration_by_year_and_pilot_province(empty_data, publish_submissions):
    """80 % in 2009 in the pilots; 2010 85 % there and 80 % elsewhere; from 2011 on 85 % everywhere."""
    periods = ("2008Q4", "2009Q4", "2010Q4", "2011Q4", "2025Q4")
    rows = [
        {"form": "流动人口", "area": area, "period": period, "cases_expected": 1000, "cases_entered": 820,
         "received": f"{int(period[:4]) + 1}-01-20"}
        for area in ("510000", "540000") for period in periods  # Sichuan was a pilot, Tibet was not
    ]  # fmt: skip
    counted, found = judged(publish_submissions(rows))
    judged_in = {(area, period) for rule, _, period, area in counted if rule == "C03" and area != "100000"}
    assert judged_in == {("510000", p) for p in periods[1:]} | {("540000", p) for p in periods[2:]}
    missed = {(area, period) for rule, _, period, area in found if rule == "C03"}
    assert missed == {("510000", "2010Q4"), ("510000", "2011Q4"), ("510000", "2025Q4"), ("540000", "2011Q4"),
                      ("540000", "2025Q4")}  # fmt: skip


def test_the_listed_rules_are_there_and_only_published_thresholds_are_official():
    ready, _ = read_rules()
    rules = {one.rule.code: one.rule for one in ready}
    listed = {"C01", "C02", "C03", "T01", "T02", "A06", "A07", "K01", "U01", "R01", "R02"}
    assert listed <= set(rules)
    assert {code for code in listed if rules[code].official} == {"C03", "U01", "R02"}
    for code in listed - {"C03", "U01", "R02"}:
        assert "产品默认" in rules[code].basis


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        (submission_share, {"threshold": 98.0}, "threshold"),
        (submission_share, {}, "threshold（一个界限）与 thresholds"),
        (submission_share, {"threshold": 0.9, "thresholds": ({"since": 2010, "share": 0.8},)}, "只写一个"),
        (submission_share, {"thresholds": ({"since": 2011, "share": 0.8}, {"since": 2010, "share": 0.9})}, "由早到晚"),
        (submission_share, {"numerator": "expected", "threshold": 0.9}, "不能是同一列"),
        (submission_share, {"numerator": "reportd", "threshold": 0.9}, "numerator"),
        (submission_share, {"operator": ">", "threshold": 0.9}, "operator"),
        (submission_days, {"maximum": -1.0}, "maximum"),
        (
            submission_difference,
            {"counted": "staff_counted", "registered": "staff_counted", "tolerance_share": 0.1},
            "同",
        ),
    ],
)
def test_contradictory_parameters_are_refused(kind, parameters, said):
    base = {"numerator": "reported", "denominator": "expected", "operator": ">="} if kind is submission_share else {}
    with pytest.raises(ValidationError, match=said):
        kind.Parameters.model_validate(base | parameters)
