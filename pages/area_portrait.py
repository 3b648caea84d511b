"""What the portrait of an area is drawn from: its profile, its siblings and its peers."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from components.comparison_mark import Comparison
from components.numbers import is_missing
from components.passport_link import passport_address
from components.provenance import provenance
from components.selection import Selection
from components.spine_rows import Profile, is_total
from components.trend_arrow import Trend
from methods.population_class import class_words, population_class
from methods.rare_events import FEWEST_EVENTS, counts_events
from methods.spread import rank_among, spread
from pages.judged_points import NO_POINTS, compared_rows, limited_each, trends_of
from pages.quality_marks import hides, marked, marks_of
from queries.areas_register import areas_register
from queries.batches import batches
from queries.indicator_definitions import indicator_definitions
from queries.medians_of_areas import medians_of_areas
from queries.profile_of_area import profile_of_area
from queries.values_of_children import values_of_children
from queries.values_of_parts import values_of_parts
from queries.view_of import NATION, Record, View, records

LEVELS = {"province": "省", "prefecture": "市（州）", "county": "县（市、区）", "zone": "县（市、区）"}
FEWEST_PEERS = 3
MOST_BESIDE = 2  # compared areas: with more, the chart no longer fits beside the values at 1366 px
PATH = "/area"


@dataclass
class Portrait:
    """The area, what it is compared with, and its profile (`queries.profile_of_area`) by (indicator, area).

    The profile has `doubt` and `doubt_finding` (`methods.doubtful`); where the address hides them, values in doubt are
    missing. `above` is the parent that is not the nation; `within` the area whose children of `layer` are the siblings;
    `compared` are areas of the reader's choice.
    """

    view: View
    selection: Selection
    areas: dict[str, Record]
    indicators: dict[str, Record]
    above: Record | None
    within: Record | None
    layer: str
    profile: pd.DataFrame
    values: dict[tuple[str, str], Record]
    pairs: tuple[tuple[str, str], ...]
    peers: tuple[str, ...]
    peer_words: str
    compared: tuple[Record, ...] = ()

    @property
    def area(self) -> Record:
        return self.view.area

    @property
    def columns(self) -> list[Record]:
        """The areas of the value columns, the area itself first."""
        return [self.area, *self.wholes, *self.compared]

    @property
    def wholes(self) -> list[Record]:
        """What the area lies in: its parent and the nation, as far as they are others."""
        nation = self.areas.get(NATION) if self.area["level"] != "nation" else None
        return [a for a in (self.above, nation) if a]

    def value(self, indicator: str, area: str, part: str = "value") -> float:
        """One number of the profile; NaN where there is none."""
        return self.values.get((indicator, area), {}).get(part, np.nan)


def passport_of_value(portrait: Portrait, indicator: str, area: str) -> str:
    """The address of the passport of one number of the profile; empty where there is no number."""
    row = portrait.values.get((indicator, area))
    return passport_address(indicator, area, row["period"], v=portrait.view.version) if row else ""


def portrait_of(view: View, selection: Selection) -> Portrait:
    areas = records(areas_register, viewer=view.viewer, version=view.version, key="code")
    indicators = records(indicator_definitions, viewer=view.viewer, version=view.version, key="code")
    area = view.area
    above = next((a for a in reversed(view.ancestors) if a["code"] != NATION), None)
    within = above or areas.get(NATION)
    layer = {"nation": "province", "province": "province", "prefecture": "prefecture"}.get(area["level"], "county")
    against = tuple(a["code"] for a in (above, areas.get(NATION)) if a and a["code"] != area["code"])
    compared = compared_areas(selection, areas, {area["code"], *against})
    against += tuple(a["code"] for a in compared)
    until = selection.period[:4] if selection.period else None
    rows = view.ask(profile_of_area, area=area["code"], against=against, until=until)
    own = rows[rows["area"] == area["code"]]
    pairs = tuple(zip(own["indicator"], own["period"], strict=True))
    codes, words = peers_of(view, area, layer, own)
    marks = marks_of(view, tuple(own["indicator"]), periods=tuple(dict.fromkeys(own["period"])),
                     areas=(area["code"], *against), breakdown="all")  # fmt: skip
    rows = limited_each(marked(rows, marks, selection, breakdown="all"), indicators)
    by_key = {(r["indicator"], r["area"]): r for r in rows.to_dict("records")}
    return Portrait(
        view, selection, areas, indicators, above, within, layer, rows, by_key, pairs, codes, words, compared
    )


def compared_areas(selection: Selection, areas: dict[str, Record], taken: set[str]) -> tuple[Record, ...]:
    """The first areas of the address's `compare` that the viewer may see and that have statistics of their own."""
    known = (areas[code] for code in selection.compare if code in areas and code not in taken)
    return tuple(a for a in known if a["has_statistics"])[:MOST_BESIDE]


def peers_of(view: View, area: Record, layer: str, own: pd.DataFrame) -> tuple[tuple[str, ...], str]:
    """Areas of the same level and population class anywhere in the nation, and their words; none for zones."""
    population = own[own["indicator"] == "POP"]
    size = population_class(float(population["value"].iloc[0]), area["level"]) if len(population) else None
    if size is None:
        return (), ""
    everyone = view.ask(
        values_of_children, indicator="POP", parent=NATION, layer=layer, period=population["period"].iloc[0]
    )
    alike = everyone[(everyone["level"] == area["level"]) & everyone["value"].between(*size, inclusive="left")]
    if len(alike) < FEWEST_PEERS:
        return (), ""
    return tuple(alike["area"]), f"{class_words(*size)}{LEVELS[area['level']]}（{len(alike)}个）"


def facts(portrait: Portrait, indicators: list[str], areas: list[str], *, brief: bool = False) -> dict:
    """Source, cut-off and marks of the named figures, for `figure_frame`; `brief` names the publication alone."""
    rows = portrait.profile
    chosen = rows["indicator"].isin(indicators) & rows["area"].isin(areas)
    told = provenance([rows[chosen]], portrait.view.ask(batches))
    if brief and (title := re.match("《.+?》", told["source"])):
        told["source"] = title[0]
    return {**told, "version": portrait.view.version}


def profile_with_siblings(portrait: Portrait) -> Profile:
    view, area, within = portrait.view, portrait.area, portrait.within or portrait.area
    siblings = view.ask(values_of_parts, parent=within["code"], layer=portrait.layer, periods=portrait.pairs)
    if hides(portrait.selection):
        siblings = without_marked(portrait, siblings)
    medians = {}
    if portrait.peers:
        found = view.ask(medians_of_areas, areas=portrait.peers, periods=portrait.pairs)
        medians = dict(zip(found["indicator"], found["value"], strict=True))
    rows = portrait.profile[portrait.profile["area"] == area["code"]]
    known = view.ask(batches)
    ranked = area["level"] not in ("zone", "nation")
    return Profile(
        values=portrait.values,
        columns=[a["code"] for a in portrait.columns],
        compared=len(portrait.compared),
        nation=NATION,
        spread=spread(siblings).to_dict("index"),
        ranks=ranks_of(portrait, siblings, rows) if ranked else {},
        peers=medians,
        with_peers=bool(portrait.peers),
        generated=frozenset(siblings.loc[siblings["demonstration"].astype(bool), "indicator"]),
        unverified=frozenset(known.loc[~known["verified"], "batch_id"].astype(int)),
        v=view.version,
        versus=versus_of(portrait),
        trends=own_trends(portrait),
    )


def versus_of(portrait: Portrait) -> dict[str, tuple[Comparison | None, ...]]:
    """The area against its parent and the nation, by interval; of counts nothing, a whole is always more."""
    above = portrait.wholes  # compared areas are many enough columns with their values
    told: dict[str, tuple[Comparison | None, ...]] = {code: tuple(None for _ in above) for code, _ in portrait.pairs}
    wanted = [
        (code, one, portrait.values[code, portrait.area["code"]])
        for code, _ in portrait.pairs
        for one in above
        if not is_total(portrait.indicators[code]) and not is_missing(portrait.value(code, portrait.area["code"]))
    ]
    found = compared_rows([
        (own, portrait.indicators[code], one["short_name"], portrait.value(code, one["code"]))
        for code, one, own in wanted
    ])  # fmt: skip
    for n in range(0, len(wanted), max(len(above), 1)):
        told[wanted[n][0]] = tuple(found[n : n + len(above)])
    return told


def own_trends(portrait: Portrait) -> dict[str, Trend]:
    """By indicator, of the area's years up to that of the value shown."""
    area = portrait.area["code"]
    ends = {code: int(period[:4]) for code, period in portrait.pairs}
    found = trends_of(portrait.view, portrait.selection, portrait.indicators, (area,), ends=ends)
    return {code: found.get((code, area), NO_POINTS) for code, _ in portrait.pairs}


def without_marked(portrait: Portrait, siblings: pd.DataFrame) -> pd.DataFrame:
    """The siblings' values that are in no doubt; each indicator in its own period."""
    codes, periods = (tuple(dict.fromkeys(part)) for part in zip(*portrait.pairs, strict=True))
    found = marks_of(portrait.view, codes, periods=periods, areas=set(siblings["area"]), breakdown="all")
    chosen = set(portrait.pairs)
    here = found[[pair in chosen for pair in zip(found["indicator"], found["period"], strict=True)]]
    told = marked(siblings, here, portrait.selection)
    return told[told["value"].notna()]


def doubts_of(portrait: Portrait, indicators: list[str], areas: list[str]) -> list[tuple[str, str, str, str]]:
    """(whose and what, reason, finding, area) of the values in doubt among these, in their order."""
    rows = [(area, code, portrait.values.get((code, area))) for area in areas for code in indicators]
    return [
        (portrait.areas[area]["short_name"] + portrait.indicators[code]["short_name"], row["doubt"],
         row["doubt_finding"], area)
        for area, code, row in rows
        if row and row["doubt"]
    ]  # fmt: skip


def ranks_of(portrait: Portrait, siblings: pd.DataFrame, rows: pd.DataFrame) -> dict[str, str]:
    """The area's place among its siblings by indicator, "3 / 21". Rates of fewer than ten events take no place."""
    indicators = portrait.indicators

    def few(frame: pd.DataFrame) -> pd.Series:
        counted = [code for code, i in indicators.items() if counts_events(i["unit"], i["aggregation"])]
        return frame["indicator"].isin(counted) & (frame["numerator"] < FEWEST_EVENTS)

    steady = siblings[~few(siblings)]
    own = rows[~few(rows)].set_index("indicator")["value"]
    descending = pd.Series([indicators[code]["direction"] != "lower" for code in own.index], index=own.index)
    places = rank_among(steady, own, descending).to_dict()
    sizes = steady["indicator"].value_counts().to_dict()
    return {
        str(code): f"{place:.0f} / {sizes[code]}"
        for code, place in places.items()
        if sizes.get(code, 0) > 1 and not is_missing(place)
    }
