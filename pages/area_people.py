"""地区画像: who lives in the area, where it lies, and their ages."""

from typing import Any

import numpy as np
import pandas as pd
from dash import dcc, html

from components.figure_frame import figure_frame
from components.map_figure import map_credit, map_figure
from components.numbers import is_missing
from components.population import age_bars, population_figures, scaled_people
from components.quality_mark import named_marks
from components.states import nothing_to_show
from components.template import graph
from data.boundaries import read_frame
from data.settings import settings
from pages.area_portrait import Portrait, doubts_of, facts, passport_of_value
from pages.quality_marks import hides

PEOPLE, PLACE, AGES = "area-people", "area-place", "area-ages"


def people(portrait: Portrait):
    """Who lives here: counts of the census where it covers the area."""
    code = portrait.area["code"]

    def count_of(indicator: str, part: str) -> float:
        return portrait.value(indicator, code, part)

    # The people that the ages are counted among; a newer estimate of the total would not fit the other three.
    everyone = count_of("A65", "denominator")
    year = portrait.value("A65" if not is_missing(everyone) else "POP", code, "year")
    away = sum(count_of(i, "numerator") for i in ("MIG_COUNTY", "MIG_PROV", "MIG_OTHER"))
    counts = [
        (
            "常住人口",
            count_of("POP", "value") if is_missing(everyone) else everyone,
            "POP" if is_missing(everyone) else "A65",
        ),
        ("65岁及以上", count_of("A65", "numerator"), "A65"),
        ("城镇人口", count_of("URB", "numerator"), "URB"),
        ("人户分离人口", away, ""),  # of three indicators: none of their passports is its own
    ]
    told = facts(portrait, ["A65", "URB", "MIG_PROV"], [code], brief=True)
    if all(is_missing(n) for _, n, _ in counts):
        body: Any = nothing_to_show("missing", f"{portrait.area['name']}没有人口数据。")
    else:
        body = population_figures(
            [(what, *scaled_people(n), passport_of_value(portrait, i, code) if i else "") for what, n, i in counts]
        )
    used = [i for _, _, i in counts if i] + ["MIG_COUNTY", "MIG_PROV", "MIG_OTHER"]
    body = [body, named_marks(doubts_of(portrait, list(dict.fromkeys(used)), [code]), hidden=hides(portrait.selection))]
    return figure_frame(body, id=PEOPLE, title="人口", subtitle="" if is_missing(year) else f"{year:.0f}年", **told)


def place(portrait: Portrait):
    """Where the area lies inside its parent; the nation is shown whole."""
    home, area = portrait.within or portrait.area, portrait.area
    frame = read_frame(settings().geo, home["code"], portrait.layer)
    title = f"在{home['name']}的位置" if area["code"] != home["code"] else "全国各省"
    if frame is None or (area["code"] not in frame["areas"] and area["code"] != home["code"]):
        return figure_frame(nothing_to_show("not_applicable", f"{area['name']}没有单独的边界。"), id=PLACE, title=title)
    shown = pd.DataFrame({"area": frame["areas"]})
    known = [portrait.areas.get(code, {}).get("has_statistics") is True for code in shown["area"]]
    shown = shown.assign(value=np.where(known, 1.0, np.nan), class_index=np.where(known, 0.0, np.nan))
    shown.loc[shown["area"] == area["code"], "class_index"] = 1.0
    figure = map_figure(
        areas=shown, frame=frame, geo_url_prefix="/geo/", colours=["#E6EAED", "#1B4F86"], size="small", decimals=0
    )
    link = dcc.Link("在地图上查看", href=portrait.selection.change(indicator=None).address("/map"))
    picture = html.Div(
        graph("area-place-graph", figure, className="hc-overview-graph"), className="hc-place", role="img",
        **{"aria-label": title},
    )  # fmt: skip
    credit = map_credit(settings().map_source, settings().map_approval)
    return figure_frame([picture, link], id=PLACE, title=title, credit=credit)


def ages(portrait: Portrait):
    rows = []
    for area in portrait.columns:
        shares = [portrait.value(i, area["code"]) for i in ("A0_14", "A15_64", "A65")]
        rows.append((area["short_name"], *shares))
    told = facts(portrait, ["A0_14", "A15_64", "A65"], [a["code"] for a in portrait.columns], brief=True)
    year = portrait.value("A65", portrait.area["code"], "year")
    ways = {
        a["short_name"]: tuple(passport_of_value(portrait, i, a["code"]) for i in ("A0_14", "A15_64", "A65"))
        for a in portrait.columns
    }
    codes = [area["code"] for area in portrait.columns]
    noted = named_marks(doubts_of(portrait, ["A0_14", "A15_64", "A65"], codes), hidden=hides(portrait.selection))
    return figure_frame(
        [age_bars(rows, ways), noted],
        id=AGES,
        title="年龄构成",
        subtitle="" if is_missing(year) else f"{year:.0f}年",
        unit="%",
        **told,
    )
