"""`export`"""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click
import pandas as pd
from xlsxwriter.exceptions import XlsxFileError

from access.viewer import LOCAL
from api.csv_file import csv_parts
from api.file_facts import FileFacts
from api.observation_pages import count_of, pages_of
from api.observation_request import ObservationRequest, observation_request
from api.parquet_file import write_parquet
from api.problems import Problem
from api.xlsx_file import MOST_ROWS, write_xlsx
from commands.messages import Failure
from components.downloads import observations_address

ENDINGS = (".csv", ".xlsx", ".parquet")


@click.command()
@click.option("--indicator", multiple=True, metavar="代码", help="指标代码，可多次或用逗号分隔；指明 --area 时可省略。")
@click.option("--parent", metavar="代码", help="上级地区的6位代码，导出其下级；100000为全国。")
@click.option("--layer", metavar="层级", help="下级的层级：province、prefecture、county、all；默认为自然的下一级。")
@click.option("--area", multiple=True, metavar="代码", help="地区本身的6位代码，可多次或用逗号分隔。")
@click.option("--period", multiple=True, metavar="时期", help="时期，如2020、2020Q3，可多次或用逗号分隔；默认为全部。")
@click.option("--breakdown", multiple=True, metavar="分组", help="人群分组；默认all（合计），*为全部分组。")
@click.option("--v", "version", metavar="版本", help="数据版本；默认为读者所见的版本。")
@click.option(
    "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.(csv|xlsx|parquet)"
)
def command(output: Path, version: str | None, **named: str | tuple[str, ...] | None) -> None:
    """导出观测值，列与数据接口（/api/v1/observations）相同，格式由文件名决定：.csv、.xlsx、.parquet。

    例：script/cockpit export --indicator A65 --parent 510000 --layer county --period 2020 --output 四川.xlsx
    """
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        raise Failure(f"不认识的文件格式“{output.suffix or output.name}”；请用 {'、'.join(ENDINGS)} 结尾的文件名。", 2)
    said = {name: [v] if isinstance(v, str) else list(v or ()) for name, v in (named | {"v": version}).items()}
    try:
        wanted = observation_request({k: v for k, v in said.items() if v}, viewer=LOCAL)
    except Problem as problem:
        raise Failure(f"{problem.title}：{problem.detail}。没有写出文件。", 1) from problem
    count = count_of(wanted, viewer=LOCAL)
    if ending == ".xlsx" and count > MOST_ROWS:
        raise Failure(f"共{count:,}行，超过XLSX的上限{MOST_ROWS:,}行；请缩小范围，或改用 .csv、.parquet。", 1)
    online = "csv" if ending == ".parquet" else ending[1:]  # the interface has no Parquet
    address = observations_address({k: v for k, v in said.items() if v} | {"v": wanted.version}, online)
    _write(wanted, FileFacts(wanted, LOCAL, address), output, ending)
    nothing = "，没有符合条件的观测值" if count == 0 else ""
    click.echo(f"已导出 {count:,} 行到 {output}（数据版本 {wanted.version}）{nothing}。", err=True)


def _write(wanted: ObservationRequest, facts: FileFacts, output: Path, ending: str) -> None:
    """Whole or not at all: written beside its place, then moved there."""
    pages = pages_of(wanted, viewer=LOCAL)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=ending, dir=output.parent)
        os.close(handle)
    except OSError as error:
        raise Failure(f"不能写到 {output.parent}：{error.strerror}。请检查目录是否存在、是否可写。", 4) from error
    beside = Path(name)
    try:
        if ending == ".csv":
            _write_csv(pages, beside)
        elif ending == ".xlsx":
            write_xlsx(pages, facts, str(beside))
        else:
            write_parquet(pages, facts, beside)
        beside.chmod(0o644)
        beside.replace(output)
    except (OSError, XlsxFileError) as error:
        raise Failure(
            f"写 {output} 时出错：{getattr(error, 'strerror', None) or error}。没有写出文件；请检查磁盘空间。", 4
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _write_csv(pages: Iterable[pd.DataFrame], target: Path) -> None:
    with target.open("wb") as file:
        for part in csv_parts(pages):
            file.write(part)
