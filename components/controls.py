"""The control strip. Every control writes one key of the address; one clientside callback serves them all.

A control's id is `{"control": <query key>, "is": <its value as drawn>}`: the callback also runs when a control appears,
and only a value that differs from the one drawn is the reader's. `assets/cockpit.js` writes it into the address.
"""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, ClientsideFunction, Input, Output, clientside_callback, dcc, html

from components.selection import Selection

FIFTH = ("00", "05", "10", "15", "20", "25", "30")  # years that a crowded slider names


def choice(key: str, label: str, options: list[tuple[str, str]], value: str | None) -> html.Label:
    """A native select of (value, words); the value * takes the key out of the address."""
    select = dbc.Select(
        id={"control": key, "is": value or ""},
        options=[{"value": v, "label": words} for v, words in options],
        value=value,
        className="hc-choice",
    )
    return html.Label([label, select])


def indicator_choice(indicators: dict[str, dict], value: str) -> html.Label:
    """The indicators in the order of the catalogue, by name; those with figures only where the caller filters."""
    return choice("indicator", "指标", [(code, str(i["short_name"])) for code, i in indicators.items()], value)


def segments(
    label: str, path: str, selection: Selection, key: str, options: Sequence[tuple[str | None, str]], value: str | None
) -> html.Div:
    """A few alternatives side by side, each a link."""
    links = [
        dcc.Link(words, href=selection.change(**{key: v}).address(path), **({"className": "on"} if v == value else {}))
        for v, words in options
    ]
    return html.Div(
        [html.Span(label), html.Span(links, className="hc-seg", role="group", **{"aria-label": label})],
        className="hc-control",
    )


def period_slider(periods: list[dict], value: str | None) -> html.Div:
    """A slider over the periods that have figures; its value is the position."""
    codes = [p["code"] for p in periods]
    marks = {i: codes[i] for i in _marked(codes)}
    position = codes.index(value) if value in codes else 0
    slider = dcc.Slider(
        id={"control": "period_position", "is": str(position)},
        min=0,
        max=max(len(codes) - 1, 1),
        step=1,
        value=position,
        marks=marks,
        included=False,
    )
    return html.Div(
        [html.Span("时期"), html.Div(slider, className="hc-slider", **{"data-periods": ",".join(codes)})],
        className="hc-control",
    )


def _marked(codes: list[str]) -> list[int]:
    """Positions whose year is written below a slider: all of few; else the ends and fifth years, as far from each other
    as the shortest slider (190 px) needs for their digits."""
    last = len(codes) - 1
    if last < 6:
        return list(range(last + 1))
    apart = last * 0.17
    kept = [0]
    for i, code in enumerate(codes):
        if code[2:] in FIFTH and i - kept[-1] >= apart and last - i >= apart:
            kept.append(i)
    return [*kept, last]


def control_strip(*controls: Any) -> html.Div:
    return html.Div(
        [c for c in controls if c is not None], className="hc-controls", role="toolbar", **{"aria-label": "选择"}
    )


clientside_callback(
    ClientsideFunction("cockpit", "choose"),
    Output("address", "search"),
    Input({"control": ALL, "is": ALL}, "value"),
    prevent_initial_call=True,
)
