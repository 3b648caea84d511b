"""Periods as they are written in files and addresses, and as they are keyed in facts.

`2020` · `2020H1` · `2020Q3` · `2020Q1-3` (cumulative) · `2020-06` · `2020W23` (ISO week) · `2020-06-30`
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("year", "half", "quarter", "cumulative", "month", "week", "day")
_PATTERN = re.compile(
    r"^(?P<year>\d{4})(?:H(?P<half>[12])|Q1-(?P<cumulative>[234])|Q(?P<quarter>[1-4])"
    r"|W(?P<week>\d{2})|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?$"
)


class PeriodError(ValueError):
    """The text is no period; the message says what is understood."""


@dataclass(frozen=True)
class Period:
    """One period: `id` sorts by year, kind and order within the year; `start` and `end` are inclusive dates."""

    id: int
    code: str
    kind: str
    year: int
    start: date
    end: date
    label: str


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    following = date(year + 1, 1, 1) if last == 12 else date(year, last + 1, 1)
    return date(year, first, 1), following - timedelta(days=1)


def parse_period(code: str) -> Period:
    """The period that `code` names; raises PeriodError."""
    match = _PATTERN.match(code)
    wrong = PeriodError(f"“{code}”不是时期；可用写法：2020、2020H1、2020Q3、2020Q1-3、2020-06、2020W23、2020-06-30")
    if match is None:
        raise wrong
    part = {k: int(v) for k, v in match.groupdict().items() if v is not None}
    year = part["year"]
    if not 1900 <= year <= 2100:
        raise wrong
    try:
        kind, number, (start, end), label = _parts(year, part)
    except ValueError as error:
        raise wrong from error
    return Period(year * 100_000 + KINDS.index(kind) * 1_000 + number, code, kind, year, start, end, label)


def _parts(year: int, part: dict[str, int]) -> tuple[str, int, tuple[date, date], str]:
    if "half" in part:
        n = part["half"]
        return "half", n, _months(year, 6 * n - 5, 6 * n), f"{year}年{'上' if n == 1 else '下'}半年"
    if "cumulative" in part:
        n = part["cumulative"]
        return (
            "cumulative",
            n,
            _months(year, 1, 3 * n),
            f"{year}年{ {2: '上半年累计', 3: '前三季度', 4: '全年累计'}[n] }",
        )
    if "quarter" in part:
        n = part["quarter"]
        return "quarter", n, _months(year, 3 * n - 2, 3 * n), f"{year}年{'一二三四'[n - 1]}季度"
    if "week" in part:
        monday = date.fromisocalendar(year, part["week"], 1)
        return "week", part["week"], (monday, monday + timedelta(days=6)), f"{year}年第{part['week']}周"
    if "day" in part:
        day = date(year, part["month"], part["day"])
        return "day", day.timetuple().tm_yday, (day, day), f"{year}年{day.month}月{day.day}日"
    if "month" in part:
        n = part["month"]
        return "month", n, _months(year, n, n), f"{year}年{n}月"
    return "year", 0, _months(year, 1, 12), f"{year}年"


def period_before(code: str) -> str:
    """The period of the same kind just before it: 2019Q4 before 2020Q1. Of a cumulative one the same quarters of the
    year before, because cumulative periods of one year overlap. Raises PeriodError."""
    period = parse_period(code)
    year, number = period.year, period.id % 1_000
    if period.kind in ("year", "cumulative"):
        return f"{year - 1}{code[4:]}"
    ended = period.start - timedelta(days=1)
    if period.kind == "day":
        return ended.isoformat()
    if period.kind == "week":
        iso = ended.isocalendar()
        return f"{iso.year}W{iso.week:02}"
    if period.kind == "month":
        return f"{ended:%Y-%m}"
    most, letter = {"half": (2, "H"), "quarter": (4, "Q")}[period.kind]
    return f"{year}{letter}{number - 1}" if number > 1 else f"{year - 1}{letter}{most}"
