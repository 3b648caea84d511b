"""Which target an item is measured by: those of the scheme's plan, of the scheme itself, and of single areas."""

from dataclasses import dataclass

import numpy as np

from data.assessment.scheme import Item, OwnTarget, Scheme
from data.definitions import Indicator, Target
from methods.leading_target import DEFAULT_BASELINE_YEAR

NATION = "100000"


@dataclass(frozen=True)
class AimedAt:
    """A target as an item has it. `area`: where it holds; `value` of a pair is that of the item's part."""

    area: str
    year: int
    kind: str
    operator: str
    value: float
    value_high: float
    text: str
    baseline: float
    baseline_year: int
    verified: bool
    source: str


def targets_of_item(item: Item, scheme: Scheme, known: dict[str, Indicator]) -> list[AimedAt]:
    """The targets that the item may be measured by, by area and year; its own ones instead of the plan's."""
    if item.targets:
        return [_aimed(target, item, NATION) for target in item.targets]
    indicator = known.get(item.target_of or item.indicator or "")
    if scheme.plan is None or indicator is None:
        return []
    found = [
        target
        for target in indicator.targets
        if target.plan == scheme.plan.name
        and scheme.plan.version in (None, target.version)
        and target.kind != "text"
        and target.operator is not None
    ]
    return [_aimed(target, item, target.area) for target in found]


def _aimed(target: Target | OwnTarget, item: Item, area: str) -> AimedAt:
    pair = target.kind == "pair"
    value = target.value_high if pair and item.part == 2 else target.value
    return AimedAt(
        area,
        target.year,
        target.kind,
        str(target.operator),
        _number(value),
        np.nan if pair else _number(target.value_high),
        target.text or "",
        np.nan if pair else _number(target.baseline_value),
        target.baseline_year or DEFAULT_BASELINE_YEAR,
        target.verified,
        target.source,
    )


def target_for(targets: list[AimedAt], area: str, year: int, wanted: int | str) -> AimedAt | None:
    """The target of `area` for a year: of the `wanted` year, or (next) the nearest one not yet past, else the last."""
    own = [target for target in targets if target.area == area]
    if wanted != "next":
        own = [target for target in own if target.year == wanted]
    ahead = [target for target in own if target.year >= year]
    return min(ahead, key=lambda t: t.year) if ahead else max(own, key=lambda t: t.year, default=None)


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)
