"""`snapshot`"""

import tempfile
from pathlib import Path

import click

from commands.messages import Failure, progress
from commands.rendered import move, refusal, time_of
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.formats import WRITERS
from snapshots.papers import PAPERS
from snapshots.request import RenderRequest

FORMATS = {".pdf": "pdf", ".png": "png"}


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
    if ending not in FORMATS:
        raise Failure(f"不认识的文件格式“{output.suffix or output.name}”；请用 {'、'.join(FORMATS)} 结尾的文件名。", 2)
    tell = progress()
    time = time_of(said)
    with tempfile.TemporaryDirectory(prefix="cockpit-snapshot-") as made_in:
        folder = Path(made_in)
        try:
            with AppServer() as server, Browser() as browser:
                tell("页面服务和浏览器已启动")
                request = RenderRequest(
                    addresses=addresses, version=version or server.version(), time=time, folder=folder,
                    name=output.stem, paper=paper, together=together,
                    progress=lambda done, total: tell(f"{done}/{total}"),
                )  # fmt: skip
                files = WRITERS[FORMATS[ending]](browser, server, request)
            places = [output if len(files) == 1 else output.parent / file.name for file in files]
            for file, place in zip(files, places, strict=True):
                move(file.path, place)
        except SnapshotFailed as failed:
            raise refusal(failed, output) from failed
    for file, place in zip(files, places, strict=True):
        click.echo(f"{place}　{file.pages}页　{file.bytes / 1024:,.0f} KB　校验码 {file.code}")
