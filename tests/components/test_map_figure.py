"""The map figure as data: what it draws, in which order, from which addresses, and how little it weighs."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from components import palette
from components.map_figure import NO_DATA, map_credit, map_figure
from components.map_lines import CROSS_ON
from data.boundaries import read_frame
from data.boundaries.projection import project

NATION = "100000"
BREAKS = [7, 10, 12, 14, 17, 21]
NEVER_REPORTED = ["710000", "810000", "820000"]


def drawn(geo: Path, parent: str = NATION, layer: str = "province", **changes: Any) -> dict[str, Any]:
    """A figure of invented values for every area but Taiwan, Hong Kong and Macao."""
    frame = read_frame(geo, parent, layer)
    assert frame is not None
    codes = [code for code in frame["areas"] if code[:2] not in ("71", "81", "82")]
    values = np.linspace(3.123456, 29.98, len(codes))
    areas = pd.DataFrame({"area": codes, "value": values, "class_index": np.digitize(values, BREAKS).astype(float)})
    arguments: dict[str, Any] = {
        "areas": areas,
        "frame": frame,
        "geo_url_prefix": "/geo/",
        "colours": palette.sequential(7),
        "breaks": BREAKS,
        "decimals": 2,
    }
    return map_figure(**arguments | changes)


def texts(figure: dict[str, Any]) -> list[str]:
    return [text for trace in figure["data"] for text in trace.get("text", []) if trace["type"] == "scattergeo"]


def with_features(figure: dict[str, Any], feature: str) -> list[int]:
    """Places, in drawing order, of the traces that draw this feature."""
    return [i for i, trace in enumerate(figure["data"]) if feature in trace.get("locations", [])]


def test_values_come_first_and_cover_every_polygon(geo: Path) -> None:
    frame = read_frame(geo, NATION, "province")
    assert frame is not None
    values = drawn(geo)["data"][0]
    assert values["type"] == "choropleth"
    assert values["locations"] == frame["areas"]
    assert len(values["locations"]) == len(values["z"]) == len(values["customdata"]) == 34
    assert set(values["z"]) <= set(range(NO_DATA, 7))


def test_taiwan_hong_kong_and_macao_are_in_the_no_data_class_and_hatched(geo: Path) -> None:
    figure = drawn(geo)
    values = figure["data"][0]
    for code in NEVER_REPORTED:
        place = values["locations"].index(code)
        assert values["z"][place] == NO_DATA
        assert values["customdata"][place] is None
    assert values["colorscale"][0] == [0, palette.NO_DATA["light"]]
    assert with_features(figure, "h710000") and with_features(figure, "h810000")
    assert not with_features(figure, "h510000")


def test_missing_is_never_the_lowest_class(geo: Path) -> None:
    areas = pd.DataFrame({"area": ["510000", "110000"], "value": [np.nan, 0.0], "class_index": [np.nan, 0.0]})
    values = drawn(geo, areas=areas)["data"][0]
    shown = dict(zip(values["locations"], zip(values["z"], values["customdata"], strict=True), strict=True))
    assert shown["510000"] == (NO_DATA, None)
    assert shown["110000"] == (0, 0.0)
    assert sum(number == NO_DATA for number, _ in shown.values()) == 33


def test_other_areas_without_data_are_hatched_from_the_second_file(geo: Path) -> None:
    figure = drawn(geo, areas=pd.DataFrame({"area": ["510000"], "value": [9.0], "class_index": [1.0]}))
    (place,) = [i for i in with_features(figure, "h110000") if figure["data"][i]["geo"] == "geo"]
    assert figure["data"][place]["geojson"].endswith("/100000-province-hatch.json")
    assert not with_features(figure, "h510000")


def doubtful_areas(codes: dict[str, float], doubt: tuple[str, ...]) -> pd.DataFrame:
    reasons = ["A04 同级离群" if code in doubt else "" for code in codes]
    return pd.DataFrame({"area": list(codes), "value": 9.0, "class_index": list(codes.values()), "doubt": reasons})


def test_values_in_doubt_keep_their_class_and_are_crossed(geo: Path) -> None:
    areas = doubtful_areas({"510000": 6.0, "540000": 0.0, "110000": 3.0}, ("510000", "540000"))
    figure = drawn(geo, areas=areas)
    values = figure["data"][0]
    assert dict(zip(values["locations"], values["z"], strict=True))["510000"] == 6
    (place,) = with_features(figure, "x510000")
    trace = figure["data"][place]
    assert trace["locations"] == ["x510000", "x540000"]
    assert trace["geojson"].endswith("/100000-province-cross.json")
    dark, light = trace["marker"]["line"]["color"]  # light lines on the darkest class, dark ones on the lightest
    assert "255,255,255" in dark and "20,33,46" in light
    (outline,) = with_features(figure, "outline")
    assert with_features(figure, "h710000")[0] < place < outline


def test_what_has_no_value_is_hatched_not_crossed(geo: Path) -> None:
    areas = doubtful_areas({"510000": np.nan, "540000": 0.0}, ("510000", "540000"))
    figure = drawn(geo, areas=areas)
    assert not with_features(figure, "x510000") and with_features(figure, "h510000")
    assert with_features(figure, "x540000")


def test_crosses_do_not_meet_the_edge_of_the_inset(geo: Path) -> None:
    figure = drawn(geo, areas=doubtful_areas({"440000": 2.0, "460000": 2.0}, ("440000", "460000")))
    inset = [
        t["locations"] for t in figure["data"] if t.get("geo") == "geo2" and t.get("geojson", "").endswith("cross.json")
    ]
    assert inset == [["x460000"]]  # 广东 is cut by the inset's frame


def test_boundaries_without_crossed_lines_fall_back_to_hatching(geo: Path) -> None:
    frame = read_frame(geo, NATION, "province")
    assert frame is not None
    older = {key: value for key, value in frame.items() if key != "cross_file"}
    figure = drawn(geo, frame=older, areas=doubtful_areas({"510000": 2.0}, ("510000",)))
    (place,) = with_features(figure, "h510000")
    assert figure["data"][place]["geojson"].endswith("/100000-province-hatch.json")


def test_each_class_has_its_colour(geo: Path) -> None:
    values = drawn(geo)["data"][0]
    fills = [palette.NO_DATA["light"], *palette.sequential(7)]
    for number, fill in enumerate(fills, start=NO_DATA):
        share = (number - values["zmin"]) / (values["zmax"] - values["zmin"])
        below = [colour for edge, colour in values["colorscale"] if edge < share]
        assert below[-1] == fill


def test_only_the_main_maps_areas_answer_the_pointer(geo: Path) -> None:
    figure = drawn(geo, selected="510000")
    assert [trace["hoverinfo"] for trace in figure["data"]] == ["none"] + ["skip"] * (len(figure["data"]) - 1)


def test_outline_lies_over_hatching_and_selection_over_all(geo: Path) -> None:
    figure = drawn(geo, layer="county", selected="512022")
    hatch, provinces, outline = (with_features(figure, f)[0] for f in ("h710001", "provinces", "outline"))
    below, above = with_features(figure, "512022")[1:]
    assert 0 < hatch < provinces < outline < below < above
    wide, narrow = (figure["data"][i]["marker"]["line"] for i in (below, above))
    assert wide["width"] == pytest.approx(narrow["width"] + 2.8)
    assert (wide["color"], narrow["color"]) == (palette.PAPER["light"], palette.MAP_SELECTED["light"])


@pytest.mark.parametrize("layer", ["province", "prefecture", "county"])
@pytest.mark.parametrize("size", ["large", "small", "wall"])
def test_every_national_map_has_inset_dashes_islands_and_taiwans_name(geo: Path, layer: str, size: str) -> None:
    figure = drawn(geo, layer=layer, size=size, theme="wall" if size == "wall" else "light")
    assert figure["data"][with_features(figure, "dashes")[0]]["geo"] == "geo"
    assert figure["data"][with_features(figure, "inset-dashes")[0]]["geo"] == "geo2"
    assert figure["layout"]["geo2"]["domain"]["x"][1] > 0.99  # lower right
    assert figure["layout"]["geo2"]["domain"]["y"][0] < 0.01
    names = "".join(texts(figure)).replace("<br>", "")
    assert "台湾省" in names and "南海诸岛" in names
    dots = [trace for trace in figure["data"] if trace.get("mode") == "markers"]
    assert sorted(len(trace["lon"]) for trace in dots) == [1, 2]  # 黄岩岛; 钓鱼岛 and 赤尾屿


def test_large_maps_name_all_34_units_and_small_ones_only_taiwan(geo: Path) -> None:
    large = [text.strip() for text in texts(drawn(geo))]
    assert len(large) == 34 + 3  # 钓鱼岛, 赤尾屿, 南海诸岛
    assert {"北京", "香港", "澳门", "内蒙古", "新疆", "钓鱼岛", "赤尾屿"} <= set(large)
    assert sorted(texts(drawn(geo, size="small"))) == ["南海诸岛", "台湾省"]


def test_names_are_ink_or_white_whichever_contrasts_more(geo: Path) -> None:
    areas = pd.DataFrame({"area": ["510000", "540000"], "value": [22.0, 5.0], "class_index": [6.0, 0.0]})
    trace = next(t for t in drawn(geo, areas=areas)["data"] if "四川" in t.get("text", []))
    colours = dict(zip(trace["text"], trace["textfont"]["color"], strict=True))
    assert colours["四川"] == "#FFFFFF"
    assert colours["西藏"] == palette.INK["light"]
    assert colours["香港"] == palette.INK["light"]  # stands in the sea


def test_hainan_has_the_inset_and_other_provinces_none(geo: Path) -> None:
    assert "geo2" in drawn(geo, "460000", "prefecture")["layout"]
    assert with_features(drawn(geo, "460000", "county"), "inset-dashes")
    sichuan = drawn(geo, "510000", "prefecture")
    assert "geo2" not in sichuan["layout"]
    assert not with_features(sichuan, "dashes")


def test_xinjiang_shows_the_undetermined_stretch_dashed(geo: Path) -> None:
    for parent, layer in ((NATION, "county"), ("650000", "prefecture")):
        dashed = [t for t in drawn(geo, parent, layer)["data"] if t.get("mode") == "lines"]
        assert [trace["line"]["dash"] for trace in dashed] == ["3.0px,2.0px"]
    assert not [t for t in drawn(geo, "510000", "county")["data"] if t.get("mode") == "lines"]


def test_prefectures_are_named_where_there_is_room(geo: Path) -> None:
    names = texts(drawn(geo, "510000", "prefecture"))
    assert {"成都", "甘孜州", "阿坝州", "自贡"} <= set(names)
    assert texts(drawn(geo, "510000", "county")) == []
    assert len(texts(drawn(geo, "510100", "county", pixels=1080))) > len(
        texts(drawn(geo, "510100", "county", pixels=400))
    )


def test_no_base_map_and_nothing_fitted_by_plotly(geo: Path) -> None:
    layout = drawn(geo)["layout"]
    for name in ("geo", "geo2"):
        shown = {key for key, value in layout[name].items() if key.startswith("show") and value}
        assert shown <= {"showframe"}
        assert layout[name]["fitbounds"] is False
        assert layout[name]["projection"]["type"] == "conic equal area"
        assert layout[name]["projection"]["parallels"] == [25, 47]
        assert layout[name]["projection"]["rotation"]["lon"] == 105
    assert layout["dragmode"] is False
    assert layout["geo"]["domain"] == {"x": [0, 1], "y": [0, 1]}


def test_empty_base_topologies_are_served() -> None:
    for resolution in (110, 50):
        file = Path(__file__).parents[2] / "assets" / "topojson" / f"world_{resolution}m.json"
        topology = json.loads(file.read_text(encoding="utf-8"))
        assert topology["arcs"] == []
        layers = {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"}
        assert set(topology["objects"]) == layers
        assert all(layer["geometries"] == [] for layer in topology["objects"].values())


@pytest.mark.parametrize(
    ("parent", "layer", "limit"),
    [
        (NATION, "county", 20_000),
        (NATION, "prefecture", 6_000),
        (NATION, "province", 3_500),
        ("510000", "county", 3_000),
    ],
)
def test_a_figure_is_light_and_carries_no_geometry(geo: Path, parent: str, layer: str, limit: int) -> None:
    figure = drawn(geo, parent, layer, selected="510000")
    assert len(gzip.compress(json.dumps(figure, ensure_ascii=False).encode())) < limit
    assert {t["geojson"] for t in figure["data"] if t["type"] == "choropleth"} == {
        f"/geo/{(geo / 'CURRENT').read_text(encoding='ascii')}/{parent}-{layer}.json"
    }


def test_a_selection_elsewhere_draws_no_outline(geo: Path) -> None:
    assert not with_features(drawn(geo, selected="510100"), "510100")
    assert drawn(geo, selected="510100")["layout"]["meta"]["selected"] == "510100"


def test_palettes_are_the_tokens() -> None:
    tokens = (Path(__file__).parents[2] / "assets" / "01-tokens.css").read_text(encoding="utf-8")
    light, dark = tokens.split('[data-bs-theme="dark"] {', maxsplit=1)
    for classes in (5, 7):
        for theme, text in (("light", light), ("wall", dark)):
            for number, colour in enumerate(palette.sequential(classes, theme), start=1):  # type: ignore[arg-type]
                assert f"--hc-seq-{classes}-{number}: {colour}" in text
    for number, colour in enumerate(palette.sequential(6), start=1):
        assert f"--hc-seq-6-{number}: {colour}" in light
    for theme, text in (("light", light), ("wall", dark)):
        for number, colour in enumerate(palette.diverging(7, theme), start=1):  # type: ignore[arg-type]
            assert f"--hc-div-{number}: {colour}" in text


def test_sizes_of_palettes() -> None:
    assert [len(palette.sequential(n)) for n in range(1, 8)] == [1, 2, 3, 4, 5, 6, 7]
    assert palette.diverging(6) == [c for c in palette.diverging(7) if c != "#F3F1EB"]
    with pytest.raises(ValueError):
        palette.sequential(8)
    with pytest.raises(ValueError):
        palette.diverging(5)


def test_credit_names_the_approval_or_that_it_is_wanting() -> None:
    given = map_credit("底图：天地图，数据2025-09", "审图号GS（2024）0650号")
    assert given == "底图：天地图，数据2025-09，审图号GS（2024）0650号"
    assert map_credit("底图：天地图，数据2025-09", "") == "底图：天地图，数据2025-09，审图号待填"
    assert map_credit("", "") == "审图号待填"


@pytest.mark.parametrize("theme", ["light", "wall"])
def test_crossed_lines_are_seen_on_every_class(theme: str) -> None:
    for colours in (palette.sequential(7, theme), palette.diverging(7, theme)):  # type: ignore[arg-type]
        for fill in colours:
            red, green, blue, share = (float(part) for part in CROSS_ON[palette.on_colour(fill)][5:-1].split(","))
            under = [int(fill[i : i + 2], 16) for i in (1, 3, 5)]
            over = [round(share * c + (1 - share) * u) for c, u in zip((red, green, blue), under, strict=True)]
            assert palette._contrast("#" + "".join(f"{c:02X}" for c in over), fill) >= 3  # WCAG 2.2, 1.4.11


def test_a_name_that_the_main_map_does_not_reach_stands_in_the_inset(geo: Path) -> None:
    frame = read_frame(geo, "460000", "prefecture")
    assert frame is not None
    west, south, east, north = frame["views"]["large"]["rectangle"]
    for pixels in (400, 754, 1600):
        names = {
            (trace["geo"], text): (longitude, latitude)
            for trace in drawn(geo, "460000", "prefecture", pixels=pixels)["data"]
            if trace["type"] == "scattergeo" and "text" in trace
            for text, longitude, latitude in zip(trace["text"], trace["lon"], trace["lat"], strict=True)
        }
        assert ("geo2", "三沙") in names and ("geo", "三沙") not in names
        for (geo_of, text), place in names.items():
            x, y = (float(part) for part in project(*place))
            assert geo_of == "geo2" or (west < x < east and south < y < north), text
