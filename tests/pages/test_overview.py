"""The overview as a function of its address, on a small published warehouse."""

import re

import pytest
from portraits import by_class, by_id, invented_batch, links, parts, real_batches, tag_of, words

import app  # noqa: F401  (pages register with it)
from access.viewer import Viewer
from data.settings import settings
from pages import overview, overview_map


@pytest.fixture(autouse=True)
def published(made_once, settled, geo):
    settled(made_once("portraits", *real_batches(), invented_batch()))
    link = settings().data / "geo"
    if not link.exists():
        link.symlink_to(geo)


def card(layout, name):
    return next(c for c in by_class(layout, "hc-card") if words(c).startswith(name))


def rows(layout):
    return [words(r) for r in parts(by_class(layout, "hc-off-track")) if tag_of(r) == "tr"][1:]


def test_eight_cards_in_the_order_of_the_definitions():
    names = [words(c.children[0]) for c in by_class(overview.layout(), "hc-card")]
    assert len(names) == 8
    assert names[:2] == ["人均预期寿命", "孕产妇死亡率"]


def test_a_published_value_stands_before_a_newer_demonstration_value():
    layout = overview.layout()
    assert "79.0" in words(card(layout, "人均预期寿命")) and "已达标" in words(card(layout, "人均预期寿命"))
    maternal = words(card(layout, "孕产妇死亡率"))
    assert "14.3" in maternal and "按进度" in maternal and "2030年目标 ≤12.0" in maternal  # path 2024: 15.5
    assert "演示" not in maternal


def test_demonstration_and_unverified_targets_are_marked():
    layout = overview.layout()
    assert "演示数据" in words(card(layout, "高血压患者规范管理率"))
    assert "待核验" in words(card(layout, "重大慢性病过早死亡率"))  # target ≤13.0 was not seen in a source
    assert "无数据" in words(card(layout, "重大慢性病过早死亡率"))


def test_the_tally_counts_26_and_missing_figures_apart():
    text = words(by_class(overview.layout(), "hc-what")[0])
    assert "考核指标26项" in text
    counts = [int(n) for n in re.findall(r"(?:已达标|按进度|关注|预警|未设目标) (\d+)", text)]
    assert len(counts) == 5 and sum(counts) == 26
    assert counts[-1] >= 20  # most of the 26 have no figure in this warehouse: that is no warning


def test_each_area_is_measured_from_its_own_baseline():
    """Tibet: 48.0 in 2017, path 2024 = 48 − 36·7/13 = 28.6; 40.0 is 11.4 above it. Sichuan: 12.5 against 18.0."""
    found = rows(overview.layout())
    tibet = next(r for r in found if "西藏自治区" in r)
    assert "预警" in tibet and "40.0" in tibet and "28.6" in tibet and "+11.4" in tibet and "演示" in tibet
    assert not any("四川省" in r and "孕产妇" in r for r in found)
    assert not any("北京市" in r and "孕产妇" in r for r in found)  # no value in 2017: no path


def test_warnings_come_first():
    states = ["预警" in r for r in rows(overview.layout())]
    assert states == sorted(states, reverse=True)


def test_the_map_shows_gaps_of_one_year_and_leaves_the_rest_without_data():
    drawn = by_id(overview.layout(), overview_map.GRAPH).figure
    trace = drawn["data"][0]
    values = dict(zip(trace["locations"], trace["customdata"], strict=True))
    classes = dict(zip(trace["locations"], trace["z"], strict=True))
    assert len(values) == 34
    assert values["110000"] == pytest.approx(82.49)
    assert classes["110000"] >= 3 > classes["540000"] >= 0  # ahead of 79, behind it
    assert values["710000"] is None and classes["710000"] == -1
    assert drawn["layout"]["meta"]["search"] == "?indicator=LE"


def test_the_map_of_an_indicator_where_lower_is_better():
    drawn = by_id(overview.layout(indicator="MMR"), overview_map.GRAPH).figure
    trace = drawn["data"][0]
    classes = dict(zip(trace["locations"], trace["z"], strict=True))
    assert classes["440000"] >= 3 > classes["540000"] >= 0  # 9.0 is ahead of 12, 40.0 behind


def test_a_map_without_target_or_data_says_why():
    assert "没有可以计算差距" in words(by_id(overview.layout(indicator="A65"), overview_map.MAP))
    assert "没有分省" in words(by_id(overview.layout(indicator="OOP"), overview_map.MAP))


def test_a_province_has_an_overview_of_its_own():
    layout = overview.layout(area="510000", indicator="HTNMAN")
    assert "四川省" in words(by_class(layout, "hc-head")[0])
    assert "12.5" in words(card(layout, "孕产妇死亡率"))
    trace = by_id(layout, overview_map.GRAPH).figure["data"][0]
    values = dict(zip(trace["locations"], trace["customdata"], strict=True))
    assert values["510100"] == 68.0
    assert values["510400"] is None
    assert any("area=510000" in href for href in links(by_class(layout, "hc-cards")))


def test_below_a_province_its_province_is_shown():
    layout = overview.layout(area="510104")
    assert "总览按全国和省展示，现显示四川省" in words(by_class(layout, "hc-notices")[0])
    assert words(by_class(layout, "hc-crumb")[0]).split("›") == ["全国", "四川省"]


def test_what_changed_has_a_side_a_sign_and_years():
    text = words(by_id(overview.layout(), overview.CHANGES))
    assert "2023–24" in text
    assert "▼−" in text.split("变差")[0]  # a mortality that fell stands on the better side
    assert "演示" not in text.split("变差")[0] and "高血压规范管理率演示" in text.split("变差")[1]
    province = words(by_id(overview.layout(area="510000"), overview.CHANGES))
    assert "演示" in province and "高血压规范管理率" in province.split("变差")[1]  # 61.0 → 60.0


def test_links_keep_the_version_and_lead_to_the_pages():
    layout = overview.layout()
    version = settings().releases.joinpath("CURRENT").read_text().strip()
    pinned = overview.layout(v=version)
    assert "/area?area=540000" in links(by_class(layout, "hc-off-track"))
    assert "/indicators?indicator=MMR&area=540000&period=2024" in links(by_class(layout, "hc-off-track"))
    assert f"/area?area=540000&v={version}" in links(by_class(pinned, "hc-off-track"))


def test_every_figure_names_source_cut_off_and_version():
    layout = overview.layout()
    for id in (overview_map.MAP, overview.BEHIND, overview.CHANGES):
        text = words(by_id(layout, id))
        assert "来源：" in text and "数据截止：" in text and "数据版本：" in text, id
    assert "审图号" in words(by_id(layout, overview_map.MAP))
    assert "非官方" in words(by_id(layout, overview.BEHIND))


@pytest.mark.parametrize(
    "params",
    [
        {"indicator": "<script>alert(1)</script>"},
        {"area": ["510000", "110000"]},
        {"area": "999999", "period": "9999Q9", "show": "everything", "v": "1.1.1"},
        {"indicator": "A" * 5000, "area": "' or 1=1 --"},
        {"show": "all", "period": "2020"},
    ],
)
def test_hostile_addresses_fall_back_and_say_so(params):
    layout = overview.layout(**params)
    assert len(by_class(layout, "hc-card")) == 8
    assert "<script>" not in words(layout)
    if params.get("show") != "all":
        assert by_class(layout, "hc-notices")


def test_a_viewer_of_one_province_sees_it_and_nothing_else(monkeypatch):
    monkeypatch.setattr(overview, "current_viewer", lambda: Viewer("b", areas=("510000",)))
    layout = overview.layout()
    text = words(layout)
    assert "四川省" in text
    assert "西藏" not in text and "北京" not in text


def test_an_area_outside_the_statistics_has_no_cards_and_no_verdict():
    layout = overview.layout(area="710000")
    text = words(layout)
    assert "台湾省不在统计范围内" in text and not by_class(layout, "hc-card")
    assert "没有落后于预期进度" not in text and "/?area" not in str(links(layout))
    assert any(link == "/" for link in links(layout))


def test_a_card_leads_to_the_figure_that_it_shows():
    shown = [link for link in links(card(overview.layout(), "人均预期寿命")) if link.startswith("/indicators")]
    assert shown and all("period=2024" in link for link in shown)
