"""Deaths of mothers and children per live birth: rare events, drawn so that the newborn are among the infants and the
infants among the children under five."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from data.definitions import Indicator
from data.demonstration.anchors import course
from data.demonstration.arithmetic import split
from data.demonstration.blocks import Block, ratio_block
from data.demonstration.ratios import courses, draw_events, gaps_of, stream
from data.demonstration.setting import YEARS, Setting

KNOTS = {
    "MMR": {2015: 20.1, 2025: 13.8},
    "NMR": {2015: 5.4, 2017: 4.5, 2018: 3.9, 2020: 3.4, 2021: 3.2, 2023: 2.8, 2025: 2.5},
    "IMR": {2025: 3.8},
    "U5MR": {2016: 10.2, 2025: 5.3},
}
CODES = tuple(KNOTS)
TOWN_AND_COUNTRY = np.array([-0.2, 0.2])  # on the log of the rate


def birth_blocks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """MMR, NMR, IMR and U5MR to counties, and by residence to prefectures; all of the same live births."""
    rng = stream("births")
    gaps = gaps_of(setting, rng)
    births = np.where(gaps, 0, setting.people["births"])
    parts = split(births, np.stack([setting.people["urban"], setting.people["rural"]], axis=2) + 1e-9)
    total = births.sum(axis=0)
    deaths = {
        code: np.rint(course(code, knots, YEARS) * total / _per(indicators[code])) for code, knots in KNOTS.items()
    }
    drawn = {"MMR": _drawn(setting, parts, deaths["MMR"], "MMR", effect=-0.34)}
    drawn["NMR"] = _drawn(setting, parts, deaths["NMR"], "NMR", effect=-0.3)
    drawn["IMR"] = drawn["NMR"] + _drawn(setting, parts, deaths["IMR"] - deaths["NMR"], "infants", effect=-0.36)
    drawn["U5MR"] = drawn["IMR"] + _drawn(setting, parts, deaths["U5MR"] - deaths["IMR"], "children", effect=-0.36)
    for code, counts in drawn.items():
        for name, top, bottom, level in (
            ("all", counts.sum(axis=2), births, "county"),
            ("urban", counts[:, :, 0], parts[:, :, 0], "prefecture"),
            ("rural", counts[:, :, 1], parts[:, :, 1], "prefecture"),
        ):
            options: dict[str, Any] = {"level": level, "breakdown": name, "limits": "byar", "gaps": gaps}
            yield ratio_block(setting, indicators[code], top, bottom, **options)


def _per(indicator: Indicator) -> float:
    return indicator.multiplier or 1


def _drawn(setting: Setting, parts: np.ndarray, total: np.ndarray, name: str, *, effect: float) -> np.ndarray:
    """Deaths by leaf, year and residence that add up to `total` in every year."""
    rng = stream(f"births {name}")
    risk = np.exp(courses(setting, rng, effect=effect, spread=0.14)[:, :, None] + TOWN_AND_COUNTRY)
    expected = (parts * risk).transpose(0, 2, 1).reshape(-1, parts.shape[1])
    drawn = draw_events(rng, total.astype(np.int64), expected)
    return drawn.reshape(parts.shape[0], 2, -1).transpose(0, 2, 1)
