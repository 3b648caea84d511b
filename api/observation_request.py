"""What a request for observations asks for: read from the query of an address or from the command line, and checked.

Everything that is wrong is told at once, each with the parameter and the remedy. A code that exists but lies outside
the viewer's scope is answered like one that does not exist.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from access.viewer import Viewer
from api.data_version import asked_version
from api.problems import Problem, bad_request, shortened
from data.areas import read_changes
from data.breakdowns import BY_CODE as BREAKDOWNS
from data.periods import PeriodError, parse_period
from queries.areas_register import areas_register
from queries.indicator_definitions import indicator_definitions
from queries.view_of import LAYER_NAMES, Record, layers_of, records

NATION = "100000"
LAYERS = ("province", "prefecture", "county", "all")
EVERY = "*"
MANY = {"indicator": 200, "area": 500, "period": 200, "breakdown": 20}  # values a request may name
SINGLE = ("parent", "layer", "v", "limit", "offset", "quality")
HIDE = "hide"
_INDICATOR = re.compile(r"[A-Z][A-Z0-9_]{1,11}")
_AREA = re.compile(r"[0-9]{6}")
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ObservationRequest:
    """A checked request. Empty tuples mean "whatever there is"; `layer` is None only where areas are named."""

    version: str
    indicators: tuple[str, ...]
    parent: str | None
    layer: str | None
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    breakdowns: tuple[str, ...]
    limit: int | None = None
    offset: int = 0
    hide: bool = False  # leave out values in doubt

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of `queries.observations` and `queries.observations_count`."""
        return {
            "indicators": self.indicators,
            "parent": self.parent,
            "layer": self.layer,
            "areas": self.areas,
            "periods": self.periods,
            "breakdowns": self.breakdowns,
        }


def observation_request(parameters: Parameters, *, viewer: Viewer) -> ObservationRequest:
    """The request that `parameters` (lists of values by name) make. Raises Problem (400, 404, 410), WarehouseError."""
    wrong: list[dict[str, str]] = []
    known = {*MANY, *SINGLE}
    for name in parameters:
        if name not in known:
            _say(wrong, name, "", f"没有参数“{shortened(name)}”；可用参数：{'、'.join(sorted(known))}")
    one = {name: _one(parameters, name, wrong) for name in SINGLE}
    many = {name: _several(parameters, name, wrong) for name in MANY}
    _check_shapes(one, many, wrong)
    if wrong:
        raise bad_request(wrong)
    version = asked_version(one["v"])
    indicators = records(indicator_definitions, viewer=viewer, version=version, key="code")
    areas = records(areas_register, viewer=viewer, version=version, key="code")
    _check_known(one["parent"], many, indicators, areas)
    natural = "all" if many["area"] else None  # areas named inside a parent are of any level
    layer = _layer(one["parent"], one["layer"] or natural, areas)
    breakdowns = many["breakdown"] or ("all",)
    return ObservationRequest(
        version=version,
        indicators=many["indicator"],
        parent=one["parent"],
        layer=layer,
        areas=many["area"],
        periods=many["period"],
        breakdowns=() if EVERY in breakdowns else breakdowns,
        limit=int(one["limit"]) if one["limit"] else None,
        offset=int(one["offset"] or 0),
        hide=one["quality"] == HIDE,
    )


def _say(wrong: list[dict[str, str]], parameter: str, value: str, detail: str) -> None:
    wrong.append({"parameter": shortened(parameter), "value": shortened(value), "detail": detail})


def _one(parameters: Parameters, name: str, wrong: list[dict[str, str]]) -> str | None:
    values = [value.strip() for value in parameters.get(name, ()) if value.strip()]
    if len(values) > 1:
        _say(wrong, name, "、".join(values), f"参数{name}只能出现一次")
    return values[0] if values else None


def _several(parameters: Parameters, name: str, wrong: list[dict[str, str]]) -> tuple[str, ...]:
    """Values of a repeated or comma-separated parameter, each once, sorted: the order asked for changes nothing."""
    values = {part.strip() for value in parameters.get(name, ()) for part in value.split(",")} - {""}
    if len(values) > MANY[name]:
        _say(wrong, name, "", f"参数{name}最多{MANY[name]}个值，这里有{len(values)}个；请分几次请求")
        return ()
    return tuple(sorted(values))


def _check_shapes(one: dict[str, str | None], many: dict[str, tuple[str, ...]], wrong: list[dict[str, str]]) -> None:
    for code in many["indicator"]:
        if not _INDICATOR.fullmatch(code):
            _say(wrong, "indicator", code, f"“{shortened(code)}”不是指标代码；指标代码见 /api/v1/indicators")
    for name, codes in (("area", many["area"]), ("parent", (one["parent"],) if one["parent"] else ())):
        for code in codes:
            if not _AREA.fullmatch(code):
                _say(wrong, name, code, f"“{shortened(code)}”不是6位行政区划代码；代码见 /api/v1/areas")
    for code in many["period"]:
        try:
            parse_period(code if code.isascii() else "")
        except PeriodError:
            forms = "2020、2020H1、2020Q3、2020Q1-3、2020-06、2020W23、2020-06-30"
            _say(wrong, "period", code, f"“{shortened(code)}”不是时期；可用写法：{forms}")
    for code in many["breakdown"]:
        if code != EVERY and code not in BREAKDOWNS:
            _say(wrong, "breakdown", code, f"没有人群分组“{shortened(code)}”；可用：*、{'、'.join(BREAKDOWNS)}")
    if one["layer"] and one["layer"] not in LAYERS:
        _say(wrong, "layer", one["layer"], f"没有层级“{shortened(one['layer'])}”；可用：{'、'.join(LAYERS)}")
    if one["quality"] not in (None, HIDE):
        _say(wrong, "quality", one["quality"] or "", f"quality只有一个取值：{HIDE}（不给出存疑的数值）")
    for name in ("limit", "offset"):
        if one[name] and not re.fullmatch(r"[0-9]{1,9}", one[name] or ""):
            _say(wrong, name, one[name] or "", f"{name}要写成不超过9位的整数")
    _check_together(one, many, wrong)


def _check_together(one: dict[str, str | None], many: dict[str, tuple[str, ...]], wrong: list[dict[str, str]]) -> None:
    if one["layer"] and not one["parent"]:
        _say(wrong, "layer", one["layer"] or "", "layer须与parent（上级地区）同用，例如parent=510000&layer=county")
    if not many["area"] and not one["parent"]:
        _say(wrong, "parent", "", "请用parent（上级地区，取其下级）或area（地区本身）指明地区，例如parent=100000")
    if not many["indicator"] and not many["area"]:
        _say(wrong, "indicator", "", "请用indicator指明指标，例如indicator=LE；只有指明area时才可省略")


def _check_known(
    parent: str | None,
    many: dict[str, tuple[str, ...]],
    indicators: dict[str, Record],
    areas: dict[str, Record],
) -> None:
    missing: list[dict[str, str]] = []
    for code in many["indicator"]:
        if code not in indicators:
            near = difflib.get_close_matches(code, indicators, 3, 0.5)
            hint = f"，是否指{'、'.join(near)}？" if near else "；"
            _say(missing, "indicator", code, f"没有代码为{code}的指标{hint}指标代码见 /api/v1/indicators")
    for name, codes in (("area", many["area"]), ("parent", (parent,) if parent else ())):
        for code in codes:
            if code not in areas and not (name == "parent" and code == NATION):
                _say(missing, name, code, _no_area(code, areas))
    if missing:
        detail = "；".join(field["detail"] for field in missing)
        raise Problem(404, "unknown-code", "没有这个指标或地区", detail, missing)


def _no_area(code: str, areas: dict[str, Record]) -> str:
    change = read_changes().get(code)
    if change and change.new in areas:
        return f"{code}已于{change.year}年调整（{change.note}），现为{change.new}（{areas[change.new]['name']}）"
    return f"没有代码为{code}的地区，或不在您的查看范围内；代码见 /api/v1/areas"


def _layer(parent: str | None, asked: str | None, areas: dict[str, Record]) -> str | None:
    """The layer asked for, or the natural one of the parent. Raises Problem where the parent has no such layer."""
    if parent is None or asked == "all":
        return asked
    record = areas.get(parent) or {"code": NATION, "level": "nation", "name": "全国"}
    layers = layers_of(record, areas)
    if asked in layers:
        return asked
    if not layers:
        detail = f"{record['name']}没有下级地区；请改用area={parent}"
        raise bad_request([{"parameter": "parent", "value": parent, "detail": detail}])
    if asked is None:
        return layers[0]
    words = "、".join(f"{layer}（{LAYER_NAMES[layer]}）" for layer in layers)
    detail = f"{record['name']}没有{LAYER_NAMES[asked]}级下级；可用：{words}、all"
    raise bad_request([{"parameter": "layer", "value": asked, "detail": detail}])
