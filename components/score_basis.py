"""What a score without a numeric target is measured by: fixed posts, other areas, or the item's own past."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dash import html

from components.numbers import is_missing, number

Record = dict[str, Any]
Link = Callable[[str, str], Any]
FLOOR = 1.0  # of methods.fixed_base_range
NEAR = 0.05  # a formula is shown with its numbers only where they give the score that is shown
ASKED = {
    "rising": "最近一个数值高于第一个", "falling": "最近一个数值低于第一个", "keeps_rising": "最近两步都上升",
    "keeps_falling": "最近两步都下降", "slowing": "最近一步的升幅小于前一步（下降也算）",
}  # fmt: skip


@dataclass(frozen=True)
class Basis:
    """`worst` and `best`: what earns 0 and 100; `mean` and `deviation` of the areas; `of` says whose they are.
    `wording` of a trend target, `asks` how it is read (a key of ASKED), `points` its (period, value), oldest first."""

    worst: float | None = None
    best: float | None = None
    mean: float | None = None
    deviation: float | None = None
    of: str = ""
    wording: str = ""
    asks: str = ""
    points: list[tuple[str, float]] = field(default_factory=list)


def fixed_posts(item: Record) -> Basis | None:
    """The posts that the scheme itself fixes for an item, None where it fixes none."""
    given = json.loads(item["parameters"] or "{}")
    if item["scoring"] in ("goalpost", "fixed_base_range") and given.get("best") is not None:
        return Basis(worst=float(given["worst"]), best=float(given["best"]), of="方案设定")
    return None


def basis_rows(item: Record, basis: Basis | None, link: Link) -> list[tuple[str, Any]]:
    """(term, words) of what the score is measured by."""
    given = json.loads(item["parameters"] or "{}")
    if item["scoring"] == "range" and given.get("low") is not None:
        return [("适宜区间", f"{given['low']:g}–{given['high']:g}"),
                ("0分界限", f"低于{given['zero_below']:g}，或高于{given['zero_above']:g}")]  # fmt: skip
    if basis is None:
        return []
    if basis.worst is not None and basis.best is not None:
        return [("最差值", _shown(item, basis.worst)), ("最优值", f"{_shown(item, basis.best)}　{basis.of}")]
    if basis.mean is not None:
        rows: list[tuple[str, Any]] = [("平均值 x̄", f"{_shown(item, basis.mean, 1)}　{basis.of}")]
        if item["scoring"] == "z_composite" and basis.deviation is not None:
            rows.append(("标准差 s", _shown(item, basis.deviation, 2)))
        return rows
    if basis.wording:
        shown = [x for period, value in basis.points
                 for x in (" → ", link(_shown(item, value, 2), period), f"（{period}）")]  # fmt: skip
        asked = ASKED.get(basis.asks, "")
        return [("目标要求", f"{basis.wording}{f'：{asked}' if asked else ''}"), ("历年数值", shown[1:] or "—")]
    return []


def basis_formula(item: Record, basis: Basis | None) -> list[Any] | None:
    """The formula of the score with its numbers; None where there is none to put in."""
    if basis is None or is_missing(item["value"]) or is_missing(item["score"]):
        return None
    x, score = float(item["value"]), float(item["score"])
    value = _shown(item, x)
    if basis.worst is not None and basis.best is not None and basis.worst != basis.best:
        low, high = _shown(item, basis.worst), _shown(item, basis.best)
        made = 100 * (x - basis.worst) / (basis.best - basis.worst)
        words = f"得分 = 100 × (x − 最差值) ÷ (最优值 − 最差值) = 100 × ({value} − {low}) ÷ ({high} − {low}) = "
        if item["scoring"] == "fixed_base_range":
            made, rest = max(made, FLOOR), "；优于基期最优值的超过100分，最低1分"
        else:
            made, rest = min(max(made, 0.0), 100.0), "；标尺之外的按0分或100分"
        return _checked(made, score, words, rest)
    if basis.mean is not None:
        return _against_mean(item, basis, x, score)
    if basis.wording:
        return ["得分：走势", "符合" if score == 100 else "不符合", "要求，", html.B(number(score, 1))]
    return None


def _against_mean(item: Record, basis: Basis, x: float, score: float) -> list[Any] | None:
    assert basis.mean is not None
    sign = -1 if item["direction"] == "lower" else 1
    value, mean = _shown(item, x), _shown(item, basis.mean, 1)
    apart = f"{value} − {mean}" if sign > 0 else f"{mean} − {value}"
    if item["scoring"] == "mean_difference" and basis.mean:
        made = 100 * (1 + sign * (x - basis.mean) / abs(basis.mean))
        return _checked(made, score, f"得分 = 100 × [1 + ({apart}) ÷ {mean}] = ", "")
    if item["scoring"] == "z_composite" and basis.deviation:
        made = 50 + 100 / 6 * sign * (x - basis.mean) / basis.deviation
        return _checked(made, score, f"得分 = 50 + 100/6 × ({apart}) ÷ {_shown(item, basis.deviation, 2)} = ", "")
    return None


def _checked(made: float, score: float, words: str, rest: str) -> list[Any] | None:
    return [words, html.B(number(score, 1)), rest] if abs(made - score) < NEAR else None


def _shown(item: Record, value: float, more: int = 0) -> str:
    return number(value, int(item["decimals"]) + more)
