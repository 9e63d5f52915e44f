"""Jalali dates and Tehran time, in and out.

Instants are aware UTC datetimes; naive ones are taken as UTC. A plain date is a day in
Tehran; where a function takes either, an instant stands for its day in Tehran.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from persiantools.jdatetime import JalaliDate

from portal.persian.digits import number, to_ascii, to_persian

MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
# In Python's order, Monday first.
WEEKDAYS = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")

DATE_MESSAGE = "تاریخ را به شکل ۱۴۰۵/۰۹/۰۱ وارد کنید."
TIME_MESSAGE = "ساعت را به شکل ۱۴:۰۵ وارد کنید."

# A year outside this range is a slip, most often a Gregorian year.
_TYPED_YEARS = range(1200, 1600)
_IGNORED = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_DATE = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_DATE_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")

_MINUTE = 60
_MOMENTS = 45


def _zone() -> tzinfo:
    try:
        return ZoneInfo("Asia/Tehran")
    except ZoneInfoNotFoundError:
        # Iran has had no daylight saving since 1 Farvardin 1402.
        return timezone(timedelta(hours=3, minutes=30), "Asia/Tehran")


TEHRAN = _zone()


def as_utc(instant: datetime) -> datetime:
    """The same moment as an aware UTC datetime; a naive one is taken as UTC."""
    if instant.tzinfo is None:
        return instant.replace(tzinfo=UTC)
    return instant.astimezone(UTC)


def in_tehran(instant: datetime) -> datetime:
    """The same moment on a clock in Tehran (aware)."""
    return as_utc(instant).astimezone(TEHRAN)


def to_utc(day: date, at: time) -> datetime:
    """The aware UTC instant of a wall-clock time in Tehran on a Gregorian date."""
    return datetime.combine(day, at.replace(tzinfo=None), TEHRAN).astimezone(UTC)


def to_jalali(day: date | datetime) -> tuple[int, int, int]:
    """The Jalali (year, month, day) of a day; ValueError before the year 1."""
    return _jalali(_day(day))


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Jalali one; ValueError when the calendar has no such day."""
    return JalaliDate(year, month, day).to_gregorian()


def parse_date(text: str) -> date:
    """The Gregorian date of a typed Jalali one, in any digits.

    Takes 1405/9/1, 1405-09-01, 1405.9.1 and 14050901, years 1200 to 1599. Raises ValueError,
    with a message for the reader, for another form or a day that the calendar lacks.
    """
    typed = _IGNORED.sub("", to_ascii(text))
    if match := _DATE.fullmatch(typed):
        year, month, day = match.group(1, 3, 4)
    elif match := _DATE_DIGITS.fullmatch(typed):
        year, month, day = match.groups()
    else:
        raise ValueError(DATE_MESSAGE)
    if int(year) not in _TYPED_YEARS:
        raise ValueError(DATE_MESSAGE)
    try:
        return from_jalali(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("چنین روزی در تقویم نیست.") from None


def parse_time(text: str) -> time:
    """A typed 24-hour time, H:MM or HH:MM in any digits.

    Raises ValueError with a message for the reader.
    """
    match = _TIME.fullmatch(_IGNORED.sub("", to_ascii(text)))
    if not match:
        raise ValueError(TIME_MESSAGE)
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError(TIME_MESSAGE) from None


def month_name(month: int) -> str:
    """The name of a Jalali month, 1 to 12."""
    return MONTHS[month - 1]


def weekday_name(day: date | datetime) -> str:
    """The name of the day of the week."""
    return WEEKDAYS[_day(day).weekday()]


def format_date(day: date | datetime) -> str:
    """«۱۴۰۵/۰۹/۰۱»"""
    year, month, day_of_month = to_jalali(day)
    return to_persian(f"{year}/{month:02}/{day_of_month:02}")


def format_datetime(instant: datetime) -> str:
    """«۱۴۰۵/۰۹/۰۱، ۱۴:۰۵»"""
    return f"{format_date(instant)}، {_clock(instant)}"


def long_date(day: date | datetime) -> str:
    """«یکشنبه ۱ آذر ۱۴۰۵»"""
    return f"{weekday_name(day)} {_day_and_month(day)} {to_persian(to_jalali(day)[0])}"


def long_datetime(instant: datetime) -> str:
    """«یکشنبه ۱ آذر ۱۴۰۵ ساعت ۱۴:۰۵»"""
    return f"{long_date(instant)} ساعت {_clock(instant)}"


def short(instant: datetime, now: datetime) -> str:
    """«۱ آذر، ۱۴:۰۵»; in another Jalali year than now's, as `format_datetime`."""
    if to_jalali(instant)[0] != to_jalali(now)[0]:
        return format_datetime(instant)
    return f"{_day_and_month(instant)}، {_clock(instant)}"


def relative(instant: datetime, now: datetime) -> str:
    """How far an instant lies from now, in words: «۵ دقیقه پیش», «فردا ساعت ۱۴:۰۵».

    Within the hour in minutes, on the same day in Tehran in hours, within the week in days
    («دیروز», «پریروز», «فردا», «پس‌فردا»), beyond it the date, with its year if not this one.
    """
    seconds = (as_utc(instant) - as_utc(now)).total_seconds()
    side = "دیگر" if seconds > 0 else "پیش"
    # Past time is rounded down and time to come to the nearest, so that an answer promised
    # two hours ahead does not at once read as one hour.
    minutes = int(seconds + _MINUTE / 2) // _MINUTE if seconds > 0 else int(-seconds) // _MINUTE
    if abs(seconds) < _MOMENTS:
        return f"لحظاتی {side}"
    if minutes < 60:
        return f"{number(max(minutes, 1))} دقیقه {side}"
    days = (_day(instant) - _day(now)).days
    if days == 0:
        hours = (minutes + 30) // 60 if seconds > 0 else minutes // 60
        return f"{number(hours)} ساعت {side}"
    if days in (-1, 1):
        return f"{'فردا' if days > 0 else 'دیروز'} ساعت {_clock(instant)}"
    if days in (-2, 2):
        return "پس‌فردا" if days > 0 else "پریروز"
    if abs(days) < 7:
        return f"{number(abs(days))} روز {side}"
    if to_jalali(instant)[0] != to_jalali(now)[0]:
        return format_date(instant)
    return _day_and_month(instant)


@lru_cache(maxsize=4096)
def _jalali(day: date) -> tuple[int, int, int]:
    # A page of tickets names the same few days many times.
    jalali = JalaliDate(day)
    return jalali.year, jalali.month, jalali.day


def _day(day: date | datetime) -> date:
    return in_tehran(day).date() if isinstance(day, datetime) else day


def _clock(instant: datetime) -> str:
    return to_persian(f"{in_tehran(instant):%H:%M}")


def _day_and_month(day: date | datetime) -> str:
    _, month, day_of_month = to_jalali(day)
    return f"{to_persian(day_of_month)} {month_name(month)}"
