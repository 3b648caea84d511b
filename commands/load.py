"""`load FILE…`"""

from pathlib import Path

import click

from commands.messages import progress
from data.loading import load_files


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """装载数据文件（CSV、XLSX、Parquet），每个文件旁须有同名的 YAML 说明文件。

    逐条检查；只要有一处错误，所有文件都不装载，错误明细写在原文件旁的 .rejects.csv 里。
    文件一般是观测值；报送情况（谁何时报了哪种报表）在说明文件中写 content: submissions，列见 docs/loading.md。
    装载后读者仍看到原来的版本，须运行 publish 才会发布。同一文件再次装载不起作用。
    """
    chosen = [file for file in files if not file.name.endswith(".rejects.csv")]
    if not chosen:
        raise click.UsageError("没有可装载的文件（.rejects.csv 是错误明细，不是数据）")
    for landed in load_files(chosen, progress=progress()):
        if landed.new:
            click.echo(f"{landed.path.name}：已装载为批次{landed.batch}，{landed.rows:,}条。运行 publish 后读者可见。")
        else:
            click.echo(f"{landed.path.name}：已装载过（批次{landed.batch}），没有任何改动。")
