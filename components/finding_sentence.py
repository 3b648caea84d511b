"""What a quality rule found, in a sentence: the rule's message with figures as their indicator shows them."""

import re
from collections.abc import Mapping
from typing import Any

from components.numbers import difference_unit, is_missing, number

# A placeholder with what the rule itself says of its unit: 上报率{observed}%, 平均迟报{observed}天.
_PLACE = re.compile(r"\{(observed|expected|detail)\}(%|‰|天|人|家|个|期|项|倍)?")
# Numerators and denominators are counts, not in the indicator's unit: the message or what the rule found says so.
_COUNTED = re.compile(r"分母\{observed\}|（分[子母]）|^分[子母](?:小于|为0|大于)")
WITHOUT_UNIT = ("-", "", None)
MOST_DECIMALS = 4  # beyond those of the indicator, to tell two figures apart
FEWEST = 2  # decimals of a figure that belongs to no indicator, where it needs them


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """`message` of a finding (`queries.findings`) with {observed}, {expected} and {detail} filled in.

    Figures have the unit and decimals of the indicator unless the message says another unit, and more decimals where
    two that differ would look the same.
    """
    message = _text(finding.get("message"))
    told = _shown(finding)

    def filled(found: re.Match[str]) -> str:
        name, sign = found[1], found[2] or ""
        return _detail(finding) + sign if name == "detail" else told[name]

    return _PLACE.sub(filled, message)


def figures_of(finding: Mapping[str, Any]) -> tuple[str, str, str]:
    """Observed, expected and the difference between both, in words; empty where the message names none."""
    message = _text(finding.get("message"))
    observed, expected = ("" if f"{{{name}}}" not in message else _shown(finding)[name] for name in PAIR)
    if not observed or not expected or any(_without(finding.get(name)) for name in PAIR):
        return observed, expected, ""
    decimals, unit = _look(finding, "observed")
    gap = number(float(finding["observed"]) - float(finding["expected"]), decimals, signed=True)
    return observed, expected, gap + difference_unit(unit)


PAIR = ("observed", "expected")
_MINUS = re.compile(r"(?<![0-9A-Za-z–-])-(?=[0-9])")


def _detail(finding: Mapping[str, Any]) -> str:
    """What the rule says besides, with a true minus."""
    return _MINUS.sub("−", _text(finding.get("detail")))


def _shown(finding: Mapping[str, Any]) -> dict[str, str]:
    words = {}
    for name in PAIR:
        value = finding.get(name)
        decimals, unit = _look(finding, name)
        words[name] = "（无值）" if _without(value) else number(float(value or 0), decimals) + unit
    return words


def _look(finding: Mapping[str, Any], name: str) -> tuple[int, str]:
    """Decimals and unit of one of the figures."""
    message = _text(finding.get("message"))
    said = {found[1]: found[2] or "" for found in _PLACE.finditer(message)}
    own = _unit(finding)
    unit = said.get(name, "") or ("" if _counted(finding) else own)
    of_indicator = unit == own and not _without(finding.get("decimals"))
    values = [float(finding.get(n) or 0) for n in PAIR if not _without(finding.get(n))]
    if not of_indicator:
        return (0 if _without(finding.get(name)) else _needed(float(finding[name]))), unit
    return _told_apart(values, int(finding["decimals"])), unit


def _counted(finding: Mapping[str, Any]) -> bool:
    return any(_COUNTED.search(_text(finding.get(name))) for name in ("message", "detail"))


def _told_apart(values: list[float], start: int) -> int:
    """`start` decimals, more where that many hide a difference."""
    if len(values) < 2 or values[0] == values[1]:
        return start
    enough = (d for d in range(start, start + MOST_DECIMALS + 1) if number(values[0], d) != number(values[1], d))
    return next(enough, start)


def _needed(value: float) -> int:
    """As many decimals as the figure has: at most two, one from a hundred, none from a thousand."""
    most = FEWEST - (abs(value) >= 100) - (abs(value) >= 1000)
    return next((n for n in range(most) if round(value, n) == round(value, 6)), most)


def _without(value: Any) -> bool:
    return value is None or str(value) == "<NA>" or is_missing(float(value))


def _unit(finding: Mapping[str, Any]) -> str:
    unit = finding.get("unit")
    if unit in WITHOUT_UNIT or unit != unit:
        return ""
    return str(unit).removeprefix("1") if str(unit).startswith("1/") else str(unit)


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)
