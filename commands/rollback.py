"""`rollback`"""

import click

from data.publishing import rollback


@click.command()
@click.option("--to", "version", help="退回到这个版本（缺省为当前版本的上一个）。")
def command(version: str | None) -> None:
    """让读者回到上一个数据版本。批次不受影响；要去掉有误的批次，另用 discard 停用后重新 publish。"""
    click.echo(f"读者现在看到的是版本 {rollback(version)}。")
