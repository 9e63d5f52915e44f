"""What pages show: lists by key and threads, each with a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Row, Select, func, literal, select, tuple_, union_all

from portal.etiquette import OpenTicket
from portal.extensions import db
from portal.models import (
    NUMBER_BASE,
    STATUS_GROUPS,
    Attachment,
    Category,
    Chain,
    Department,
    Event,
    Message,
    Notification,
    Status,
    Ticket,
    User,
    Verb,
)
from portal.services import search
from portal.services.ticket_access import TicketNotFound, get_ticket_for

PAGE_SIZE = 25
# No exact counts beyond «۹۹+» (DESIGN 3).
COUNT_LIMIT = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Open tickets that a new request is compared with.
REVIEWED_TICKETS = 20


@dataclass(frozen=True)
class Page:
    """Rows of a list and the cursor of the next page (None: this is the last)."""

    rows: Sequence[Row]
    next_cursor: str | None


@dataclass(frozen=True)
class Entry:
    """One piece of a thread: an event, and its letter when it brought one."""

    event: Event
    message: Message | None
    attachments: Sequence[Attachment] = ()
    notices: Sequence[Notification] = field(default_factory=tuple)

    @property
    def is_letter(self) -> bool:
        return self.message is not None


def customer_page(
    customer: User, group: str | None = None, cursor: str | None = None, query: str | None = None
) -> Page:
    """A page of the customer's tickets, newest activity first, or of those a query finds.

    `group` is a key of STATUS_GROUPS. A cursor that makes no sense starts at the beginning.
    """
    rows = _rows_of(customer)
    if group in STATUS_GROUPS:
        rows = rows.where(Ticket.status.in_(STATUS_GROUPS[group]))
    if query:
        return searched(rows, query, cursor, customer_id=customer.id)
    return newest_first(rows, cursor)


def customer_row(customer: User, number: int) -> Row:
    """The row of one of the customer's tickets. Raises TicketNotFound."""
    row = db.session.execute(_rows_of(customer).where(Ticket.id == number - NUMBER_BASE)).first()
    if row is None:
        raise TicketNotFound
    return row


def _rows_of(customer: User) -> Select:
    rows = select(
        Ticket.id,
        Ticket.number.label("number"),
        Ticket.subject,
        Ticket.status,
        Ticket.closed_reason,
        Ticket.urgency,
        Ticket.updated_at,
        Ticket.attachment_count,
        (Ticket.version > Ticket.customer_seen_version).label("unread"),
        Category.title.label("category"),
        Department.name.label("department"),
    )
    rows = rows.join(Ticket.category).join(Ticket.department)
    return rows.where(Ticket.customer_id == customer.id)


def closing_note(ticket: Ticket) -> str:
    """What was written to the customer when the ticket was closed last."""
    return (
        db.session.scalar(
            select(Event.note)
            .where(
                Event.ticket_id == ticket.id,
                Event.chain == Chain.PUBLIC,
                Event.verb == Verb.CLOSED,
            )
            .order_by(Event.ordinal.desc())
            .limit(1)
        )
        or ""
    )


def first_letter(ticket: Ticket) -> Message:
    """The letter that the ticket was registered with."""
    return db.session.scalars(
        select(Message).where(
            Message.ticket_id == ticket.id, Message.chain == Chain.PUBLIC, Message.ordinal == 1
        )
    ).one()


def newest_first(rows: Select, cursor: str | None) -> Page:
    """A page of ticket rows by last activity. The select must hold `id` and `updated_at`."""
    if after := parse_cursor(cursor):
        rows = rows.where(tuple_(Ticket.updated_at, Ticket.id) < tuple_(*_bound(*after)))
    rows = rows.order_by(Ticket.updated_at.desc(), Ticket.id.desc())
    return paged(rows, lambda row: make_cursor(row.updated_at, row.id))


def paged(rows: Select, cursor_of) -> Page:
    """Runs an ordered select for one page and looks one row ahead."""
    found = db.session.execute(rows.limit(PAGE_SIZE + 1)).all()
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    return Page(found, cursor_of(found[-1]) if more else None)


def searched(
    rows: Select, query: str, cursor: str | None, *, customer_id: int | None = None, visible=None
) -> Page:
    """The ticket rows that a query finds, newest matching text first."""
    before = int(cursor) if cursor and cursor.isascii() and cursor.isdigit() else None
    hits = search.find(
        query, customer_id=customer_id, before=before, limit=PAGE_SIZE, visible=visible
    )
    found = {row.id: row for row in db.session.execute(rows.where(Ticket.id.in_(hits.ticket_ids)))}
    ordered = [found[ticket_id] for ticket_id in hits.ticket_ids if ticket_id in found]
    return Page(ordered, str(hits.next_before) if hits.next_before else None)


def make_cursor(instant: datetime, ident: int) -> str:
    """A place in a list: the row's instant in microseconds, and its id."""
    # Not by timestamp(): a float loses the last microsecond, and with it the place.
    return f"{(instant - EPOCH) // timedelta(microseconds=1)}-{ident}"


def parse_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    """The place a cursor names; None when it is absent or odd."""
    micros, _, ident = (cursor or "").partition("-")
    if not (micros.isascii() and micros.isdigit() and ident.isascii() and ident.isdigit()):
        return None
    if len(micros) > 17 or len(ident) > 12:
        return None
    return EPOCH + timedelta(microseconds=int(micros)), int(ident)


def _bound(instant: datetime, ident: int) -> tuple:
    return literal(instant, Ticket.updated_at.type), literal(ident)


def group_counts(customer: User) -> dict[str, int]:
    """How many tickets the customer has in all («all») and in each status group, each counted
    up to COUNT_LIMIT."""
    groups = {"all": tuple(Status), **STATUS_GROUPS}
    parts = []
    for name, statuses in groups.items():
        some = (
            select(Ticket.id)
            .where(Ticket.customer_id == customer.id, Ticket.status.in_(statuses))
            .limit(COUNT_LIMIT)
            .subquery()
        )
        parts.append(
            select(literal(name), select(func.count()).select_from(some).scalar_subquery())
        )
    return dict(db.session.execute(union_all(*parts)).all())


def thread(ticket: Ticket, *, staff: bool = False, after_version: int | None = None) -> list[Entry]:
    """The record of a ticket, oldest first: the public chain, for staff the internal one too.

    `after_version` leaves out what a reader of that version has seen. Four queries at most.
    """
    events = select(Event).where(Event.ticket_id == ticket.id)
    if not staff:
        events = events.where(Event.chain == Chain.PUBLIC)
    if after_version is not None:
        column = Event.revision if staff else Event.version
        events = events.where(column > after_version)
    found = db.session.scalars(events.order_by(Event.id)).all()
    ids = [e.message_id for e in found if e.verb in (Verb.CREATED, Verb.REPLIED, Verb.NOTED)]
    messages, attachments, notices = {}, {}, {}
    if ids:
        for message in db.session.scalars(select(Message).where(Message.id.in_(ids))):
            messages[message.id] = message
        _collect_by_message(select(Attachment).where(Attachment.message_id.in_(ids)), attachments)
        _collect_by_message(
            select(Notification).where(
                Notification.message_id.in_(ids), Notification.secret.is_(False)
            ),
            notices,
        )
    return [
        Entry(
            event,
            messages.get(event.message_id) if event.verb is not Verb.REDACTED else None,
            attachments.get(event.message_id, ()),
            notices.get(event.message_id, ()),
        )
        for event in found
    ]


def _collect_by_message(rows: Select, into: dict[int, list]) -> None:
    for row in db.session.scalars(rows.order_by(rows.column_descriptions[0]["entity"].id)):
        into.setdefault(row.message_id, []).append(row)


def open_tickets_for_review(customer: User) -> list[OpenTicket]:
    """The customer's open tickets with their first letters, newest first, for the etiquette
    engine's comparison (S4)."""
    rows = db.session.execute(
        select(Ticket.number.label("number"), Ticket.subject, Message.body, Category.key)
        .join(Message, Message.ticket_id == Ticket.id)
        .join(Ticket.category)
        .where(
            Ticket.customer_id == customer.id,
            Ticket.status != Status.CLOSED,
            Message.chain == Chain.PUBLIC,
            Message.ordinal == 1,
        )
        .order_by(Ticket.updated_at.desc())
        .limit(REVIEWED_TICKETS)
    )
    return [OpenTicket(r.number, r.subject, r.body, r.key) for r in rows]


def attachment_for(user: User, ident: int) -> Attachment:
    """An attachment that this person may open: by its ticket, and a note's file by staff alone.

    Raises TicketNotFound.
    """
    attachment = db.session.get(Attachment, ident)
    if attachment is None:
        raise TicketNotFound
    message = attachment.message
    if message.chain is Chain.INTERNAL and not user.is_staff:
        raise TicketNotFound
    get_ticket_for(user, message.ticket.number)
    return attachment
