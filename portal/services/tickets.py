"""The customer's side of a ticket: asking, replying, closing, reopening."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from portal import clock
from portal.extensions import db
from portal.models import (
    NUMBER_BASE,
    Category,
    Chain,
    CloseReason,
    Message,
    MessageKind,
    Status,
    Ticket,
    Urgency,
    User,
    Verb,
)
from portal.notifications import outbox
from portal.persian import letters
from portal.services import files, record, search, settings
from portal.services.transaction import lock, write

REOPEN_DAYS = 7
# Base 58: no letters that look alike; 7 of them are 41 bits, and the link is no credential.
# An eighth would push the link out of the one-page SMS (glossary 3.1).
LINK_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LINK_LENGTH = 7
EXCERPT_LENGTH = 140


class TicketNotFound(Exception):
    """No such ticket, or not for this person: the two look the same."""


class TicketClosed(Exception):
    """Nothing can be written in a closed ticket."""


class NotReopenable(Exception):
    """The days for reopening are over, or the ticket was a duplicate."""


class AccountBlocked(Exception):
    """The customer is blocked; the message is the reason given."""


@dataclass(frozen=True)
class TicketDraft:
    """A request as it was written. `uploads` and the values of `field_uploads` are tokens of
    files sent ahead; `overrides` are ids of etiquette rules that the customer disputes."""

    category_id: int
    subject: str
    body: str
    token: str
    urgency: Urgency = Urgency.NORMAL
    details: Mapping[str, object] = field(default_factory=dict)
    notify: bool = True
    overrides: Sequence[str] = ()
    uploads: Sequence[str] = ()
    field_uploads: Mapping[str, Sequence[str]] = field(default_factory=dict)


def get_ticket_for(user: User, number: int) -> Ticket:
    """The ticket with this number if this person may see it, with its relations loaded.

    A customer sees their own; an agent those of their departments and those assigned to them;
    supervisors and admins see all (promise 4). Raises TicketNotFound.
    """
    ticket = db.session.scalar(
        select(Ticket)
        .where(Ticket.id == number - NUMBER_BASE)
        .options(
            joinedload(Ticket.customer, innerjoin=True).lazyload(User.departments),
            joinedload(Ticket.assignee).lazyload(User.departments),
            joinedload(Ticket.category, innerjoin=True),
            joinedload(Ticket.department, innerjoin=True),
        )
    )
    if ticket is None or not may_see(user, ticket):
        raise TicketNotFound
    return ticket


def get_linked_ticket_for(user: User, token: str) -> Ticket:
    """The ticket whose notices carry this link, if the person may see it. Raises TicketNotFound."""
    number = db.session.scalar(select(Ticket.number).where(Ticket.link_token == token))
    if number is None:
        raise TicketNotFound
    return get_ticket_for(user, number)


def may_see(user: User, ticket: Ticket) -> bool:
    """The one rule of who sees a ticket."""
    if not user.is_staff:
        return ticket.customer_id == user.id
    return (
        user.sees_all_departments
        or ticket.assignee_id == user.id
        or ticket.department_id in user.department_ids
    )


def create_ticket(customer: User, draft: TicketDraft, address: str | None = None) -> Ticket:
    """Registers a request with its first letter, routed by its category (S2, S3).

    The same token again returns the first ticket. Raises AccountBlocked, or files.FileRefused
    when a file sent ahead has gone.
    """
    if first := written_before(customer, draft.token):
        return first.ticket
    try:
        return _create(customer, draft, address)
    except IntegrityError:
        # The same form at the same moment from a second press.
        if first := written_before(customer, draft.token):
            return first.ticket
        raise


def _create(customer: User, draft: TicketDraft, address: str | None) -> Ticket:
    with write() as session:
        if first := written_before(customer, draft.token):
            return first.ticket
        _refuse_blocked(customer)
        now = clock.now()
        category = session.get_one(Category, draft.category_id)
        ticket = Ticket(
            customer=customer,
            category=category,
            department=category.department,
            subject=draft.subject,
            urgency=draft.urgency,
            details=dict(draft.details),
            notify=draft.notify,
            flags=[{"rule": rule, "state": "open"} for rule in draft.overrides],
            flagged=bool(draft.overrides),
            link_token="".join(secrets.choice(LINK_ALPHABET) for _ in range(LINK_LENGTH)),
            status=Status.NEW,
            version=0,
            revision=0,
            attachment_count=0,
            created_at=now,
            updated_at=now,
            due_at=settings.first_answer_due(now, draft.urgency),
        )
        enqueue(ticket, now)
        session.add(ticket)
        session.flush()
        letter = write_letter(
            ticket,
            customer,
            MessageKind.CUSTOMER,
            draft.body,
            token=draft.token,
            upload_tokens=draft.uploads,
            field_uploads=draft.field_uploads,
        )
        record.append(
            ticket,
            Verb.CREATED,
            customer,
            message=letter,
            after={
                "subject": draft.subject,
                "category": category.key,
                "department": category.department.key,
                "urgency": draft.urgency,
                "details": dict(draft.details),
            },
            address=address,
        )
        ticket.customer_seen_version = ticket.version
        search.add_ticket(ticket)
        search.add_message(ticket, letter)
        outbox.notify_customer("ticket_received", ticket, letter)
        outbox.notify_staff("staff_new_ticket", ticket)
    return ticket


def add_reply(
    customer: User,
    number: int,
    body: str,
    *,
    token: str,
    upload_tokens: Sequence[str] = (),
    overrides: Sequence[str] = (),
    address: str | None = None,
) -> Message:
    """Adds the customer's letter to their ticket (S7); the same token again returns the first.

    Raises TicketNotFound, TicketClosed, AccountBlocked or files.FileRefused.
    """
    if first := written_before(customer, token):
        return first
    try:
        return _reply(customer, number, body, token, upload_tokens, overrides, address)
    except IntegrityError:
        if first := written_before(customer, token):
            return first
        raise


def _reply(customer, number, body, token, upload_tokens, overrides, address) -> Message:
    with write():
        ticket = lock_ticket_for(customer, number)
        if first := written_before(customer, token):
            return first
        _refuse_blocked(customer)
        if ticket.is_closed:
            raise TicketClosed
        before = ticket.status
        if ticket.status in (Status.ANSWERED, Status.WAITING_CUSTOMER):
            ticket.status = Status.CUSTOMER_REPLY
        # A further letter does not move a ticket back that waits already (S4).
        enqueue(ticket, clock.now())
        ticket.staff_unread = True
        if overrides:
            ticket.flags = [*ticket.flags, *({"rule": r, "state": "open"} for r in overrides)]
            ticket.flagged = True
        letter = write_letter(
            ticket,
            customer,
            MessageKind.CUSTOMER,
            body,
            token=token,
            upload_tokens=upload_tokens,
        )
        record.append(
            ticket,
            Verb.REPLIED,
            customer,
            message=letter,
            before={"status": before},
            after={"status": ticket.status},
            address=address,
        )
        ticket.customer_seen_version = ticket.version
        search.add_message(ticket, letter)
        outbox.notify_staff("staff_customer_reply", ticket)
    return letter


def close_by_customer(customer: User, number: int, address: str | None = None) -> Ticket:
    """Closes the customer's own ticket; closing twice changes nothing."""
    with write():
        ticket = lock_ticket_for(customer, number)
        if not ticket.is_closed:
            close(ticket, customer, CloseReason.BY_REQUEST, address=address)
            ticket.customer_seen_version = ticket.version
    return ticket


def reopen_by_customer(customer: User, number: int, address: str | None = None) -> Ticket:
    """Opens the customer's closed ticket again within REOPEN_DAYS. Raises NotReopenable."""
    with write():
        ticket = lock_ticket_for(customer, number)
        _refuse_blocked(customer)
        if ticket.is_closed:
            if not can_reopen(ticket):
                raise NotReopenable
            reopen(ticket, customer, address=address)
            ticket.customer_seen_version = ticket.version
            outbox.notify_staff("staff_customer_reply", ticket)
    return ticket


def mark_read(customer: User, number: int) -> None:
    """The customer has seen the thread as it is now."""
    ticket = get_ticket_for(customer, number)
    if ticket.customer_seen_version == ticket.version:
        return
    with write():
        ticket = lock_ticket_for(customer, number)
        ticket.customer_seen_version = ticket.version


def can_reopen(ticket: Ticket) -> bool:
    """May the customer open this closed ticket again? (Glossary 1.2; not a duplicate.)"""
    return (
        ticket.is_closed
        and ticket.closed_reason is not CloseReason.DUPLICATE
        and clock.now() < reopen_until(ticket)
    )


def reopen_until(ticket: Ticket) -> datetime:
    """The end of the days in which the customer may reopen a closed ticket."""
    return ticket.closed_at + timedelta(days=REOPEN_DAYS)


# The pieces below are used by the customer's and the staff's services, inside write().


def lock_ticket_for(user: User, number: int) -> Ticket:
    """The ticket as it is now, held until the transaction ends; authorised again.

    Raises TicketNotFound.
    """
    ticket = lock(Ticket, number - NUMBER_BASE)
    if ticket is None or not may_see(user, ticket):
        raise TicketNotFound
    return ticket


def write_letter(
    ticket: Ticket,
    author: User | None,
    kind: MessageKind,
    body: str,
    *,
    token: str,
    title: str = "",
    upload_tokens: Sequence[str] = (),
    field_uploads: Mapping[str, Sequence[str]] | None = None,
) -> Message:
    """Puts a letter or a note into a ticket with its files; the caller appends the event."""
    chain = Chain.INTERNAL if kind is MessageKind.NOTE else Chain.PUBLIC
    letter = Message(
        ticket_id=ticket.id,
        chain=chain,
        ordinal=record.next_ordinal(ticket, chain),
        kind=kind,
        author_id=author.id if author else None,
        author_name=author.name if author else record.SYSTEM_NAME,
        author_title=title or (author.organisation or "" if author else ""),
        body=body,
        body_digest=record.body_digest(body),
        token=token,
        created_at=clock.now(),
    )
    letter.ticket = ticket
    db.session.add(letter)
    attached = 0
    if author:
        attached = files.attach(author, upload_tokens, letter)
        for key, tokens in (field_uploads or {}).items():
            attached += files.attach(author, tokens, letter, field_key=key)
    if chain is Chain.PUBLIC:
        ticket.attachment_count += attached
        ticket.excerpt = letters.truncate(" ".join(body.split()), EXCERPT_LENGTH)
        ticket.updated_at = letter.created_at
    db.session.flush()
    return letter


def enqueue(ticket: Ticket, now: datetime) -> None:
    """Puts a ticket into the staff's queue; one that waits already keeps its place."""
    if ticket.waiting_since is None:
        ticket.waiting_since = now
    place_in_queue(ticket)


def place_in_queue(ticket: Ticket) -> None:
    """Its place: since when it waits, moved forward by its urgency (S13)."""
    if ticket.waiting_since is not None:
        ticket.queue_at = ticket.waiting_since - settings.QUEUE_CREDIT[ticket.urgency]


def dequeue(ticket: Ticket) -> None:
    """The ticket no longer waits for the staff."""
    ticket.waiting_since = None
    ticket.queue_at = None


def close(
    ticket: Ticket,
    actor: User | None,
    reason: CloseReason,
    *,
    broken_rules: Sequence[str] = (),
    duplicate_of: Ticket | None = None,
    note: str = "",
    address: str | None = None,
) -> None:
    """Closes an open ticket with its reason (S11)."""
    before = ticket.status
    ticket.status = Status.CLOSED
    ticket.closed_reason = reason
    ticket.broken_rules = list(broken_rules)
    ticket.duplicate_of = duplicate_of
    ticket.closed_at = ticket.updated_at = clock.now()
    ticket.staff_unread = False
    dequeue(ticket)
    after = {"status": Status.CLOSED, "reason": reason, "broken_rules": list(broken_rules)}
    if duplicate_of is not None:
        after["duplicate_of"] = duplicate_of.number
    record.append(
        ticket,
        Verb.CLOSED,
        actor,
        before={"status": before},
        after=after,
        note=note,
        address=address,
    )


def reopen(ticket: Ticket, actor: User, *, note: str = "", address: str | None = None) -> None:
    """Opens a closed ticket again; it waits for the staff from now on."""
    before = {"status": ticket.status, "reason": ticket.closed_reason}
    ticket.status = Status.IN_PROGRESS if ticket.first_seen_at else Status.NEW
    ticket.closed_reason = ticket.closed_at = ticket.duplicate_of = None
    ticket.broken_rules = []
    ticket.staff_unread = not actor.is_staff
    ticket.updated_at = clock.now()
    enqueue(ticket, ticket.updated_at)
    record.append(
        ticket,
        Verb.REOPENED,
        actor,
        before=before,
        after={"status": ticket.status},
        note=note,
        address=address,
    )


def written_before(author: User, token: str) -> Message | None:
    """The letter or note that this form, sent once more, has already made."""
    return db.session.scalar(
        select(Message).where(Message.author_id == author.id, Message.token == token)
    )


def _refuse_blocked(customer: User) -> None:
    if customer.blocked_reason is not None:
        raise AccountBlocked(customer.blocked_reason)
