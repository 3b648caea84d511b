"""提要: the key findings of a bulletin, chosen and worded by rule."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from bulletins.blocks import Block, Figure, Heading, Sentence, Source
from bulletins.chapters import leading
from bulletins.phrases import extremes_sentence, nation_sentence, target_sentence, trend_sentence, value_sentence
from bulletins.reading import Reading
from bulletins.running_numbers import Numbers
from bulletins.subject import Subject
from bulletins.told import address, how_many, sentence, with_marks
from bulletins.trends import source_of
from components.numbers import is_missing
from components.template import chart

FEATURED, EXTREMES = 4, 2
STATES = {"met": "达标", "on_track": "按进度", "watch": "关注", "warning": "预警", "none": "无法判断"}
# Told apart in grey too: darkness and hatching, besides the word and the number in each bar.
LOOKS = {
    "met": ("#113B6F", ""), "on_track": ("#519BBC", ""), "watch": ("#F0C766", "/"), "warning": ("#CB7941", "x"),
    "none": ("#FFFFFF", ""),
}  # fmt: skip
ROW, FOOT = 14, 52  # px of a bar and of the axis with its key


def scope_sentence(subject: Subject, readings: dict[str, Reading]) -> Sentence:
    """How many indicators there are, how many the area has figures of, and how many are published ones."""
    own = list(readings.values())
    published = [r for r in own if not r.demonstration]
    generated = [r for r in own if r.demonstration]

    def told(rows: Sequence[Reading]) -> Any:
        return how_many(len(rows), [address(subject, r.own) for r in rows])

    parts = [f"本报告所列{len(subject.indicators)}项指标中，{subject.place}有数据的", told(own), "项"]
    if generated:
        parts += ["，其中公布数据", told(published), "项，演示数据", told(generated), "项（由程序生成，不得引用）"]
    return sentence(parts, "。")


def summary(subject: Subject, readings: dict[str, Reading], numbers: Numbers) -> list[Block]:
    """Heading, a paragraph each of values, targets, the nation, trends and the areas inside, and the figure of states
    by chapter."""
    every = list(readings.values())
    featured = sorted((r for r in every if not is_missing(r.indicator["featured"])),
                      key=lambda r: float(r.indicator["featured"]))[:FEATURED] or leading(every)[:FEATURED]  # fmt: skip
    ends = [s for r in featured if (s := extremes_sentence(subject, r))][:EXTREMES]
    paragraphs: list[list[Sentence | None]] = [
        [scope_sentence(subject, readings)],
        values_sentences(subject, featured),
        [target_sentence(subject, every)],
        [nation_sentence(subject, every)],
        [trend_sentence(subject, every)],
        [*ends],
    ]
    told = [s for paragraph in paragraphs for s in with_marks(paragraph, "以下", whole=False)]
    figure = states_figure(subject, every, numbers)
    return [Heading("一、提要", 1, "summary"), *told, *([figure] if figure else [])]


def values_sentences(subject: Subject, readings: Sequence[Reading]) -> list[Sentence | None]:
    """Period and place are said once for those that follow one another with the same."""
    told: list[Sentence | None] = []
    before = ""
    for reading in readings:
        when = str(reading.own["period_label"])
        told.append(value_sentence(subject, reading, goes_on=when == before))
        before = when
    return told


def states_figure(subject: Subject, readings: Sequence[Reading], numbers: Numbers) -> Figure | None:
    """How many indicators of each chapter stand where on their way to 2030: a bar of counts a chapter."""
    aimed = [r for r in readings if r.target and r.judged]
    if not aimed:
        return None
    groups = list(dict.fromkeys(r.indicator["group_name"] for r in aimed))
    counts = {
        state: [sum(r.indicator["group_name"] == g and r.state == state for r in aimed) for g in groups]
        for state in STATES
    }
    traces = [_bars(groups, state, found) for state, found in counts.items() if any(found)]
    height = ROW * len(groups) + FOOT
    layout = {
        "barmode": "stack", "bargap": 0.12, "height": height, "margin": {"l": 170, "r": 12, "t": 24, "b": 28},
        "xaxis": {"showgrid": False, "dtick": 2, "automargin": False, "title": {"text": ""}},
        "yaxis": {"autorange": "reversed", "automargin": False, "showgrid": False, "tickfont": {"size": 11},
                  "tickmode": "linear", "dtick": 1},
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        "showlegend": True,
    }  # fmt: skip
    told = source_of(subject, [pd.DataFrame([r.own for r in aimed])])
    kind = Source(told.source, told.cut_off, any(r.judged and r.judged["demonstration"] for r in aimed), told.verified)
    return Figure("bulletin-states", f"{numbers.figure()}　各章指标与2030年目标的差距情况", "项", chart(traces, layout),
                  height, "各章达标、按进度、关注、预警和无法判断的指标数", kind)  # fmt: skip


def _bars(groups: list[str], state: str, found: list[int]) -> dict[str, Any]:
    """One state's part of every chapter's bar."""
    colour, shape = LOOKS[state]
    pattern = {"shape": shape, "fgcolor": "#FFFFFF", "size": 6, "solidity": 0.25, "fillmode": "overlay"}
    return {
        "type": "bar", "orientation": "h", "name": STATES[state], "y": groups, "x": found,
        "text": [str(n) if n else "" for n in found], "textposition": "inside", "insidetextanchor": "middle",
        "constraintext": "none", "textangle": 0,
        "textfont": {"size": 11, "color": "#FFFFFF" if state == "met" else "#14212E"},
        "marker": {"color": colour, "line": {"color": "#14212E", "width": 0.8}, "pattern": pattern},
        "hoverinfo": "skip", "showlegend": True,
    }  # fmt: skip
