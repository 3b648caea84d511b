"""The history of runs: when, what came of it, how far, the files, and why one failed, with its picture."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from components.job_table import ACT, run_state

NAMES = ("到期", "任务", "结果", "进度", "用时", "文件与说明")
FEW = 3  # files that are listed at once; the others unfold


def run_table(rows: Sequence[dict[str, Any]]) -> html.Div:
    """A row per run: number, due, name, address, state and its words, done, total, took, files (name, href, note),
    all_files (address of them in one), problems (where, words, picture), delivered (state, words), version."""
    head = html.Thead(
        html.Tr([html.Th(words, className="num" if n in (3, 4) else "") for n, words in enumerate(NAMES)])
    )
    body = html.Tbody([_row(row) for row in rows])
    return html.Div(
        html.Table([head, body], className="hc-table hc-runs"), className="hc-runs-scroll", tabIndex=0, role="region",
        **{"aria-label": "运行历史"},
    )  # fmt: skip


def _row(row: dict[str, Any]) -> html.Tr:
    told = [*_files(row), *[_problem(p) for p in row["problems"]], *[_delivery(d) for d in row["delivered"]]]
    if any(line["state"] != "done" and line["words"] for line in row["delivered"]):
        told.append(_deliver_again(row))
    return html.Tr(
        [
            html.Td([row["due"], html.Span(row["version"], className="under")]),
            html.Td(dcc.Link(row["name"], href=row["address"])),
            html.Td([run_state(row["state"], row["state_words"]), html.Span(row["attempt"], className="under")]),
            html.Td(_progress(row), className="num"),
            html.Td(row["took"], className="num"),
            html.Td(told, className="hc-run-told"),
        ]
    )


def _progress(row: dict[str, Any]) -> list[Any]:
    words = f"{row['done']}/{row['total']}"
    if row["state"] != "running":
        return [words]
    bar = html.Progress(
        value=str(row["done"]), max=str(max(row["total"], 1)), **{"aria-label": f"{row['name']}，已完成{words}"}
    )
    return [words, bar]


def _files(row: dict[str, Any]) -> list[Any]:
    listed = [_file(file) for file in row["files"]]
    if len(listed) <= FEW:
        return listed
    pages = html.A("全部下载（ZIP）", href=row["all_files"], className="hc-all-files")
    return [pages, html.Details([html.Summary(f"{len(listed)}个文件"), *listed])]


def _file(file: dict[str, str]) -> html.Div:
    link = html.A(html.Code(file["name"]), href=file["href"], target="_blank")
    return html.Div([link, html.Span(file["note"], className="quiet")], className="hc-run-file")


def _problem(problem: dict[str, str]) -> html.Div:
    parts: list[Any] = [html.B(problem["kind"]), html.Span(problem["words"])]
    if problem["where"]:
        parts.append(dcc.Link(html.Code(problem["where"]), href=problem["where"]))
    if problem["picture"]:
        parts.append(html.A("查看画面", href=problem["picture"], target="_blank"))
    return html.Div(parts, className="hc-run-problem")


def _deliver_again(row: dict[str, Any]) -> html.Button:
    return html.Button(
        "重新投递", id={ACT: "deliver", "job": row["number"]}, type="button", className="hc-link",
        **{"aria-label": f"{row['name']}，重新投递没有送到的"},
    )  # fmt: skip


def _delivery(line: dict[str, str]) -> html.Div:
    return html.Div([html.Span(line["state_words"]), html.Code(line["to"]), line["words"]],
                    className=f"hc-run-delivery {line['state']}")  # fmt: skip
