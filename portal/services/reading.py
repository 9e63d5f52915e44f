"""What pages show: lists by key and threads, each with a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Row,
    ScalarSelect,
    Select,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, defer

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


# Statements that pages always ask are built once: building one costs more than the database takes
# to answer it.
_ROWS = (
    select(
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
    .join(Ticket.category)
    .join(Ticket.department)
)
_OWN = Ticket.customer_id == bindparam("customer")
# Of tickets that are known by their ids: "+ 0" keeps SQLite from reading all of the customer's.
_OWN_TOO = Ticket.customer_id + 0 == bindparam("customer")


def capped_count(statuses: Iterable[Status]) -> ScalarSelect:
    """How many tickets in these states the bound `customer` has, up to COUNT_LIMIT."""
    some = select(Ticket.id).where(_OWN, Ticket.status.in_(statuses)).limit(COUNT_LIMIT).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


_COUNTS = select(
    capped_count(Status).label("all"),
    *(capped_count(statuses).label(name) for name, statuses in STATUS_GROUPS.items()),
)


def _events(seen: InstrumentedAttribute[int | None]) -> Select:
    return (
        select(Event)
        .where(
            Event.ticket_id == bindparam("ticket"),
            Event.chain.in_(bindparam("chains", expanding=True)),
            seen > bindparam("seen"),
        )
        .order_by(Event.id)
    )


_CUSTOMERS_EVENTS, _STAFFS_EVENTS = _events(Event.version), _events(Event.revision)
_CLOSING_NOTE = (
    select(Event.note)
    .where(
        Event.ticket_id == bindparam("ticket"),
        Event.chain == Chain.PUBLIC,
        Event.verb == Verb.CLOSED,
    )
    # Not by id: SQLite would then look through all closings there are.
    .order_by(Event.ordinal.desc())
    .limit(1)
)
# Of the letters from a certain one on: what a reader has seen already is not read again.
_NEW_LETTERS = (
    Message.ticket_id == bindparam("ticket"),
    Message.chain.in_(bindparam("chains", expanding=True)),
    Message.id >= bindparam("first"),
)
_LETTERS = select(Message).where(*_NEW_LETTERS)
_FILES = select(Attachment).join(Attachment.message).where(*_NEW_LETTERS).order_by(Attachment.id)
_NOTICES = (
    select(Notification)
    .join(Message, Message.id == Notification.message_id)
    .where(*_NEW_LETTERS, Notification.secret.is_(False))
    .options(defer(Notification.text), defer(Notification.html))
    .order_by(Notification.id)
)


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
    rows = _ROWS.where(_OWN_TOO if query else _OWN).params(customer=customer.id)
    if group in STATUS_GROUPS:
        rows = rows.where(Ticket.status.in_(STATUS_GROUPS[group]))
    if query:
        return searched(rows, query, cursor, customer_id=customer.id)
    return newest_first(rows, cursor)


def customer_row(customer: User, number: int) -> Row:
    """The row of one of the customer's tickets. Raises TicketNotFound."""
    rows = _ROWS.where(Ticket.id == number - NUMBER_BASE, _OWN_TOO)
    row = db.session.execute(rows, {"customer": customer.id}).first()
    if row is None:
        raise TicketNotFound
    return row


def closing_note(ticket: Ticket) -> str:
    """What was written to the customer when the ticket was closed last."""
    return db.session.scalar(_CLOSING_NOTE, {"ticket": ticket.id}) or ""


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
    hits = search.find(
        query,
        customer_id=customer_id,
        before=parse_id(cursor),
        limit=PAGE_SIZE,
        visible=visible,
    )
    if not hits.ticket_ids:
        return Page((), None)
    found = {row.id: row for row in db.session.execute(rows.where(Ticket.id.in_(hits.ticket_ids)))}
    ordered = [found[ticket_id] for ticket_id in hits.ticket_ids if ticket_id in found]
    return Page(ordered, str(hits.next_before) if hits.next_before else None)


def make_cursor(instant: datetime, ident: int) -> str:
    """A place in a list: the row's instant in microseconds, and its id."""
    # Not by timestamp(): a float loses the last microsecond, and with it the place.
    return f"{(instant - EPOCH) // timedelta(microseconds=1)}-{ident}"


def parse_id(cursor: str | None) -> int | None:
    """The id that a cursor names; None when it is absent, odd, or beyond any column."""
    if not cursor or len(cursor) > 10 or not (cursor.isascii() and cursor.isdigit()):
        return None
    return int(cursor) if int(cursor) < 2**31 else None


def parse_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    """The place a cursor names; None when it is absent or odd."""
    micros, _, ident = (cursor or "").partition("-")
    if not (micros.isascii() and micros.isdigit()) or len(micros) > 17:
        return None
    last = parse_id(ident)
    return None if last is None else (EPOCH + timedelta(microseconds=int(micros)), last)


def _bound(instant: datetime, ident: int) -> tuple:
    return literal(instant, Ticket.updated_at.type), literal(ident)


def group_counts(customer: User) -> dict[str, int]:
    """How many tickets the customer has in all («all») and in each status group, each counted
    up to COUNT_LIMIT."""
    return dict(db.session.execute(_COUNTS, {"customer": customer.id}).one()._mapping)


def thread(ticket: Ticket, *, staff: bool = False, after_version: int | None = None) -> list[Entry]:
    """The record of a ticket, oldest first: the public chain, for staff the internal one too.

    `after_version` leaves out what a reader of that version has seen. Four queries at most.
    """
    asked = {
        "ticket": ticket.id,
        "chains": list(Chain) if staff else [Chain.PUBLIC],
        "seen": -1 if after_version is None else after_version,
    }
    found = db.session.scalars(_STAFFS_EVENTS if staff else _CUSTOMERS_EVENTS, asked).all()
    letters = [e.message_id for e in found if e.verb in (Verb.CREATED, Verb.REPLIED, Verb.NOTED)]
    messages, attachments, notices = {}, {}, {}
    if letters:
        asked["first"] = min(letters)
        messages = {message.id: message for message in db.session.scalars(_LETTERS, asked)}
        attachments = _by_message(db.session.scalars(_FILES, asked))
        notices = _by_message(db.session.scalars(_NOTICES, asked))
    return [
        Entry(
            event,
            messages.get(event.message_id) if event.verb is not Verb.REDACTED else None,
            attachments.get(event.message_id, ()),
            notices.get(event.message_id, ()),
        )
        for event in found
    ]


def _by_message(rows: Iterable[Attachment | Notification]) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.message_id, []).append(row)
    return found


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
