"""Every number of every page leads to its passport, and the passport shows that very number."""

from urllib.parse import parse_qs, urlsplit

import pytest
from portraits import by_class, by_id, invented_batch, parts, real_batches, tag_of, words

import app
from access.viewer import LOCAL
from components.numbers import count, number, shown
from components.population import scaled_people
from data.settings import settings
from data.warehouse import current_version
from pages import area, indicators, overview
from pages import map as map_page
from pages.indicator_frame import FACTS, GROUPS, RANKING, SPREAD, TREND
from queries.passport_of import Passport, passport_of


@pytest.fixture(autouse=True)
def published(made_once, settled, geo):
    settled(made_once("portraits", *real_batches(), invented_batch()))
    link = settings().data / "geo"
    if not link.exists():
        link.symlink_to(geo)


def numbers(layout) -> list[tuple[str, str]]:
    """(words, address) of every link that is a number, in plain tables too."""
    found = []
    for part in parts(layout):
        look = attribute(part, "className", "class")
        if "hc-number" in look.split():
            found.append((words(part), attribute(part, "href", "href")))
    return found


def attribute(part, name: str, html_name: str) -> str:
    value = getattr(part, name, None)
    if value is None:
        held = getattr(part, "attributes", None) or {}
        value = held.get(html_name)
    return str(value or "")


def named(address: str) -> Passport:
    parsed = urlsplit(address)
    assert parsed.path == "/passport"
    said = {key: values[0] for key, values in parse_qs(parsed.query).items()}
    assert said["v"] == current_version()
    return passport_of(viewer=LOCAL, **said)


def ways_to_say(passport: Passport) -> set[str]:
    """How pages write the number: its value, or where they count people its numerator or denominator."""
    row, indicator = passport.row or {}, passport.indicator
    value = row.get("value")
    said = {shown(value, indicator, passport.status), count(value), number(value, 1) if value else ""}
    for name in ("value", "numerator", "denominator"):
        if row.get(name) is not None:
            said |= {scaled_people(row[name])[0], count(row[name])}
    return said


PAGES = {
    "overview": (overview, {}),
    "overview of a province": (overview, {"area": "510000"}),
    "indicator": (indicators, {"indicator": "A65", "area": "510000"}),
    "indicator that is counted": (indicators, {"indicator": "POP", "area": "510100"}),
    "indicator of a county": (indicators, {"indicator": "A65", "area": "510104"}),
    "area": (area, {"area": "510100"}),
    "nation": (area, {}),
    "county": (area, {"area": "510104"}),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_number_leads_to_the_passport_of_that_number(name):
    page, params = PAGES[name]
    found = numbers(page.layout(**params))
    assert len(found) > 3
    for text, address in found:
        assert text in ways_to_say(named(address)), (text, address)


def test_every_card_and_every_row_of_the_overview_has_one():
    layout = overview.layout()
    for card in by_class(layout, "hc-card"):
        with_value = "无数据" not in words(card)
        assert bool(numbers(card)) is with_value, words(card)
    late = [tr for tr in parts(by_class(layout, "hc-off-track")) if tag_of(tr) == "tr"][1:]
    assert late and all(len(numbers(tr)) == 1 for tr in late)
    moved = [tr for tr in parts(by_class(layout, "hc-changes")) if tag_of(tr) == "tr"]
    assert moved and all(len(numbers(tr)) == 1 for tr in moved)


def test_the_line_of_facts_and_every_value_of_the_ranking():
    layout = indicators.layout(indicator="A65", area="510000")
    assert len(numbers(by_id(layout, FACTS))) == 2  # the area's own, and the nation's
    rows = [tr for tr in parts(by_id(layout, f"{RANKING}-table")) if tag_of(tr) == "tr"][1:]
    assert rows
    for tr in rows:
        assert bool(numbers(tr)) is ("无数据" not in words(tr)), words(tr)


@pytest.mark.parametrize(
    ("graph", "params"),
    [
        (TREND, {"indicator": "LE", "area": "100000"}),
        (SPREAD, {"indicator": "A65", "area": "510000"}),
        (TREND, {"indicator": "HTNMAN", "area": "510000"}),
    ],
)
def test_points_of_charts(graph, params):
    figure = by_id(indicators.layout(**params), f"{graph}-graph").figure
    fixed = figure["layout"]["meta"]["passport"]
    with_data = [t for t in figure["data"] if t.get("customdata")]
    assert with_data
    for trace in with_data:
        values = trace["y"] if graph != SPREAD else [None] * len(trace["x"])
        assert len(trace["customdata"]) == len(trace["x"])
        for own, value in zip(trace["customdata"], values, strict=True):
            passport = named(f"/passport?{merged(fixed, own)}")
            assert passport.row is not None
            if value is not None:
                assert passport.row["value"] == pytest.approx(value)


def merged(fixed: str, own: str) -> str:
    """As `assets/passport.js` puts both together."""
    said = {key: values[0] for key, values in (parse_qs(fixed) | parse_qs(own)).items()}
    return "&".join(f"{key}={value}" for key, value in said.items())


def test_points_of_other_traces_lead_nowhere():
    figure = by_id(indicators.layout(indicator="LE", area="100000"), f"{TREND}-graph").figure
    assert any("customdata" not in trace for trace in figure["data"])  # bands, paths, targets


def test_columns_of_the_portrait_are_links_but_for_the_peers():
    layout = area.layout(area="510100")
    rows = [tr for tr in parts(by_class(layout, "hc-spine-table")) if tag_of(tr) == "tr"]
    shares = next(tr for tr in rows if words(tr).startswith("65岁及以上人口占比"))
    assert [text for text, _ in numbers(shares)] == ["13.62", "16.93", "13.52"]


def test_the_map_tells_the_browser_what_its_numbers_share_and_no_address_per_area():
    figure = by_id(map_page.layout(indicator="A65", layer="county"), map_page.GRAPH).figure
    fixed = figure["layout"]["meta"]["passport"]
    passport = named(f"/passport?{fixed}&area=510100")
    assert (passport.indicator["code"], passport.period.code) == ("A65", "2020")
    trace = figure["data"][0]
    drawn = dict(zip(trace["locations"], trace["customdata"], strict=True))
    assert passport.row is None or passport.row["value"] == pytest.approx(drawn.get("510100", passport.row["value"]))
    assert "passport" not in str(trace)


@pytest.mark.parametrize("graph", [TREND, GROUPS, SPREAD])
def test_a_click_on_a_point_is_registered(graph):
    callbacks = app.server.test_client().get("/_dash-dependencies").json
    opened = [c for c in callbacks if (c.get("clientside_function") or {}).get("function_name") == "open_passport"]
    assert f"{graph}-graph" in {c["inputs"][0]["id"] for c in opened}
