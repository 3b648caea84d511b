"""Numbers as the reader expects them (true minus, 万 and 亿, decimals of the indicator, never trimmed)."""

import math
from decimal import ROUND_HALF_UP, Decimal

MARKS = {"missing": "…", "not_applicable": "-", "suppressed": "×", "withheld": "存疑"}
STATUS_WORDS = {
    "final": "最终",
    "preliminary": "初步",
    "estimated": "推算",
    "missing": "无数据",
    "not_applicable": "不适用",
    "suppressed": "已抑制",
    "withheld": "存疑，未显示",
}
# Units of plain counts; a ratio in 人 (per 1,000) has a denominator and is comparable.
COUNT_UNITS = ("人", "人次", "户", "个", "张", "件", "例", "亿元")


def is_missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def number(value: float | None, decimals: int = 0, *, signed: bool = False, mark: str = "…") -> str:
    """`1234.5` → `1,234.5`; missing → `mark`; with `signed` a plus or a true minus in front."""
    if is_missing(value):
        return mark
    assert value is not None
    text = rounded(abs(float(value)), decimals)
    if float(text.replace(",", "")) == 0:
        return text
    if value < 0:
        return "−" + text
    return "+" + text if signed else text


def rounded(size: float, decimals: int) -> str:
    """四舍五入 of the figure as it is written: 10.815 → `10.82`. Browsers and spreadsheets round so; Python rounds what
    the machine keeps of it (10.8149999…), and a page would show 10.81 beside a map of 10.82."""
    written = repr(size)
    _, _, part = written.partition(".")
    if len(part) == decimals + 1 and part[-1] == "5" and part.isdigit():  # only there can the two differ
        return f"{Decimal(written).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"
    return f"{size:,.{decimals}f}"


def count(value: float | None, unit: str = "") -> str:
    """A count in words of scale: 2,093.8万人, 1.91亿人; below 10,000 in full."""
    if is_missing(value):
        return "…"
    assert value is not None
    size = abs(value)
    if size >= 1e8:
        return number(value / 1e8, 2) + "亿" + unit
    if size >= 1e4:
        return number(value / 1e4, 1) + "万" + unit
    return number(value, 0) + unit


def is_count(indicator: dict) -> bool:
    """Whether its values count people or things, so that a larger area has more of it: read in 万 and 亿, and never
    compared by the difference to the nation's. Inflow counts without being a sum: moves inside a province are none of
    the province."""
    return indicator["aggregation"] == "sum" or (
        indicator["aggregation"] == "none" and indicator["unit"] in COUNT_UNITS
    )


def is_yes_no(indicator: dict) -> bool:
    """Whether its values are 是 and 否: no difference, trend or distribution can be told of them."""
    return indicator.get("value_type") == "yes_no"


def shown(value: float | None, indicator: dict, status: str = "") -> str:
    """The value of an indicator as shown in tables: its decimals, or the yearbook mark of its status."""
    if is_yes_no(indicator) and not is_missing(value):
        return "是" if value else "否"
    return number(value, int(indicator["decimals"]), mark=MARKS.get(status, "…"))


def difference_unit(unit: str) -> str:
    """Differences of percentages are 个百分点, of ‰ 个千分点; other units stay."""
    return {"%": "个百分点", "‰": "个千分点"}.get(unit, unit)


def target_text(target: dict, unit: str = "") -> str:
    """`≥79.0`, `25–30`, or the words of a trend target; empty where there is no target."""
    signs = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": ""}
    value, high, operator = target.get("value"), target.get("value_high"), target.get("operator")
    if target.get("text") and operator not in signs and operator != "between":
        return str(target["text"])
    if is_missing(value):
        return str(target.get("text") or "")
    assert value is not None
    low = f"{value:g}" if value % 1 == 0 and operator == "between" else _plain(value)
    if operator == "between" and not is_missing(high):
        assert high is not None
        return f"{low}–{_plain(high)}{unit}"
    return f"{signs.get(str(operator), '')}{low}{unit}"


def _plain(value: float) -> str:
    return f"{value:g}"


def aim_text(target: dict, unit: str = "") -> str:
    """A target as its plan writes it (`≥79.0`) with the sign of a % or ‰ unit; `target_text` where that is wordy."""
    text = str(target.get("text") or "")
    if target.get("kind") == "yes_no":
        return text
    sign = unit if unit in ("%", "‰") else ""
    number_follows = text[:1] in ("≥", "≤", ">", "<") and text[1:].rstrip(sign or " ").replace(".", "").isdigit()
    return text.rstrip(sign or " ") + sign if number_follows else target_text(target, sign)
