"""What can be said of one indicator of the area by rule: against nation, period before, target; its trend."""

from dataclasses import dataclass

import numpy as np

from bulletins.subject import Subject
from bulletins.told import as_shown
from components.numbers import is_count, is_missing
from methods.benchmark_comparison import compared_with_benchmark
from methods.rare_events import too_few_events
from methods.recent_trend import recent_trend
from queries.view_of import NATION, Record

SIGNS = {"higher": 1, "lower": -1}
POINTS = 5


@dataclass(frozen=True)
class Reading:
    """Rows are of `histories_of_areas`; `previous` is the value before `own`, of the same kind (published or
    demonstration). `against` is better, similar, worse, higher, lower or not compared; `trend` increasing, decreasing,
    none or too few points; `few`: a rate of fewer than ten events, not compared at all."""

    indicator: Record
    own: Record
    nation: Record | None
    previous: Record | None
    target: Record | None
    judged: Record | None
    against: str
    trend: str
    trend_rows: tuple[Record, ...]
    few: bool

    @property
    def code(self) -> str:
        return str(self.indicator["code"])

    @property
    def state(self) -> str:
        """met, on_track, watch, warning or none."""
        return self.judged["state"] if self.judged else "none"

    @property
    def target_verified(self) -> bool:
        return bool(self.target and self.target["verified"])

    @property
    def demonstration(self) -> bool:
        return bool(self.own["demonstration"])


def readings_of(subject: Subject) -> dict[str, Reading]:
    """A reading of every indicator that the area has a value of, in the order of the catalogue."""
    return {
        code: _reading(subject, code, indicator, own)
        for code, indicator in subject.indicators.items()
        if (own := subject.own(code)) is not None and not is_missing(own["value"])
    }


def _reading(subject: Subject, code: str, indicator: Record, own: Record) -> Reading:
    nation = subject.latest.get((code, NATION)) if subject.code != NATION else None
    if nation is not None and is_missing(nation["value"]):
        nation = None
    past = subject.past.get((code, subject.code), [])
    few = bool(too_few_events(own["numerator"], indicator["unit"], indicator["aggregation"]))
    alike = _alike(past, own)
    trend, rows = ("too few points", ()) if few else _trend(alike)
    return Reading(
        indicator=indicator, own=own, nation=nation, previous=_before(alike, own, subject.period["kind"]),
        target=subject.targets.get(code), judged=subject.judged.get(code),
        against="not compared" if few else _against(indicator, own, nation), trend=trend, trend_rows=rows, few=few,
    )  # fmt: skip


def _alike(past: list[Record], own: Record) -> list[Record]:
    """The values up to `own` of the same kind: a change never mixes published and demonstration figures."""
    return [r for r in past if r["demonstration"] == own["demonstration"] and r["end_date"] <= own["end_date"]]


def _before(alike: list[Record], own: Record, kind: str) -> Record | None:
    """The value one year earlier for shorter periods, else the last one before."""
    if kind == "year":
        earlier = [r for r in alike if r["year"] < own["year"]]
        return earlier[-1] if earlier else None
    same = own["period"].replace(str(own["year"]), str(own["year"] - 1), 1)
    return next((r for r in alike if r["period"] == same), None)


def _trend(alike: list[Record]) -> tuple[str, tuple[Record, ...]]:
    """`methods.recent_trend` over the last five years without a gap; every one of them with an interval."""
    last = alike[-POINTS:]
    bounded = len(last) == POINTS and not any(is_missing(r["lower"]) or is_missing(r["upper"]) for r in last)
    if not bounded or last[-1]["year"] - last[0]["year"] != POINTS - 1:
        return "too few points", ()
    numbers = [[r[name] for r in last] for name in ("value", "lower", "upper")]
    found = recent_trend(*([row] for row in numbers))
    return str(found["trend"].iloc[0]), tuple(last)


def _against(indicator: Record, own: Record, nation: Record | None) -> str:
    """By the area's interval where it has one, else by the numbers as shown; counts are not compared."""
    if nation is None or is_count(indicator) or indicator["value_type"] == "yes_no":
        return "not compared"
    direction = indicator["direction"]
    if not (is_missing(own["lower"]) or is_missing(own["upper"])):
        return str(compared_with_benchmark(own["lower"], own["upper"], nation["value"], direction=direction))
    decimals = int(indicator["decimals"])
    step = as_shown(own["value"], decimals) - as_shown(nation["value"], decimals)
    if abs(step) < 1e-12:
        return "similar"
    if direction not in SIGNS:
        return "higher" if step > 0 else "lower"
    return "better" if np.sign(step) == SIGNS[direction] else "worse"
