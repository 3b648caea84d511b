"""The legend of a map: a vertical scale with the number of areas in each class."""

import itertools
import re

import pandas as pd
from dash import html

from components.numbers import count, is_count, is_yes_no, number

BAR = 38  # px of the longest count bar
MOST_BESIDE_BARS = 8  # characters of a class that leave room for a bar beside them


def class_words(breaks: list[float], decimals: int, *, counts: bool = False) -> list[str]:
    """The words of each class, the lowest first: `< 7`, `7–10`, …, `≥ 21`; counts in 万 and 亿."""
    if not breaks:
        return ["全部"]
    needed = next((d for d in range(decimals) if all(abs(round(b, d) - b) < 1e-9 for b in breaks)), decimals)
    texts = [_count(b) if counts else number(b, needed) for b in breaks]
    return [f"< {texts[0]}", *(f"{a}–{b}" for a, b in itertools.pairwise(texts)), f"≥ {texts[-1]}"]


def map_legend(
    areas: pd.DataFrame, breaks: list[float], colours: list[str], indicator: dict, level: str, *, note: str = ""
) -> html.Div:
    """`areas` has `class_index` (0 = lowest, NaN = no value) and `has_statistics`; the highest class stands on top.

    With the column `doubt` (the reason, or empty) the areas in doubt are counted: as the crossed ones, or where their
    values are left out (status `withheld`) as a part of those without data. `note` says how the classes were made.
    """
    counts = areas["class_index"].value_counts()
    largest = int(counts.max()) if len(counts) else 1
    words = class_words(breaks, int(indicator["decimals"]), counts=is_count(indicator))
    words = ["否", "是"] if is_yes_no(indicator) else words
    bar = 0 if max(map(len, words)) > MOST_BESIDE_BARS else BAR
    rows = []
    for index in reversed(range(len(words))):
        n = int(counts.get(float(index), 0))
        rows.append(_row(words[index], n, colours[index], n / largest * bar, "last" if index == 0 else ""))
    rows.append(_apart("无数据", int(areas["class_index"].isna().sum()), "nd"))
    if "doubt" in areas.columns:
        in_doubt = areas["doubt"] != ""
        withheld = int((in_doubt & areas["class_index"].isna()).sum())
        rows += [_apart("其中存疑", withheld, "part")] if withheld else []
        rows += [_apart("数据存疑", crossed, "doubt")] if (crossed := int(in_doubt.sum()) - withheld) else []
    title = html.Div(
        [indicator["unit"].replace("-", ""), "　", html.Span(f"{level}数", className="quiet")], className="t"
    )
    told = [html.P(note, className="hc-class-note")] if note else []
    return html.Div([title, *rows, *told], className="hc-legend", role="img", **{"aria-label": "图例：每级的地区数"})


def _count(value: float) -> str:
    """Breaks are round: 120万, not 120.0万; of breaks between the values four digits tell enough: 1,387万."""
    words = number(value / 1e4) + "万" if 1e7 <= value < 1e8 else count(value)
    return re.sub(r"\.0+(?=[万亿])|(?<=\.\d)0(?=亿)", "", words)


def _apart(words: str, n: int, look: str) -> html.Div:
    """A row below the scale."""
    return html.Div(
        [html.Span(className="k"), html.Span(words), html.Span(str(n), className="n")], className=f"r {look}"
    )


def _row(words: str, n: int, colour: str, width: float, last: str) -> html.Div:
    bar = [html.I(style={"width": f"{width:.0f}px"}), str(n)] if n else "0"
    # in a strip under a phone's map there is room for the lower end only
    start = words.replace(" ", "").partition("–")[0]
    told = html.Span(words, className="w", **{"data-from": "<" if start[0] == "<" and len(start) > 4 else start})
    return html.Div(
        [html.Span(className="k", style={"background": colour}), told, html.Span(bar, className="n")],
        className=f"r {last}".strip(),
    )
