"""Who writes which kind of file. A writer is imported when its first file is ordered: one that cannot be imported fails
its own runs and no others."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from snapshots.failure import SnapshotFailed

Writer = Callable[..., list[Any]]  # the signature of `snapshots.render.render`; returns RenderedFile


def _of(module: str, function: str) -> Writer:
    def write(*given: Any, **named: Any) -> list[Any]:
        try:
            writer = getattr(import_module(module), function)
        except (ImportError, AttributeError) as error:
            words = f"本机的程序不能生成这种文件（{error}），请检查安装。"
            raise SnapshotFailed("server", words) from error
        return writer(*given, **named)

    return write


WRITERS: Mapping[str, Writer] = {
    "pdf": _of("snapshots.render", "render"),
    "docx": _of("snapshots.document", "write_documents"),
    "pptx": _of("snapshots.slides", "write_slides"),
    "png": _of("snapshots.pictures", "write_pictures"),
}
