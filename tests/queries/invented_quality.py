"""What rules, forms, submissions and scores are in the invented world: plain records by codes, as in `invented`.

In it: forms and rules of every kind, findings without an indicator, a period or a batch, scores with holes, periods of
one year that start in the one before, units that reported late or not at all.
"""

import datetime as dt
import random
from typing import Any

from data.breakdowns import BREAKDOWNS
from data.periods import parse_period
from data.schema import QUALITY_DIMENSIONS, SEVERITIES

Record = dict[str, Any]
# code, id, classification: ids in another order than codes
FORMS = (
    ("ALL", 0, "public"),
    ("流动人口", 1, "internal"),
    ("卫统1-9", 2, "public"),
    ("年鉴", 7, "restricted"),
)
# code, id, dimension, scored as, severity, problem
RULES = (
    ("K02", 4, "一致性（协调性）", "consistency", "serious", None),
    ("A04", 9, "准确性", "accuracy", "hard", None),
    ("A09", 1, "准确性", "accuracy", "minor", "3行的除数为0，未判断。"),
    ("C01", 2, "完整性", "completeness", "serious", None),
    ("R03", 5, "真实性", None, "hint", None),
    ("F01", 7, "元数据", None, "hint", None),
    ("X01", 11, "准确性", "accuracy", "hard", "参数互相矛盾。"),
)
QUALITY_PERIODS = ("2018", "2019", "2020", "2019Q4", "2020Q1", "2019-12", "2020-01", "2020W01")
COUNTED = ("expected", "reported", "on_time", "late_days", "cells_required", "cells_filled")
FORM_IDS = {code: number for code, number, _ in FORMS}
RULE_IDS = {rule[0]: rule[1] for rule in RULES}


def forms() -> list[Record]:
    return [
        {
            "form_id": number, "code": code, "name": f"{code}报表", "period_kind": "quarter" if number == 1 else None,
            "scope": "各地", "due_rule": "季后一个月", "basis": None, "official": number == 1,
            "in_calendar": number in (1, 2), "classification": classification, "demonstration": number != 1,
        }
        for code, number, classification in FORMS
    ]  # fmt: skip


def rules() -> list[Record]:
    texts = ("formula", "threshold", "applies_to", "parameters", "message", "advice", "basis")
    return [
        {
            "rule_id": number, "code": code, "name": f"规则{code}", "dimension": dimension, "scored_as": scored_as,
            "kind": "some_kind", "severity": severity, "official": code == "C01", "problem": problem,
            "checked": 1000 * number, "failed": number, "findings": number,
        }
        | {name: f"{name} {code}" for name in texts}
        | {"parameters": "{}", "message": "应为{expected}，上报{observed}。{detail}"}
        for code, number, dimension, scored_as, severity, problem in RULES
    ]  # fmt: skip


def scores(areas: list[Record], indicators: list[str]) -> list[Record]:
    """Of forms (indicator None, every area that was checked) and of single values (where something failed)."""
    chance = random.Random(7)
    cells = [(None, form, 0.8) for form, _, _ in FORMS] + [(code, "ALL", 0.3) for code in indicators]
    return [
        {"indicator": indicator, "form": form, "period": period, "area": area["code"]} | _score(chance)
        for indicator, form, share in cells
        for period in QUALITY_PERIODS
        for area in areas
        if chance.random() < (share if (form, period) != ("卫统1-9", "2018") else 0)
    ]


def _score(chance: random.Random) -> Record:
    row: Record = {name: round(chance.uniform(0, 100), 3) if chance.random() < 0.8 else None
                   for name in QUALITY_DIMENSIONS}  # fmt: skip
    total = round(chance.uniform(0, 100), 3) if chance.random() < 0.9 else None
    return row | {
        "total": total, "grade": None if total is None else chance.choice("ABCDD"), "capped": chance.random() < 0.1,
        "hard_failed": chance.randint(0, 3), "findings": chance.randint(0, 99), "severe": chance.randint(0, 9),
        "demonstration": chance.random() < 0.4,
    }  # fmt: skip


def checks(areas: list[Record]) -> list[Record]:
    chance = random.Random(8)
    rows = []
    for form, _, _ in FORMS:
        for period in (*QUALITY_PERIODS, None):
            for rule in RULES:
                if (rule[0] == "F01") != (period is None) or rule[0] == "X01":
                    continue
                for area in areas:
                    if chance.random() < 0.6:
                        checked = chance.randint(0, 40)
                        failed = chance.randint(0, checked) if chance.random() < 0.5 else 0
                        row = {"form": form, "period": period, "rule": rule[0], "area": area["code"]}
                        rows.append(row | {"checked": checked, "failed": failed})
    return rows


def rule_uses(indicators: list[str]) -> list[Record]:
    chance = random.Random(9)
    return [
        {"indicator": code, "period": period, "rule": rule[0], "level": level, "checked": chance.randint(0, 900),
         "failed": chance.randint(0, 9)}
        for code in indicators
        for period in QUALITY_PERIODS
        for rule in RULES
        for level in ("nation", "province", "prefecture", "county")
        if chance.random() < 0.5
    ]  # fmt: skip


def findings(areas: list[Record], indicators: list[str], batches: list[int]) -> list[Record]:
    chance = random.Random(10)
    rows = []
    for number in range(1, 1201):
        rule = chance.choice(RULES[:-1])
        indicator = None if rule[0] == "C01" else chance.choice(indicators)
        missing = chance.random() < 0.2
        rows.append(
            {
                "finding_id": number, "finding": f"{number * 7919:016x}", "rule": rule[0],
                "severity": rule[4] if chance.random() < 0.9 else chance.choice(SEVERITIES),
                "form": chance.choice([form for form, _, _ in FORMS if form != "ALL"]), "indicator": indicator,
                "period": None if rule[0] == "F01" else chance.choice(QUALITY_PERIODS),
                "breakdown": "all" if indicator is None else chance.choice(("all", "all", "male")),
                "area": chance.choice(areas)["code"],
                "observed": None if missing else round(chance.uniform(0, 100), 2),
                "expected": round(chance.uniform(0, 100), 2) if chance.random() < 0.5 else None,
                "detail": "细节" if chance.random() < 0.3 else None,
                "batch_id": 0 if missing else chance.choice(batches), "row_number": 0 if missing else number,
            }
        )  # fmt: skip
    return rows


def submissions(areas: list[Record], batches: list[int]) -> list[Record]:
    chance = random.Random(11)
    rows = []
    for form in ("流动人口", "卫统1-9", "年鉴"):
        for period in ("2019-12", "2020-01", "2020Q1", "2020"):
            for area in areas:
                for organisation in ("", "医院甲") if chance.random() < 0.2 else ("",):
                    if chance.random() < 0.5:
                        row = {"form": form, "period": period, "area": area["code"], "organisation": organisation}
                        rows.append(row | _submission(chance, batches))
    return rows


def _submission(chance: random.Random, batches: list[int]) -> Record:
    due = dt.date(2020, chance.randint(1, 12), 10)
    came = chance.random() < 0.7
    late = chance.randint(-5, 30)
    return {
        "due": due, "received": due + dt.timedelta(days=late) if came else None, "corrected": None,
        "expected": 10, "reported": chance.randint(0, 10), "on_time": chance.randint(0, 5),
        "late_days": max(late, 0) if came else None, "cells_required": chance.choice((None, 100)), "cells_filled": 90,
        "note": "备注" if chance.random() < 0.1 else None, "batch_id": chance.choice((0, *batches)),
        "row_number": chance.randint(0, 50),
    }  # fmt: skip


def keyed(row: Record, indicator_ids: dict[str, int]) -> Record:
    """A row by codes as a row by keys."""
    keys = dict(row)
    if "indicator" in row:
        code = keys.pop("indicator")
        keys["indicator_id"] = indicator_ids[code] if code else 0
    if "form" in row:
        keys["form_id"] = FORM_IDS[keys.pop("form")]
    if "rule" in row:
        keys["rule_id"] = RULE_IDS[keys.pop("rule")]
    if "period" in row:
        keys["period_id"] = parse_period(row["period"]).id if row["period"] else 0
        del keys["period"]
    if "area" in row:
        keys["area_id"] = int(keys.pop("area"))
    if "breakdown" in row:
        code = keys.pop("breakdown")
        keys["breakdown_id"] = next(b.id for b in BREAKDOWNS if b.code == code)
    if "finding" in row:
        keys["finding_key"] = keys.pop("finding")
        keys["severity"] = SEVERITIES.index(row["severity"])
    return keys
