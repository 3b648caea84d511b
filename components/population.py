"""An area's people: headline counts and the age composition beside its parent's and the nation's."""

from typing import Any

from dash import html

from components.numbers import is_missing, number
from components.passport_link import number_link

FITS = 12.0  # per cent of the bar's width that a number with one decimal needs
AGES = (("young", "0–14岁"), ("middle", "15–64岁"), ("old", "65岁及以上"))


def population_figures(figures: list[tuple[str, str, str, str]]) -> html.Dl:
    """(what, number in words, unit, address of its passport) in two columns; the caller formats the numbers."""
    return html.Dl(
        [
            html.Div([html.Dt(what), html.Dd([number_link(text, way), html.Span(unit, className="unit")])])
            for what, text, unit, way in figures
        ],
        className="hc-population",
    )


def scaled_people(people: float | None) -> tuple[str, str]:
    """A number of people in words of scale, number and unit apart: ("2,093.8", "万人")."""
    if people is None or is_missing(people):
        return "…", ""
    if people >= 1e8:
        return number(people / 1e8, 2), "亿人"
    return (number(people / 1e4, 1), "万人") if people >= 1e4 else (number(people, 0), "人")


def _segment(name: str, words: str, share: float, way: str) -> html.I:
    # A narrower bar cannot hold its number; its title and the words for screen readers have it.
    text = number(share, 1)
    told: Any = number_link(text, way, title=f"{words} {text}%，数值溯源") if share >= FITS else ""
    return html.I(told, className=name, style={"width": f"{share:.2f}%"}, title=f"{words} {text}%")


def age_bars(
    rows: list[tuple[str, float, float, float]], ways: dict[str, tuple[str, str, str]] | None = None
) -> html.Div:
    """`rows` are (name, share 0–14, 15–64, 65+) in per cent; a row with a missing share says so instead of a bar.
    `ways` are the passports of a row's shares by its name."""
    legend = html.Div(
        [html.Span([html.I(className=f"k {name}"), words]) for name, words in AGES], className="hc-age-legend"
    )
    lines = []
    for name, *shares in rows:
        there = (ways or {}).get(name, ("", "", ""))
        missing = any(is_missing(s) for s in shares)
        spoken = "　".join(f"{words} {number(s, 1)}%" for (_, words), s in zip(AGES, shares, strict=True))
        bar = (
            html.Span("年龄资料缺失", className="quiet")
            if missing
            else html.Span(
                [_segment(key, what, s, way) for (key, what), s, way in zip(AGES, shares, there, strict=True)],
                className="bar",
                role="group" if any(there) else "img",
                **{"aria-label": spoken},
            )
        )
        lines.append(html.Div([html.Span(name, className="who"), bar], className="hc-age-row"))
    return html.Div([legend, *lines], className="hc-ages")
