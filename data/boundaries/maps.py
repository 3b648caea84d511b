"""Each map: its file, and its record in the index (docs/maps.md names the fields)."""

from pathlib import Path

import shapely

from data.boundaries.files import PREFECTURE_LINES, PROVINCE_LINES, MapFile, add_inset, cross_name, hatch_name, map_file
from data.boundaries.labels import Label, label_points, name_boxes, national_labels
from data.boundaries.material import Source
from data.boundaries.projection import project_points
from data.boundaries.shapes import Coverage
from data.boundaries.views import SIZES, Extent, inset_view, view

NATION, HAINAN, TAIWAN, SANSHA = "100000", "460000", "710000", "460300"

# Its islands lie in the inset: the main map of the nation and of Hainan ends at Hainan island's southern tip.
_IN_INSET_ONLY = ("460300", "460302", "460303")


def write_map(material: Source, folder: Path, parent: str, layer: str, coverage: Coverage, decimals: int) -> dict:
    """Write one file from a simplified coverage and return its record in the index."""
    inset = parent in (NATION, HAINAN)
    extent = _extent(coverage, parent, material.dashes)
    margin = 0.008 if parent == NATION else 0.03
    views = {size: view(extent, size, inset=inset, margin=margin) for size in SIZES}
    rectangle = views["large"]["rectangle"]
    levels = _levels(coverage, parent, layer, material)
    labels = _labels(coverage, parent, layer, crowded=len(set(levels.get(PREFECTURE_LINES, ()))) > 1)
    height = rectangle[3] - rectangle[1]
    made = map_file(
        f"{parent}-{layer}.json",
        coverage,
        levels,
        dashes=_dashes_within(material.dashes, rectangle, parent),
        undetermined=material.undetermined,
        view_height=height,
        decimals=decimals,
        names=name_boxes(labels, height),
    )
    record = _record(made, parent, layer, coverage, extent) | {"views": views}
    record["labels"] = [label.as_list() for label in labels]
    if inset:
        shown = add_inset(made, coverage, levels, material.dashes, material.undetermined)
        record["inset"] = {"views": {size: inset_view(size) for size in SIZES}, "areas": shown}
    record["bytes"], record["bytes_gzip"] = made.write(folder)
    return record


def _record(made: MapFile, parent: str, layer: str, coverage: Coverage, extent: Extent) -> dict:
    return {
        "file": made.name,
        "parent": parent,
        "layer": layer,
        "areas": coverage.codes,
        "extent": [round(value, 6) for value in extent],
        "lines": made.line_ids,
        "undetermined": made.undetermined,
        "hatched": made.hatched,
        "hatch_file": hatch_name(made.name),
        "hatched_apart": made.hatched_apart,
        "cross_file": cross_name(made.name),
    }


def _labels(coverage: Coverage, parent: str, layer: str, *, crowded: bool) -> list[Label]:
    """The names that the map may show; a province's counties (`crowded`) are not named."""
    if crowded or (parent == NATION and layer != "province"):
        return []
    labels = label_points(coverage)
    return national_labels(labels) if parent == NATION else labels


def prefecture_of(code: str, prefectures: set[str]) -> str:
    """The polygon of the prefecture layer that a county belongs to; municipalities stand for themselves."""
    if code in prefectures:
        return code
    return code[:4] + "00" if code[:4] + "00" in prefectures else code[:2] + "0000"


def _levels(coverage: Coverage, parent: str, layer: str, material: Source) -> dict[str, list[str]]:
    """Lines of a higher level than the areas' own, which the areas' strokes draw."""
    if parent == NATION and layer != "province":
        return {PROVINCE_LINES: [code[:2] for code in coverage.codes]}
    if parent.endswith("0000") and parent != NATION and layer == "county":
        prefectures = set(material.layers["prefecture"].codes)
        return {PREFECTURE_LINES: [prefecture_of(code, prefectures) for code in coverage.codes]}
    return {}


def _extent(coverage: Coverage, parent: str, dashes: shapely.MultiLineString) -> Extent:
    """Bounds in projection units of what the main map must hold."""
    shapes = list(coverage.shapes)
    if parent in (NATION, HAINAN):
        shapes = [_without_south_china_sea(c, s) for c, s in zip(coverage.codes, shapes, strict=True)]
    elif parent == SANSHA:
        shapes += [dash for dash in dashes.geoms if dash.bounds[3] < 23]
    elif parent == TAIWAN:
        shapes += [dash for dash in dashes.geoms if dash.bounds[3] > 23]
    points = shapely.get_coordinates([shape for shape in shapes if not shape.is_empty])
    flat = project_points(points)
    (west, south), (east, north) = flat.min(axis=0).tolist(), flat.max(axis=0).tolist()
    return west, south, east, north


def _without_south_china_sea(code: str, shape: shapely.Geometry) -> shapely.Geometry:
    if code in _IN_INSET_ONLY:
        return shapely.MultiPolygon()
    if code == HAINAN:  # as one polygon of the province layer: keep the island and what lies beside it
        return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.bounds[1] > 18])
    return shape


def _dashes_within(dashes: shapely.MultiLineString, rectangle: list[float], parent: str) -> shapely.MultiLineString:
    """The dashes that the main map shows whole; one that its edge would cut is left to the inset."""
    if parent not in (NATION, TAIWAN, SANSHA):
        return shapely.MultiLineString()
    frame = shapely.box(*rectangle)
    shown = [dash for dash in dashes.geoms if frame.contains(shapely.transform(dash, project_points))]
    return shapely.MultiLineString(shown)
