"""`discard BATCH`"""

import click

from data.publishing import discard


@click.command()
@click.argument("batch", type=int)
def command(batch: int) -> None:
    """停用一个批次：以后的发布不再包含它。不删除任何东西，可用 restore 恢复。"""
    done = discard(batch)
    click.echo(f"批次{done.number}（{done.file_name}）已停用。运行 publish 后生效。")
