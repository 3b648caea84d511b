"""Why nothing was changed, in the words of the person at the command line: what, where, remedy.

Exit codes of the command line: 1 the input is refused, 3 somebody else is writing, 4 the machine or the warehouse.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb


class Refused(Exception):
    """Nothing was changed; the message says why and what to do."""

    exit_code = 1


class FileRefused(Refused):
    """The file as a whole cannot be read as observations."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path.name}：{reason}")


class Reject(NamedTuple):
    """One refused cell. `row` 1 is the first row after the header, so `row + 1` in a spreadsheet."""

    row: int
    column: str
    value: str
    reason: str


class RowsRefused(FileRefused):
    """Rows are wrong; `rejects` holds the first ones, the file `rejects_file` (None where none could be written) all
    of them up to its limit."""

    def __init__(self, path: Path, count: int, rejects: list[Reject], rejects_file: Path | None) -> None:
        self.count, self.rejects, self.rejects_file = count, rejects, rejects_file
        shown = [f"  第{r.row}条（表格第{r.row + 1}行）{r.column}：{r.reason}" for r in rejects[:5]]
        where = f"，明细见 {rejects_file}" if rejects_file else "（输入目录不可写，未能生成明细文件）"
        more = [f"  ……另有{count - len(shown)}处"] if count > len(shown) else []
        super().__init__(path, "\n".join([f"发现{count}处错误，整个文件未装载{where}", *shown, *more]))


class Busy(Refused):
    """Another load or publication holds the lock."""

    exit_code = 3


class OutOfSpace(Refused):
    """The disk (or the memory granted to a load) is used up."""

    exit_code = 4


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def told_when_full(folder: Path) -> Iterator[None]:
    """Turn every way in which a full disk shows itself, in Python or in DuckDB, into OutOfSpace."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise OutOfSpace(_no_space(folder)) from error
    except duckdb.Error as error:
        text = str(error)
        if isinstance(error, duckdb.OutOfMemoryException):
            raise OutOfSpace(
                f"内存或临时磁盘空间用尽，没有任何改动。请清理 {folder} 所在磁盘，或把文件拆小后重试。"
                f"（{text.splitlines()[0][:160]}）"
            ) from error
        if says_full(error):
            raise OutOfSpace(_no_space(folder)) from error
        raise


def says_full(error: duckdb.Error) -> bool:
    """Whether DuckDB stopped for want of disk or memory; it wraps the system's error in its own text."""
    words = ("No space left", "File too large", "Disk quota")
    return isinstance(error, duckdb.OutOfMemoryException) or any(word in str(error) for word in words)


def _no_space(folder: Path) -> str:
    return f"磁盘空间不足，没有任何改动，临时文件已清除。请清理 {folder} 所在的磁盘后重试。"
