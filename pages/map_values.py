"""What the map is drawn from: its parent and layer, the values of its areas, its class breaks, its source."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from components.numbers import count, is_count, is_yes_no, number
from components.selection import Selection
from methods.classes import class_breaks, round_breaks
from methods.standard_deviation_classes import MULTIPLES, standard_deviation_breaks
from pages.quality_marks import marked, marks_of
from queries.batches import batches
from queries.values_of_areas import values_of_areas
from queries.values_of_children import values_of_children
from queries.view_of import NATION, Record, View, records


@dataclass
class Place:
    """The map's parent and what is selected in it: a county has no map of its own, its parent's map shows it."""

    parent: Record
    layer: str
    selected: str | None


def place_of(view: View, asked_layer: str | None) -> Place:
    if view.layers:
        return Place(view.area, view.layer, None)
    parent = view.ancestors[-1]
    layers = ["prefecture", "county"] if view.area["level"] == "prefecture" else ["county"]
    layer = asked_layer if asked_layer in layers else layers[0]
    return Place(parent, layer, view.area["code"])


@dataclass
class MapValues:
    """A view of the map with its figures. Frames have `doubt` and `doubt_finding` (`methods.doubtful`)."""

    view: View
    place: Place
    selection: Selection

    @cached_property
    def children(self) -> pd.DataFrame:
        """The areas of the map with their values, the best first; what lies outside the statistics has none."""
        if not self.view.period:
            return pd.DataFrame()
        frame = self._areas(self.place.parent["code"], self.place.layer)
        frame.loc[~frame["has_statistics"], "value"] = np.nan
        return frame.sort_values(
            "value", ascending=self.view.indicator["direction"] == "lower", kind="stable", na_position="last"
        )

    @cached_property
    def benchmarks(self) -> pd.DataFrame:
        """The nation, what lies between, and the parent, in this order, with their values."""
        assert self.view.period is not None
        codes = dict.fromkeys([NATION, *(a["code"] for a in self.view.ancestors), self.place.parent["code"]])
        rows = self.view.ask(
            values_of_areas,
            indicator=self.view.indicator["code"],
            areas=tuple(codes),
            period=self.view.period["code"],
            breakdown=self.view.breakdown,
        )
        rows = self._marked(rows).set_index("area", drop=False)
        return rows.loc[[code for code in codes if code in rows.index]]

    @property
    def breaks(self) -> list[float]:
        """Class breaks: fixed ones stay the same at every level, the others follow the areas shown."""
        if is_yes_no(self.view.indicator):
            return [0.5]
        present = self.children.loc[self.children["has_statistics"], "value"]
        if self.selection.classes == "deviation":  # a break beyond all values would part nothing from nothing
            return [b for b in standard_deviation_breaks(present) if present.min() < b <= present.max()]
        if self.selection.classes != "fixed":
            return class_breaks(present, self.selection.classes)
        if self.view.indicator["breaks"]:
            return json.loads(self.view.indicator["breaks"])
        for layer in ("county", "prefecture", "province"):
            wide = self._areas(NATION, layer)
            if wide["value"].notna().sum() > 7:
                return round_breaks(wide["value"])
        return round_breaks(present)

    @property
    def class_words(self) -> str:
        """How the classes were made, where their breaks do not say it themselves: mean and standard deviation."""
        if self.selection.classes != "deviation":
            return ""
        ends = standard_deviation_breaks(self.children.loc[self.children["has_statistics"], "value"])
        if not ends:
            return ""
        mean, decimals = (ends[0] + ends[-1]) / 2, int(self.view.indicator["decimals"])
        deviation = (ends[-1] - ends[0]) / (MULTIPLES[-1] - MULTIPLES[0])
        counted = is_count(self.view.indicator)
        mean_words, deviation_words = (count(x) if counted else number(x, decimals) for x in (mean, deviation))
        return f"均值{mean_words}，标准差{deviation_words}；断点为均值加减1、2个标准差"

    def _areas(self, parent: str, layer: str) -> pd.DataFrame:
        assert self.view.period is not None
        found = self.view.ask(
            values_of_children,
            indicator=self.view.indicator["code"],
            parent=parent,
            layer=layer,
            period=self.view.period["code"],
            breakdown=self.view.breakdown,
        )
        return self._marked(found)

    def _marked(self, frame: pd.DataFrame) -> pd.DataFrame:
        view = self.view
        assert view.period is not None
        code, period = view.indicator["code"], view.period["code"]
        marks = marks_of(view, (code,), periods=(period,), areas=frame["area"].tolist(), breakdown=view.breakdown)
        return marked(frame, marks, self.selection, indicator=code, period=period, breakdown=view.breakdown)

    @property
    def source(self) -> dict:
        """Source, cut-off and standing of the batches behind a figure: the most frequent batch speaks for all."""
        used = self.children["batch_id"].dropna()
        if used.empty:
            return {"source": "—", "cut_off": "", "verified": True}
        every = records(batches, viewer=self.view.viewer, version=self.view.version, key="batch_id")
        known = [every[int(b)] for b in used.unique()]
        latest = max((b["cut_off"] for b in known if isinstance(b["cut_off"], date)), default=None)
        verified = all(b["verified"] for b in known if not b["demonstration"])
        return {"source": every[int(used.mode().iloc[0])]["source"], "cut_off": latest, "verified": verified}
