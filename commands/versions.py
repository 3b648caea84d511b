"""`versions`"""

from datetime import UTC, datetime

import click

from commands.messages import table
from data.publishing import versions
from data.warehouse import NothingPublished, current_version


@click.command()
def command() -> None:
    """列出保留的数据版本：版本、发布时间、条数、批次数、数据截止、说明；* 为读者所见。"""
    releases = versions()
    if not releases:
        raise NothingPublished("还没有发布过数据。请先运行 load，再运行 publish。")
    shown = current_version()
    rows = [("", "版本", "发布时间", "条数", "批次", "数据截止", "说明")]
    for release in releases:
        old = release.published_at == datetime.min
        rows.append(
            (
                "*" if release.version == shown else "",
                release.version,
                "—" if old else f"{release.published_at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}",
                "—" if old else f"{release.observations:,}",
                "—" if old else str(release.batches),
                str(release.cut_off or "—"),
                "结构版本较旧，须重新 publish" if old else release.note or "",
            )
        )
    click.echo(table(rows))
