"""The map page as a function of its address, on a small published warehouse, indexed by id and class."""

import csv
import statistics
from pathlib import Path

import dash
import pytest
from layouts import by_class, by_id, words

import app  # noqa: F401  (pages register with it)
from access.viewer import Viewer
from components.palette import NO_DATA
from data.settings import settings
from data.warehouse import current_version
from pages import map as map_page

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
SHOWN = ("100000", "510000", "510100", "510104", "510105", "110000", "110101", "540000", "440000", "441900")


@pytest.fixture
def published(made_once, settled, geo) -> str:
    """A65 of ten real areas, some demonstration figures, and boundaries."""
    census = []
    for name, indicator in (("age_structure", "A65"), ("population", "POP")):
        with (REFERENCE / f"census_2020_{name}.csv").open(encoding="utf-8") as file:
            census += [r for r in csv.DictReader(file) if r["indicator"] == indicator and r["area"] in SHOWN]
    invented = [
        {"indicator": "MMR", "area": area, "period": "2024", "value": value, "numerator": n, "denominator": d}
        for area, value, n, d in (
            ("510000", "10.0", "40", "400000"),
            ("540000", "9.0", "9", "100000"),
            ("110000", "5.0", "5", "100000"),
        )
    ]
    folder = made_once("map_page", (census, {"form": "普查"}), (invented, {"form": "演示", "demonstration": True}))
    settled(folder)
    if not settings().geo.exists():
        settings().geo.symlink_to(geo)
    return current_version()


def figure(layout):
    return by_id(layout, map_page.GRAPH).figure


def test_nation_by_province_has_all_units_and_their_values(published):
    drawn = figure(map_page.layout(indicator="A65"))
    trace = drawn["data"][0]
    values = dict(zip(trace["locations"], trace["customdata"], strict=True))
    assert len(values) == 34
    assert values["510000"] == pytest.approx(16.93, abs=0.005)
    assert values["710000"] is None and values["130000"] is None  # no data, never zero
    classes = dict(zip(trace["locations"], trace["z"], strict=True))
    assert classes["510000"] == 4 and classes["710000"] == -1  # 14–17 of the fixed breaks 7,10,12,14,17,21
    assert trace["colorscale"][0][1] == NO_DATA["light"]


def test_a_county_shows_its_parents_map_with_itself_selected(published):
    layout = map_page.layout(indicator="A65", area="510104")
    drawn = figure(layout)
    assert drawn["layout"]["meta"]["parent"] == "510100"
    assert drawn["layout"]["meta"]["selected"] == "510104"
    assert words(by_class(layout, "hc-crumb")[0]).split("›") == ["全国", "四川省", "成都市", "锦江区"]


@pytest.mark.parametrize(
    ("area", "layer", "parent", "drawn_layer"),
    [
        ("100000", None, "100000", "province"),
        ("100000", "county", "100000", "county"),
        ("510000", None, "510000", "prefecture"),
        ("510100", None, "510100", "county"),
        ("110000", None, "110000", "county"),
        ("441900", None, "440000", "prefecture"),
    ],
)
def test_what_an_address_shows(published, area, layer, parent, drawn_layer):
    params = {"indicator": "A65", "area": area} | ({"layer": layer} if layer else {})
    shown = figure(map_page.layout(**params))["layout"]["meta"]
    assert (shown["parent"], shown["layer"]) == (parent, drawn_layer)


def test_benchmarks_are_the_nation_and_what_lies_between(published):
    meta = figure(map_page.layout(indicator="A65", area="510100"))["layout"]["meta"]
    assert [(b[0], round(b[2], 2)) for b in meta["benchmarks"]] == [
        ("100000", 13.52),
        ("510000", 16.93),
        ("510100", 13.62),
    ]


def test_counts_are_exact_and_read_by_their_share(published):
    drawn = figure(map_page.layout(indicator="POP"))
    trace = drawn["data"][0]
    assert dict(zip(trace["locations"], trace["customdata"], strict=True))["510000"] == 83_674_866
    assert drawn["layout"]["meta"]["sum"] is True


def test_fewer_than_ten_events_carry_no_rank_and_demonstration_is_marked(published):
    layout = map_page.layout(indicator="MMR")
    unranked = figure(layout)["layout"]["meta"]["unranked"]
    assert "540000" in unranked and "110000" in unranked and "510000" not in unranked
    assert "演示数据" in words(by_class(layout, "hc-head")[0])
    real = map_page.layout(indicator="A65")
    assert not by_class(by_class(real, "hc-head")[0], "hc-demo")


def test_source_cut_off_version_and_credit_are_on_the_page(published):
    text = words(map_page.layout(indicator="A65"))
    for said in ("数据截止：2025-12-31", f"数据版本：{published}", "审图号", "香港、澳门特别行政区和台湾省"):
        assert said in text


@pytest.mark.parametrize("method", ["jenks", "quantile", "equal", "fixed"])
def test_class_methods(published, method):
    trace = figure(map_page.layout(indicator="A65", classes=method))["data"][0]
    known = [(v, z) for v, z in zip(trace["customdata"], trace["z"], strict=True) if v is not None]
    assert all(z >= 0 for _, z in known)
    assert [z for _, z in sorted(known)] == sorted(z for _, z in known)  # a higher value never has a lower class


def test_where_nothing_is_held_the_page_says_where_there_is(published):
    layout = map_page.layout(indicator="MMR", area="510100")
    state = words(by_class(layout, "hc-state")[0])
    assert "没有分县的数据" in state and "查看全国分省" in state


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"area": "999999"}, "没有代码为 999999 的地区"),
        ({"area": "<script>alert(1)</script>"}, "地区"),
        ({"indicator": "NOPE"}, "没有代码为 NOPE 的指标"),
        ({"indicator": "A65", "period": "1950"}, "1950 没有该指标的数据"),
        ({"indicator": "A65", "breakdown": "male"}, "没有所选人群"),
        ({"indicator": "A65", "area": ["510000", "110000"]}, "出现多次"),
        ({"indicator": "A65", "area": "540422"}, "540422 已于2023年调整"),
        ({"indicator": "A65", "v": "2020.1.1"}, "2020.1.1 已不再保留"),
    ],
)
def test_a_bad_address_falls_back_and_says_so(published, params, said):
    layout = map_page.layout(**params)
    assert said in words(by_class(layout, "hc-notices")[0])
    assert "<script>" not in words(layout)


def test_a_viewer_of_one_province_gets_no_other_area(published, monkeypatch):
    sichuan = Viewer("四川", areas=("510000",))
    monkeypatch.setattr(map_page, "current_viewer", lambda: sichuan)
    for area in ("100000", "110000", "110101"):
        layout = map_page.layout(indicator="A65", area=area, layer="county")
        meta = figure(layout)["layout"]["meta"]
        assert meta["parent"] == "510000"
        assert {b[0] for b in meta["benchmarks"]} == {"510000"}


def test_every_registered_page_at_its_defaults_serialises(published):
    for registered in dash.page_registry.values():
        layout = registered["layout"]() if callable(registered["layout"]) else registered["layout"]
        assert "hc-page" in layout.to_plotly_json()["props"]["className"]
        assert "未能生成" not in words(layout)


def test_without_a_warehouse_a_page_says_what_to_do(empty_data):
    drawn = dash.page_registry["pages.map"]["layout"]()
    assert "script/cockpit load" in words(drawn)


def test_classes_at_standard_deviations_are_named_with_their_mean(published):
    layout = map_page.layout(indicator="A65", classes="deviation")
    trace = figure(layout)["data"][0]
    values = dict(zip(trace["locations"], trace["customdata"], strict=True))
    found = [v for v in values.values() if v is not None]
    mean, deviation = statistics.fmean(found), statistics.stdev(found)
    breaks = [b for b in (mean + k * deviation for k in (-2, -1, 1, 2)) if min(found) < b <= max(found)]
    assert 0 < len(breaks) < 4  # of four provinces none lies two deviations out: no class for nobody
    classes = dict(zip(trace["locations"], trace["z"], strict=True))
    for code, value in values.items():
        assert classes[code] == (-1 if value is None else sum(value >= b for b in breaks))
    told = words(by_class(layout, "hc-class-note")[0])
    assert f"均值{mean:.2f}" in told and f"标准差{deviation:.2f}" in told
    assert not by_class(map_page.layout(indicator="A65"), "hc-class-note")
