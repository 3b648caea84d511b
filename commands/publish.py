"""`publish`"""

import click

from commands.corrections import record_corrections
from commands.messages import progress
from data.publishing import publish
from data.warehouse import WarehouseError
from state.store import StateError


@click.command()
@click.option("--note", help="这一版的说明，显示在 versions 中。")
def command(note: str | None) -> None:
    """把已装载的全部批次发布为新的数据版本，读者一次看到全部变化。

    缺少上级合计而下级齐全的，按分子分母汇总补上（状态 estimated，备注“由下级汇总”）。
    全部数据按 data/quality/rules 的规则核查；上一版的问题被新批次更正的，记入状态库。
    保留最近三个版本，可用 rollback 退回。
    """
    tell = progress()
    release = publish(note, progress=tell)
    rolled = f"，其中由下级汇总{release.rolled_up:,}条" if release.rolled_up else ""
    click.echo(f"已发布版本 {release.version}：{release.batches}个批次，{release.observations:,}条数据{rolled}。")
    try:
        record_corrections(tell)
    except (StateError, WarehouseError) as error:
        click.echo(f"版本已发布，但没能记下哪些问题已被更正，下次发布时补记：{error}", err=True)
