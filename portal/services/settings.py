"""What the reseller sets: brand, working hours, holidays, targets.

These facts stand on every page and change rarely, so each process keeps them for half a minute.
"""

import time as monotonic_time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.etiquette import Policy
from portal.extensions import db
from portal.models import Holiday, Setting, Urgency, WorkingHours
from portal.persian import digits, jalali, worktime

CACHE_SECONDS = 30
POLICY = "etiquette"
# Working hours within which the first answer is due (DESIGN 3).
FIRST_ANSWER_HOURS = {
    Urgency.CRITICAL: 1,
    Urgency.HIGH: 2,
    Urgency.NORMAL: 8,
    Urgency.LOW: 16,
}
# How far an urgency moves a ticket forward in the queue (S13).
QUEUE_CREDIT = {
    Urgency.CRITICAL: timedelta(days=7),
    Urgency.HIGH: timedelta(hours=24),
    Urgency.NORMAL: timedelta(hours=8),
    Urgency.LOW: timedelta(0),
}


@dataclass(frozen=True)
class Brand:
    """Whose portal this is. `color` is #rrggbb."""

    name: str = "پاسخ"
    tagline: str = "پشتیبانی مکتوب"
    color: str = "#0b6b66"


@dataclass(frozen=True)
class Snapshot:
    """The settings that pages need, as of `taken` (monotonic seconds)."""

    brand: Brand
    week: Mapping[int, list[tuple[time, time]]]
    holidays: Mapping[date, str]
    policy: Policy
    taken: float = field(default_factory=monotonic_time.monotonic)


def brand() -> Brand:
    """The brand."""
    return snapshot().brand


def etiquette_policy() -> Policy:
    """How strictly the rules of a good request are kept here."""
    return snapshot().policy


def stored_policy() -> Policy:
    """The policy as it stands in the database at this moment. Its lists are tuples, so that the
    engine may keep by them what it makes of them."""
    kept = get(POLICY, {})
    return Policy(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    )


def snapshot() -> Snapshot:
    """The settings, at most CACHE_SECONDS old."""
    kept = current_app.extensions.get("settings")
    if kept is None or monotonic_time.monotonic() - kept.taken > CACHE_SECONDS:
        kept = current_app.extensions["settings"] = _read()
    return kept


def forget() -> None:
    """Makes this process read the settings again: call it after a change."""
    current_app.extensions.pop("settings", None)


def get(key: str, default: object = None) -> object:
    """A single named value, not cached."""
    setting = db.session.get(Setting, key)
    return default if setting is None else setting.value


def put(key: str, value: object) -> None:
    """Stores a named value; inside write()."""
    db.session.merge(Setting(key=key, value=value))
    forget()


def is_open_now() -> bool:
    """Do the staff answer at this moment?"""
    kept = snapshot()
    return worktime.is_open(clock.now(), kept.week, kept.holidays)


def next_opening() -> datetime:
    """When the staff answer next."""
    kept = snapshot()
    return worktime.next_opening(clock.now(), kept.week, kept.holidays)


def first_answer_due(since: datetime, urgency: Urgency) -> datetime:
    """When the first answer to a request of this urgency is expected, in working time."""
    kept = snapshot()
    target = timedelta(hours=FIRST_ANSWER_HOURS[urgency])
    return worktime.add_working(since, target, kept.week, kept.holidays)


def hours_text() -> list[str]:
    """The working hours in words, one line for each run of days with the same hours."""
    week = snapshot().week
    # The Persian week starts on Saturday; Python's weekday of Saturday is 5.
    runs: list[tuple[list[int], list[tuple[time, time]]]] = []
    for weekday in (5, 6, 0, 1, 2, 3, 4):
        spans = week.get(weekday, [])
        if runs and runs[-1][1] == spans:
            runs[-1][0].append(weekday)
        else:
            runs.append(([weekday], spans))
    open_runs = [f"{_days(days)}، {_spans(spans)}" for days, spans in runs if spans]
    closed = [weekday for days, spans in runs if not spans for weekday in days]
    names = [jalali.weekday_name(_a_day(weekday)) for weekday in closed]
    shut = "، ".join(names) + (" و " if names else "") + "روزهای تعطیل رسمی، تعطیل است."
    return [*(line + "." for line in open_runs), shut]


def _days(days: list[int]) -> str:
    first, last = (jalali.weekday_name(_a_day(d)) for d in (days[0], days[-1]))
    return first if len(days) == 1 else f"{first} تا {last}"


def _spans(spans: list[tuple[time, time]]) -> str:
    return " و ".join(
        digits.to_persian(f"{opens:%-H:%M} تا {closes:%-H:%M}") for opens, closes in spans
    )


def _a_day(weekday: int) -> date:
    return date(2026, 11, 23) + timedelta(days=weekday)  # a Monday


def _read() -> Snapshot:
    stored = get("brand", {})
    week: dict[int, list[tuple[time, time]]] = {}
    for row in db.session.scalars(select(WorkingHours).order_by(WorkingHours.opens)):
        week.setdefault(row.weekday, []).append((row.opens, row.closes))
    return Snapshot(
        brand=Brand(**stored),
        week=week,
        holidays={h.day: h.title for h in db.session.scalars(select(Holiday))},
        policy=stored_policy(),
    )
