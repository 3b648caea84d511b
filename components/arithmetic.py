"""How a number follows from its numerator and denominator, or from its parts, written out and checked."""

import math
from typing import Any

from dash import html

from components.numbers import is_missing, number
from methods.recomputed import Recomputed

ALLOWED = "装载时允许的误差（末位1个单位或0.5%）"
Record = dict[str, Any]


def count_text(value: float | None) -> str:
    """A numerator or denominator in full: people have no decimals, sums of weights may."""
    if value is None or is_missing(value):
        return "…"
    return number(value, 0 if float(value).is_integer() else 2)


def agreement_words(again: Recomputed, published: float, indicator: Record) -> tuple[str, str]:
    """Look and words of how the recomputed number stands to the published one."""
    if again.agreement == "same":
        return "good", "与所列数值一致"
    apart = number(again.value - published, int(indicator["decimals"]) + 1, signed=True)
    if again.agreement == "rounded":
        return "watch", f"与所列数值相差{apart}，在{ALLOWED}之内"
    return "bad", f"与所列数值相差{apart}，超出{ALLOWED}"


def arithmetic(row: Record, indicator: Record, again: Recomputed | None, *, parts: int = 0) -> Any:
    """The terms with their labels and the sum itself; words alone where the file gave nothing but the value.

    `row` has value, numerator and denominator; `parts` is how many areas a rolled-up number was summed from.
    """
    terms = [
        (indicator["numerator_label"] or "分子", "numerator"),
        (indicator["denominator_label"] or "分母", "denominator"),
    ]
    given = [
        part
        for (words, name), term in zip(terms, ("分子", "分母"), strict=True)
        if row[name] is not None
        for part in (html.Dt(term), html.Dd([html.Span(words), html.B(count_text(row[name]), className="num")]))
    ]
    lines: list[Any] = [html.Dl(given, className="hc-terms hc-arithmetic-terms")] if given else []
    if again is None:
        lines.append(html.P("来源文件只给出了数值，没有给出分子和分母，无法重新计算。", className="hc-note"))
        return html.Div(lines)
    look, words = agreement_words(again, row["value"], indicator)
    said = [
        html.Span(_formula(row, indicator, parts), className="f"),
        html.Span(" = ", className="f"),
        html.B(number(again.value, int(indicator["decimals"]) + (0 if again.value.is_integer() else 2))),
        html.Span(f" {_unit(indicator)}", className="unit"),
        html.Span(words, className=f"hc-lamp {look}"),
    ]
    return html.Div([*lines, html.P(said, className="hc-formula")])


def _formula(row: Record, indicator: Record, parts: int) -> str:
    if parts and indicator["aggregation"] == "sum":
        return f"{parts}个下级之和"
    factor = f" × {indicator['multiplier']:g}" if indicator["multiplier"] not in (None, 1.0) else ""
    return f"{count_text(row['numerator'])} ÷ {count_text(row['denominator'])}{factor}"


def _unit(indicator: Record) -> str:
    return "" if indicator["unit"] == "-" else str(indicator["unit"])


def stored(row: Record, indicator: Record) -> str:
    """The number as it was loaded, where it is finer than what is shown."""
    value = row["value"]
    if value is None or math.isclose(round(value, int(indicator["decimals"])), value, rel_tol=1e-12, abs_tol=1e-12):
        return ""
    text = f"{value:.10g}"
    return "" if "e" in text else text.replace("-", "−")
