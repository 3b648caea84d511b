"""`slides`"""

import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import click

from commands.messages import Failure
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.slides import write_slides


@click.command()
@click.argument("addresses", metavar="网址…", nargs=-1, required=True)
@click.option(
    "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪里，以.pptx结尾。"
)
@click.option("--time", "said", metavar="时间", help="文件上的生成时间，如2026-11-22T08:00+08:00；默认为现在。")
@click.option("--v", "version", metavar="版本", help="数据版本；默认为读者所见的版本。")
def command(addresses: tuple[str, ...], output: Path, said: str | None, version: str | None) -> None:
    """把页面做成幻灯片（PPTX，16:9）：每个图一张，图表和表格可以编辑，备注写明定义、来源和校验码。

    例：script/cockpit slides /map?indicator=LE "/indicators?indicator=A65&area=510000" --output 汇报.pptx
    """
    if output.suffix.lower() != ".pptx":
        raise Failure(f"不认识的文件格式“{output.suffix or output.name}”；请用.pptx结尾的文件名。", 2)
    if not output.parent.is_dir():
        raise Failure(f"没有目录 {output.parent}；请先建立它，或写到别处。", 2)
    time = _time(said)
    with tempfile.TemporaryDirectory(prefix="cockpit-slides-") as folder:
        try:
            with AppServer() as server, Browser() as browser:
                made = write_slides(
                    browser, server, addresses, version=version, time=time, folder=Path(folder), name=output.stem,
                    progress=_progress,
                )[0]  # fmt: skip
        except SnapshotFailed as failed:
            raise Failure(f"{failed}。没有写出文件。{_kept(failed, output)}", 1) from failed
        try:
            beside = output.with_name(f".{output.name}.part")
            shutil.copyfile(made.path, beside)
            beside.replace(output)
        except OSError as error:
            raise Failure(f"不能写到 {output}：{error.strerror}。请检查磁盘空间与权限。", 4) from error
    click.echo(f"已写出 {output}：{made.pages}张，{made.bytes:,}字节，校验码 {made.code}。", err=True)


def _time(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        return datetime.fromisoformat(said).astimezone()
    except ValueError as error:
        raise Failure(f"看不懂的时间“{said}”；请写成2026-11-22T08:00+08:00。", 2) from error


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} / {total}", nl=done == total, err=True)


def _kept(failed: SnapshotFailed, output: Path) -> str:
    """The picture of what failed outlives the folder that it was taken in."""
    if failed.picture is None or not failed.picture.exists():
        return ""
    target = output.with_name(f"{output.stem}-failed.png")
    shutil.copyfile(failed.picture, target)
    return f"当时的页面见 {target}。"
