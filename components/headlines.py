"""From the judged figures of one area to its headline cards."""

from typing import Any

import pandas as pd

from components.cards import Headline
from components.numbers import aim_text, number
from components.sparkline import sparkline

LONGEST_NAME = 12  # characters beside a lamp at 1366 px
Record = dict[str, Any]


def headline(
    indicator: Record,
    row: Record | None,
    target: Record | None,
    series: pd.DataFrame,
    batch: Record,
    address: str,
    passport: str = "",
) -> Headline:
    """`row` is the indicator's row of `methods.progress` with `measured` (the value is published), None without a
    value; `series` has year, value, demonstration; `batch` describes the file behind the value, `passport` is its
    address."""
    if (~series["demonstration"]).any():  # one kind per line: a card shows published figures where there are any
        series = series[~series["demonstration"]]
    points = list(zip(series["year"], series["value"], series["demonstration"], strict=True))
    years = f"{points[0][0]}–{points[-1][0]}年" if len(points) > 1 else f"{points[0][0]}年" if points else ""
    name, short = indicator["name"], indicator["short_name"]
    form = batch.get("form", "")
    return Headline(
        name=name if len(name) <= LONGEST_NAME else short,
        address=address,
        value=number(row["value"], int(indicator["decimals"])) if row else "…",
        unit=indicator["unit"],
        state=row["state"] if row else "none",
        state_word=_why_none(row, target),
        spark=sparkline(points, target=target["value"] if target else None, words=f"{name}{years}走势"),
        target=aim_text(target, indicator["unit"]) if target else "",
        target_verified=bool(target["verified"]) if target else True,
        years=years or "本级尚无数据",
        source=form if form != "待核验" else batch.get("organisation", ""),
        demonstration=bool(row and not row["measured"]),
        verified=bool(batch.get("verified", True)),
        start_demonstration=bool(row and row["demonstration"]),
        passport=passport,
        doubt=(row.get("doubt", ""), row.get("doubt_finding", ""), row.get("area", "")) if row else ("", "", ""),
    )


def _why_none(row: Record | None, target: Record | None) -> str | None:
    if row is None:
        return "无数据"
    if row["state"] != "none":
        return None
    return "未设目标" if target is None else "无基期"
