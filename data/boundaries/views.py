"""What part of the projected map a figure shows: plotly's centre, scale and longitude/latitude box for one shape.

plotly fits the box into the figure and clips to it, then scales about the centre. So one box per figure shape will do,
chosen with that shape's aspect; scale and centre do the rest, and nothing is clipped short of the figure's edge.
"""

from dataclasses import dataclass
from functools import lru_cache

from data.boundaries.projection import CENTRAL_MERIDIAN, box_size, project, unproject

Extent = tuple[float, float, float, float]

_LATITUDES = (15.0, 55.0)


@dataclass(frozen=True)
class Size:
    """A kind of figure: the shape it has on its page, the inset's width as a share of its own, and a usual width."""

    aspect: float
    inset: float
    pixels: int


# 754 by 530 is the map on a 1366 by 768 desk; 358 is a phone; 1000 by 646 the middle of a wall.
SIZES = {
    "large": Size(754 / 530, 118 / 754, 754),
    "small": Size(358 / 252, 64 / 358, 358),
    "wall": Size(1000 / 646, 146 / 1000, 1000),
}

# The inset shows the South China Sea with all its islands and dashes, and Taiwan whole: no coast is cut but the
# mainland's, where every map of this kind cuts it.
INSET_BOX = (104.9, 123.0, 3.3, 25.5)
# Its name stands below 曾母暗沙 where the inset is too narrow to hold both side by side: extra depth, share of width.
INSET_FOOT = {"large": 0.0, "small": 16 / 64, "wall": 32 / 146}


def view(extent: Extent, size: str, *, inset: bool, margin: float = 0.02) -> dict:
    """The view that fits `extent` (projection units) into a figure of this size, left of the inset where there is one.

    Keys: aspect, lonaxis, lataxis, center {lon, lat}, scale, rectangle (what is seen, projection units).
    """
    shape = SIZES[size]
    west, south, east, north = extent
    free = 1 - shape.inset - 0.012 if inset else 1.0
    across, up = (east - west) * (1 + margin), (north - south) * (1 + margin)
    width = max(across / free, up * shape.aspect)
    height = width / shape.aspect
    left = (west + east) / 2 - width * free / 2
    bottom = (south + north) / 2 - height / 2
    return _plotly_view((left, bottom, left + width, bottom + height), shape.aspect)


def inset_view(size: str) -> dict:
    """The inset's view, with its place in the figure: `domain` {x, y} as shares, lower right."""
    west, south, east, north = inset_extent(size)
    aspect = (east - west) / (north - south)
    shape = SIZES[size]
    height = shape.inset / aspect * shape.aspect
    result = _plotly_view((west, south, east, north), aspect)
    name_at = unproject(east - (east - west) * 0.02, south + (east - west) * 0.02)
    result["name_at"] = [round(float(name_at[0]), 3), round(float(name_at[1]), 3)]
    edge = 1 / shape.pixels  # the frame's line stays inside the figure
    result["domain"] = {"x": [1 - shape.inset - edge, 1 - edge], "y": [edge, edge + height]}
    return result


def inset_extent(size: str) -> Extent:
    """The projected rectangle that holds the inset's box, and its foot."""
    west, east, south, north = INSET_BOX
    x, y = project([west, west, east, east, 105.0], [south, north, south, north, south])
    width = float(x.max() - x.min())
    foot = INSET_FOOT[size] * width
    return float(x.min()), float(y.min()) - foot, float(x.max()), float(y.max())


def _plotly_view(rectangle: Extent, aspect: float) -> dict:
    west, south, east, north = rectangle
    half = _half_span(round(aspect, 6))
    box_width, _ = box_size((CENTRAL_MERIDIAN - half, CENTRAL_MERIDIAN + half), _LATITUDES)
    longitude, latitude = unproject((west + east) / 2, (south + north) / 2)
    return {
        "aspect": round(aspect, 4),
        "lonaxis": [round(CENTRAL_MERIDIAN - half, 4), round(CENTRAL_MERIDIAN + half, 4)],
        "lataxis": list(_LATITUDES),
        "center": {"lon": round(float(longitude), 4), "lat": round(float(latitude), 4)},
        "scale": round(box_width / (east - west), 5),
        "rectangle": [round(value, 6) for value in rectangle],
    }


@lru_cache
def _half_span(aspect: float) -> float:
    """Half the longitude span whose box has this aspect, by bisection."""
    low, high = 2.0, 85.0
    for _ in range(50):
        middle = (low + high) / 2
        width, height = box_size((CENTRAL_MERIDIAN - middle, CENTRAL_MERIDIAN + middle), _LATITUDES)
        low, high = (middle, high) if width / height < aspect else (low, middle)
    return (low + high) / 2
