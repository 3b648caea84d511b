"""What a request about quality asks for, read from the query of an address and checked; everything wrong is told at
once. A code outside the viewer's scope is answered like one that does not exist."""

import re
from dataclasses import dataclass

from access.viewer import Viewer
from api.blueprint import asked
from api.data_version import asked_version
from api.problems import Problem, bad_request, shortened
from data.periods import PeriodError, parse_period
from data.schema import QUALITY_DIMENSIONS, SEVERITIES
from queries.areas_register import areas_register
from queries.ask import ask
from queries.forms_register import forms_register
from queries.indicator_definitions import indicator_definitions
from queries.quality_periods import quality_periods
from queries.rules_register import rules_register
from queries.view_of import LAYER_NAMES, NATION, layers_of, records

ALL_FORMS = "ALL"
STATES = ("open", "explained", "corrected")
MOST_AREAS = 500
CHOICES = {
    "layer": tuple(LAYER_NAMES), "dimension": QUALITY_DIMENSIONS, "severity": SEVERITIES, "state": STATES,
}  # fmt: skip
Wrong = list[dict[str, str]]


@dataclass(frozen=True)
class QualityRequest:
    """A checked request; what the endpoint does not take, or was not said, is None or empty."""

    version: str
    areas: tuple[str, ...]
    parent: str | None
    layer: str | None
    form: str | None
    period: str | None
    indicator: str | None
    rule: str | None
    dimension: str | None
    severity: tuple[str, ...]
    state: str | None
    limit: int | None
    offset: int

    @property
    def area(self) -> str:
        return self.areas[0] if self.areas else NATION


def quality_request(*known: str, viewer: Viewer, several_areas: bool = False) -> QualityRequest:
    """The request in hand, of the parameters `known`. Raises Problem (400, 404), VersionGone, WarehouseError."""
    said = {name: value for name, value in asked(*known).items() if value}
    return checked_request(said, viewer=viewer, several_areas=several_areas)


def checked_request(said: dict[str, str], *, viewer: Viewer, several_areas: bool = False) -> QualityRequest:
    """The request that `said` makes (names as in the interface, nothing empty). Raises as `quality_request`."""
    areas = _listed(said.get("area", ""))
    severities = _listed(said.get("severity", ""))
    wrong: Wrong = []
    _check_shapes(said, areas, severities, wrong)
    if len(areas) > (MOST_AREAS if several_areas else 1):
        detail = f"area最多{MOST_AREAS}个" if several_areas else "area只能是一个地区"
        _say(wrong, "area", said["area"], detail)
    if wrong:
        raise bad_request(wrong)
    version = asked_version(said.get("v"))
    _check_known(said, areas, viewer, version)
    return QualityRequest(
        version=version,
        areas=areas,
        parent=said.get("parent"),
        layer=_layer(said, viewer, version),
        form=said.get("form"),
        period=said.get("period"),
        indicator=said.get("indicator"),
        rule=said.get("rule"),
        dimension=said.get("dimension"),
        severity=severities,
        state=said.get("state"),
        limit=int(said["limit"]) if "limit" in said else None,
        offset=int(said.get("offset", 0)),
    )


def period_of(wanted: QualityRequest, *, viewer: Viewer) -> str:
    """The period asked for; without one the newest with a score. Raises Problem 404 where the form has none."""
    if wanted.period:
        return wanted.period
    periods = ask(quality_periods, viewer=viewer, version=wanted.version, form=wanted.form or ALL_FORMS)
    if periods.empty:
        raise Problem(404, "no-score", "没有质量评分", f"{wanted.form or '全部报表'}还没有质量评分。")
    return str(periods["period"].iloc[-1])


def _listed(value: str) -> tuple[str, ...]:
    return tuple(sorted({part.strip() for part in value.split(",")} - {""}))


def _say(wrong: Wrong, parameter: str, value: str, detail: str) -> None:
    wrong.append({"parameter": parameter, "value": shortened(value), "detail": detail})


def _check_shapes(said: dict[str, str], areas: tuple[str, ...], severities: tuple[str, ...], wrong: Wrong) -> None:
    for name, codes in (("area", areas), ("parent", (said["parent"],) if "parent" in said else ())):
        for code in codes:
            if not re.fullmatch(r"[0-9]{6}", code):
                _say(wrong, name, code, f"“{shortened(code)}”不是6位行政区划代码；代码见 /api/v1/areas")
    if "period" in said:
        try:
            parse_period(said["period"] if said["period"].isascii() else "")
        except PeriodError:
            forms = "2020、2020H1、2020Q3、2020Q1-3、2020-06"
            _say(wrong, "period", said["period"], f"“{shortened(said['period'])}”不是时期；可用写法：{forms}")
    for name, choices in CHOICES.items():
        for value in severities if name == "severity" else (said[name],) if name in said else ():
            if value not in choices:
                _say(wrong, name, value, f"{name}没有“{shortened(value)}”；可用：{'、'.join(choices)}")
    for name in ("limit", "offset"):
        if name in said and not re.fullmatch(r"[0-9]{1,9}", said[name]):
            _say(wrong, name, said[name], f"{name}要写成不超过9位的整数")
    if "layer" in said and "parent" not in said and "area" not in said:
        _say(wrong, "layer", said["layer"], "layer须与parent（上级地区）或area同用")


def _check_known(said: dict[str, str], areas: tuple[str, ...], viewer: Viewer, version: str) -> None:
    registers = {
        "form": (forms_register, "form", "报表", "报表见 /api/v1/submissions 或 /api/v1/quality/scores 的form"),
        "indicator": (indicator_definitions, "code", "指标", "指标代码见 /api/v1/indicators"),
        "rule": (rules_register, "rule", "规则", "规则见 /api/v1/quality/rules"),
        "parent": (areas_register, "code", "地区", "代码见 /api/v1/areas"),
        "area": (areas_register, "code", "地区", "代码见 /api/v1/areas"),
    }
    missing: Wrong = []
    for name, (register, key, words, remedy) in registers.items():
        codes = areas if name == "area" else (said[name],) if name in said else ()
        known = records(register, viewer=viewer, version=version, key=key) if codes else {}
        for code in codes:
            if code not in known:
                shown = shortened(code)
                _say(missing, name, code, f"没有{words}“{shown}”，或不在查看范围内；{remedy}")
    if missing:
        raise Problem(404, "not-found", "没有找到", "；".join(m["detail"] for m in missing), missing)


def _layer(said: dict[str, str], viewer: Viewer, version: str) -> str | None:
    """The layer below `parent`: its natural one where none is named. Raises Problem 400 for one that it has not."""
    if "parent" not in said:
        return said.get("layer")
    areas = records(areas_register, viewer=viewer, version=version, key="code")
    layers = layers_of(areas[said["parent"]], areas)
    layer = said.get("layer") or (layers[0] if layers else None)
    if layer not in layers:
        usable = f"可用：{'、'.join(layers)}" if layers else "它没有下级地区，请改用area"
        detail = f"{said['parent']}没有{LAYER_NAMES.get(layer or '', '')}级下级；{usable}"
        raise bad_request([{"parameter": "layer" if "layer" in said else "parent", "value": layer or "",
                            "detail": detail}])  # fmt: skip
    return layer
