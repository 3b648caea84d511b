"""为什么是这个分数: of the total or of one item, formula, inputs and sources; and the pace to the target."""

import re
from typing import Any

from dash import dcc, html

from components.figure_frame import figure_frame
from components.marks import unverified
from components.numbers import number
from components.passport_link import number_link
from components.plain import as_one
from components.score_explained import not_scored, score_explained, target_words
from pages.assessment_card import Card, passport_of
from pages.assessment_pace import Pace, pace_of
from pages.assessment_ranking import grade_lines
from pages.assessment_view import PATH, AssessmentView

WHY, PACE = "assessment-why", "assessment-pace"
AGGREGATIONS = {"arithmetic": "加权算术平均", "geometric": "加权几何平均", "harmonic": "加权调和平均"}
METHODS = {"linear": "最小二乘直线", "log": "对数尺度的最小二乘直线", "logit": "logit尺度的最小二乘直线"}
Record = dict[str, Any]


def why_figure(a: AssessmentView, card: Card) -> html.Section:
    item = card.item(a.selection.item)
    return _item_figure(a, card, item) if item else _total_figure(a, card)


def _item_figure(a: AssessmentView, card: Card, item: Record) -> html.Section:
    assert a.scheme is not None and a.phase is not None
    back = dcc.Link("总分 ›", href=a.address(item=None) + f"#{WHY}")

    def link(words: str, period: str) -> Any:
        return number_link(words, passport_of(a, item, period))

    body = score_explained(item, link=link, total_weight=card.total_weight, year=str(a.phase["period_label"]))
    return figure_frame(
        [html.P([html.B(f"{item['place']}　{item['name']}"), "　", back], className="hc-why-of"), as_one(body),
         _sources(item)],
        id=WHY, title="为什么是这个分数", subtitle=a.official, version=a.view.version,
        demonstration=bool(item["demonstration"]),
    )  # fmt: skip


def _sources(item: Record) -> html.P:
    """Where definition and target come from."""
    source = str(item["source"] or "")
    # what curators wrote in English for each other is told in the catalogue's files, not here
    parts: list[Any] = ["目标与定义：", source if source and not re.search("[A-Za-z]{4}", source) else "见指标定义"]
    if not item["verified"]:
        parts += ["　", unverified()]
    if item["note"]:
        parts.append(f"　{item['note']}")
    if item["indicator"]:
        parts += ["　", dcc.Link("指标定义", href=f"/catalogue?indicator={item['indicator']}")]
    return html.P(parts, className="hc-note")


def _total_figure(a: AssessmentView, card: Card) -> html.Section:
    """The total from its dimensions, how it is averaged, what was left out, how grades and bands are made."""
    assert a.scheme is not None
    settings = a.scheme["settings"]
    how = AGGREGATIONS.get(str(settings.get("aggregation")), "加权平均")
    whole = sum(float(i["weight"]) for i in card.items)
    scored = card.total_weight
    points = sum(float(i["weight"]) * float(i["score"]) for i in card.items if i["score"] is not None)
    steps: list[Any] = []
    if settings.get("aggregation", "arithmetic") == "arithmetic" and scored:
        steps.append(["总分 = Σ(权重 × 得分) ÷ Σ(已评分的权重) = ", f"{number(points, 1)} ÷ {scored:g} = ",
                      html.B(number(card.result["total"], 1))])  # fmt: skip
    else:
        steps.append([f"总分是各项得分的{how}，权重见下：", html.B(number(card.result["total"], 1, mark="—"))])
    covered = f"{number(card.result['coverage'] * 100, 1)}%"
    steps.append([f"覆盖率 = 已评分权重 ÷ 全部权重 = {scored:g} ÷ {whole:g} = ", html.B(covered),
                  f"；低于{a.scheme['minimum_coverage'] * 100:g}%不排名"])  # fmt: skip
    steps.append(grade_lines(a))
    missing = [f"{i['name']}（{not_scored(i['reason'])}）" for i in card.items if i["score"] is None]
    body: list[Any] = [
        html.Ol([html.Li(step) for step in steps], className="hc-score-steps"),
        as_one(_dimensions(a, card)),
        html.P(f"未评分：{'；'.join(missing)}。" if missing else "全部指标都已评分。", className="hc-note"),
        html.P(["位次区间把数值误差、权重和标准化方法一起随机变动后重新排名得到，说明名次有多可靠；"
                "“可证”区间只计抽样误差，按成对检验给出。", str(a.scheme["note"])], className="hc-note"),
        html.P(["方案来源：", str(a.scheme["source"])], className="hc-note"),
    ]  # fmt: skip
    return figure_frame(body, id=WHY, title="为什么是这个分数", subtitle=f"总分　{a.official}", version=a.view.version)


def _dimensions(a: AssessmentView, card: Card) -> html.Table:
    """Weight and score of every dimension; a name filters the items."""
    assert a.scheme is not None
    rows = []
    whole = sum(float(i["weight"]) for i in card.items)
    for n, (name, score) in enumerate(zip(a.scheme["dimensions"], card.dimensions, strict=True), 1):
        weight = sum(float(i["weight"]) for i in card.items if i["dimension"] == name)
        there = a.selection.change(part=None if a.part == name else str(n), item=None)
        rows.append(html.Tr([
            html.Td(dcc.Link(str(name), href=there.address(PATH), title=f"只看{name}的指标")),
            html.Td(f"{100 * weight / whole:.1f}", className="num"),
            html.Td(html.B(number(score, 1, mark="—")), className="num"),
            html.Td(html.Div(html.I(style={"width": f"{max(score, 0) if score == score else 0:.1f}%"}),
                             className="hc-barcell")),
        ], className="sel" if a.part == name else ""))  # fmt: skip
    head = html.Tr(
        [html.Th("维度"), html.Th("权重，%", className="num"), html.Th("得分", className="num"), html.Th("")]
    )
    return html.Table([html.Thead(head), html.Tbody(rows)], className="hc-table hc-dimensions")


# --- pace -----------------------------------------------------------------------------------------------------------


def pace_figure(a: AssessmentView, card: Card) -> html.Section | None:
    """Of the chosen item: trend, required pace, projection with interval and chance, and the method's limits."""
    item = card.item(a.selection.item)
    pace = pace_of(a, item) if item else None
    if item is None or pace is None:
        return None
    due = f"{int(item['target_year'])}年"
    body = html.Div([html.Dl(_paces(item, pace, due), className="hc-terms"), _limits(item, pace, due)])
    subtitle = f"{item['name']}　目标{target_words(item)}{_unit(item)}"
    return figure_frame(
        as_one(body), id=PACE, title=f"到{due}还要多快", subtitle=subtitle,
        version=a.view.version, demonstration=bool(pace.series["demonstration"].any()),
    )  # fmt: skip


def _paces(item: Record, pace: Pace, due: str) -> list[Any]:
    digits = int(item["decimals"]) + 1
    unit = f"{_unit(item)}/年"
    rows: list[tuple[str, Any]] = []
    if pace.kept is not None:
        first, last = int(pace.series["year"].iloc[0]), int(pace.series["year"].iloc[-1])
        rows.append(
            ("过去的步伐", [html.B(number(pace.kept, digits, signed=True)), unit, f"　{first}–{last}年，直线拟合"])
        )
    if not pace.reachable:
        rows.append(("需要的步伐", "目标年已到，尚未达标"))
    elif pace.required == 0:
        rows.append(("需要的步伐", "已达标，保持即可"))
    elif pace.required is not None:
        left = f"　还有{pace.years_left:.0f}年"
        rows.append(("需要的步伐", [html.B(number(pace.required, digits, signed=True)), unit, left]))
    if pace.projected:
        p = pace.projected
        shown = [number(float(p[name]), digits) for name in ("value", "lower", "upper")]
        rows.append((f"{due}预测", [html.B(shown[0]), _unit(item), f"（95%预测区间 {shown[1]}–{shown[2]}）"]))
        rows.append(("达标的可能", html.B(_chance(float(p["chance"])))))
    return [part for term, words in rows for part in (html.Dt(term), html.Dd(words))]


def _chance(chance: float) -> str:
    if chance < 0.01:
        return "不到1%"
    return "99%以上" if chance > 0.99 else f"{100 * chance:.0f}%"


def _limits(item: Record, pace: Pace, due: str) -> html.P:
    if not pace.projected:
        return html.P(pace.why, className="hc-note")
    p = pace.projected
    far = "；预测的跨度长于已有的年份，尤其不可靠" if p["far"] else ""
    method = f"方法：{METHODS[str(p['scale'])]}，{int(p['points'])}个年度值。"
    return html.P(f"{method}假定过去的步伐照旧、各年误差独立，未计入新措施{far}。", className="hc-note")


def _unit(item: Record) -> str:
    return f" {item['unit']}" if item["unit"] else ""
