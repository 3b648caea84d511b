"""Demonstration figures of the population in the years without a census."""

from collections.abc import Iterator

import numpy as np

from data.definitions import Indicator
from data.demonstration.blocks import Block, only, ratio_block, sum_block
from data.demonstration.setting import BASE, YEARS, Setting

COUNTS = ("all", "male", "female", "urban", "rural", "age65")
SHARES = {
    "A0_14": ("age0_14", "all"),
    "A15_64": ("age15_64", "all"),
    "A60": ("age60", "all"),
    "A65": ("age65", "all"),
    "ODR": ("age65", "age15_64"),
    "URB": ("urban", "all"),
}
CODES = ("POP", *SHARES)


def people_blocks(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    """Population by sex, residence and age, and the shares made of it; never for 2020, which was counted."""
    others = np.flatnonzero(np.arange(len(YEARS)) != BASE)
    for name in COUNTS:
        counts = setting.people[name]
        yield only(sum_block(setting, indicators["POP"], counts, level="county", breakdown=name), others)
    for code, (part, whole) in SHARES.items():
        block = ratio_block(setting, indicators[code], setting.people[part], setting.people[whole], level="county")
        yield only(block, others)
