"""What the figures of 指标监测 share: ids, frame with provenance and exports, the addresses of their numbers."""

from typing import Any

import pandas as pd
from dash import html

from components.downloads import exports
from components.figure_frame import figure_frame
from components.numbers import is_count as counts
from components.passport_link import passport_address, passport_search
from components.provenance import provenance
from pages.indicator_depth import Depth
from pages.quality_marks import HIDE, hides
from queries.levels_of_indicators import levels_of_indicators
from queries.view_of import LAYER_NAMES, NATION

PATH = "/indicators"
TREND, GROUPS, SPREAD, RANKING = "indicators-trend", "indicators-groups", "indicators-spread", "indicators-ranking"
DEFINITION, TARGETS, FACTS = "indicators-definition", "indicators-targets", "indicators-facts"


def framed(body: Any, depth: Depth, id: str, title: str, frames: list[pd.DataFrame], **said: Any) -> html.Section:
    """A figure frame with the provenance of `frames`. `search` says which observations the exports hold."""
    search = said.pop("search") | ({"quality": HIDE} if hides(depth.selection) else {})
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


def unit_of(indicator: dict[str, Any]) -> str:
    """The unit as words; empty where the figures have none."""
    return "" if indicator["unit"] == "-" else str(indicator["unit"])


def is_count(depth: Depth) -> bool:
    return counts(depth.indicator) and not depth.indicator["decimals"]


def first_words(depth: Depth) -> str:
    words = [t for t in depth.targets["text"].dropna() if t]
    return words[-1] if words else ""


def other_layers(depth: Depth) -> list[tuple[str, str]]:
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


def children_search(depth: Depth) -> dict[str, Any]:
    assert depth.view.period is not None
    return {
        "indicator": depth.indicator["code"], "parent": depth.parent["code"], "layer": depth.layer,
        "period": depth.view.period["code"], "breakdown": depth.view.breakdown, "v": depth.view.version,
    }  # fmt: skip
