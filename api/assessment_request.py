"""What a request about assessment asks for, read from the query of an address and checked; everything wrong is told at
once. A scheme, phase or area outside the viewer's scope is answered like one that does not exist."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from access.viewer import Viewer
from api.blueprint import asked
from api.data_version import asked_version
from api.problems import Problem, bad_request, shortened
from data.schema import ASSESSMENT_VARIANTS
from queries.areas_register import areas_register
from queries.ask import ask
from queries.assessment_of_children import assessment_of_children
from queries.assessment_phases import assessment_phases
from queries.schemes_register import schemes_register
from queries.view_of import NATION, records

Record = dict[str, Any]


@dataclass(frozen=True)
class AssessmentRequest:
    """A checked request. `area` is the parent of a ranking, or the area of a report card."""

    version: str
    scheme: Record
    phase: Record
    area: Record
    variant: str
    group: str

    @property
    def asked(self) -> dict[str, str]:
        """scheme, period and variant as questions take them."""
        return {"scheme": self.scheme["scheme"], "period": self.phase["period"], "variant": self.variant}

    @property
    def official(self) -> str:
        return "官方评分方案" if self.scheme["official"] else "产品默认评分方案（非官方）"


def assessment_request(area: str, *known: str, viewer: Viewer) -> AssessmentRequest:
    """The request in hand: `area` names its parameter for a place, `known` further ones. Without a period the newest
    phase. Raises Problem (400, 404), VersionGone, WarehouseError."""
    said = {name: value for name, value in asked("scheme", "period", area, "variant", *known, "v").items() if value}
    version = asked_version(said.get("v"))
    variant = said.get("variant", ASSESSMENT_VARIANTS[0])
    if variant not in ASSESSMENT_VARIANTS:
        raise _wrong("variant", variant, f"可用：{'、'.join(ASSESSMENT_VARIANTS)}（trusted不含存疑数据）")
    schemes = records(schemes_register, viewer=viewer, version=version, key="scheme")
    usable = [code for code, scheme in schemes.items() if not scheme["problem"]]
    code = said.get("scheme", "")
    if code not in usable:
        raise _wrong("scheme", code, f"没有这个考核方案；可用：{'、'.join(usable) or '（没有）'}")
    phases = ask(assessment_phases, viewer=viewer, version=version, scheme=code)
    found: list[Any] = phases.to_dict("records")
    phase = next((p for p in reversed(found) if said.get("period") in (None, p["period"])), None)
    if phase is None:
        raise Problem(
            404, "not-assessed", "没有考核结果", f"{schemes[code]['name']}没有{said.get('period', '')}的考核结果。"
        )
    areas = records(areas_register, viewer=viewer, version=version, key="code")
    place = said.get(area, NATION)
    if place not in areas:
        raise _wrong(area, place, "没有这个代码的地区，或不在查看范围内；代码见 /api/v1/areas")
    return AssessmentRequest(version, schemes[code], phase, areas[place], variant, said.get("group", "all"))


def ranking_of(wanted: AssessmentRequest, viewer: Viewer) -> pd.DataFrame:
    """`queries.assessment_of_children` of what was asked for, in the order of ranks; areas without one come last."""
    frame = ask(
        assessment_of_children, viewer=viewer, version=wanted.version, **wanted.asked, parent=wanted.area["code"],
        group=wanted.group,
    )  # fmt: skip
    return frame.sort_values(["rank", "total", "area"], ascending=[True, False, True], na_position="last")


def _wrong(parameter: str, value: str, detail: str) -> Problem:
    return bad_request([{"parameter": parameter, "value": shortened(value), "detail": detail}])
