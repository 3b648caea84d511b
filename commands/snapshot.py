"""`snapshot`"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from commands.messages import Failure, progress
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.papers import PAPERS
from snapshots.pictures import write_pictures
from snapshots.render import ZONE, RenderedFile, render

WRITERS: dict[str, Callable[..., list[RenderedFile]]] = {".pdf": render, ".png": write_pictures}
EXIT = {"browser": 4, "server": 4, "disk": 4}


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS…")
@click.option(
    "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.pdf；FILE.png 为屏幕图片。"
)
@click.option("--paper", default="a4", type=click.Choice(list(PAPERS)), help="纸型，默认a4（纵向）。")
@click.option("--v", "version", metavar="版本", help="数据版本；默认为读者所见的版本。")
@click.option("--time", "said", metavar="时间", help="印在纸上的生成时间，ISO 8601，如2026-11-22T09:30；默认为现在。")
@click.option("--together/--each", default=True, help="全部网址合为一个文件（默认），或每个网址一个文件。")
def command(
    addresses: tuple[str, ...], output: Path, paper: str, version: str | None, said: str | None, together: bool
) -> None:
    """把驾驶舱的页面印成PDF：网址写站内地址，如 /map?area=510000，可以多个。

    例：script/cockpit snapshot / "/map?indicator=LE" --output 快照.pdf --paper a4-landscape

    页面有图未绘出、缺字、文字被截断等情形时不出文件，并说明原因。
    """
    ending = output.suffix.lower()
    if ending not in WRITERS:
        raise Failure(f"不认识的文件格式“{output.suffix or output.name}”；请用 {'、'.join(WRITERS)} 结尾的文件名。", 2)
    tell = progress()
    time = _time(said)
    with tempfile.TemporaryDirectory(prefix="cockpit-snapshot-") as made_in:
        folder = Path(made_in)
        try:
            with AppServer() as server, Browser() as browser:
                tell("页面服务和浏览器已启动")
                files = WRITERS[ending](
                    browser, server, list(addresses), paper=paper, together=together, version=version, time=time,
                    folder=folder, name=output.stem, progress=lambda done, total: tell(f"{done}/{total}"),
                )  # fmt: skip
            _move(files, output)
        except SnapshotFailed as failed:
            seen = _keep_picture(failed, output)
            raise Failure(f"{failed}。没有写出文件。{seen}", EXIT.get(failed.kind, 1)) from failed
    for file in files:
        place = output if len(files) == 1 else output.parent / file.name
        click.echo(f"{place}　{file.pages}页　{file.bytes / 1024:,.0f} KB　验证码 {file.code}")


def _time(said: str | None) -> datetime:
    """Without a zone it is a time of Beijing."""
    if said is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        time = datetime.fromisoformat(said)
    except ValueError as error:
        raise Failure(f"“{said}”不是时间；请写作2026-11-22T09:30。", 2) from error
    return time if time.tzinfo else time.replace(tzinfo=ZoneInfo(ZONE))


def _move(files: list[RenderedFile], output: Path) -> None:
    """Each file whole at its place, or not there."""
    for file in files:
        target = output if len(files) == 1 else output.parent / file.name
        beside = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(file.path, beside)
            beside.replace(target)
        except OSError as error:
            beside.unlink(missing_ok=True)
            words = f"不能写到 {target.parent}：{error.strerror}；请检查目录是否存在、可写，磁盘是否已满"
            raise SnapshotFailed("disk", words) from error


def _keep_picture(failed: SnapshotFailed, output: Path) -> str:
    if failed.picture is None or not failed.picture.exists():
        return ""
    target = output.with_name(f"{output.stem}.未通过.png")
    try:
        shutil.copyfile(failed.picture, target)
    except OSError:
        return ""
    return f"当时的页面见 {target}"
