"""What an indicator means and what is asked of it: definition block, table of targets."""

import json
from typing import Any

import pandas as pd
from dash import html

from components.marks import unverified
from components.numbers import aim_text, is_missing

LISTS = {
    "assessment_26": "健康中国行动考核指标框架（26项）",
    "healthy_china_actions": "健康中国行动（124项主要指标）",
    "core_statistics": "核心卫生健康统计指标",
    "census_2020": "第七次全国人口普查分县资料",
    "national_series": "全国公布数据",
}
DIRECTIONS = {"higher": "越高越好", "lower": "越低越好", "range": "在区间内为好", "none": "不判优劣"}
CLASSIFICATIONS = {"public": "公开", "internal": "内部", "restricted": "受限"}
AGGREGATIONS = {"ratio": "由下级分子、分母之和计算", "sum": "由下级相加", "none": "不由下级汇总"}
LEVELS = {"nation": "国家", "province": "省", "prefecture": "市", "county": "县", "zone": "功能区"}
VALUE_TYPES = {
    "number": "数值", "yes_no": "是否", "trend": "趋势", "range": "区间", "pair": "成对数值", "relative": "相对变化",
    "text": "文字要求",
}  # fmt: skip


def memberships_of(indicator: dict[str, Any]) -> list[dict[str, Any]]:
    """The lists that name the indicator: dicts of list, number, note."""
    return json.loads(indicator["memberships"] or "[]")


def definition(indicator: dict[str, Any]) -> html.Dl:
    """Terms and words; what is not known is left out, what is not verified says so."""
    lists = "；".join(
        f"{LISTS.get(m['list'], m['list'])}第{m['number']}项" for m in memberships_of(indicator) if m.get("number")
    )
    basis = f"分子÷分母×{indicator['multiplier']:g}" if not is_missing(indicator["multiplier"]) else ""
    facts = [
        ("定义", indicator["definition"] or "未见权威出处，待补充"),
        ("分子", indicator["numerator_label"]),
        ("分母", indicator["denominator_label"]),
        ("计算", "　".join(w for w in (basis, AGGREGATIONS[indicator["aggregation"]]) if w)),
        ("方向", DIRECTIONS[indicator["direction"]]),
        ("性质", "　".join(w for w in (indicator["kind"], indicator["nature"]) if w)),
        ("频率", indicator["frequency"]),
        ("最细层级", LEVELS[indicator["finest_level"]]),
        ("责任部门", indicator["department"]),
        ("来源", indicator["source"]),
        ("分级", CLASSIFICATIONS[indicator["classification"]]),
        ("核验", "已与公开出处核对" if indicator["verified"] else unverified()),
        ("所属清单", lists),
        ("英文名", html.Span(indicator["name_en"], lang="en") if indicator["name_en"] else None),
        ("代码", indicator["code"]),
    ]
    return html.Dl(
        [part for term, words in facts if words for part in (html.Dt(term), html.Dd(words))], className="hc-terms"
    )


def targets_table(targets: pd.DataFrame, *, id: str, unit: str, areas: dict[str, str]) -> html.Table:
    """All plans' targets from `targets_of_indicators`; `areas` names the areas other than the nation."""
    head = html.Tr(
        [html.Th("年份", className="num"), html.Th("目标", className="num"), html.Th("规划"),
         html.Th("适用"), html.Th("基期", className="num"), html.Th("核验")]
    )  # fmt: skip
    rows = []
    records: list[Any] = list(targets.itertuples())
    for r in records:
        words = _target_words(r, unit)
        rows.append(
            html.Tr(
                [
                    html.Td(str(r.year), className="num"),
                    html.Td(words if r.verified else html.Span(words, className="hc-unverified"), className="num"),
                    html.Td(f"{r.plan}　{r.plan_version}" if r.plan_version else r.plan, className="hc-wrap"),
                    html.Td(areas.get(r.area, r.area)),
                    html.Td(_baseline_words(r), className="num"),
                    html.Td("已核对" if r.verified else unverified()),
                ]
            )
        )
    return html.Table([html.Thead(head), html.Tbody(rows)], id=id, className="hc-table hc-targets")


def _target_words(row: Any, unit: str) -> str:
    written = {name: getattr(row, name) for name in ("kind", "value", "value_high", "operator", "text")}
    return aim_text(written, unit) or "—"


def _baseline_words(row: Any) -> str:
    if not is_missing(row.baseline_value):
        year = f"（{row.baseline_year}）" if not pd.isna(row.baseline_year) else ""
        return f"{row.baseline_value:g}{year}"
    return row.baseline_text or ""
