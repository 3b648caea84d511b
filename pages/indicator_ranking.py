"""The ranking of 指标监测: the areas of a layer in order of one indicator."""

from typing import Any

import pandas as pd
from dash import dcc, html

from components.plain import Plain, as_one
from components.quality_mark import doubt_note
from components.ranking_table import MOST_ROWS, ranking_table
from components.states import nothing_to_show
from methods.ranks import carries_ranks, competition_ranks, coverage_of
from methods.rare_events import FEWEST_EVENTS, too_few_events
from pages.indicator_depth import Depth
from pages.indicator_frame import PATH, RANKING, children_search, framed, number_of, other_layers, unit_of
from pages.quality_marks import hides
from queries.view_of import LAYER_NAMES, NATION


def ranked(rows: pd.DataFrame, indicator: dict[str, Any]) -> pd.DataFrame:
    """`values_of_children` with `rank` and `few` (too few events for a rank), in order of rank; unranked ones last."""
    few = too_few_events(rows["numerator"].to_numpy(), indicator["unit"], indicator["aggregation"])
    ranks = competition_ranks(
        rows["value"], direction=indicator["direction"], ranked=rows["has_statistics"].to_numpy(dtype=bool) & ~few
    )
    return rows.assign(rank=ranks, few=few).sort_values("rank", kind="stable", na_position="last")


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
        if len(rows) > MOST_ROWS:
            more = dcc.Link(
                "在地图页查看全部 ›",
                href=depth.selection.change(layer=depth.layer, area=depth.parent["code"]).address("/map"),
            )
            body.append(html.P([f"共{len(rows)}个，这里列前{MOST_ROWS}个。", more], className="hc-note"))
    order = {"higher": "由高到低，越高越好", "lower": "由低到高，越低越好"}.get(
        depth.indicator["direction"], "由高到低，不判优劣"
    )
    return framed(
        body, depth, RANKING, f"{depth.parent['short_name']}各{word}排序", [rows, depth.references],
        subtitle=f"{view.period['label']}　{order}", unit=unit_of(depth.indicator), search=children_search(depth),
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
