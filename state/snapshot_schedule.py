"""When a job falls due: cron expressions of five fields, read in the time zone of whoever ordered it.

Summer time follows Debian's cron: a job of a fixed time runs once on each day, at the next real minute where the clock
skips its time and at the first of the two where the clock repeats it. Times of the store are UTC without a zone.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

SHORTEST = timedelta(minutes=5)  # between two times: more often than that nobody can read what is made
DEFAULT_ZONE = "Asia/Shanghai"
WEEKDAYS = ("日", "一", "二", "三", "四", "五", "六", "日")
_LOOKED_AT = 60  # times whose distances are measured


class ScheduleError(ValueError):
    """What was written is no schedule; the message says what to write."""


def checked_zone(zone: object) -> str:
    """The IANA name of a time zone. Raises ScheduleError."""
    name = str(zone or "").strip() or DEFAULT_ZONE
    if name not in available_timezones():  # never a path: the name is one of a list
        raise ScheduleError(f"没有时区“{name[:40]}”；请写IANA名称，如 Asia/Shanghai、Asia/Urumqi。")
    return name


def checked_schedule(expression: object, zone: str) -> str:
    """Five fields, separated by one space each. Raises ScheduleError where no time ever comes, or too many do."""
    written = " ".join(str(expression or "").upper().split())
    if len(written) > 120 or len(written.split(" ")) != 5:
        raise ScheduleError("定时要写五段：分 时 日 月 星期，如 0 8 * * 1 为每周一 08:00。")
    begin = datetime(2026, 1, 1)
    try:
        times = [at for at, _ in zip(_times(written, zone, begin), range(_LOOKED_AT), strict=False)]
    except CronSimError as error:
        raise ScheduleError(
            f"定时“{written}”看不懂：{_field(str(error))}有误。五段依次为分、时、日、月、星期。"
        ) from error
    if not times:
        raise ScheduleError(f"定时“{written}”没有到期的时候，请检查日与月。")
    if any(later - earlier < SHORTEST for earlier, later in itertools.pairwise(times)):
        raise ScheduleError(f"定时“{written}”过密，两次之间至少{SHORTEST.seconds // 60}分钟。")
    return written


def next_due(expression: str, zone: str, after: datetime) -> datetime | None:
    """The first time later than `after`; both UTC without a zone. None where there is none within 50 years."""
    return next(_times(expression, zone, after), None)


def latest_due(expression: str, zone: str, first: datetime, now: datetime) -> datetime:
    """The last time that is not later than `now`, `first` (which is one, and not later) or one after it."""
    for back in (timedelta(hours=1), timedelta(days=1), timedelta(days=8), timedelta(days=40), timedelta(days=400)):
        found = list(_until(expression, zone, max(first, now - back), now))
        if found:
            return found[-1]
        if now - back <= first:
            return first
    return [first, *_until(expression, zone, first, now)][-1]


def next_times(expression: str, zone: str, after: datetime, count: int = 5) -> list[datetime]:
    """The next times on the clock of `zone`."""
    found = [at for at, _ in zip(_times(expression, zone, after), range(count), strict=False)]
    return [on_clock(at, zone) for at in found]


def on_clock(at: datetime, zone: str) -> datetime:
    """A time of the store on the clock of `zone`."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def schedule_words(expression: str | None) -> str:
    """每周一 08:00; an expression that has no plain words stands as it is."""
    if not expression:
        return "只做一次"
    minute, hour, day, month, weekday = expression.split(" ")
    if not (minute.isdigit() and hour.isdigit()) or month != "*":
        return f"按 {expression}"
    at = f"{int(hour):02d}:{int(minute):02d}"
    if day == weekday == "*":
        return f"每天 {at}"
    if day == "*":
        days = _weekdays(weekday)
        return f"{days} {at}" if days else f"按 {expression}"
    if weekday != "*":
        return f"按 {expression}"
    if day == "L":
        return f"每月最后一天 {at}"
    if day == "LW":
        return f"每月最后一个工作日（周一至周五） {at}"
    listed = day.split(",")
    return f"每月{'、'.join(listed)}日 {at}" if all(d.isdigit() for d in listed) else f"按 {expression}"


def _weekdays(field: str) -> str | None:
    if field in ("1-5", "MON-FRI"):
        return "周一至周五"
    names = {name: str(n) for n, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"))}
    listed = [names.get(d, d) for d in field.split(",")]
    if not all(d.isdigit() and int(d) < 8 for d in listed):
        return None
    return "每周" + "、".join(WEEKDAYS[int(d)] for d in listed)


def _times(expression: str, zone: str, after: datetime) -> Iterator[datetime]:
    """UTC without a zone, each later than the one before: where the clock repeats an hour or skips one, the walk over
    its times would come back to what is over, or name one twice."""
    last = after
    for at in CronSim(expression, on_clock(after, zone)):
        found = at.astimezone(UTC).replace(tzinfo=None)
        if found > last:
            last = found
            yield found


def _until(expression: str, zone: str, after: datetime, now: datetime) -> Iterator[datetime]:
    for at in _times(expression, zone, after):
        if at > now:
            return
        yield at


def _field(said: str) -> str:
    named = {"minute": "分", "hour": "时", "day-of-month": "日", "month": "月", "day-of-week": "星期"}
    return next((words for name, words in named.items() if said.endswith(name)), "段数")
