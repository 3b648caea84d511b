"""A place in words, with the places that it could have been: 第3名（第1–7名）."""

from typing import Any

from components.numbers import is_missing


def place_words(rank: Any, low: Any, high: Any) -> str:
    """第3名（第1–7名）; without a band the place alone."""
    if is_missing(rank):
        return "不排名"
    band = "" if is_missing(low) or is_missing(high) else f"（{band_words(low, high)}）"
    return f"第{int(rank)}名{band}"


def band_words(low: Any, high: Any) -> str:
    """第1–7名; 仅第31名 where no other place is possible."""
    return f"仅第{int(low)}名" if int(low) == int(high) else f"第{int(low)}–{int(high)}名"
