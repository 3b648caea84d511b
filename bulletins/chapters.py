"""A chapter for every action and group of indicators: sentences, a figure of its leading indicator, a table."""

import json
from collections.abc import Sequence

import pandas as pd

from bulletins.blocks import Block, Cell, Column, Figure, Heading, Note, Sentence, Source, Table, Told
from bulletins.phrases import (
    extremes_sentence,
    missing_sentence,
    nation_sentence,
    target_sentence,
    value_sentence,
)
from bulletins.reading import Reading
from bulletins.subject import TARGET_YEAR, Subject
from bulletins.told import DEMONSTRATION, DOUBT, UNVERIFIED, address, cell_words, difference, numeral, with_marks
from components.numbers import aim_text, is_missing, number
from components.provenance import provenance
from components.spine_rows import is_total
from components.trend_chart import FIRST_YEAR, Mark, Path, lines_of, trend_chart
from queries.view_of import NATION, Record

FIGURE_HEIGHT = 150  # px at 590 px of width: 40 mm
FEWEST_POINTS = 3
UNVERIFIED_MARK = "＊"  # 待核验 in a narrow column; the note beneath the heading says so
STATE_WORDS = {"met": "✓达标", "on_track": "●按进度", "watch": "◆关注", "warning": "▲预警", "none": "—"}
GROUP_OF_ACTIONS = tuple(f"{n:02d}" for n in range(1, 16))


def chapters(subject: Subject, readings: dict[str, Reading], groups: Sequence[str], numbers: "Numbers") -> list[Block]:
    """A section of level 2 for each of `groups` (group codes) that has an indicator, figures or not."""
    found: list[Block] = []
    told = 0
    for group in groups:
        codes = [code for code, i in subject.indicators.items() if i["group_code"] == group]
        if not codes:
            continue
        told += 1
        name = subject.indicators[codes[0]]["group_name"]
        found.append(Heading(f"（{numeral(told)}）{name}", 2, f"section-{group}"))
        found += _chapter(subject, codes, [readings[c] for c in codes if c in readings], name, numbers)
    return found


class Numbers:
    """The running numbers of figures and tables."""

    def __init__(self) -> None:
        self.figures = self.tables = 0

    def figure(self) -> str:
        self.figures += 1
        return f"图{self.figures}"

    def table(self) -> str:
        self.tables += 1
        return f"表{self.tables}"


def _chapter(subject: Subject, codes: list[str], readings: list[Reading], name: str, numbers: Numbers) -> list[Block]:
    sentences: list[Sentence | None] = []
    leads = leading(readings)
    if leads:
        sentences = [
            value_sentence(subject, leads[0], interval=False),
            target_sentence(subject, readings, "本节"),
            nation_sentence(subject, readings, "本节", named=False),
            extremes_sentence(subject, leads[0]),
        ]
    sentences.append(missing_sentence(subject, codes, readings))
    blocks: list[Block] = [*with_marks(sentences, "本节", whole=all(r.demonstration for r in readings))]
    if not readings:
        return blocks
    figure = next((f for r in leads if (f := trend_figure(subject, r, numbers))), None)
    if figure:
        blocks.append(figure)
    return [*blocks, indicator_table(subject, readings, f"{name}指标", numbers)]


def leading(readings: Sequence[Reading]) -> list[Reading]:
    """Those that a chapter begins with: featured ones, then those of the assessment, then in the catalogue's order."""

    def place(reading: Reading) -> tuple[float, bool]:
        i = reading.indicator
        lists = {m["list"] for m in json.loads(i["memberships"] or "[]")}
        return (99.0 if is_missing(i["featured"]) else float(i["featured"]), "assessment_26" not in lists)

    return sorted((r for r in readings if r.indicator["value_type"] != "yes_no"), key=place)


def trend_figure(subject: Subject, reading: Reading, numbers: Numbers) -> Figure | None:
    """The indicator over time beside nation and parent, with its target; None with fewer than three own points."""
    code, i = reading.code, reading.indicator
    own = subject.past.get((code, subject.code), [])
    if sum(r["year"] >= FIRST_YEAR for r in own) < FEWEST_POINTS or subject.period["kind"] != "year":
        return None
    nation = [] if is_total(i) else [(NATION, "全国")]  # counts of the nation would flatten the area's own
    others = [a for a in (*nation, *([_pair(subject.above)] if subject.above else [])) if a[0] != subject.code]
    rows = pd.DataFrame([r for a, _ in [(subject.code, ""), *others] for r in subject.past.get((code, a), [])])
    drawn = trend_chart(
        rows, lines=lines_of((subject.code, subject.area["short_name"]), others), indicator=i,
        path=_path(reading), marks=_marks(reading), height=FIGURE_HEIGHT,
    )  # fmt: skip
    drawn["layout"]["margin"] |= {"r": 112, "t": 10}
    told = source_of(subject, [rows])
    words = f"{subject.place}{i['name']}{rows['year'].min()}—{rows['year'].max()}年走势"
    caption = f"{numbers.figure()}　{subject.area['short_name']}{i['short_name']}走势"
    return Figure(f"bulletin-trend-{code}", caption, i["unit"], drawn, FIGURE_HEIGHT, words, told)


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


def source_of(subject: Subject, frames: list[pd.DataFrame]) -> Source:
    told = provenance(frames, subject.batches)
    return Source(told["source"], told["cut_off"], told["demonstration"], told["verified"])


def indicator_table(subject: Subject, readings: Sequence[Reading], caption: str, numbers: Numbers) -> Table:
    """All indicators of a chapter: own value, nation's, change, target, state."""
    nation = subject.code != NATION
    columns = [
        Column("指标", 2.9), Column("单位", 1.2), Column("时期", 1.5), Column(subject.area["short_name"], 1.35, True),
        *([Column("全国", 1.35, True)] if nation else []), Column("较上期", 1.25, True),
        *([Column(f"{TARGET_YEAR}目标", 1.5, True), Column("进度", 1.55)] if subject.targets else []),
    ]  # fmt: skip
    rows = tuple(_row(subject, r, nation) for r in readings)
    used = pd.DataFrame([r.own for r in readings])
    told = source_of(subject, [used])
    return Table(
        f"bulletin-table-{numbers.tables + 1}", f"{numbers.table()}　{caption}", "见各行", tuple(columns), rows, told
    )


def _row(subject: Subject, reading: Reading, nation: bool) -> tuple[Cell, ...]:
    i, own = reading.indicator, reading.own
    cells: list[Cell] = [i["short_name"], i["unit"], _when(subject, own), value_cell(subject, own)]
    if nation:
        cells.append("…" if reading.nation is None else value_cell(subject, reading.nation))
    cells.append(_change(subject, reading))
    if subject.targets:
        target = reading.target
        aim = aim_text(target, "") if target else "—"
        if target and not target["verified"]:
            aim += UNVERIFIED_MARK
        cells += [aim, STATE_WORDS[reading.state]]
    return tuple(cells)


def _when(subject: Subject, row: Record) -> str:
    """The year, and 演示 where the value is generated."""
    said = str(row["year"]) if subject.period["kind"] == "year" else str(row["period"])
    return said + (DEMONSTRATION[:2] if row["demonstration"] else "")


def value_cell(subject: Subject, row: Record) -> Cell:
    """The number with its passport; marks of doubt and of unchecked sources behind it."""
    i = subject.indicators[row["indicator"]]
    text = cell_words(row["value"], i, row["status"])
    if is_missing(row["value"]):
        return text
    if row.get("doubt"):
        text += DOUBT
    if row["batch_id"] in subject.unverified:
        text += UNVERIFIED
    return Told(text, (address(subject, row),))


def _change(subject: Subject, reading: Reading) -> Cell:
    i, own, before = reading.indicator, reading.own, reading.previous
    if before is None or reading.few or i["value_type"] == "yes_no":
        return "—"
    step = difference(own["value"], before["value"], i)
    text = number(step, 0 if is_total(i) else int(i["decimals"]), signed=True)
    return Told(text, (address(subject, own), address(subject, before)))


def states_note() -> Note:
    """What the words and marks of the tables mean."""
    return Note(
        "时期后注“演示”的为演示数据，由程序生成，不得引用。“较上期”与同一类数据（公布或演示）的上一个数值相比。进度按本系统默认规则"
        "（非官方）判断：✓达标，●按进度，◆关注，▲预警，—无法判断；目标后注“＊”或数值后注“待核验”的尚未与官方出版物核对，不作为官方目标或数值。"
    )
