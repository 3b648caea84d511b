"""The columns of an observation file."""

from pathlib import Path

from data.loading.refusals import FileRefused

NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
TIDY = ("indicator", "area", "period", "breakdown", *NUMBERS, "status", "note")
CHECKED = ("area_name", "parent")  # not kept: compared with the register
COLUMNS = TIDY + CHECKED
NEEDED = ("indicator", "area", "period")


def checked_header(path: Path, names: list[str]) -> list[str]:
    """The header's names, trimmed. Raises FileRefused for unknown, repeated or missing columns."""
    found = [name.strip().removeprefix("\ufeff") for name in names]
    if len(found) == 1 and any(mark in found[0] for mark in ";\t|"):
        raise FileRefused(path, "列之间应以英文逗号分隔，这个文件用了别的分隔符。请另存为“CSV UTF-8（逗号分隔）”")
    problems = []
    if unknown := [name or "（空列名）" for name in found if name not in COLUMNS]:
        problems.append(f"不认识的列 {'、'.join(unknown)}；可用的列是 {'、'.join(COLUMNS)}，请改名或删去")
    if repeated := sorted({name for name in found if found.count(name) > 1 and name}):
        problems.append(f"列 {'、'.join(repeated)} 出现了两次，请删去一个")
    if missing := [name for name in NEEDED if name not in found]:
        problems.append(f"缺少列 {'、'.join(missing)}；第一行应为列名，例如 {','.join(TIDY)}")
    if "value" not in found and "status" not in found and not {"numerator", "denominator"} <= set(found):
        problems.append("缺少列 value（或 status），没有可装载的内容")
    if problems:
        raise FileRefused(path, "表头有误：" + "；".join(problems))
    return found
