"""Shares, rates, stocks and means: the figures of one recipe, drawn for leaves and added up."""

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import numpy as np
from scipy.special import logit

from data.areas import MACRO_REGIONS
from data.definitions import Indicator
from data.demonstration.anchors import published
from data.demonstration.arithmetic import apportion, centred, meet, split, wander
from data.demonstration.bases import denominators
from data.demonstration.blocks import Block, only, ratio_block, sum_block
from data.demonstration.recipes import Recipe
from data.demonstration.setting import SEED, YEARS, Setting

GROUPS = {"sex": ("male", "female"), "residence": ("urban", "rural")}
GAP_RATE = 0.004  # of county-years, nothing was sent
NORTHEAST = {"21": "east", "22": "central", "23": "central"}  # the three regions of health surveys have no 东北
REGION = {"东部": "east", "中部": "central", "西部": "west"}


def recipe_blocks(setting: Setting, indicator: Indicator, recipe: Recipe) -> Iterator[Block]:
    """The blocks of one recipe: all, then the groups, then the three regions where the recipe asks for them."""
    rng = stream(recipe.code)
    gaps = gaps_of(setting, rng)
    if recipe.model in ("stock", "mean"):
        gaps &= False
    base = np.where(gaps, 0, denominators(setting, recipe.of))
    if indicator.aggregation == "sum":
        total = np.rint(recipe.national())
        counts = apportion(total, base * np.exp(_own(setting, recipe, rng)))
        yield only(sum_block(setting, indicator, counts, level=recipe.level), recipe.kept)
        return
    parts = _parts(setting, recipe, base)
    counts = MODELS[recipe.model](setting, indicator, recipe, parts, rng)
    yield from _blocks(setting, indicator, recipe, counts, parts, gaps)
    if recipe.quarterly:
        yield _by_quarter(setting, indicator, recipe, counts.sum(axis=2), base, rng, gaps)


def stream(name: str) -> np.random.Generator:
    """Random numbers that belong to `name` alone, so that one indicator's figures never depend on another's."""
    return np.random.default_rng([SEED, crc32(name.encode())])


def gaps_of(setting: Setting, rng: np.random.Generator) -> np.ndarray:
    """Leaves and years for which nothing was sent: now and then one year, sometimes the next one too."""
    first = rng.random(setting.population.shape) < GAP_RATE
    second = np.zeros_like(first)
    second[:, 1:] = first[:, :-1] & (rng.random(first[:, 1:].shape) < 0.4)
    return (first | second) & (setting.population > 20_000)


def courses(
    setting: Setting, rng: np.random.Generator, *, effect: float, spread: float, ageing: float = 0.0
) -> np.ndarray:
    """What sets a leaf apart over the years, in logs or log odds: development, its province, prefecture and itself;
    provinces drift a little and differences narrow by a tenth in ten years."""
    tree = setting.tree
    steady = rng.normal(0, spread * 0.55, len(tree.province_codes))[tree.province]
    steady = steady + rng.normal(0, spread * 0.45, tree.prefecture.max() + 1)[tree.prefecture]
    steady = steady + rng.normal(0, spread * 0.55, len(tree.leaves)) + effect * setting.development
    drift = rng.normal(0, spread * 0.22, len(tree.province_codes))[tree.province]
    found = steady[:, None] * (1 - 0.01 * (YEARS - 2020)) + drift[:, None] * (YEARS - 2020) / 10
    found = found + wander(rng, len(steady), len(YEARS), spread * 0.12)
    if ageing:
        old = setting.people["age65"] / np.maximum(setting.population, 1)
        found = found + ageing * (old - np.average(old, weights=setting.population, axis=0))
    return found


def _own(setting: Setting, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    return courses(setting, rng, effect=recipe.effect, spread=recipe.spread, ageing=recipe.ageing)


def _parts(setting: Setting, recipe: Recipe, base: np.ndarray) -> np.ndarray:
    """The denominator by group: leaves × years × groups, adding up to the whole one."""
    if not recipe.groups:
        return base[:, :, None]
    first, second = GROUPS[recipe.groups]
    weights = np.stack([setting.people[first], setting.people[second]], axis=2) + 1e-9
    if recipe.of == "sample" and recipe.groups == "residence":
        weights = weights * np.array([0.42, 1.0])  # surveys ask as many in the country as in towns
    return split(base, weights)


def _sided(recipe: Recipe, base: np.ndarray, groups: int) -> np.ndarray:
    gap = recipe.gaps()[None, :, None]
    return base[:, :, None] + (gap * np.array([0.5, -0.5]) if groups == 2 else np.zeros(1))


def _share(
    setting: Setting, indicator: Indicator, recipe: Recipe, parts: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    target = recipe.national() / (indicator.multiplier or 1)
    base = _sided(recipe, _own(setting, recipe, rng), parts.shape[2])
    if recipe.regions:
        base = _regional(setting, recipe, base, parts, target)
    share = centred(base, parts, target)
    if recipe.model == "survey":
        drawn = rng.binomial(parts.astype(np.int64), share).astype(float)
    else:  # the same places and people year after year: one fixed threshold each instead of a new draw
        drawn = np.floor(parts * share + rng.random((len(parts), 1, parts.shape[2])))
        drawn = np.minimum(drawn, parts)
    flat, limit = _flat(drawn), _flat(parts)
    met = meet(flat, limit, np.rint(target * limit.sum(axis=0)))
    return met.reshape(parts.shape[0], parts.shape[2], -1).transpose(0, 2, 1)


def _flat(parts: np.ndarray) -> np.ndarray:
    return parts.transpose(0, 2, 1).reshape(-1, parts.shape[1])


def _regional(setting: Setting, recipe: Recipe, base: np.ndarray, parts: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Let the regions stand to the nation as they were published to stand; in between and outside, as last known."""
    found = base.copy()
    regions = regions_of(setting)
    for region in REGION.values():
        known = {int(p): v["100000"] for (c, p, b), v in published().items() if c == recipe.code and b == region}
        national = dict(zip(YEARS, target, strict=True))
        years = sorted(known)
        ratio = np.interp(YEARS, years, [known[y] / 100 / national[y] for y in years])
        rows = regions == region
        found[rows] = logit(np.clip(centred(base[rows], parts[rows], ratio * target), 1e-9, 1 - 1e-9))
    return found


def regions_of(setting: Setting) -> np.ndarray:
    """east, central or west for every leaf, by the division that health surveys use."""
    by_province = {prefix: REGION[name] for name, some in MACRO_REGIONS.items() if name in REGION for prefix in some}
    by_province |= NORTHEAST
    return np.array([by_province[code[:2]] for code in setting.tree.province_codes])[setting.tree.province]


def _events(
    setting: Setting, indicator: Indicator, recipe: Recipe, parts: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    target = recipe.national() / (indicator.multiplier or 1)
    expected = _flat(parts * np.exp(_sided(recipe, _own(setting, recipe, rng), parts.shape[2])))
    total = np.rint(target * parts.sum(axis=(0, 2))).astype(np.int64)
    drawn = draw_events(rng, total, expected)
    return drawn.reshape(parts.shape[0], parts.shape[2], -1).transpose(0, 2, 1)


def draw_events(rng: np.random.Generator, total: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Events over rows, column by column: Poisson draws given their published sum, which is a multinomial draw."""
    columns = [rng.multinomial(total[c], expected[:, c] / expected[:, c].sum()) for c in range(expected.shape[1])]
    return np.stack(columns, axis=1).astype(float)


def _stock(
    setting: Setting, indicator: Indicator, recipe: Recipe, parts: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    total = np.rint(recipe.national() / (indicator.multiplier or 1) * parts.sum(axis=(0, 2)))
    return apportion(total, _flat(parts) * np.exp(_own(setting, recipe, rng)))[:, :, None]


def _mean(
    setting: Setting, indicator: Indicator, recipe: Recipe, parts: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    level = np.exp(_sided(recipe, _own(setting, recipe, rng), parts.shape[2]))
    scale = recipe.national() / (indicator.multiplier or 1) * parts.sum(axis=(0, 2)) / (level * parts).sum(axis=(0, 2))
    return np.rint(parts * level * scale[None, :, None])


MODELS = {"survey": _share, "coverage": _share, "event": _events, "stock": _stock, "mean": _mean}


def _blocks(
    setting: Setting, indicator: Indicator, recipe: Recipe, counts: np.ndarray, parts: np.ndarray, gaps: np.ndarray
) -> Iterator[Block]:
    names = GROUPS[recipe.groups] if recipe.groups else ()
    whole = (counts.sum(axis=2), parts.sum(axis=2))
    cells = [("all", *whole), *((name, counts[:, :, k], parts[:, :, k]) for k, name in enumerate(names))]
    for name, top, bottom in cells:
        level = recipe.level if name == "all" else recipe.group_level or recipe.level
        options: dict[str, Any] = {"limits": recipe.limits, "gaps": gaps, "hide_below": recipe.hide_below}
        yield only(ratio_block(setting, indicator, top, bottom, level=level, breakdown=name, **options), recipe.kept)
    if recipe.regions:
        for region in REGION.values():
            rows = (regions_of(setting) == region)[:, None]
            yield ratio_block(
                setting, indicator, whole[0] * rows, whole[1] * rows, level="nation", breakdown=region, limits="wilson"
            )


QUARTERS = [f"{year}Q{quarter}" for year in range(2022, 2026) for quarter in range(1, 5)]


def _by_quarter(
    setting: Setting,
    indicator: Indicator,
    recipe: Recipe,
    counts: np.ndarray,
    base: np.ndarray,
    rng: np.random.Generator,
    gaps: np.ndarray,
) -> Block:
    """At each quarter's end: on the way from last year's level to this year's, which the fourth quarter reaches."""
    years = np.searchsorted(YEARS, [int(name[:4]) for name in QUARTERS])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.nan_to_num(counts / base)
    before = np.where(base[:, years - 1] > 0, share[:, years - 1], share[:, years])
    part = np.array([int(name[-1]) / 4 for name in QUARTERS])
    due = base[:, years]
    level = before + (share[:, years] - before) * part
    drawn = np.minimum(np.floor(due * level + rng.random((len(due), 1))), due)
    drawn = np.where(part == 1, counts[:, years], drawn)
    options: dict[str, Any] = {
        "limits": recipe.limits,
        "gaps": gaps[:, years],
        "level": recipe.level,
        "periods": QUARTERS,
    }
    return ratio_block(setting, indicator, drawn, due, **options)
