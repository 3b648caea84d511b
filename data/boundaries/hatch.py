"""Lines inside each area: diagonals where there is no value (grey alone is ΔE 7 from a light class), crossed ones where
the value is in doubt."""

import numpy as np
import shapely
from shapely.affinity import scale

from data.boundaries.projection import project_points, unproject_points
from data.boundaries.shapes import Coverage

# A small area has the middle of its own cross, whatever the grid; the arms are this share of the distance of two lines.
CROSS_ARM = 0.36
LEAST_BESIDE_NAME = 0.5  # share of its lines that an area keeps beside its name; smaller ones are crossed out whole
FEWEST_LINES = 1.5  # distances of two lines: an area with less line than this is given a cross


def hatch_lines(coverage: Coverage, spacing: float, decimals: int) -> dict[str, shapely.Geometry]:
    """Lines by code at 45° on the projected map, `spacing` projection units apart; areas between two lines get none."""
    found = {}
    for code, shape in _projected(coverage):
        lines = _inside(_diagonals(shape.bounds, spacing), shape)
        made = _degrees(lines, decimals)
        if not made.is_empty:
            found[code] = made
    return found


def cross_lines(
    coverage: Coverage, spacing: float, decimals: int, names: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Lines by code at 45° and 135°, `spacing` apart, that spare `names` (projection units): a name is not crossed out.

    Every area has some: one that hardly holds a line of the grid is given a cross in its middle, which may reach
    beyond its border.
    """
    found = {}
    for code, shape in _projected(coverage):
        rising = _diagonals(shape.bounds, spacing)
        falling = scale(_diagonals(_mirrored(shape.bounds), spacing), xfact=-1, yfact=1, origin=(0, 0))
        lines = _inside(rising, shape) + _inside(falling, shape)
        if names.intersects(shape):
            free = shapely.difference(shape, names)
            spared = _inside(rising, free) + _inside(falling, free)
            lines = spared if _length(spared) > LEAST_BESIDE_NAME * _length(lines) else lines
        if _length(lines) < FEWEST_LINES * spacing:
            lines = _cross(shape.representative_point(), spacing * CROSS_ARM)
        found[code] = _degrees(lines, decimals)
    return found


def _projected(coverage: Coverage) -> list[tuple[str, shapely.Geometry]]:
    """The areas in projection units; rounding can pinch a shape."""
    flat = shapely.transform(coverage.shapes, project_points)
    return [(c, s if s.is_valid else s.buffer(0)) for c, s in zip(coverage.codes, flat, strict=True)]


def _inside(lines: shapely.Geometry, shape: shapely.Geometry) -> list[shapely.LineString]:
    parts = shapely.get_parts(shapely.intersection(lines, shape))
    return [part for part in parts if part.geom_type == "LineString" and not part.is_empty]


def _length(lines: list[shapely.LineString]) -> float:
    return float(sum(line.length for line in lines))


def _degrees(lines: list[shapely.LineString], decimals: int) -> shapely.Geometry:
    """Rounded, without those that rounding shrinks to a point."""
    degrees = shapely.transform(shapely.MultiLineString(lines), unproject_points)
    rounded = shapely.transform(degrees, lambda points: np.round(points, decimals))
    return shapely.MultiLineString([line for line in shapely.get_parts(rounded) if line.length > 0])


def _mirrored(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    return -east, south, -west, north


def _cross(middle: shapely.Point, arm: float) -> list[shapely.LineString]:
    x, y = middle.x, middle.y
    return [shapely.LineString([(x - arm, y - s * arm), (x + arm, y + s * arm)]) for s in (1, -1)]


def _diagonals(bounds: tuple[float, float, float, float], spacing: float) -> shapely.Geometry:
    """Lines y = x + k·d across the bounds, on one grid for all areas so that neighbours' hatching is continuous."""
    west, south, east, north = bounds
    step = spacing * np.sqrt(2)
    offsets = np.arange(np.floor((south - east) / step), np.ceil((north - west) / step) + 1) * step
    ends = np.stack([[[west, west + k], [east, east + k]] for k in offsets])
    return shapely.multilinestrings(shapely.linestrings(ends))
