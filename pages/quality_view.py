"""What an address of 数据质量 asks for: form, period, the areas shown, and what had to be replaced and why."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from access.viewer import Viewer
from components.selection import Selection
from queries.areas_register import areas_register
from queries.forms_register import forms_register
from queries.quality_periods import quality_periods
from queries.view_of import Record, View, records, view_of

ALL_FORMS = "ALL"
PATH = "/quality"


@dataclass
class QualityView:
    """`parent` is the area whose children are listed, in `layer`: the area itself, or what is above one that has none
    inside it. `period` is a record (period, period_label, period_kind, end_date, demonstration), None where the form
    has no score at all; `periods` are the oldest first.
    """

    view: View
    selection: Selection
    form: Record
    forms: list[Record]
    period: Record | None
    periods: list[Record]
    parent: Record
    layer: str
    layers: list[str]
    finding: str | None
    notices: list[str]

    def ask(self, question: Any, **arguments: Any) -> pd.DataFrame:
        return self.view.ask(question, **arguments)

    @property
    def area(self) -> Record:
        return self.view.area

    @property
    def code(self) -> str:
        """The area's code."""
        return str(self.view.area["code"])

    @property
    def asked(self) -> dict[str, str]:
        """form and period as questions take them."""
        assert self.period is not None
        return {"form": str(self.form["form"]), "period": str(self.period["period"])}

    @property
    def placed(self) -> str:
        """Area and period in words: 四川省2026年9月."""
        return str(self.area["name"]) + (str(self.period["period_label"]) if self.period else "")

    def address(self, **changes: Any) -> str:
        return self.selection.change(**changes).address(PATH)


def quality_view_of(params: dict[str, Any], *, viewer: Viewer) -> QualityView:
    """Never raises but WarehouseError: what cannot be shown is replaced and told in `notices`."""
    selection, notices = Selection.from_params(params)
    # an indicator, its breakdown and its periods are no part of this page
    view = view_of(selection.change(indicator=None, period=None, breakdown="all"), viewer=viewer)
    notices += view.notices
    known = records(forms_register, viewer=viewer, version=view.version, key="form")
    form = _form(selection.form, known, notices)
    periods: list[Any] = view.ask(quality_periods, form=form["form"]).to_dict("records")
    period = _period(selection.period, periods, form, notices)
    parent, layer, layers = _place(view, selection.layer)
    here = selection.change(
        area=view.area["code"],
        form=None if form["form"] == ALL_FORMS else form["form"],
        period=selection.period if period and selection.period == period["period"] else None,
        compare=_compared(view, selection.compare, notices),
        indicator=None,
        breakdown="all",
        finding=None,
    )
    return QualityView(
        view, here, form, list(known.values()), period, periods, parent, layer, layers, selection.finding, notices
    )


def _form(asked: str | None, known: dict[Any, Record], notices: list[str]) -> Record:
    nothing = {"form": ALL_FORMS, "name": "全部报表", "demonstration": False, "scope": None, "due_rule": None}
    everything = known.get(ALL_FORMS) or next(iter(known.values()), nothing)
    named = {str(form["name"]): form for form in known.values()}
    if asked and asked not in known and asked not in named:
        notices.append(f"没有名为“{asked}”的报表，或不在您的查看范围内，已改为{everything['name']}。")
    return known.get(asked) or named.get(asked or "") or everything


def _period(asked: str | None, periods: list[Record], form: Record, notices: list[str]) -> Record | None:
    found = next((p for p in periods if p["period"] == asked), None)
    if found or not periods:
        return found
    if asked:
        notices.append(f"{form['name']}没有{asked}的评分，已改为{periods[-1]['period_label']}。")
    return periods[-1]


def _place(view: View, asked: str | None) -> tuple[Record, str, list[str]]:
    """Where the scorecard looks: a county has no areas of its own, its parent's scorecard shows it."""
    if view.layers:
        return view.area, view.layer, view.layers
    parent = view.ancestors[-1] if view.ancestors else view.area
    layers = ["prefecture", "county"] if view.area["level"] == "prefecture" else ["county"]
    return parent, asked if asked in layers else layers[0], []


def _compared(view: View, asked: tuple[str, ...], notices: list[str]) -> tuple[str, ...]:
    areas = area_records(view)
    unknown = [code for code in asked if code not in areas]
    if unknown:
        notices.append(f"对比地区 {'、'.join(unknown)} 不存在或不在您的查看范围内，未显示。")
    return tuple(code for code in asked if code in areas and code != view.area["code"])


def area_records(view: View) -> dict[Any, Record]:
    """The areas that the viewer may see, by code."""
    return records(areas_register, viewer=view.viewer, version=view.version, key="code")
