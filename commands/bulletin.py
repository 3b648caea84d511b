"""`bulletin`"""

import re
import tempfile
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import click

from access.viewer import LOCAL
from bulletins.subject import PATH, subject_of
from commands.messages import Failure
from commands.rendered import move, refusal, time_of
from data.areas import read_areas
from data.periods import PeriodError, parse_period
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.formats import WRITERS
from snapshots.request import RenderRequest

NATION = "100000"
ENDINGS = (".pdf", ".docx")


@click.command()
@click.option("--area", default=NATION, show_default=True, metavar="代码", help="地区的6位代码：全国、省、市或县。")
@click.option("--period", metavar="时期", help="时期，如2025、2025Q3；默认为该地区最近的年份。")
@click.option("--provinces", is_flag=True, help="31个省（自治区、直辖市）各一份；--output 为目录，格式见 --format。")
@click.option("--format", "kind", type=click.Choice(["pdf", "docx"]), default="pdf", show_default=True,
              help="与 --provinces 同用时的文件格式。")  # fmt: skip
@click.option("--output", required=True, type=click.Path(path_type=Path), help="FILE.(pdf|docx)，或已有的目录。")
@click.option("--time", "said", metavar="时间", help="文件上的生成时间，如2026-11-22T08:00+08:00；默认为现在。")
@click.option("--v", "version", metavar="版本", help="数据版本；默认为读者所见的版本。")
def command(
    area: str, period: str | None, provinces: bool, kind: str, output: Path, said: str | None, version: str | None
) -> None:
    """编写一个地区的统计报告（封面、目录、提要、各章、地图、考核、数据质量、统计表、指标解释、说明）。

    例：script/cockpit bulletin --area 510000 --period 2025 --output 四川.docx
    """
    folder, suffix = (output, f".{kind}") if provinces else (output.parent, output.suffix.lower())
    if suffix not in ENDINGS:
        raise Failure(f"不认识的文件格式“{output.suffix or output.name}”；请用 {'、'.join(ENDINGS)} 结尾的文件名。", 2)
    if not folder.is_dir():
        raise Failure(f"没有目录 {folder}；请先建立它，或写到别处。", 2)
    areas = provinces_of() if provinces else [_area(area)]
    asked = {"period": _period(period), "v": version}
    if not provinces:
        for notice in subject_of({"area": area} | {k: v for k, v in asked.items() if v}, viewer=LOCAL).notices:
            click.echo(notice, err=True)
    addresses = [f"{PATH}?{urlencode({'area': code} | {k: v for k, v in asked.items() if v})}" for code in areas]
    names = [output.name] if not provinces else [f"{read_areas()[code].name}{suffix}" for code in areas]
    _written(addresses, [folder / name for name in names], suffix[1:], time_of(said), version)


def provinces_of() -> list[str]:
    """Codes of the provinces that have statistics."""
    return [code for code, area in read_areas().items() if area.level == "province" and area.has_statistics]


def _area(code: str) -> str:
    if not re.fullmatch(r"\d{6}", code) or code not in read_areas():
        raise Failure(f"没有代码为 {code} 的地区；请写6位区划代码，例如510000。", 2)
    return code


def _period(said: str | None) -> str | None:
    try:
        return parse_period(said).code if said else None
    except PeriodError as error:
        raise Failure(str(error), 2) from error


def _written(addresses: list[str], targets: list[Path], kind: str, time: datetime, version: str | None) -> None:
    """One after the other; each is in its place as soon as it is whole."""
    with tempfile.TemporaryDirectory(prefix="cockpit-bulletin-") as folder:
        try:
            with AppServer() as server, Browser() as browser:
                at = version or server.version()
                for number, (address, target) in enumerate(zip(addresses, targets, strict=True), 1):
                    request = RenderRequest(
                        addresses=[address], version=at, time=time, folder=Path(folder), name=target.stem
                    )
                    [made] = WRITERS[kind](browser, server, request)
                    move(made.path, target)
                    of = f"（{number} / {len(targets)}）" if len(targets) > 1 else ""
                    click.echo(
                        f"已写出 {target}{of}：{made.pages}页，{made.bytes:,}字节，校验码 {made.code}。", err=True
                    )
        except SnapshotFailed as failed:
            raise refusal(failed, targets[0]) from failed
