"""The figures of 指标监测: each from a `Depth`, each with its title, source and exports."""

from typing import Any

import pandas as pd
from dash import dcc, html

from components.cards import LAMP_OF
from components.comparison_chart import comparison_chart, panels_of
from components.definition import definition, targets_table
from components.distribution_chart import Reference, distribution_chart
from components.downloads import exports
from components.figure_frame import figure_frame
from components.key_facts import Fact, key_facts
from components.large_units import divided, large_units
from components.marks import demonstration as demonstration_mark
from components.marks import lamp, unverified
from components.numbers import aim_text, count, difference_unit, is_missing, number, shown
from components.passport_link import number_link, passport_address, passport_search
from components.plain import Plain, as_one
from components.provenance import provenance
from components.ranking_table import MOST_ROWS, ranking_table, side_of
from components.states import nothing_to_show
from components.template import graph
from components.trend_chart import FIRST_YEAR, LAST_YEAR, Mark, Path, lines_of, trend_chart
from components.trend_key import trend_key
from data.breakdowns import BY_CODE
from methods.ranks import carries_ranks, competition_ranks, coverage_of
from methods.rare_events import FEWEST_EVENTS, too_few_events
from pages.indicator_depth import Depth
from queries.levels_of_indicators import levels_of_indicators
from queries.view_of import LAYER_NAMES, NATION

PATH = "/indicators"
TREND, GROUPS, SPREAD, RANKING = "indicators-trend", "indicators-groups", "indicators-spread", "indicators-ranking"
DEFINITION, TARGETS, FACTS = "indicators-definition", "indicators-targets", "indicators-facts"


def _frame(body: Any, depth: Depth, id: str, title: str, frames: list[pd.DataFrame], **said: Any) -> html.Section:
    """A figure frame with the provenance of `frames`. `search` says which observations the exports hold."""
    search = said.pop("search")
    name = f"{depth.indicator['name']}_{title}"
    return figure_frame(
        body, id=id, title=title, version=depth.view.version, exports=exports(id, search=search, name=name),
        **provenance(frames, depth.batches), **said,
    )  # fmt: skip


def number_of(depth: Depth, **other: str) -> str:
    """The passport of the indicator's number in the view's period and group, or with `other` parts of its address."""
    view = depth.view
    period = view.period["code"] if view.period else ""
    here = {"area": view.area["code"], "period": period, "breakdown": view.breakdown}
    return passport_address(depth.indicator["code"], **here | other, v=view.version)


def with_passports(figure: dict[str, Any], depth: Depth, *, period: str = "", group: bool = True) -> dict[str, Any]:
    """The figure with what the addresses of all its numbers share; points add the rest (`components.passport_link`)."""
    view = depth.view
    fixed = passport_search(
        depth.indicator["code"], view.area["code"], period, view.breakdown if group else "all", view.version
    )
    figure["layout"]["meta"] = {"passport": fixed}
    return figure


# --- the line of facts ----------------------------------------------------------------------------------------------


def facts(depth: Depth) -> html.Div:
    """The latest value at or before the chosen period, and what it is measured against."""
    own, indicator = depth.own, depth.indicator
    if own.empty:
        asked = depth.view.period["label"] if depth.view.period else ""
        return key_facts("…", "", [f"{depth.view.area['name']}　{asked}无数据"], [], id=FACTS)
    row = own.iloc[-1]
    place: list[Any] = [f"{depth.view.area['name']}　{row['period_label']}"]
    if row["demonstration"]:
        place += ["　", demonstration_mark()]
    elif not bool(depth.batches.set_index("batch_id").loc[int(row["batch_id"]), "verified"]):
        place += ["　", unverified()]
    if row["status"] in ("preliminary", "estimated"):
        place.append({"preliminary": "　初步数", "estimated": "　推算数"}[row["status"]])
    history = depth.selection.change(period=row["period"], layer=None, compare=()).address("/catalogue")
    place += ["　", dcc.Link("履历", href=history, title="这个数值由谁何时报送、有无修订")]
    told = [*_against_target(depth), *_before(depth, own), *_against_nation(depth, row), *_rank(depth)]
    words = count(row["value"]) if _is_count(depth) else shown(row["value"], indicator)
    value = number_link(words, number_of(depth, period=row["period"]))
    return key_facts(value, _told(depth.indicator), place, told, id=FACTS)


def _is_count(depth: Depth) -> bool:
    return depth.indicator["aggregation"] == "sum" and not depth.indicator["decimals"]


def _against_target(depth: Depth) -> list[Fact]:
    """State, target and what is due; they rest on the newest published value, and say so where another one is shown."""
    where, target = depth.standing, depth.target
    if where is None or target is None:
        return [Fact("目标", "未设可计算目标" if depth.targets.empty else "见目标表", _first_words(depth))]
    look, word = LAMP_OF[where["state"]]
    decimals = int(depth.indicator["decimals"])
    basis: Any = "默认口径，非官方评定"
    if where["period"] != depth.own["period"].iloc[-1]:
        basis = f"据{where['year']}年公布值 {number(where['value'], decimals)}，默认口径"
    national = "全国" if depth.view.area["code"] != NATION and target["area"] == NATION else ""
    told = [
        Fact("状态", lamp(look, word if where["state"] != "none" else "缺基期，不判进度"), basis),
        Fact(
            f"{where['target_year']:.0f}年{national}目标",
            aim_text(target, depth.indicator["unit"]),
            "" if target["verified"] else unverified(),
        ),
    ]
    if not is_missing(where["expected"]):
        gap = number(where["gap"], decimals, signed=True)
        note: list[Any] = [f"差距 {gap}"]
        if where["demonstration"] and where["measured"]:
            note += ["　基期为", demonstration_mark(short=True)]
        told.append(Fact(f"{where['year']:.0f}年应达", number(where["expected"], decimals), note))
    return told


def _first_words(depth: Depth) -> str:
    words = [t for t in depth.targets["text"].dropna() if t]
    return words[-1] if words else ""


def _before(depth: Depth, own: pd.DataFrame) -> list[Fact]:
    if len(own) < 2:
        return []
    last, previous = own.iloc[-1], own.iloc[-2]
    gap = float(last["value"] - previous["value"])
    words = number(gap, int(depth.indicator["decimals"]), signed=True)
    if _is_count(depth):
        words = ("−" if gap < 0 else "+") + count(abs(gap))
    mixed = "，两期来源性质不同" if last["demonstration"] != previous["demonstration"] else ""
    look = side_of(gap, float("nan"), float("nan"), 0.0, depth.indicator["direction"])
    return [Fact(f"较{previous['period_label']}", words, difference_unit(depth.indicator["unit"]) + mixed, look)]


def _against_nation(depth: Depth, row: pd.Series) -> list[Fact]:
    if depth.view.area["code"] == NATION or depth.national is None or not _at_period(depth):
        return []
    if depth.indicator["aggregation"] == "sum":
        share = float(row["value"]) / depth.national * 100 if depth.national else float("nan")
        whole = number_link(count(depth.national), number_of(depth, area=NATION))
        return [Fact("占全国", number(share, 2) + "%", ["全国 ", whole])]
    gap = float(row["value"]) - depth.national
    look = side_of(gap, row["lower"], row["upper"], depth.national, depth.indicator["direction"])
    decimals = int(depth.indicator["decimals"])
    whole = number_link(number(depth.national, decimals), number_of(depth, area=NATION))
    note = ["全国 ", whole, "，无显著差异" if look == "same" else ""]
    return [Fact("较全国", number(gap, decimals, signed=True), note, "" if look == "same" else look)]


def _told(indicator: dict[str, Any]) -> str:
    """The unit as words; empty where the figures have none."""
    return "" if indicator["unit"] == "-" else str(indicator["unit"])


def _at_period(depth: Depth) -> bool:
    """Whether the latest value is of the chosen period itself."""
    return (
        len(depth.own) > 0
        and depth.view.period is not None
        and depth.own["period"].iloc[-1] == depth.view.period["code"]
    )


def _rank(depth: Depth) -> list[Fact]:
    """The place among the siblings in the chosen period, with how many of them have a value."""
    if depth.siblings.empty:
        return []
    listed = ranked(depth.siblings, depth.indicator)
    place = listed.loc[listed["area"] == depth.view.area["code"], "rank"]
    if place.empty or is_missing(place.iloc[0]):
        return []
    with_value, expected = coverage_of(listed["value"], ranked=listed["has_statistics"])
    above = depth.view.ancestors[-1]["short_name"]
    note = "" if carries_ranks(with_value, expected) else f"{expected}个中{with_value}个有数据"
    return [
        Fact(
            f"{above}各{LAYER_NAMES[depth.sibling_layer]}位次",
            f"{place.iloc[0]:.0f} / {listed['rank'].notna().sum()}",
            note,
        )
    ]


def ranked(rows: pd.DataFrame, indicator: dict[str, Any]) -> pd.DataFrame:
    """`values_of_children` with `rank` and `few` (too few events for a rank), in order of rank; unranked ones last."""
    few = too_few_events(rows["numerator"].to_numpy(), indicator["unit"], indicator["aggregation"])
    ranks = competition_ranks(
        rows["value"], direction=indicator["direction"], ranked=rows["has_statistics"].to_numpy(dtype=bool) & ~few
    )
    return rows.assign(rank=ranks, few=few).sort_values("rank", kind="stable", na_position="last")


# --- trend, groups, spread ------------------------------------------------------------------------------------------


def trend_figure(depth: Depth) -> html.Section:
    view, series = depth.view, depth.series
    assert view.period is not None
    wholes = [] if depth.indicator["aggregation"] == "sum" else reversed(view.ancestors)  # a count dwarfs its parts
    compared = [*wholes, *(depth.areas[c] for c in depth.selection.compare)]
    others = list(dict.fromkeys((a["code"], a["short_name"]) for a in compared))
    lines = lines_of((view.area["code"], view.area["short_name"]), others)
    path = Path(**depth.expected_ends) if depth.expected_ends else None
    marks = target_marks(depth)
    yearly = view.period["kind"] == "year"
    series = series[series["area"].isin([line.code for line in lines])]
    indicator, divisor = large_units(depth.indicator, series)
    figure = trend_chart(divided(series, divisor), lines=lines, indicator=indicator, path=path, marks=marks)
    body: list[Any] = [
        trend_key(_signs(depth, series, path if yearly else None, marks if yearly else ())),
        graph(f"{TREND}-graph", with_passports(figure, depth), height=300),
    ]
    if yearly and (series["year"] < FIRST_YEAR).any():
        body.append(html.P(f"图自{FIRST_YEAR}年起，更早年份见数据表。", className="hc-note"))
    kinds = "年度" if yearly else ""
    search = {
        "indicator": view.indicator["code"], "area": [line.code for line in lines], "breakdown": view.breakdown,
        "v": view.version,
    }  # fmt: skip
    return _frame(body, depth, TREND, f"{kinds}变化与目标", [series], unit=_told(indicator), search=search)


def target_marks(depth: Depth) -> tuple[Mark, ...]:
    """The leading national target of each year that has a number."""
    if depth.view.breakdown != "all":
        return ()
    marks = []
    for year, target in depth.leads.items():
        if target["kind"] == "yes_no":
            continue
        aim = aim_text(target, depth.indicator["unit"])
        words = f"{year}年目标<br>{aim}" if year >= LAST_YEAR else f"{year}年 {aim}"
        reached = depth.own.loc[depth.own["year"] == year, "value"]
        below = len(reached) > 0 and float(reached.iloc[0]) > target["value"]
        marks.append(Mark(year, float(target["value"]), words, bool(target["verified"]), below))
    return tuple(marks)


def _signs(depth: Depth, series: pd.DataFrame, path: Path | None, marks: tuple[Mark, ...]) -> list[str]:
    values = series[series["value"].notna()]
    own = values[values["area"] == depth.view.area["code"]]
    signs = {
        "published": bool((~values["demonstration"]).any()),
        "demonstration": bool(values["demonstration"].any()),
        "band": bool(own["lower"].notna().any()),
        "baseline": path is not None,
        "path": path is not None and path.verified,
        "path_unverified": path is not None and not path.verified,
        "target": any(m.verified for m in marks),
        "target_unverified": any(not m.verified for m in marks),
    }
    return [sign for sign, drawn in signs.items() if drawn]


def groups_figure(depth: Depth) -> html.Section | None:
    """Men and women, town and country …; nothing where the indicator is not broken down."""
    kinds = [BY_CODE[code].kind for code in depth.groups["breakdown"]]
    groups = depth.groups.assign(breakdown_kind=kinds)
    groups = groups[groups["year"] >= FIRST_YEAR]
    if depth.indicator["aggregation"] == "sum":
        groups = groups[groups["breakdown"] != "all"]
    if not panels_of(groups):
        return None
    indicator, divisor = large_units(depth.indicator, groups)
    figure = comparison_chart(divided(groups, divisor), indicator=indicator)
    search = {
        "indicator": depth.indicator["code"], "area": depth.view.area["code"], "breakdown": "*",
        "v": depth.view.version,
    }  # fmt: skip
    figure = with_passports(figure, depth, group=False)
    return _frame(
        graph(f"{GROUPS}-graph", figure, height=210), depth, GROUPS, "分人群比较", [groups],
        subtitle=depth.view.area["name"], unit=_told(indicator), search=search,
    )  # fmt: skip


def spread_figure(depth: Depth) -> html.Section | None:
    """How the areas spread around the nation, with the area itself."""
    children, view = depth.children, depth.view
    assert view.period is not None
    title = f"{depth.parent['short_name']}各{LAYER_NAMES[depth.layer]}分布"
    search = _children_search(depth)
    with_value, expected = coverage_of(children["value"], ranked=children["has_statistics"])
    subtitle = f"{view.period['label']}　有数据 {with_value} / {expected}"
    body: Any
    indicator, divisor = large_units(depth.indicator, children)
    if with_value == 0:
        body = nothing_to_show(
            "missing",
            f"{view.period['label']}{depth.parent['name']}没有分{LAYER_NAMES[depth.layer]}数据。",
            *_other_layers(depth),
        )
    else:
        marked = depth.selection.compare
        told = [Reference(r.name, r.value / divisor, r.own) for r in references_of(depth)]
        figure = distribution_chart(divided(children, divisor), indicator=indicator, references=told, marked=marked)
        figure = with_passports(figure, depth, period=view.period["code"])
        body = graph(f"{SPREAD}-graph", figure, height=figure["layout"]["height"])
    return _frame(body, depth, SPREAD, title, [children], subtitle=subtitle, unit=_told(indicator), search=search)


def references_of(depth: Depth) -> list[Reference]:
    """The nation, the ancestors and the area itself, in the chosen period; of counts only what is no whole."""
    chain = [NATION, *(a["code"] for a in depth.view.ancestors), depth.view.area["code"]]
    if depth.indicator["aggregation"] == "sum":
        chain = [code for code in chain if code in set(depth.children["area"])]
    known = depth.references[depth.references["area"].isin(chain) & depth.references["value"].notna()]
    return [
        Reference(
            f"{r.short_name} {shown(r.value, depth.indicator)}", float(r.value), r.area == depth.view.area["code"]
        )
        for r in known.itertuples()
    ]


def _other_layers(depth: Depth) -> list[tuple[str, str]]:
    """Where figures are instead: layers of this area that have some, else the provinces."""
    levels = depth.view.ask(levels_of_indicators)
    held = set(levels.loc[levels["indicator"] == depth.indicator["code"], "level"])
    steps = [
        (f"看{LAYER_NAMES[x]}级", depth.selection.change(layer=x).address(PATH))
        for x in depth.view.layers
        if x != depth.layer and x in held
    ]
    if not steps and "province" in held and depth.view.area["code"] != NATION:
        steps = [("看全国各省", depth.selection.change(area=NATION, layer=None).address(PATH))]
    return steps


def _children_search(depth: Depth) -> dict[str, Any]:
    assert depth.view.period is not None
    return {
        "indicator": depth.indicator["code"], "parent": depth.parent["code"], "layer": depth.layer,
        "period": depth.view.period["code"], "breakdown": depth.view.breakdown, "v": depth.view.version,
    }  # fmt: skip


# --- ranking --------------------------------------------------------------------------------------------------------


def ranking_figure(depth: Depth) -> html.Section:
    view = depth.view
    assert view.period is not None
    rows = ranked(depth.children, depth.indicator)
    word = LAYER_NAMES[depth.layer]
    with_value, expected = coverage_of(rows["value"], ranked=rows["has_statistics"])
    body: list[Any] = []
    if with_value == 0:
        body.append(
            nothing_to_show(
                "missing",
                f"{view.period['label']}{depth.parent['name']}没有分{word}数据，无法排序。",
                *_other_layers(depth),
            )
        )
    else:
        if not carries_ranks(with_value, expected):
            body.append(
                html.P(
                    f"{expected}个地区中只有{with_value}个有数据，位次仅在有数据的地区之间排列，不代表全部。",
                    className="hc-coverage",
                )
            )
        if few := int((rows["few"] & rows["value"].notna()).sum()):
            body.append(html.P(f"{few}个地区的事件数不足{FEWEST_EVENTS}，不排位。", className="hc-coverage"))
        body.append(
            html.Div(
                _table(depth, rows, word), className="hc-scroll", tabIndex=0, role="region", **{"aria-label": "排序表"}
            )
        )
        if len(rows) > MOST_ROWS:
            more = dcc.Link(
                "在地图页查看全部 ›",
                href=depth.selection.change(layer=depth.layer, area=depth.parent["code"]).address("/map"),
            )
            body.append(html.P([f"共{len(rows)}个，这里列前{MOST_ROWS}个。", more], className="hc-note"))
    order = {"higher": "由高到低，越高越好", "lower": "由低到高，越低越好"}.get(
        depth.indicator["direction"], "由高到低，不判优劣"
    )
    return _frame(
        body, depth, RANKING, f"{depth.parent['short_name']}各{word}排序", [rows, depth.references],
        subtitle=f"{view.period['label']}　{order}", unit=_told(depth.indicator), search=_children_search(depth),
    )  # fmt: skip


def _table(depth: Depth, rows: pd.DataFrame, word: str) -> Plain:
    """Nation, parent and compared areas stand first; an area of the table itself is only marked there."""
    held = depth.references
    ahead = [NATION, *(a["code"] for a in depth.view.ancestors), depth.parent["code"], *depth.selection.compare]
    listed = set(rows["area"].head(MOST_ROWS)) - set(depth.selection.compare)
    order = {code: n for n, code in enumerate(dict.fromkeys(ahead)) if code not in listed}
    first = held[held["area"].isin(order)].sort_values("area", key=lambda codes: codes.map(order))
    table = ranking_table(
        rows, id=f"{RANKING}-table", indicator=depth.indicator, selection=depth.selection, path=PATH,
        layer_word=word, references=first, national=depth.national, passport=lambda area: number_of(depth, area=area),
    )  # fmt: skip
    return as_one(table)


# --- words ----------------------------------------------------------------------------------------------------------


def without_figures(depth: Depth) -> html.Section:
    """An indicator that is followed in words, or that no file has brought figures for yet."""
    indicator = depth.indicator
    words = _first_words(depth)
    if indicator["value_type"] in ("text", "trend", "yes_no"):
        reason = "该指标以文字要求的方式提出，没有数值序列。"
    else:
        reason = "该指标尚未装载任何数据。装载观测文件并发布后在此显示。"
    if words:
        reason += f"目标要求：{words}。"
    body = nothing_to_show("missing", reason, ("在数据目录中查看", depth.selection.address("/catalogue")))
    return figure_frame(body, id=TREND, title="变化与目标", unit=_told(indicator), version=depth.view.version)


def definition_figure(depth: Depth) -> html.Section:
    return figure_frame(
        definition(depth.indicator), id=DEFINITION, title="定义与口径", version=depth.view.version,
        verified=bool(depth.indicator["verified"]),
    )  # fmt: skip


def targets_figure(depth: Depth) -> html.Section:
    unit = _told(depth.indicator)
    if depth.targets.empty:
        body: Any = html.P("收录的规划没有为该指标设定目标。", className="hc-note")
    else:
        names = {c: depth.areas[c]["short_name"] for c in depth.targets["area"] if c in depth.areas}
        table = targets_table(depth.targets, id=f"{TARGETS}-table", unit=unit, areas=names)
        body = html.Div(table, className="hc-sideways")
    return figure_frame(
        body, id=TARGETS, title="目标", subtitle="各规划并列，未核验的不作官方目标", unit=unit,
        version=depth.view.version,
    )  # fmt: skip
