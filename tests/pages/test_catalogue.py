"""数据目录 on a small published release."""

import pytest
from dash._utils import to_json
from layouts import by_class, by_id, has_id, of_kind, parts, rows, words

import app  # noqa: F401  (pages register with it)
from data.definitions import read_indicators
from pages import catalogue as page


def listed(layout) -> dict[str, list[str]]:
    return {r[0]: r for r in rows(by_id(layout, page.TABLE)) if len(r) > 1}


def test_every_definition_is_listed_once(monitored):
    layout = page.layout()
    assert list(listed(layout)) == list(read_indicators())
    assert f"{len(read_indicators())}项" in words(by_id(layout, page.VERSION))


def test_reach_and_counts_of_an_indicator(monitored):
    found = listed(page.layout())["LE"]
    assert found[8:12] == ["2016–2024", "2017–2024 13%", "2024 0%", "2024 0%"]  # 4 of 31 provinces, one prefecture
    assert found[12] == "14"  # 6 published, 8 made, one of them missing
    assert found[13] == "57% 演示"
    assert listed(page.layout())["IMR"][13] == "0%"


def test_levels_that_do_not_apply_are_told_from_levels_without_figures(monitored):
    found = listed(page.layout())
    assert found["GOVSH"][10:12] == ["不适用", "不适用"]  # defined for provinces at the finest
    assert found["PHY"][9] == "—"


def test_unverified_definitions_say_so(monitored):
    found = listed(page.layout())
    expected = {code: "已核对" if i.verified else "待核验" for code, i in read_indicators().items()}
    assert {code: r[7] for code, r in found.items()} == expected


def test_rows_carry_what_the_filters_ask_for(monitored):
    table = by_id(page.layout(), page.TABLE)
    told = [tr.to_plotly_json()["props"] for tr in of_kind(table, "Tr") if hasattr(tr, "data-search")]
    life = next(t for t in told if " le " in f" {t['data-search']} ")
    assert "人均预期寿命" in life["data-search"] and "rjyqsm" in life["data-search"]
    assert "assessment_26" in life["data-list"].split()
    assert (life["data-classification"], life["data-figures"]) == ("public", "yes")
    selects = {c.id for c in of_kind(page.layout(), "Select")}
    assert {"catalogue-group", "catalogue-list", "catalogue-classification", "catalogue-figures"} <= selects


def test_coverage_by_period_and_level(monitored):
    matrix = by_id(page.layout(indicator="LE"), f"{page.COVERAGE}-matrix")
    head = [words(th) for th in of_kind(of_kind(matrix, "Thead")[0], "Th")]
    assert head == ["年度", "2016", "2017", "2018", "2022", "2023", "2024"]
    cells = {r[0].split(" ")[0]: r[1:] for r in rows(matrix)}
    assert cells["国家"] == ["1", "1", "1", "1", "1", "1"]
    assert cells["省"] == ["", "1", "", "", "", "4"]
    marked = {(words(td), c) for td in of_kind(matrix, "Td") for c in (td.className or "").split()}
    assert ("4", "demo") in marked and ("4", "low") in marked
    assert ("1", "low") in marked  # one province of 31


def test_the_history_of_a_figure(monitored):
    layout = page.layout(indicator="LE", period="2016")
    history = rows(by_id(layout, f"{page.HISTORY}-table"))
    assert [(r[0], r[1]) for r in history] == [("第2版（现用）", "76.50"), ("第1版", "76.40")]
    assert history[1][5] == "《统计公报（初版）》"
    assert not has_id(page.layout(indicator="LE"), page.HISTORY)


def test_batches_with_their_kind_and_rows_in_use(monitored):
    table = {r[1]: r for r in rows(by_id(page.layout(), f"{page.BATCHES}-table"))}
    assert table["made.csv"][10] == "演示数据"
    assert table["quoted.csv"][10] == "公布　待核验"
    assert (table["bulletin.csv"][8], table["bulletin.csv"][9]) == ("12", "12")
    assert (table["early.csv"][8], table["early.csv"][9]) == ("1", "0")  # replaced by the later edition
    assert table["bulletin.csv"][5:8] == ["2024-12-31", "2025-06-01", "—"]
    assert len(table["bulletin.csv"][13]) == 12


def test_an_indicator_without_figures_says_so(monitored):
    layout = page.layout(indicator="SELFREC")
    assert "尚未装载任何数据" in words(by_class(by_id(layout, page.COVERAGE), "hc-state")[0])
    assert by_class(by_id(layout, page.DEFINITION), "hc-terms")


def test_the_catalogue_can_be_taken_away(monitored):
    links = [a.href for a in of_kind(by_id(page.layout(), page.INDICATORS), "A")]
    assert links == [f"/api/v1/indicators.{kind}?v={monitored}" for kind in ("csv", "xlsx", "json")]


@pytest.mark.parametrize(
    "params", [{"indicator": "<script>"}, {"indicator": "NOPE"}, {"indicator": ["LE", "IMR"]}, {"v": "2020.1.1"}]
)
def test_nonsense_is_replaced_and_told(monitored, params):
    layout = page.layout(**params)
    assert by_class(layout, "hc-notices")
    assert "<script>" not in to_json(layout)


def test_ids_occur_once(monitored):
    layout = page.layout(indicator="LE", period="2016")
    ids = [str(p.id) for p in parts(layout) if getattr(p, "id", None)]
    assert len(ids) == len(set(ids))
