"""Who writes which kind of file. A writer is imported when its first file is ordered: one that cannot be imported fails
its own runs and no others."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.files import RenderedFile
from snapshots.opened import VERSION
from snapshots.request import RenderRequest

Writer = Callable[[Browser, AppServer, RenderRequest], list[RenderedFile]]


def _of(module: str, function: str) -> Writer:
    """All files of a request, or SnapshotFailed, and then no file of it is left behind."""

    def write(browser: Browser, server: AppServer, request: RenderRequest) -> list[RenderedFile]:
        try:
            files: Callable[..., Iterator[RenderedFile]] = getattr(import_module(module), function)
        except (ImportError, AttributeError) as error:
            words = f"本机的程序不能生成这种文件（{error}），请检查安装。"
            raise SnapshotFailed("server", words) from error
        _kept(server, request.version)
        made: list[RenderedFile] = []
        try:
            for file in files(browser, server, request):
                made.append(file)
            _kept(server, request.version)
        except BaseException:
            for file in made:
                file.path.unlink(missing_ok=True)
            raise
        return made

    return write


def _kept(server: AppServer, version: str) -> None:
    """Raises SnapshotFailed("version") where the version is none, or is kept no longer."""
    if not VERSION.fullmatch(version):
        raise SnapshotFailed("version", f"“{version[:40]}”不是数据版本；版本写作2026.11.1")
    kept = [str(row["version"]) for row in server.ask("/api/v1/versions")["versions"]]
    if version not in kept:
        raise SnapshotFailed("version", f"数据版本 {version} 已不再保留；保留的有 {'、'.join(kept)}")


WRITERS: Mapping[str, Writer] = {
    "pdf": _of("snapshots.render", "pdf_files"),
    "docx": _of("snapshots.document", "docx_files"),
    "pptx": _of("snapshots.slides", "pptx_files"),
    "png": _of("snapshots.pictures", "png_files"),
}
