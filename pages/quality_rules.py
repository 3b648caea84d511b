"""The figures of 数据质量 about rules: what each checked and passed, and who reported late or not at all."""

from typing import Any

import pandas as pd
from dash import html

from components.checks_table import checks_table, is_absent
from components.downloads import exports
from components.figure_frame import figure_frame
from components.grade_mark import DIMENSIONS
from components.late_table import late_areas_table, late_units_table
from components.states import nothing_to_show
from pages.quality_view import ALL_FORMS, PATH, QualityView
from queries.checks_of_area import checks_of_area
from queries.lateness_of_children import lateness_of_children
from queries.rules_register import rules_register
from queries.submissions_of_area import submissions_of_area
from queries.view_of import LAYER_NAMES, records

RULES, LATE = "quality-rules", "quality-late"
MOST_LATE = 12
DEFAULT_NOTE = "质量规则；阈值除注明“公布”外均为产品默认值"


def rules_figure(q: QualityView) -> html.Section:
    """The rules that were applied, those of the chosen dimension; those that could not be run are named beneath."""
    checks = q.ask(checks_of_area, **q.asked, area=q.code)
    if q.selection.dimension:
        checks = checks[checks["scored_as"] == q.selection.dimension]
    checks = checks.sort_values("scored_as", key=_order, kind="stable")
    inner = q.view.layers[0] if q.view.layers else ""
    areas_word = f"涉及{LAYER_NAMES[inner]}" if inner else ""
    body: list[Any] = (
        [checks_table(checks, selection=q.selection, path=PATH, areas_word=areas_word)]
        if len(checks)
        else [nothing_to_show("missing", f"{q.placed}没有可以核查的记录。", *_everything(q))]
    )
    body += not_run(q, set(checks["rule"]))
    name = DIMENSIONS.get(q.selection.dimension or "", "")
    subtitle = "　".join(w for w in (q.area["name"], name, "点规则只看它的问题") if w)
    return figure_frame(
        body, id=RULES, title="审核规则通过情况", subtitle=subtitle, unit="%", source=DEFAULT_NOTE,
        exports=exports(RULES, search=None, name=f"{q.placed}审核规则"),
    )  # fmt: skip


def _order(dimensions: pd.Series) -> pd.Series:
    return dimensions.map({code: n for n, code in enumerate(DIMENSIONS)}).fillna(len(DIMENSIONS))


def _everything(q: QualityView) -> list[tuple[str, str]]:
    return [("取消维度", q.address(dimension=None))] if q.selection.dimension else []


def not_run(q: QualityView, shown: set[str]) -> list[html.P]:
    """Rules of this release that were switched off by a fault of their own, with the reason."""
    rules = records(rules_register, viewer=q.view.viewer, version=q.view.version, key="rule")
    idle = {code: r for code, r in rules.items() if code not in shown and not is_absent(r["problem"])}
    return [
        html.P([html.B(f"{code} {r['name']}未执行："), str(r["problem"])], className="hc-problem-line")
        for code, r in idle.items()
        if not r["checked"]
    ]


def late_figure(q: QualityView) -> html.Section | None:
    """Who is late or has not reported; nothing for forms without a calendar."""
    everything = q.form["form"] == ALL_FORMS
    if not (everything or q.form.get("in_calendar")):
        return None
    if q.view.layers:
        found = q.ask(lateness_of_children, **q.asked, parent=q.code, layer=q.layer)
        late = found[(found["missing"] > 0) | (found["late"] > 0)]
        table = late_areas_table(late.head(MOST_LATE), selection=q.selection, path=PATH)
    else:
        found = q.ask(submissions_of_area, **q.asked, area=q.code)
        late = found[found["received"].isna() | (found["late_days"].fillna(0) > 0)]
        table = late_units_table(late.head(MOST_LATE))
    if found.empty:
        body: Any = html.P(f"{q.placed}没有报送记录：没有装载谁应上报、何时上报的登记。", className="hc-note")
    elif late.empty:
        body = html.P("应报的都已按时上报。", className="hc-note")
    else:
        body = table
    due = "" if everything or late.empty else f"截止日{late['due'].max()}"
    more = f"共{len(late)}个，只列前{MOST_LATE}个" if len(late) > MOST_LATE else ""
    return figure_frame(
        body, id=LATE, title="迟报和未报", subtitle="　".join(w for w in (due, more) if w),
        source="报送记录；截止日遇节假日顺延为产品默认值",
        demonstration=bool(len(found) and found["demonstration"].any()),
        exports=exports(LATE, search=None, name=f"{q.placed}迟报"),
    )  # fmt: skip
