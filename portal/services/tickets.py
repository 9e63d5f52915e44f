"""The customer's side of a ticket: asking, replying, closing, reopening."""

import secrets
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.models import (
    Category,
    CloseReason,
    Message,
    MessageKind,
    Status,
    Ticket,
    User,
    Verb,
)
from portal.notifications import outbox
from portal.services import record, repeats, search, settings
from portal.services.drafts import TicketDraft
from portal.services.ticket_access import get_ticket_for, lock_ticket_for
from portal.services.ticket_steps import (
    TicketClosed,
    can_reopen,
    close,
    enqueue,
    reopen,
    write_letter,
)
from portal.services.transaction import lock, write

# Base 58: no letters that look alike; 7 of them are 41 bits, and the link is no credential.
# An eighth would push the link out of the one-page SMS (glossary 3.1).
LINK_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LINK_LENGTH = 7


class NotReopenable(Exception):
    """The days for reopening are over, or the ticket was a duplicate."""


class AccountBlocked(Exception):
    """The customer is blocked; the message is the reason given."""


def create_ticket(customer: User, draft: TicketDraft, address: str | None = None) -> Ticket:
    """Registers a request with its first letter, routed by its category (S2, S3).

    The same again (services.repeats) returns the first ticket. Raises repeats.AlreadySent,
    AccountBlocked, or files.FileRefused when a file sent ahead has gone.
    """
    try:
        return _create(customer, draft, address)
    except IntegrityError:
        # The token has just been used for a reply, which locks a ticket and not the customer.
        if first := repeats.request_again(customer, draft):
            return first
        raise


def _create(customer: User, draft: TicketDraft, address: str | None) -> Ticket:
    with write() as session:
        # Requests of one customer come one after another, so that a repetition is seen.
        lock(User, customer.id)
        if first := repeats.request_again(customer, draft):
            return first
        _refuse_blocked(customer)
        if first := repeats.repeated_request(customer, draft):
            return first
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
    """Adds the customer's letter to their ticket (S7).

    The same again (services.repeats) returns the first letter.
    Raises TicketNotFound, repeats.AlreadySent, TicketClosed, AccountBlocked or files.FileRefused.
    """
    try:
        return _reply(customer, number, body, token, upload_tokens, overrides, address)
    except IntegrityError:
        # The token has just been used in another ticket, whose lock is not this one's.
        ticket = get_ticket_for(customer, number)
        if first := _replied_before(ticket, customer, body, token, upload_tokens):
            return first
        raise


def _replied_before(ticket, customer, body, token, upload_tokens) -> Message | None:
    return repeats.letter_again(
        ticket, customer, MessageKind.CUSTOMER, body, token=token, upload_tokens=upload_tokens
    )


def _reply(customer, number, body, token, upload_tokens, overrides, address) -> Message:
    with write():
        ticket = lock_ticket_for(customer, number)
        if first := _replied_before(ticket, customer, body, token, upload_tokens):
            return first
        _refuse_blocked(customer)
        if ticket.is_closed:
            raise TicketClosed
        if first := repeats.repeated_letter(ticket, customer, body, upload_tokens):
            return first
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


def _refuse_blocked(customer: User) -> None:
    if customer.blocked_reason is not None:
        raise AccountBlocked(customer.blocked_reason)
