"""What 指标监测 says in words: definition, targets, and why an indicator has no figures."""

from typing import Any

from dash import html

from components.definition import definition, targets_table
from components.figure_frame import figure_frame
from components.states import nothing_to_show
from pages.indicator_depth import Depth
from pages.indicator_frame import DEFINITION, TARGETS, TREND, first_words, unit_of


def without_figures(depth: Depth) -> html.Section:
    """An indicator that is followed in words, or that no file has brought figures for yet."""
    indicator = depth.indicator
    words = first_words(depth)
    if indicator["value_type"] in ("text", "trend", "yes_no"):
        reason = "该指标以文字要求的方式提出，没有数值序列。"
    else:
        reason = "该指标尚未装载任何数据。装载观测文件并发布后在此显示。"
    if words:
        reason += f"目标要求：{words}。"
    body = nothing_to_show("missing", reason, ("在数据目录中查看", depth.selection.address("/catalogue")))
    return figure_frame(body, id=TREND, title="变化与目标", unit=unit_of(indicator), version=depth.view.version)


def definition_figure(depth: Depth) -> html.Section:
    return figure_frame(
        definition(depth.indicator), id=DEFINITION, title="定义与口径", version=depth.view.version,
        verified=bool(depth.indicator["verified"]),
    )  # fmt: skip


def targets_figure(depth: Depth) -> html.Section:
    unit = unit_of(depth.indicator)
    if depth.targets.empty:
        body: Any = html.P("收录的规划没有为该指标设定目标。", className="hc-note")
    else:
        names = {c: depth.areas[c]["short_name"] for c in depth.targets["area"] if c in depth.areas}
        table = targets_table(depth.targets, id=f"{TARGETS}-table", unit=unit, areas=names)
        body = html.Div(
            table, className="hc-sideways", tabIndex=0, role="region", **{"aria-label": "目标表，可横向滚动"}
        )
    return figure_frame(
        body, id=TARGETS, title="目标", subtitle="各规划并列，未核验的不作官方目标", unit=unit,
        version=depth.view.version,
    )  # fmt: skip
