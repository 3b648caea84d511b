"""What is wrong between the fields of a scheme, and between a scheme and the indicators it names."""

import re
from collections.abc import Iterator
from itertools import pairwise

from data.areas import read_areas
from data.assessment.scheme import BY_TARGET, Grading, Item, Scheme
from data.assessment.targets import targets_of_item
from data.breakdowns import BY_CODE as BREAKDOWNS
from data.definitions import Indicator
from data.periods import PeriodError, parse_period

Finding = tuple[str, str, str]  # field, reason, remedy
LEVELS = ("nation", "province", "prefecture", "county")
GROUPS_OF_LEVEL = {"province": ("nation",), "prefecture": ("nation", "province"), "county": LEVELS[:3]}
TREND_KINDS = {"trend"}
NUMBER_KINDS = {"number", "range", "relative", "pair"}


def contradictions(scheme: Scheme, stem: str, known: dict[str, Indicator]) -> Iterator[Finding]:
    """What is wrong in a scheme; `stem` is the name of its file, `known` are the indicators by code."""
    if scheme.code != stem:
        yield "code", f"代码{scheme.code}与文件名{stem}不一致", "改文件名或代码，使两者相同"
    if scheme.parent not in GROUPS_OF_LEVEL[scheme.level]:
        yield "parent", f"{scheme.level}一级不能在{scheme.parent}内评等", "改为上级：nation、province或prefecture"
    yield from _grading(scheme.grading)
    yield from _phases(scheme)
    if scheme.warning.amber > scheme.warning.red:
        yield "warning.amber", "黄色的界限高于红色", "使amber不大于red"
    if len(set(scheme.dimensions)) < len(scheme.dimensions):
        yield "dimensions", "同一维度写了两次", "删去重复的一个"
    places: set[str] = set()
    measured: set[tuple[str | None, str]] = set()
    for number, item in enumerate(scheme.items, 1):
        if item.place in places:
            yield f"items[{number}].place", f"序号{item.place}写了两次", "每一项的序号须不同"
        places.add(item.place)
        if item.indicator is not None and (item.indicator, item.breakdown) in measured:
            yield f"items[{number}].indicator", f"指标{item.indicator}（{item.breakdown}）写了两次", "删去重复的一项"
        measured.add((item.indicator, item.breakdown))
        for field, reason, remedy in _item(item, scheme, known):
            yield f"items[{number}].{field}", reason, remedy
    unused = [name for name in scheme.dimensions if all(item.dimension != name for item in scheme.items)]
    if unused:
        yield "dimensions", f"维度{unused[0]}没有任何指标", "删去这个维度，或为它写指标"


def _grading(grading: Grading) -> Iterator[Finding]:
    lines = grading.cut_offs if grading.by == "cut_off" else grading.quota
    name = "cut_offs" if grading.by == "cut_off" else "quota"
    if grading.by == "none":
        return
    if len(grading.names) != len(lines) + 1:
        yield "grading.names", f"有{len(grading.names)}个等次名，却有{len(lines)}个界限", f"等次名须比{name}多一个"
    if grading.by == "cut_off" and any(a <= b for a, b in pairwise(lines)):
        yield "grading.cut_offs", "分数线没有从高到低排列", "从高到低重排，且不重复"
    if grading.by == "quota" and any(value < 0 for value in lines):
        yield "grading.quota", "名额不能为负", "改为0或更大的数"
    shares = [value for value in lines if value < 1]
    if grading.by == "quota" and shares and len(shares) < len(lines):
        yield "grading.quota", "名额有的是个数，有的是比例", "全部写个数，或全部写小于1的比例"
    if grading.by == "quota" and len(shares) == len(lines) and sum(shares) > 1 + 1e-9:
        yield "grading.quota", f"比例之和{sum(shares):g}超过1", "使各等次的比例之和不超过1"


def _phases(scheme: Scheme) -> Iterator[Finding]:
    names = [phase.phase for phase in scheme.phases]
    if len(set(names)) < len(names):
        yield "phases", "同一阶段写了两次", "每个阶段只写一次"
    for number, phase in enumerate(scheme.phases, 1):
        for text in phase.periods:
            try:
                parse_period(f"2020{text}")
            except PeriodError:
                yield f"phases[{number}].periods", f"“{text}”不是时期", '不带年份书写：H1、Q1-2、Q2；年度写""'


def _item(item: Item, scheme: Scheme, known: dict[str, Indicator]) -> Iterator[Finding]:
    if item.dimension not in scheme.dimensions:
        yield "dimension", f"没有维度{item.dimension}", f"改为以下之一：{'、'.join(scheme.dimensions)}"
    if item.breakdown not in BREAKDOWNS:
        yield "breakdown", f"没有分组{item.breakdown}", f"可用的有：{'、'.join(BREAKDOWNS)}"
    if item.indicator is None:
        for field in ("name", "unit", "direction"):
            if getattr(item, field) is None:
                yield field, "没有对应指标（indicator: null）的项目须写明", "补上这一行"
        return
    if item.indicator not in known:
        yield "indicator", f"没有指标{item.indicator}", "改为已有的指标代码；产品没有的指标写null，并写明name和unit"
        return
    indicator = known[item.indicator]
    if LEVELS.index(indicator.finest_level) < LEVELS.index(scheme.level):
        words = f"指标{item.indicator}只到{indicator.finest_level}一级，方案考核{scheme.level}一级"
        yield "indicator", words, "删去这一项，或改用到这一级的指标"
    yield from _scored(item, scheme, indicator, known)
    yield from _areas(item)


def _scored(item: Item, scheme: Scheme, indicator: Indicator, known: dict[str, Indicator]) -> Iterator[Finding]:
    if item.direction is None and indicator.direction == "none":
        yield "direction", f"指标{item.indicator}没有方向", "写明higher（越高越好）或lower（越低越好）"
    if item.scoring in BY_TARGET:
        yield from _target(item, scheme, known)
        return
    if item.scoring == "goalpost" and (item.worst is None or item.best is None or item.worst == item.best):
        yield "best", "按goalpost评分须有不同的worst与best", "写明0分与满分的数值"
    if item.scoring == "range":
        bounds = (item.zero_below, item.low, item.high, item.zero_above)
        given = [value for value in bounds if value is not None]
        if len(given) < 4 or not given[0] < given[1] <= given[2] < given[3]:
            yield "zero_below", "按range评分须有递增的zero_below、low、high、zero_above", "写明四个界限"
    if item.scoring == "fixed_base_range" and item.base_year is None and (item.worst is None or item.best is None):
        yield "base_year", "按fixed_base_range评分须有基期，或固定的worst与best", "写明base_year"


def _target(item: Item, scheme: Scheme, known: dict[str, Indicator]) -> Iterator[Finding]:
    if item.target_of is not None and item.target_of not in known:
        yield "target_of", f"没有指标{item.target_of}", "改为已有的指标代码"
        return
    targets = targets_of_item(item, scheme, known)
    if not targets:
        plan = f"{scheme.plan.name}（{scheme.plan.version or '各版本'}）" if scheme.plan else "方案"
        yield "scoring", f"{plan}没有给指标{item.target_of or item.indicator}规定目标", "改变评分方法，或写明targets"
        return
    kinds = {target.kind for target in targets}
    wanted = {"trend": {"trend"}, "yes_no": {"yes_no"}}.get(item.scoring, NUMBER_KINDS)
    if not kinds <= wanted:
        yield "scoring", f"目标是{'、'.join(sorted(kinds))}型，不能按{item.scoring}评分", "使评分方法与目标类型一致"


def _areas(item: Item) -> Iterator[Finding]:
    register = read_areas()
    for code, given in item.areas.items():
        if not re.fullmatch(r"\d{6}", code) or code not in register:
            yield f"areas.{code}", f"没有代码为{code}的地区", "写6位行政区划代码，并加引号"
        if (given.baseline is None) != (given.baseline_year is None):
            yield f"areas.{code}.baseline", "基期数与基期年须同时写明", "补上另一个，或都删去"
