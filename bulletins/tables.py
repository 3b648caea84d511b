"""统计表 and 指标解释: the areas inside by the main indicators, and what the indicators mean."""

from typing import Any

import pandas as pd

from bulletins.blocks import Block, Cell, Column, Definition, Heading, Note, Source, Table, Told
from bulletins.chapters import leading
from bulletins.reading import Reading
from bulletins.running_numbers import Numbers
from bulletins.subject import Subject
from bulletins.told import DEMONSTRATION, address, cell_words
from components.numbers import is_missing
from components.passport_link import passport_address
from methods.rare_events import too_few_events
from queries.view_of import Record

NOTE = (
    "列名后为时期，注“演示”的为演示数据，注“下级演示”的首行为公布数据、其余各行为演示数据。"
    "加括号的率发生例数不足10例，不作比较。"
)
MOST_COLUMNS = 6
MOST_AREAS = 60
MOST_DEFINITIONS = 30


def statistics(subject: Subject, readings: dict[str, Reading], level: str, numbers: Numbers) -> list[Block]:
    """The main indicators of every area inside (of a county: of those beside it), the area itself first."""
    chosen = main_indicators(subject, readings)
    heading = Heading(f"{level}、统计表", 1, "tables")
    if not chosen:
        return []
    codes = sorted({a for r in chosen for a in subject.of_children[r.code]["area"]} - {subject.code})
    shown = codes[:MOST_AREAS]
    columns = (Column("地区", 1.9), *(Column(_head(subject, r), 1.5, True) for r in chosen))
    cells = {(r.code, row.area): row for r in chosen for row in _rows(subject.of_children[r.code])}
    body = [_row(subject, chosen, cells, code) for code in shown]
    own = (
        subject.area["name"],
        *(Told(cell_words(r.own["value"], r.indicator), (address(subject, r.own),)) for r in chosen),
    )
    caption = f"{numbers.table()}　{subject.inside['name']}各{subject.layer_words}主要指标"
    if len(codes) > MOST_AREAS:
        caption += f"（共{len(codes)}个，列前{MOST_AREAS}个）"
    generated = any(bool(subject.of_children[r.code]["demonstration"].any()) or r.demonstration for r in chosen)
    table = Table("bulletin-areas", caption, "见各列", columns, (own, *body), Source("", "", generated), long=True)
    return [heading, table, Note(NOTE)]


def main_indicators(subject: Subject, readings: dict[str, Reading]) -> list[Reading]:
    """Featured indicators first, of which at least two areas have a value."""
    held = [r for r in leading(list(readings.values())) if len(subject.of_children.get(r.code, ())) > 1]
    return held[:MOST_COLUMNS]


def _head(subject: Subject, reading: Reading) -> str:
    inside = bool(subject.of_children[reading.code]["demonstration"].any())
    kind = DEMONSTRATION[:2] if reading.demonstration else f"下级{DEMONSTRATION[:2]}" if inside else ""
    return f"{reading.indicator['short_name']}（{reading.indicator['unit']}）{reading.own['period']}{kind}"


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _row(subject: Subject, chosen: list[Reading], cells: dict[tuple[str, str], Any], area: str) -> tuple[Cell, ...]:
    return (subject.areas[area]["name"], *(_cell(subject, r, cells.get((r.code, area))) for r in chosen))


def _cell(subject: Subject, reading: Reading, row: Any) -> Cell:
    """… where there is no value; a rate of too few events in brackets, as the note says."""
    if row is None or is_missing(row.value):
        return "…"
    i: Record = reading.indicator
    text = cell_words(row.value, i)
    if bool(too_few_events(row.numerator, i["unit"], i["aggregation"])):
        text = f"（{text}）"
    where = passport_address(i["code"], row.area, reading.own["period"], v=subject.view.version)
    return Told(text, (where,))


def definitions(subject: Subject, readings: dict[str, Reading], level: str) -> list[Block]:
    """What the leading indicators of the bulletin mean; all others are in the catalogue."""
    chosen = leading(list(readings.values()))[:MOST_DEFINITIONS]
    order = {code: n for n, code in enumerate(subject.indicators)}
    found: list[Block] = [_definition(r.indicator) for r in sorted(chosen, key=lambda r: order[r.code])]
    return [Heading(f"{level}、指标解释", 1, "definitions"), *found] if found else []


def _definition(indicator: Record) -> Definition:
    text = str(indicator["definition"] or "定义未收录。")
    unit = "" if indicator["unit"] == "-" else f"单位：{indicator['unit']}。"
    return Definition(indicator["name"], text + unit, bool(indicator["verified"]))
