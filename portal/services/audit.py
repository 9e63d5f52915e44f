"""The audit log: everything that was done, by whom, on what."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import Row, literal, select, tuple_
from sqlalchemy.orm import aliased

from portal.extensions import db
from portal.models import NUMBER_BASE, Event, User, Verb
from portal.persian import jalali
from portal.services.reading import Page, make_cursor, paged, parse_cursor

_subject = aliased(User, name="subject")


@dataclass(frozen=True)
class AuditFilters:
    """What narrows the log. `since` and `until` are days in Tehran, both included; `actor_id`
    and `subject_id` are users; `number` is a ticket's."""

    verb: Verb | None = None
    actor_id: int | None = None
    subject_id: int | None = None
    number: int | None = None
    since: date | None = None
    until: date | None = None


def audit_page(filters: AuditFilters, cursor: str | None = None) -> Page:
    """A page of events, the newest first."""
    rows = (
        select(
            Event.id,
            Event.at,
            Event.verb,
            Event.actor_id,
            Event.actor_name,
            Event.subject_user_id,
            _subject.name.label("subject_name"),
            (Event.ticket_id + NUMBER_BASE).label("number"),
            Event.chain,
            Event.before,
            Event.after,
            Event.note,
            Event.address,
        )
        .outerjoin(_subject, Event.subject_user_id == _subject.id)
        .where(*_conditions(filters))
    )
    if after := parse_cursor(cursor):
        instant, ident = after
        rows = rows.where(
            tuple_(Event.at, Event.id) < tuple_(literal(instant, Event.at.type), literal(ident))
        )
    rows = rows.order_by(Event.at.desc(), Event.id.desc())
    return paged(rows, _cursor)


def name_of(user_id: int | None) -> str | None:
    """The name of the account that a filter points at."""
    return db.session.scalar(select(User.name).where(User.id == user_id)) if user_id else None


def _conditions(filters: AuditFilters) -> list:
    found = []
    if filters.verb:
        found.append(Event.verb == filters.verb)
    if filters.actor_id:
        found.append(Event.actor_id == filters.actor_id)
    if filters.subject_id:
        found.append(Event.subject_user_id == filters.subject_id)
    if filters.number:
        found.append(Event.ticket_id == filters.number - NUMBER_BASE)
    if filters.since:
        found.append(Event.at >= jalali.to_utc(filters.since, time.min))
    if filters.until:
        found.append(Event.at < jalali.to_utc(filters.until + timedelta(days=1), time.min))
    return found


def _cursor(row: Row) -> str:
    return make_cursor(row.at, row.id)
