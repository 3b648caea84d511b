"""The legend of a map of gaps to a target: better classes on top, the target as the line between, counts at right."""

from typing import Any

import numpy as np
from dash import html

from components.numbers import number


def _plain(size: float) -> str:
    return number(size, 0 if size % 1 == 0 else 1 if (size * 10) % 1 == 0 else 2)


def gap_words(breaks: list[float], higher_better: bool, unit: str) -> list[str]:
    """Words of the six classes, the worst first: 低4岁以上, 低2–4岁, 低0–2岁, 高0–1岁, 高1–2岁, 高2岁以上."""
    behind, ahead = ("低", "高") if higher_better else ("高", "低")
    far, near, _, over, above = (_plain(abs(b)) for b in breaks)
    return [
        f"{behind}{far}{unit}以上",
        f"{behind}{near}–{far}{unit}",
        f"{behind}0–{near}{unit}",
        f"{ahead}0–{over}{unit}",
        f"{ahead}{over}–{above}{unit}",
        f"{ahead}{above}{unit}以上",
    ]


def gap_legend(
    classes: np.ndarray,
    breaks: list[float],
    colours: list[str],
    *,
    higher_better: bool,
    unit: str,
    target: str,
    level: str,
    doubtful: int = 0,
) -> html.Div:
    """`classes` holds the class of every area of the map (NaN = no value); `target` stands on the dividing line.
    `doubtful` of the areas are crossed."""
    words = gap_words(breaks, higher_better, unit)
    rows: list[Any] = [html.Div([f"较{target}", "　", html.Span(f"{level}数", className="quiet")], className="t")]
    for index in reversed(range(len(words))):
        n = int((classes == index).sum())
        ends = " last" if index in (0, 3) else ""
        swatch = html.Span(className="k", style={"background": colours[index]})
        rows.append(html.Div([swatch, html.Span(words[index]), html.Span(str(n), className="n")], className=f"r{ends}"))
        if index == 3:
            rows.append(html.Div(f"目标 {target}", className="line"))
    missing = int(np.isnan(classes).sum())
    nothing = [html.Span(className="k"), html.Span("无数据"), html.Span(str(missing), className="n")]
    rows.append(html.Div(nothing, className="r nd"))
    if doubtful:
        crossed = [html.Span(className="k"), html.Span("数据存疑"), html.Span(str(doubtful), className="n")]
        rows.append(html.Div(crossed, className="r doubt"))
    return html.Div(rows, className="hc-legend hc-gap-legend", role="img", **{"aria-label": "图例：各级与目标的差距"})
