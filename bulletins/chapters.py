"""A chapter for every action and group of indicators: sentences, two figures of its leading indicators, a table."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from bulletins.blocks import Beside, Block, Cell, Column, Figure, Heading, Note, Sentence, Table, Told
from bulletins.phrases import extremes_sentence, missing_words, standing_sentence, value_sentence
from bulletins.reading import Reading
from bulletins.running_numbers import Numbers
from bulletins.subject import TARGET_YEAR, Subject
from bulletins.told import (
    DEMONSTRATION,
    DOUBT,
    UNVERIFIED,
    address,
    cell_words,
    difference,
    numeral,
    sentence,
    with_marks,
)
from bulletins.trends import source_of, trend_figures
from components.numbers import aim_text, count, is_count, is_missing, number
from queries.view_of import NATION, Record

UNVERIFIED_MARK = "＊"  # 待核验 in a narrow column; the note beneath the heading says so
STATE_WORDS = {"met": "✓达标", "on_track": "●按进度", "watch": "◆关注", "warning": "▲预警", "none": "—"}
NOTHING = "—"
GROUP_OF_ACTIONS = tuple(f"{n:02d}" for n in range(1, 16))
FOLDED, MOST_FOLDED = 10, 3  # tables of as many rows, and of no more columns, are set in two halves


def chapters(subject: Subject, readings: dict[str, Reading], groups: Sequence[str], numbers: Numbers) -> list[Block]:
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


def _chapter(subject: Subject, codes: list[str], readings: list[Reading], name: str, numbers: Numbers) -> list[Block]:
    missing = missing_words(subject, codes, readings)
    if not readings:
        return [sentence(f"本节各项指标（{missing}）没有{subject.place}的数据。")]
    sentences: list[Sentence | None] = []
    leads = leading(readings)
    if leads:
        ends = extremes_sentence(subject, leads[0])
        sentences = [
            value_sentence(subject, leads[0], interval=False),
            standing_sentence(subject, readings),
            replace(ends, small=True) if ends else None,
        ]
    said = with_marks(sentences, "本节", whole=all(r.demonstration for r in readings))
    blocks: list[Block] = [s for s in said if not s.small]
    drawn = trend_figures(subject, leads, numbers)
    table = indicator_table(subject, readings, f"{name}指标", numbers)
    shown = with_one_source(drawn, table) if drawn else [table]
    blocks += [*shown[:-1], *(s for s in said if s.small), shown[-1]]
    return [*blocks, Note(f"没有{subject.place}数据的指标：{missing}。")] if missing else blocks


def with_one_source(drawn: Figure | Beside, table: Table) -> list[Block]:
    """Figure and table; where they have the same sources, those are told once, beneath the table."""
    if drawn.source != table.source:
        return [drawn, table]
    silent = replace(drawn.source, told_below=True)
    told = replace(table.source, of="图表")
    return [replace(drawn, source=silent), replace(table, source=told)]


def leading(readings: Sequence[Reading]) -> list[Reading]:
    """Those that a chapter begins with: featured ones, then those of the assessment, then in the catalogue's order."""

    def place(reading: Reading) -> tuple[float, bool]:
        i = reading.indicator
        lists = {m["list"] for m in json.loads(i["memberships"] or "[]")}
        return (99.0 if is_missing(i["featured"]) else float(i["featured"]), "assessment_26" not in lists)

    return sorted((r for r in readings if r.indicator["value_type"] != "yes_no"), key=place)


def indicator_table(subject: Subject, readings: Sequence[Reading], caption: str, numbers: Numbers) -> Table:
    """All indicators of a chapter: own value, nation's, change, target, state. A period that all rows share stands in
    the caption, columns in which nothing would stand are left out, and what is narrow and long is set in two halves."""
    whens = [_when(subject, r.own) for r in readings]
    shared = len({(r.own["period"], r.demonstration) for r in readings}) == 1
    told: list[tuple[Column, list[Cell]]] = [(Column("指标（单位）", 4.5), [_name(r.indicator) for r in readings])]
    told += [] if shared else [(Column("时期", 1.35), [*whens])]
    told.append((Column(subject.area["short_name"], 1.45, True), [value_cell(subject, r.own) for r in readings]))
    if subject.code != NATION:
        nations = [value_cell(subject, r.nation) if r.nation is not None else "…" for r in readings]
        told.append((Column("全国", 1.45, True), nations))
    further: list[tuple[Column, list[Cell]]] = [
        (Column("较上期", 1.5, True), [_change(subject, r) for r in readings]),
        (Column(f"{TARGET_YEAR}目标", 1.45, True), [_aim(r) for r in readings]),
        (Column("进度", 1.6), [STATE_WORDS[r.state] for r in readings]),
    ]
    told += [pair for pair in further if any(cell != NOTHING for cell in pair[1])]
    columns = tuple(column for column, _ in told)
    rows: list[tuple[Cell, ...]] = list(zip(*(cells for _, cells in told), strict=True))
    if len(rows) >= FOLDED and len(columns) <= MOST_FOLDED:
        columns, rows = _folded(columns, rows)
    when = f"（{readings[0].own['period_label']}）" if shared else ""
    return Table(
        f"bulletin-table-{numbers.tables + 1}", f"{numbers.table()}　{caption}{when}", "", columns, tuple(rows),
        source_of(subject, [pd.DataFrame([r.own for r in readings])]),
    )  # fmt: skip


def _folded(
    columns: tuple[Column, ...], rows: list[tuple[Cell, ...]]
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    """The second half of the rows beside the first."""
    half = (len(rows) + 1) // 2
    nothing: tuple[Cell, ...] = ("",) * len(columns)
    second = [*rows[half:], *([nothing] * (2 * half - len(rows)))]
    return columns * 2, [(*left, *right) for left, right in zip(rows[:half], second, strict=True)]


def _name(indicator: Record) -> str:
    """健康素养水平（%）; what has no unit stands alone."""
    unit = indicator["unit"]
    return indicator["short_name"] + (f"（{unit}）" if unit not in ("-", "") else "")


def _aim(reading: Reading) -> str:
    if reading.target is None:
        return NOTHING
    return aim_text(reading.target, "") + ("" if reading.target_verified else UNVERIFIED_MARK)


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
        return NOTHING
    step = difference(own["value"], before["value"], i)
    sign = "+" if step > 0 else "−" if step < 0 else ""
    text = sign + count(abs(step)) if is_count(i) else number(step, int(i["decimals"]), signed=True)
    return Told(text, (address(subject, own), address(subject, before)))


def states_note() -> Note:
    """What the words and marks of the tables mean."""
    return Note(
        "时期后注“演示”的为演示数据，由程序生成，不得引用。“较上期”与同一类数据（公布或演示）的上一个数值相比。进度按本系统默认规则"
        "（非官方）判断：✓达标，●按进度，◆关注，▲预警，—无法判断；目标后注“＊”或数值后注“待核验”的尚未与官方出版物核对，不作为官方目标或数值。"
    )
