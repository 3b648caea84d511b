"""Map pages: an indicator by the areas inside, and how many of them reached the target."""

import json

import pandas as pd

from bulletins.blocks import SHEET_WIDTH, Block, Heading, MapFigure, Sentence
from bulletins.phrases import reached_sentence
from bulletins.reading import Reading
from bulletins.running_numbers import Numbers
from bulletins.subject import Subject
from bulletins.told import with_marks
from bulletins.trends import source_of
from components import palette
from components.map_figure import map_credit, map_figure
from components.map_legend import class_words
from components.numbers import is_missing
from data.boundaries.read import read_frame
from data.settings import settings
from methods.classes import class_of, round_breaks
from queries.values_of_children import values_of_children
from queries.view_of import LAYER_NAMES, NATION, Record

USUAL = 754  # px: the usual width of large maps
SIZE, SIZE_OF_NATION = (450, 300), (470, 331)  # px: two maps stand on a sheet; the nation's in its shape
BY_COUNTY = "A65"  # of the census, published for every county
MOST_FEATURED = 1
LEAST_SHARE = 0.5  # of the areas must have a value


def map_pages(subject: Subject, readings: dict[str, Reading], level: str, numbers: Numbers) -> list[Block]:
    """A heading of level 1 and the maps; nothing where no map can be drawn."""
    found: list[Block] = []
    for reading, layer in chosen(subject, readings):
        drawn = _map(subject, reading, layer, numbers)
        found += [*_said(subject, reading, layer), drawn] if drawn else []
    return [Heading(f"{level}、地图", 1, "maps"), *found] if found else []


def chosen(subject: Subject, readings: dict[str, Reading]) -> list[tuple[Reading, str]]:
    """The first featured indicators that most areas have a value of, and the share of the old by county."""
    sizes = sum(_is_inside(a, subject) for a in subject.areas.values())
    found: list[tuple[Reading, str]] = []
    featured = sorted((r for r in readings.values() if not is_missing(r.indicator["featured"])),
                      key=lambda r: float(r.indicator["featured"]))  # fmt: skip
    for reading in featured:
        rows = subject.of_children.get(reading.code)
        if rows is not None and len(rows) >= max(2, LEAST_SHARE * sizes) and len(found) < MOST_FEATURED:
            found.append((reading, subject.layer))
    if BY_COUNTY in readings and subject.area["level"] in ("nation", "province", "prefecture"):
        layers = subject.view.layers
        if "county" in layers:
            found.append((readings[BY_COUNTY], "county"))
    return found


def _is_inside(area: Record, subject: Subject) -> bool:
    at = area[f"in_{subject.layer}_layer"] and area["has_statistics"]
    inside = subject.inside["code"]
    return bool(at and inside in (NATION, area["province_code"], area["prefecture_code"], area["parent_code"]))


def _said(subject: Subject, reading: Reading, layer: str) -> list[Sentence]:
    if layer != subject.layer:
        return []
    return with_marks([reached_sentence(subject, reading)], "本图", whole=False)


def _map(subject: Subject, reading: Reading, layer: str, numbers: Numbers) -> MapFigure | None:
    """None without boundaries of the layer, or without a value."""
    parent, i, period = subject.inside["code"], reading.indicator, reading.own["period"]
    frame = read_frame(settings().geo, parent, layer)
    if frame is None:
        return None
    rows = subject.ask(values_of_children, indicator=i["code"], parent=parent, layer=layer, period=period)
    rows.loc[~rows["has_statistics"], "value"] = float("nan")
    if rows["value"].isna().all():
        return None
    breaks = _breaks(subject, i, period)
    rows = rows.assign(class_index=class_of(rows["value"].to_numpy(dtype=float), breaks, right=False))
    colours = palette.sequential(len(breaks) + 1)
    width, height = SIZE_OF_NATION if parent == NATION else SIZE
    unit = SHEET_WIDTH / USUAL
    figure = map_figure(
        areas=rows, frame=frame, geo_url_prefix="/geo/", colours=colours, breaks=breaks,
        selected=subject.code if subject.beside else None, decimals=int(i["decimals"]) + 1, unit=unit,
        pixels=round(width / unit) if parent == NATION else USUAL,
    )  # fmt: skip
    place, when = subject.inside["name"], reading.own["period_label"]
    caption = f"{numbers.figure()}　{when}{place}{i['short_name']}（分{LAYER_NAMES[layer]}）"
    return MapFigure(
        f"bulletin-map-{i['code']}-{layer}", caption, i["unit"], figure, height,
        f"{when}{place}各{LAYER_NAMES[layer]}{i['name']}地图", source_of(subject, [rows]),
        _legend(rows, breaks, colours, i), f"{LAYER_NAMES[layer]}数",
        map_credit(settings().map_source, settings().map_approval), width,
    )  # fmt: skip


def _breaks(subject: Subject, indicator: Record, period: str) -> list[float]:
    """The indicator's own, the same at every level; else round ones of all provinces."""
    if indicator["breaks"]:
        found: list[float] = json.loads(indicator["breaks"])
        return found
    wide = subject.ask(values_of_children, indicator=indicator["code"], parent=NATION, layer="province", period=period)
    return round_breaks(wide["value"].to_numpy(dtype=float))


def _legend(
    rows: pd.DataFrame, breaks: list[float], colours: list[str], indicator: Record
) -> tuple[tuple[str, str, int], ...]:
    counts = rows["class_index"].value_counts()
    words = class_words(breaks, int(indicator["decimals"]), counts=indicator["aggregation"] == "sum")
    keys = [(words[k], colours[k], int(counts.get(float(k), 0))) for k in range(len(words))]
    return (*keys, ("无数据", "", int(rows["class_index"].isna().sum())))
