"""Labels at the ends of lines, moved apart as little as possible."""

from collections.abc import Sequence


def spread_labels(positions: Sequence[float], gap: float) -> list[float]:
    """Positions at least `gap` apart, in the same order, each cluster centred where its labels wanted to be."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    clusters: list[tuple[float, int]] = []  # (centre, how many labels)
    for i in order:
        centre, size = positions[i], 1
        while clusters and centre - clusters[-1][0] < gap * (size + clusters[-1][1]) / 2:
            before, held = clusters.pop()
            centre = (before * held + centre * size) / (held + size)
            size += held
        clusters.append((centre, size))
    placed = [centre + gap * (k - (size - 1) / 2) for centre, size in clusters for k in range(size)]
    result = [0.0] * len(positions)
    for i, position in zip(order, placed, strict=True):
        result[i] = position
    return result


def kept_within(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions moved to lie from `low` to `high`, in the same order and still at least `gap` apart where they fit."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [positions[i] for i in order]
    for k, position in enumerate(placed):
        placed[k] = max(position, placed[k - 1] + gap if k else low)
    for k in reversed(range(len(placed))):
        placed[k] = min(placed[k], placed[k + 1] - gap if k + 1 < len(placed) else high)
    result = [0.0] * len(positions)
    for i, position in zip(order, placed, strict=True):
        result[i] = position
    return result
