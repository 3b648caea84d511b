"""`/api/v1/quality/notice.xlsx`: the sheet that tells an area what to correct and by when (质量通报)."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
from flask import Response

from access.current import current_viewer
from access.moment import moment
from access.viewer import Viewer
from api.blueprint import blueprint
from api.data_version import marked, unchanged
from api.finding_rows import found
from api.notice_file import Notice, write_notice
from api.plain_rows import plain_rows
from api.quality_findings import in_words, state_now, title_of
from api.quality_request import ALL_FORMS, QualityRequest, period_of, quality_request
from api.table_file import xlsx_answer
from data.periods import parse_period
from data.quality.feedback import feedback_due
from data.quality.scheme import read_scheme
from queries.ask import ask
from queries.batches import batches
from queries.quality_of_areas import quality_of_areas
from queries.submissions_of_area import submissions_of_area

TOLD = ("hard", "serious", "minor")  # nobody is asked to answer a hint
MOST_PROBLEMS, MOST_LATE = 5_000, 2_000


@blueprint.get("/quality/notice.xlsx")
def quality_notice() -> Response:
    """Open problems of an area (and inside it) with their rows, deadline and advice; explained ones beside them."""
    viewer = current_viewer()
    wanted = quality_request("area", "form", "period", "v", viewer=viewer)
    today = date.today()
    state = f"{state_now()} {today}"
    if held := unchanged(wanted.version, viewer, state=state):
        return held
    wanted = replace(
        wanted, form=wanted.form or ALL_FORMS, period=period_of(wanted, viewer=viewer), severity=tuple(sorted(TOLD))
    )
    notice = notice_of(wanted, viewer, today)
    file = BytesIO()
    write_notice(notice, file)
    return marked(xlsx_answer(file, f"{notice.title}_{wanted.version}"), wanted.version, viewer, state=state)


def notice_of(wanted: QualityRequest, viewer: Viewer, today: date) -> Notice:
    """What the sheet says; `wanted` names area, form, period and severities."""
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version}
    page = found(wanted, viewer, limit=MOST_PROBLEMS)
    due = feedback_due(today)
    rows = [
        in_words(row) | {"number": n, "deadline": None if row["state"] == "explained" else due.day}
        for n, row in enumerate(page.rows, 1)
    ]
    late = ask(submissions_of_area, **at, form=wanted.form, period=wanted.period, area=wanted.area, late=True)
    scores = ask(quality_of_areas, **at, form=wanted.form, period=wanted.period, areas=(wanted.area,))
    demonstration = bool(late["demonstration"].any()) or any(row["demonstration"] for row in page.rows)
    used = tuple(sorted({row["batch_id"] for row in page.rows if row["batch_id"]}))
    days = f"收到通报后{due.working_days}个工作日（产品默认值，非官方规定）"
    return Notice(
        title=title_of(wanted, viewer, "数据质量通报"),
        lines=[
            _score(scores),
            f"请于{due.day}前（{days}）逐条核对原始记录：确有错误的更正后重新报送，数字属实的填写说明，未报的补报。"
            + ("" if due.certain else "节假日安排未公布，期限仅按周末推算。"),
            f"数据截止：{_cut_off(wanted, viewer, used)}　数据版本：{wanted.version}　"
            f"生成时间：{moment():%Y-%m-%d %H:%M}",
        ],
        demonstration=demonstration,
        problems=rows,
        problems_in_all=page.total,
        late=plain_rows(late.iloc[:MOST_LATE]),
        late_in_all=len(late),
    )


def _score(scores: pd.DataFrame) -> str:
    if scores.empty or pd.isna(scores["total"].iloc[0]):
        return "没有质量评分。"
    row = scores.iloc[0]
    return f"数据质量总分{row['total']:.1f}，{row['grade']}级（{read_scheme().name}，非官方标准）。"


def _cut_off(wanted: QualityRequest, viewer: Viewer, used: tuple[int, ...]) -> str:
    """Of the batches in the list; of a list without any the end of the period."""
    known = ask(batches, viewer=viewer, version=wanted.version, ids=used)["cut_off"].dropna() if used else pd.Series()
    return str(known.max()) if len(known) else str(parse_period(str(wanted.period)).end)
