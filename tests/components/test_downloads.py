"""The row of exports: links that the data interface understands, whatever the names hold."""

from urllib.parse import parse_qs, urlsplit

from components.downloads import exports, observations_address

SEARCH = {
    "indicator": "LE",
    "area": ("510000", "100000"),
    "layer": None,
    "period": "",
    "breakdown": "*",
    "v": "2026.11.1",
}


def test_several_values_are_joined_and_empty_ones_left_out():
    address = urlsplit(observations_address(SEARCH, "csv"))
    assert address.path == "/api/v1/observations.csv"
    assert parse_qs(address.query) == {
        "indicator": ["LE"],
        "area": ["510000,100000"],
        "breakdown": ["*"],
        "v": ["2026.11.1"],
    }


def test_a_value_cannot_add_a_parameter():
    address = urlsplit(observations_address({"indicator": "LE&v=1#x"}, "csv"))
    assert parse_qs(address.query) == {"indicator": ["LE&v=1#x"]}
    assert address.fragment == ""


def test_the_five_ways_in_their_order():
    row = exports("figure", search=SEARCH, name="预期寿命")
    assert [part.children for part in row.children] == ["数据表", "CSV", "XLSX", "PNG", "SVG"]
    assert row.to_plotly_json()["props"]["data-for"] == "figure"
    assert row.to_plotly_json()["props"]["data-rows"].startswith("/api/v1/observations.json?indicator=LE")


def test_a_figure_without_observations_has_its_pictures():
    row = exports("figure", search=None, name="画像")
    assert [part.children for part in row.children] == ["PNG", "SVG"]
    assert "data-rows" not in row.to_plotly_json()["props"]
