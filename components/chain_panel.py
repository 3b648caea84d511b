"""The chain of one warning, 提醒 → 预警 → 整改 → 复核: its four steps, the form for the next one, and the history."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

KEY, CHOICE, DAY, NOTE, WHO, KEEP = (
    "assessment-chain-key", "assessment-chain-step", "assessment-chain-day", "assessment-chain-note",
    "assessment-chain-who", "assessment-chain-keep",
)  # fmt: skip
STEPS = {"remind": "提醒", "warn": "预警", "rectify": "整改", "review": "复核"}
STATES = {"open": "进行中", "done": "已完成", "withdrawn": "撤回"}
BEIJING = timezone(timedelta(hours=8))


def chain_panel(
    key: dict[str, str],
    chain: Any,
    allowed: list[tuple[str, str]],
    *,
    problem: str = "",
    typed: dict[str, str] | None = None,
) -> list[Any]:
    """`chain`: `state.chain_rules.Chain`, None where the store does not answer; `allowed`: (step, state) that may
    follow. `problem` says what is wrong with what was `typed`, which stays in its fields."""
    if chain is None:
        return [html.P("办理情况暂时读不到，请稍后再看。", className="hc-note", role="alert")]
    parts: list[Any] = [html.Ol([_step(name, chain.round.get(name)) for name in STEPS], className="hc-chain")]
    parts += _form(key, allowed, problem, typed or {})
    if chain.history:
        told = html.Ul([html.Li(_line(step)) for step in reversed(chain.history)], className="hc-history")
        parts.append(html.Details([html.Summary(f"办理记录（{len(chain.history)}条，只增不改）"), told]))
    return parts


def _step(name: str, step: Any) -> html.Li:
    if step is None:
        return html.Li([html.B(STEPS[name]), "—"])
    words = [html.B(f"{STEPS[name]}　{STATES[step.state]}"), f"{step.day}　{step.who}", html.Br(), step.note]
    return html.Li(words, className=step.state)


def _form(key: dict[str, str], allowed: list[tuple[str, str]], problem: str, typed: dict[str, str]) -> list[Any]:
    options = [{"value": f"{step}:{state}", "label": f"{STEPS[step]}　{STATES[state]}"} for step, state in allowed]
    values = [o["value"] for o in options]
    onward = next(
        (value for value in values if not value.endswith(":withdrawn")), values[0]
    )  # never taken back unasked
    chosen = typed.get("choice") if typed.get("choice") in values else onward
    today = datetime.now(BEIJING).date().isoformat()
    fields = [
        ("环节", dbc.Select(id=CHOICE, options=options, value=chosen, className="hc-choice")),
        (
            "日期",
            dcc.Input(
                id=DAY, value=typed.get("day", today), maxLength=10, placeholder="2026-11-21", autoComplete="off"
            ),
        ),
        ("办理情况", dcc.Textarea(id=NOTE, value=typed.get("note", ""), rows=2, maxLength=500)),
        ("填写人", dcc.Input(id=WHO, value=typed.get("who", ""), maxLength=60, autoComplete="name")),
    ]
    return [
        dcc.Store(id=KEY, data=key),
        html.Div(
            [
                *[html.Label([html.Span(words), field]) for words, field in fields],
                html.P(problem, className="hc-form-problem", role="alert") if problem else None,
                html.Div(
                    html.Button("记录这一环节", id=KEEP, type="button", className="hc-button"), className="hc-buttons"
                ),
            ],
            className="hc-form hc-chain-form",
        ),
    ]


def _line(step: Any) -> str:
    at = step.at if step.at.tzinfo else step.at.replace(tzinfo=UTC)
    written = at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    said = f"{step.day}　{STEPS[step.step]}{STATES[step.state]}　{step.note}"
    return f"{said}　{step.who}（{written}记录，{step.phase}）"
