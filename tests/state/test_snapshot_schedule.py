"""When jobs fall due: on the clock of their zone, once a day whatever the clock does, and only at times that exist."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.snapshot_schedule import (
    ScheduleError,
    checked_schedule,
    checked_zone,
    latest_due,
    next_due,
    next_times,
    schedule_words,
)

SHANGHAI = "Asia/Shanghai"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


def local(at: datetime, zone: str) -> str:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("expression", "zone", "after", "due"),
    [
        ("0 8 * * 1", SHANGHAI, "2026-11-22T03:00", "2026-11-23T00:00"),  # Sunday to Monday 08:00, UTC+8
        ("0 8 * * *", SHANGHAI, "2026-11-22T00:00", "2026-11-23T00:00"),  # exactly then: the next one
        ("0 8 1 * *", "Asia/Urumqi", "2026-11-22T03:00", "2026-12-01T02:00"),  # UTC+6
        ("30 9 l * *", SHANGHAI, "2026-02-01T00:00", "2026-02-28T01:30"),
        ("0 0 29 2 *", SHANGHAI, "2026-11-22T00:00", "2028-02-28T16:00"),
    ],
)
def test_next_due(expression, zone, after, due):
    assert next_due(checked_schedule(expression, zone), zone, utc(after)) == utc(due)


def days(expression: str, zone: str, after: str, count: int) -> list[str]:
    at, found = utc(after), []
    for _ in range(count):
        at = next_due(expression, zone, at)
        found.append(local(at, zone))
    return found


def test_the_clock_goes_forward():
    """Berlin, 2026-03-29: 02:00 becomes 03:00. There is no 02:30 that day: the job runs at the first minute that is."""
    assert days("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00", 3) == [
        "2026-03-28 02:30", "2026-03-29 03:00", "2026-03-30 02:30",
    ]  # fmt: skip
    assert days("0,30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", 3) == [
        "2026-03-29 03:00", "2026-03-30 02:00", "2026-03-30 02:30",
    ]  # fmt: skip


def test_the_clock_goes_back():
    """Berlin, 2026-10-25: 02:00 to 03:00 comes twice; the job runs in the first of them only."""
    assert days("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", 2) == ["2026-10-25 02:30", "2026-10-26 02:30"]
    first = next_due("30 2 * * *", "Europe/Berlin", utc("2026-10-24T12:00"))
    assert first == utc("2026-10-25T00:30")  # UTC+2: before the clock goes back
    between = utc("2026-10-25T01:15")  # 02:15 for the second time
    assert next_due("30 2 * * *", "Europe/Berlin", between) == utc("2026-10-26T01:30")


def test_every_quarter_of_an_hour_stays_a_quarter_apart_when_the_clock_changes():
    at = utc("2026-10-24T23:50")
    for _ in range(16):
        following = next_due("*/15 * * * *", "Europe/Berlin", at)
        assert following - at <= timedelta(minutes=15)
        at = following


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["0 8 * * *", "30 2 * * *", "*/20 1-4 * * *", "15 0 1,15 * *", "0 0 * * 1"]),
    st.sampled_from([SHANGHAI, "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)),
)
def test_times_only_go_forward(expression, zone, after):
    first = next_due(expression, zone, after)
    second = next_due(expression, zone, first)
    assert after < first < second
    assert latest_due(expression, zone, first, second - timedelta(seconds=1)) == first
    assert latest_due(expression, zone, first, second) == second


def test_a_day_has_one_run_of_a_daily_job_whatever_the_clock_does():
    for zone in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"):
        at, seen = datetime(2025, 12, 31, 12), []
        for _ in range(365):
            at = next_due("30 2 * * *", zone, at)
            seen.append(local(at, zone)[:10])
        assert len(set(seen)) == 365, zone


@pytest.mark.parametrize("first", ["2026-11-01T00:00", "2020-01-01T00:00", "2026-11-21T00:00"])
def test_the_latest_of_many_missed_times(first):
    """However long the machine was off."""
    assert latest_due("0 8 * * *", SHANGHAI, utc(first), utc("2026-11-22T03:00")) == utc("2026-11-22T00:00")
    yearly = next_due("0 8 1 1 *", SHANGHAI, utc(first) - timedelta(days=1))
    if yearly <= utc("2026-11-22T03:00"):
        assert latest_due("0 8 1 1 *", SHANGHAI, yearly, utc("2026-11-22T03:00")) == utc("2026-01-01T00:00")


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("", "五段"), ("0 8 * *", "五段"), ("0 0 8 * * 1", "五段"), ("61 8 * * *", "分有误"), ("0 25 * * *", "时有误"),
        ("0 8 32 * *", "日有误"), ("0 8 * 13 *", "月有误"), ("0 8 * * 9", "星期有误"), ("0 0 30 2 *", "日有误"),
        ("* * * * *", "过密"), ("0-4 8 * * *", "过密"), ("; rm -rf /", "五段"), ("a b c d e", "分有误"), (None, "五段"),
        ("0 8 * * " + "1," * 99 + "1", "五段"),
    ],
)  # fmt: skip
def test_what_is_no_schedule(expression, words):
    with pytest.raises(ScheduleError, match=words):
        checked_schedule(expression, SHANGHAI)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Asia", "asia/shanghai"])
def test_what_is_no_zone(zone):
    with pytest.raises(ScheduleError, match="没有时区"):
        checked_zone(zone)


def test_words():
    said = {e: schedule_words(e) for e in (
        "0 8 * * *", "30 7 * * 1", "0 8 * * 1-5", "0 9 * * 2,4", "0 8 1 * *", "0 8 1,15 * *", "0 8 L * *",
        "0 8 LW * *", "*/30 8 * * *", "0 8 1 1 *", "0 8 1 * 1",
    )}  # fmt: skip
    assert list(said.values()) == [
        "每天 08:00", "每周一 07:30", "周一至周五 08:00", "每周二、四 09:00", "每月1日 08:00", "每月1、15日 08:00",
        "每月最后一天 08:00", "每月最后一个工作日（周一至周五） 08:00", "按 */30 8 * * *", "按 0 8 1 1 *",
        "按 0 8 1 * 1",
    ]  # fmt: skip
    assert schedule_words(None) == "只做一次"


def test_the_next_five_times_are_on_the_clock_of_the_zone():
    found = next_times("0 8 * * 1", SHANGHAI, utc("2026-11-22T03:00"))
    assert [f"{at:%m-%d %H:%M}" for at in found] == [
        "11-23 08:00",
        "11-30 08:00",
        "12-07 08:00",
        "12-14 08:00",
        "12-21 08:00",
    ]
