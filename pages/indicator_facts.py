"""The line of facts of 指标监测: the latest value of one indicator in one area, and what it is measured against."""

from typing import Any

import pandas as pd
from dash import dcc, html

from components.cards import LAMP_OF
from components.comparison_mark import comparison_mark
from components.key_facts import Fact, key_facts
from components.marks import demonstration as demonstration_mark
from components.marks import lamp, unverified
from components.numbers import aim_text, count, difference_unit, is_missing, is_yes_no, number, shown
from components.passport_link import number_link
from components.quality_mark import quality_mark
from components.ranking_table import side_of
from components.trend_arrow import trend_arrow
from methods.doubtful import WITHHELD
from methods.ranks import carries_ranks, coverage_of
from pages.indicator_depth import Depth, ranked
from pages.indicator_frame import FACTS, first_words, is_count, number_of, unit_of
from pages.judged_points import compared_row
from queries.view_of import LAYER_NAMES, NATION


def facts(depth: Depth) -> html.Div:
    """The latest value at or before the chosen period, and what it is measured against."""
    own, indicator = depth.own, depth.indicator
    if own.empty:
        asked = depth.view.period["label"] if depth.view.period else ""
        return key_facts("…", "", [f"{depth.view.area['name']}　{asked}无数据", *_withheld(depth)], [], id=FACTS)
    row = own.iloc[-1]
    place: list[Any] = [f"{depth.view.area['name']}　{row['period_label']}"]
    if row["demonstration"]:
        place += ["　", demonstration_mark()]
    elif not bool(depth.batches.set_index("batch_id").loc[int(row["batch_id"]), "verified"]):
        place += ["　", unverified()]
    if row["status"] in ("preliminary", "estimated"):
        place.append({"preliminary": "　初步数", "estimated": "　推算数"}[row["status"]])
    if row["doubt"]:
        place += ["　", quality_mark(row["doubt"], row["doubt_finding"], area=row["area"])]
    history = depth.selection.change(period=row["period"], layer=None, compare=()).address("/catalogue")
    place += ["　", dcc.Link("履历", href=history, title="这个数值由谁何时报送、有无修订")]
    place += _withheld(depth)
    told = _against_target(depth)
    if not is_yes_no(indicator):
        told += [*_before(depth, own), *_against_nation(depth, row), *_rank(depth)]
    words = count(row["value"]) if is_count(depth) else shown(row["value"], indicator)
    value = number_link(words, number_of(depth, period=row["period"]))
    return key_facts(value, unit_of(depth.indicator), place, told, id=FACTS)


def _withheld(depth: Depth) -> list[Any]:
    """That the value of the chosen period is not shown, where the reader hides values in doubt."""
    period = depth.view.period["code"] if depth.view.period else ""
    rows = depth.series
    out = rows[(rows["area"] == depth.view.area["code"]) & (rows["period"] == period) & (rows["status"] == WITHHELD)]
    return [
        part
        for row in out.itertuples()
        for part in (
            f"　{row.period_label}数值",
            quality_mark(row.doubt, row.doubt_finding, area=row.area, withheld=True),
            "未显示",
        )
    ]


def _against_target(depth: Depth) -> list[Fact]:
    """State, target and what is due; they rest on the newest published value, and say so where another one is shown."""
    where, target = depth.standing, depth.target
    if where is None or target is None:
        return [Fact("目标", "未设可计算目标" if depth.targets.empty else "见目标表", first_words(depth))]
    look, word = LAMP_OF[where["state"]]
    decimals = int(depth.indicator["decimals"])
    basis: Any = "默认口径，非官方评定"
    if where["period"] != depth.own["period"].iloc[-1]:
        basis = f"据{where['year']}年公布值 {shown(where['value'], depth.indicator)}，默认口径"
    if where["doubt"]:
        basis = [basis, " ", quality_mark(where["doubt"], where["doubt_finding"], area=where["area"])]
    national = "全国" if depth.view.area["code"] != NATION and target["area"] == NATION else ""
    told = [
        Fact("状态", lamp(look, word if where["state"] != "none" else "缺基期，不判进度"), basis),
        Fact(
            f"{where['target_year']:.0f}年{national}目标",
            aim_text(target, depth.indicator["unit"]),
            "" if target["verified"] else unverified(),
        ),
    ]
    if not is_missing(where["expected"]) and not is_yes_no(depth.indicator):
        gap = number(where["gap"], decimals, signed=True)
        note: list[Any] = [f"差距 {gap}"]
        if where["demonstration"] and where["measured"]:
            note += ["　基期为", demonstration_mark(short=True)]
        told.append(Fact(f"{where['year']:.0f}年应达", number(where["expected"], decimals), note))
    return told


def _before(depth: Depth, own: pd.DataFrame) -> list[Fact]:
    """The step from the period before, and beneath it whether the years make a trend."""
    trend = _trend(depth)
    if len(own) < 2:
        return [Fact("趋势", trend)] if trend else []
    last, previous = own.iloc[-1], own.iloc[-2]
    gap = float(last["value"] - previous["value"])
    words = number(gap, int(depth.indicator["decimals"]), signed=True)
    if is_count(depth):
        words = ("−" if gap < 0 else "+") + count(abs(gap))
    mixed = "，两期来源性质不同" if last["demonstration"] != previous["demonstration"] else ""
    look = side_of(gap, float("nan"), float("nan"), 0.0, depth.indicator["direction"])
    unit = difference_unit(depth.indicator["unit"])
    return [Fact(f"较{previous['period_label']}", words, [unit + mixed, "　", trend] if trend else unit + mixed, look)]


def _trend(depth: Depth) -> html.Span | str:
    trend = depth.trends.get(depth.view.area["code"])
    return trend_arrow(trend, depth.indicator["direction"]) if trend else ""


def _against_parent(depth: Depth) -> list[Any]:
    """The comparison by interval with the area above, where that is not the nation, which has a fact of its own."""
    above = depth.view.ancestors[-1] if depth.view.ancestors else None
    if above is None or above["code"] == NATION or depth.indicator["aggregation"] == "sum" or not _at_period(depth):
        return []
    found = depth.references.loc[depth.references["area"] == above["code"], "value"]
    if found.empty or is_missing(found.iloc[0]):
        return []
    value, name = float(found.iloc[0]), above["short_name"]
    whole = number_link(number(value, int(depth.indicator["decimals"])), number_of(depth, area=above["code"]))
    return [f"{name} ", whole, "　", comparison_mark(compared_row(depth.own.iloc[-1], depth.indicator, name, value))]


def _against_nation(depth: Depth, row: pd.Series) -> list[Fact]:
    if depth.view.area["code"] == NATION or depth.national is None or not _at_period(depth):
        return []
    if is_count(depth) and depth.indicator["aggregation"] != "sum":
        return [Fact("全国", number_link(count(depth.national), number_of(depth, area=NATION)))]
    if depth.indicator["aggregation"] == "sum":
        share = float(row["value"]) / depth.national * 100 if depth.national else float("nan")
        whole = number_link(count(depth.national), number_of(depth, area=NATION))
        return [Fact("占全国", number(share, 2) + "%", ["全国 ", whole])]
    gap = float(row["value"]) - depth.national
    look = side_of(gap, row["lower"], row["upper"], depth.national, depth.indicator["direction"])
    decimals = int(depth.indicator["decimals"])
    whole = number_link(number(depth.national, decimals), number_of(depth, area=NATION))
    note = ["全国 ", whole, "　", comparison_mark(compared_row(row, depth.indicator, "全国", depth.national))]
    return [Fact("较全国", number(gap, decimals, signed=True), note, "" if look == "same" else look)]


def _at_period(depth: Depth) -> bool:
    """Whether the latest value is of the chosen period itself."""
    return (
        len(depth.own) > 0
        and depth.view.period is not None
        and depth.own["period"].iloc[-1] == depth.view.period["code"]
    )


def _rank(depth: Depth) -> list[Fact]:
    """The place among the siblings in the chosen period, with how many of them have a value; then the parent."""
    beside = _against_parent(depth)
    alone = [Fact(f"与{depth.view.ancestors[-1]['short_name']}比", beside[-1], beside[:2])] if beside else []
    if depth.siblings.empty:
        return alone
    listed = ranked(depth.siblings, depth.indicator)
    place = listed.loc[listed["area"] == depth.view.area["code"], "rank"]
    if place.empty or is_missing(place.iloc[0]):
        return alone
    with_value, expected = coverage_of(listed["value"], ranked=listed["has_statistics"])
    above = depth.view.ancestors[-1]["short_name"]
    note = "" if carries_ranks(with_value, expected) else f"{expected}个中{with_value}个有数据　"
    return [
        Fact(
            f"{above}各{LAYER_NAMES[depth.sibling_layer]}位次",
            f"{place.iloc[0]:.0f} / {listed['rank'].notna().sum()}",
            [note, *beside] if beside else note.strip(),
        )
    ]
