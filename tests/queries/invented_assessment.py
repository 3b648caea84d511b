"""What schemes and their results are in the invented world: plain records by codes, as in `invented`.

In it: schemes and phases of each classification, one that cannot be used, items without an indicator, areas without a
rank, values that were carried, are doubtful or missing, rankings of several parents and groups, published grades.
"""

import json
import random
from typing import Any

from data.periods import parse_period
from data.schema import ASSESSMENT_VARIANTS, STATUSES

Record = dict[str, Any]
# code, id, level, classification, indicators of the items (None: the product has none)
SCHEMES = (
    ("frame", 1, "province", "public", ("LE", "A65", "VIS", None)),
    ("cities", 6, "prefecture", "internal", ("BEDK", "LE", "VIS")),
    ("hidden", 3, "county", "restricted", ("FLT", "LE", "A65")),
    ("broken", 4, "", "public", ()),
)
# scheme, period, phase, classification, batch of its values, the phase before, the same a year before, target year
PHASES = (
    ("frame", "2018", "year", "public", 1, None, None, 2022),
    ("frame", "2019", "year", "internal", 3, "2018", "2018", 2022),
    ("frame", "2020Q1-3", "three_quarters", "restricted", 4, "2019", None, 2030),
    ("frame", "2020", "year", "public", 2, "2020Q1-3", "2019", 2030),
    ("cities", "2020", "year", "internal", 3, None, None, 2030),
    ("cities", "2019", "year", "public", 9, None, None, None),
    ("hidden", "2020", "year", "public", 1, None, None, 2030),
)
LIGHTS = ("red", "amber", "green", "grey")
REASONS = ("no_value", "no_baseline", "too_few_points")
LAYERS = {"province": "in_province_layer", "prefecture": "in_prefecture_layer", "county": "in_county_layer"}
GROUPS = ("all", "西部", "100–300万人")


def schemes() -> list[Record]:
    return [
        {
            "scheme_id": number, "code": code, "name": f"方案{code}", "version": "1", "level": level,
            "parent": "nation", "official": code == "cities", "verified": code == "frame", "source": "出处",
            "note": "产品默认",
            "minimum_coverage": 0.8, "grading": "{}", "comparison_groups": "[]", "dimensions": json.dumps(["甲", "乙"]),
            "settings": "{}", "classification": classification,
            "problem": None if level else "字段 items：缺少这个字段。",
        }
        for code, number, level, classification, _ in SCHEMES
    ]  # fmt: skip


def items() -> list[Record]:
    return [
        {
            "scheme": code, "item_number": number, "place": f"{number}①", "indicator": indicator,
            "name": f"项目{indicator}", "dimension": "甲乙"[number % 2], "weight": 1.0 + number / 2,
            "scoring": ("progress", "attainment", "yes_no", "goalpost")[number - 1], "parameters": "{}",
            "direction": ("higher", "lower")[number % 2], "unit": "%", "decimals": number % 3, "breakdown": "all",
            "verified": number == 1, "source": f"出处{number}", "note": None if number % 2 else "备注",
        }
        for code, _, _, _, indicators in SCHEMES
        for number, indicator in enumerate(indicators, 1)
    ]  # fmt: skip


def phases() -> list[Record]:
    return [
        {
            "scheme": scheme, "period": period, "phase": phase, "target_year": target_year,
            "targets_changed": period == "2020", "previous_phase": before, "previous_year": year_before, "areas": 30,
            "ranked": 20, "doubtful": 2, "bands": period != "2018", "note": "只给最近2年" if period == "2018" else None,
            "classification": classification, "demonstration": batch == 2,
        }
        for scheme, period, phase, classification, batch, before, year_before, target_year in PHASES
    ]  # fmt: skip


def assessed(scheme: str, areas: list[Record]) -> list[Record]:
    level = next(s[2] for s in SCHEMES if s[0] == scheme)
    return [
        a
        for a in areas
        if a[LAYERS[level]] and a["has_statistics"] and not (level != "province" and a["level"] == "province")
    ]


def item_results(areas: list[Record]) -> list[Record]:
    chance = random.Random(21)
    return [
        {"scheme": scheme, "period": period, "area": area["code"], "item_number": item["item_number"],
         "indicator": item["indicator"], "weight": item["weight"]} | _item(chance, batch, period)
        for scheme, period, _, _, batch, *_ in PHASES
        for item in items()
        if item["scheme"] == scheme and item["indicator"]
        for area in assessed(scheme, areas)
        if chance.random() < 0.9
    ]  # fmt: skip


def _item(chance: random.Random, batch: int, period: str) -> Record:
    there, scored = chance.random() < 0.85, chance.random() < 0.85
    scored &= there
    value = round(chance.uniform(10, 90), 3) if there else None

    def maybe(known: bool, share: float = 1.0, top: float = 100) -> float | None:
        return round(chance.uniform(0, top), 3) if known and chance.random() < share else None

    met = chance.random() < 0.4 if scored else None
    year = period[:4]
    return {
        "value": value, "lower": value - 1 if value and chance.random() < 0.7 else None, "upper": maybe(there, 0.7),
        "value_period": chance.choice((year, "2018", "2017")) if there else None,
        "status": STATUSES.index(chance.choice(("final", "estimated"))) if there else chance.choice((None, 3, 5)),
        "carried": there and chance.random() < 0.2, "target": maybe(True, 0.8), "target_high": maybe(True, 0.1),
        "operator": chance.choice((">=", "<=", None)), "target_year": chance.choice((2022, 2030, None)),
        "baseline": maybe(True, 0.8), "baseline_year": chance.choice((2017, 2018, None)),
        "expected": maybe(scored, 0.9), "met": met, "on_track": None if met is None else met or chance.random() < 0.5,
        "attainment": maybe(scored, 1, 1), "score": maybe(scored), "lost": maybe(scored, 0.9, 5),
        "gain_per_unit": maybe(scored, 0.8, 1), "reason": None if scored else chance.choice(REASONS),
        "light": chance.choice(LIGHTS) if scored else "grey", "doubtful": there and chance.random() < 0.2,
        "demonstration": batch == 2 and there, "batch_id": batch if there else None,
        "row_number": chance.randint(1, 99) if there else None,
    }  # fmt: skip


def totals(areas: list[Record]) -> list[Record]:
    chance = random.Random(22)
    return [
        {"scheme": scheme, "period": period, "variant": variant, "area": area["code"]} | _total(chance, batch)
        for scheme, period, _, _, batch, *_ in PHASES
        for variant in ASSESSMENT_VARIANTS
        for area in assessed(scheme, areas)
    ]


def _total(chance: random.Random, batch: int) -> Record:
    total = round(chance.uniform(30, 99), 4) if chance.random() < 0.95 else None
    ranked = total is not None and chance.random() < 0.85
    return {
        "total": total, "total_low": total and total - 2, "total_high": total and total + 1,
        "dimensions": "[61.5, null]", "coverage": round(chance.uniform(0.5, 1), 3),
        "grade": chance.choice(("优秀", "良好")) if ranked else None, "warning": chance.choice(LIGHTS),
        **{f"items_{name}": chance.randint(0, 9) for name in ("scored", "met", "green", "amber", "red", "grey")},
        "reason": None if ranked else "覆盖率低", "previous_phase_total": chance.choice((None, 50.5)),
        "previous_year_total": chance.choice((None, 60.5)), "demonstration": batch == 2,
    }  # fmt: skip


def ranks(results: list[Record], areas: list[Record]) -> list[Record]:
    """Of every area with a rank: inside the nation and two groups of it, its province and its prefecture."""
    chance = random.Random(23)
    place = {a["code"]: a for a in areas}
    rows = []
    for row in results:
        if row["reason"] is not None:
            continue
        area = place[row["area"]]
        inside = [("100000", group) for group in GROUPS if group == "all" or chance.random() < 0.5]
        inside += [(area[name], "all") for name in ("province_code", "prefecture_code")
                   if area[name] not in (None, area["code"])]  # fmt: skip
        key = {name: row[name] for name in ("scheme", "period", "variant", "area")}
        rows += [key | {"parent": parent, "comparison_group": group} | _rank(chance) for parent, group in inside]
    return rows


def _rank(chance: random.Random) -> Record:
    rank, bands = chance.randint(1, 20), chance.random() < 0.8
    return {
        "rank": rank, "ranked": 20, "rank_low": max(rank - 2, 1) if bands else None,
        "rank_high": rank + 3 if bands else None,
        "set_low": 1 if chance.random() < 0.3 else None, "set_high": None, "bracket": 1 if bands else None,
        "bracket_last": 2 if bands else None, "grade": chance.choice((None, "优秀")), "crosses": bands and rank == 3,
    }  # fmt: skip


def published(areas: list[Record]) -> list[Record]:
    return [
        {
            "year": year, "assessment": f"{year}年考核", "area": code, "root": code[:2] + "0000", "grade": grade,
            "grade_order": order, "listed_order": listed, "units": 3, "verified": year == 2022, "source": "报",
            "note": None,
        }
        for year in (2021, 2022)
        for code, grade, order, listed in (
            ("510100", "优秀", 1, 1), ("510700", "优秀", 1, 2), ("510300", "待改进", 2, 1), ("460400", "良好", 1, 1),
        )
    ]  # fmt: skip


def keyed(row: Record, indicator_ids: dict[str, int]) -> Record:
    """A row by codes as a row by keys."""
    keys = dict(row)
    ids = {code: number for code, number, *_ in SCHEMES}
    if "scheme" in row:
        keys["scheme_id"] = ids[keys.pop("scheme")]
    if "indicator" in row:
        code = keys.pop("indicator")
        keys["indicator_id"] = indicator_ids[code] if code else 0
    for name in ("period", "value_period", "previous_phase", "previous_year"):
        if name in row:
            code = keys.pop(name)
            keys[f"{name}_id"] = parse_period(code).id if code else None
    for name in ("area", "parent", "root"):
        if name in row and str(row[name]).isdigit():
            keys[f"{name}_id"] = int(keys.pop(name))
    return keys
