"""One file per parent and layer: the areas, and in the same file what is drawn over them."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import orjson
import shapely

from data.areas import NATION, read_areas
from data.boundaries.hatch import hatch_lines
from data.boundaries.lines import as_polygons, border_lines
from data.boundaries.projection import project_points, unproject_points
from data.boundaries.shapes import Coverage
from data.boundaries.views import inset_extent

# Feature ids of what is drawn over the areas. An area's id is its code, its hatching's is "h" + code.
OUTLINE, DASHES = "outline", "dashes"
PROVINCE_LINES, PREFECTURE_LINES = "provinces", "prefectures"
INSET = "inset-"  # the same inside the inset, cut to its frame

# Distance of hatch lines: 4.5 px on the map of 530 px height.
HATCH_PER_HEIGHT = 118


@dataclass(frozen=True)
class MapFile:
    """One file's content before it is written, and what the figure must know about it."""

    name: str
    features: list[dict]
    line_ids: list[str]
    undetermined: list[list[list[float]]]
    hatched: list[str]

    def write(self, folder: Path) -> tuple[int, int]:
        """Write the file and its precompressed twin; bytes of both."""
        content = orjson.dumps({"type": "FeatureCollection", "features": self.features})
        packed = gzip.compress(content, compresslevel=9, mtime=0)
        (folder / self.name).write_bytes(content)
        (folder / f"{self.name}.gz").write_bytes(packed)
        return len(content), len(packed)


def map_file(
    name: str,
    coverage: Coverage,
    levels: dict[str, list[str]],
    *,
    dashes: shapely.Geometry,
    undetermined: shapely.Geometry,
    view_height: float,
    inset: bool,
    decimals: int,
) -> MapFile:
    """Assemble one file. `levels` maps line ids to keys per polygon, highest level first; `dashes` are those that the
    main map shows; `view_height` (projection units) sets the distance of the hatching."""
    (outline, *borders), stretch = border_lines(coverage, list(levels.values()), undetermined)
    lines = {OUTLINE: outline} | dict(zip(levels, borders, strict=True)) | {DASHES: dashes}
    if inset:
        lines |= {INSET + key: cut_to_inset(line) for key, line in lines.items() if key != DASHES}
    hatching = hatch_lines(coverage, view_height / HATCH_PER_HEIGHT, min(decimals, 3))
    features = [
        {"type": "Feature", "id": code, "properties": _names(code, label, name[:6]), "geometry": shapely.geometry.mapping(shape)}
        for code, label, shape in zip(coverage.codes, coverage.names, coverage.shapes, strict=True)
    ]
    drawn = {key: line for key, line in lines.items() if not line.is_empty}
    features += [line_feature(key, line) for key, line in drawn.items()]
    features += [line_feature("h" + code, line) for code, line in hatching.items()]
    parts = [shapely.get_coordinates(part).tolist() for part in shapely.get_parts(stretch)]
    return MapFile(name, features, list(drawn), parts, list(hatching))


def _names(code: str, label: str, parent: str) -> dict[str, str]:
    """What tables call an area, and where it lies if that is not the map's parent: 恩阳区 in 巴中."""
    area = read_areas().get(code)
    above = area.parent if area else None
    inside = {"in": read_areas()[above].short_name} if above and above not in (parent, NATION) else {}
    return {"name": label} | inside


def cut_to_inset(lines: shapely.Geometry) -> shapely.Geometry:
    """Lines cut just inside the inset's frame. A ring of no width that met the clip edge would be drawn along it."""
    west, south, east, north = inset_extent("large")
    inner = (east - west) * 0.002
    frame = shapely.box(west + inner, south + inner, east - inner, north - inner)
    flat = shapely.intersection(shapely.transform(lines, project_points), frame)
    return shapely.transform(flat, lambda points: unproject_points(points).round(3))


def line_feature(key: str, line: shapely.Geometry) -> dict:
    """A GeoJSON feature that draws lines as polygons of no width."""
    geometry = {"type": "MultiPolygon", "coordinates": as_polygons(line)}
    return {"type": "Feature", "id": key, "properties": {}, "geometry": geometry}
