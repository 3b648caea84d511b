"""`demonstrate`"""

from pathlib import Path

import click

from commands.messages import progress
from data.demonstration import SMALL_PROVINCES, write
from data.demonstration.slips import write_slips
from data.demonstration.submissions import write_submissions
from data.settings import settings


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="写到哪个目录；默认为数据目录下的 demonstration。",
)
@click.option("--small", is_flag=True, help="只生成三个省、六个指标、三种报表，供试用。")
def command(output: Path | None, small: bool) -> None:
    """生成演示数据文件（不装载）。

    公开资料没有的数字由程序生成，每次结果相同，全部标为演示数据，与已公布的数字不重复。
    另有各报表的报送情况，以及一批录入差错和其中约一半的更正，用来展示数据质量的核查与修订。
    生成后用 load 装载、publish 发布。
    """
    tell = progress()
    target = output or settings().data / "demonstration"
    tell("生成演示数据……")
    files = write(target, small=small)
    files += [] if small else write_slips(target)
    files += write_submissions(target, SMALL_PROVINCES if small else ())
    tell(f"完成，{len(files)}个文件")
    for file in files:
        click.echo(str(file))
