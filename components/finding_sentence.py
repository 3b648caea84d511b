"""What a quality rule found, in a sentence: the rule's message with figures as their indicator shows them."""

import re
from collections.abc import Mapping
from typing import Any

from components.numbers import is_missing, number

_PLACE = re.compile(r"\{(observed|expected|detail)\}(%|‰)?")
WITHOUT_UNIT = ("-", "", None)
MOST_DECIMALS = 4  # beyond those of the indicator, to tell two figures apart


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """`message` of a finding (`queries.findings`) with {observed}, {expected} and {detail} filled in.

    Figures have the unit and decimals of the indicator, and more decimals where two that differ would look the same.
    """
    decimals = decimals_of(finding)
    unit = _unit(finding)

    def filled(found: re.Match[str]) -> str:
        name, sign = found[1], found[2] or ""
        if name == "detail":
            return _text(finding.get("detail")) + sign
        return figure(finding.get(name), decimals, sign or unit)

    return _PLACE.sub(filled, _text(finding.get("message")))


def figure(value: Any, decimals: int, unit: str) -> str:
    """One figure of a finding with its unit; a figure that is missing has none."""
    return "（无值）" if is_missing(value) else number(float(value), decimals) + unit


def figures_of(finding: Mapping[str, Any]) -> tuple[str, str, str]:
    """Observed, expected and the difference between both, in words; empty where there is none."""
    decimals, unit = decimals_of(finding), _unit(finding)
    observed, expected = finding.get("observed"), finding.get("expected")
    gap = ""
    if not _without(observed) and not _without(expected):
        gap = number(float(observed or 0) - float(expected or 0), decimals, signed=True)
    words = ["" if _without(v) else figure(v, decimals, unit) for v in (observed, expected)]
    return words[0], words[1], gap


def decimals_of(finding: Mapping[str, Any]) -> int:
    """Decimals of the indicator; without one as many as the figures need, at most two. More where that hides a
    difference."""
    observed, expected = finding.get("observed"), finding.get("expected")
    known = [float(v) for v in (observed, expected) if not _without(v)]
    given = finding.get("decimals")
    start = int(given) if not _without(given) else max((_needed(v) for v in known), default=0)
    if len(known) < 2 or known[0] == known[1]:
        return start
    for decimals in range(start, start + MOST_DECIMALS + 1):
        if number(known[0], decimals) != number(known[1], decimals):
            return decimals
    return start


def _needed(value: float) -> int:
    return next((n for n in (0, 1) if round(value, n) == round(value, 6)), 2)


def _without(value: Any) -> bool:
    return value is None or value != value or str(value) == "<NA>"


def _unit(finding: Mapping[str, Any]) -> str:
    unit = finding.get("unit")
    if _without(unit) or unit in WITHOUT_UNIT:
        return ""
    return str(unit).removeprefix("1") if str(unit).startswith("1/") else str(unit)


def _text(value: Any) -> str:
    return "" if _without(value) else str(value)
