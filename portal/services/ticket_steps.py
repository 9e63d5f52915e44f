"""The steps of a ticket's life that the customer's and the staff's services share.

All but the questions (`can_reopen`, `reopen_until`) run inside write(), on a ticket that is
locked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from portal import clock
from portal.extensions import db
from portal.models import Chain, CloseReason, Message, MessageKind, Status, Ticket, User, Verb
from portal.persian import letters
from portal.services import files, record, settings

REOPEN_DAYS = 7
EXCERPT_LENGTH = 140


class TicketClosed(Exception):
    """Nothing can be written in a closed ticket."""


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
