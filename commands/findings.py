"""`findings`"""

from pathlib import Path
from urllib.parse import urlencode

import click

from access.viewer import LOCAL
from api.finding_rows import found
from api.problems import Problem
from api.quality_findings import COLUMNS, SHEET, facts_of, in_words, title_of
from api.quality_request import checked_request
from api.table_file import csv_bytes, write_xlsx
from commands.messages import Failure, table
from state.store import StateError

ENDINGS = (".csv", ".xlsx")
MOST_LISTED = 50
SHOWN = {"severity": "程度", "rule": "规则", "area_name": "地区", "indicator": "指标", "period": "时期",
         "sentence": "问题", "state": "状态"}  # fmt: skip


@click.command()
@click.option("--area", metavar="代码", help="地区及其下级的6位代码；默认为全国。")
@click.option("--form", metavar="报表", help="报表代码，如卫统1-9；ALL与年份同用时取该年各期。")
@click.option("--period", metavar="时期", help="时期，如2020、2020Q3；默认为全部。")
@click.option("--rule", metavar="代码", help="规则代码，如K02。")
@click.option("--severity", metavar="程度", help="hard、serious、minor、hint，多个用逗号分隔。")
@click.option("--indicator", metavar="代码", help="指标代码。")
@click.option("--state", metavar="状态", help="open、explained、corrected；默认为这一版本中的全部。")
@click.option("--v", metavar="版本", help="数据版本；默认为读者所见的版本。")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="写到文件：.csv 或 .xlsx。")
def command(output: Path | None, **named: str | None) -> None:
    """列出或导出质量规则发现的问题，最严重的在前；不给 --output 时列出前50条。

    例：script/cockpit findings --area 510000 --severity hard,serious --output 四川问题.xlsx
    """
    ending = output.suffix.lower() if output else ""
    if output and ending not in ENDINGS:
        raise Failure(f"不认识的文件格式“{output.name}”；请用 {'、'.join(ENDINGS)} 结尾的文件名。", 2)
    said = {name: value for name, value in named.items() if value}
    try:
        wanted = checked_request(said, viewer=LOCAL)
        page = found(wanted, LOCAL, limit=None if output else MOST_LISTED)
    except Problem as problem:
        raise Failure(f"{problem.title}：{problem.detail}。没有写出文件。", 1) from problem
    except StateError as error:
        raise Failure(str(error), 4) from error
    rows = [in_words(row) for row in page.rows]
    if output is None:
        lines = [tuple(SHOWN.values()), *(tuple(str(row[name] or "") for name in SHOWN) for row in rows)]
        click.echo(table(lines) if rows else "没有符合条件的问题。")
        more = f"，以上为前{len(rows)}条" if page.total > len(rows) else ""
        click.echo(f"共{page.total:,}条{more}（数据版本 {wanted.version}）。", err=True)
        return
    demonstration = any(row["demonstration"] for row in page.rows)
    address = "/api/v1/quality/findings?" + urlencode(said | {"v": wanted.version})
    facts = facts_of(title_of(wanted, LOCAL), wanted.version, demonstration, address)
    _write(output, ending, rows, facts)
    click.echo(f"已导出 {len(rows):,} 条到 {output}（数据版本 {wanted.version}）。", err=True)


def _write(output: Path, ending: str, rows: list[dict], facts: list[tuple[str, str]]) -> None:
    """Whole or not at all: written beside its place, then moved there."""
    beside = output.with_name(f".{output.name}.partial")
    try:
        with beside.open("wb") as file:
            if ending == ".csv":
                file.write(csv_bytes(COLUMNS, rows))
            else:
                write_xlsx(COLUMNS, rows, facts, file, sheet=SHEET)
        beside.replace(output)
    except OSError as error:
        raise Failure(f"写 {output} 时出错：{error.strerror}。没有写出文件；请检查目录与磁盘空间。", 4) from error
    finally:
        beside.unlink(missing_ok=True)
