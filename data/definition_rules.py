"""Rules between the fields of a definition, and between definitions: what one field alone cannot show to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from data.breakdowns import BY_CODE as BREAKDOWNS
from data.definition_problems import Problem

if TYPE_CHECKING:  # definitions import this module; only the names of the types are needed here
    from data.definitions import Indicator, Target

Finding = tuple[str, str, str]  # field, reason, remedy

# A unit that names its base fixes the multiplier of a ratio.
MULTIPLIERS = {"%": 100, "‰": 1000, "1/10万": 100_000, "名/10万人": 100_000}
AGAINST = {"higher": ("<=", "<"), "lower": (">=", ">"), "range": (">=", ">", "<=", "<"), "none": (">=", ">", "<=", "<")}
SEEN = "seen in"


def contradictions(indicator: Indicator, stem: str) -> Iterator[Finding]:
    """What is wrong inside one definition; `stem` is the name of its file."""
    if indicator.code != stem:
        yield "code", f"代码{indicator.code}与文件名{stem}不一致", "改文件名或代码，使两者相同"
    yield from _arithmetic(indicator)
    yield from _limits(indicator)
    yield from _listed(indicator)
    for number, target in enumerate(indicator.targets, 1):
        for field, reason, remedy in _target(indicator, target):
            yield f"targets[{number}].{field}", reason, remedy


def contradictions_between(by_file: dict[Path, Indicator]) -> list[Problem]:
    """Codes, names, list places and overview ranks that two files claim, and components nobody defines."""
    problems: list[Problem] = []
    seen: dict[tuple, Path] = {}
    for path, indicator in by_file.items():
        for field, key in _claims(indicator):
            if (first := seen.setdefault((field, key), path)) != path:
                reason = f"{key}已由{first.name}使用"
                problems.append(Problem(path, field, reason, f"两个文件（{first.name}、{path.name}）中只能保留一个"))
    codes = {indicator.code for indicator in by_file.values()}
    parts = {part for indicator in by_file.values() for part in indicator.components}
    for path, indicator in by_file.items():
        if unknown := [part for part in indicator.components if part not in codes]:
            problems.append(Problem(path, "components", f"没有指标{'、'.join(unknown)}", "改为已有的指标代码"))
        if not indicator.memberships and indicator.code not in parts:
            problems.append(Problem(path, "memberships", "不属于任何清单", "写明至少一个清单和序号"))
    return problems


def _claims(indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield "code", indicator.code
    yield "name", indicator.name
    yield "short_name", indicator.short_name
    for place in indicator.memberships:
        yield "memberships", f"{place.list}第{place.number}号"
    if indicator.featured:
        yield "featured", f"第{indicator.featured}位"


def _arithmetic(indicator: Indicator) -> Iterator[Finding]:
    parts = (indicator.numerator, indicator.denominator, indicator.multiplier)
    if indicator.aggregation == "ratio":
        for name, part in zip(("numerator", "denominator", "multiplier"), parts, strict=True):
            if part is None:
                yield name, "按比率汇总（aggregation: ratio）却没有填写", "补上，或改变aggregation"
        expected = MULTIPLIERS.get(indicator.unit)
        if expected and indicator.multiplier not in (None, expected):
            yield "multiplier", f"单位{indicator.unit}的倍数应为{expected}", f"改为{expected}，或更正单位"
    elif indicator.proportion:
        yield "proportion", "只有比率才可能是构成比", "改为false，或改为aggregation: ratio"
    elif indicator.aggregation == "sum" and indicator.denominator:
        yield "denominator", "可加总的数量（aggregation: sum）没有分母", "删去分母，或改为ratio"
    if indicator.value_type == "pair" and len(indicator.components) != 2:
        yield "components", "成对的指标须写明两个组成指标", "按先后写两个指标代码"


def _limits(indicator: Indicator) -> Iterator[Finding]:
    low, high = indicator.minimum, indicator.maximum
    if low is not None and high is not None and low > high:
        yield "minimum", f"下限{low:g}大于上限{high:g}", "对调或更正"
    if indicator.proportion and (low != 0 or high != indicator.multiplier):
        yield "maximum", "构成比的取值应从0到倍数为止", f"写minimum: 0与maximum: {indicator.multiplier or 100:g}"
    if indicator.breaks is None:
        return
    if len(indicator.breaks) != 6:
        yield "breaks", f"应有6个分级断点，现有{len(indicator.breaks)}个", "写6个由小到大的数，或删去这一项"
    if any(left >= right for left, right in pairwise(indicator.breaks)):
        yield "breaks", "分级断点没有由小到大排列", "按由小到大重排，且不重复"
    if _outside(indicator, indicator.breaks):
        yield "breaks", "有断点超出minimum与maximum", "更正断点或上下限"


def _listed(indicator: Indicator) -> Iterator[Finding]:
    for code in indicator.breakdowns:
        if code == "all" or code not in BREAKDOWNS:
            known = "、".join(name for name in BREAKDOWNS if name != "all")
            yield "breakdowns", f"没有分组{code}", f"可用的有：{known}（合计不必写）"
    if len(set(indicator.breakdowns)) < len(indicator.breakdowns):
        yield "breakdowns", "同一分组写了两次", "删去重复的一个"
    if indicator.verified and SEEN not in indicator.verification:
        yield "verified", "标为已核验，但verification没有写明出处", "写明“seen in: 出处”，或改为false"
    if indicator.verified and indicator.verification.startswith("unverified"):
        yield "verified", "标为已核验，verification却写unverified", "两者改为一致"
    keys = [(t.plan, t.version, t.area, t.year, t.kind) for t in indicator.targets]
    if len(set(keys)) < len(keys):
        yield "targets", "同一规划、地区、年份的目标写了两次", "删去重复的一个"


def _target(indicator: Indicator, target: Target) -> Iterator[Finding]:
    if target.operator in AGAINST[indicator.direction]:
        reason = f"目标方向{target.operator}与指标方向direction: {indicator.direction}相反"
        yield "operator", reason, "更正operator或direction"
    if target.baseline_year and target.year < target.baseline_year:
        yield "year", f"目标年{target.year}早于基期{target.baseline_year}", "更正两个年份之一"
    if target.verified and SEEN not in target.source:
        yield "verified", "标为已核验，但source没有写明出处", "写明“seen in: 出处”，或改为false"
    yield from _shape(target)
    if target.kind in ("number", "range"):
        numbers = [n for n in (target.value, target.value_high, target.baseline_value) if n is not None]
        if _outside(indicator, numbers):
            yield "value", "目标或基期值超出minimum与maximum", "更正数值或上下限"


def _shape(target: Target) -> Iterator[Finding]:
    """Each kind of target has its operators and numbers."""
    operators, numbers = _SHAPES[target.kind]
    if target.operator not in operators:
        allowed = "、".join(operator or "null" for operator in operators)
        yield "operator", f"kind: {target.kind}不能用operator {target.operator}", f"改为：{allowed}"
    given = (target.value is not None) + (target.value_high is not None)
    if given != numbers or (numbers == 1 and target.value is None):
        yield "value", f"kind: {target.kind}应有{numbers}个目标值，现有{given}个", "补上或删去value、value_high"
    elif target.kind == "range" and (target.value or 0) >= (target.value_high or 0):
        yield "value_high", "区间的上限不大于下限", "更正value与value_high"
    if target.kind == "relative" and not target.baseline_year:
        yield "baseline_year", "相对目标没有写明与哪一年比", "补上baseline_year"


_COMPARISONS = (">=", "<=", ">", "<")
_SHAPES: dict[str, tuple[tuple[str | None, ...], int]] = {
    "number": (_COMPARISONS, 1),
    "range": (("between",), 2),
    "pair": ((">=", "<="), 2),
    "yes_no": (("=",), 1),
    "trend": (("trend",), 0),
    "relative": (_COMPARISONS, 1),
    "text": ((None,), 0),
}


def _outside(indicator: Indicator, numbers: tuple[float, ...] | list[float]) -> bool:
    low = float("-inf") if indicator.minimum is None else indicator.minimum
    high = float("inf") if indicator.maximum is None else indicator.maximum
    return any(not low <= number <= high for number in numbers)
