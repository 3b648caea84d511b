"""One file per parent and layer: the areas, and in the same file what is drawn over them."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
import shapely

from data.areas import NATION, read_areas
from data.boundaries.hatch import cross_lines, hatch_lines
from data.boundaries.lines import as_polygons, border_lines
from data.boundaries.projection import project_points, unproject_points
from data.boundaries.shapes import Coverage
from data.boundaries.views import inset_extent

# Feature ids of what is drawn over the areas. An area's id is its code, its hatching's is "h" + code, that of its
# crossed lines "x" + code, that of its shape in the inset "i" + code.
OUTLINE, DASHES = "outline", "dashes"
PROVINCE_LINES, PREFECTURE_LINES = "provinces", "prefectures"
INSET = "inset-"  # the same lines inside the inset, cut to its frame

# The inset is 118 px wide for 18 degrees, 0.15 degrees a pixel. Shapes of its own, cut and coarse, took a third off the
# time to paint the nation.
INSET_TOLERANCE, INSET_DECIMALS = 0.05, 3

# Distance of hatch lines: 4.5 px on the map of 530 px height.
HATCH_PER_HEIGHT = 118
# Of crossed lines: 8 px, so that the class shows between them and a name can be read on them.
CROSS_PER_HEIGHT = 66


@dataclass(frozen=True)
class MapFile:
    """One file's content before it is written, and what the figure must know about it."""

    name: str
    features: list[dict]
    line_ids: list[str]
    undetermined: list[list[list[float]]]
    hatched: list[str]
    hatched_apart: list[str]
    hatching_apart: list[dict]
    crossed: list[dict]

    def write(self, folder: Path) -> tuple[int, int]:
        """Write the file, those of the hatching and of the crossed lines, and their precompressed twins; bytes of the
        first pair."""
        _write(folder / cross_name(self.name), self.crossed)
        if self.hatching_apart:
            _write(folder / hatch_name(self.name), self.hatching_apart)
        return _write(folder / self.name, self.features)


def hatch_name(name: str) -> str:
    """The file that holds the hatching of areas that have figures as a rule."""
    return name.replace(".json", "-hatch.json")


def cross_name(name: str) -> str:
    """The file that holds the crossed lines of all areas: for values in doubt, fetched when one is shown."""
    return name.replace(".json", "-cross.json")


def _write(file: Path, features: list[dict]) -> tuple[int, int]:
    content = orjson.dumps({"type": "FeatureCollection", "features": features})
    packed = gzip.compress(content, compresslevel=7, mtime=0)
    file.write_bytes(content)
    file.with_name(file.name + ".gz").write_bytes(packed)
    return len(content), len(packed)


def map_file(
    name: str,
    coverage: Coverage,
    levels: dict[str, list[str]],
    *,
    dashes: shapely.Geometry,
    undetermined: shapely.Geometry,
    view_height: float,
    decimals: int,
    names: shapely.Geometry,
) -> MapFile:
    """Assemble one file. `levels` maps line ids to keys per polygon, highest level first; `dashes` are those that the
    main map shows; `view_height` (projection units) sets the distance of hatching and crossed lines, which spare
    `names`, the places of names in projection units."""
    final = coverage.finish(decimals)
    (outline, *borders), stretch = border_lines(final, list(levels.values()), undetermined)
    lines = {OUTLINE: outline} | dict(zip(levels, borders, strict=True)) | {DASHES: dashes}
    half_pixel = np.degrees(view_height) / 1060
    decimals_of_lines = int(np.ceil(-np.log10(half_pixel)))
    hatching = hatch_lines(final, view_height / HATCH_PER_HEIGHT, decimals_of_lines)
    crossing = cross_lines(final, view_height / CROSS_PER_HEIGHT, decimals_of_lines, names)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": _names(code, label, name[:6]),
            "geometry": shapely.geometry.mapping(shape),
        }
        for code, label, shape in zip(final.codes, final.names, final.shapes, strict=True)
    ]
    drawn = {key: line for key, line in lines.items() if not line.is_empty}
    features += [line_feature(key, line) for key, line in drawn.items()]
    # Hatching that every map needs (香港, 澳门, 台湾省 and what has no statistics) is in the file itself. The rest is
    # seldom wanted and would cost every map of a province a quarter of its time to paint.
    known = read_areas()
    always = [code for code in hatching if code in known and not known[code].has_statistics]
    apart = [code for code in hatching if code not in always]
    features += [line_feature("h" + code, hatching[code]) for code in always]
    seldom = [line_feature("h" + code, hatching[code]) for code in apart]
    crossed = [line_feature("x" + code, lines) for code, lines in crossing.items()]
    parts = [shapely.get_coordinates(part).tolist() for part in shapely.get_parts(stretch)]
    return MapFile(name, features, list(drawn), parts, always, apart, seldom, crossed)


def _names(code: str, label: str, parent: str) -> dict[str, str]:
    """What tables call an area, and where it lies if that is not the map's parent: 恩阳区 in 巴中."""
    area = read_areas().get(code)
    above = area.parent if area else None
    inside = {"in": read_areas()[above].short_name} if above and above not in (parent, NATION) else {}
    return {"name": label} | inside


def add_inset(
    file: MapFile,
    coverage: Coverage,
    levels: dict[str, list[str]],
    dashes: shapely.Geometry,
    undetermined: shapely.Geometry,
) -> list[str]:
    """Append the inset's areas and lines to a file; the codes of the areas that the inset shows, in order."""
    flat = shapely.transform(coverage.shapes, project_points)
    seen = np.flatnonzero(shapely.intersects(flat, _inset_frame(0)))
    codes = [coverage.codes[index] for index in seen]
    coarse = coverage.pick(codes).simplify(INSET_TOLERANCE)
    keys = [[values[index] for index in seen] for values in levels.values()]
    (outline, *borders), _ = border_lines(coarse, keys, undetermined)
    lines = {OUTLINE: outline} | dict(zip(levels, borders, strict=True))
    cut = {INSET + key: _cut(line, _inset_frame(-0.004)) for key, line in lines.items()} | {INSET + DASHES: dashes}
    shapes = np.array([_cut(shape, _inset_frame(0.03)) for shape in coarse.shapes])
    final = Coverage(codes, coarse.names, shapes).finish(INSET_DECIMALS)
    file.features.extend(
        {"type": "Feature", "id": "i" + code, "properties": {}, "geometry": shapely.geometry.mapping(shape)}
        for code, shape in zip(codes, final.shapes, strict=True)
    )
    file.features.extend(line_feature(key, line) for key, line in cut.items() if not line.is_empty)
    file.line_ids.extend(key for key, line in cut.items() if not line.is_empty)
    return codes


def _inset_frame(margin: float) -> shapely.Polygon:
    """The inset's rectangle in projection units, wider by a share of its width (narrower where negative)."""
    west, south, east, north = inset_extent("small")
    by = (east - west) * margin
    return shapely.box(west - by, south - by, east + by, north + by)


def _cut(shape: shapely.Geometry, frame: shapely.Polygon) -> shapely.Geometry:
    """What lies in the frame. Lines are cut inside the inset's frame, since a ring of no width that met the clip edge
    would be drawn along it; areas are cut outside it, where their cut edges are not seen."""
    flat = shapely.intersection(shapely.transform(shape, project_points), frame)
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        flat = shapely.MultiPolygon([part for part in shapely.get_parts(flat) if part.geom_type == "Polygon"])
    return shapely.transform(flat, unproject_points)


def line_feature(key: str, line: shapely.Geometry) -> dict:
    """A GeoJSON feature that draws lines as polygons of no width."""
    line = shapely.transform(line, lambda points: points.round(4))
    geometry = {"type": "MultiPolygon", "coordinates": as_polygons(line)}
    return {"type": "Feature", "id": key, "properties": {}, "geometry": geometry}
