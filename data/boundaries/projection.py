"""The one projection of every map: conic equal area, 25°/47°, centred on 105°E, as d3-geo computes it.

Units are those of d3 with scale 1: the nation is 0.756 wide and 0.636 high from Hainan's southern tip. y grows north.
Snyder, Map Projections: A Working Manual (USGS 1395), 1987, chapter 14.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

PARALLELS = (25.0, 47.0)
CENTRAL_MERIDIAN = 105.0

_DEGREE = np.pi / 180
_N = (np.sin(PARALLELS[0] * _DEGREE) + np.sin(PARALLELS[1] * _DEGREE)) / 2
_C = 1 + np.sin(PARALLELS[0] * _DEGREE) * (2 * _N - np.sin(PARALLELS[0] * _DEGREE))
_R0 = np.sqrt(_C) / _N


def project(longitude: ArrayLike, latitude: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Degrees to projection units (x east, y north)."""
    angle = (np.asarray(longitude, dtype=float) - CENTRAL_MERIDIAN) * _DEGREE * _N
    radius = np.sqrt(_C - 2 * _N * np.sin(np.asarray(latitude, dtype=float) * _DEGREE)) / _N
    return radius * np.sin(angle), _R0 - radius * np.cos(angle)


def unproject(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Projection units back to degrees."""
    x, down = np.asarray(x, dtype=float), _R0 - np.asarray(y, dtype=float)
    sine = (_C - (x * x + down * down) * _N * _N) / (2 * _N)
    return CENTRAL_MERIDIAN + np.arctan2(x, down) / _N / _DEGREE, np.arcsin(sine) / _DEGREE


def project_points(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """An (n, 2) array of degrees to an (n, 2) array of projection units; fits `shapely.transform`."""
    return np.column_stack(project(points[:, 0], points[:, 1]))


def unproject_points(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of `project_points`."""
    return np.column_stack(unproject(points[:, 0], points[:, 1]))


def box_size(longitudes: tuple[float, float], latitudes: tuple[float, float]) -> tuple[float, float]:
    """Width and height, in projection units, of the rectangle that plotly fits a longitude/latitude box into.

    plotly draws the box as great-circle arcs between eight points, not along parallels, and takes the bounds of that.
    """
    west, east, south, north = *longitudes, *latitudes
    quarter = (east - west) / 4
    corners = [(west, south), (west, north)]
    corners += [(west + k * quarter, north) for k in (1, 2, 3)] + [(east, north), (east, south)]
    corners += [(east - k * quarter, south) for k in (1, 2, 3)] + [(west, south)]
    arcs = [_great_circle(start, end) for start, end in pairwise(corners)]
    x, y = project(*np.vstack(arcs).T)
    return float(np.ptp(x)), float(np.ptp(y))


def _great_circle(start: tuple[float, float], end: tuple[float, float]) -> NDArray[np.float64]:
    ends = np.radians([start, end])
    cosine = np.cos(ends[:, 1])
    vectors = np.column_stack([cosine * np.cos(ends[:, 0]), cosine * np.sin(ends[:, 0]), np.sin(ends[:, 1])])
    steps = np.linspace(0, 1, 64)[:, None]
    chord = vectors[0] * (1 - steps) + vectors[1] * steps
    chord /= np.linalg.norm(chord, axis=1)[:, None]
    return np.degrees(np.column_stack([np.arctan2(chord[:, 1], chord[:, 0]), np.arcsin(chord[:, 2])]))
