"""Rules that need no statistics, against plain loops over a small invented province with errors planted everywhere."""

import random
from collections import defaultdict
from decimal import Decimal

import pytest

from data.areas import read_areas
from data.definitions import read_indicators

RULES = ("A01", "A02", "A03", "A03I", "K02", "K03", "K04")
AREAS = {code: area for code, area in read_areas().items() if area.has_statistics and code[:2] in ("46", "64")}
CHILDREN = defaultdict(list)
for _area in AREAS.values():
    CHILDREN[_area.parent].append(_area)
LEAVES = [area.code for area in AREAS.values() if area.code not in CHILDREN]
COUNTS = ("pop", "male", "urban", "young", "age60", "age65", "age80", "births", "newborn", "infants", "under5", "staff",
          "physicians", "nurses", "beds", "days")  # fmt: skip


def invented_rows(draw):
    """Tidy rows of one period that agree with each other: counts of counties and zones, sums of all above them."""
    counts = {leaf: invented_counts(draw) for leaf in LEAVES}
    for level in ("prefecture", "province"):
        for area in AREAS.values():
            if area.level == level and area.code not in counts:
                parts = [counts[child.code] for child in CHILDREN[area.code]]
                counts[area.code] = {name: sum(part[name] for part in parts) for name in COUNTS}
    return [
        {"indicator": indicator, "area": area, "breakdown": breakdown} | row
        for area, c in counts.items()
        for indicator, breakdown, row in rows_of(c)
    ]


def invented_counts(draw):
    pop = draw.randint(20_000, 900_000)
    c = {"pop": pop, "male": int(pop * draw.uniform(0.48, 0.54)), "urban": int(pop * draw.uniform(0.1, 0.9))}
    c["young"] = int(pop * draw.uniform(0.1, 0.2))
    c["age60"] = int(pop * draw.uniform(0.15, 0.3))
    c["age65"] = int(c["age60"] * draw.uniform(0.5, 0.8))
    c["age80"] = int(c["age65"] * draw.uniform(0.1, 0.3))
    c["births"] = draw.randint(500, 9_000)
    c["newborn"] = draw.randint(0, 9)
    c["infants"] = c["newborn"] + draw.randint(0, 9)
    c["under5"] = c["infants"] + draw.randint(0, 9)
    c["staff"] = draw.randint(300, 9_000)
    c["physicians"] = int(c["staff"] * draw.uniform(0.3, 0.5))
    c["nurses"] = int(c["staff"] * draw.uniform(0.3, 0.5))
    c["beds"] = draw.randint(100, 5_000)
    c["days"] = int(c["beds"] * 365 * draw.uniform(0.5, 1.05))
    return c


def rows_of(c):
    for breakdown, count in {"all": c["pop"], "male": c["male"], "female": c["pop"] - c["male"], "urban": c["urban"],
                             "rural": c["pop"] - c["urban"], "age0_14": c["young"], "age60": c["age60"],
                             "age65": c["age65"], "age80": c["age80"],
                             "age15_64": c["pop"] - c["young"] - c["age65"]}.items():  # fmt: skip
        yield "POP", breakdown, {"value": count}
    yield "HTP", "all", {"value": c["staff"]}
    for indicator, numerator, denominator in (
        ("A0_14", c["young"], c["pop"]), ("A65", c["age65"], c["pop"]), ("A60", c["age60"], c["pop"]),
        ("A80", c["age80"], c["pop"]), ("A15_64", c["pop"] - c["young"] - c["age65"], c["pop"]),
        ("NMR", c["newborn"], c["births"]), ("IMR", c["infants"], c["births"]), ("U5MR", c["under5"], c["births"]),
        ("PHY", c["physicians"], c["pop"]), ("NUR", c["nurses"], c["pop"]), ("BOR", c["days"], c["beds"] * 365),
    ):  # fmt: skip
        multiplier = read_indicators()[indicator].multiplier
        yield indicator, "all", {"value": round(numerator / denominator * multiplier, 4), "numerator": numerator,
                                 "denominator": denominator}  # fmt: skip


def planted(draw):
    """SQL that spoils some of the rows in ways that no file could bring past the loader."""
    spoilt = []
    for change in ("value = value * 1.3", "value = -value", "numerator = numerator * 2", "numerator = denominator + 1",
                   "denominator = denominator + 9", "denominator = 0", "value = value + 0.0002",
                   "value = value * 1.004", "status = 3, value = NULL", "lower = value + 1, upper = value + 2",
                   "lower = 5, upper = 4",
                   "numerator = NULL", "value = value / 10"):  # fmt: skip
        remainder = draw.randrange(211)
        spoilt.append(
            f"UPDATE fact_observation SET {change}"
            f" WHERE (area_id * 7 + indicator_id * 31 + breakdown_id * 13 + period_id // 100000) % 211 = {remainder}"
        )
    return tuple(spoilt)


@pytest.fixture(scope="module", params=[1, 2])
def spoilt(request, judge_once):
    """A judged release of real figures of two years and invented ones, 2019 without zones."""
    draw = random.Random(request.param)
    zones = [code for code in LEAVES if AREAS[code].level == "zone"]
    before = [row | {"period": "2019"} for row in invented_rows(draw) if row["area"] not in zones]
    real = [row | {"period": "2020"} for row in invented_rows(draw) if row["area"][:2] == "46"]
    invented = [row | {"period": "2020"} for row in invented_rows(draw) if row["area"][:2] == "64"]
    batches = [(before + real, {}), (invented, {"demonstration": True, "form": "演示报表"})]
    return judge_once(batches, RULES, planted(draw))


def observations(judged):
    names = [
        "indicator",
        "area",
        "period",
        "breakdown",
        "value",
        "numerator",
        "denominator",
        "lower",
        "upper",
        "demonstration",
        "form",
    ]
    rows = judged.rows(
        """SELECT i.code, CAST(o.area_id AS VARCHAR), o.period_id, k.code, value, numerator, denominator, lower, upper,
            b.demonstration, b.form
        FROM fact_observation o JOIN dim_indicator i USING (indicator_id) JOIN dim_breakdown k USING (breakdown_id)
        JOIN dim_batch b USING (batch_id) WHERE status <= 2 AND value IS NOT NULL AND row_number > 0"""
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def key(row):
    return row["indicator"], row["area"], row["period"], row["breakdown"]


def units_of(judged, code):
    """(checked, failed) of the rule, and its findings without their detail."""
    checked, failed, findings, _ = judged.rule(code)
    found = judged.findings(code)
    assert len(found) == findings == failed
    return checked, {row[:4] for row in found}


def test_hard_checks_of_single_rows(spoilt):
    checked, failing = 0, set()
    for row in observations(spoilt):
        definition = read_indicators()[row["indicator"]]
        place = 10**-definition.decimals
        n, d, value, low, high = (row[name] for name in ("numerator", "denominator", "value", "lower", "upper"))
        ratio = definition.aggregation == "ratio"
        judged = d is not None or (n is not None and definition.proportion) or (low is not None and high is not None)
        broken = d is not None and (d < 0 or (ratio and d == 0))
        broken |= n is not None and definition.proportion and n < 0
        broken |= n is not None and d is not None and definition.proportion and d >= 0 and n > d
        if low is not None and high is not None:
            broken |= low > high or value < low - place or value > high + place
        checked += judged
        if broken:
            failing.add(key(row))
    assert units_of(spoilt, "A01") == (checked, failing)
    assert failing


def test_values_within_their_limits(spoilt):
    checked, failing = 0, set()
    units = {"%": (0, 100), "‰": (0, 1000), "1/10万": (0, 100_000)}
    for row in observations(spoilt):
        definition = read_indicators()[row["indicator"]]
        low, high = definition.minimum, definition.maximum
        if definition.unit != "%" or definition.proportion:
            of_unit = units.get(definition.unit, (None, None))
            low = of_unit[0] if low is None else low
            high = of_unit[1] if high is None else high
        if low is None and high is None:
            continue
        checked += 1
        if (low is not None and row["value"] < low) or (high is not None and row["value"] > high):
            failing.add(key(row))
    assert units_of(spoilt, "A02") == (checked, failing)
    assert failing


def test_rates_are_numerator_over_denominator(spoilt):
    checked, failing, zero = 0, set(), 0
    for row in observations(spoilt):
        definition = read_indicators()[row["indicator"]]
        if definition.aggregation != "ratio" or row["numerator"] is None or row["denominator"] is None:
            continue
        if row["denominator"] == 0:
            zero += 1
            continue
        checked += 1
        places = min(6, max(0, -Decimal(repr(row["value"])).normalize().as_tuple().exponent))
        expected = row["numerator"] / row["denominator"] * definition.multiplier
        if abs(row["value"] - expected) > 0.5 * 10**-places * 1.000001:
            failing.add(key(row))
    assert units_of(spoilt, "K03") == (checked, failing)
    assert failing
    problem = spoilt.rule("K03")[3]
    assert problem == (f"有{zero}行因除数为0没有判断；若不应如此，请更正规则的算式或这些行。" if zero else None)


def differs(total, parts, *, complete=True):
    tolerance = max(0.005 * abs(total), 1) * 1.000000001
    return sum(parts) - total > tolerance or (complete and total - sum(parts) > tolerance)


def quantities(row):
    if read_indicators()[row["indicator"]].aggregation == "sum":
        return ("value",)
    return ("numerator", "denominator") if read_indicators()[row["indicator"]].aggregation == "ratio" else ()


def test_totals_are_the_sum_of_their_parts(spoilt):
    by_key = {(*key(row), row["form"]): row for row in observations(spoilt)}
    checked, failing = 0, set()
    for groups in (("male", "female"), ("urban", "rural"), ("age0_14", "age15_64", "age65")):
        for (indicator, area, period, breakdown, form), total in by_key.items():
            parts = [by_key.get((indicator, area, period, part, form)) for part in groups]
            if breakdown != "all" or None in parts:
                continue
            usable = [q for q in quantities(total) if all(row[q] is not None for row in (total, *parts))]
            checked += bool(usable)
            for quantity in usable:
                if differs(total[quantity], [part[quantity] for part in parts]):
                    failing.add((indicator, area, period, breakdown, "+".join(groups)))
    assert spoilt.rule("A03")[:3] == (checked, len(failing), len(failing))
    named = {"男+女": "male+female", "城市+农村": "urban+rural",
             "0–14岁+15–64岁+65岁及以上": "age0_14+age15_64+age65"}  # fmt: skip
    assert {(*row[:4], named[row[4]]) for row in spoilt.findings("A03")} == failing
    assert failing


def test_areas_are_the_sum_of_what_is_in_them(spoilt):
    by_key = {(*key(row), row["form"]): row for row in observations(spoilt)}
    checked, failing = 0, set()
    for (indicator, area, period, breakdown, form), total in by_key.items():
        children = CHILDREN.get(area, [])
        needed = [child.code for child in children if child.level != "zone"]
        found = {c.code: by_key.get((indicator, c.code, period, breakdown, form)) for c in children}
        parts = [row for row in found.values() if row]
        if not needed or any(found[code] is None for code in needed):
            continue
        usable = [q for q in quantities(total) if all(row[q] is not None for row in (total, *parts))]
        checked += bool(usable)
        complete = len(parts) == len(children)
        for quantity in usable:
            if differs(total[quantity], [part[quantity] for part in parts], complete=complete):
                failing.add((indicator, area, period, breakdown))
    assert units_of(spoilt, "K02") == (checked, failing)
    assert failing


def test_relations_between_indicators(spoilt):
    cells = defaultdict(dict)
    for row in observations(spoilt):
        cells[row["area"], row["period"], row["demonstration"]][row["indicator"], row["breakdown"]] = row
    ordered = [("NMR", "IMR"), ("IMR", "U5MR"), ("A65", "A60"), ("A80", "A65")]
    checked, failing = 0, set()

    def judge(indicator, breakdown, place, holds):
        nonlocal checked
        checked += 1
        if not holds:
            failing.add((indicator, place[0], place[1], breakdown))

    for place, cell in cells.items():
        rows = {indicator: row for (indicator, breakdown), row in cell.items() if breakdown == "all"}
        for less, more in ordered:
            if less in rows and more in rows:
                judge(less, "all", place, rows[less]["value"] <= rows[more]["value"])
        for less, more in (("age65", "age60"), ("age80", "age65")):
            if ("POP", less) in cell and ("POP", more) in cell:
                judge("POP", less, place, cell["POP", less]["value"] <= cell["POP", more]["value"])
        staff = rows.get("HTP", {}).get("value")
        physicians = rows.get("PHY", {}).get("numerator")
        nurses = rows.get("NUR", {}).get("numerator")
        if None not in (staff, physicians):
            judge("PHY", "all", place, physicians <= staff)
            if nurses is not None:
                judge("PHY", "all", place, physicians + nurses <= staff)
        if "BOR" in rows:
            judge("BOR", "all", place, rows["BOR"]["value"] <= 110)
    assert spoilt.rule("K04")[0] == checked
    assert {row[:4] for row in spoilt.findings("K04")} == failing
    assert failing
    severities = spoilt.rows(
        """SELECT DISTINCT i.code = 'BOR', f.severity FROM fact_finding f JOIN dim_rule r USING (rule_id)
        JOIN dim_indicator i USING (indicator_id) WHERE r.code = 'K04' ORDER BY 1"""
    )
    assert severities in ([(False, 0)], [(False, 0), (True, 2)])


def test_shares_that_make_a_hundred(spoilt):
    cells = defaultdict(dict)
    for row in observations(spoilt):
        cells[row["area"], row["period"], row["demonstration"]][row["indicator"]] = row["value"]
    complete = {
        place: sum(cell[name] for name in ("A0_14", "A15_64", "A65"))
        for place, cell in cells.items()
        if {"A0_14", "A15_64", "A65"} <= set(cell)
    }
    failing = {("A0_14", area, period, "all") for (area, period, _), sum_ in complete.items() if abs(sum_ - 100) > 0.5}
    assert units_of(spoilt, "A03I") == (len(complete), failing)
    assert failing


def test_clean_figures_have_no_finding(rule_folder, judge_files, observation_file):
    rows = [row | {"period": "2020"} for row in invented_rows(random.Random(7))]
    judged = judge_files([observation_file(rows)], rule_folder(*RULES))
    for code in RULES:
        checked, failed, findings, problem = judged.rule(code)
        assert (failed, findings, problem) == (0, 0, None) and checked, code


def test_real_and_demonstration_figures_are_never_compared(rule_folder, judge_files, observation_file):
    """Twice too large in one prefecture of a real province, but invented: nothing to say."""
    rows = [row | {"period": "2020"} for row in invented_rows(random.Random(8)) if row["indicator"] == "POP"]
    invented = [row | {"value": row["value"] * 2} for row in rows if row["area"] == "640100"]
    real = [row for row in rows if row["area"] != "640100"]
    files = [observation_file(real, "real.csv"), observation_file(invented, "invented.csv", demonstration=True)]
    judged = judge_files(files, rule_folder("K02"))
    assert judged.rule("K02")[1:3] == (0, 0)
    ningxia = judged.rows("SELECT count(*) FROM fact_check WHERE area_id = 640000 AND form_id > 0 AND failed > 0")
    assert ningxia == [(0,)]


def test_a_form_without_zones_is_judged_from_one_side(rule_folder, judge_files, observation_file):
    """三沙: two districts and a zone. Without the zone the districts may be less than the city, never more."""
    rows = [{"indicator": "HHN", "area": area, "period": year, "value": value}
            for year, city in (("2019", 900), ("2020", 700)) for area, value in
            (("460300", city), ("460302", 500), ("460303", 300))]  # fmt: skip
    judged = judge_files([observation_file(rows)], rule_folder("K02"))
    assert judged.rule("K02")[:3] == (2, 1, 1)
    ((indicator, area, period, breakdown, detail),) = judged.findings("K02")
    assert (indicator, area, period, breakdown, detail) == ("HHN", "460300", 202000000, "all", "下级2个")


def test_what_a_finding_carries(rule_folder, judge_files, observation_file):
    rows = [{"indicator": "HHN", "area": area, "period": "2020", "value": value}
            for area, value in (("640200", 1000), ("640202", 400), ("640205", 300), ("640221", 200))]  # fmt: skip
    judged = judge_files([observation_file(rows)], rule_folder("K02"))
    ((observed, expected, batch, row, severity, length),) = judged.rows(
        "SELECT observed, expected, batch_id, row_number, severity, length(finding_key) FROM fact_finding"
    )
    assert (observed, expected, batch, row, severity, length) == (1000, 900, 1, 1, 1, 16)


def test_the_catalogue(rule_folder, judge_files, observation_file):
    le = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}
    changes = (
        "UPDATE dim_indicator SET multiplier = 100 WHERE code = 'PHY'",
        "UPDATE dim_indicator SET denominator_label = '年末户籍人口' WHERE code = 'NUR'",
        "UPDATE dim_indicator SET definition = ' ' WHERE code = 'LE'",
    )
    judged = judge_files([observation_file([le])], rule_folder("F01", "K05"), changes)
    assert {(row[0], row[4]) for row in judged.findings("K05")} == {
        ("PHY", "系数应为1000"), ("NUR", "名称为常住，分母为户籍")
    }  # fmt: skip
    indicators = read_indicators().values()
    assert judged.rule("K05")[:2] == (sum(i.aggregation == "ratio" for i in indicators), 2)
    items = [
        [i.definition if i.code != "LE" else "", i.unit, i.direction, i.source, i.department]
        + ([i.numerator, i.denominator] if i.aggregation == "ratio" else [])
        for i in indicators
    ]
    missing = [sum(not item for item in row) for row in items]
    assert judged.rule("F01")[:3] == (sum(map(len, items)), sum(missing), sum(n > 0 for n in missing))
    details = {row[0]: row[4] for row in judged.findings("F01")}
    assert details["LE"] == "定义"
    assert judged.rows("SELECT count(*) FROM fact_score") == [(0,)]  # no period, nothing to grade
