"""指标监测 as a function of its address, on a small monitored warehouse."""

from typing import Any

import pandas as pd
import pytest
from dash._utils import to_json
from layouts import by_class, by_id, has_id, of_kind, parts, rows, words

import app
from access.viewer import Viewer
from pages import indicator_frame as figures
from pages import indicators as page
from pages.indicator_depth import ranked
from queries import ask


def facts(layout: Any) -> dict[str, str]:
    """What stands in the line of facts, by its term."""
    cells = [c for c in by_class(layout, "hc-fact") if "hc-fact-main" not in c.className]
    return {words(c.children[0]): words(c.children[1]) for c in cells}


def figure(layout: Any, id: str) -> Any:
    return by_id(layout, f"{id}-graph").figure


def test_the_nation_is_measured_by_its_path(monitored):
    layout = page.layout(indicator="LE")
    assert words(by_class(layout, "hc-fact-main")[0]) == "全国　2024年　履历79.00岁"
    told = facts(layout)
    assert told["状态"] == "已达标"
    assert told["2030年目标"] == "≥79.0"
    assert told["2024年应达"] == "77.94"  # 76.7 + 2.3·7/13
    assert told["较2023年"] == "+0.40"


def test_a_province_starts_from_its_own_baseline(monitored):
    layout = page.layout(indicator="LE", area="510000")
    told = facts(layout)
    assert told["2024年应达"] == "77.62"  # 76.0 + 3·7/13
    assert told["状态"] == "按进度"
    assert told["较全国"] == "−1.00"
    assert told["全国各省位次"] == "3 / 4"
    assert by_class(by_class(layout, "hc-fact-main")[0], "hc-demo")


def test_trend_tells_published_from_demonstration(monitored):
    layout = page.layout(indicator="LE", area="510000")
    markers = {
        t["name"]: t for t in figure(layout, figures.TREND)["data"] if t.get("mode") == "markers" and "name" in t
    }
    assert markers["全国"]["y"] == [76.5, 76.7, 77.0, 78.3, 78.6, 79.0]
    assert set(markers["全国"]["marker"]["color"]) == {markers["全国"]["marker"]["line"]["color"]}  # filled
    assert markers["四川"]["marker"]["color"] == ["#FFFFFF", "#FFFFFF"]  # open
    labels = [a["text"] for a in figure(layout, figures.TREND)["layout"]["annotations"]]
    assert any("四川" in t and "演示" in t for t in labels)
    assert any("全国" in t and "演示" not in t for t in labels)


def test_only_figures_with_demonstration_data_say_so(monitored):
    layout = page.layout(indicator="LE")
    assert not by_class(by_id(layout, figures.TREND), "hc-demo")
    assert by_class(by_id(layout, figures.RANKING), "hc-demo")


def test_targets_and_path_are_drawn(monitored):
    drawn = figure(page.layout(indicator="LE"), figures.TREND)
    dashed = next(t for t in drawn["data"] if t.get("line", {}).get("dash") == "dash")
    assert (dashed["x"], dashed["y"]) == ([2017.0, 2030.0], [76.7, 79.0])
    texts = [a["text"] for a in drawn["layout"]["annotations"]]
    assert any("2022年" in t and "77.7" in t for t in texts)
    assert any("2030年目标" in t and "≥79.0" in t for t in texts)


def test_an_unverified_target_is_dotted_and_says_so(monitored):
    layout = page.layout(indicator="PHY")
    drawn = figure(layout, figures.TREND)
    texts = [a["text"] for a in drawn["layout"]["annotations"] if "2030年目标" in a["text"]]
    assert texts and all("待核验" in t for t in texts)
    strokes = [t["line"]["dash"] for t in drawn["data"] if t.get("mode") == "lines" and t["x"][0] == 2029.45]
    assert strokes == ["1px 3px"]
    assert by_class(by_id(layout, f"{figures.TARGETS}-table"), "hc-unverified")


def test_a_state_rests_on_the_newest_published_value(monitored):
    layout = page.layout(indicator="PHY")
    assert words(by_class(layout, "hc-fact-main")[0]) == "全国　2021年　演示数据　履历3.10人"
    told = facts(layout)
    assert told["状态"] == "按进度" and told["2020年应达"] == "2.57"  # 2.44 + 0.56·3/13, held against 2.90
    assert "据2020年公布值 2.90" in words(by_class(layout, "hc-facts")[0])


def test_unverified_figures_say_so(monitored):
    layout = page.layout(indicator="SMK")
    assert by_class(by_class(layout, "hc-fact-main")[0], "hc-unverified")
    assert by_class(by_id(layout, figures.TREND), "hc-unverified")


def test_ranking_has_places_for_values_only(monitored):
    layout = page.layout(indicator="LE")
    table = [[cell.removesuffix(" 演示") for cell in r] for r in rows(by_id(layout, f"{figures.RANKING}-table"))]
    assert [r[1] for r in table[:5]] == ["全国", "上海市", "北京市", "四川省", "西藏自治区"]
    assert [r[0] for r in table[:5]] == ["", "1", "2", "3", "4"]
    assert [r[4] for r in table[1:5]] == ["+5.00", "+4.00", "−1.00", "−6.00"]
    by_name = {r[1]: r for r in table}
    assert by_name["广东省"][0] == "—" and by_name["广东省"][2] == "无数据"
    assert by_name["台湾省"][0] == "—" and by_name["台湾省"][2] == "不参加统计"
    assert len(table) == 35


def test_too_few_values_do_not_carry_ranks_silently(monitored):
    assert "31个地区中只有4个有数据" in words(by_class(page.layout(indicator="LE"), "hc-coverage")[0])


def test_compared_areas_have_lines_rows_and_a_way_out(monitored):
    layout = page.layout(indicator="LE", area="510000", compare="110000,540000")
    names = {t.get("name") for t in figure(layout, figures.TREND)["data"]}
    assert {"四川", "全国", "北京", "西藏"} <= names
    table = by_id(layout, f"{figures.RANKING}-table")
    out = [p for p in of_kind(table, "Link") if words(p) == "移除"]
    assert [p.href for p in out] == [
        "/indicators?indicator=LE&area=510000&compare=540000",
        "/indicators?indicator=LE&area=510000&compare=110000",
    ]


def test_an_area_without_parts_stands_among_its_siblings(monitored):
    layout = page.layout(indicator="LE", area="510104")
    table = by_id(layout, f"{figures.RANKING}-table")
    assert [words(tr.children[1]) for tr in by_class(table, "sel")] == ["锦江区 演示"]
    assert "成都各县" in words(by_id(layout, figures.RANKING))


def test_groups_stand_beside_each_other(monitored):
    layout = page.layout(indicator="IMR")
    series = {t["line"]["color"]: t["y"] for t in figure(layout, figures.GROUPS)["data"]}
    assert sorted(series.values()) == [[4.0], [4.0], [5.1]]
    assert not has_id(page.layout(indicator="LE"), f"{figures.GROUPS}-graph")


def test_counts_are_told_in_large_units_and_as_shares(monitored):
    layout = page.layout(indicator="POP", area="100000")
    assert "14.10亿" in words(by_class(layout, "hc-fact-main")[0])
    table = {r[1]: r for r in rows(by_id(layout, f"{figures.RANKING}-table"))}
    assert table["四川省"][2] == "83,674,866"
    assert table["四川省"][4] == "5.9%"


def test_words_instead_of_an_empty_chart(monitored):
    layout = page.layout(indicator="SELFREC")
    assert of_kind(layout, "Graph") == []
    assert "没有数值序列" in words(by_class(layout, "hc-state")[0])
    assert "身心健康" in words(by_id(layout, figures.DEFINITION))


def test_a_layer_without_figures_says_where_there_are_some(monitored):
    layout = page.layout(indicator="PHY")
    state = by_class(by_id(layout, figures.RANKING), "hc-state")[0]
    assert "没有分省数据" in words(state)


def test_where_figures_end_the_siblings_are_ranked(monitored):
    layout = page.layout(indicator="LE", area="540000")  # no figures for the prefectures of Tibet
    table = by_id(layout, f"{figures.RANKING}-table")
    assert [words(tr.children[1]) for tr in by_class(table, "sel")] == ["西藏自治区 演示"]
    asked = page.layout(indicator="LE", area="540000", layer="prefecture")
    steps = of_kind(by_class(by_id(asked, figures.RANKING), "hc-state")[0], "Link")
    assert [words(s) for s in steps] == ["看县级"]  # counties elsewhere have figures


def test_what_is_no_statistical_unit_is_explained(monitored):
    layout = page.layout(indicator="LE", area="710000")
    assert "不在统计范围内" in words(by_class(layout, "hc-state")[0])
    assert of_kind(layout, "Graph") == []


def test_the_catalogue_lists_every_indicator_with_its_lamp(monitored):
    layout = page.layout(indicator="LE", area="510000")
    nav = by_class(layout, "hc-catalogue")[0]
    links = of_kind(nav, "Link")
    groups = [words(c) for c in by_class(nav, "hc-count")]
    assert len(links) == sum(int(n) for n in groups) > 100
    assert all("area=510000" in link.href for link in links)
    lamp_of = {link.href.split("indicator=")[1].split("&")[0]: by_class(link, "hc-lamp") for link in links}
    assert "good" in lamp_of["LE"][0].className
    assert lamp_of["A65"] == []  # no target, no lamp


def test_every_figure_names_source_and_version(monitored):
    for section in of_kind(page.layout(indicator="LE", area="510000"), "Section"):
        said = words(by_class(section, "hc-source")[0])
        assert f"数据版本：{monitored}" in said
        if by_class(section, "hc-out"):
            assert "来源：" in said


def test_exports_ask_for_what_is_shown(monitored):
    layout = page.layout(indicator="LE", area="510000", compare="540000")
    links = {a.href for a in of_kind(by_id(layout, figures.TREND), "A")}
    assert f"/api/v1/observations.csv?indicator=LE&area=510000,100000,540000&breakdown=all&v={monitored}" in links


@pytest.mark.parametrize(
    "params",
    [
        {"indicator": "<script>alert(1)</script>"},
        {"indicator": ["LE", "IMR"], "area": ["510000", "100000"]},
        {"area": "999999"},
        {"area": "510000' OR 1=1"},
        {"period": "1999"},
        {"layer": "village"},
        {"breakdown": "everyone"},
        {"compare": "999999"},
        {"compare": ",".join(f"{n}0000" for n in range(11, 20))},
        {"v": "2020.1.1"},
    ],
)
def test_nonsense_is_replaced_and_told(monitored, params):
    layout = page.layout(**params)
    assert by_class(layout, "hc-notices")
    text = to_json(layout)
    assert "<script>" not in text
    assert has_id(layout, f"{figures.TREND}-graph")


def test_unknown_keys_change_nothing(monitored):
    assert not by_class(page.layout(indicator="LE", utm="x"), "hc-notices")


def test_without_a_warehouse_the_page_says_what_to_do(empty_data):
    ask.forget()
    shown = app.dash.page_registry["pages.indicators"]["layout"](indicator="LE")
    assert "script/cockpit load" in words(shown)


def test_links_lead_to_addresses_that_work(monitored):
    layout = page.layout(indicator="LE", area="510000")
    hrefs = [p.href for p in parts(layout) if getattr(p, "href", "")]
    known = ("/indicators?", "/map?", "/catalogue?", "/passport?", "/api/v1/", "/reports")
    assert all(h.startswith(known) or h == "/indicators" for h in hrefs)


@pytest.mark.parametrize("root", ["510000", "510104"])
def test_other_provinces_stay_out_of_sight(monitored, monkeypatch, root):
    monkeypatch.setattr(page, "current_viewer", lambda: Viewer("一地", areas=(root,)))
    layout = page.layout(indicator="LE", area="310000", compare="110000")
    assert len(by_class(layout, "hc-notices")) == 1
    text = to_json(layout)
    assert "上海" not in text and "北京" not in text and "西藏" not in text
    assert "78.00" in text if root == "510000" else "81.00" in text


def test_fewer_than_ten_events_take_no_place():
    rows = pd.DataFrame(
        {"area": ["a", "b", "c", "d"], "value": [0.0, 12.0, 11.0, 9.0], "numerator": [0.0, 30.0, 10.0, 40.0],
         "has_statistics": [True, True, True, False]}
    )  # fmt: skip
    deaths = {"unit": "1/10万", "aggregation": "ratio", "direction": "lower"}
    listed = ranked(rows, deaths).set_index("area")
    assert listed.loc[["c", "b"], "rank"].tolist() == [1, 2]
    assert listed.loc[["a", "d"], "rank"].isna().all()
    shares = ranked(rows, deaths | {"unit": "%"}).set_index("area")
    assert shares.loc[["a", "c", "b"], "rank"].tolist() == [1, 2, 3]


def test_the_ranking_says_how_areas_compare_and_why_no_trend(monitored):
    layout = page.layout(indicator="LE", period="2024")
    table = by_id(layout, f"{figures.RANKING}-table")
    head = words(of_kind(table, "Thead")[0])
    assert "与全国比" in head and "趋势" in head
    shanghai = next(r for r in rows(table) if r[1].startswith("上海市"))
    assert "无区间" in shanghai and "点少" in shanghai
    assert "含本地区在内" in words(by_class(layout, "hc-how")[0])
    city = page.layout(indicator="LE", area="510000", layer="prefecture")
    chengdu = next(r for r in rows(by_id(city, f"{figures.RANKING}-table")) if r[1].startswith("成都市"))
    assert "优于" in chengdu  # 79.5–80.5 lies above Sichuan's 78.0


def test_what_lies_apart_is_measured_or_the_reason_said(monitored):
    text = words(by_id(page.layout(indicator="LE"), "indicators-inequality"))
    assert "极差11.00" in text and "上海 84.00，西藏 73.00" in text
    assert "没有分城乡的数据" in text and "不能由分省" in text
    assert not has_id(page.layout(indicator="POP"), "indicators-inequality")  # counts


def test_the_sideways_tables_are_reachable_by_keyboard(monitored):
    for region in by_class(page.layout(indicator="LE"), "hc-sideways"):
        assert region.tabIndex == 0 and region.role == "region" and getattr(region, "aria-label")
