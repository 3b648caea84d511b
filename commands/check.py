"""`check FILE…`"""

from pathlib import Path

import click

from commands.messages import progress
from data.loading import check_files


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """只检查数据文件，不装载；规则与 load 相同。"""
    for checked in check_files(files, progress=progress()):
        already = "" if checked.new else f"（已装载过，批次{checked.batch}）"
        click.echo(f"{checked.path.name}：{checked.rows:,}条全部合格{already}。")
