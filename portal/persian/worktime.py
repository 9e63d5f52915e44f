"""Working time: what the clock of a help desk counts, by weekday hours and holidays.

A week maps Python's weekday (Monday is 0) to its spans of Tehran time; a span that ends at
00:00 lasts to the end of its day. Instants are aware UTC datetimes, naive ones taken as UTC.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from portal.persian.jalali import as_utc, in_tehran, to_utc

Week = Mapping[int, list[tuple[time, time]]]

DAYS_AHEAD = 400


def is_open(instant: datetime, week: Week, holidays: Collection[date]) -> bool:
    """Whether the desk works at `instant`; a span holds its start but not its end."""
    instant = as_utc(instant)
    day = in_tehran(instant).date()
    return any(start <= instant < end for start, end in _spans(day, week, holidays))


def add_working(
    instant: datetime, amount: timedelta, week: Week, holidays: Collection[date]
) -> datetime:
    """The moment when `amount` of working time has passed since `instant`.

    Where DAYS_AHEAD days do not hold that much, as in a week without hours, it is plain
    instant + amount. An amount of zero or less returns `instant`.
    """
    instant = as_utc(instant)
    if amount <= timedelta(0):
        return instant
    left = amount
    for start, end in _spans_ahead(instant, week, holidays):
        if left <= end - start:
            return start + left
        left -= end - start
    return instant + amount


def working_between(
    start: datetime, end: datetime, week: Week, holidays: Collection[date]
) -> timedelta:
    """The working time from `start` to `end`; zero when `end` is not after `start`."""
    start, end = as_utc(start), as_utc(end)
    days = (in_tehran(end).date() - in_tehran(start).date()).days
    total = timedelta(0)
    for opens, closes in _spans_ahead(start, week, holidays, days):
        total += max(min(closes, end) - opens, timedelta(0))
    return total


def next_opening(instant: datetime, week: Week, holidays: Collection[date]) -> datetime:
    """The next moment at which the desk works: `instant` itself while it is open.

    Also `instant` when nothing opens within DAYS_AHEAD days, so that no timer waits for ever.
    """
    instant = as_utc(instant)
    return next((start for start, _ in _spans_ahead(instant, week, holidays)), instant)


def _spans_ahead(
    instant: datetime, week: Week, holidays: Collection[date], days: int = DAYS_AHEAD
) -> Iterator[tuple[datetime, datetime]]:
    """The spans from `instant` on, the first one cut at it, over today and `days` more days."""
    today = in_tehran(instant).date()
    for offset in range(days + 1):
        for start, end in _spans(today + timedelta(days=offset), week, holidays):
            if end > instant:
                yield max(start, instant), end


def _spans(
    day: date, week: Week, holidays: Collection[date]
) -> Iterator[tuple[datetime, datetime]]:
    """The spans of one day in Tehran in order, as instants; no moment is in two of them."""
    if day in holidays:
        return
    reached = to_utc(day, time.min)
    for opens, closes in sorted(week.get(day.weekday(), [])):
        start = max(to_utc(day, opens), reached)
        end = to_utc(day if closes > time.min else day + timedelta(days=1), closes)
        if start < end:
            reached = end
            yield start, end
