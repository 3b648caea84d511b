"""Ranking, report card, matrix, warnings and chain as markup: what stands where, and what leads where."""

import json
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from layouts import by_id, has_id, of_kind, words
from plain_tables import links_of, named, rows_of_plain, text

from components.assessment_matrix import MatrixRow, assessment_matrix, letter_of, matrix_key
from components.chain_panel import CHOICE, NOTE, chain_panel
from components.loss_table import LossColumns, loss_table
from components.place_words import place_words
from components.rank_table import RankColumns, rank_table
from components.trial_weights import trial_parts
from components.warning_lights import LOOKS, light_mark
from components.warnings_table import warnings_table
from state.chain_rules import Step, allowed_steps, chain_from

NONE = float("nan")


def tree(component) -> list:
    return json.loads(component.to_plotly_json()["props"]["data-plain"])


def ranked(**changes) -> pd.DataFrame:
    """Three areas, two of them in one bracket, and one without a rank."""
    rows = {
        "area": ["510100", "510300", "510400", "510700"], "name": ["成都市", "自贡市", "攀枝花市", "绵阳市"],
        "short_name": ["成都", "自贡", "攀枝花", "绵阳"], "parent_name": ["", "", "", ""], "level": ["prefecture"] * 4,
        "rank": [1, 2, 3, NONE], "rank_low": [1, 1, 3, NONE], "rank_high": [2, 2, 3, NONE],
        "bracket": [1, 1, 2, NONE], "bracket_last": [1, 1, 2, NONE], "score": [90.04, 89.96, 70.0, 59.2],
        "change": [1.24, -0.04, NONE, NONE], "grade": ["优秀", "优秀", "合格", None],
        "rank_grade": ["优秀", "优秀", "合格", None], "crosses": [False, True, False, False],
        "coverage": [1.0, 0.962, 0.9, 0.731], "reason": [None, None, None, "覆盖率73.1%，低于80%，不参与排名"],
        "demonstration": [True, False, True, True], "items_green": [20, 10, 5, 1], "items_amber": [4, 0, 1, 1],
        "items_red": [0, 2, 3, 7], "items_grey": [2, 1, 0, 7], "items_scored": [24, 12, 9, 9],
        "set_low": [1, 1, 2, NONE], "set_high": [3, 3, 3, NONE],
    }  # fmt: skip
    return pd.DataFrame(rows | changes)


def columns(**more) -> RankColumns:
    said = {"area_word": "市（州）", "into": lambda code: f"/a/{code}", "why": lambda code: f"/w/{code}"}
    return RankColumns(**(said | {"before": "较上年"} | more))


def test_a_row_says_place_band_score_grade_and_lights():
    rows = rows_of_plain(tree(rank_table(ranked(), id="t", columns=columns(), lines=[2])))
    assert rows[0] == ["1", "第1–2名", "成都市", "90.0", "+1.2", "", "", "优秀", "20402", "100.0"]
    assert rows[1] == ["2", "第1–2名", "自贡市", "90.0", "0.0", "", "", "优秀跨线", "10021", "96.2"]
    assert rows[2][4:] == ["", "", "", "合格", "5130", "90.0"]  # no change is known of


def test_those_without_a_rank_stand_last_and_say_why():
    last = rows_of_plain(tree(rank_table(ranked(), id="t", columns=columns(), lines=[2])))[-1]
    assert last[:4] == ["—", "不排名", "绵阳市", "（59.2）"]
    assert "覆盖率73.1%，低于80%，不参与排名" in last


def test_brackets_hold_those_that_cannot_be_told_apart():
    cells = named(tree(rank_table(ranked(), id="t", columns=columns(), lines=[])), "td")
    marked = [c for c in cells if "hc-bracket-cell" in c[1].get("class", "")]
    assert [c[1]["title"] for c in marked] == ["第1–2位之间不能完全区分"] * 2 + ["与其他地区均可区分"]
    assert [[n[1].get("class", "") for n in named(c, "i")] for c in marked] == [["top"], ["end"], []]


def test_grade_lines_stand_between_places_and_in_every_row():
    whole = tree(rank_table(ranked(), id="t", columns=columns(), lines=[2]))
    lines = [n[1]["style"]["left"] for n in named(whole, "u")]
    assert len(lines) == 3 and set(lines) == {"74.00%"}  # between the second and the third of three
    assert [r[1].get("class", "") for r in named(named(whole, "tbody")[0], "tr")] == ["", "", "cut", "cut"]


def test_the_first_of_many_stand_on_the_scale_of_all():
    wide = ranked(rank_low=[1, 1, 3, NONE], rank_high=[2, 2, 5, NONE])  # of five that are ranked three are shown
    whole = tree(rank_table(wide, id="t", columns=columns(places=5), lines=[]))
    bands = [n[1]["style"] for n in named(whole, "span") if n[1].get("class") == "i"]
    assert bands[2] == {"left": "50.0%", "width": "48.00%"}
    assert text(named(whole, "thead")[0]).count("5") == 1  # the last place on the scale


def test_the_confidence_set_is_a_line_beneath_the_band():
    whole = tree(rank_table(ranked(), id="t", columns=columns(), lines=[]))
    found = [n[1]["style"] for n in named(whole, "span") if n[1].get("class") == "s"]
    assert found == [{"left": "2.0%", "width": "96.00%"}] * 2 + [{"left": "50.0%", "width": "48.00%"}]
    bands = [n[1]["title"] for n in named(whole, "div") if n[1].get("class") == "hc-band"]
    assert bands[0] == "第1名（第1–2名）；可证第1–3名" and bands[2] == "第3名（仅第3名）；可证第2–3名"


def test_grey_lights_count_as_missing_only_where_there_is_no_score():
    scored = ranked(items_scored=[26, 13, 9, 9])  # all are scored; two and one have no target to be judged by
    whole = tree(rank_table(scored, id="t", columns=columns(), lines=[]))
    assert [row[-2] for row in rows_of_plain(whole)[:2]] == ["20400", "10020"]
    titles = [n[1]["title"] for n in named(whole, "span") if "缺失" in n[1].get("title", "")]
    assert titles[0] == "缺失0项；另有2项只评分，没有目标，不判断是否达标" and titles[2] == "缺失0项"


def test_a_ranking_without_grades_has_no_column_of_them():
    bare = columns(grade_word="", state_word="全部指标状态", bands=False, before="")
    whole = tree(rank_table(ranked(), id="t", columns=bare, lines=[]))
    assert text(named(whole, "thead")[0]) == "位次市（州）得分得分（0–100）全部指标状态覆盖率，%"
    assert rows_of_plain(whole)[-1][3:] == ["覆盖率73.1%，低于80%，不参与排名", "1177", "73.1"]


def test_without_bands_the_score_is_drawn_and_nothing_invented():
    bare = ranked(rank_low=[NONE] * 4, rank_high=[NONE] * 4, bracket=[NONE] * 4)
    whole = tree(rank_table(bare, id="t", columns=columns(bands=False), lines=[]))
    assert "区间" not in text(whole) and "不可区分" not in text(whole)
    assert [n[1]["style"]["width"] for n in named(whole, "i")] == ["90.0%", "90.0%", "70.0%"]


def test_who_moved_without_values_in_doubt():
    moved = columns(moved={"510100": 3, "510300": 2, "510400": 1}, before="")
    rows = rows_of_plain(tree(rank_table(ranked(), id="t", columns=moved, lines=[])))
    assert [row[2] for row in rows] == ["3 2", "2", "1 2", "—"]
    found = named(tree(rank_table(ranked(), id="t", columns=moved, lines=[])), "span")
    assert [n[1]["title"] for n in found if "存疑" in n[1].get("title", "")] == [
        "不含存疑数据上升2名", "不含存疑数据下降2名",
    ]  # fmt: skip


def test_links_lead_to_the_card_to_the_reason_and_inside():
    whole = tree(rank_table(ranked(), id="t", columns=columns(down=lambda c: f"/d/{c}", mixed=True), lines=[]))
    assert links_of(whole)[:3] == ["/a/510100", "/d/510100", "/w/510100"]
    assert "/w/510700" in links_of(whole)  # also of the score of an unranked area
    assert text(whole).count("演示") == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((3, 1, 7), "第3名（第1–7名）"),
        ((31, 31, 31), "第31名（仅第31名）"),
        ((3, NONE, NONE), "第3名"),
        ((NONE, NONE, NONE), "不排名"),
    ],
)
def test_a_place_in_words(given, said):
    assert place_words(*given) == said


def test_lights_have_word_and_shape_and_unknown_ones_are_missing():
    assert {light_mark(light).className for light in LOOKS} == {f"hc-lamp {look}" for look in LOOKS.values()}
    assert words(light_mark("violet")) == "缺失"


def item(**changes):
    return {
        "item_number": 4, "place": "4", "name": "孕产妇死亡率", "dimension": "妇幼健康", "weight": 1.0,
        "scoring": "progress", "unit": "1/10万", "decimals": 1, "value": 15.57, "value_period": "2025",
        "carried": False, "demonstration": False, "doubtful": False, "target": 12.0, "target_high": None,
        "operator": "<=", "score": 49.5, "lost": 1.94, "gain_per_unit": 0.68, "light": "red", "met": False,
        "reason": None,
    } | changes  # fmt: skip


LOSSES = LossColumns(
    why=lambda n: f"/why/{n}", passport=lambda i: f"/passport/{i['place']}", area="510000", chosen=4, mixed=True
)


def test_a_loss_says_value_target_score_points_and_gain():
    shown = loss_table([item(), item(item_number=5, place="5", lost=0.97, carried=True)], columns=LOSSES)
    rows = rows_of_plain(tree(shown))
    assert rows[0] == ["4", "孕产妇死亡率 妇幼健康", "预警", "15.6 /10万", "≤12", "49.5", "1.94", "+0.68"]
    assert "2025" in rows[1][3]
    bars = [n[1]["style"]["width"] for n in named(tree(shown), "i")]
    assert bars == ["100.0%", "50.0%"]
    assert links_of(tree(shown))[:2] == ["/why/4", "/passport/4"]


def test_what_is_not_scored_says_why_and_is_no_zero():
    missing = item(value=None, score=None, lost=None, gain_per_unit=None, light="grey", met=None, reason="no_value")
    row = rows_of_plain(tree(loss_table([missing], columns=LOSSES)))[0]
    assert row[3:] == ["…", "≤12", "—", "没有数据"]


def test_doubtful_and_demonstration_values_are_marked():
    shown = text(tree(loss_table([item(doubtful=True, demonstration=True)], columns=LOSSES)))
    assert "存疑" in shown and "演示" in shown


@pytest.mark.parametrize(
    ("light", "met", "letter"),
    [("green", True, "m"), ("green", False, "t"), ("green", None, "t"), ("amber", False, "a"), ("red", False, "r"),
     ("grey", None, "g"), (None, None, "g")],
)  # fmt: skip
def test_a_cell_of_the_matrix(light, met, letter):
    assert letter_of(light, met) == letter


def test_a_score_without_a_target_is_neither_met_nor_missing():
    assert letter_of("grey", None, 55.0) == "n" and letter_of("grey", None, NONE) == "g"
    assert "只评分" in words(matrix_key({"n"})) and "只评分" not in words(matrix_key({"m"}))
    unjudged = item(light="grey", met=None, target=None, operator=None)
    withheld = item(light="grey", met=None, score=None, lost=None, gain_per_unit=None, reason="withheld")
    rows = rows_of_plain(tree(loss_table([unjudged, withheld], columns=LOSSES)))
    assert [row[2] for row in rows] == ["不判断", "不计入"]


def test_the_matrix_travels_as_letters():
    rows = [MatrixRow("510100", "成都市", "1", "mtargn", "四川")]
    made = assessment_matrix(
        rows, id="m", columns=[("1", "甲", "一")], address="/x?area=AREA&item=ITEM#y", area_word="市"
    )
    told = json.loads(getattr(made, "data-matrix"))
    assert told["rows"] == [["510100", "成都市", "1", "mtargn", "四川"]]
    assert set(told["shapes"]) == set(told["words"]) == set(told["looks"]) == set("mtargn")


def test_trial_weights_travel_with_scores_and_label():
    area = {"area": "510100", "name": "成都市", "rank": None, "total": None, "scores": [1.5, None], "above": "四川"}
    _, table = trial_parts(
        id="t", items=[("甲", "一", 1.0), ("乙", "一", 2.0)], areas=[area], least_coverage=0.8,
        aggregation="arithmetic", area_word="市",
    )  # fmt: skip
    told = json.loads(getattr(table, "data-trial"))
    assert told["areas"] == [["510100", "成都市", None, None, [1.5, None], "四川"]] and told["label"] == "试算，不保存"


def test_a_warning_leads_to_its_chain():
    row = {
        "light": "red", "name": "成都市", "area": "510100", "item": None, "item_number": 0, "unit": "分", "decimals": 1,
        "value": 61.234, "scoring": None, "above": "四川", "operator": None, "target": None, "expected": None,
        "score": 61.234, "lost": None, "demonstration": True, "chain": "整改进行中", "day": "2026-03-01",
    }  # fmt: skip
    whole = tree(warnings_table([row], id="w", address=lambda a, n: f"/{a}/{n}", mixed=False))
    assert rows_of_plain(whole)[0] == [
        "预警",
        "成都市 四川",
        "总分",
        "61.2 分",
        "",
        "",
        "61.2",
        "",
        "整改进行中　2026-03-01",
    ]
    assert set(links_of(whole)) == {"/510100/0"}


def test_a_warning_says_target_and_unit_of_its_item():
    row = {"light": "red", "name": "成都市", "area": "510100", "item": "甲", "item_number": 3, "unit": "1/10万",
           "decimals": 1, "value": 15.57, "scoring": "progress", "above": "", "operator": "<=", "target": 12.0,
           "target_high": None, "expected": 14.0, "score": 10.0, "lost": 3.0, "demonstration": False, "chain": "",
           "day": ""}  # fmt: skip
    trend = row | {"scoring": "trend", "operator": "trend", "target": None, "unit": "%"}
    yes = row | {"scoring": "yes_no", "value": 0.0, "unit": "-"}
    shown = rows_of_plain(tree(warnings_table([row, trend, yes], id="w", address=lambda a, n: "/", mixed=False)))
    assert [r[3:5] for r in shown] == [["15.6 /10万", "≤12"], ["15.6 %", "符合走势"], ["否", "是"]]


def step(name, state, note="已通知"):
    return Step("2025", name, state, date(2026, 3, 1), note, "张三", datetime(2026, 3, 2, tzinfo=UTC))


def test_the_chain_shows_its_steps_what_may_follow_and_its_history():
    chain = chain_from([step("remind", "done"), step("warn", "open", note="发预警函")])
    panel = chain_panel(
        {"item": "0"}, chain, allowed_steps(chain), problem="未保存：请填写", typed={"note": "写了一半"}
    )
    shown = words(panel)
    assert "提醒　已完成" in shown and "预警　进行中" in shown and "发预警函" in shown and "办理记录（2条" in shown
    assert [o["value"] for o in by_id(panel, CHOICE).options] == [
        "warn:done", "warn:withdrawn", "rectify:open", "rectify:done",
    ]  # fmt: skip
    assert by_id(panel, NOTE).value == "写了一半" and "未保存：请填写" in shown


def test_without_the_store_there_is_no_form():
    panel = chain_panel({}, None, [])
    assert not has_id(panel, CHOICE) and "暂时读不到" in words(panel) and not of_kind(panel, "Ol")
