"""报告与快照: orders for files, what is due next, and the history of what was made, sent, and why something failed."""

from dataclasses import dataclass
from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update

from access.current import current_viewer
from components.figure_frame import figure_frame
from components.job_table import ACT, job_table
from components.page_head import page, page_foot, page_head
from components.run_table import run_table
from components.selection import Selection
from components.states import nothing_to_show
from data.warehouse import current_version
from pages.reports_order import KEPT, order_figure
from pages.reports_rows import PATH, job_row, run_row, signature
from state.scheduler_lock import scheduler_runs
from state.snapshot_history import Run, deliver_again, last_runs, runs_of
from state.snapshot_jobs import Job, jobs, pause_job, resume_job, run_now
from state.snapshot_orders import OrderError
from state.store import StateError

dash.register_page(__name__, path=PATH, name="报告与快照", title="报告与快照 · 健康中国数据驾驶舱", order=8)

LIVE, CLOCK, SHOWN, PLACE = "reports-live", "reports-clock", "reports-shown", "reports-place"
JOBS, RUNS = "reports-jobs", "reports-runs"
EACH = 4_000  # ms between two looks at the store by an open page
MOST_JOBS, MOST_RUNS = 60, 20
UNTOLD = "任务和运行历史暂时读不到，请稍后再看。"
IDLE = "调度程序没有运行：任务已保存，但不会生成文件。请管理员按部署说明启动调度程序。"


@dataclass(frozen=True)
class Held:
    """What the viewer may see: orders by number, the last run of each, and the runs that are listed."""

    jobs: dict[int, Job]
    last: dict[int, Run]
    runs: list[Run]
    more: bool  # older runs that are not listed


def layout(**params: Any) -> html.Main:
    if "address" in params:  # of a link to this page from another one
        params = {"order": params["address"], **params}
    selection, notices = Selection.from_params(params)
    live, shown = live_part(selection)
    order = order_figure(selection, notices)
    return page(
        page_head("报告与快照", "任何页面都可以成为文件：现在，或按时", orderable=False),
        html.Div(
            [html.Div(live, id=LIVE), order],
            className="hc-reports" + (" hc-reports-ordering" if selection.order or selection.template else ""),
        ),
        dcc.Interval(id=CLOCK, interval=EACH),
        dcc.Store(id=SHOWN, data=shown),
        dcc.Store(id=KEPT, data=0),
        dcc.Store(id=PLACE, data={"job": selection.job, "page": selection.page}),
        page_foot(current_version()),
        notices=notices,
    )


def live_part(selection: Selection, said: str = "", *, problem: bool = False) -> tuple[list[Any], str]:
    """Orders and history as they are now, with what was just done (`said`); and what tells whether they changed."""
    try:
        held = held_by(selection)
    except StateError:
        return [nothing_to_show("error", UNTOLD)], "untold"
    parts: list[Any] = []
    running = scheduler_runs()
    if said:
        parts.append(html.P(said, className="hc-form-problem" if problem else "hc-form-done", role="status"))
    if held.jobs and not running:
        parts.append(html.Div(html.P(IDLE), className="hc-notices", role="status"))
    parts += [jobs_figure(selection, held), runs_figure(selection, held)]
    return parts, signature(list(held.jobs.values()), held.last, held.runs, f"{running}")


def held_by(selection: Selection) -> Held:
    """Raises StateError."""
    seen = {job.job_id: job for job in jobs(current_viewer())}
    chosen = [int(selection.job)] if selection.job and int(selection.job) in seen else list(seen)
    offset = (int(selection.page or 1) - 1) * MOST_RUNS
    runs = runs_of(chosen, limit=MOST_RUNS + 1, offset=offset)
    return Held(seen, last_runs(list(seen)), runs[:MOST_RUNS], len(runs) > MOST_RUNS)


def jobs_figure(selection: Selection, held: Held) -> html.Section:
    chosen = str(selection.job or "")
    listed = list(held.jobs.values())
    if selection.show != "all":
        listed = sorted(listed, key=lambda j: str(j.job_id) != chosen)[:MOST_JOBS]
    rows = [job_row(j, held.last.get(j.job_id), chosen=str(j.job_id) == chosen) for j in listed]
    body: Any = job_table(rows) if rows else nothing_to_show("missing", "还没有任务。在“新建任务”里写上网址即可。")
    more: Any = None
    if len(rows) < len(held.jobs):
        more = html.Span(dcc.Link("列出全部", href=selection.change(show="all").address(PATH)), className="hc-out")
    due = sum(j.active and j.next_due is not None for j in held.jobs.values())
    return figure_frame(
        body, id=JOBS, title="任务", subtitle=f"共{len(held.jobs)}个，待到期{due}个", exports=more,
    )  # fmt: skip


def runs_figure(selection: Selection, held: Held) -> html.Section:
    rows = [run_row(run, held.jobs[run.job_id]) for run in held.runs]
    name = held.jobs[int(selection.job)].order.name if selection.job and int(selection.job) in held.jobs else ""
    body: list[Any] = [run_table(rows) if rows else nothing_to_show("missing", "还没有生成过文件。")]
    number = int(selection.page or 1)
    steps = [("较新", number - 1, number > 1), ("较早", number + 1, held.more)]
    links = [
        dcc.Link(words, href=selection.change(page=str(to) if to > 1 else None).address(PATH))
        for words, to, there in steps
        if there
    ]
    if links:
        body.append(
            html.Div([html.Span(f"第{number}页"), html.Span(links, className="hc-pages")], className="hc-paging")
        )
    alone = html.Span(dcc.Link("全部任务的历史", href=PATH), className="hc-out") if name else None
    return figure_frame(body, id=RUNS, title="运行历史", subtitle=name or "各任务最近的运行，最新的在前", exports=alone)


@callback(
    Output(LIVE, "children"),
    Output(SHOWN, "data"),
    Input(CLOCK, "n_intervals"),
    Input(KEPT, "data"),
    Input({ACT: ALL, "job": ALL}, "n_clicks"),
    State(SHOWN, "data"),
    State(PLACE, "data"),
    prevent_initial_call=True,
)
def look_again(_time: int | None, _kept: int | None, clicks: list[int | None], shown: Any, place: Any) -> Any:
    """Steer an order (the state store checks whether the viewer may), or look whether anything changed."""
    selection, _ = Selection.from_params(place if isinstance(place, dict) else {})
    asked = ctx.triggered_id
    if not (isinstance(asked, dict) and ctx.triggered[0]["value"]):
        live, now_shown = live_part(selection)
        return (live, now_shown) if now_shown != shown or asked == KEPT else (no_update, no_update)
    try:
        said, problem = steered(str(asked.get(ACT)), asked.get("job")), False
    except (OrderError, StateError) as error:
        said, problem = f"没有改动：{error}", True
    return live_part(selection, said, problem=problem)


def steered(act: str, number: Any) -> str:
    """What was done, in words. Raises OrderError, StateError."""
    if not isinstance(number, int):
        raise OrderError("job", "没有这个任务。")
    viewer = current_viewer()
    if act == "deliver":
        return f"将重新投递{deliver_again(number, viewer=viewer)}处。"
    if act == "now":
        return f"已排入，运行编号 {run_now(number, viewer=viewer)}。"
    if act not in ("pause", "resume"):
        raise OrderError("job", "没有这个操作。")
    done = (pause_job if act == "pause" else resume_job)(number, viewer=viewer)
    return f"“{done.order.name}”已{'暂停' if act == 'pause' else '恢复'}。"
