"""`playlist`"""

import getpass
from pathlib import Path
from typing import Any

import click
import yaml

from commands.messages import Failure, table
from state.playlists import Playlist, PlaylistError, playlist_of, playlists, remove_playlist, save_playlist
from state.store import StateError


@click.group()
def command() -> None:
    """大屏播放列表：列出、查看、写入、删除。网页中也可编辑：/playlists。"""


@command.command("list")
def list_() -> None:
    """列出全部播放列表。"""
    rows = [("代号", "名称", "画面", "一轮秒数", "修改人")]
    rows += [
        (p.playlist_id, p.name, str(len(p.entries)), str(sum(e.seconds for e in p.entries)), p.who or "随系统提供")
        for p in _told(playlists)
    ]
    click.echo(table(rows))


@command.command()
@click.argument("playlist_id", metavar="代号")
def show(playlist_id: str) -> None:
    """以YAML写出一个播放列表，可保存、修改后用 set 写回。"""
    found: Playlist | None = _told(lambda: playlist_of(playlist_id))
    if found is None:
        raise Failure(f"没有代号为{playlist_id}的播放列表；script/cockpit playlist list 列出全部。", 1)
    entries = [{"address": e.address, "seconds": e.seconds} for e in found.entries]
    said = {"name": found.name, "entries": entries}
    click.echo(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), nl=False)


@command.command("set")
@click.argument("playlist_id", metavar="代号")
@click.argument("file", metavar="文件.yaml", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--who", metavar="姓名", help="修改人；默认为操作系统的用户名。")
def set_(playlist_id: str, file: Path, who: str | None) -> None:
    """从YAML写入播放列表：name，以及entries中每个画面的address和seconds。

    例：script/cockpit playlist set hall-1 hall.yaml
    """
    said = _read(file)
    kept = _told(
        lambda: save_playlist(playlist_id, said.get("name"), said.get("entries"), who=who or getpass.getuser())
    )
    click.echo(f"已保存播放列表{kept.playlist_id}（{kept.name}）：{len(kept.entries)}个画面。")


@command.command()
@click.argument("playlist_id", metavar="代号")
def remove(playlist_id: str) -> None:
    """删除一个播放列表；default删除后恢复为随系统提供的。"""
    if not _told(lambda: remove_playlist(playlist_id)):
        raise Failure(f"没有存有代号为{playlist_id}的播放列表，没有任何改动。", 1)
    click.echo(f"已删除播放列表{playlist_id}。")


def _read(file: Path) -> dict[str, Any]:
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Failure(f"读不了 {file}：{error.strerror}。没有任何改动。", 1) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Failure(f"{file} 不是UTF-8的YAML：{error}。没有任何改动。", 1) from error
    if not isinstance(said, dict) or (unknown := sorted(set(map(str, said)) - {"name", "entries"})):
        more = f"，不认识“{unknown[0][:30]}”" if isinstance(said, dict) else ""
        raise Failure(f"{file} 要有 name 和 entries 两项{more}。没有任何改动。", 1)
    return said


def _told(act: Any) -> Any:
    try:
        return act()
    except PlaylistError as error:
        raise Failure(f"{error}没有任何改动。", 1) from error
    except StateError as error:
        raise Failure(str(error), 4) from error
