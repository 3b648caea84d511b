"""The page of a bulletin: the same tables and sentences as its blocks, its contents, its mark."""

from collections.abc import Callable

import pytest
from layouts import by_class, by_id, of_kind, rows, words
from told_release import COUNTY, NATION, PROVINCE

import app  # noqa: F401  (pages register with it)
from bulletins.blocks import ALL, NONE, SOME, Contents, Cover, Definition, Figure, Heading, Note, Sentence, Table, Told
from bulletins.told import numeral, sentence, with_marks
from pages import bulletin as page


def text_of(cell):
    return cell.text if isinstance(cell, Told) else cell


@pytest.fixture
def layout_of(bulletin_of: Callable) -> Callable:
    return lambda **params: page.layout(**params)


@pytest.mark.parametrize("area", [PROVINCE, NATION, COUNTY])
def test_tables_on_the_page_are_those_of_the_blocks(bulletin_of, layout_of, area):
    blocks = [b for b in bulletin_of(area=area).blocks if isinstance(b, Table)]
    drawn = by_class(layout_of(area=area), "hc-bulletin-table")
    assert len(drawn) == len(blocks) > 1
    for block, table in zip(blocks, drawn, strict=True):
        assert rows(table) == [[text_of(c) for c in row] for row in block.rows]
        assert words(of_kind(table, "Caption")[0]).startswith(block.caption)
        assert ("演示数据" in words(of_kind(table, "Caption")[0])) == block.source.demonstration


@pytest.mark.parametrize("area", [PROVINCE, COUNTY])
def test_sentences_and_captions_are_all_there_in_their_order(bulletin_of, layout_of, area):
    told = words(by_id(layout_of(area=area), page.SHEET))
    at = 0
    for block in bulletin_of(area=area).blocks:
        said = {
            Sentence: lambda b: b.text, Heading: lambda b: b.text, Note: lambda b: b.text, Definition: lambda b: b.name,
            Figure: lambda b: b.caption, Cover: lambda b: b.title, Contents: lambda b: b.title,
        }.get(type(block))  # fmt: skip
        if said:
            found = told.find(said(block), at)
            assert found >= 0, said(block)
            at = found


def test_contents_lead_to_every_heading(layout_of):
    layout = layout_of(area=PROVINCE)
    links = [a.href for a in of_kind(by_class(layout, "hc-bulletin-contents")[0], "A")]
    ids = [h.id for kind in ("H2", "H3") for h in of_kind(layout, kind)]
    assert sorted(links) == sorted(f"#{id}" for id in ids) and len(set(ids)) == len(ids) > 10


def test_numbers_lead_to_their_passports(layout_of):
    layout = layout_of(area=PROVINCE)
    links = [a.href for a in by_class(layout, "hc-number")]
    assert len(links) > 30 and all(a.startswith(("/passport?", "/quality?", "/assessment?")) for a in links)


def test_the_sheet_tells_its_foot_and_its_mark(layout_of):
    sheet = by_id(layout_of(area=PROVINCE), page.SHEET).to_plotly_json()["props"]
    assert sheet["data-demonstration"] == "yes" and sheet["data-basis"] and sheet["data-cut-off"] == "2025-12-31"
    assert "《检验公报》" in sheet["data-source"] and "演示数据" in sheet["data-source"]
    assert "演示数据" in words(by_class(layout_of(area=PROVINCE), "hc-bulletin-cover")[0])


def test_hostile_parameters_are_told(layout_of):
    layout = layout_of(area="<b>", period=["2025'", "x"], v="1.1.1")
    assert len(of_kind(by_class(layout, "hc-notices")[0], "P")) >= 2
    assert "<b>" not in words(by_id(layout, page.SHEET))


def test_marks_of_demonstration():
    first, second = sentence("甲为", Told("1", ("a",)), "。", generated=[True]), sentence("乙。", generated=[])
    third = sentence("丙为", Told("2", ("b",)), "。", generated=[True, False])
    assert (first.demonstration, second.demonstration, third.demonstration) == (ALL, NONE, SOME)
    assert [s.text for s in with_marks([first, second], "本节")] == ["本节数据均为演示数据。", "甲为1。", "乙。"]
    assert [s.text for s in with_marks([first, third], "本节")] == ["甲为1（演示数据）。", "丙为2（含演示数据）。"]
    assert with_marks([first], "本节", whole=False)[0].text == "甲为1（演示数据）。"
    assert with_marks([None], "本节") == []


def test_numerals():
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 21, 99)] == ["一", "九", "十", "十一", "二十", "二十一", "九十九"]
