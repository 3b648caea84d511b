"""`restore BATCH`"""

import click

from data.publishing import restore


@click.command()
@click.argument("batch", type=int)
def command(batch: int) -> None:
    """恢复一个停用的批次，使以后的发布重新包含它。"""
    done = restore(batch)
    click.echo(f"批次{done.number}（{done.file_name}）已恢复。运行 publish 后生效。")
