"""Polygons from GeoJSON: read, clean into one coverage, simplify with shared borders, round, orient."""

import json
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.boundaries.source import BoundaryError

# Codes of 2025-09 in the files that GB/T 2260 has since replaced (same areas): 米林, 错那, 西沙, 南沙.
RECODED = {"540422": "540481", "540530": "540581", "460321": "460302", "460322": "460303"}

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Coverage:
    """Polygons that share borders: `codes[i]` and `names[i]` belong to `shapes[i]`."""

    codes: list[str]
    names: list[str]
    shapes: Shapes

    def __len__(self) -> int:
        return len(self.codes)

    def pick(self, codes: list[str]) -> "Coverage":
        """The polygons of these codes, in their order."""
        place = {code: index for index, code in enumerate(self.codes)}
        chosen = [place[code] for code in codes]
        return Coverage(codes, [self.names[i] for i in chosen], self.shapes[chosen])

    def simplify(self, tolerance: float) -> "Coverage":
        """Shared borders simplified once for both sides; tolerance in degrees."""
        return Coverage(self.codes, self.names, shapely.coverage_simplify(self.shapes, tolerance))

    def finish(self, decimals: int) -> "Coverage":
        """Rounded, exterior rings clockwise. The last step: rounding may pinch a shape, which only drawing forgives."""
        rounded = [_rounded(shape, decimals) for shape in self.shapes]
        # d3-geo floods the map where an exterior ring runs anticlockwise: orientation comes last.
        return Coverage(self.codes, self.names, shapely.orient_polygons(np.array(rounded), exterior_cw=True))

    def dissolve(self, keys: list[str]) -> dict[str, shapely.Geometry]:
        """One shape per key: the union of the polygons that carry it."""
        groups: dict[str, list[int]] = {}
        for index, key in enumerate(keys):
            groups.setdefault(key, []).append(index)
        return {key: shapely.coverage_union_all(self.shapes[members]) for key, members in groups.items()}


def read_layer(content: bytes, file: str) -> tuple[Coverage, list[shapely.Geometry]]:
    """The polygons of one file, cleaned into a coverage, and its lines (境界线). Raises BoundaryError."""
    try:
        features = json.loads(content)["features"]
    except (ValueError, KeyError, TypeError) as problem:
        raise BoundaryError(f"{file} 不是完整的 GeoJSON：{problem}。请重新取得该文件。") from problem
    codes, names, polygons, lines = [], [], [], []
    for number, feature in enumerate(features, start=1):
        code, name, shape = _read_feature(feature, file, number)
        if shape.geom_type in ("LineString", "MultiLineString"):
            lines.append(shape)
        else:
            codes.append(code)
            names.append(name)
            polygons.append(shape)
    _refuse_duplicates(codes, file)
    order = sorted(range(len(codes)), key=codes.__getitem__)
    codes, names = [codes[i] for i in order], [names[i] for i in order]
    # What two areas claim (平岛 and 达山岛: 江苏 and 山东) goes to the lesser code, the same one in every layer.
    clean = shapely.coverage_clean(shapely.make_valid([polygons[i] for i in order]), merge_strategy="min_index")
    empty = [code for code, shape in zip(codes, clean, strict=True) if shape.is_empty]
    if empty:
        raise BoundaryError(f"{file} 中 {'、'.join(empty[:5])} 的图形为空或被其他图形覆盖。请核对该文件。")
    return Coverage(codes, names, clean), lines


def _read_feature(feature: dict, file: str, number: int) -> tuple[str, str, shapely.Geometry]:
    try:
        properties = feature["properties"]
        name, standard = properties["name"], properties["gb"] or ""
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    except (KeyError, TypeError, shapely.errors.GEOSException) as problem:
        raise BoundaryError(
            f"{file} 第 {number} 个要素缺少 name、gb 或图形：{problem}。格式须与天地图一致。"
        ) from problem
    is_line = shape.geom_type in ("LineString", "MultiLineString")
    if not is_line and shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(f"{file} 第 {number} 个要素（{name}）不是面或线，而是 {shape.geom_type}。")
    code = standard.removeprefix("156")
    if not is_line and not (len(code) == 6 and code.isdigit()):
        raise BoundaryError(f"{file} 第 {number} 个要素（{name}）的 gb 为“{standard}”，应为 156 加六位区划代码。")
    return RECODED.get(code, code), name, shape


def _refuse_duplicates(codes: list[str], file: str) -> None:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise BoundaryError(f"{file} 中代码 {'、'.join(repeated[:5])} 出现不止一次。请核对该文件。")


def _rounded(shape: shapely.Geometry, decimals: int) -> shapely.Geometry:
    """Every part survives: an island too small for the grid keeps five decimals."""
    parts = [_rounded_part(part, decimals) for part in shapely.get_parts(shape)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _rounded_part(part: shapely.Polygon, decimals: int) -> shapely.Polygon:
    exterior = _rounded_ring(part.exterior, decimals)
    if exterior is None:
        exterior = _rounded_ring(part.exterior, 5)
    if exterior is None:
        return part
    holes = [ring for hole in part.interiors if (ring := _rounded_ring(hole, decimals)) is not None]
    return shapely.Polygon(exterior, holes)


def _rounded_ring(ring: shapely.LinearRing, decimals: int) -> NDArray[np.float64] | None:
    """The ring on the grid without repeated points; None where it encloses nothing there."""
    points = np.round(shapely.get_coordinates(ring), decimals)
    keep = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    points = points[keep]
    return points if len(points) >= 4 and shapely.Polygon(points).area > 0 else None
