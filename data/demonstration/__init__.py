"""Demonstration figures for what no open source gives: drawn on the user's machine, the same bytes every time.

Nation to county, 2015 to 2025, coherent: counts of parts make the whole, ratios come from sums, trends pass through
every published national value and the published provinces. No file contains a key that a published file has.
How it is drawn is told in docs/figures.md.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from data.areas import NATION
from data.definitions import Indicator, read_groups, read_indicators
from data.demonstration import births, care, lives, mobility, money, people, projects
from data.demonstration.blocks import Block, among
from data.demonstration.files import write_files
from data.demonstration.ratios import recipe_blocks
from data.demonstration.recipes import read_recipes
from data.demonstration.setting import Setting, build_setting
from data.demonstration.tree import build_tree

FAMILIES = (
    (people.CODES, people.people_blocks),
    (lives.CODES, lives.life_blocks),
    (births.CODES, births.birth_blocks),
    (care.CODES, care.care_blocks),
    (money.CODES, money.money_blocks),
    (mobility.CODES, mobility.mobility_blocks),
    (projects.CODES, projects.project_blocks),
)
SMALL_PROVINCES = ("110000", "510000", "540000")  # 北京: no prefectures; 四川: all levels; 西藏: few and far
SMALL_CODES = ("LE", "IMR", "U5MR", "HL", "VIS", "BEDK")


def write(target: str | Path, *, small: bool = False) -> list[Path]:
    """Write the demonstration files (Parquet and YAML) into the folder `target`; returns the Parquet files.

    small: six indicators of three provinces and the nation, for a quick trial.
    """
    setting = build_setting(build_tree())
    indicators = read_indicators()
    blocks = _small(setting, indicators) if small else _blocks(setting, indicators, set(covered()))
    groups: dict[str, str] = {code: indicator.group for code, indicator in indicators.items()}
    return write_files(Path(target), setting.tree, blocks, groups, read_groups())


def covered() -> tuple[str, ...]:
    """The codes of all indicators that demonstration figures are drawn for."""
    return tuple(code for codes, _ in FAMILIES for code in codes) + tuple(recipe.code for recipe in read_recipes())


def _blocks(setting: Setting, indicators: dict[str, Indicator], codes: set[str]) -> Iterator[Block]:
    for some, family in FAMILIES:
        if codes.intersection(some):
            yield from (block for block in family(setting, indicators) if block.code in codes)
    for recipe in read_recipes():
        if recipe.code in codes:
            yield from recipe_blocks(setting, indicators[recipe.code], recipe)


def _small(setting: Setting, indicators: dict[str, Indicator]) -> Iterator[Block]:
    tree = setting.tree
    inside = tree.membership[[tree.position(code) for code in SMALL_PROVINCES]].toarray().any(axis=0)
    kept = np.isin(tree.codes, [NATION, *SMALL_PROVINCES])
    outside = tree.membership @ (~inside).astype(float) > 0
    kept |= ~outside  # areas all of whose leaves are in one of the provinces
    for block in _blocks(setting, indicators, set(SMALL_CODES)):
        yield among(block, kept)
