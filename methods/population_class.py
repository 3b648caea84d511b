"""Population classes of areas, for comparing like with like."""

import math

# Bounds in persons; this product's default. The classes of cities in 国发〔2014〕51号 count urban cores, not areas.
BOUNDS = {
    "province": (30_000_000, 60_000_000),
    "prefecture": (1_000_000, 3_000_000, 5_000_000, 10_000_000),
    "county": (100_000, 300_000, 500_000, 1_000_000),
}


def population_class(population: float, level: str) -> tuple[float, float] | None:
    """The class [low, high) that an area of `level` (province, prefecture, county) belongs to; None where unknown."""
    if level not in BOUNDS or population is None or math.isnan(population):
        return None
    edges = (0.0, *map(float, BOUNDS[level]), math.inf)
    place = sum(population >= edge for edge in edges) - 1
    return edges[place], edges[place + 1]


def class_words(low: float, high: float) -> str:
    """`100–300万人`, `1,000万人以上`, `10万人以下`: bounds are all whole ten thousands."""
    if math.isinf(high):
        return f"{low / 1e4:,.0f}万人以上"
    return f"{high / 1e4:,.0f}万人以下" if low == 0 else f"{low / 1e4:,.0f}–{high / 1e4:,.0f}万人"
