"""Orders for files: what each makes, when it is due next, what came of it last, and the buttons to steer it."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

ACT = "reports-act"  # {"reports-act": now|pause|resume, "job": number}, or deliver and the number of a run
NAMES = ("任务", "定时", "下次", "最近一次", "")


def job_table(rows: Sequence[dict[str, Any]]) -> html.Div:
    """A row per order: number, name, address (of the page that shows it alone), what, when, next, last (a run's state,
    its words and time), active, chosen."""
    head = html.Thead(html.Tr([html.Th(words) for words in NAMES]))
    body = html.Tbody([_row(row) for row in rows])
    return html.Div(
        html.Table([head, body], className="hc-table hc-jobs"), className="hc-jobs-scroll", tabIndex=0, role="region",
        **{"aria-label": "任务"},
    )  # fmt: skip


def run_state(state: str, words: str) -> html.Span:
    """A state by shape and word."""
    return html.Span(words, className=f"hc-run-state {state}")


def _row(row: dict[str, Any]) -> html.Tr:
    last = [run_state(row["state"], row["state_words"]), html.Span(row["last"], className="under")]
    return html.Tr(
        [
            html.Td([dcc.Link(row["name"], href=row["address"]), html.Span(row["what"], className="under")]),
            html.Td([row["when"], html.Span(row["zone"], className="under")]),
            html.Td(row["next"]),
            html.Td(last if row["state"] else "尚未生成"),
            html.Td(_buttons(row), className="hc-job-acts"),
        ],
        className="sel" if row["chosen"] else "",
    )


def _buttons(row: dict[str, Any]) -> list[Any]:
    number, name = row["number"], row["name"]
    steer = ("pause", "暂停") if row["active"] else ("resume", "恢复")
    found: list[Any] = [_button(number, "now", "立即生成", name)]
    if row["repeats"]:
        found.append(_button(number, *steer, name))
    return [*found, dcc.Link("修改", href=row["address"] + "#reports-order", title=f"修改{name}")]


def _button(number: int, act: str, words: str, name: str) -> html.Button:
    return html.Button(
        words, id={ACT: act, "job": number}, type="button", className="hc-link", **{"aria-label": f"{name}，{words}"}
    )
