"""`/api/v1/passport` as JSON and CSV: one number with everything a release knows of it.

What people said of findings is no part of a release and is not told here: a pinned address must answer the same for
ever.
"""

import csv
from io import StringIO
from typing import Any

import pandas as pd
from flask import Response

from access.current import current_viewer
from access.viewer import Viewer
from api.blueprint import asked, blueprint, json_answer
from api.csv_file import BYTE_ORDER_MARK
from api.data_version import marked, unchanged
from api.formula_guard import guarded
from api.observation_request import observation_request
from api.plain_rows import plain_rows
from api.problems import bad_request
from components.figure_frame import STANDING_NOTE
from queries.passport_of import Passport, passport_of

NEEDED = ("indicator", "area", "period")
OF_INDICATOR = (
    "code", "name", "unit", "definition", "numerator_label", "denominator_label", "multiplier", "aggregation", "source",
    "department", "verified",
)  # fmt: skip
OF_ROW = (
    "value", "numerator", "denominator", "lower", "upper", "status", "note", "revision", "batch_id", "row_number",
    "demonstration", "verified",
)  # fmt: skip
OF_REVISION = (*OF_ROW, "current", "file_name", "organisation", "form", "source", "received", "cut_off", "loaded_at")
OF_NEIGHBOUR = ("area", "name", "level", "value", "numerator", "denominator", "status", "demonstration")
OF_PERIOD = ("period", "value", "numerator", "denominator", "lower", "upper", "status", "demonstration")
WORDS = {
    "data_version": "数据版本", "status": "状态", "indicator": "指标", "area": "地区", "period": "时期",
    "breakdown": "人群", "observation": "数值", "recomputed": "重新计算", "batch": "批次", "revisions": "修订",
    "parts": "组成部分", "parent": "上级", "siblings": "同级", "neighbours_withheld": "同级与上级数值未列出",
    "series": "前后各期", "checks": "校验", "note": "附注",
}  # fmt: skip


@blueprint.get("/passport")
@blueprint.get("/passport.json")
def passport_json() -> Response:
    """The passport of the one number that indicator, area, period and breakdown name."""
    number, viewer = _asked()
    if isinstance(number, Response):
        return number
    return marked(json_answer(told(number)), number.version, viewer)


@blueprint.get("/passport.csv")
def passport_csv() -> Response:
    """The same as lines: what it belongs to, which of them, what, and the value."""
    number, viewer = _asked()
    if isinstance(number, Response):
        return number
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("部分", "序号", "项目", "值"))
    for section, at, item, value in _lines(told(number)):
        writer.writerow((section, at, item, guarded(value) if isinstance(value, str) else value))
    answer = Response(BYTE_ORDER_MARK + text.getvalue().encode(), mimetype="text/csv")
    name = "-".join(["passport", *number.search.values(), number.version])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return marked(answer, number.version, viewer)


def _asked() -> tuple[Passport | Response, Viewer]:
    """The number asked for, or 304. Raises Problem for what is wrong, as `/api/v1/observations` does."""
    viewer = current_viewer()
    said = {name: value for name, value in asked(*NEEDED, "breakdown", "v").items() if value}
    wrong = [
        {"parameter": name, "value": "", "detail": f"请用{name}指明一个值，例如indicator=A65&area=510000&period=2020"}
        for name in NEEDED
        if name not in said or "," in said[name]
    ]
    if said.get("breakdown") == "*" or "," in said.get("breakdown", ""):
        wrong.append({"parameter": "breakdown", "value": "", "detail": "breakdown只能是一个分组，例如all"})
    if wrong:
        raise bad_request(wrong)
    request = observation_request({name: [value] for name, value in said.items()}, viewer=viewer)
    if held := unchanged(request.version, viewer):
        return held, viewer
    key = {name: said[name] for name in (*NEEDED, "breakdown") if name in said}
    return passport_of(viewer=viewer, **key, v=request.version), viewer


def told(number: Passport) -> dict[str, Any]:
    """The passport as plain values; what is withheld or missing is null."""
    row, again = number.row, number.again
    return {
        "data_version": number.version,
        "status": number.status,
        "indicator": {name: number.indicator[name] for name in OF_INDICATOR},
        "area": {name: number.area[name] for name in ("code", "name", "level", "parent_code")},
        "period": {"code": number.period.code, "label": number.period.label},
        "breakdown": {"code": number.breakdown.code, "label": number.breakdown.label},
        "observation": row and {name: row[name] for name in OF_ROW} | {"rolled_up": number.rolled_up},
        "recomputed": again and {"value": _finite(again.value), "agreement": again.agreement},
        "batch": number.batch and {name: _text(value) for name, value in number.batch.items()},
        "revisions": [{name: _text(value) for name, value in r.items()} for r in _rows(number.revisions, OF_REVISION)],
        "parts": _rows(number.parts[number.parts["value"].notna()], OF_NEIGHBOUR),
        "parent": number.parent and {name: number.parent[name] for name in OF_NEIGHBOUR},
        "siblings": _rows(number.siblings, OF_NEIGHBOUR),
        "neighbours_withheld": number.siblings_withheld,
        "series": _rows(number.series, OF_PERIOD),
        "checks": _rows(number.checks, tuple(number.checks.columns)),
        "note": STANDING_NOTE,
    }


def _rows(frame: pd.DataFrame, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return plain_rows(frame[list(names)])


def _finite(value: float) -> float | None:
    return None if value != value else value


def _text(value: Any) -> Any:
    """Dates and moments as ISO text, whatever the engine gave."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _lines(body: dict[str, Any]) -> list[tuple[str, int | str, str, Any]]:
    lines: list[tuple[str, int | str, str, Any]] = []
    for key, held in body.items():
        section = WORDS[key]
        if isinstance(held, list):
            lines += [(section, n, item, _plain(v)) for n, r in enumerate(held, 1) for item, v in r.items()]
        elif isinstance(held, dict):
            lines += [(section, "", item, _plain(value)) for item, value in held.items()]
        else:
            lines.append((section, "", "", _plain(held)))
    return lines


def _plain(value: Any) -> Any:
    return "" if value is None else str(value).lower() if type(value).__name__.startswith("bool") else value
