"""Where the nation or a province, and the areas inside it, stand on their way to 2030."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from components.selection import Selection
from methods.leading_target import DEFAULT_BASELINE_YEAR, leading_target
from methods.progress import STATES
from methods.standing import judged_standing
from pages.quality_marks import marked, marks_of
from queries.areas_register import areas_register
from queries.batches import batches
from queries.indicator_definitions import indicator_definitions
from queries.standing_of_areas import standing_of_areas
from queries.targets_of_indicators import targets_of_indicators
from queries.view_of import NATION, Record, View, layers_of, records

TARGET_YEAR = 2030


@dataclass
class Overview:
    """What the parts of the page share. `judged` has one row per indicator and area (home and the areas inside it),
    with the columns of `methods.progress`; `targets` one record per indicator that a plan sets a number for 2030."""

    view: View
    selection: Selection
    home: Record
    layer: str
    areas: dict[str, Record]
    indicators: dict[str, Record]
    targets: dict[str, Record]
    judged: pd.DataFrame
    sources: dict[int, Record]


def overview_of(view: View, selection: Selection) -> Overview:
    """The figures of the page; an area below a province is shown by its province, and the view's notices say so."""
    areas = records(areas_register, viewer=view.viewer, version=view.version, key="code")
    indicators = records(indicator_definitions, viewer=view.viewer, version=view.version, key="code")
    home = view.area
    if home["level"] not in ("nation", "province"):
        home = areas.get(home["province_code"], home)
        view.notices.append(f"总览按全国和省展示，现显示{home['name']}；{view.area['name']}见“地区画像”。")
    layers = layers_of(home, areas)
    layer = layers[0] if layers else "county"
    inside = [code for code, a in areas.items() if is_child(a, home, layer)]
    targets = targets_here(view, home)
    until = until_of(selection)
    baselines = tuple((code, int(targets[code]["baseline_year"]) if code in targets else DEFAULT_BASELINE_YEAR)
                      for code in indicators)  # fmt: skip
    aimed = tuple((code, year) for code, year in baselines if code in targets)
    frames = [
        view.ask(standing_of_areas, areas=(home["code"],), baselines=baselines, until=until),
        view.ask(standing_of_areas, areas=tuple(inside), baselines=aimed, until=until),
    ]
    standing = pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)
    directions = {code: i["direction"] for code, i in indicators.items()}
    standing = marked(standing, marks_here(view, standing), selection, breakdown="all")
    left_out = int(standing["value"].isna().sum())
    if left_out:
        view.notices.append(f"{left_out}个存疑数值按您的选择未显示，不参加本页的判断。")
    judged = judged_standing(standing[standing["value"].notna()], targets, directions, NATION)
    known = view.ask(batches)
    sources = {r["batch_id"]: r for r in known.to_dict("records")}
    return Overview(view, selection, home, layer, areas, indicators, targets, judged, sources)


def marks_here(view: View, standing: pd.DataFrame) -> pd.DataFrame:
    """Values in doubt among those of `standing`, each in its own year."""
    codes, periods, areas = (tuple(sorted(set(standing[name]))) for name in ("indicator", "period", "area"))
    return marks_of(view, codes, periods=periods, areas=areas, breakdown="all")


def is_child(area: Record, home: Record, layer: str) -> bool:
    inside = home["code"] == NATION or area["province_code"] == home["code"]
    return bool(inside and area[f"in_{layer}_layer"] and area["has_statistics"] and area["code"] != home["code"])


def targets_here(view: View, home: Record) -> dict[str, Record]:
    """The number that 2030 is measured by, per indicator: the area's own target where it has one, else the nation's."""
    known = leading_target(view.ask(targets_of_indicators), TARGET_YEAR)
    national, own = known[known["area"] == NATION], known[known["area"] == home["code"]]
    return {str(r["indicator"]): dict(r) for part in (national, own) for r in part.to_dict("records")}


def most_urgent(overview: Overview) -> pd.DataFrame:
    """What is behind its path: by state, home before the areas inside it, published before invented, relative gap."""
    late = overview.judged[overview.judged["state"].isin(["warning", "watch"])]
    order = pd.DataFrame(
        {
            "state": late["state"].map(STATES.index),
            "level": late["area"] != overview.home["code"],
            "invented": ~late["measured"].astype(bool),
            "gap": -(late["gap"].abs() / late["expected"].abs().replace(0, np.nan)).fillna(0),
        }
    )
    return late.loc[order.sort_values(["state", "level", "invented", "gap"], kind="stable").index]


def until_of(selection: Selection) -> str | None:
    """The year that a chosen period ends the view at."""
    return selection.period[:4] if selection.period else None
