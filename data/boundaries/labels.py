"""Where names stand on the map: found inside each area, and set by hand where the nation is shown by province."""

from dataclasses import dataclass

import shapely

from data.areas import read_areas, short_name
from data.boundaries.projection import project, project_points, unproject
from data.boundaries.shapes import Coverage


@dataclass(frozen=True)
class Label:
    """`radius` (projection units) is how far the area reaches around the point; 0 where the name stands outside it."""

    code: str
    text: str
    longitude: float
    latitude: float
    radius: float

    def as_list(self) -> list[str | float]:
        """The form in which the index holds it."""
        return [self.code, self.text, self.longitude, self.latitude, self.radius]


# Names beside their areas, in the sea: 天津, 上海, 香港, 澳门. Drawn in ink whatever the area's colour.
OUTSIDE = {"120000", "310000", "810000", "820000"}

# Degrees of each name's middle, placed by eye on the map of 754 by 530 px so that no two touch.
NATIONAL = {
    "110000": (116.3, 40.25),
    "120000": (119.35, 38.72),
    "130000": (115.2, 38.4),
    "140000": (112.3, 37.6),
    "150000": (111.3, 41.5),
    "210000": (122.9, 41.4),
    "220000": (126.4, 43.3),
    "230000": (128.3, 47.5),
    "310000": (123.1, 31.2),
    "320000": (119.9, 33.4),
    "330000": (120.2, 29.2),
    "340000": (117.3, 31.7),
    "350000": (118.0, 26.1),
    "360000": (115.7, 27.4),
    "370000": (118.0, 36.3),
    "410000": (113.7, 34.0),
    "420000": (112.5, 31.0),
    "430000": (111.6, 27.8),
    "440000": (113.5, 23.6),
    "450000": (108.7, 23.7),
    "460000": (109.75, 19.15),
    "500000": (107.8, 29.9),
    "510000": (102.7, 30.4),
    "520000": (106.9, 26.9),
    "530000": (101.6, 24.5),
    "540000": (88.8, 31.4),
    "610000": (108.9, 34.3),
    "620000": (104.3, 35.3),
    "630000": (96.2, 35.5),
    "640000": (106.1, 37.2),
    "650000": (85.6, 41.3),
    "710000": (120.95, 23.75),
    "810000": (115.75, 21.65),
    "820000": (112.9, 20.95),
}

# Marked by a dot and, where there is room, a name: too small to be seen as polygons.
ISLANDS = {"钓鱼岛": (123.48, 25.745), "赤尾屿": (124.556, 25.923), "黄岩岛": (117.76, 15.15)}

# Middles of the names that stand in the sea, per kind of national map. A search over the projected map found them:
# the nearest places at which the name touches no territory, dash, other name or the inset (tests repeat the check).
# 台湾省 stands on the island where the map is large.
SEA_NAMES = {
    "large": {"钓鱼岛": (122.481, 26.835), "赤尾屿": (126.299, 25.596)},
    "small": {"台湾省": (120.0, 19.94)},
    "wall": {"台湾省": (118.85, 21.31), "钓鱼岛": (124.341, 27.166), "赤尾屿": (127.207, 24.768)},
}


def label_points(coverage: Coverage) -> list[Label]:
    """One label per area: the middle of the largest circle inside its largest part."""
    areas = read_areas()
    labels = []
    for code, name, shape in zip(coverage.codes, coverage.names, coverage.shapes, strict=True):
        parts = shapely.get_parts(shapely.transform(shape, project_points))
        largest = parts[shapely.area(parts).argmax()]
        radius = shapely.maximum_inscribed_circle(largest if largest.is_valid else largest.buffer(0))
        middle, reach = shapely.get_coordinates(radius)[0], shapely.length(radius)
        longitude, latitude = unproject(*middle)
        text = areas[code].short_name if code in areas else short_name(code, name, "county")
        labels.append(Label(code, text, round(float(longitude), 3), round(float(latitude), 3), round(float(reach), 5)))
    return labels


def national_labels(labels: list[Label]) -> list[Label]:
    """The labels of the 34 units at their places set by hand."""
    placed = []
    for label in labels:
        longitude, latitude = NATIONAL.get(label.code, (label.longitude, label.latitude))
        radius = 0.0 if label.code in OUTSIDE else label.radius
        text = "台湾省" if label.code == "710000" else label.text
        placed.append(Label(label.code, text, longitude, latitude, radius))
    return placed


TEXT, FIGURE = 12, 530  # px: the names of the usual figure, and its height


def name_boxes(labels: list[Label], view_height: float) -> shapely.Geometry:
    """Where names stand inside their areas on the usual figure, in projection units; of those that fit in."""
    pixel = view_height / FIGURE
    boxes = []
    for label in labels:
        x, y = (float(part) for part in project(label.longitude, label.latitude))
        across, up = (TEXT * len(label.text) / 2 + 3) * pixel, (TEXT / 2 + 2) * pixel
        if label.radius and 2 * across <= 2.6 * label.radius + 6 * pixel and up <= label.radius + 2 * pixel:
            boxes.append(shapely.box(x - across, y - up, x + across, y + up))
    return shapely.union_all(boxes) if boxes else shapely.MultiPolygon()
