"""A small invented warehouse as plain Python records, from which tests answer every question by slow loops.

Everything that a question could get wrong occurs in it: a municipality without prefectures, a prefecture without
counties, a county directly under its province, zones (one with a code of another province), areas without statistics,
indicators and batches of each classification, periods of several kinds, breakdowns, each status, and revisions.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import invented_assessment
import invented_quality
from sqlalchemy import Connection, insert

from data.breakdowns import BREAKDOWNS
from data.periods import parse_period
from data.schema import (
    SCHEMA_VERSION,
    STATUSES,
    dim_area,
    dim_assessment_phase,
    dim_batch,
    dim_breakdown,
    dim_form,
    dim_indicator,
    dim_period,
    dim_rule,
    dim_scheme,
    dim_scheme_item,
    dim_target,
    fact_annual,
    fact_assessment,
    fact_assessment_item,
    fact_assessment_rank,
    fact_check,
    fact_coverage,
    fact_finding,
    fact_observation,
    fact_published_grade,
    fact_revision,
    fact_rule_use,
    fact_score,
    fact_submission,
    metadata,
    release_info,
)

Record = dict[str, Any]
MEASURED = ("numerator", "denominator", "value", "lower", "upper", "status", "batch_id", "row_number", "note")
WITH_VALUE = ("final", "preliminary", "estimated")
# code, id, classification: ids in another order than codes, because nothing may rely on them
INDICATORS = (
    ("LE", 40, "public"),
    ("A65", 7, "public"),
    ("BEDK", 12, "internal"),
    ("FLT", 3, "restricted"),
    ("VIS", 25, "public"),
)
BATCHES = (
    (1, "public", False),
    (2, "public", True),
    (3, "internal", False),
    (4, "restricted", True),
    (9, "public", False),
)
PERIODS = ("2015", "2017", "2018", "2019", "2020", "2019Q4", "2020Q1", "2020Q2", "2020-01", "2020Q1-3")
OTHER_PERIODS = ("2019-12", "2020W01")  # without observations; the week starts in the year before
GROUPS = ("all", "male", "female")


@dataclass
class World:
    areas: list[Record] = field(default_factory=list)
    indicators: list[Record] = field(default_factory=list)
    periods: list[Record] = field(default_factory=list)
    breakdowns: list[Record] = field(default_factory=list)
    batches: list[Record] = field(default_factory=list)
    targets: list[Record] = field(default_factory=list)
    observations: list[Record] = field(default_factory=list)  # by codes, with status in words
    revisions: list[Record] = field(default_factory=list)  # the same with a revision number
    forms: list[Record] = field(default_factory=list)
    rules: list[Record] = field(default_factory=list)
    submissions: list[Record] = field(default_factory=list)  # these and the following by codes
    checks: list[Record] = field(default_factory=list)
    rule_uses: list[Record] = field(default_factory=list)
    findings: list[Record] = field(default_factory=list)
    scores: list[Record] = field(default_factory=list)
    schemes: list[Record] = field(default_factory=list)
    scheme_items: list[Record] = field(default_factory=list)
    phases: list[Record] = field(default_factory=list)
    item_results: list[Record] = field(default_factory=list)
    totals: list[Record] = field(default_factory=list)
    ranks: list[Record] = field(default_factory=list)
    published: list[Record] = field(default_factory=list)


@cache
def area_of(code: str) -> Record:
    return next(a for a in world().areas if a["code"] == code)


@cache
def batch_of(number: int) -> Record:
    return next(b for b in world().batches if b["batch_id"] == number)


@cache
def indicator_of(code: str) -> Record:
    return next(i for i in world().indicators if i["code"] == code)


@cache
def world() -> World:
    """The same records every time."""
    chance = random.Random(20201101)
    made = World()
    made.areas = _areas(chance)
    made.indicators = [_indicator(n, *row) for n, row in enumerate(INDICATORS)]
    made.periods = [
        {"period_id": p.id, "code": p.code, "kind": p.kind, "year": p.year, "start_date": p.start, "end_date": p.end,
         "label": p.label}
        for p in map(parse_period, (*PERIODS, *OTHER_PERIODS))
    ]  # fmt: skip
    made.breakdowns = [b._asdict() | {"breakdown_id": b.id} for b in BREAKDOWNS]
    _observe(made, chance)
    _complete(made)
    made.batches = [_batch(made, *row) for row in BATCHES]
    made.targets = _targets()
    _judge(made)
    _assess(made)
    return made


def _assess(made: World) -> None:
    made.schemes, made.scheme_items = invented_assessment.schemes(), invented_assessment.items()
    made.phases = invented_assessment.phases()
    made.item_results = invented_assessment.item_results(made.areas)
    made.totals = invented_assessment.totals(made.areas)
    made.ranks = invented_assessment.ranks(made.totals, made.areas)
    made.published = invented_assessment.published(made.areas)


def _judge(made: World) -> None:
    indicators, batches = [row[0] for row in INDICATORS], [row[0] for row in BATCHES]
    made.forms, made.rules = invented_quality.forms(), invented_quality.rules()
    made.submissions = invented_quality.submissions(made.areas, batches)
    made.checks = invented_quality.checks(made.areas)
    made.rule_uses = invented_quality.rule_uses(indicators)
    made.findings = invented_quality.findings(made.areas, indicators, batches)
    made.scores = invented_quality.scores(made.areas, indicators)


def _areas(chance: random.Random) -> list[Record]:
    rows: list[tuple] = [
        ("100000", "全国", "nation", None, ""),
        ("110000", "北京市", "province", "100000", "pf"),
        ("460000", "海南省", "province", "100000", "p"),
        ("460400", "儋州市", "prefecture", "460000", "fc"),
        ("469001", "五指山市", "county", "460000", "fc"),
        ("510000", "四川省", "province", "100000", "p"),
        ("510198", "高新区", "zone", "510100", ""),
        ("170971", "风景区", "zone", "510300", ""),
        ("710000", "台湾省", "province", "100000", "pf"),
        ("710001", "高雄市", "county", "710000", "c"),
    ]
    rows += [(f"1101{n:02}", f"区{n}", "county", "110000", "c") for n in range(1, 9)]
    for number, prefecture in enumerate(("460100", "460200", "510100", "510300", "510700", "513200", "513400")):
        rows.append((prefecture, f"第{number}市", "prefecture", prefecture[:2] + "0000", "f"))
        for n in range(1, chance.randint(4, 7)):
            rows.append((prefecture[:4] + f"{n:02}", f"{number}市{n}县", "county", prefecture, "c"))
    return [_area(*row) for row in sorted(rows)]


def _area(code: str, name: str, level: str, parent: str | None, layers: str) -> Record:
    home = parent if level == "zone" and parent else code
    prefecture = code if level == "prefecture" else None
    if parent and level in ("county", "zone") and not parent.endswith("0000"):
        prefecture = parent
    return {
        "area_id": int(code), "code": code, "name": name, "short_name": name.removesuffix("市").removesuffix("省"),
        "level": level, "parent_code": parent, "province_code": None if level == "nation" else home[:2] + "0000",
        "prefecture_code": prefecture, "in_province_layer": "p" in layers, "in_prefecture_layer": "f" in layers,
        "in_county_layer": "c" in layers, "has_statistics": not code.startswith(("71", "5134")),
        "has_polygon": bool(layers), "pinyin": f"pin{code[2:]}{level}", "initials": "p" + level[0] + code[:2],
    }  # fmt: skip


def _indicator(n: int, code: str, number: int, classification: str) -> Record:
    return {
        "indicator_id": number, "code": code, "name": f"指标{code}率", "short_name": f"指标{n}", "name_en": code,
        "group_code": "01", "group_name": "组", "sort_order": n, "unit": "%", "decimals": 1, "direction": "higher",
        "value_type": "percent", "aggregation": "ratio", "proportion": True, "finest_level": "county",
        "classification": classification, "verified": True, "memberships": "[]", "pinyin": f"zhibiao{code.lower()}lv",
        "initials": f"zb{code.lower()}l",
    }  # fmt: skip


def _observe(made: World, chance: random.Random) -> None:
    for indicator, _, _ in INDICATORS:
        for period in PERIODS:
            for group in GROUPS:
                if group != "all" and chance.random() < 0.5:
                    continue
                for area in made.areas:
                    if chance.random() < (0.05 if area["level"] in ("nation", "province") else 0.3):
                        continue
                    key = {"indicator": indicator, "period": period, "breakdown": group, "area": area["code"]}
                    made.observations.append(key | _measured(chance))
                    for revision in range(1, chance.choice((1, 1, 1, 1, 2, 3))):
                        made.revisions.append(key | {"revision": revision} | _measured(chance))


def _complete(made: World) -> None:
    """One published series without gaps: what a line is fitted to."""
    key = {"indicator": "LE", "breakdown": "all", "area": "510000"}
    made.observations = [
        o for o in made.observations if not (o["period"].isdigit() and all(o[name] == key[name] for name in key))
    ]
    for number, period in enumerate(period for period in PERIODS if period.isdigit()):
        row = dict.fromkeys(MEASURED) | {"status": "final", "value": 40.0 + number**1.5, "batch_id": 1, "row_number": 7}
        made.observations.append(key | {"period": period} | row)


def _measured(chance: random.Random) -> Record:
    status = chance.choices(STATUSES, (60, 8, 8, 8, 4, 4))[0]
    row = dict.fromkeys(MEASURED) | {"status": status}
    if status in WITH_VALUE:
        value = round(chance.uniform(0, 100), 3)
        row["value"] = value
        if chance.random() < 0.7:
            row |= {"numerator": value * 10, "denominator": 1000.0, "lower": value - 1, "upper": value + 1}
    row["batch_id"] = chance.choices([b[0] for b in BATCHES], (40, 25, 15, 10, 10))[0]
    row["row_number"] = chance.randint(1, 99_999)
    row["note"] = "备注" if chance.random() < 0.1 else None
    return row


def _batch(made: World, number: int, classification: str, demonstration: bool) -> Record:
    return {
        "batch_id": number, "file_name": f"{number}.csv", "organisation": f"单位{number}", "form": "表1",
        "source": f"年鉴{number}", "received": dt.date(2021, 1, number), "due": None,
        "cut_off": dt.date(2020, 12, 31) if number != 9 else None, "sha256": str(number) * 64,
        "demonstration": demonstration, "verified": number != 9, "classification": classification,
        "loaded_at": dt.datetime(2021, 2, number, 8, 30), "loaded_by": "loader", "row_count": 100_000,
        "observations": sum(o["batch_id"] == number for o in made.observations),
    }  # fmt: skip


def _targets() -> list[Record]:
    names = ("indicator", "target_number", "area", "kind", "operator", "value", "year", "baseline_year")
    rows = (
        ("LE", 1, "100000", "number", ">=", 77.7, 2022, 2017),
        ("LE", 2, "100000", "number", ">=", 79.0, 2030, 2017),
        ("LE", 3, "510000", "number", ">=", 78.0, 2030, 2018),
        ("LE", 4, "110000", "number", ">=", 83.0, 2030, None),
        ("A65", 1, "100000", "number", "<=", 20.0, 2030, None),
        ("VIS", 1, "100000", "trend", "trend", None, 2030, 2017),
        ("BEDK", 1, "100000", "number", ">=", 7.0, 2025, 2018),
        ("FLT", 1, "100000", "range", "between", 5.0, 2030, 2015),
    )
    return [dict(zip(names, row, strict=True)) | {"plan": "规划", "verified": row[1] == 1} for row in rows]


def fill(connection: Connection) -> None:
    """Create the tables of a release and write the world into them."""
    made = world()
    ids = {code: number for code, number, _ in INDICATORS}
    metadata.create_all(connection)
    for table, rows in (
        (dim_area, made.areas),
        (dim_indicator, made.indicators),
        (dim_period, made.periods),
        (dim_breakdown, [{k: b[k] for k in ("breakdown_id", "code", "kind", "label")} for b in made.breakdowns]),
        (dim_batch, made.batches),
        (dim_target, [_keyed(t, ("target_number", "plan", "kind", "operator", "value", "year", "baseline_year",
                                 "verified")) for t in made.targets]),
        (fact_observation, [_keyed(o, MEASURED) for o in made.observations]),
        (fact_annual, [_keyed(o, MEASURED) for o in made.observations if o["period"].isdigit()]),
        (fact_revision, [_keyed(o, ("revision", *MEASURED)) for o in made.revisions]),
        (fact_coverage, _coverage(made)),
        (release_info, [{"version": "2026.11.1", "schema_version": SCHEMA_VERSION,
                         "published_at": dt.datetime(2026, 11, 1),
                         "observations": len(made.observations), "batches": len(made.batches)}]),
        (dim_form, made.forms),
        (dim_rule, made.rules),
        *((table, [invented_quality.keyed(row, ids) for row in rows]) for table, rows in (
            (fact_submission, made.submissions), (fact_check, made.checks), (fact_rule_use, made.rule_uses),
            (fact_finding, made.findings), (fact_score, made.scores),
        )),
        (dim_scheme, made.schemes),
        *((table, [invented_assessment.keyed(row, ids) for row in rows]) for table, rows in (
            (dim_scheme_item, made.scheme_items), (dim_assessment_phase, made.phases),
            (fact_assessment_item, made.item_results), (fact_assessment, made.totals),
            (fact_assessment_rank, made.ranks), (fact_published_grade, made.published),
        )),
    ):  # fmt: skip
        connection.execute(insert(table), rows)


def _coverage(made: World) -> list[Record]:
    """What `publish` counts: observations by indicator, period, breakdown and level."""
    counted: dict[tuple, list[Record]] = {}
    for row in made.observations:
        key = (
            row["indicator"],
            row["period"],
            row["breakdown"],
            area_of(row["area"])["level"],
            batch_of(row["batch_id"])["classification"],
        )
        counted.setdefault(key, []).append(row)
    return [
        {k: v for k, v in _keyed(rows[0], ("batch_id", "status")).items() if k not in ("area_id", "status")}
        | {
            "level": key[-2], "classification": key[-1], "observations": len(rows),
            "with_value": sum(r["value"] is not None for r in rows),
            "demonstration": sum(batch_of(r["batch_id"])["demonstration"] for r in rows),
            "batch_id": max(r["batch_id"] for r in rows),
        }
        for key, rows in counted.items()
    ]  # fmt: skip


def _keyed(row: Record, names: tuple[str, ...]) -> Record:
    """A row by codes as a row by keys."""
    ids = {code: number for code, number, _ in INDICATORS}
    keyed = {"indicator_id": ids[row["indicator"]], "area_id": int(row["area"])} | {name: row[name] for name in names}
    if "period" in row:
        keyed["period_id"] = parse_period(row["period"]).id
        keyed["breakdown_id"] = next(b.id for b in BREAKDOWNS if b.code == row["breakdown"])
        keyed["status"] = STATUSES.index(row["status"])
    return keyed
