"""What the staff write in a ticket, and the rules that all of their changes keep.

Each public function is one transaction under the ticket's lock, authorised again there, and
leaves one event for each thing that it changes.
"""

from collections.abc import Sequence

from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.labels import ROLE
from portal.models import (
    QUEUED,
    Chain,
    Event,
    Message,
    MessageKind,
    Role,
    Status,
    Ticket,
    User,
    Verb,
)
from portal.notifications import outbox
from portal.services import record, repeats, search
from portal.services.ticket_access import get_ticket_for, lock_ticket_for
from portal.services.ticket_steps import TicketClosed, dequeue, enqueue, write_letter
from portal.services.transaction import Conflict, write

# The states in which a letter of the staff may leave a ticket.
AFTER_REPLY = (
    Status.ANSWERED,
    Status.WAITING_CUSTOMER,
    Status.WAITING_OPERATOR,
    Status.IN_PROGRESS,
)
# A colleague who merely looked, or sent a notice again, has not overtaken anybody.
_HARMLESS = (Verb.SEEN, Verb.NOTICE_RESENT)
_UNSEEN = (Status.NEW, Status.CUSTOMER_REPLY)


def see(staff: User, number: int, address: str | None = None) -> bool:
    """Records that a human of the staff has opened what the customer wrote (S10).

    Returns whether there was anything unseen; if not, nothing is written. Raises TicketNotFound.
    """
    if not is_unseen(get_ticket_for(staff, number)):
        return False
    with write():
        ticket = lock_ticket_for(staff, number)
        if not is_unseen(ticket):
            return False
        before = ticket.status
        if ticket.status in _UNSEEN:
            ticket.status = Status.IN_PROGRESS
        mark_seen(ticket)
        ticket.updated_at = clock.now()
        record.append(
            ticket,
            Verb.SEEN,
            staff,
            before={"status": before},
            after={"status": ticket.status},
            address=address,
        )
    return True


def is_unseen(ticket: Ticket) -> bool:
    """Is there a letter of the customer that nobody has opened?"""
    return not ticket.is_closed and (ticket.staff_unread or ticket.status in _UNSEEN)


def reply(
    staff: User,
    number: int,
    body: str,
    *,
    revision: int | None,
    token: str,
    upload_tokens: Sequence[str] = (),
    then: Status = Status.ANSWERED,
    address: str | None = None,
) -> Message:
    """Sends a letter to the customer and leaves the ticket in the state `then` (AFTER_REPLY).

    An unassigned ticket becomes the writer's. The same form again returns the first letter.
    Raises TicketNotFound, repeats.AlreadySent, TicketClosed, Conflict or files.FileRefused.
    """
    with write():
        ticket = lock_ticket_for(staff, number)
        if first := repeats.letter_again(
            ticket, staff, MessageKind.STAFF, body, token=token, upload_tokens=upload_tokens
        ):
            return first
        refuse_stale(ticket, staff, revision)
        if ticket.is_closed:
            raise TicketClosed
        return answer(
            ticket,
            staff,
            body,
            token=token,
            upload_tokens=upload_tokens,
            then=then,
            address=address,
        )


def answer(
    ticket: Ticket,
    staff: User,
    body: str,
    *,
    token: str,
    upload_tokens: Sequence[str] = (),
    then: Status,
    address: str | None,
) -> Message:
    """The heart of `reply`, inside write() and under the ticket's lock."""
    now = clock.now()
    before = ticket.status
    mark_seen(ticket)
    ticket.first_answered_at = ticket.first_answered_at or now
    set_status(ticket, then)
    letter = write_letter(
        ticket,
        staff,
        MessageKind.STAFF,
        body,
        token=token,
        title=office_of(staff, ticket),
        upload_tokens=upload_tokens,
    )
    record.append(
        ticket,
        Verb.REPLIED,
        staff,
        message=letter,
        before={"status": before},
        after={"status": then},
        address=address,
    )
    search.add_message(ticket, letter)
    if ticket.assignee_id is None:
        hand_over(ticket, staff, staff)
    asks = then is Status.WAITING_CUSTOMER
    outbox.notify_customer("ticket_needs_info" if asks else "ticket_answered", ticket, letter)
    return letter


def note(
    staff: User,
    number: int,
    body: str,
    *,
    token: str,
    upload_tokens: Sequence[str] = (),
    address: str | None = None,
) -> Message:
    """Keeps a note for the staff alone; also in a closed ticket. The customer's version, dates,
    digests and notices stay as they are.

    The same form again returns the first note. Raises TicketNotFound, repeats.AlreadySent or
    files.FileRefused.
    """
    with write():
        ticket = lock_ticket_for(staff, number)
        if first := repeats.letter_again(
            ticket, staff, MessageKind.NOTE, body, token=token, upload_tokens=upload_tokens
        ):
            return first
        return add_note(
            ticket, staff, body, token=token, upload_tokens=upload_tokens, address=address
        )


def add_note(
    ticket: Ticket,
    staff: User,
    body: str,
    *,
    token: str,
    upload_tokens: Sequence[str] = (),
    address: str | None,
) -> Message:
    """The heart of `note`, inside write() and under the ticket's lock."""
    letter = write_letter(
        ticket,
        staff,
        MessageKind.NOTE,
        body,
        token=token,
        title=office_of(staff, ticket),
        upload_tokens=upload_tokens,
    )
    record.append(ticket, Verb.NOTED, staff, chain=Chain.INTERNAL, message=letter, address=address)
    search.add_message(ticket, letter)
    return letter


def refuse_stale(ticket: Ticket, staff: User, revision: int | None) -> None:
    """Raises Conflict when somebody else has changed the ticket since the form of `revision` was
    shown. One's own further changes and the portal's do not count; None claims nothing."""
    if revision is None or ticket.revision == revision:
        return
    overtaken = (
        select(Event.id)
        .where(
            Event.ticket_id == ticket.id,
            Event.revision > revision,
            Event.actor_id.is_not(None),
            Event.actor_id != staff.id,
            Event.verb.not_in(_HARMLESS),
        )
        .limit(1)
    )
    if db.session.scalar(overtaken) is not None:
        raise Conflict


def office_of(staff: User, ticket: Ticket) -> str:
    """Under which title a member of staff signs in this ticket."""
    if staff.role is Role.ADMIN:
        return ROLE[staff.role]
    return f"{ROLE[staff.role]}، {ticket.department.name}"


def mark_seen(ticket: Ticket) -> None:
    """Whatever the customer wrote has been opened by now."""
    ticket.staff_unread = False
    ticket.first_seen_at = ticket.first_seen_at or clock.now()


def set_status(ticket: Ticket, status: Status) -> None:
    """Sets an open ticket's state, and with it whether it waits in the queue."""
    ticket.status = status
    ticket.updated_at = clock.now()
    if status in QUEUED:
        enqueue(ticket, ticket.updated_at)
    else:
        dequeue(ticket)


def hand_over(
    ticket: Ticket, staff: User, assignee: User | None, address: str | None = None
) -> None:
    """Gives the ticket to a member of staff, or to nobody; the customer is not told."""
    before = ticket.assignee
    ticket.assignee = assignee
    record.append(
        ticket,
        Verb.ASSIGNED,
        staff,
        chain=Chain.INTERNAL,
        before={"assignee": before.name if before else None},
        after={"assignee": assignee.name if assignee else None},
        address=address,
    )
