"""What the reseller sets, and what processes share."""

from datetime import date, datetime, time

from sqlalchemy import JSON, Date, Index, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import db
from portal.models.types import UtcDateTime


class Setting(db.Model):
    """A named JSON value: brand, contact, etiquette policy and the like."""

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)


class WorkingHours(db.Model):
    """One span of a weekday (Monday 0, Tehran time) in which the staff answer."""

    id: Mapped[int] = mapped_column(primary_key=True)
    weekday: Mapped[int]
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)


class Holiday(db.Model):
    """A day without answers."""

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))


class GuideEntry(db.Model):
    """A rule or a step of the guidance page (S2–S20), an example of an etiquette rule, or a whole
    request before and after; of the last, the first line of `good` and `poor` is the title."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))  # rule, step, example or request
    sort: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    good: Mapped[str] = mapped_column(Text, default="")
    poor: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str | None] = mapped_column(String(24))
    # Of an example, the id of its etiquette rule, which is also its anchor.
    rule: Mapped[str | None] = mapped_column(String(30))

    __table_args__ = (Index(None, "kind", "sort"),)


class CannedReply(db.Model):
    """A ready answer for staff."""

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    sort: Mapped[int] = mapped_column(default=0)


class JobLease(db.Model):
    """A periodic job's lease, so that several processes never run it twice at once; the worker's
    heartbeat is the lease named `heartbeat`."""

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    last_run_at: Mapped[datetime] = mapped_column(UtcDateTime)
