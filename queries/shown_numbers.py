"""The numbers in an answer, each under the place that it belongs to, without what every publication renews.

What a view showed is compared over publications by these: batch, row and version are bookkeeping, and names, sources
and notes may be reworded without any number changing.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd


class Place(NamedTuple):
    """Of a number. `further` tells rows apart that are no observations: the question, its plan, item, rule …"""

    area: str
    indicator: str
    period: str
    breakdown: str
    further: str
    measure: str  # of MEASURES


Numbers = dict[Place, str]  # twelve significant digits: sums differ beyond them from engine to engine

# What finds the way to a view and is not its content: menus of periods, names of batches, marks (text alone).
NOT_SHOWN = frozenset({
    "areas_register", "batches", "coverage", "forms_register", "indicator_definitions", "levels_of_indicators",
    "marked_cells", "marks_of_values", "quality_periods", "release_description", "rules_register", "schemes_register",
    "search_terms", "assessment_phases", "placed_areas", "view_of",
})  # fmt: skip
# A row with one of these is no observation, although it may tell the value of one.
_NO_OBSERVATION = ("plan", "item_number", "rule", "finding", "revision", "score", "rank", "assessment")
MEASURES = {
    "value": "数值", "numerator": "分子", "denominator": "分母", "lower": "下限", "upper": "上限",
    "baseline_value": "基期值", "value_high": "上限目标", "target": "目标值", "target_high": "上限目标",
    "total": "总分", "rank": "位次", "ranked": "参评数", "grade": "等级", "rank_grade": "等级",
    "total_low": "总分下限", "total_high": "总分上限", "rank_low": "位次下限", "rank_high": "位次上限",
    "coverage": "覆盖率", "score": "得分", "lost": "失分", "weight": "权重", "attainment": "完成度",
    "previous_total": "上期总分", "previous_phase_total": "上期总分", "previous_year_total": "上年总分",
    "previous_phase_rank": "上期位次", "previous_year_rank": "上年位次",
    "completeness": "完整性", "timeliness": "及时性", "accuracy": "准确性", "consistency": "一致性",
    "authenticity": "真实性", "pass_rate": "通过率", "checked": "核查数", "failed": "未通过数",
    "areas_failed": "未通过地区数", "findings": "问题数", "severe": "严重问题数", "hard_failed": "硬性规则未通过数",
    "observed": "实际值", "expected": "应有值", "late_days": "迟报天数", "units": "单位数", "missing": "未报数",
    "late": "迟报数", "reported": "已报数", "on_time": "按时数", "observations": "观测值数", "with_value": "有值数",
    "latest_areas": "最近一期地区数",
}  # fmt: skip
_FURTHER = ("plan", "operator", "year", "item_number", "rule", "finding", "revision", "assessment", "level", "form")
_ARGUMENTS = ("scheme", "variant", "group", "form", "dimension", "layer", "parent", "rule", "severity")
_STATED = ("missing", "not_applicable", "suppressed", "withheld")


def numbers_of(question: str, arguments: Mapping[str, Any], frame: pd.DataFrame) -> Numbers:
    """The numbers of an answer; 2,891 areas take 25 ms. A missing value is kept by its status, never as 0."""
    if question in NOT_SHOWN or frame.empty:
        return {}
    area, indicator, period, breakdown, further = _key_columns(question, arguments, frame)
    places = list(zip(area, indicator, period, breakdown, further, strict=True))
    found: Numbers = {}
    for measure in MEASURES:
        if measure not in frame.columns:
            continue
        for place, text in zip(places, _texts(frame, measure), strict=True):
            if text is not None:
                found.setdefault(Place(*place, measure), text)
    if question == "standing_of_areas":
        return _as_observed(found, frame)
    return found


def _as_observed(found: Numbers, frame: pd.DataFrame) -> Numbers:
    """The year before is an observation of its own; a baseline has its year from the question, not from the row."""
    told = {
        (p._replace(period="") if p.measure == "baseline_value" else p): text for p, text in found.items()
    }  # fmt: skip
    earlier = zip(
        frame["area"], frame["indicator"], frame["previous_year"], _texts(frame, "previous_value"), strict=True
    )
    for area, indicator, year, text in earlier:
        if text is not None and not pd.isna(year):
            told.setdefault(Place(str(area), str(indicator), str(int(year)), "all", "", "value"), text)
    return told


def _key_columns(question: str, arguments: Mapping[str, Any], frame: pd.DataFrame) -> list[list[str]]:
    observed = _is_observed(arguments, frame)
    indicators = _column(frame, arguments, "indicator")
    return [
        _column(frame, arguments, "area"),
        indicators,
        _periods(frame, arguments, indicators),
        _column(frame, arguments, "breakdown", default="all" if observed else ""),
        [""] * len(frame) if observed else _further(question, arguments, frame),
    ]


def _is_observed(arguments: Mapping[str, Any], frame: pd.DataFrame) -> bool:
    """Whether rows are values of an indicator in an area: the same number in two answers is then one number."""
    named = "indicator" in frame.columns or isinstance(arguments.get("indicator"), str)
    whole = named and "area" in frame.columns and "value" in frame.columns
    return whole and not any(name in frame.columns for name in _NO_OBSERVATION)


def _column(frame: pd.DataFrame, arguments: Mapping[str, Any], name: str, *, default: str = "") -> list[str]:
    if name in frame.columns:
        return ["" if v is None or v is pd.NA or v != v else str(v) for v in frame[name].tolist()]
    said = arguments.get(name)
    return [said if isinstance(said, str) else default] * len(frame)


def _periods(frame: pd.DataFrame, arguments: Mapping[str, Any], indicators: list[str]) -> list[str]:
    if "period" in frame.columns or isinstance(arguments.get("period"), str):
        return _column(frame, arguments, "period")
    pairs = arguments.get("periods")
    if isinstance(pairs, tuple) and all(isinstance(p, tuple) and len(p) == 2 for p in pairs):
        by_indicator = {str(i): str(p) for i, p in pairs}
        return [by_indicator.get(i, "") for i in indicators]
    return _column(frame, arguments, "year")


def _further(question: str, arguments: Mapping[str, Any], frame: pd.DataFrame) -> list[str]:
    said = [question, *(str(arguments[name]) for name in _ARGUMENTS if isinstance(arguments.get(name), str))]
    columns = [_column(frame, {}, name) for name in _FURTHER if name in frame.columns]
    start = "|".join(said)
    return ["|".join((start, *row)) for row in zip(*columns, strict=True)] if columns else [start] * len(frame)


def _texts(frame: pd.DataFrame, measure: str) -> list[str | None]:
    """`value` always says something: a number, or why there is none."""
    values = frame[measure].tolist()
    texts = [_text(v) for v in values]
    if measure == "value":
        stated = frame["status"].tolist() if "status" in frame.columns else [""] * len(values)
        texts = [t if t is not None else (s if s in _STATED else "missing") for t, s in zip(texts, stated, strict=True)]
    return texts


def _text(value: Any) -> str | None:
    if value is None or value is pd.NA or value != value:
        return None
    return value if isinstance(value, str) else f"{value:.12g}"
