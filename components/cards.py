"""Headline cards: one indicator's latest value, how it stands, where it comes from."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.marks import demonstration as demonstration_mark
from components.marks import lamp
from components.marks import unverified as unverified_mark
from components.passport_link import number_link
from components.quality_mark import quality_mark

# State of methods.progress → look and word of its lamp.
LAMP_OF = {
    "met": ("good", "已达标"),
    "on_track": ("good", "按进度"),
    "watch": ("watch", "关注"),
    "warning": ("bad", "预警"),
    "none": ("none", "无数据或未设目标"),
}


@dataclass(frozen=True)
class Headline:
    """What a card says; texts are formatted already. `verified` is the figure's, `target_verified` the target's."""

    name: str
    address: str
    value: str
    unit: str
    state: str
    state_word: str | None
    spark: Any
    target: str
    target_verified: bool
    years: str
    source: str
    demonstration: bool
    verified: bool
    start_demonstration: bool = False  # the state rests on a demonstration value of the baseline year
    passport: str = ""  # where the value leads
    doubt: tuple[str, str, str] = ("", "", "")  # reason, finding, area of a value in doubt


def state_lamp(state: str, word: str | None = None) -> html.Span:
    """The lamp of a state of `methods.progress`."""
    look, usual = LAMP_OF[state]
    return lamp(look, word or usual)


def headline_card(headline: Headline) -> html.Article:
    aim: list[Any] = ["2030年目标 ", headline.target] if headline.target else ["未设2030年数值目标"]
    if headline.target and not headline.target_verified:
        aim += [" ", unverified_mark()]
    if headline.start_demonstration and not headline.demonstration:
        aim += [" ", html.Span("基期演示", className="hc-demo", title="进度按演示数据的基期值推算")]
    origin: list[Any] = [headline.years]
    if headline.demonstration:
        origin += ["　", demonstration_mark()]
    else:
        origin.append(f"　{headline.source}" if headline.source else "")
        if not headline.verified:
            origin += ["　", unverified_mark()]
    value: list[Any] = [number_link(headline.value, headline.passport), html.Span(headline.unit, className="unit")]
    reason, finding, area = headline.doubt
    if reason:
        value += [" ", quality_mark(reason, finding, area=area)]
    return html.Article(
        [
            html.H3(dcc.Link(headline.name, href=headline.address)),
            state_lamp(headline.state, headline.state_word),
            html.Div(value, className="v"),
            html.Div(headline.spark, className="s"),
            html.Div([html.Span(aim), html.Span(origin, title=headline.source)], className="m"),
        ],
        className="hc-card",
    )


def headline_cards(headlines: list[Headline], *, note: Any = None) -> html.Section:
    """The row of cards with the source line beneath."""
    children: list[Any] = [html.Div([headline_card(h) for h in headlines], className="hc-cards")]
    if note is not None:
        children.append(html.Div(html.Span(note), className="hc-source"))
    return html.Section(children, id="overview-cards", **{"aria-label": "主要指标"})


def state_counts(title: str, counts: dict[str, int]) -> list[Any]:
    """The title line's tally: a zero is grey whatever it counts."""
    tally: list[Any] = [html.Span(title)]
    for state, (look, word) in LAMP_OF.items():
        n = counts.get(state, 0)
        tally.append(html.Span(f"{word} {n}", className=f"hc-lamp {look}" + ("" if n or look == "none" else " zero")))
    return tally
