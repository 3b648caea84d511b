"""Blocks of observations: one indicator and breakdown over areas and periods, with the status every cell deserves."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from data.definitions import Indicator
from data.demonstration.anchors import published
from data.demonstration.arithmetic import poisson_limits, wilson_limits
from data.demonstration.setting import YEARS, Setting
from data.demonstration.tree import LEVELS, Tree

FINAL, PRELIMINARY, MISSING, NOT_APPLICABLE, SUPPRESSED = (
    "final",
    "preliminary",
    "missing",
    "not_applicable",
    "suppressed",
)
STATUSES = (FINAL, PRELIMINARY, MISSING, NOT_APPLICABLE, SUPPRESSED)
NOTES = {MISSING: "当期未报送", NOT_APPLICABLE: "当期没有统计对象", SUPPRESSED: "数量过少，不予公布"}
YEAR_NAMES = [str(year) for year in YEARS]
FEWEST = 10  # a rate of fewer people than this is not given


@dataclass(frozen=True)
class Block:
    """Arrays are areas × periods; `status` holds positions in STATUSES; NaN where there is no number."""

    code: str
    breakdown: str
    periods: list[str]
    areas: np.ndarray
    status: np.ndarray
    value: np.ndarray
    numerator: np.ndarray | None = None
    denominator: np.ndarray | None = None
    lower: np.ndarray | None = None
    upper: np.ndarray | None = None
    wanted: np.ndarray = field(default_factory=lambda: np.array([], dtype=bool))


def ratio_block(
    setting: Setting,
    indicator: Indicator,
    numerator: np.ndarray,
    denominator: np.ndarray,
    *,
    level: str,
    breakdown: str = "all",
    periods: list[str] | None = None,
    limits: str | None = None,
    gaps: np.ndarray | None = None,
    hide_below: int = 0,
) -> Block:
    """A ratio for every area down to `level`, from leaf counts (leaves × periods) added up.

    `gaps` marks leaves that sent nothing: their denominator must be 0, and they are missing rather than absent.
    """
    tree = setting.tree
    top, bottom = np.round(tree.add_up(numerator), 2), np.round(tree.add_up(denominator), 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = top / bottom * (indicator.multiplier or 1)
    lower = upper = None
    if limits:
        lower, upper = _limits(limits, top, bottom, indicator.multiplier or 1)
    status = _status(setting, bottom > 0, periods or YEAR_NAMES, gaps)
    few = (bottom < FEWEST) & (status < 2) & (limits is not None)  # figures of people, not of places, have limits
    if hide_below:
        few |= _hidden(tree, top, hide_below)
    status = np.where(few, STATUSES.index(SUPPRESSED), status)
    digits = indicator.decimals + 2
    parts = {"value": np.round(value, digits), "numerator": top, "denominator": bottom}
    if lower is not None and upper is not None:
        parts |= {"lower": np.round(lower, digits), "upper": np.round(upper, digits)}
    return _finished(tree, indicator.code, breakdown, periods or YEAR_NAMES, status, parts, level)


def sum_block(
    setting: Setting,
    indicator: Indicator,
    counts: np.ndarray,
    *,
    level: str,
    breakdown: str = "all",
    periods: list[str] | None = None,
) -> Block:
    """A count for every area down to `level`, from leaf counts (leaves × periods)."""
    totals = setting.tree.add_up(counts)
    return direct_block(setting, indicator, totals, level=level, breakdown=breakdown, periods=periods)


def direct_block(
    setting: Setting,
    indicator: Indicator,
    values: np.ndarray,
    *,
    level: str,
    breakdown: str = "all",
    periods: list[str] | None = None,
) -> Block:
    """Values as they are for every area (areas × periods), down to `level`."""
    periods = periods or YEAR_NAMES
    present = setting.tree.add_up(_active(setting, periods).astype(float)) > 0
    status = _status(setting, present, periods, None)
    parts = {"value": np.round(values, indicator.decimals)}
    return _finished(setting.tree, indicator.code, breakdown, periods, status, parts, level)


def mean_block(
    setting: Setting,
    indicator: Indicator,
    values: np.ndarray,
    weights: np.ndarray,
    *,
    level: str,
    breakdown: str = "all",
    error: np.ndarray | None = None,
    fewest: float = 0,
    surplus: float = 0.0,
    gaps: np.ndarray | None = None,
) -> Block:
    """A figure that cannot be recomputed from sums: a parent is the mean of its leaves, weighted by `weights`.

    error: for every area the standard error; fewest: the smallest weight that is given;
    surplus: by how much the published nation is below the mean of its parts.
    """
    tree = setting.tree
    total = tree.add_up(weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = tree.add_up(values * weights) / total - np.where(tree.level == 0, surplus, 0.0)[:, None]
    status = _status(setting, total > 0, YEAR_NAMES, gaps)
    status = np.where((total > 0) & (total < fewest), STATUSES.index(SUPPRESSED), status)
    digits = indicator.decimals + 2
    parts = {"value": np.round(value, digits)}
    if error is not None:
        parts |= {"lower": np.round(value - 1.96 * error, digits), "upper": np.round(value + 1.96 * error, digits)}
    return _finished(tree, indicator.code, breakdown, YEAR_NAMES, status, parts, level)


def only(block: Block, periods: np.ndarray) -> Block:
    """The block with some of its periods (positions)."""
    parts = ("status", "value", "numerator", "denominator", "lower", "upper", "wanted")
    cut: dict[str, Any] = {name: None if (part := getattr(block, name)) is None else part[:, periods] for name in parts}
    return replace(block, periods=[block.periods[place] for place in periods], **cut)


def among(block: Block, areas: np.ndarray) -> Block:
    """The block with the wanted rows of `areas` (a mask over all areas) only."""
    return replace(block, wanted=block.wanted & areas[block.areas][:, None])


def _finished(
    tree: Tree, code: str, breakdown: str, periods: list[str], status: np.ndarray, parts: dict, level: str
) -> Block:
    areas = np.flatnonzero(tree.shown_from <= LEVELS.index(level))
    given = status < 2
    cells = {name: np.where(given, part, np.nan)[areas] for name, part in parts.items()}
    wanted = np.ones((len(areas), len(periods)), dtype=bool)
    for column, period in enumerate(periods):
        taken = published().get((code, period, breakdown), {})
        wanted[:, column] = ~np.isin(tree.codes[areas], list(taken))
    return Block(code, breakdown, periods, areas, status[areas], wanted=wanted, **cells)


def _active(setting: Setting, periods: list[str]) -> np.ndarray:
    return setting.active[:, [int(period[:4]) - YEARS[0] for period in periods]]


def _status(setting: Setting, present: np.ndarray, periods: list[str], gaps: np.ndarray | None) -> np.ndarray:
    """Final or, for the last year, preliminary; without a denominator missing where nothing was sent, else not
    applicable. A parent without any figure is missing."""
    latest = np.array([period.startswith(str(YEARS[-1])) for period in periods])
    status = np.where(present, np.where(latest, 1, 0), STATUSES.index(NOT_APPLICABLE))
    if gaps is not None:
        status = np.where((setting.tree.add_up(gaps.astype(float)) > 0) & ~present, STATUSES.index(MISSING), status)
    return status


def _limits(kind: str, top: np.ndarray, bottom: np.ndarray, multiplier: float) -> tuple[np.ndarray, np.ndarray]:
    if kind == "wilson":
        lower, upper = wilson_limits(top, bottom)
        return np.clip(lower, 0, 1) * multiplier, np.clip(upper, 0, 1) * multiplier
    lower, upper = poisson_limits(top)
    with np.errstate(divide="ignore", invalid="ignore"):
        return lower / bottom * multiplier, upper / bottom * multiplier


def _hidden(tree: Tree, counts: np.ndarray, fewest: int) -> np.ndarray:
    """Areas with 1 to `fewest` − 1 events, and the next smallest sibling where only one would be hidden, so that no
    subtraction from the parent gives it away."""
    few = (counts > 0) & (counts < fewest)
    for column in np.flatnonzero(few.any(axis=0)):
        hidden = np.flatnonzero(few[:, column] & (tree.parent >= 0))
        alone = np.flatnonzero(np.bincount(tree.parent[hidden], minlength=len(tree.codes)) == 1)
        for group in alone:
            others = np.flatnonzero((tree.parent == group) & ~few[:, column] & (counts[:, column] > 0))
            if len(others):
                few[others[np.argmin(counts[others, column])], column] = True
    return few
