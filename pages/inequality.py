"""How far the parts of an area lie apart on one indicator: between areas, town and country, and the macro-regions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from components.inequality_lines import Dot, Line
from components.inequality_table import Measure
from components.numbers import count, number, shown
from methods.dispersion import dispersion
from methods.group_gap import group_gap
from methods.slope_index_of_inequality import FEWEST_GROUPS, slope_index_of_inequality
from pages.judged_points import limited
from queries.view_of import LAYER_NAMES, Record

RANKED_BY, RANKED_IN = (
    "ILLIT15",
    "2020",
)  # schooling: the one ranking variable that every county has a published value of
RANKED_WORDS = "15岁及以上人口文盲率（2020年普查）"
REGIONS = ("东部", "中部", "西部", "东北")
GROUPS = {"urban": "城市", "rural": "农村", "east": "东部", "central": "中部", "west": "西部", "northeast": "东北"}
_WIDTH = 3.92  # of a 95 % interval, in standard errors


@dataclass
class Inequality:
    """What is drawn and told; `reasons` say what could not be computed, and why. `used` are the
    frames behind, without the ranking variable, which is named where it is used."""

    lines: list[Line] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    used: list[pd.DataFrame] = field(default_factory=list)


def inequality_of(
    indicator: Record, *, children: pd.DataFrame, layer: str, order: pd.DataFrame, groups: pd.DataFrame,
    regions: Mapping[str, str] | None, period: str, absent: str = "",
) -> Inequality:  # fmt: skip
    """`children`: `values_of_children` of the areas of `layer`; `order`: the same of the ranking variable; `groups`:
    `series_of_breakdowns` rows of the period, `absent` why there are none; `regions`: of provinces, for the nation."""
    told = Inequality()
    held = children[children["has_statistics"].astype(bool) & children["value"].notna()]
    _between(told, indicator, held, layer, order, period)
    groups = limited(groups[groups["value"].notna()], indicator)
    found = {row["breakdown"]: row for row in groups.to_dict("records") if row["breakdown"] in GROUPS}
    _town_and_country(told, indicator, found, groups, absent or f"{period}没有分城乡的数据")
    if regions is not None:
        _between_regions(told, indicator, found, groups, held if layer == "province" else held.iloc[:0], regions)
    return told


def _between(
    told: Inequality, indicator: Record, held: pd.DataFrame, layer: str, order: pd.DataFrame, period: str
) -> None:  # fmt: skip
    """Range, ratio, variation, slope index."""
    word = LAYER_NAMES[layer]
    if len(held) < 2:
        told.reasons.append(f"各{word}之间：{period}有数据的{word}不足2个")
        return
    told.used.append(held)
    dots = tuple(Dot(r.short_name, float(r.value)) for r in held.itertuples())
    told.lines.append(Line(f"各{word}", dots, n=f"{len(held)}个{word}"))
    schooling = order.set_index("area").reindex(held["area"])
    people = schooling["denominator"].to_numpy(dtype=float)
    weighted = bool(np.nansum(people) > 0)
    row = dispersion(held["value"], people if weighted else None).iloc[0]
    values = held["value"].to_numpy(dtype=float)
    ends = [held.iloc[values.argmax()], held.iloc[values.argmin()]]
    high, low = (f"{end['short_name']} {shown(end['value'], indicator)}" for end in ends)
    invented = bool(held["demonstration"].any())
    n = str(int(row["n"]))
    told.measures += [
        Measure("极差", _amount(row["range"], indicator, signed=False), "", n, f"{high}，{low}", invented),
        Measure("最高÷最低", number(row["ratio"], 2), "", n, "两端各一个地区，地区越多越大", invented),
        Measure(
            "变异系数", number(row["variation"], 1) + "%", "", n,
            "以2020年普查15岁及以上人口加权" if weighted else "各地区等权（没有人口数）", invented,
        ),
    ]  # fmt: skip
    _slope(told, indicator, held, schooling, word)


def _slope(told: Inequality, indicator: Record, held: pd.DataFrame, schooling: pd.DataFrame, word: str) -> None:
    if indicator["aggregation"] == "sum":
        told.reasons.append("斜率指数：总量随地区大小而变，不作比较")
        return
    if indicator["code"] == RANKED_BY:
        told.reasons.append("斜率指数：该指标本身就是排序变量")
        return
    value, lower, upper = (held[name].to_numpy(dtype=float)[None, :] for name in ("value", "lower", "upper"))
    people, rank = (schooling[name].to_numpy(dtype=float) for name in ("denominator", "value"))
    found = slopes(value, lower, upper, people, rank).iloc[0]
    if found["groups"] < FEWEST_GROUPS:
        told.reasons.append(f"斜率指数：有{RANKED_WORDS}可供排序的{word}不足{FEWEST_GROUPS}个")
        return
    how = "各地区区间" if found["method"].endswith("standard errors") else "残差"
    relative = f"，比值{found['relative']:.2f}" if not np.isnan(found["relative"]) else ""
    told.measures.append(
        Measure(
            "斜率指数", _amount(found["value"], indicator), _interval(found["lower"], found["upper"], indicator),
            str(int(found["groups"])), f"按{RANKED_WORDS}由高到低排列，最低端减最高端{relative}；区间来自{how}",
            bool(held["demonstration"].any()),
        )
    )  # fmt: skip


def slopes(
    values: np.ndarray, lower: np.ndarray, upper: np.ndarray, people: np.ndarray, rank: np.ndarray
) -> pd.DataFrame:
    """`methods.slope_index_of_inequality` of each row of (indicators, areas), the areas with the highest `rank` (least
    schooling) first. Limits from those of the areas where all of them have some, else from the residuals."""
    known = np.flatnonzero(~np.isnan(rank) & (people > 0))
    rows = known[np.argsort(-rank[known], kind="stable")]
    x, people = values[:, rows], people[rows]
    errors = (upper - lower)[:, rows] / _WIDTH
    sure = ((errors > 0) | np.isnan(x)).all(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):  # values of 0 everywhere have no ratio of their ends
        found = slope_index_of_inequality(x, people)
        if sure.any():
            exact = slope_index_of_inequality(x[sure], people, np.where(np.isnan(x[sure]), 1.0, errors[sure]))
            found = pd.concat([found[~sure], exact.set_axis(np.flatnonzero(sure))]).sort_index()
    return found


def _town_and_country(
    told: Inequality, indicator: Record, found: Mapping[str, Record], groups: pd.DataFrame, absent: str
) -> None:
    if "urban" not in found or "rural" not in found:
        told.reasons.append(f"城乡之间：{absent}")
        return
    told.used.append(groups[groups["breakdown"].isin(["urban", "rural"])])
    told.lines += [_line_of(found[code], GROUPS[code]) for code in ("urban", "rural")]
    told.measures.append(_gap(indicator, found["urban"], found["rural"], "城市", "农村"))


def _between_regions(
    told: Inequality, indicator: Record, found: Mapping[str, Record], groups: pd.DataFrame, provinces: pd.DataFrame,
    regions: Mapping[str, str],
) -> None:  # fmt: skip
    """As published for regions where it is; else the sums of their provinces."""
    given = {GROUPS[code]: found[code] for code in ("east", "central", "west", "northeast") if code in found}
    placed = provinces.assign(region=provinces["area"].map(dict(regions)))
    summed = given or region_values(placed, indicator)
    if given:
        told.used.append(groups[groups["breakdown"].isin(list(GROUPS)[2:])])
    for region in REGIONS:
        inside = placed[placed["region"] == region]
        dots = tuple(Dot(r.short_name, float(r.value)) for r in inside.itertuples())
        if region in summed:
            told.lines.append(_line_of(summed[region], region, dots, n=f"{len(dots)}个省" if dots else ""))
        elif dots:
            told.lines.append(Line(region, dots, n=f"{len(dots)}个省"))
    if "东部" not in summed:
        why = "该指标不能由分省的分子、分母汇总，图中只画各省" if len(placed) else "按省查看时由分省数据汇总"
        told.reasons.append(f"东中西部之间：{why}")
        return
    told.measures += [
        _gap(indicator, summed["东部"], summed[other], "东部", other) for other in REGIONS[1:] if other in summed
    ]


def region_values(provinces: pd.DataFrame, indicator: Record) -> dict[str, Record]:
    """Value and limits of each region from the sums of its provinces' counts; nothing where one lacks them."""
    if indicator["aggregation"] != "ratio" or indicator["multiplier"] is None or provinces.empty:
        return {}
    if provinces[["numerator", "denominator"]].isna().any(axis=None):
        return {}
    sums = provinces.groupby("region").agg(
        numerator=("numerator", "sum"), denominator=("denominator", "sum"), demonstration=("demonstration", "any")
    )
    sums = sums[sums["denominator"] > 0].assign(lower=np.nan, upper=np.nan)
    sums["value"] = sums["numerator"] / sums["denominator"] * indicator["multiplier"]
    rows = limited(sums, indicator)
    return dict(zip(rows.index.astype(str), rows.to_dict("records"), strict=True))


def _line_of(row: Record, name: str, dots: tuple[Dot, ...] = (), n: str = "") -> Line:
    people = "" if np.isnan(row["denominator"]) else count(row["denominator"])
    return Line(name, dots, n or people, float(row["value"]), float(row["lower"]), float(row["upper"]))


def _gap(indicator: Record, one: Record, other: Record, name: str, beside: str) -> Measure:
    sides = [[row[part] for part in ("value", "lower", "upper")] for row in (one, other)]
    found = group_gap(*sides[0], *sides[1]).iloc[0]
    known = not np.isnan(found["lower"])
    ratio = f"比值{found['ratio']:.2f}" if not np.isnan(found["ratio"]) else ""
    words = f"{name}{shown(one['value'], indicator)}，{beside}{shown(other['value'], indicator)}，{ratio}".rstrip("，")
    counts = [row["denominator"] for row in (one, other)]
    n = "" if np.isnan(counts).any() else f"{count(counts[0])} / {count(counts[1])}"
    return Measure(
        f"{name}－{beside}", _amount(found["difference"], indicator),
        _interval(found["lower"], found["upper"], indicator) if known else "", n,
        words + ("；区间由两组区间合成（MOVER）" if known else "；两组没有区间，不判是否显著"),
        bool(one["demonstration"] or other["demonstration"]),
    )  # fmt: skip


def _amount(value: float, indicator: Record, *, signed: bool = True) -> str:
    return number(value, int(indicator["decimals"]), signed=signed)


def _interval(lower: float, upper: float, indicator: Record) -> str:
    low, high = (number(x, int(indicator["decimals"]), signed=True) for x in (lower, upper))
    return f"{low} 至 {high}" + ("" if lower <= 0 <= upper else " 显著")
