"""The ranking of 指标监测: the areas of a layer in order of one indicator."""

from typing import Any

import pandas as pd
from dash import dcc, html

from components.comparison_mark import LIMITS as VERSUS_LIMITS
from components.comparison_mark import SOURCES, Comparison
from components.numbers import is_count, is_missing, is_yes_no
from components.plain import Plain, as_one
from components.quality_mark import doubt_note
from components.ranking_table import MOST_ROWS, ranking_table
from components.states import nothing_to_show
from components.trend_arrow import LIMITS as TREND_LIMITS
from components.trend_arrow import NEEDED
from methods.ranks import carries_ranks, coverage_of
from methods.rare_events import FEWEST_EVENTS
from pages.indicator_depth import Depth
from pages.indicator_frame import PATH, RANKING, children_search, framed, number_of, other_layers, unit_of
from pages.judged_points import comparisons
from pages.quality_marks import hides
from queries.view_of import LAYER_NAMES, NATION


def ranking_figure(depth: Depth) -> html.Section:
    view = depth.view
    assert view.period is not None
    rows = depth.ranking
    word = LAYER_NAMES[depth.layer]
    with_value, expected = coverage_of(rows["value"], ranked=rows["has_statistics"])
    body: list[Any] = []
    if with_value == 0:
        body.append(
            nothing_to_show(
                "missing",
                f"{view.period['label']}{depth.parent['name']}没有分{word}数据，无法排序。",
                *other_layers(depth),
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
        body.append(doubt_note(int((rows["doubt"] != "").sum()), hidden=hides(depth.selection), crossed=False))
        body.append(
            html.Div(
                _table(depth, rows, word), className="hc-scroll", tabIndex=0, role="region", **{"aria-label": "排序表"}
            )
        )
        if not is_yes_no(depth.indicator):
            body.append(how_judged(depth, rows))
        if len(rows) > MOST_ROWS:
            more = dcc.Link(
                "在地图页查看全部 ›",
                href=depth.selection.change(layer=depth.layer, area=depth.parent["code"]).address("/map"),
            )
            body.append(html.P([f"共{len(rows)}个，这里列前{MOST_ROWS}个。", more], className="hc-note"))
    order = {"higher": "由高到低，越高越好", "lower": "由低到高，越低越好"}.get(
        depth.indicator["direction"], "由高到低，不判优劣"
    )
    if is_yes_no(depth.indicator):
        order = "先是后否，不排位"
    return framed(
        body, depth, RANKING, f"{depth.parent['short_name']}各{word}排序", [rows, depth.references],
        subtitle=f"{view.period['label']}　{order}", unit=unit_of(depth.indicator), search=children_search(depth),
    )  # fmt: skip


def versus_of(depth: Depth, rows: pd.DataFrame) -> dict[str, Comparison] | None:
    """The listed areas against the area that contains them; counts are not compared, a whole is always more."""
    if is_count(depth.indicator) or is_yes_no(depth.indicator):
        return None
    whole = depth.references.loc[depth.references["area"] == depth.parent["code"], "value"]
    goal = None if whole.empty or is_missing(whole.iloc[0]) else float(whole.iloc[0])
    return comparisons(rows.head(MOST_ROWS), depth.indicator, depth.parent["short_name"], goal)


def how_judged(depth: Depth, rows: pd.DataFrame) -> html.Details:
    """What stands behind comparison and trend, on demand: methods, and what they cannot say."""
    told: list[str] = []
    whole = depth.parent["short_name"]
    if not is_count(depth.indicator):
        sources = [SOURCES[x] for x in dict.fromkeys(rows.loc[rows["value"].notna(), "limits"]) if x]
        told.append(
            f"与{whole}比：本地区95%区间{'（' + '；'.join(sources) + '）' if sources else ''}不含{whole}的数值，"
            f"判为优于或劣于；含，判为相近；没有区间的不能比较。{VERSUS_LIMITS}。"
        )
    if depth.trends:
        told.append(f"趋势：{NEEDED}；{TREND_LIMITS}。箭头指升降，圆底为向好，菱形底为变差，悬停可看方法、点数与年份。")
    else:
        told.append("趋势：只判断年度数值，所选时期不是年度。")
    return html.Details([html.Summary("比较与趋势怎样判断"), html.Ul([html.Li(x) for x in told])], className="hc-how")


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
        whole=depth.parent["short_name"], versus=versus_of(depth, rows),
        trends=None if is_yes_no(depth.indicator) else depth.trends or None,
    )  # fmt: skip
    return as_one(table)
