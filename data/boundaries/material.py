"""What the boundaries are made of: the three layers as coverages, and the two special lines of the province file."""

from collections.abc import Callable
from dataclasses import dataclass

import shapely

from data.boundaries.shapes import Coverage, read_layer
from data.boundaries.source import FILES, BoundaryError

LAYERS = ("province", "prefecture", "county")


@dataclass(frozen=True)
class Source:
    """The three layers as cleaned coverages and the two special lines of the province file."""

    layers: dict[str, Coverage]
    dashes: shapely.MultiLineString
    undetermined: shapely.Geometry
    description: str


def read_material(raw: dict[str, bytes], description: str, progress: Callable[[str], None]) -> Source:
    """Read and clean the three files. Raises BoundaryError, also where a line that every lawful map needs is absent."""
    layers, lines = {}, []
    for layer, file in zip(LAYERS, FILES, strict=True):
        progress(f"读取并清理 {file}")
        coverage, found = read_layer(raw[file], file)
        layers[layer] = coverage
        if layer == "province":  # the other two files lack or split the tenth dash
            lines = found
    return Source(layers, _ten_dashes(lines), _undetermined(lines), description)


def _ten_dashes(lines: list[shapely.Geometry]) -> shapely.MultiLineString:
    """The ten dashes of the South China Sea: the feature that reaches from 曾母暗沙 to the east of Taiwan."""
    found = [line for line in lines if line.bounds[1] < 10 and line.bounds[3] > 23]
    if not found:
        raise BoundaryError("省级文件中没有南海断续线（境界线）。没有断续线的地图不能公开使用，请换用完整的官方数据。")
    dashes = [part for line in found for part in shapely.get_parts(line)]
    if len(dashes) != 10:
        raise BoundaryError(f"省级文件中的南海断续线应为十段，读到 {len(dashes)} 段。请换用完整的官方数据。")
    return shapely.MultiLineString(list(shapely.simplify(dashes, 0.005)))


def _undetermined(lines: list[shapely.Geometry]) -> shapely.Geometry:
    """The stretch in the west whose boundary is not determined (未定国界)."""
    found = [line for line in lines if line.bounds[2] < 80]
    if not found:
        raise BoundaryError("省级文件中没有西部未定国界段（境界线）。请换用完整的官方数据。")
    return shapely.union_all(found)
