"""What may be written as an explanation, and by whom it may be signed."""

import re
import unicodedata

LONGEST_TEXT = 500
LONGEST_NAME = 60
_KEY = re.compile(r"[0-9a-f]{16}")
# Cc: control characters, line breaks among them; Cf: invisible ones, those that turn the direction of text among them;
# Cs, Co, Cn: what is no character; Zl, Zp: separators of lines.
_REFUSED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class ExplanationError(ValueError):
    """What was written cannot be kept; the message says in the writer's words what to change."""


def checked_text(text: object) -> str:
    """The explanation without spaces at its ends: 1 to 500 characters, none of them a control character."""
    return _checked(text, "说明", LONGEST_TEXT)


def checked_name(who: object) -> str:
    """Who explains: 1 to 60 characters."""
    return _checked(who, "填写人", LONGEST_NAME)


def checked_note(text: object) -> str:
    """What was done about a warning: 1 to 500 characters."""
    return _checked(text, "办理情况", LONGEST_TEXT)


def checked_key(key: object) -> str:
    """The key of a finding: 16 hexadecimal digits."""
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise ExplanationError("没有这条问题，请从问题清单重新打开。")
    return key


def _checked(text: object, what: str, longest: int) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ExplanationError(f"请填写{what}。")
    text = text.strip()
    if len(text) > longest:
        raise ExplanationError(f"{what}最多{longest}个字，这里有{len(text)}个，请缩短。")
    if any(unicodedata.category(character) in _REFUSED for character in text):
        raise ExplanationError(f"{what}含有换行或不可见的控制字符，请删去后重试。")
    return text
