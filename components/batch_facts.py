"""The file and the row that a number came from."""

from typing import Any

from dash import html

from components.batch_table import day
from components.definition import CLASSIFICATIONS
from components.marks import demonstration as demonstration_mark
from components.marks import unverified

Record = dict[str, Any]


def batch_facts(batch: Record, row: Record) -> html.Dl:
    """`batch` is a row of `queries.batches`; `row` the observation with its row number (0: rolled up) and note."""
    rolled_up = row["row_number"] == 0
    where = (
        "由下级汇总生成，不在文件中"
        if rolled_up
        else f"第{row['row_number']}行（表头之后，共{batch['row_count']:,}行）"
    )
    late = batch["received"] is not None and batch["due"] is not None and batch["received"] > batch["due"]
    facts: list[tuple[str, Any]] = [
        ("批次", f"第{batch['batch_id']}批" + ("（各部分中标记最严、最新的一批）" if rolled_up else "")),
        ("文件", html.Code(batch["file_name"])),
        ("行", where),
        ("报送单位", batch["organisation"]),
        ("报表", batch["form"]),
        ("来源", batch["source"]),
        ("收到", [day(batch["received"]), html.Span("　迟报", className="worse") if late else ""]),
        ("应报", day(batch["due"])),
        ("数据截止", day(batch["cut_off"])),
        ("装载", f"{_moment(batch['loaded_at'])}　{batch['loaded_by']}"),
        ("性质", _nature(batch)),
        ("分级", CLASSIFICATIONS[batch["classification"]]),
        ("备注", row["note"]),
        ("文件校验", html.Code(batch["sha256"], title="SHA-256")),
    ]
    return html.Dl(
        [part for term, words in facts if words for part in (html.Dt(term), html.Dd(words))],
        className="hc-terms hc-batch-facts",
    )


def _nature(batch: Record) -> Any:
    if batch["demonstration"]:
        return demonstration_mark()
    return "公布数据，已与出版物核对" if batch["verified"] else ["公布数据　", unverified()]


def _moment(value: Any) -> str:
    return "—" if value is None else value.strftime("%Y-%m-%d %H:%M")
