"""What people said of a finding, and the form to say it: its state, explanation and history."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from dash import dcc, html

from components.findings_table import STATES

KEY, TEXT, WHO, EXPLAIN, REOPEN = (
    "quality-finding-key", "quality-explanation", "quality-who", "quality-explain", "quality-reopen",
)  # fmt: skip
ACTIONS = {"explained": "说明", "reopened": "撤回说明", "corrected": "更正"}
BEIJING = timezone(timedelta(hours=8))


def finding_state_panel(
    key: str, said: Any, *, problem: str = "", text: str = "", who: str = "", present: bool = True
) -> list[Any]:
    """The state of the finding `key` (`state.finding_states.FindingState`, None where the store does not answer).

    `problem` says what is wrong with `text` or `who` as they were sent; they stay in their fields. A finding that is
    no longer in the release (`present` is false) cannot be explained.
    """
    if said is None:
        return [html.P("处理状态暂时读不到，请稍后再看。", className="hc-note", role="alert")]
    parts: list[Any] = [html.P([_mark(said.state), *_by(said)], className="hc-said")]
    if said.explanation:
        parts.append(html.Blockquote(said.explanation, className="hc-explanation"))
    if said.state == "corrected":
        parts.append(html.P(f"由批次{said.batch}更正，本数据版本中已没有这条问题。", className="hc-note"))
    if present:
        parts += _form(key, said.state == "explained", problem, text, who)
    if said.history:
        parts.append(html.Details([html.Summary(f"处理记录（{len(said.history)}条）"), _history(said.history)]))
    return parts


def _mark(state: str) -> html.Span:
    return html.Span(STATES.get(state, "状态未知"), className=f"hc-finding-state {state}")


def _by(said: Any) -> list[Any]:
    return [html.Span(f"　{said.who}　{moment(said.at)}", className="quiet")] if said.who and said.at else []


def moment(at: datetime) -> str:
    """A time of the log (UTC) as readers in China have it."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _form(key: str, explained: bool, problem: str, text: str, who: str) -> list[Any]:
    label = "补充或改写说明" if explained else "填写说明"
    return [
        dcc.Store(id=KEY, data=key),
        html.Div(
            [
                html.Label([html.Span(label), dcc.Textarea(id=TEXT, value=text, rows=3, maxLength=500)]),
                html.Label([html.Span("填写人"), dcc.Input(id=WHO, value=who, maxLength=60, autoComplete="name")]),
                html.P(problem, className="hc-form-problem", role="alert") if problem else None,
                html.Div(
                    [
                        html.Button("提交说明", id=EXPLAIN, type="button", className="hc-button"),
                        html.Button("撤回说明，重新列为待处理", id=REOPEN, type="button", className="hc-button quietly",
                                    hidden=not explained),
                    ],
                    className="hc-buttons",
                ),
                html.P("说明后问题仍留在清单中，标为已说明；数值更正后由发布程序自动标为已更正。", className="hc-note"),
            ],
            className="hc-form",
        ),
    ]  # fmt: skip


def _history(events: tuple[Any, ...]) -> html.Ul:
    return html.Ul([html.Li(_event(e)) for e in reversed(events)], className="hc-state-log")


def _event(event: Any) -> str:
    words = [moment(event.at), event.who, ACTIONS.get(event.action, event.action)]
    if event.batch is not None:
        words.append(f"批次{event.batch}（版本{event.version}）")
    if event.text:
        words.append(event.text)
    return "　".join(words)
