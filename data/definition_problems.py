"""What is wrong with a definition file, in the words of the person who edits it."""

from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError


class Problem(NamedTuple):
    """One thing to correct: the file, the field (`targets[2].value` for nested ones), the reason and the remedy."""

    file: Path
    field: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file.name}　字段 {self.field}：{self.reason}。{self.remedy}。"


class DefinitionError(Exception):
    """Definition files that cannot be used. `problems` holds all of them, in the order of the files."""

    def __init__(self, problems: list[Problem], what: str = "指标定义") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([f"{what}有{len(problems)}处问题：", *map(str, problems)]))


def problems_of(error: ValidationError, path: Path) -> list[Problem]:
    """The problems that pydantic found in one file. A list whose only entries are wrong is not called empty too."""
    found = error.errors(include_url=False)
    within = {one["loc"][:depth] for one in found for depth in range(1, len(one["loc"]))}
    kept = [one for one in found if one["type"] != "too_short" or one["loc"] not in within]
    return [Problem(path, _field(one["loc"]), *_words(one)) for one in kept]


def _field(location: tuple[int | str, ...]) -> str:
    text = ""
    keyed = location[-1:] == ("[key]",)  # the key itself is wrong: it is named as it was written, not counted
    parts = location[:-1] if keyed else location
    for place, part in enumerate(parts, 1):
        number = isinstance(part, int) and not (keyed and place == len(parts))
        text += f"[{int(part) + 1}]" if number else f".{part}" if text else str(part)
    return text or "文件"


def _words(error: Any) -> tuple[str, str]:
    """Reason and remedy. Types that are not listed fall back to pydantic's own sentence, never to silence."""
    kind, given, limits = error["type"], _shown(error["input"]), error.get("ctx", {})
    if kind == "missing":
        return "缺少这个字段", "补上这一行；没有内容的可写 null（仅限允许为空的字段）"
    if kind == "extra_forbidden":
        return "没有这个字段", "检查拼写，或删去这一行"
    if kind == "literal_error":
        return f"取值{given}不在允许的范围内", f"改为以下之一：{limits['expected'].replace(' or ', ', ')}"
    if kind == "string_pattern_mismatch":
        return f"{given}的写法不对", f"须符合 {limits['pattern']}"
    if kind == "string_too_long":
        return f"{given}太长", f"不超过{limits['max_length']}个字"
    if kind == "value_error":  # a validator of ours: its own sentence
        return str(limits["error"]), "更正这一项"
    if kind in ("string_too_short", "too_short"):
        return "内容是空的", "填写内容"
    if kind in _TYPES:
        return f"{given}不是{_TYPES[kind]}", f"改写为{_TYPES[kind]}" + _HINTS.get(kind, "")
    if kind in _LIMITS:
        sign, name = _LIMITS[kind]
        return f"{given}超出允许的范围", f"须{sign}{limits[name]:g}"
    return str(error["msg"]), "参照同类文件改正"


def _shown(value: Any) -> str:
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


_TYPES = {
    "string_type": "文字",
    "float_type": "数",
    "float_parsing": "数",
    "int_parsing": "整数",
    "bool_parsing": "true或false",
    "finite_number": "有限的数",
    "int_type": "整数",
    "int_from_float": "整数",
    "bool_type": "true或false",
    "tuple_type": "列表",
    "list_type": "列表",
    "dict_type": "“单位: 倍数”的形式",
    "model_type": "“字段: 值”的形式",
    "model_attributes_type": "“字段: 值”的形式",
}
_BARE = "（不带引号、不带单位）"
_HINTS = {"string_type": "（数字和yes/no须加引号）", "float_type": _BARE, "float_parsing": _BARE}
_LIMITS = {
    "greater_than": ("大于", "gt"),
    "greater_than_equal": ("大于等于", "ge"),
    "less_than": ("小于", "lt"),
    "less_than_equal": ("小于等于", "le"),
}
