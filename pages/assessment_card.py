"""The report card of one area in 考核排名: where it stands, where it lost points, and why each score is what it is."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from components.downloads import exports, file_links
from components.figure_frame import figure_frame
from components.key_facts import Fact, key_facts
from components.loss_table import LossColumns, loss_table
from components.numbers import is_missing, number
from components.passport_link import passport_address
from components.place_words import place_words
from components.states import nothing_to_show
from components.warning_lights import light_mark
from pages.assessment_ranking import dimension_scores
from pages.assessment_sources import FILES, told
from pages.assessment_view import PATH, AssessmentView
from queries.assessment_of_area import assessment_of_area
from queries.items_of_area import items_of_area
from queries.view_of import NATION

FACTS, LOSSES = "assessment-facts", "assessment-losses"
WARNING_WORDS = {"green": "无预警", "amber": "提醒", "red": "预警", "grey": "不判断"}
Record = dict[str, Any]


@dataclass
class Card:
    """`result`: a row of `assessment_of_area`; `places`: (where, its row there), the nearest first; `groups`: the same
    of comparison groups; `items`: rows of `items_of_area`, None where missing."""

    result: Record
    places: list[tuple[str, Record]]
    groups: list[tuple[str, Record]]
    items: list[Record]

    @property
    def total_weight(self) -> float:
        """The weight of what was scored."""
        return sum(float(i["weight"]) for i in self.items if i["score"] is not None)

    @property
    def dimensions(self) -> list[float]:
        return dimension_scores(pd.DataFrame([self.result]))[0]

    def item(self, asked: str | None) -> Record | None:
        """The item that the address names; None for the total."""
        return next((i for i in self.items if str(int(i["item_number"])) == asked), None)


def plain_records(rows: pd.DataFrame) -> list[Record]:
    found: list[Any] = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return found


def card_of(a: AssessmentView) -> Card | None:
    """None where the area has no result in this phase."""
    rows = plain_records(a.ask(assessment_of_area, **a.asked, area=a.code, variant=a.variant))
    if not rows:
        return None
    inside = sorted((r for r in rows if r["comparison_group"] == "all"), key=lambda r: str(r["parent"]), reverse=True)
    places = [(str(r["parent_name"]), r) for r in inside] or [("全国", rows[0])]
    groups = [(str(r["comparison_group"]), r) for r in rows if r["comparison_group"] not in ("all", None)]
    items = plain_records(a.ask(items_of_area, **a.asked, area=a.code, variant=a.variant))
    return Card(rows[0], places, groups, items)


def facts(a: AssessmentView, card: Card) -> html.Div:
    """The total, places with their bands, grade, change, coverage and warning."""
    result = card.result
    told_facts = [Fact(f"{where}位次", place_words(row["rank"], row["rank_low"], row["rank_high"]),
                       _of_how_many(row)) for where, row in card.places]  # fmt: skip
    graded = next((row for _, row in card.places if row["rank_grade"]), result)
    grade = graded["rank_grade"] or graded["grade"]
    crosses = "区间跨等次线，仅供参考" if graded["crosses"] else "方案设定，非官方"
    told_facts.append(Fact("等次", grade or "—", crosses if grade else "无位次则无等次"))
    assert a.phase is not None
    same = a.phase["previous_phase_period"] == a.phase["previous_year_period"]
    terms = [] if same else [("较上阶段", "previous_phase_total")]
    for term, key in [*terms, ("较上年同期", "previous_year_total")]:
        if result[key] is not None and result["total"] is not None:
            change = result["total"] - result[key]
            look = "better" if change > 0.05 else "worse" if change < -0.05 else ""
            told_facts.append(Fact(term, number(change, 1, signed=True), f"原为{number(result[key], 1)}分", look))
    scored = f"{int(result['items_scored'])}项已评分，共{len(card.items)}项"
    told_facts.append(Fact("覆盖率", f"{number(result['coverage'] * 100, 1)}%", scored))
    warning = str(result["warning"])
    told_facts.append(Fact("总体预警", light_mark(warning, WARNING_WORDS.get(warning, "")), "产品默认规则"))
    interval = ""
    if result["total_low"] is not None and result["total_high"] is not None:
        interval = f"95%区间 {number(result['total_low'], 1)}–{number(result['total_high'], 1)}"
    place = html.Span([f"总分　{a.phase['period_label']}　", html.Span(interval, title="只计各指标数值的抽样误差")])
    return key_facts(number(result["total"], 1), "分", place, told_facts, id=FACTS)


def _of_how_many(row: Record) -> str:
    if row["rank"] is None:
        return str(row["reason"] or "")
    words = f"共{int(row['ranked']):,}个"
    if row["set_low"] is not None and row["set_high"] is not None:
        words += f"；可证第{int(row['set_low'])}–{int(row['set_high'])}名"
    return words


def losses_figure(a: AssessmentView, card: Card) -> html.Section:
    """All items, what cost most first."""
    items = sorted(card.items, key=lambda i: (i["score"] is None, -float(i["lost"] or 0), int(i["item_number"])))
    if a.part is not None:
        items = [i for i in items if i["dimension"] == a.part]
    chosen = card.item(a.selection.item)
    held = {bool(i["demonstration"]) for i in items if i["value"] is not None}
    columns = LossColumns(
        why=lambda n: a.address(item=n) + "#assessment-why", passport=lambda i: passport_of(a, i), area=a.code,
        chosen=int(chosen["item_number"]) if chosen else -1, mixed=len(held) > 1,
    )  # fmt: skip
    lost = sum(float(i["lost"]) for i in items if i["lost"] is not None)
    missing = sum(i["score"] is None for i in items)
    subtitle = f"共失{number(lost, 1)}分" + (f"，{missing}项未评分，不计零分" if missing else "") + "；点指标看为什么"
    body = [loss_table(items, columns=columns)] if items else [nothing_to_show("missing", "这个维度没有指标。")]
    note = "改善1单位可得：该指标朝好的方向改善1个计量单位，总分可增加的分数；只对这一步成立。"
    return figure_frame(
        [*body, html.P(note, className="hc-note")], id=LOSSES, title=f"失分在哪里{'：' + a.part if a.part else ''}",
        subtitle=subtitle, **told(a, True in held),
        exports=_files(a),
    )  # fmt: skip


def _files(a: AssessmentView) -> html.Span:
    name = f"{a.area['name']}考核成绩单"
    said = {**a.asked, "area": a.code, "variant": a.variant, "v": a.view.version}
    return html.Span(
        [*file_links(f"{FILES}/items", said, name), exports(LOSSES, search=None, name=name)], className="hc-out"
    )


def passport_of(a: AssessmentView, item: Record, period: str | None = None) -> str | None:
    """The address of the passport of an item's value, or of its value in another period."""
    wanted = period or item["value_period"]
    if item["indicator"] is None or not wanted or is_missing(item["value"]):
        return None
    return passport_address(str(item["indicator"]), a.code, str(wanted), str(item["breakdown"]), a.view.version)


def nothing_of(a: AssessmentView) -> html.Div:
    assert a.scheme is not None and a.phase is not None
    reason = f"{a.area['name']}在{a.scheme['name']}{a.phase['period_label']}没有考核结果。"
    above = a.view.ancestors[-1]["code"] if a.view.ancestors else NATION
    return nothing_to_show("missing", reason, ("查看上级排名", a.selection.change(area=above).address(PATH)))
