"""`boundaries`"""

from pathlib import Path

import click

from commands.messages import Failure, progress
from data.boundaries.build import build
from data.boundaries.source import BoundaryError
from data.settings import settings


@click.command()
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="本单位自有的官方边界目录，内含 china_province.geojson、china_city.geojson、china_district.geojson。",
)
def command(source: Path | None) -> None:
    """在本机生成行政区划边界：核对、清理、化简并写成各级地图文件，约需半分钟。

    不给 --from 时取用固定版本的软件包并核对校验值。产品不附带任何边界数据。
    """
    try:
        built = build(settings().geo, source, progress())
    except BoundaryError as error:
        raise Failure(str(error), 1) from error
    for remark in built.remarks:
        click.echo(remark, err=True)
    click.echo(f"边界版本 {built.version}：{built.files}幅地图。")
