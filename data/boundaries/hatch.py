"""Diagonal lines inside each area, for the areas that have no value: grey alone is ΔE 7 from a light class."""

import numpy as np
import shapely

from data.boundaries.projection import project_points, unproject_points
from data.boundaries.shapes import Coverage


def hatch_lines(coverage: Coverage, spacing: float, decimals: int) -> dict[str, shapely.Geometry]:
    """Lines by code at 45° on the projected map, `spacing` projection units apart; areas between two lines get none."""
    flat = shapely.transform(coverage.shapes, project_points)
    result = {}
    for code, shape in zip(coverage.codes, flat, strict=True):
        shape = shape if shape.is_valid else shape.buffer(0)  # rounding can pinch a shape
        inside = shapely.intersection(_diagonals(shape.bounds, spacing), shape)
        lines = [part for part in shapely.get_parts(inside) if part.geom_type == "LineString" and not part.is_empty]
        if lines:
            degrees = shapely.transform(shapely.MultiLineString(lines), unproject_points)
            result[code] = shapely.transform(degrees, lambda points: np.round(points, decimals))
    return result


def _diagonals(bounds: tuple[float, float, float, float], spacing: float) -> shapely.Geometry:
    """Lines y = x + k·d across the bounds, on one grid for all areas so that neighbours' hatching is continuous."""
    west, south, east, north = bounds
    step = spacing * np.sqrt(2)
    offsets = np.arange(np.floor((south - east) / step), np.ceil((north - west) / step) + 1) * step
    ends = np.stack([[[west, west + k], [east, east + k]] for k in offsets])
    return shapely.multilinestrings(shapely.linestrings(ends))
