"""The mark of a value in doubt: symbol, word, reason and way to the finding, wherever it stands."""

import pandas as pd
from layouts import words

from components.quality_mark import (
    LOOK,
    crosses,
    doubt_note,
    finding_address,
    hover_line,
    named_marks,
    quality_mark,
    quality_switch,
    quality_tag,
)
from components.selection import Selection

REASON = "K02 下级汇总=上级值（严重规则未通过）"


def test_the_mark_says_why_and_leads_to_the_finding() -> None:
    mark = quality_mark(REASON, "0123456789abcdef", area="510104")
    assert mark.className == LOOK and mark.title == f"存疑：{REASON}"
    assert mark.href == "/quality?area=510104&finding=0123456789abcdef"
    assert words(mark) == f"存疑：{REASON}"  # the reason for those who listen
    hidden = quality_mark(REASON, "", area="510104", withheld=True)
    assert hidden.title == f"数据存疑，未显示：{REASON}" and hidden.href == "/quality?area=510104"


def test_as_plain_markup_it_is_named_too() -> None:
    name, attributes, inner = quality_tag(REASON, "k", area="510104", look="hc-short")
    assert (name, inner) == ("a", ["span", {}, "存疑"])
    assert attributes["aria-label"] == attributes["title"] == f"存疑：{REASON}"
    assert attributes["class"] == f"{LOOK} hc-short"


def test_an_address_escapes_what_it_carries() -> None:
    assert finding_address("a&b", v="2026.11.1") == "/quality?finding=a%26b&v=2026.11.1"


def test_only_points_in_doubt_with_a_value_are_crossed() -> None:
    rows = pd.DataFrame({"x": [1, 2, 3], "value": [5.0, None, 7.0], "doubt": ["", REASON, REASON]})
    (trace,) = crosses(rows, "x")
    assert (trace["x"], trace["y"]) == ([3], [7.0])
    assert trace["hoverinfo"] == "skip" and trace["marker"]["symbol"] == "circle-x"
    assert crosses(rows.assign(doubt=""), "x") == []
    assert crosses(rows.drop(columns="doubt"), "x") == []


def test_hovers_end_with_the_reason() -> None:
    rows = pd.DataFrame({"doubt": ["", REASON]})
    assert [hover_line(row) for row in rows.itertuples()] == ["", f"<br>存疑：{REASON}"]
    assert hover_line(pd.Series({"value": 1.0})) == ""


def test_the_switch_is_two_addresses() -> None:
    switch = quality_switch("/map", Selection(indicator="A65", quality="hide"))
    shown, hidden = switch.children[1].children
    assert shown.href == "/map?indicator=A65" and hidden.href == "/map?indicator=A65&quality=hide"
    assert hidden.className == "on" and not getattr(shown, "className", None)


def test_notes_count_and_name() -> None:
    assert doubt_note(0, hidden=False) is None and named_marks([], hidden=False) is None
    assert words(doubt_note(3, hidden=False)) == "存疑 3个地区数值，图中带叉。"
    assert words(doubt_note(3, hidden=True)) == "存疑 3个地区数值，未显示，不参加位次与分级。"
    named = named_marks([("成都65岁以上占比", REASON, "k", "510100")], hidden=False)
    assert "成都65岁以上占比" in words(named)
