"""差距 on 指标监测: how far the areas, town and country, and the regions lie apart on the indicator shown."""

from typing import Any

from dash import html

from components.inequality_lines import inequality_lines
from components.inequality_table import inequality_table
from components.numbers import difference_unit, is_count
from components.states import nothing_to_show
from pages.indicator_depth import Depth
from pages.indicator_frame import children_search, framed, other_layers, unit_of
from pages.inequality import RANKED_BY, RANKED_IN, Inequality, inequality_of
from queries.values_of_children import values_of_children
from queries.view_of import LAYER_NAMES, NATION

INEQUALITY = "indicators-inequality"


def inequality_figure(depth: Depth) -> html.Section | None:
    """Nothing for counts: a larger area has more of everything."""
    if depth.view.period is None or is_count(depth.indicator):
        return None
    told = told_of(depth)
    title = f"{depth.parent['short_name']}内部差距"
    unit = unit_of(depth.indicator)
    apart = f"　差值单位：{difference_unit(unit)}" if difference_unit(unit) != unit else ""
    body: list[Any]
    if told.lines:
        value = depth.references.loc[depth.references["area"] == depth.parent["code"], "value"]
        whole = (f"│ {depth.parent['short_name']}", float(value.iloc[0])) if len(value) else None
        label = f"{title}：各地区与各组的位置"
        body = [
            inequality_lines(told.lines, indicator=depth.indicator, whole=whole, label=label),
            inequality_table(told.measures, told.reasons, id=f"{INEQUALITY}-table"),
        ]
    else:
        body = [nothing_to_show("missing", f"{'；'.join(told.reasons)}。", *other_layers(depth))]
    subtitle = f"{depth.view.period['label']}　分{LAYER_NAMES[depth.layer]}{apart}"
    return framed(
        body, depth, INEQUALITY, title, told.used, subtitle=subtitle, unit=unit, search=children_search(depth)
    )


def told_of(depth: Depth) -> Inequality:
    """Groups of people are those of the area itself: they are compared where its own parts are listed."""
    view = depth.view
    assert view.period is not None
    order = view.ask(
        values_of_children, indicator=RANKED_BY, parent=depth.parent["code"], layer=depth.layer, period=RANKED_IN,
        breakdown="all",
    )  # fmt: skip
    own = depth.parent["code"] == view.area["code"] and view.breakdown == "all"
    groups = depth.groups[depth.groups["period"] == view.period["code"]] if own else depth.groups.iloc[:0]
    nation = depth.parent["code"] == NATION
    return inequality_of(
        depth.indicator, children=depth.children, layer=depth.layer, order=order, groups=groups,
        regions={code: area["macro_region"] for code, area in depth.areas.items()} if nation else None,
        period=view.period["label"], absent="" if own else "只在合计人群、有下级的地区计算",
    )  # fmt: skip
