"""走势: the leading indicators of a chapter over time, two small figures beside each other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from bulletins.blocks import HALF_WIDTH, SHEET_WIDTH, Beside, Figure, Source
from bulletins.reading import Reading
from bulletins.running_numbers import Numbers
from bulletins.subject import TARGET_YEAR, Subject
from components.numbers import aim_text, is_count, is_missing, shown
from components.provenance import provenance
from components.trend_chart import FIRST_YEAR, Line, Mark, Path, lines_of, trend_chart
from queries.view_of import NATION, Record

HEIGHT = 106  # px: 28 mm
FEWEST_POINTS = 3
UNVERIFIED_MARK = "＊"  # as in the tables
NATION_ON_PAPER = "#8B949C"  # light enough to be told from the area's own line in a grey copy
LETTER = 11  # px of a Chinese character of the key


def trend_figures(subject: Subject, leads: Sequence[Reading], numbers: Numbers) -> Figure | Beside | None:
    """The first two of `leads` with three own points or more beside each other; one alone has the whole width."""
    drawn = [r for r in leads if _is_drawable(subject, r)][:2]
    if not drawn:
        return None
    width = HALF_WIDTH if len(drawn) == 2 else SHEET_WIDTH
    made = [_figure(subject, r, numbers, width) for r in drawn]
    if len(made) == 1:
        return made[0][0]
    (one, first), (two, second) = made
    return Beside((one, two), source_of(subject, [first, second]))


def source_of(subject: Subject, frames: list[pd.DataFrame]) -> Source:
    told = provenance(frames, subject.batches)
    return Source(told["source"], told["cut_off"], told["demonstration"], told["verified"])


def _is_drawable(subject: Subject, reading: Reading) -> bool:
    own = subject.past.get((reading.code, subject.code), [])
    return subject.period["kind"] == "year" and sum(r["year"] >= FIRST_YEAR for r in own) >= FEWEST_POINTS


def _figure(subject: Subject, reading: Reading, numbers: Numbers, width: int) -> tuple[Figure, pd.DataFrame]:
    """The indicator beside nation and parent, with its target, and the rows that it was drawn from."""
    code, i = reading.code, reading.indicator
    nation = [] if is_count(i) else [(NATION, "全国")]  # counts of the nation would flatten the area's own
    others = [a for a in (*nation, *([_pair(subject.above)] if subject.above else [])) if a[0] != subject.code]
    rows = pd.DataFrame([r for a, _ in [(subject.code, ""), *others] for r in subject.past.get((code, a), [])])
    lines = [
        replace(line, colour=NATION_ON_PAPER) if line.code == NATION != subject.code else line
        for line in lines_of((subject.code, subject.area["short_name"]), others)
    ]
    marks = _marks(reading)
    drawn = trend_chart(rows, lines=lines, indicator=i, path=_path(reading), marks=marks, height=HEIGHT)
    _with_key(drawn, _key(rows, lines, marks, i), width)
    words = f"{subject.place}{i['name']}{rows['year'].min()}—{rows['year'].max()}年走势"
    told = source_of(subject, [rows])
    figure = Figure(
        f"bulletin-trend-{code}", f"{numbers.figure()}　{i['short_name']}", i["unit"], drawn, HEIGHT, words, told,
        width, code,
    )  # fmt: skip
    return figure, rows


def _key(rows: pd.DataFrame, lines: list[Line], marks: tuple[Mark, ...], indicator: Record) -> list[tuple[str, str]]:
    """Name and last value of every line, and the target: (as read, as plotly writes it)."""
    last: dict[str, Any] = {str(r.area): r for r in rows[rows["value"].notna()].itertuples()}
    parts = []
    for line in lines:
        if line.code in last:
            value = shown(last[line.code].value, indicator)
            name = f"<b>{line.name}</b>" if line.own else line.name
            dot = f"<span style='color:{line.colour}'>●</span>"
            parts.append((f"● {line.name} {value}", f"{dot} {name} {value}"))
    for mark in marks:
        words = f"━ {mark.words}" if mark.verified else f"┅ {mark.words}{UNVERIFIED_MARK}"
        parts.append((words, words))
    return parts


def _with_key(drawn: dict[str, Any], key: list[tuple[str, str]], width: int) -> None:
    """Names and last values above the plot instead of at the ends of the lines: half a sheet is too narrow for them."""
    told, used = [""], 0.0
    for plain, marked in key:
        needed = LETTER * (1 + sum(1 if ord(c) > 0x2E80 or c in "●━┅" else 0.57 for c in plain))
        if told[-1] and used + needed > width:
            told.append("")
            used = 0.0
        told[-1] += ("　" if told[-1] else "") + marked
        used += needed
    drawn["layout"]["annotations"] = [
        {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "align": "left",
         "xshift": -34, "yshift": 2, "text": "<br>".join(told), "showarrow": False,
         "font": {"size": LETTER, "color": "#14212E"}}
    ]  # fmt: skip
    drawn["layout"]["margin"] = {"l": 38, "r": 8, "t": 9 + 15 * len(told), "b": 22}
    drawn["layout"]["xaxis"] |= {"tickfont": {"size": 11}}
    drawn["layout"]["yaxis"] |= {"tickfont": {"size": 11}, "nticks": 5}


def _pair(area: Record) -> tuple[str, str]:
    return area["code"], area["short_name"]


def _path(reading: Reading) -> Path | None:
    judged, target = reading.judged, reading.target
    if not judged or not target or is_missing(judged["baseline_value"]) or is_missing(judged["expected"]):
        return None
    start, goal = float(judged["baseline_value"]), float(judged["target_value"])
    return Path(
        float(judged["baseline_year"]), start, float(judged["target_year"]), goal, start, bool(target["verified"])
    )


def _marks(reading: Reading) -> tuple[Mark, ...]:
    target = reading.target
    if not target or is_missing(target["value"]):
        return ()
    words = f"目标{aim_text(target, reading.indicator['unit'])}"
    return (Mark(TARGET_YEAR, float(target["value"]), words, bool(target["verified"])),)
