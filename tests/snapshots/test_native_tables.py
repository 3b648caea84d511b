"""Tables of a page as native tables: nothing lost, three lines, long ones going on."""

import io
from datetime import UTC, datetime

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from snapshots.native_table import add_table, grid_of, portions, stretched
from snapshots.slide_deck import bytes_of, new_deck

WIDTH, HEIGHT = Inches(12), Inches(5)
TIME = datetime(2026, 11, 22, tzinfo=UTC)


def cell(text, *, span=1, number=False, demonstration=False, look=()):
    return {"text": text, "span": span, "number": number, "bold": False, "look": list(look), "centred": False,
            "demonstration": demonstration}  # fmt: skip


def row(*cells, head=False, group=False):
    return {"head": head, "group": group, "strong": False, "cells": list(cells)}


def table(*rows, caption=""):
    return {"kind": "table", "caption": caption, "look": "hc-table", "rows": list(rows)}


def ranking(count):
    heads = row(cell("位次"), cell("地区"), cell("数值"), cell("图"), cell("对比"), head=True)
    rows = [
        row(cell(str(n), number=True), cell(f"第{n}个地区"), cell(f"{n / 10:.1f}", number=True), cell(""), cell(""))
        for n in range(1, count + 1)
    ]
    return table(heads, *rows)


def drawn(grid):
    deck = new_deck("检验", TIME)
    add_table(deck.slides.add_slide(deck.slide_layouts[5]), grid, 0, 0, words="检验表")
    again = Presentation(io.BytesIO(bytes_of(deck)))
    return next(s for s in again.slides[0].shapes if s.has_table).table


def words(native):
    return [[c.text for c in r.cells] for r in native.rows]


def test_columns_without_words_are_left_out_and_numbers_stand_right():
    grid = grid_of(ranking(3), WIDTH)
    native = drawn(grid)
    assert words(native) == [
        ["位次", "地区", "数值"], ["1", "第1个地区", "0.1"], ["2", "第2个地区", "0.2"], ["3", "第3个地区", "0.3"],
    ]  # fmt: skip
    assert [str(native.cell(1, k).text_frame.paragraphs[0].alignment) for k in range(3)] == [
        "RIGHT (3)", "LEFT (1)", "RIGHT (3)",
    ]  # fmt: skip


def test_three_lines():
    native = drawn(grid_of(ranking(3), WIDTH))
    edges = [
        {side.tag for side in native.cell(n, 0)._tc.tcPr if side.tag in (qn("a:lnT"), qn("a:lnB"))} for n in range(4)
    ]
    assert edges == [{qn("a:lnT"), qn("a:lnB")}, set(), set(), {qn("a:lnB")}]


@pytest.mark.parametrize("count", [1, 20, 21, 157])
def test_long_tables_go_on_without_losing_a_row(count):
    parts = portions(grid_of(ranking(count), WIDTH), HEIGHT)
    told = [r["cells"][0]["text"] for part in parts for r in part.rows]
    assert told == [str(n) for n in range(1, count + 1)]
    assert all(len(part.heads) == 1 for part in parts)
    assert len(parts) == -(-count // 20)


def test_a_group_does_not_end_a_slide():
    rows = [row(cell(f"第{n}行"), cell("1", number=True)) for n in range(19)]
    group = row(cell("一组", span=2), group=True)
    heads = row(cell("名称"), cell("数值"), head=True)
    first, second = portions(grid_of(table(heads, *rows, group, rows[0]), WIDTH), HEIGHT)
    assert [r["cells"][0]["text"] for r in second.rows] == ["一组", "第0行"]
    assert len(first.rows) == 19
    native = drawn(second)
    assert native.cell(1, 0).is_merge_origin


def test_a_cell_over_several_columns_keeps_the_others_in_their_place():
    heads = row(cell("位次"), cell("省"), cell("分"), cell("问题"), head=True)
    plain = row(cell("1"), cell("甲省"), cell("9.5", number=True), cell("3", number=True))
    outside = row(cell("—"), cell("台湾省"), cell("不参加统计", span=2))
    assert words(drawn(grid_of(table(heads, plain, outside), WIDTH)))[2] == ["—", "台湾省", "不参加统计", ""]


def test_the_mark_of_demonstration_has_its_colour():
    native = drawn(grid_of(table(row(cell("抑郁症患病率 演示", demonstration=True), cell("2.4", number=True))), WIDTH))
    runs = native.cell(0, 0).text_frame.paragraphs[0].runs
    assert [(r.text, str(r.font.color.rgb)) for r in runs] == [("抑郁症患病率 ", "14212E"), ("演示", "6A3FA0")]


def test_a_table_is_never_wider_than_its_place():
    wide = table(row(*[cell("很长的一段说明文字" * 6) for _ in range(7)]))
    grid = grid_of(wide, WIDTH)
    assert grid.width <= WIDTH
    assert grid.lines(grid.rows[0]) > 1
    assert stretched(grid_of(ranking(2), WIDTH), WIDTH).width <= WIDTH


def test_nothing_is_no_table():
    assert grid_of(table(row(cell(""), cell(""))), WIDTH) is None
