"""`quality`"""

from pathlib import Path
from typing import Any

import click

from commands.messages import Failure, progress, table
from data.loading.staging import Database
from data.quality.judging import Outcomes
from data.quality.rule import RULES
from data.quality.trial import tried_rules

SHOWN = 10


@click.command()
@click.option(
    "--rules", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=RULES,
    help="规则文件所在目录，用于试算草稿；默认为产品的规则。",
)  # fmt: skip
@click.option("--rule", "code", help="只试算这一条规则，写代码，例如 K02。")
@click.option("--findings", type=click.IntRange(0), default=SHOWN, show_default=True, help="列出前多少条问题。")
def command(folder: Path, code: str | None, findings: int) -> None:
    """用质量规则核查当前数据版本，只看结果，不改动任何数据。

    每条规则给出核查数、不符数、列出的问题数、用时和不能运行的原因，然后列出最前面的问题。
    """
    with tried_rules(progress(), folder, code) as (connection, outcomes):
        rules = connection.execute(
            "SELECT rule_id, code, name, checked, failed, findings, problem FROM dim_rule ORDER BY rule_id"
        ).fetchall()
        if not rules:
            raise Failure(f"{folder} 中没有规则{f' {code}' if code else ''}。请核对目录与代码。", 2)
        click.echo(table([("规则", "名称", "核查", "不符", "问题", "用时"), *_counts(rules, outcomes)]))
        for _, rule, _, _, _, _, problem in rules:
            if problem:
                click.echo(f"规则 {rule}：{problem}")
        for line in _findings(connection, findings):
            click.echo(line)


def _counts(rules: list[Any], outcomes: Outcomes) -> list[tuple[str, ...]]:
    return [
        (code, name, f"{checked:,}", f"{failed:,}", f"{findings:,}",
         f"{outcomes[number].seconds:.2f}秒" if number in outcomes else "")
        for number, code, name, checked, failed, findings, _ in rules
    ]  # fmt: skip


def _findings(connection: Database, most: int) -> list[str]:
    """The first findings as sentences: rule, indicator, area, period, what is wrong, where it comes from."""
    rows = connection.execute(
        """SELECT r.code, coalesce(i.name, f.name), a.name, p.label, k.label, r.message, q.observed, q.expected,
               coalesce(q.detail, ''), q.batch_id, q.row_number
        FROM fact_finding q JOIN dim_rule r USING (rule_id) JOIN dim_area a USING (area_id)
        JOIN dim_form f ON f.form_id = q.form_id JOIN dim_breakdown k ON k.breakdown_id = q.breakdown_id
        LEFT JOIN dim_indicator i ON i.indicator_id = q.indicator_id
        LEFT JOIN dim_period p ON p.period_id = q.period_id ORDER BY q.finding_id LIMIT ?""",
        [most],
    ).fetchall()
    lines = []
    for code, subject, area, period, breakdown, message, observed, expected, detail, batch, row in rows:
        said = message.format(observed=_number(observed), expected=_number(expected), detail=detail)
        origin = f"（批次{batch} 第{row}行）" if batch else ""
        lines.append(f"{code} {subject} {area} {period or ''} {breakdown}：{said}{origin}")
    return lines


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
