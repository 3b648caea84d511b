"""What moved most since the period before: better on the left, worse on the right."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.marks import demonstration as demonstration_mark
from components.numbers import difference_unit, number
from components.passport_link import number_link, passport_address
from components.quality_mark import quality_mark


@dataclass(frozen=True)
class Change:
    """One indicator's step, texts formatted: `before` and `value` with their years, `step` signed and with its unit."""

    name: str
    address: str
    before: str
    value: str
    years: str
    step: str
    demonstration: bool
    passport: str = ""
    doubt: tuple[str, str, str] = ("", "", "")  # reason, finding, area of a value in doubt


def change(row: dict[str, Any], indicator: dict[str, Any], address: str, v: str = "") -> Change:
    """`row` has value, year, previous_value, previous_year, step and measured (the values are published); with `v`, the
    version it was read at, also indicator, area and period, for the link to the number's passport."""
    decimals = int(indicator["decimals"])
    return Change(
        name=indicator["short_name"],
        address=address,
        before=number(row["previous_value"], decimals),
        value=number(row["value"], decimals),
        years=f"{row['previous_year']}–{str(row['year'])[2:]}",
        step=f"{number(row['step'], decimals, signed=True)} {difference_unit(indicator['unit'])}",
        demonstration=not row["measured"],
        passport=passport_address(row["indicator"], row["area"], row["period"], v=v) if v else "",
        doubt=(row.get("doubt", ""), row.get("doubt_finding", ""), row.get("area", "")),
    )


def changes_list(better: list[Change], worse: list[Change]) -> html.Div:
    return html.Div([_side("好转", "better", better), _side("变差", "worse", worse)], className="hc-changes")


def _side(word: str, look: str, changes: list[Change]) -> html.Div:
    if not changes:
        body: Any = html.P(f"没有{word}的指标。", className="quiet")
    else:
        body = html.Table(html.Tbody([_row(change, look) for change in changes]), className="hc-table")
    return html.Div([html.H3(word, className=look), body])


def _row(change: Change, look: str) -> html.Tr:
    arrow = "▲" if change.step.startswith("+") else "▼"
    name: list[Any] = [dcc.Link(change.name, href=change.address, title=change.name)]
    if change.demonstration:
        name.append(demonstration_mark(short=True))
    reason, finding, area = change.doubt
    if reason:
        name.append(quality_mark(reason, finding, area=area))
    return html.Tr(
        [
            html.Td(html.Div(name, className="name")),
            html.Td(
                html.B(number_link(change.value, change.passport, title=f"数值溯源（上期 {change.before}）")),
                className="num",
            ),
            html.Td(
                [html.Span(arrow, className="arrow", **{"aria-hidden": "true"}), change.step], className=f"num {look}"
            ),
            html.Td(change.years, className="num quiet"),
        ]
    )
