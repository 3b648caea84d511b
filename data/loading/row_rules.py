"""What a row may not say. One rule is a column, a condition over `typed` (t), and a reason in SQL.

Conditions are counted in one pass over all rows; only broken rules are then looked at row by row.
"""

from collections.abc import Iterable
from typing import NamedTuple

from data.loading.header import NUMBERS

WITHOUT_VALUE = "t.status IN (3, 4, 5)"
# A published ratio may differ from its own parts by rounding: a unit of the last decimal, or half a percent.
_COMPUTED = "(t.numerator / nullif(t.denominator, 0) * i.multiplier)"
_TOLERANCE = "greatest(power(10, -i.decimals) * 1.000001, abs(t.value) * 0.005)"
_UNIT = "(power(10, -i.decimals) * 1.000001)"


class Rule(NamedTuple):
    """`column` is where the reader should look; `reason` is an SQL expression over t, i, a, r (raw) and u (unknown)."""

    column: str
    condition: str
    reason: str


def _say(text: str) -> str:
    """SQL of a sentence; {…} are SQL expressions (numbers are shown without a trailing .0)."""
    parts, rest = [], text
    while "{" in rest:
        plain, _, rest = rest.partition("{")
        expression, _, rest = rest.partition("}")
        parts += [_literal(plain), f"regexp_replace(CAST({expression} AS VARCHAR), '\\.0$', '')"]
    return " || ".join([*parts, _literal(rest)])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def of_parts(rules: Iterable[tuple[str, str, str]]) -> tuple[Rule, ...]:
    """Rules from column, condition and sentence."""
    return tuple(Rule(column, condition, _say(sentence)) for column, condition, sentence in rules)


def not_a_number(name: str, remedy: str = "缺失写 …，不适用写 -，不公布写 ×，或留空并填写 status") -> Rule:
    """A cell that `typed` flags as bad_NAME, with what seems to be wrong with it."""
    cell = f"trim(r.{name})"
    shown = f"“{{{cell}}}”"
    reason = f"""CASE
        WHEN regexp_matches({cell}, '[０-９．，]') THEN {_say(shown + "用了全角数字，请改为半角")}
        WHEN ends_with({cell}, '%') OR ends_with({cell}, '‰') THEN {_say(shown + "带有单位，请只写数字")}
        WHEN contains({cell}, ',') THEN {_say(shown + "的逗号不是千位分隔，请改为 1,234 或 1234")}
        WHEN starts_with({cell}, '−') THEN {_say(shown + "的负号不是半角，请改为 -")}
        ELSE {_say(shown + "不是数字；" + remedy)} END"""
    return Rule(name, f"t.bad_{name}", reason)


def unknown(column: str, condition: str) -> Rule:
    """A code that is not known, with the reason that `known_codes` found."""
    return Rule(column, condition, f"coalesce(u.reason, {_say(f'“{{r.{column}}}”不是已知的代码')})")


# What holds for rows of any content.
WHERE_AND_WHEN = of_parts([
    ("area", "a.province IN ('710000', '810000', '820000')",
     "{a.text} {a.name}：全国性统计指标未包括香港、澳门和台湾省数据，不能装载；请删去这一行"),
    ("area_name", "t.area_name IS NOT NULL AND t.area_name NOT IN (a.name, a.short_name)",
     "代码 {a.text} 是{a.name}，文件写的是{t.area_name}；请核对代码与名称"),
    ("parent", "t.parent IS NOT NULL AND NOT coalesce(t.parent IN (a.parent, a.prefecture, a.province), false)",
     "代码 {a.text}（{a.name}）属于 {coalesce(a.parent, '（无上级）')}，文件写的上级是 {t.parent}；请核对代码或上级"),
    ("period", "t.start_date > $cut_off", "时期{r.period}晚于说明文件的数据截止 {$cut_off}，请更正时期或 cut_off"),
])  # fmt: skip

RULES = (
    Rule("indicator", "t.no_indicator", _say("缺少指标代码")),
    Rule("area", "t.no_area", _say("缺少地区代码")),
    Rule("period", "t.no_period", _say("缺少时期")),
    unknown("indicator", "t.indicator IS NULL AND NOT t.no_indicator"),
    unknown("area", "t.area_id IS NULL AND NOT t.no_area"),
    unknown("period", "t.period_id IS NULL AND NOT t.no_period"),
    unknown("breakdown", "t.no_breakdown"),
    unknown("status", "t.bad_status"),
    *[not_a_number(name) for name in NUMBERS],
    *WHERE_AND_WHEN,
    Rule(
        "value",
        "t.status IS NULL AND NOT t.bad_status AND NOT t.bad_value",
        _say("没有数值也没有状态；缺失请写 …（或 status 填 missing），缺失不等于0"),
    ),
    Rule(
        "value",
        "t.status IN (0, 1, 2) AND t.value IS NULL AND NOT t.bad_value AND NOT t.mark_against_status",
        _say("状态为 {r.status} 却没有数值；请补数值，或把状态改为 missing、not_applicable、suppressed"),
    ),
    Rule("status", "t.mark_against_status", _say("数值栏的符号“{trim(r.value)}”与状态 {r.status} 矛盾，请改其中之一")),
    Rule(
        "status",
        f"{WITHOUT_VALUE} AND (t.value IS NOT NULL OR t.lower IS NOT NULL OR t.upper IS NOT NULL)",
        _say("状态为 {coalesce(nullif(trim(r.status), ''), trim(r.value))}（没有数值）"
             "却填了数值或区间；请清空数值，或改状态"),
    ),
    Rule(
        "numerator",
        "t.status = 5 AND t.numerator IS NOT NULL",
        _say("状态为不公布（suppressed）却填了分子，数值可由此推算；请清空分子"),
    ),
    Rule(
        "value",
        "t.value < i.minimum OR t.value > i.maximum",
        _say("{t.value} 超出允许范围 {coalesce(CAST(i.minimum AS VARCHAR), '不限')} 至 "
             "{coalesce(CAST(i.maximum AS VARCHAR), '不限')}（{i.unit}）"),
    ),
    Rule("denominator", "t.denominator < 0", _say("分母 {t.denominator} 小于0")),
    Rule(
        "denominator",
        "t.denominator = 0 AND t.value IS NOT NULL AND i.aggregation = 'ratio'",
        _say("分母为0，比率没有意义；请更正，或 value 写 -"),
    ),
    Rule(
        "numerator",
        "i.proportion AND t.numerator > t.denominator",
        _say("分子 {t.numerator} 大于分母 {t.denominator}，构成比的分子应包含在分母之内"),
    ),
    Rule("numerator", "i.proportion AND t.numerator < 0", _say("分子 {t.numerator} 小于0")),
    Rule("lower", "t.lower > t.upper", _say("下限 {t.lower} 大于上限 {t.upper}")),
    Rule(
        "value",
        f"t.lower <= t.upper IS NOT FALSE AND (t.value < t.lower - {_UNIT} OR t.value > t.upper + {_UNIT})",
        _say("数值 {t.value} 不在区间 "
             "{coalesce(CAST(t.lower AS VARCHAR), '')}–{coalesce(CAST(t.upper AS VARCHAR), '')} 之内"),
    ),
    Rule(
        "value",
        f"i.aggregation = 'ratio' AND abs(t.value - {_COMPUTED}) > {_TOLERANCE}",
        _say(f"数值 {{t.value}} 与 分子÷分母×{{i.multiplier}} = {{round({_COMPUTED}, i.decimals + 1)}} 不符，"
             "相差超过舍入误差"),
    ),
)  # fmt: skip
