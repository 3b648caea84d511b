"""The rules of a lawful map (公开地图内容表示规范 2023), checked on the files that are served."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import shape

from data.areas import read_areas
from data.boundaries import read_frame, read_index

NATION, HAINAN = "100000", "460000"
COUNTS = {"province": 34, "prefecture": 375, "county": 2891}
RECODED = {"540422": "540481", "540530": "540581", "460321": "460302", "460322": "460303"}
# Independent of our formulas: PROJ's Albers on the unit sphere, from the equator as d3-geo has it.
ALBERS = pyproj.Proj("+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +lat_0=0 +R=1")
PIXELS = {"large": 754, "small": 358, "wall": 1000}
TEXT = {"large": 12, "small": 12, "wall": 24}


def load(folder: Path, name: str) -> dict[str, dict[str, Any]]:
    """Features of one served file by id."""
    features = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["features"]
    assert len({feature["id"] for feature in features}) == len(features)
    return {feature["id"]: feature for feature in features}


def areas_of(features: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {key: feature for key, feature in features.items() if key.isdigit()}


def flat(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda points: np.column_stack(ALBERS(points[:, 0], points[:, 1])))


def lines_of(feature: dict[str, Any]) -> list[np.ndarray]:
    """Vertices of each line, forth and back, of a feature of lines."""
    return [np.array(polygon[0]) for polygon in feature["geometry"]["coordinates"]]


def raw_dashes(raw_features: dict[str, list[dict]]) -> list[shapely.Geometry]:
    lines = [shape(f["geometry"]) for f in raw_features["province"] if not f["properties"]["gb"]]
    (found,) = [line for line in lines if line.bounds[1] < 10]
    return list(found.geoms)


def raw_stretch(raw_features: dict[str, list[dict]]) -> shapely.Geometry:
    lines = [shape(f["geometry"]) for f in raw_features["province"] if not f["properties"]["gb"]]
    (found,) = [line for line in lines if line.bounds[2] < 80]
    return found


@pytest.mark.parametrize("layer", COUNTS)
def test_every_polygon_keeps_its_code_and_name(
    geo_files: Path, raw_features: dict[str, list[dict]], layer: str
) -> None:
    built = areas_of(load(geo_files, f"{NATION}-{layer}"))
    raw = {
        RECODED.get(f["properties"]["gb"][3:], f["properties"]["gb"][3:]): f["properties"]["name"]
        for f in raw_features[layer]
        if f["properties"]["gb"]
    }
    assert len(built) == COUNTS[layer]
    assert {code: feature["properties"]["name"] for code, feature in built.items()} == raw
    assert not set(RECODED) & set(built)


def test_all_34_provincial_units_are_drawn(geo_files: Path) -> None:
    register = {code: area.name for code, area in read_areas().items() if area.level == "province"}
    built = areas_of(load(geo_files, f"{NATION}-province"))
    assert len(register) == 34
    assert {code: feature["properties"]["name"] for code, feature in built.items()} == register
    assert register["710000"] == "台湾省"
    assert {register["810000"], register["820000"]} == {"香港特别行政区", "澳门特别行政区"}


def test_counties_and_prefectures_lie_in_the_maps_of_their_parents(geo_files: Path) -> None:
    areas = read_areas()
    layers: tuple[tuple[str, str], ...] = (("prefecture", "f"), ("county", "c"))
    for province in (code for code, area in areas.items() if area.level == "province"):
        for layer, letter in layers:
            expected = {c for c, area in areas.items() if letter in area.layers and area.province == province}
            assert set(areas_of(load(geo_files, f"{province}-{layer}"))) == expected, (province, layer)
    prefectures = [c for c, area in areas.items() if area.level == "prefecture" and "f" in area.layers]
    assert len(prefectures) > 330
    for prefecture in prefectures:
        expected = {c for c, area in areas.items() if "c" in area.layers and area.prefecture == prefecture}
        assert set(areas_of(load(geo_files, f"{prefecture}-county"))) == expected, prefecture


@pytest.mark.parametrize("layer", COUNTS)
def test_no_island_is_dropped(geo_files: Path, raw_features: dict[str, list[dict]], layer: str) -> None:
    built = {code: shape(f["geometry"]) for code, f in areas_of(load(geo_files, f"{NATION}-{layer}")).items()}
    everything = shapely.STRtree(list(built.values()))
    lost, moved = [], set()
    for feature in raw_features[layer]:
        code = RECODED.get(feature["properties"]["gb"][3:], feature["properties"]["gb"][3:])
        for part in shape(feature["geometry"]).geoms if code else []:
            # 0.05 degrees are less than a pixel of the widest national map: a part may move by that, not vanish
            inside = part.representative_point()
            if built[code].distance(inside) > 0.05:
                moved.add(code[:2])
                if not len(everything.query(inside, predicate="dwithin", distance=0.05)):
                    lost.append((code, part.centroid))
    assert lost == []
    assert moved <= {"37"}  # 平岛 and 达山岛 are in the source twice, under 山东 and 江苏: drawn once, with 江苏


def test_simplification_leaves_sizes_and_shared_borders(geo_files: Path, raw_features: dict[str, list[dict]]) -> None:
    raw = {f["properties"]["gb"][3:]: shape(f["geometry"]) for f in raw_features["province"] if f["properties"]["gb"]}
    built = {
        code: shape(f["geometry"]).buffer(0) for code, f in areas_of(load(geo_files, f"{NATION}-province")).items()
    }
    for code, polygon in built.items():
        assert polygon.area == pytest.approx(raw[code].area, rel=0.05), code
    together = shapely.union_all(list(built.values()))
    assert together.area == pytest.approx(sum(polygon.area for polygon in built.values()), rel=1e-6)  # no overlaps
    land = shapely.union_all(list(raw.values()))
    holes = [shapely.Polygon(hole) for part in together.geoms for hole in part.interiors]
    assert [hole for hole in holes if land.contains(hole.representative_point()) and hole.area > 1e-5] == []


def test_exterior_rings_run_clockwise_in_every_file(geo_files: Path) -> None:
    files = sorted(geo_files.glob("??????-*.json"))
    assert len(files) > 400
    for file in files:
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            if not feature["id"].lstrip("i").isdigit():
                continue
            geometry = feature["geometry"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            for polygon in polygons:
                assert signed_area(polygon[0]) < 0, (file.name, feature["id"])


def signed_area(ring: list[list[float]]) -> float:
    """Positive where the ring runs anticlockwise (shoelace)."""
    x, y = (np.array(ring) - np.array(ring[0])).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def test_lines_enclose_nothing(geo_files: Path) -> None:
    features = load(geo_files, f"{NATION}-county")
    for key in ("provinces", "dashes", "inset-dashes", "inset-provinces"):
        for line in lines_of(features[key]):
            assert len(line) >= 4
            assert abs(signed_area(line.tolist())) < 1e-9 or signed_area(line.tolist()) < 0, key


@pytest.mark.parametrize("name", [f"{NATION}-province", f"{NATION}-prefecture", f"{NATION}-county"])
def test_the_ten_dashes_are_whole(geo_files: Path, raw_features: dict[str, list[dict]], name: str) -> None:
    raw = raw_dashes(raw_features)
    assert len(raw) == 10
    built = lines_of(load(geo_files, name)["inset-dashes"])
    assert len(built) == 10
    for dash in raw:
        near = [line for line in built if shapely.LineString(line).hausdorff_distance(dash) < 0.01]
        assert len(near) == 1


def test_the_main_map_shows_dashes_whole_or_not_at_all(geo: Path, raw_features: dict[str, list[dict]]) -> None:
    for layer in COUNTS:
        for size in PIXELS:
            window = shapely.box(*frame_of(geo, NATION, layer)["views"][size]["rectangle"])
            shown = [flat(dash) for dash in raw_dashes(raw_features)]
            assert sum(window.contains(dash) for dash in shown) == 3
            assert all(window.contains(dash) or not window.intersects(dash) for dash in shown)


def test_hainans_and_sanshas_maps_carry_the_dashes(geo_files: Path) -> None:
    for layer in ("prefecture", "county"):
        assert len(lines_of(load(geo_files, f"{HAINAN}-{layer}")["inset-dashes"])) == 10
    assert len(lines_of(load(geo_files, "460300-county")["dashes"])) == 9  # the tenth lies east of Taiwan
    assert len(lines_of(load(geo_files, "710000-county")["dashes"])) == 1


@pytest.mark.parametrize("name", [f"{NATION}-province", f"{NATION}-county", "650000-prefecture", "653000-county"])
def test_the_undetermined_stretch_is_dashed_and_not_drawn_through(
    geo: Path, geo_files: Path, raw_features: dict[str, list[dict]], name: str
) -> None:
    parent, layer = name.split("-")
    raw = raw_stretch(raw_features)
    drawn = shapely.MultiLineString(frame_of(geo, parent, layer)["undetermined"])
    # most of the raw line has a dashed line beside it; a prefecture holds its own part only
    beside = raw.intersection(drawn.buffer(0.03)).length
    assert beside > (0.95 if parent != "653000" else 0.3) * raw.length
    solid = shapely.MultiLineString(lines_of(load(geo_files, name)["outline"]))
    middle = drawn.intersection(raw.buffer(0.01))
    assert solid.intersection(middle.buffer(1e-6)).length < 0.05


def frame_of(geo: Path, parent: str, layer: str) -> dict[str, Any]:
    frame = read_frame(geo, parent, layer)
    assert frame is not None
    return frame


def inset_rectangle(frame: dict[str, Any], size: str) -> shapely.Polygon:
    """Where the inset stands, in the projection units of the main map beneath it."""
    west, south, east, north = frame["views"][size]["rectangle"]
    domain = frame["inset"]["views"][size]["domain"]
    x = [west + share * (east - west) for share in domain["x"]]
    y = [south + share * (north - south) for share in domain["y"]]
    return shapely.box(x[0], y[0], x[1], y[1])


@pytest.mark.parametrize("size", PIXELS)
@pytest.mark.parametrize(
    ("parent", "layer"),
    [(NATION, "province"), (NATION, "prefecture"), (NATION, "county"), (HAINAN, "prefecture"), (HAINAN, "county")],
)
def test_nothing_lies_beneath_the_inset(
    geo: Path, geo_files: Path, raw_features: dict[str, list[dict]], parent: str, layer: str, size: str
) -> None:
    frame = frame_of(geo, parent, layer)
    inset = inset_rectangle(frame, size)
    for code, feature in areas_of(load(geo_files, f"{parent}-{layer}")).items():
        assert not inset.intersects(flat(shape(feature["geometry"]).buffer(0))), code
    assert not any(inset.intersects(flat(dash)) for dash in raw_dashes(raw_features))
    if parent == NATION:
        assert not any(inset.intersects(box) for box in name_boxes(frame, size, PIXELS[size]).values())


def name_boxes(frame: dict[str, Any], size: str, pixels: int) -> dict[str, shapely.Polygon]:
    """Boxes of the names on a national map, projection units."""
    west, _, east, _ = frame["views"][size]["rectangle"]
    names = dict(frame["sea_names"][size])
    if size == "large" and frame["layer"] == "province":
        names |= {label[1]: label[2:4] for label in frame["labels"] if label[0] != "710000"}
    per_pixel = (east - west) / pixels
    boxes = {}
    for name, (longitude, latitude) in names.items():
        x, y = ALBERS(longitude, latitude)
        across, up = TEXT[size] * len(name) / 2 * per_pixel, TEXT[size] * 0.46 * per_pixel
        boxes[name] = shapely.box(x - across, y - up, x + across, y + up)
    return boxes


@pytest.mark.parametrize(("size", "pixels"), [("large", 754), ("large", 1080), ("small", 358), ("wall", 1000)])
def test_names_in_the_sea_touch_neither_land_nor_dashes_nor_each_other(
    geo: Path, geo_files: Path, raw_features: dict[str, list[dict]], size: str, pixels: int
) -> None:
    frame = frame_of(geo, NATION, "province")
    boxes = name_boxes(frame, size, pixels)
    land = [flat(shape(f["geometry"]).buffer(0)) for f in areas_of(load(geo_files, f"{NATION}-province")).values()]
    for name in ("台湾省", "钓鱼岛", "赤尾屿", "香港", "澳门"):
        if name in boxes:
            assert not any(boxes[name].intersects(area) for area in land), name
            assert not any(boxes[name].intersects(flat(dash)) for dash in raw_dashes(raw_features)), name
    names = list(boxes)
    touching = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if boxes[a].intersects(boxes[b])]
    assert touching == []


@pytest.mark.parametrize("size", PIXELS)
def test_the_inset_shows_the_whole_south_china_sea(geo: Path, raw_features: dict[str, list[dict]], size: str) -> None:
    view = frame_of(geo, NATION, "province")["inset"]["views"][size]
    west, south, east, north = view["rectangle"]
    window = shapely.box(west, south, east, north)
    shoal, taipei = shapely.Point(ALBERS(112.28, 3.97)), shapely.Point(ALBERS(121.56, 25.04))
    assert window.contains(shoal) and window.contains(taipei)
    assert window.contains(shapely.Point(ALBERS(117.76, 15.15)))  # 黄岩岛
    assert all(window.contains(flat(dash)) for dash in raw_dashes(raw_features))
    # its name stands at the lower right, beside or below 曾母暗沙 and clear of every dash
    pixel = (east - west) / ((view["domain"]["x"][1] - view["domain"]["x"][0]) * PIXELS[size])
    x, y = ALBERS(*view["name_at"])
    name = shapely.box(x - 4 * TEXT[size] * pixel, y, x, y + TEXT[size] * pixel)
    assert not name.intersects(shoal.buffer(2 * pixel))
    assert not any(name.intersects(flat(dash)) for dash in raw_dashes(raw_features))


@pytest.mark.parametrize("size", PIXELS)
def test_the_main_map_reaches_every_border_and_hainans_southern_tip(geo: Path, size: str) -> None:
    west, south, east, north = frame_of(geo, NATION, "province")["views"][size]["rectangle"]
    for longitude, latitude in ((73.5, 39.4), (135.09, 48.45), (123.3, 53.56), (109.57, 18.16), (124.56, 25.92)):
        x, y = ALBERS(longitude, latitude)
        assert west < x < east and south < y < north, (longitude, latitude)


def test_every_area_can_be_hatched(geo: Path, geo_files: Path) -> None:
    frame = frame_of(geo, NATION, "province")
    assert {"710000", "810000"} <= set(frame["hatched"])  # in the map's own file
    features, apart = load(geo_files, f"{NATION}-province"), load(geo_files, f"{NATION}-province-hatch")
    assert all(f"h{code}" in features for code in frame["hatched"])
    assert set(apart) == {f"h{code}" for code in frame["hatched_apart"]}
    assert len(frame["hatched"] + frame["hatched_apart"]) >= 33  # Macao is smaller than the distance of two lines
    assert frame_of(geo, "820000", "county")["hatched"] == ["820000"]
    for line in lines_of(load(geo_files, "820000-county")["h820000"]):
        assert len(np.unique(line, axis=0)) == 2  # rounding has not shrunk it to a point


@pytest.mark.parametrize(("parent", "layer"), [(NATION, "province"), (NATION, "county"), ("510000", "county")])
def test_every_area_has_crossed_lines_of_both_directions(geo: Path, geo_files: Path, parent: str, layer: str) -> None:
    frame = frame_of(geo, parent, layer)
    crossed = load(geo_files, frame["cross_file"].removesuffix(".json"))
    assert set(crossed) == {f"x{code}" for code in frame["areas"]}  # 澳门 and the smallest districts too
    for code in frame["areas"]:
        slopes = set()
        for line in lines_of(crossed[f"x{code}"]):
            (x0, y0), (x1, y1) = ALBERS(*line[0]), ALBERS(*line[1])
            slopes.add(np.sign((y1 - y0) * (x1 - x0)))
        assert slopes >= {1, -1}, code


def test_crossed_lines_spare_the_names(geo: Path, geo_files: Path) -> None:
    frame = frame_of(geo, "510000", "prefecture")
    crossed = load(geo_files, "510000-prefecture-cross")
    rectangle = frame["views"]["large"]["rectangle"]
    pixel = (rectangle[3] - rectangle[1]) / 530
    for code in ("513300", "513200", "510700"):  # wide areas, named on the map
        (label,) = [label for label in frame["labels"] if label[0] == code]
        x, y = ALBERS(label[2], label[3])
        name = shapely.box(x - 6 * len(label[1]) * pixel, y - 6 * pixel, x + 6 * len(label[1]) * pixel, y + 6 * pixel)
        lines = [shapely.LineString([ALBERS(*point) for point in line]) for line in lines_of(crossed[f"x{code}"])]
        assert len(lines) > 20
        assert not any(line.intersects(name) for line in lines), code


def test_islands_to_mark_are_named(geo: Path) -> None:
    assert set(frame_of(geo, NATION, "province")["islands"]) == {"钓鱼岛", "赤尾屿", "黄岩岛"}


def test_files_stay_small(geo_files: Path) -> None:
    for file in geo_files.glob("*.json.gz"):
        size = file.stat().st_size
        limit = 1_000_000 if file.name.startswith(NATION) else 260_000
        assert size < limit, (file.name, size)


def test_the_index_knows_every_file(geo: Path, geo_files: Path) -> None:
    index = read_index(geo)
    named = {record["file"] for record in index["maps"].values()}
    named |= {record["hatch_file"] for record in index["maps"].values() if record["hatched_apart"]}
    named |= {record["cross_file"] for record in index["maps"].values()}
    assert named == {f.name for f in geo_files.glob("??????-*.json")}
    assert index["version"] == geo_files.name
    assert read_frame(geo, "110000", "province") is None
