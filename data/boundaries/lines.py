"""Lines drawn over the values, as polygons of no width: plotly's choropleth takes polygons only, from a URL.

A line A-B-C becomes the ring A-B-C-B-A. d3-geo strokes it once, fills nothing, and its signed area is exactly 0, so it
cannot flood the map. The alternative, scattergeo, would carry every coordinate inside the figure at each redraw.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from data.boundaries.shapes import Coverage

# How near a simplified edge must lie to the surveyed line of the undetermined stretch to belong to it, in degrees:
# above the coarsest tolerance (0.02), far below the length of the stretch (3.1).
NEAR_UNDETERMINED = 0.03


def border_lines(
    coverage: Coverage, levels: Sequence[list[str]], undetermined: shapely.Geometry
) -> tuple[list[shapely.Geometry], shapely.Geometry]:
    """Edges of a coverage sorted by what they divide: one multi-line per level, and the undetermined stretch.

    `levels` are keys per polygon from the highest level down. The result has len(levels) + 1 multi-lines: the outer
    outline without the undetermined stretch, then the lines where each level's keys differ and no higher one's do.
    """
    edges, owners = _edges(coverage)
    _, first, inverse, counts = np.unique(edges, axis=0, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(inverse, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    one, other = owners[order[starts]], owners[order[starts + np.minimum(counts - 1, 1)]]
    unique = edges[first]
    outer = counts == 1
    stretch = outer & _near(unique, undetermined)
    groups = [_merge(unique[outer & ~stretch])]
    taken = outer
    for keys in levels:
        key = np.asarray(keys)
        divides = ~taken & (key[one] != key[other])
        groups.append(_merge(unique[divides]))
        taken = taken | divides
    return groups, _merge(unique[stretch])


def _edges(coverage: Coverage) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Every edge of every ring as (x1, y1, x2, y2) with the lesser end first, and its polygon's index."""
    edges, owners = [], []
    for index, shape in enumerate(coverage.shapes):
        for part in shapely.get_parts(shape):
            for ring in (part.exterior, *part.interiors):
                points = shapely.get_coordinates(ring)
                a, b = points[:-1], points[1:]
                swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
                lesser, greater = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
                edges.append(np.hstack([lesser, greater]))
                owners.append(np.full(len(a), index))
    return np.vstack(edges), np.concatenate(owners)


def _near(edges: NDArray[np.float64], line: shapely.Geometry) -> NDArray[np.bool_]:
    if line.is_empty:
        return np.zeros(len(edges), dtype=bool)
    zone = line.buffer(NEAR_UNDETERMINED)
    shapely.prepare(zone)
    inside: NDArray[np.bool_] = shapely.covers(zone, shapely.linestrings(edges.reshape(-1, 2, 2)))
    return inside


def _merge(edges: NDArray[np.float64]) -> shapely.Geometry:
    if not len(edges):
        return shapely.MultiLineString()
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(edges.reshape(-1, 2, 2))))


def as_polygons(lines: shapely.Geometry) -> list[list[list[list[float]]]]:
    """GeoJSON MultiPolygon coordinates that draw the lines: closed ones as clockwise rings, others there and back."""
    polygons = []
    for line in shapely.get_parts(lines):
        points = shapely.get_coordinates(line).tolist()
        if line.is_closed and len(points) >= 4:
            ring = points[::-1] if shapely.is_ccw(line) else points
        else:
            ring = points + points[-2::-1]
            if len(ring) < 4:  # a ring has at least four positions
                ring.insert(1, points[1])
        polygons.append([ring])
    return polygons
