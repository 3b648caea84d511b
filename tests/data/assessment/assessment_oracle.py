"""Results of a scheme once more: one cell at a time, in plain arithmetic; nothing of `methods` is used."""

import math
from typing import Any

from invented_figures import BATCHES, Row, target_of

DEMONSTRATION = {number: demonstration for number, demonstration, _ in BATCHES}
AT = {"half": 0.5, "three_quarters": 0.75, "year": 1.0}
OWN = {"half": "H1", "three_quarters": "Q1-3", "year": ""}
LOWER = {"IMR", "PNEUMO"}


class Oracle:
    """`facts` by codes, `doubtful`: (indicator, period, area) in doubt; `areas` that are assessed."""

    def __init__(self, scheme: Row, facts: list[Row], areas: tuple[str, ...], doubtful: set[tuple] = frozenset()):  # type: ignore[assignment]
        self.scheme, self.areas, self.doubtful = scheme, areas, doubtful
        self.items = [{"scoring": "progress", "weight": 1.0, "part": 1} | item for item in scheme["items"]]
        self.facts = {(f["indicator"], f["period"], f["area"]): f for f in facts if f["value"] is not None}

    def value(self, indicator: str, period: str, area: str) -> float | None:
        found = self.facts.get((indicator, period, area))
        return None if found is None else found["value"]

    def stages(self) -> list[tuple[int, Row]]:
        """Years and phases with a value of their own, in order; of the latest six years with any."""
        measured = {item["indicator"] for item in self.items}
        used = [(f["indicator"], f["period"]) for f in self.facts.values() if f["indicator"] in measured]
        years = sorted({int(period[:4]) for _, period in used})[-self.scheme.get("years", 6) :]
        own = {period for _, period in used}
        return [
            (year, phase)
            for year in years
            for phase in self.scheme["phases"]
            if any(f"{year}{text}" in own for text in phase["periods"])
        ]

    def counted(self, item: Row, year: int, phase: Row, area: str) -> tuple[str | None, bool]:
        """Period of the value that counts, and whether it was carried."""
        for text in phase["periods"]:
            if self.value(item["indicator"], f"{year}{text}", area) is not None:
                return f"{year}{text}", False
        for back in range(1, phase.get("carry_years", 0) + 1):
            if self.value(item["indicator"], str(year - back), area) is not None:
                return str(year - back), True
        return None, False

    def baseline(self, item: Row, wanted: int, year: int, area: str) -> tuple[float | None, int | None]:
        for ahead in range(self.scheme.get("baseline_within", 3) + 1):
            found = self.value(item["indicator"], str(wanted + ahead), area)
            if wanted + ahead < year and found is not None:
                return found, wanted + ahead
        return None, None

    def cell(self, item: Row, year: int, phase: Row, area: str) -> Row:
        """What one item of one area comes to."""
        row: Row = dict.fromkeys(
            ("value", "period", "target", "baseline", "baseline_year", "expected", "met", "on_track", "attainment",
             "score")
        ) | {"carried": False, "light": "grey", "reason": "no_value", "doubtful": False}  # fmt: skip
        if item["indicator"] is None:
            return row
        aim = None
        if item["scoring"] not in ("goalpost",):
            aim = target_of(item.get("target_of", item["indicator"]), year, item["part"] if "target_of" in item else 0)
            row |= {"target": aim["value"], "target_year": aim["year"]}
            row["baseline"], row["baseline_year"] = self.baseline(item, aim["baseline_year"] or 2017, year, area)
            if item["scoring"] in ("progress", "attainment"):
                row["expected"] = self.expected(row, item, year, phase)
        row["period"], row["carried"] = self.counted(item, year, phase, area)
        if row["period"] is None:
            return row
        row["value"] = self.value(item["indicator"], row["period"], area)
        row["doubtful"] = (item["indicator"], row["period"], area) in self.doubtful
        row["reason"] = None
        if item["scoring"] == "goalpost":
            share = (row["value"] - item["worst"]) / (item["best"] - item["worst"])
            return row | {"score": 100 * min(max(share, 0), 1)}
        assert aim is not None
        if item["scoring"] == "yes_no":
            unmet = "red" if year >= aim["year"] else "amber"
            return self.whole(row, row["value"] == 1, unmet)
        if item["scoring"] == "trend":
            return self.trend(row, item, aim, year, phase, area)
        return self.by_number(row, item, aim, year, phase, area)

    def whole(self, row: Row, met: bool | None, unmet: str) -> Row:
        if met is None:
            return row | {"reason": "too_few_points"}
        return row | {"met": met, "on_track": met, "attainment": float(met), "score": 100.0 * met,
                      "light": "green" if met else unmet}  # fmt: skip

    def trend(self, row: Row, item: Row, aim: Row, year: int, phase: Row, area: str) -> Row:
        starts = [self.baseline(item, aim["baseline_year"], year, a)[1] for a in self.areas]
        start = min((s for s in starts if s is not None), default=year)
        points = [(y, self.value(item["indicator"], str(y), area)) for y in range(start, year)]
        points = [(y, x) for y, x in points if x is not None]
        if not row["carried"]:
            points.append((year - 1 + AT[phase["phase"]], row["value"]))
        if aim["text"] == "下降":
            met = points[-1][1] < points[0][1] if len(points) >= 2 else None
        else:
            (_, a), (_, b), (_, c) = points[-3:] if len(points) >= 3 else ((0, 0),) * 3
            met = b < a and c < b if len(points) >= 3 else None
        return self.whole(row, met, "red")

    def by_number(self, row: Row, item: Row, aim: Row, year: int, phase: Row, area: str) -> Row:
        sign = -1 if item["indicator"] in LOWER else 1
        x, goal, b = row["value"], aim["value"], row["baseline"]
        met = sign * (x - goal) > 0 if aim["operator"] in "<>" else sign * (x - goal) >= 0
        row["met"] = met
        row["attainment"] = attained(x, b, goal, sign)
        if row["attainment"] is None:
            return row | {"reason": "no_baseline"}
        pace = 1.0 if met else attained(x, b, row["expected"], sign)
        assert pace is not None
        row["on_track"] = met or sign * (x - row["expected"]) >= 0
        weight = 0.8 if item["scoring"] == "progress" else 1.0
        row["score"] = 100 * (weight * row["attainment"] + (1 - weight) * pace)
        row["light"] = self.light(row, item, sign, year, phase, area)
        return row

    def expected(self, row: Row, item: Row, year: int, phase: Row) -> float | None:
        """The point of the straight line; a flat one where the baseline is better than the target."""
        goal, b, y0 = row["target"], row["baseline"], row["baseline_year"]
        if b is None:
            return None
        start = b if (goal - b) * (-1 if item["indicator"] in LOWER else 1) > 0 else goal
        share = min(max((year - 1 + AT[phase["phase"]] - y0) / (row["target_year"] - y0), 0), 1)
        return start + (goal - start) * share

    def light(self, row: Row, item: Row, sign: int, year: int, phase: Row, area: str) -> str:
        if row["met"]:
            return "green"
        past = [row["value"]]
        for back in (1, 2):
            period = f"{int(row['period'][:4]) - back}{row['period'][4:]}"
            fact = self.facts.get((item["indicator"], period, area))
            now = self.facts[item["indicator"], row["period"], area]
            alike = fact and DEMONSTRATION[fact["batch_id"]] == DEMONSTRATION[now["batch_id"]]
            past.append(fact["value"] if alike else None)
        worse = None not in past and sign * (past[0] - past[1]) < 0 and sign * (past[1] - past[2]) < 0
        if row["on_track"] and not worse:
            return "green"
        close = abs(row["value"] - row["expected"]) <= 0.05 * abs(row["expected"])
        return "amber" if row["on_track"] or close else "red"

    def total(self, cells: list[Row], *, trusted: bool) -> Row:
        """Total, coverage, points lost by item, and counts of lights."""
        counted = [None if trusted and c["doubtful"] else c["score"] for c in cells]
        pairs = [(item["weight"], s) for item, s in zip(self.items, counted, strict=True) if s is not None]
        used, whole = sum(w for w, _ in pairs), sum(item["weight"] for item in self.items)
        lights = ["grey" if trusted and c["doubtful"] else c["light"] for c in cells]
        judged = [(i["weight"], light) for i, light in zip(self.items, lights, strict=True) if light != "grey"]
        red = sum(w for w, light in judged if light == "red") / (sum(w for w, _ in judged) or math.inf)
        return {
            "total": sum(w * s for w, s in pairs) / used if used else None, "coverage": used / whole,
            "lost": [None if s is None else item["weight"] / used * (100 - s)
                     for item, s in zip(self.items, counted, strict=True)],
            "lights": {name: lights.count(name) for name in ("green", "amber", "red", "grey")}, "red": red,
            "met": sum(bool(c["met"]) and not (trusted and c["doubtful"]) for c in cells), "scored": len(pairs),
        }  # fmt: skip


def attained(x: float, b: float | None, goal: float, sign: int) -> float | None:
    kept = sign * (x - goal) >= 0
    if b is None:
        return 1.0 if kept else None
    if sign * (goal - b) > 0:
        return min(max((x - b) / (goal - b), 0), 1)
    return 1.0 if kept else max(0.0, 1 - abs(x - goal) / abs(goal))


def ranks_of(totals: dict[str, float]) -> dict[str, int]:
    """1, 2, 2, 4: one more than the areas that are ahead."""
    rounded = {area: round(total, 9) for area, total in totals.items()}
    return {area: 1 + sum(other > mine for other in rounded.values()) for area, mine in rounded.items()}


def quota_grades(totals: dict[str, float], names: list[str], quota: list[float]) -> dict[str, str]:
    """By place; equal totals share the better grade."""
    counts = [math.floor(share * len(totals) + 0.5) for share in quota]
    grades: dict[str, Any] = {}
    for area, rank in ranks_of(totals).items():
        grades[area] = next((name for n, name in enumerate(names[:-1], 1) if rank <= sum(counts[:n])), names[-1])
    return grades


def period_of(year: int, phase: Row) -> str:
    return f"{year}{OWN[phase['phase']]}"
