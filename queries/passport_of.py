"""Everything that is known of one number: what it is, where it came from, what was checked, what stands beside it.

Suppressed figures. A figure that is suppressed must not follow from what its passport, or that of a neighbour, shows:
- of a suppressed figure there is no number at all: no numerator, no earlier revision, nothing that a check saw;
- where it, its parent or one of its siblings is suppressed, neither parent nor siblings have numbers here: a count is
  the parent's less the siblings', a parent's is the sum of its parts;
- where one of its own parts is suppressed, checks do not tell what they expected (the sum of the other parts).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from access.viewer import Viewer
from data.areas import read_changes
from data.breakdowns import BY_CODE, Breakdown
from data.periods import Period, PeriodError, parse_period
from data.warehouse import resolve_version
from methods.recomputed import Recomputed, recomputed_ratio, recomputed_sum
from queries.areas_register import areas_register
from queries.ask import ask
from queries.batches import batches
from queries.checks_of_value import checks_of_value
from queries.indicator_definitions import indicator_definitions
from queries.parts_of_observation import parts_of_observation
from queries.revisions_of_observation import revisions_of_observation
from queries.rules_register import rules_register
from queries.series_of_areas import series_of_areas
from queries.values_of_areas import values_of_areas
from queries.view_of import NATION, Record, records

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
TOLD_BY_CHECKS = ("observed", "expected", "detail")
Asked = Callable[..., pd.DataFrame]  # a question and its arguments, put to the passport's version for its viewer
WITH_VALUE = ("final", "preliminary", "estimated")
ABSENT = "absent"  # no observation at all, not even one that says why there is no value


class NoSuchNumber(Exception):
    """The address names no number; the message says in the reader's words what is wrong with it."""


@dataclass(frozen=True)
class Passport:
    """`revisions` (newest first), `parts`, `siblings`, `series` and `checks` are answers of the questions behind them;
    `parts` has rows only where the number was rolled up, `siblings` holds the parts of the same parent without the area
    itself, `checks` has the `threshold` besides. `batch` is the file of the current row, `parent` the parent's value.
    """

    version: str
    indicator: Record
    area: Record
    ancestors: list[Record]  # the nation first
    period: Period
    breakdown: Breakdown
    revisions: pd.DataFrame
    batch: Record | None
    parts: pd.DataFrame
    parent: Record | None
    siblings: pd.DataFrame
    siblings_withheld: bool
    series: pd.DataFrame
    checks: pd.DataFrame

    @property
    def row(self) -> Record | None:
        """What readers see now: numerator … note, batch and row number; None where there is no observation."""
        current = self.revisions[self.revisions["current"]]
        return _record(current.iloc[0]) if len(current) else None

    @property
    def status(self) -> str:
        return self.row["status"] if self.row else ABSENT

    @property
    def rolled_up(self) -> bool:
        return bool(self.row and self.row["row_number"] == 0)

    @property
    def search(self) -> dict[str, str]:
        """The address of this number, whatever the version."""
        return {
            "indicator": self.indicator["code"], "area": self.area["code"], "period": self.period.code,
            "breakdown": self.breakdown.code,
        }  # fmt: skip

    @property
    def again(self) -> Recomputed | None:
        """The number made once more from its numerator and denominator, or from its parts; None where neither is."""
        row, decimals = self.row, int(self.indicator["decimals"])
        if row is None or row["value"] is None:
            return None
        if self.rolled_up and self.indicator["aggregation"] == "sum":
            return recomputed_sum(row["value"], self.parts["value"].dropna().tolist(), decimals)
        given = (row["numerator"], row["denominator"], self.indicator["multiplier"])
        return None if None in given else recomputed_ratio(row["value"], *given, decimals)


def passport_of(
    *, viewer: Viewer, indicator: str, area: str, period: str, breakdown: str = "all", v: str | None = None
) -> Passport:
    """The passport at version `v` where it is kept, else at the current one. Raises NoSuchNumber, WarehouseError.

    A place or an indicator outside the viewer's limits is answered like one that does not exist.
    """
    version = resolve_version(v)

    def asked(question: Callable[..., pd.DataFrame], **arguments: Any) -> pd.DataFrame:
        return ask(question, viewer=viewer, version=version, **arguments)

    areas = records(areas_register, viewer=viewer, version=version, key="code")
    known = records(indicator_definitions, viewer=viewer, version=version, key="code")
    named, place, when, group = _indicator(indicator, known), _area(area, areas), _period(period), _breakdown(breakdown)
    key = {"indicator": indicator, "area": area, "period": when.code, "breakdown": breakdown}
    above = areas.get(place["parent_code"] or "")
    chain = (NATION, place["province_code"], place["prefecture_code"])
    revisions, parts = asked(revisions_of_observation, **key), asked(parts_of_observation, **key)
    beside = asked(parts_of_observation, **key | {"area": above["code"]}) if above else parts.iloc[:0]
    made = Passport(
        version=version,
        indicator=named,
        area=place,
        ancestors=[areas[code] for code in chain if code in areas and code != area],
        period=when,
        breakdown=group,
        revisions=revisions,
        batch=_batch(revisions, asked),
        parts=parts,
        parent=_parent_value(above, key, asked) if above else None,
        siblings=beside[beside["area"] != area].reset_index(drop=True),
        siblings_withheld=False,
        series=asked(series_of_areas, indicator=indicator, areas=(area,), breakdown=breakdown, kind=when.kind),
        checks=_checks(key, asked),
    )
    return _without_what_tells(made)


def _without_what_tells(made: Passport) -> Passport:
    """`made` without the numbers that would give a suppressed one away (see the top of this file)."""
    own, part = made.status == "suppressed", bool((made.parts["status"] == "suppressed").any())
    parent, siblings = made.parent, made.siblings
    near = own or bool(parent and parent["status"] == "suppressed") or bool((siblings["status"] == "suppressed").any())
    checks = made.checks
    if own:
        checks = checks.assign(**dict.fromkeys(TOLD_BY_CHECKS))
    elif part:
        checks = checks.assign(**dict.fromkeys(("expected", "detail")))
    if near:
        siblings = siblings.assign(**dict.fromkeys(NUMBERS, float("nan")))
        parent = parent and parent | dict.fromkeys(NUMBERS)
    revisions = made.revisions.assign(denominator=float("nan"), note=None) if own else made.revisions
    return replace(
        made,
        revisions=revisions,
        parts=made.parts if made.rolled_up and not own and not part else made.parts.iloc[:0],
        parent=parent,
        siblings=siblings,
        siblings_withheld=near,
        checks=_applied(checks, made),
    )


def _applied(checks: pd.DataFrame, made: Passport) -> pd.DataFrame:
    """Rolled-up rows are not checked, their parts are; what has no value is checked for being there at most."""
    if made.rolled_up:
        return checks.iloc[:0]
    with_value = made.row is not None and made.row["status"] in WITH_VALUE
    return checks if with_value else checks[checks["found"].astype(bool)]


def _record(row: pd.Series) -> Record:
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def _indicator(code: str, known: dict[str, Record]) -> Record:
    if code not in known:
        raise NoSuchNumber(f"没有代码为 {code} 的指标，或不在您的查看范围内。")
    return known[code]


def _area(code: str, known: dict[str, Record]) -> Record:
    if code in known:
        return known[code]
    change = read_changes().get(code)
    if change and change.new in known:
        raise NoSuchNumber(f"{code} 已于{change.year}年调整（{change.note}），现为 {change.new}。")
    raise NoSuchNumber(f"没有代码为 {code} 的地区，或不在您的查看范围内。")


def _period(code: str) -> Period:
    try:
        return parse_period(code if code.isascii() else "")
    except PeriodError as error:
        raise NoSuchNumber(f"{code} 不是时期；可用写法：2020、2020H1、2020Q3、2020Q1-3、2020-06。") from error


def _breakdown(code: str) -> Breakdown:
    if code not in BY_CODE:
        raise NoSuchNumber(f"没有代码为 {code} 的人群分组。")
    return BY_CODE[code]


def _batch(revisions: pd.DataFrame, asked: Asked) -> Record | None:
    current = revisions.loc[revisions["current"], "batch_id"].dropna()
    if current.empty:
        return None
    found = asked(batches, ids=(int(current.iloc[0]),))
    return _record(found.iloc[0]) if len(found) else None


def _parent_value(above: Record, key: dict[str, str], asked: Asked) -> Record | None:
    same = {name: key[name] for name in ("indicator", "period", "breakdown")}
    found = asked(values_of_areas, areas=(above["code"],), **same)
    return _record(found.iloc[0]) if len(found) else None


def _checks(key: dict[str, str], asked: Asked) -> pd.DataFrame:
    found = asked(checks_of_value, **key)
    return found.assign(threshold=found["rule"].map(asked(rules_register).set_index("rule")["threshold"]))
