"""`batches`"""

import click

from commands.messages import table
from data.loading.batches import read_batches


@click.command()
def command() -> None:
    """列出已装载的批次：编号、文件、内容（观测值或报送情况）、机构、报表、条数、数据截止、性质、是否停用。"""
    batches = read_batches(discarded=True)
    if not batches:
        click.echo("还没有装载过文件。")
        return
    rows = [("批次", "文件", "内容", "机构", "报表", "条数", "数据截止", "性质", "密级", "状态")]
    for batch in batches:
        about = batch.manifest
        kind = "演示数据" if about.demonstration else "真实数据" if about.verified else "真实数据（待核验）"
        content = "报送情况" if about.content == "submissions" else "观测值"
        state = "已停用" if batch.discarded else "在用"
        rows.append(
            (str(batch.number), batch.file_name, content, about.organisation, about.form, f"{batch.row_count:,}",
             str(about.cut_off), kind, about.classification, state)
        )  # fmt: skip
    click.echo(table(rows))
