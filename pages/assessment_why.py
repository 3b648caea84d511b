"""为什么是这个分数: of the total or of one item, formula, inputs and sources; and the pace to the target."""

import re
from typing import Any

from dash import dcc, html

from components.figure_frame import figure_frame
from components.marks import unverified
from components.numbers import number
from components.passport_link import number_link
from components.place_words import place_words
from components.plain import as_one
from components.score_explained import not_scored, score_explained, target_words
from methods.projection import FEWEST_POINTS
from pages.assessment_basis import basis_of
from pages.assessment_card import Card, passport_of, plain_records
from pages.assessment_grades import grade_lines
from pages.assessment_view import PATH, AssessmentView
from queries.pace_of_area import pace_of_area

WHY, PACE = "assessment-why", "assessment-pace"
AGGREGATIONS = {"arithmetic": "加权算术平均", "geometric": "加权几何平均", "harmonic": "加权调和平均"}
METHODS = {"linear": "最小二乘直线", "log": "对数尺度的最小二乘直线", "logit": "对数几率尺度的最小二乘直线"}
Record = dict[str, Any]


def why_figure(a: AssessmentView, card: Card) -> html.Section:
    item = card.item(a.selection.item)
    return _item_figure(a, card, item) if item else _total_figure(a, card)


def _item_figure(a: AssessmentView, card: Card, item: Record) -> html.Section:
    assert a.scheme is not None and a.phase is not None
    back = dcc.Link("总分 ›", href=a.address(item=None) + f"#{WHY}")

    def link(words: str, period: str) -> Any:
        return number_link(words, passport_of(a, item, period))

    year, basis = str(a.phase["period_label"]), basis_of(a, item)
    body = score_explained(item, link=link, total_weight=card.total_weight, year=year, basis=basis)
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
    parts: list[Any] = [source] if source and not re.search("[A-Za-z]{4}", source) else []
    if item["indicator"]:
        parts.append(dcc.Link("指标定义", href=f"/catalogue?indicator={item['indicator']}"))
    if not item["verified"]:
        parts.append(unverified())
    if item["note"]:
        parts.append(str(item["note"]))
    if not parts:
        return html.P("目标与定义：方案没有写明来源。", className="hc-note")
    spaced = [x for part in parts for x in ("　", part)][1:]
    return html.P(["目标与定义：", *spaced], className="hc-note")


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
    if card.groups:
        same = "；".join(
            f"{name}{place_words(r['rank'], r['rank_low'], r['rank_high'])}，共{int(r['ranked']):,}个"
            for name, r in card.groups
        )
        steps.append(f"同组位次：{same}")
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
    """Of the chosen item: where the past leads, required pace, projection with interval and chance, the limits."""
    item = card.item(a.selection.item)
    if item is None or item["indicator"] is None:
        return None
    found = plain_records(a.ask(pace_of_area, scheme=a.asked["scheme"], area=a.code, indicator=item["indicator"]))
    pace = next((row for row in found if row["item_number"] == item["item_number"]), None)
    if pace is None or pace["reason"] in ("no_target", "no_value") or item["scoring"] not in ("progress", "attainment"):
        return None
    due = f"{int(pace['target_year'])}年"
    body = html.Div([html.Dl(_paces(pace, due), className="hc-terms"), _limits(pace)])
    subtitle = f"{item['name']}　目标{target_words(item)}{_unit(item)}"
    return figure_frame(
        as_one(body), id=PACE, title=f"到{due}还要多快", subtitle=subtitle, version=a.view.version,
        demonstration=bool(pace["demonstration"]),
    )  # fmt: skip


def _paces(pace: Record, due: str) -> list[Any]:
    digits = int(pace["decimals"]) + 1
    unit = _unit(pace)
    a_year = "个百分点" if pace["unit"] == "%" else unit
    rows: list[tuple[str, Any]] = [
        ("最近数值", [html.B(number(pace["value"], digits - 1)), unit, f"　{int(pace['year'])}年"])
    ]
    if not pace["reachable"]:
        rows.append(("需要的步伐", "目标年已到，尚未达标"))
    elif pace["met"]:
        rows.append(("需要的步伐", "已达标，保持即可"))
    else:
        left = f"　还有{pace['years_left']:.0f}年"
        rows.append(("需要的步伐", [html.B(number(pace["required"], digits, signed=True)), f"{a_year}/年", left]))
    if pace["projected"] is not None:
        if pace["years_left"]:
            kept = (pace["projected"] - pace["value"]) / pace["years_left"]
            rows.append(("照过去走势", [html.B(number(kept, digits, signed=True)), f"{a_year}/年"]))
        low, high = number(pace["projected_low"], digits), number(pace["projected_high"], digits)
        middle = html.B(number(pace["projected"], digits))
        rows.append((f"{due}预测", [middle, unit, f"（95%预测区间 {low}–{high}）"]))
        rows.append(("达标的可能", html.B(_chance(pace["chance"]))))
    return [part for term, words in rows for part in (html.Dt(term), html.Dd(words))]


def _chance(chance: float | None) -> str:
    if chance is None:
        return "目标在标尺的尽头，给不出可能性"
    if chance < 0.01:
        return "不到1%"
    return "99%以上" if chance > 0.99 else f"{100 * chance:.0f}%"


def _limits(pace: Record) -> html.P:
    if pace["projected"] is None:
        few = f"只有{int(pace['points'])}个年度数据，少于{FEWEST_POINTS}个，不作预测。"
        too_few = pace["reason"] == "too_few_points"
        return html.P(few if too_few else "数据不适合这一方法，不作预测。", className="hc-note")
    scale = str(pace["method"]).rpartition(" ")[2]
    far = "；预测的跨度长于已有的年份，尤其不可靠" if pace["far"] else ""
    method = f"方法：{METHODS.get(scale, scale)}，最近{int(pace['points'])}个年度值。"
    return html.P(f"{method}假定过去的步伐照旧、各年误差独立，未计入新措施{far}。", className="hc-note")


def _unit(item: Record) -> str:
    return f" {item['unit']}" if item["unit"] else ""
