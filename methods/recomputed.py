"""A published figure against what its own parts give."""

import math
from dataclasses import dataclass

# What a load lets pass (docs/loading.md): one unit of the last decimal, or 0.5 % of the value where that is more.
SHARE = 0.005


@dataclass(frozen=True)
class Recomputed:
    """`value` is what the parts give (NaN where they give nothing), `agreement` how it stands to the published one:
    `same` at the decimals shown, `rounded` within what a load lets pass, `differs`, or `unknown`."""

    value: float
    agreement: str


def recomputed_ratio(
    value: float, numerator: float, denominator: float, multiplier: float, decimals: int
) -> Recomputed:
    """numerator ÷ denominator × multiplier beside the published value. A denominator of 0 gives nothing."""
    if any(math.isnan(x) for x in (numerator, denominator, multiplier)) or denominator == 0:
        return Recomputed(math.nan, "unknown")
    return recomputed_sum(value, [numerator / denominator * multiplier], decimals)


def recomputed_sum(value: float, parts: list[float], decimals: int) -> Recomputed:
    """The sum of the parts beside the published value; nothing where there is no part or one of them is missing."""
    if not parts or any(math.isnan(part) for part in parts):
        return Recomputed(math.nan, "unknown")
    again = math.fsum(parts)
    if math.isnan(value):
        return Recomputed(again, "unknown")
    apart, unit = abs(again - value), 10.0**-decimals
    if apart <= unit / 2 * (1 + 1e-6):
        return Recomputed(again, "same")
    allowed = max(unit * (1 + 1e-6), abs(value) * SHARE)
    return Recomputed(again, "rounded" if apart <= allowed else "differs")
