"""`slides`"""

import sys
import tempfile
from pathlib import Path

import click

from commands.messages import Failure
from commands.rendered import move, refusal, time_of
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.formats import WRITERS
from snapshots.request import RenderRequest


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
    time = time_of(said)
    with tempfile.TemporaryDirectory(prefix="cockpit-slides-") as folder:
        try:
            with AppServer() as server, Browser() as browser:
                request = RenderRequest(
                    addresses=addresses, version=version or server.version(), time=time, folder=Path(folder),
                    name=output.stem, progress=_progress,
                )  # fmt: skip
                [made] = WRITERS["pptx"](browser, server, request)
            move(made.path, output)
        except SnapshotFailed as failed:
            raise refusal(failed, output) from failed
    click.echo(f"已写出 {output}：{made.pages}张，{made.bytes:,}字节，校验码 {made.code}。", err=True)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} / {total}", nl=done == total, err=True)
