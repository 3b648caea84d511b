"""Results of schemes against plain loops, and what must hold of them whatever the figures."""

import json
import random

import pytest
from assessment_oracle import Oracle, period_of, quota_grades, ranks_of
from invented_figures import EMPTY, PROVINCES, THIN, TIED, invented_facts, scheme

from data.areas import read_areas
from data.periods import parse_period
from data.schema import SEVERITIES

NATION = 100000
CELL = ("value", "carried", "target", "baseline", "baseline_year", "expected", "met", "on_track", "attainment", "score",
        "reason", "light", "doubtful")  # fmt: skip


@pytest.fixture
def doubted():
    """Facts, findings of all severities, grades, and which values are in doubt through them."""
    facts, draw = invented_facts(3), random.Random(4)
    findings, grades, doubtful = [], [], set()
    for fact in facts:
        key = {name: fact[name] for name in ("indicator", "period", "area")}
        if draw.random() < 0.04:
            severity = draw.choice(SEVERITIES)
            findings.append(key | {"severity": SEVERITIES.index(severity)})
            doubtful |= {tuple(key.values())} if severity in ("hard", "serious") else set()
        if draw.random() < 0.03:
            grade = draw.choice("CD")
            grades.append(key | {"grade": grade})
            doubtful |= {tuple(key.values())} if grade == "D" else set()
    return facts, findings, grades, doubtful


def rows(connection, sql, *parameters):
    cursor = connection.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def near(found, wanted):
    if isinstance(wanted, float) and found is not None:
        return found == pytest.approx(wanted, rel=1e-9, abs=1e-9)
    return found == wanted


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_every_item_equals_a_plain_loop(assessed, seed):
    facts = invented_facts(seed)
    connection = assessed(scheme(), facts=facts)
    oracle = Oracle(scheme(), facts, PROVINCES)
    stages = oracle.stages()
    assert len(stages) >= 8
    held = {(r["period_id"], r["area_id"], r["item_number"]): r for r in rows(connection, "FROM fact_assessment_item")}
    reasons, lights = set(), set()
    for year, phase in stages:
        period = parse_period(period_of(year, phase)).id
        for area in PROVINCES:
            for number, item in enumerate(oracle.items, 1):
                wanted = oracle.cell(item, year, phase, area)
                if item["indicator"] is None:
                    assert (period, int(area), number) not in held
                    continue
                found = held[period, int(area), number]
                for name in CELL:
                    assert near(found[name], wanted[name]), (year, phase["phase"], area, item["indicator"], name)
                assert found["value_period_id"] == (wanted["period"] and parse_period(wanted["period"]).id)
                reasons.add(wanted["reason"])
                lights.add(wanted["light"])
    expected = {parse_period(period_of(*stage)).id for stage in stages}
    assert {key[0] for key in held} >= expected  # the register has statistics of more provinces than the invented ones
    assert reasons >= {None, "no_value"}
    assert lights == {"red", "amber", "green", "grey"}


def results_of(oracle, year, phase, *, trusted):
    """Totals of all areas of the release, and those with a rank."""
    found = {}
    for area in (code for code, a in read_areas().items() if a.level == "province" and a.has_statistics):
        cells = [oracle.cell(item, year, phase, area) for item in oracle.items]
        found[area] = oracle.total(cells, trusted=trusted)
    ranked = {a: t["total"] for a, t in found.items() if t["total"] is not None and t["coverage"] >= 0.8 - 1e-9}
    return found, ranked


@pytest.mark.parametrize("variant", ["all", "trusted"])
def test_totals_ranks_and_grades_equal_a_plain_loop(assessed, doubted, variant):
    facts, findings, grades, doubtful = doubted
    connection = assessed(scheme(), facts=facts, findings=findings, grades=grades)
    oracle = Oracle(scheme(), facts, PROVINCES, doubtful)
    regions = {code: a.macro_region for code, a in read_areas().items()}
    history, ranked_once = {}, 0
    for year, phase in oracle.stages():
        period = parse_period(period_of(year, phase)).id
        totals, ranked = results_of(oracle, year, phase, trusted=variant == "trusted")
        history[year, phase["phase"]] = totals
        where = "WHERE period_id = ? AND variant = ?"
        held = {f"{r['area_id']}": r for r in rows(connection, f"FROM fact_assessment {where}", period, variant)}
        assert held.keys() == totals.keys()
        graded = quota_grades(ranked, ["甲", "乙", "丙"], [0.3, 0.4])
        before = history.get((year - 1, phase["phase"])) if (year <= 2022) == (year - 1 <= 2022) else None
        for area, wanted in totals.items():
            found = held[area]
            for name in ("total", "coverage"):
                assert near(found[name], wanted[name])
            for name, count in wanted["lights"].items():
                assert found[f"items_{name}"] == count
            assert (found["items_met"], found["items_scored"]) == (wanted["met"], wanted["scored"])
            assert found["grade"] == graded.get(area)
            assert (found["reason"] is None) == (area in ranked)
            past = before[area]["total"] if before else None
            assert near(found["previous_year_total"], past)
            assert found["warning"] == warning(wanted, area in ranked, year, phase, area, history)
        groups = {"all": ranked}
        for region in ("东部", "中部", "西部", "东北"):
            groups[region] = {a: t for a, t in ranked.items() if regions[a] == region}
        for group, members in groups.items():
            in_group = rows(connection, f"FROM fact_assessment_rank {where} AND parent_id = ? AND comparison_group = ?",
                            period, variant, NATION, group)  # fmt: skip
            assert {f"{r['area_id']}": r["rank"] for r in in_group} == ranks_of(members)
            assert {r["ranked"] for r in in_group} == ({len(members)} if members else set())
            ranked_once += len(members)
    assert ranked_once


def warning(wanted, is_ranked, year, phase, area, history):
    if not is_ranked:
        return "grey"
    if wanted["red"] >= 0.3 - 1e-9:
        return "red"
    past = [history.get((year - back, phase["phase"]), {}).get(area, {}).get("total") for back in (1, 2)]
    past = [p if (year <= 2022) == (year - back <= 2022) else None for back, p in enumerate(past, 1)]
    falling = None not in past and wanted["total"] < past[0] < past[1]
    return "amber" if wanted["red"] >= 0.15 - 1e-9 or falling else "green"


def test_areas_without_enough_are_not_ranked_and_it_is_said_why(assessed):
    connection = assessed(scheme(), facts=invented_facts(1))
    told = dict(
        connection.execute(
            "SELECT area_id, reason FROM fact_assessment WHERE period_id = 202400000 AND variant = 'all'"
        ).fetchall()
    )
    assert told[int(EMPTY)] == "没有可评分的指标，不参与排名"
    assert "低于80%，不参与排名" in told[int(THIN)]
    assert told[510000] is None
    missing = connection.execute("SELECT count(*) FROM fact_assessment WHERE total = 0").fetchone()
    assert missing == (0,)


def test_lost_points_add_up_and_ties_share_everything(assessed):
    connection = assessed(scheme(items=[i for i in scheme()["items"] if i["indicator"]]), facts=invented_facts(2))
    sums = rows(connection, """SELECT i.period_id, i.area_id, sum(lost) AS lost, any_value(total) AS total
        FROM fact_assessment_item i JOIN fact_assessment t ON t.period_id = i.period_id AND t.area_id = i.area_id
        AND variant = 'all' WHERE total IS NOT NULL GROUP BY ALL""")  # fmt: skip
    assert sums
    assert all(row["lost"] == pytest.approx(100 - row["total"]) for row in sums)
    places = rows(
        connection, "FROM fact_assessment_rank WHERE comparison_group = 'all' AND area_id IN (110000, 120000)"
    )
    pairs = {}
    for row in places:
        pairs.setdefault((row["period_id"], row["variant"]), []).append((row["rank"], row["grade"]))
    assert pairs
    assert all(len(pair) == 2 and pair[0] == pair[1] for pair in pairs.values()), TIED


def test_bands_hold_the_rank_and_come_for_the_latest_years_only(assessed):
    connection = assessed(scheme(), facts=invented_facts(1))
    held = rows(connection, "FROM fact_assessment_rank")
    drawn = [r for r in held if r["rank_low"] is not None]
    assert {r["period_id"] // 100_000 for r in drawn} == {2024}
    assert all(1 <= r["rank_low"] <= r["rank"] <= r["rank_high"] <= r["ranked"] for r in drawn)
    assert all(1 <= r["bracket"] <= r["bracket_last"] for r in drawn)
    sets = [r for r in drawn if r["set_low"] is not None]
    assert sets
    assert all(r["set_low"] <= r["rank"] <= r["set_high"] for r in sets)
    phases = rows(connection, "FROM dim_assessment_phase ORDER BY period_id")
    assert {(p["period_id"] // 100_000 == 2024) == p["bands"] for p in phases} == {True}
    assert {p["note"] for p in phases if not p["bands"]} == {"位次区间只给最近1年"}
    intervals = rows(connection, "FROM fact_assessment WHERE total_low IS NOT NULL")
    assert intervals
    assert all(r["total_low"] <= r["total"] <= r["total_high"] for r in intervals)
    crossing = [r for r in drawn if r["crosses"]]
    for row in crossing:
        lines = (round(0.3 * row["ranked"] + 1e-9), round(0.7 * row["ranked"] + 1e-9))
        assert any(row["rank_low"] <= line + 1 and line <= row["rank_high"] for line in lines)


def test_the_same_figures_give_the_same_results(assessed):
    first, second = (assessed(scheme(), facts=invented_facts(1)) for _ in range(2))
    for table in ("fact_assessment_item", "fact_assessment", "fact_assessment_rank", "dim_assessment_phase"):
        assert (
            first.execute(f"FROM {table} ORDER BY ALL").fetchall()
            == second.execute(f"FROM {table} ORDER BY ALL").fetchall()
        )


def test_all_equal_and_a_single_area(assessed):
    same = [f | {"area": area} for f in invented_facts(1, ("510000",)) for area in PROVINCES]
    connection = assessed(scheme(), facts=same)
    held = rows(connection, "FROM fact_assessment_rank WHERE comparison_group = 'all'")
    assert held
    assert {r["rank"] for r in held} == {1}
    assert {r["grade"] for r in held} == {"甲"}
    alone = assessed(scheme(), facts=invented_facts(1, ("510000",)))
    held = rows(alone, "FROM fact_assessment_rank WHERE comparison_group = 'all'")
    assert {(r["rank"], r["ranked"]) for r in held} == {(1, 1)}
    assert {(r["rank_low"], r["rank_high"]) for r in held if r["rank_low"]} == {(1, 1)}


def test_targets_of_areas_override_and_hold_inside(assessed):
    item = {"place": 1, "indicator": "LE", "dimension": "一", "areas": {
        "510000": {"target": 70.0}, "540000": {"target": 90.0, "baseline": 70.0, "baseline_year": 2017}}}  # fmt: skip
    connection = assessed(scheme(items=[item], dimensions=["一"]), facts=invented_facts(1))
    held = rows(connection, "FROM fact_assessment_item WHERE period_id = 202400000 AND value IS NOT NULL")
    by_area = {r["area_id"]: r for r in held}
    assert by_area[510000]["target"] == 70
    assert by_area[510000]["met"] is True
    assert (by_area[540000]["target"], by_area[540000]["baseline"], by_area[540000]["baseline_year"]) == (90, 70, 2017)
    assert by_area[540000]["score"] < 60
    assert {r["target"] for area, r in by_area.items() if area not in (510000, 540000)} == {79}


def test_own_targets_and_relative_ones(assessed):
    own = {"year": 2030, "kind": "relative", "operator": "<=", "value": -30, "text": "降低30%", "source": "检验",
           "baseline_year": 2017}  # fmt: skip
    item = {"place": 1, "indicator": "IMR", "dimension": "一", "targets": [own]}
    connection = assessed(scheme(items=[item], dimensions=["一"], plan=None), facts=invented_facts(1))
    held = rows(connection, "FROM fact_assessment_item WHERE period_id = 202400000 AND baseline IS NOT NULL")
    assert held
    assert all(r["target"] == pytest.approx(0.7 * r["baseline"]) and r["operator"] == "<=" for r in held)


@pytest.mark.parametrize(
    ("scoring", "more"),
    [("z_composite", {}), ("mean_difference", {}), ("fixed_base_range", {"base_year": 2018}),
     ("fixed_base_range", {"worst": 4, "best": 8}),
     ("range", {"zero_below": 3, "low": 5, "high": 6, "zero_above": 9}), ("goalpost", {"worst": 3, "best": 9})],
)  # fmt: skip
@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic"])
def test_scores_without_targets_are_ranked_too(assessed, scoring, more, aggregation):
    item = {"place": 1, "indicator": "BEDK", "direction": "higher", "dimension": "一", "scoring": scoring} | more
    other = {"place": 2, "indicator": "HL", "dimension": "一", "scoring": "goalpost", "worst": 0, "best": 60}
    connection = assessed(
        scheme(items=[item, other], dimensions=["一"], aggregation=aggregation), facts=invented_facts(1)
    )
    held = rows(connection, """SELECT area_id, score, item_number FROM fact_assessment_item
        WHERE period_id = 202400000 AND score IS NOT NULL""")  # fmt: skip
    scores = {}
    for row in held:
        scores.setdefault(row["area_id"], {})[row["item_number"]] = row["score"]
    totals = dict(connection.execute(
        "SELECT area_id, total FROM fact_assessment WHERE period_id = 202400000 AND variant = 'all' AND reason IS NULL"
    ).fetchall())  # fmt: skip
    assert len(totals) > 5
    mean = {"arithmetic": lambda a, b: (a + b) / 2, "geometric": lambda a, b: (a * b) ** 0.5,
            "harmonic": lambda a, b: 2 / (1 / a + 1 / b) if a and b else 0}[aggregation]  # fmt: skip
    for area, total in totals.items():
        assert total == pytest.approx(mean(scores[area][1], scores[area][2]))
    bands = connection.execute(
        "SELECT count(rank_low) FROM fact_assessment_rank WHERE period_id = 202400000"
    ).fetchone()
    assert (bands[0] > 0) == (aggregation != "harmonic")


def test_dimensions_and_classification(assessed):
    connection = assessed(scheme(), facts=invented_facts(1))
    row = rows(connection, """FROM fact_assessment WHERE area_id = 510000 AND period_id = 202400000
        AND variant = 'all'""")[0]  # fmt: skip
    items = rows(connection, "FROM fact_assessment_item JOIN dim_scheme_item USING (scheme_id, item_number)"
                             " WHERE area_id = 510000 AND period_id = 202400000 AND score IS NOT NULL")  # fmt: skip
    for name, score in zip(("一", "二"), json.loads(row["dimensions"]), strict=True):
        mine = [(i["weight"], i["score"]) for i in items if i["dimension"] == name]
        assert score == pytest.approx(sum(w * s for w, s in mine) / sum(w for w, _ in mine), abs=1e-6)
    strictest = {p["classification"] for p in rows(connection, "FROM dim_assessment_phase")}
    assert "internal" in strictest


def test_a_release_without_figures_of_a_scheme_has_no_results(assessed):
    facts = [f for f in invented_facts(1) if f["indicator"] == "POP"]
    connection = assessed(scheme(), facts=facts)
    assert connection.execute("SELECT count(*) FROM dim_scheme").fetchone() == (1,)
    for table in ("fact_assessment_item", "fact_assessment", "fact_assessment_rank", "dim_assessment_phase"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
