"""The columns of a file of observations, and how the columns of any file are checked."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.loading.refusals import FileRefused

NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
TIDY = ("indicator", "area", "period", "breakdown", *NUMBERS, "status", "note")
CHECKED = ("area_name", "parent")  # not kept: compared with the register
COLUMNS = TIDY + CHECKED
NEEDED = ("indicator", "area", "period")


@dataclass(frozen=True)
class Layout:
    """The columns of one content: all, the needed ones, a first line to copy, the names of a sheet that holds it, and
    what else a header lacks or a foreign column tells."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    example: tuple[str, ...]
    sheets: tuple[str, ...]
    lacking: Callable[[list[str]], str | None]
    foreign: Callable[[list[str]], str | None]


def _without_value(found: list[str]) -> str | None:
    if "value" in found or "status" in found or {"numerator", "denominator"} <= set(found):
        return None
    return "缺少列 value（或 status），没有可装载的内容"


def _looks_like_submissions(unknown: list[str]) -> str | None:
    if not {"expected", "reported", "on_time", "received"} & set(unknown):
        return None
    return "如果这是报送情况，请在说明文件中加一行  content: submissions"


OBSERVATIONS = Layout(COLUMNS, NEEDED, TIDY, ("observations", "数据"), _without_value, _looks_like_submissions)


def checked_header(path: Path, names: list[str], layout: Layout = OBSERVATIONS) -> list[str]:
    """The header's names, trimmed. Raises FileRefused for unknown, repeated or missing columns."""
    found = [name.strip().removeprefix("\ufeff") for name in names]
    if len(found) == 1 and any(mark in found[0] for mark in ";\t|"):
        raise FileRefused(path, "列之间应以英文逗号分隔，这个文件用了别的分隔符。请另存为“CSV UTF-8（逗号分隔）”")
    problems = []
    if unknown := [name or "（空列名）" for name in found if name not in layout.columns]:
        problems.append(f"不认识的列 {'、'.join(unknown)}；可用的列是 {'、'.join(layout.columns)}，请改名或删去")
        if hint := layout.foreign(unknown):
            problems.append(hint)
    if repeated := sorted({name for name in found if found.count(name) > 1 and name}):
        problems.append(f"列 {'、'.join(repeated)} 出现了两次，请删去一个")
    if missing := [name for name in layout.needed if name not in found]:
        problems.append(f"缺少列 {'、'.join(missing)}；第一行应为列名，例如 {','.join(layout.example)}")
    if lacking := layout.lacking(found):
        problems.append(lacking)
    if problems:
        raise FileRefused(path, "表头有误：" + "；".join(problems))
    return found
