"""What an address of 考核排名 asks for: scheme, phase, area, group, dimension; what had to be replaced and why."""

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from access.viewer import Viewer
from components.selection import Selection
from methods.population_class import BOUNDS, class_words
from queries.ask import ask, keep
from queries.assessment_phases import assessment_phases
from queries.schemes_register import schemes_register
from queries.view_of import NATION, Record, View, records, view_of

PATH = "/assessment"
UNOFFICIAL = "产品默认评分方案（非官方）"
LEVELS = ("nation", "province", "prefecture", "county")
LEVEL_WORDS = {"province": "省", "prefecture": "市（州）", "county": "县（市、区）"}
PHASE_WORDS = {"half": "半年", "three_quarters": "前三季度", "year": "全年"}
EVERYBODY = "all"
REGIONS = ("东部", "中部", "西部", "东北")


@dataclass
class AssessmentView:
    """`scheme` is a record of `schemes_register` with its JSON read, None where no scheme has results here; `phase` of
    `assessment_phases`. `card`: the area itself is assessed, else those inside it are. `variant` trusted leaves values
    in doubt out. `part` is the name of the chosen dimension.
    """

    view: View
    selection: Selection
    scheme: Record | None
    schemes: list[Record]
    refused: list[Record]
    phase: Record | None
    phases: list[Record]
    part: str | None
    notices: list[str]

    def ask(self, question: Any, **arguments: Any) -> pd.DataFrame:
        return self.view.ask(question, **arguments)

    @property
    def area(self) -> Record:
        return self.view.area

    @property
    def code(self) -> str:
        return str(self.view.area["code"])

    @property
    def card(self) -> bool:
        return self.scheme is not None and self.area["level"] == self.scheme["level"]

    @property
    def variant(self) -> str:
        return "trusted" if self.selection.quality == "hide" else "all"

    @property
    def asked(self) -> dict[str, str]:
        """scheme and period as questions take them."""
        assert self.scheme is not None and self.phase is not None
        return {"scheme": str(self.scheme["scheme"]), "period": str(self.phase["period"])}

    @property
    def official(self) -> str:
        """What must stand beside every score."""
        assert self.scheme is not None
        return "官方评分方案" if self.scheme["official"] else UNOFFICIAL

    @property
    def level_words(self) -> str:
        assert self.scheme is not None
        return LEVEL_WORDS[str(self.scheme["level"])]

    def address(self, **changes: Any) -> str:
        return self.selection.change(**changes).address(PATH)


def assessment_view_of(params: dict[str, Any], *, viewer: Viewer) -> AssessmentView:
    """Never raises but WarehouseError: what cannot be shown is replaced and told in `notices`."""
    selection, notices = Selection.from_params(params)
    # an indicator, its breakdown and its periods are no part of this page
    view = view_of(selection.change(indicator=None, period=None, breakdown="all", layer=None), viewer=viewer)
    notices += view.notices
    schemes = schemes_of(viewer, view.version)
    usable = [s for s in schemes if not s["problem"] and s["phases"] and _fits(s, view)]
    scheme = _scheme(selection.scheme, usable, schemes, view, notices)
    phases = scheme["phases"] if scheme else []
    phase = _phase(selection.period, phases, scheme, notices)
    part = _part(selection.part, scheme, notices)
    here = selection.change(
        area=view.area["code"],
        scheme=scheme["scheme"] if scheme and scheme["scheme"] == selection.scheme else None,
        period=selection.period if phase and selection.period == phase["period"] else None,
        part=selection.part if part else None,
        group=_group(selection.group, scheme, view, notices),
        indicator=None,
        layer=None,
        breakdown="all",
    )
    refused = [s for s in schemes if s["problem"]]
    return AssessmentView(view, here, scheme, usable, refused, phase, phases, part, notices)


def schemes_of(viewer: Viewer, version: str) -> list[Record]:
    """The schemes that the viewer may see, JSON read, with `phases` (records, the oldest first)."""

    def made() -> list[Record]:
        found = []
        for scheme in records(schemes_register, viewer=viewer, version=version, key="scheme").values():
            read = {name: json.loads(scheme[name] or "null") for name in
                    ("grading", "comparison_groups", "dimensions", "settings")}  # fmt: skip
            phases = ask(assessment_phases, viewer=viewer, version=version, scheme=scheme["scheme"])
            rows: list[Any] = phases.astype(object).where(phases.notna(), None).to_dict("records")
            found.append(scheme | read | {"phases": rows})
        return found

    return keep("schemes of assessment", made, viewer=viewer, version=version)


def _fits(scheme: Record, view: View) -> bool:
    """Whether the scheme assesses the area itself or areas inside it."""
    level = str(scheme["level"])
    return level == view.area["level"] or level in view.layers


def _scheme(
    asked: str | None, usable: list[Record], schemes: list[Record], view: View, notices: list[str]
) -> Record | None:
    by_code = {str(s["scheme"]): s for s in usable}
    if asked in by_code:
        return by_code[asked]
    inside = sorted((s for s in usable if s["level"] != view.area["level"]), key=_preference)
    chosen = next(iter([*inside, *sorted(usable, key=_preference)]), None)
    if asked and chosen:
        known = next((s for s in schemes if s["scheme"] == asked), None)
        why = "没有这个考核方案" if known is None else f"{known['name']}没有{view.area['name']}的考核结果"
        notices.append(f"{why}，已改为{chosen['name']}。")
    return chosen


def _depth(scheme: Record) -> int:
    return LEVELS.index(str(scheme["level"]))


def _preference(scheme: Record) -> tuple[int, bool]:
    """The nearest level below first, and schemes that rank somebody before those that rank nobody."""
    return _depth(scheme), not any(phase["ranked"] for phase in scheme["phases"])


def _phase(asked: str | None, phases: list[Record], scheme: Record | None, notices: list[str]) -> Record | None:
    found = next((p for p in phases if p["period"] == asked), None)
    if found or not phases:
        return found
    if asked and scheme:
        notices.append(f"{scheme['name']}没有{asked}的结果，已改为{phases[-1]['period_label']}。")
    return phases[-1]


def groups_of(scheme: Record, view: View) -> list[str]:
    """Names of the comparison groups; areas are compared by them in the whole nation only."""
    if view.area["code"] != NATION:
        return []
    kinds, level = scheme["comparison_groups"] or [], str(scheme["level"])
    edges = (0.0, *map(float, BOUNDS[level]), math.inf)
    by_size = [class_words(low, high) for low, high in pairwise(edges)]
    return [*(REGIONS if "macro_region" in kinds else ()), *(by_size if "population_class" in kinds else ())]


def _group(asked: str | None, scheme: Record | None, view: View, notices: list[str]) -> str | None:
    if asked is None or scheme is None or asked in groups_of(scheme, view):
        return asked if scheme else None
    if view.area["code"] == NATION:
        notices.append(f"{scheme['name']}没有所选的分组，已改为全部。")
    return None


def _part(asked: str | None, scheme: Record | None, notices: list[str]) -> str | None:
    names = scheme["dimensions"] if scheme else []
    if asked is None or not names:
        return None
    if int(asked) > len(names):
        notices.append(f"该方案只有{len(names)}个维度，已改为总分。")
        return None
    return str(names[int(asked) - 1])


def area_scheme(a: AssessmentView) -> str | None:
    """The scheme for what lies inside the assessed areas: the next level down that has results."""
    assert a.scheme is not None
    below = LEVELS.index(str(a.scheme["level"])) + 1
    found = [s for s in schemes_of(a.view.viewer, a.view.version) if not s["problem"] and s["phases"]]
    inner = next((s for s in sorted(found, key=_preference) if _depth(s) >= below), None)
    return str(inner["scheme"]) if inner else None
