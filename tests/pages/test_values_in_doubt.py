"""Values in doubt on every page: marked with the reason, left out on wish, no longer marked when explained."""

import csv
from pathlib import Path

import pytest
from layouts import by_class, by_id, words
from marked_release import key_of, mark

import app  # noqa: F401  (pages register with it)
from components.quality_mark import LOOK
from data.settings import settings
from data.warehouse import close_engines
from pages import area, indicators, overview
from pages import map as map_page
from pages.area_comparison import SPINE
from pages.indicator_frame import RANKING, SPREAD, TREND
from queries import ask
from state.finding_states import explain, reopen

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
SHOWN = ("100000", "510000", "510100", "510104", "510105", "110000", "440000")
MARKED = [("A65", "510104", "2020"), ("A65", "440000", "2020"), ("A65", "510000", "2020"), ("LE", "510000", "2020")]
REASON = "K02 下级汇总=上级值（严重规则未通过）"


@pytest.fixture
def marked(made_once, settled, geo) -> Path:
    """A65 of seven areas and LE of two, of which four values have a finding of severity serious."""
    with (REFERENCE / "census_2020_age_structure.csv").open(encoding="utf-8") as file:
        census = [r for r in csv.DictReader(file) if r["indicator"] == "A65" and r["area"] in SHOWN]
    lives = [
        {"indicator": "LE", "area": code, "period": year, "value": value}
        for code, year, value in (
            ("510000", "2015", "76.9"), ("510000", "2020", "77.8"), ("100000", "2015", "76.3"),
            ("100000", "2020", "77.9"), ("110000", "2020", "82.5"),
        )
    ]  # fmt: skip
    folder = made_once("values_in_doubt", (census, {"form": "普查"}), (lives, {"form": "公报"}))
    close_engines()
    mark(folder, MARKED)
    settled(folder)
    ask.forget()
    if not settings().geo.exists():
        settings().geo.symlink_to(geo)
    return folder


def figure(layout, id: str) -> dict:
    return by_id(layout, f"{id}-graph").figure


def crossed(figure: dict) -> list[str]:
    """Codes of the areas that the map crosses, the inset apart."""
    return [
        code[1:]
        for trace in figure["data"]
        if trace.get("geo") == "geo" and str(trace.get("geojson", "")).endswith("-cross.json")
        for code in trace["locations"]
    ]


def test_the_map_crosses_what_is_marked_and_says_why(marked) -> None:
    layout = map_page.layout(indicator="A65", area="510100", layer="county", period="2020")
    drawn = by_id(layout, map_page.GRAPH).figure
    meta = drawn["layout"]["meta"]
    assert crossed(drawn) == ["510104"]
    number, key = meta["doubts"]["510104"]
    assert meta["reasons"][number] == REASON and key == key_of("A65", "510104", "2020")
    assert "510000" in meta["doubts"]  # the benchmark too
    legend = by_class(layout, "hc-legend")[0]
    assert "数据存疑1" in words(legend)


def test_hidden_values_are_no_data_without_rank_or_class(marked) -> None:
    address = {"indicator": "A65", "area": "510100", "layer": "county", "period": "2020"}
    shown = by_id(map_page.layout(**address), map_page.GRAPH).figure["data"][0]
    layout = map_page.layout(**address, quality="hide")
    drawn = by_id(layout, map_page.GRAPH).figure
    values = dict(zip(drawn["data"][0]["locations"], drawn["data"][0]["customdata"], strict=True))
    before = dict(zip(shown["locations"], shown["customdata"], strict=True))
    assert before["510104"] is not None and values["510104"] is None
    assert values["510105"] == before["510105"]
    assert not crossed(drawn)
    meta = drawn["layout"]["meta"]
    assert meta["hidden"] is True and meta["marks"]["510104"] == "withheld" and "510104" in meta["doubts"]
    assert [b[2] for b in meta["benchmarks"] if b[0] == "510000"] == [None]
    assert "其中存疑1" in words(by_class(layout, "hc-legend")[0])
    assert "quality=hide" in meta["search"]  # the next step keeps it
    assert any("quality=hide" in a.href for a in by_class(layout, "hc-out")[0].children if hasattr(a, "href"))


def test_a_map_of_hidden_values_alone_says_so(marked) -> None:
    layout = map_page.layout(indicator="A65", area="440000", layer="prefecture", period="2020", quality="hide")
    assert by_class(layout, "hc-state")


def test_the_switch_is_an_address_on_every_page(marked) -> None:
    for module, path in ((map_page, "/map"), (indicators, "/indicators"), (area, "/area")):
        layout = module.layout(indicator="A65", area="510000", period="2020")
        control = next(c for c in by_class(layout, "hc-control") if "存疑数据" in words(c))
        links = by_class(control, "hc-seg")[0].children
        assert [link.children for link in links] == ["显示", "不显示"]
        assert links[1].href.startswith(f"{path}?") and "quality=hide" in links[1].href
        assert "quality" not in links[0].href


def test_trend_and_ranking_mark_it(marked) -> None:
    layout = indicators.layout(indicator="LE", area="510000", period="2020")
    trend = figure(layout, TREND)
    (cross,) = [t for t in trend["data"] if t.get("marker", {}).get("symbol") == "circle-x"]
    assert (cross["x"], cross["y"], cross["hoverinfo"]) == ([2020.0], [77.8], "skip")
    said = [text for t in trend["data"] for text in t.get("hovertext", []) if "存疑" in text]
    assert len(said) == 1 and REASON in said[0]
    assert "存疑" in words(by_class(layout, "hc-trend-key")[0])
    main = by_class(layout, "hc-fact-main")[0]
    assert by_class(main, LOOK) and "77.8" in words(main)
    ranking = by_id(layout, RANKING)
    assert REASON in "".join(mark.title for mark in by_class(ranking, LOOK) if getattr(mark, "title", None))


def test_hidden_values_take_no_place_and_have_no_point(marked) -> None:
    layout = indicators.layout(indicator="LE", area="510000", period="2020", quality="hide")
    points = [t for t in figure(layout, TREND)["data"] if t.get("name") == "四川"]
    assert points[0]["y"] == [76.9]
    main = words(by_class(layout, "hc-fact-main")[0])
    assert "76.9" in main and "2020年数值" in main and "未显示" in main
    nation = indicators.layout(indicator="LE", area="100000", period="2020", quality="hide")
    table = words(by_id(nation, RANKING))
    assert "1个地区数值，未显示，不参加位次与分级" in table
    assert "有数据 1 / 31" in words(by_id(nation, SPREAD))


def test_the_portrait_marks_the_row_and_leaves_it_out(marked) -> None:
    def table(**more: str) -> str:
        (scrolled,) = by_class(by_id(area.layout(area="510000", **more), SPINE), "hc-spine-scroll")
        return getattr(scrolled, "data-plain")

    assert f"存疑：{REASON}" in table() and "16.93" in table() and "76.9" not in table()
    hidden = table(quality="hide")
    assert "16.93" not in hidden and "77.8" not in hidden and f"数据存疑，未显示：{REASON}" in hidden


def test_the_overview_marks_cards(marked) -> None:
    layout = overview.layout(area="510000")
    assert by_class(layout, LOOK)
    assert any("存疑数据" in words(c) for c in by_class(layout, "hc-control"))
    hidden = words(overview.layout(area="510000", quality="hide"))
    assert "个存疑数值按您的选择未显示" in hidden


def test_an_explained_finding_marks_nothing(marked) -> None:
    address = {"indicator": "A65", "area": "510100", "layer": "county", "period": "2020"}
    key = key_of("A65", "510104", "2020")
    observed = by_id(map_page.layout(**address), map_page.GRAPH).figure["data"][0]
    assert "510104" in observed["locations"]
    from data.warehouse import connect, current_version

    with connect(current_version()) as connection:
        value = connection.exec_driver_sql(f"SELECT observed FROM fact_finding WHERE finding_key = '{key}'").scalar()
    explain(key, "普查时点人口外出，数据属实。", "检验员", {"finding": key, "observed": value})
    try:
        assert not crossed(by_id(map_page.layout(**address), map_page.GRAPH).figure)
    finally:
        reopen(key, "检验员")
    assert crossed(by_id(map_page.layout(**address), map_page.GRAPH).figure) == ["510104"]
