"""Rules that customers disputed, customers who are kept out, secrets that are taken out."""

from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.labels import BROKEN_RULES
from portal.models import Chain, Message, Role, Status, Ticket, User, Verb
from portal.persian import letters
from portal.services import desk, etiquette_counts, handling, record, search
from portal.services.ticket_access import lock_ticket_for
from portal.services.ticket_steps import EXCERPT_LENGTH, TicketClosed
from portal.services.transaction import lock, new_token, write

SUPERVISORS = (Role.SUPERVISOR, Role.ADMIN)
REWRITE_LETTER = (
    "کاربر گرامی\nبا سلام و احترام\n\n{explanation}\n"
    "پس از دریافت متن اصلاح‌شده در همین گفت‌وگو، بررسی ادامه می‌یابد.\n\nبا احترام"
)


class NotAllowed(Exception):
    """Only supervisors and admins may do this."""


class CustomerNotFound(Exception):
    """There is no such customer."""


class FindingNotFound(Exception):
    """The ticket has no such finding, or somebody has judged it already."""


class LetterNotFound(Exception):
    """The ticket has no such letter."""


def uphold(
    staff: User, number: int, rule: str, *, rewrite: bool, address: str | None = None
) -> Ticket:
    """Agrees with a rule that the customer disputed: closes the ticket for it, or with `rewrite`
    asks the customer politely for a better text.

    Raises TicketNotFound, FindingNotFound, and TicketClosed where nothing can be asked any more.
    """
    if rule not in BROKEN_RULES:
        raise FindingNotFound
    with write():
        ticket = lock_ticket_for(staff, number)
        _judge(ticket, staff, rule, Verb.FLAG_UPHELD, "upheld", address)
        if rewrite:
            if ticket.is_closed:
                raise TicketClosed
            letter = REWRITE_LETTER.format(explanation=BROKEN_RULES[rule].explanation)
            desk.answer(
                ticket,
                staff,
                letter,
                token=new_token(),
                then=Status.WAITING_CUSTOMER,
                address=address,
            )
        elif not ticket.is_closed:
            handling.close_for_rules(ticket, staff, [rule], address=address)
    return ticket


def reject_finding(staff: User, number: int, rule: str, address: str | None = None) -> Ticket:
    """Agrees with the customer: the text is fine. Raises TicketNotFound, FindingNotFound."""
    with write():
        ticket = lock_ticket_for(staff, number)
        _judge(ticket, staff, rule, Verb.FLAG_REJECTED, "rejected", address)
    return ticket


def _judge(
    ticket: Ticket, staff: User, rule: str, verb: Verb, state: str, address: str | None
) -> None:
    if {"rule": rule, "state": "open"} not in ticket.flags:
        raise FindingNotFound
    ticket.flags = [
        flag | {"state": state} if flag == {"rule": rule, "state": "open"} else flag
        for flag in ticket.flags
    ]
    ticket.flagged = any(flag["state"] == "open" for flag in ticket.flags)
    etiquette_counts.judged(rule, upheld=verb is Verb.FLAG_UPHELD)
    record.append(ticket, verb, staff, chain=Chain.INTERNAL, after={"rule": rule}, address=address)


def block_customer(actor: User, user_id: int, reason: str, address: str | None = None) -> User:
    """Keeps a customer from writing; they can still read, and see the reason.

    Raises NotAllowed, CustomerNotFound.
    """
    with write():
        customer = _customer(actor, user_id)
        if customer.blocked_reason != reason:
            customer.blocked_reason = reason
            record.audit(
                Verb.CUSTOMER_BLOCKED, actor, subject_user=customer, note=reason, address=address
            )
    return customer


def unblock_customer(actor: User, user_id: int, address: str | None = None) -> User:
    """Lets a blocked customer write again. Raises NotAllowed, CustomerNotFound."""
    with write():
        customer = _customer(actor, user_id)
        if customer.is_blocked:
            record.audit(
                Verb.CUSTOMER_UNBLOCKED,
                actor,
                subject_user=customer,
                before={"reason": customer.blocked_reason},
                address=address,
            )
            customer.blocked_reason = None
    return customer


def letter_of(ticket: Ticket, message_id: int) -> Message:
    """A letter or note of a ticket. Raises LetterNotFound."""
    letter = db.session.get(Message, message_id)
    if letter is None or letter.ticket_id != ticket.id:
        raise LetterNotFound
    return letter


def redact(
    actor: User, number: int, message_id: int, reason: str, address: str | None = None
) -> Message:
    """Removes the text of a letter or note because of a leaked secret (promise 1's exception).

    Its digest stays, so the record still proves what stood there; its words leave the search
    index and the lists. `reason` stands in the record, where readers of the letter see it.
    Raises NotAllowed, TicketNotFound, LetterNotFound.
    """
    if actor.role not in SUPERVISORS:
        raise NotAllowed
    with write():
        ticket = lock_ticket_for(actor, number)
        letter = lock(Message, message_id)
        if letter is None or letter.ticket_id != ticket.id:
            raise LetterNotFound
        if letter.redacted_at is not None:
            return letter
        search.forget_message(ticket, letter)
        letter.body = ""
        letter.redacted_at = clock.now()
        if letter.chain is Chain.PUBLIC:
            ticket.updated_at = letter.redacted_at
            ticket.excerpt = _excerpt(ticket)
        record.append(
            ticket,
            Verb.REDACTED,
            actor,
            chain=letter.chain,
            message=letter,
            note=reason,
            address=address,
        )
    return letter


def _excerpt(ticket: Ticket) -> str:
    body = db.session.scalar(
        select(Message.body)
        .where(
            Message.ticket_id == ticket.id,
            Message.chain == Chain.PUBLIC,
            Message.redacted_at.is_(None),
        )
        .order_by(Message.ordinal.desc())
        .limit(1)
    )
    return letters.truncate(" ".join((body or "").split()), EXCERPT_LENGTH)


def _customer(actor: User, user_id: int) -> User:
    if actor.role not in SUPERVISORS:
        raise NotAllowed
    customer = lock(User, user_id)
    if customer is None or customer.role is not Role.CUSTOMER:
        raise CustomerNotFound
    return customer
