"""质量通报 of one area: what to correct, in which rows, by when; a page for paper, with a file beside it."""

from typing import Any
from urllib.parse import urlencode

import dash
import pandas as pd
from dash import dcc, html

from access.current import current_viewer
from access.moment import moment
from components.figure_frame import STANDING_NOTE
from components.page_head import page, page_head
from components.plain import as_one
from components.quality_notice import (
    count_sentence,
    late_notice_table,
    notice_head,
    problems_table,
    score_sentence,
)
from components.states import nothing_to_show
from data.quality.feedback import feedback_due
from data.quality.scheme import read_scheme
from pages.quality_states import explained_findings, inside
from pages.quality_view import ALL_FORMS, PATH, QualityView, area_records, quality_view_of
from queries.batches import batches
from queries.findings import findings
from queries.findings_count import findings_count
from queries.lateness_of_children import lateness_of_children
from queries.quality_of_areas import quality_of_areas
from queries.submissions_of_area import submissions_of_area
from queries.view_of import LAYER_NAMES, NATION

# Without an order: 数据质量 leads here, the bar does not.
dash.register_page(
    __name__, path=f"{PATH}/notice", name="质量通报", title="质量通报 · 健康中国数据驾驶舱"
)  # fmt: skip

FILE = "/api/v1/quality/notice.xlsx"
SHEET = "quality-notice"
TOLD = ("hard", "serious", "minor")  # hints are for those who look at the page, nobody is asked to answer them
MOST_PROBLEMS, MOST_LATE = 100, 60
MOST_SOURCES = 4


def layout(**params):
    q = quality_view_of(params, viewer=current_viewer())
    title = f"关于{q.placed}{'' if q.form['form'] == ALL_FORMS else q.form['name']}数据质量问题的通报"
    if q.period is None:
        reason = f"{q.form['name']}还没有质量评分，没有可以通报的内容。"
        return page(
            page_head("质量通报"), nothing_to_show("missing", reason, ("返回数据质量", q.address())), notices=q.notices
        )
    return page(tools(q), html.Article(sheet(q, title), id=SHEET, className="hc-print hc-notice"), notices=q.notices)


def tools(q: QualityView) -> html.Div:
    """What stands beside the sheet on the screen and not on paper."""
    said = {"area": q.code, **q.asked, "v": q.view.version}
    return html.Div(
        [
            dcc.Link("‹ 返回数据质量", href=q.address()),
            html.Button("打印", type="button", **{"data-print": "page", "aria-label": "打印本页"}),
            html.A("XLSX", href=f"{FILE}?{urlencode(said)}", **{"aria-label": "质量通报，下载XLSX"}),
        ],
        className="hc-out hc-notice-tools",
    )


def sheet(q: QualityView, title: str) -> list[Any]:
    explained = own_explained(q)
    without = tuple(explained["finding"]) or None
    asked = {**q.asked, "area": q.code, "without": without}
    counts = {s: int(q.ask(findings_count, **asked, severity=s)["findings"].iloc[0]) for s in TOLD}
    problems = q.ask(findings, **asked, severity=TOLD, limit=MOST_PROBLEMS)
    late, absent, tardy = late_reports(q)
    scores = q.ask(quality_of_areas, **q.asked, areas=(q.code,))
    score = next(scores.itertuples(), None)
    demonstration = bool(
        (len(problems) and problems["demonstration"].any())
        or (len(late) and late["demonstration"].any())
        or (score is not None and score.demonstration)
    )
    by = f"{moment():%Y年%-m月%-d日}生成　数据版本{q.view.version}"
    return [
        *notice_head(title, by, demonstration=demonstration),
        *numbered(
            [
                (
                    "总体情况",
                    [
                        html.P(
                            score_sentence(q.placed, score, read_scheme().name) + count_sentence(counts, len(explained))
                        )
                    ],
                ),
                ("需核实更正的问题", problems_part(q, problems, sum(counts.values()))),
                ("迟报和未报", late_part(late, absent, tardy)),
                ("办理要求", asked_part(bool(sum(counts.values()) or len(late)))),
            ]
        ),
        source_note(q, problems),
    ]


def numbered(parts: list[tuple[str, list[Any]]]) -> list[Any]:
    """Headings 一、二、三、 over the parts that have anything to say."""
    told = [(words, content) for words, content in parts if content]
    return [x for n, (words, content) in enumerate(told) for x in (html.H2(f"{'一二三四'[n]}、{words}"), *content)]


def own_explained(q: QualityView) -> pd.DataFrame:
    """What was explained in this area: of a county the list holds its neighbours' too."""
    areas = area_records(q.view)
    found = explained_findings(q)
    return found[[inside(areas[code], q.code) for code in found["area"]]] if len(found) else found


def problems_part(q: QualityView, problems: pd.DataFrame, total: int) -> list[Any]:
    if problems.empty:
        return []
    more = f"（共{total:,}个，按严重程度列前{len(problems)}个，其余见XLSX）" if total > len(problems) else ""
    caption = f"表1　需核实更正的问题{more}"
    table = problems_table(problems, caption=caption, with_area=bool(q.view.layers))
    return [as_one(table)]


def late_reports(q: QualityView) -> tuple[pd.DataFrame, int, int]:
    """The first reports that are missing or late, and how many there are of each: of the nation there are thousands."""
    area, level = q.area, str(q.area["level"])
    if level not in LAYER_NAMES:  # the nation: the sum of its provinces
        told = q.ask(lateness_of_children, **q.asked, parent=NATION, layer="province")
    else:
        above = {"province": NATION, "prefecture": area["province_code"]}.get(level, area["parent_code"])
        told = q.ask(lateness_of_children, **q.asked, parent=above, layer=level)
        told = told[told["area"] == q.code]
    found = q.ask(submissions_of_area, **q.asked, area=q.code, limit=MOST_LATE)
    late = found[found["received"].isna() | (found["late_days"].fillna(0) > 0)]
    return late, int(told["missing"].sum()), int(told["late"].sum())


def late_part(late: pd.DataFrame, absent: int, tardy: int) -> list[Any]:
    if late.empty:
        return []
    more = f"（共{absent + tardy:,}份，列前{len(late)}份）" if absent + tardy > len(late) else ""
    return [
        html.P(f"未报{absent:,}份，迟报{tardy:,}份。截止日遇节假日顺延为产品默认值。"),
        as_one(late_notice_table(late, caption=f"表2　迟报和未报{more}")),
    ]


def asked_part(anything: bool) -> list[Any]:
    """What the area is asked to do, and by when."""
    if not anything:
        return []
    due = feedback_due(moment().date())
    days = f"收到通报后{due.working_days}个工作日，产品默认值，非官方规定"
    if not due.certain:
        days += "；节假日安排未公布，仅按周末推算"
    return [
        html.P(
            f"请于{due.day:%Y年%-m月%-d日}前（{days}）逐条核对原始记录：确有错误的，更正后重新报送；数字属实的，"
            "在“数据质量”页面打开该问题填写说明。未报的请立即补报。"
        ),
    ]


def source_note(q: QualityView, problems: pd.DataFrame) -> html.Div:
    """Sources, basis, version: what every printed page carries; told to the foot of the sheets too."""
    used = tuple(sorted({int(b) for b in problems["batch_id"].dropna()})) if len(problems) else ()
    known = q.ask(batches, ids=used)["source"].drop_duplicates().tolist() if used else []
    sources = "；".join(known[:MOST_SOURCES]) + (f"等{len(known)}种" if len(known) > MOST_SOURCES else "")
    assert q.period is not None
    sources, cut_off = sources or str(q.form["name"]), str(q.period["end_date"])
    basis = "按质量规则逐项核查，阈值除规则注明“公布”外均为产品默认值。"
    lines = [
        f"数据来源：{sources}　数据截止：{cut_off}",
        f"统计口径：{basis}{STANDING_NOTE}",
        f"数据版本：{q.view.version}　生成时间：{moment():%Y-%m-%d %H:%M}",
    ]
    told = {"data-source": sources, "data-cut-off": cut_off, "data-basis": basis}
    return html.Div([html.Div(line) for line in lines], className="hc-note", **told)
