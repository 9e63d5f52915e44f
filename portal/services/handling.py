"""What the staff change about a ticket: its unit, its person in charge, its state, its end.

As in services.desk, each public function is one transaction under the ticket's lock. What
changes nothing leaves no event. All raise TicketNotFound, and Conflict for a stale `revision`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from portal import clock
from portal.extensions import db
from portal.labels import BROKEN_RULES
from portal.models import (
    NUMBER_BASE,
    CloseReason,
    Department,
    Status,
    Ticket,
    Urgency,
    User,
    Verb,
)
from portal.notifications import outbox
from portal.services import desk, record, settings, ticket_steps
from portal.services.ticket_access import lock_ticket_for
from portal.services.ticket_steps import TicketClosed, place_in_queue
from portal.services.transaction import new_token, write

# What staff set by hand; the other states follow from letters and from closing.
BY_HAND = (Status.IN_PROGRESS, Status.WAITING_OPERATOR)


class DepartmentNotFound(Exception):
    """There is no such department."""


class AssigneeNotFound(Exception):
    """There is no such active member of staff."""


class DuplicateNotFound(Exception):
    """The same customer has no other ticket of this number."""


class RulesNeeded(Exception):
    """A ticket that broke the rules is closed by naming them."""


def refer(
    staff: User,
    number: int,
    department_id: int,
    *,
    revision: int | None,
    note: str = "",
    address: str | None = None,
) -> Ticket:
    """Refers a ticket to another department, whose staff are told; `note` is for them alone.

    Who was in charge is so no longer, unless they work there too. Raises DepartmentNotFound,
    TicketClosed.
    """
    with _changing(staff, number, revision) as ticket:
        department = db.session.get(Department, department_id)
        if department is None:
            raise DepartmentNotFound
        if department.id == ticket.department_id:
            return ticket
        before = ticket.department
        ticket.department = department
        ticket.department_id = department.id
        ticket.updated_at = clock.now()
        record.append(
            ticket,
            Verb.REFERRED,
            staff,
            before={"department": before.key, "name": before.name},
            after={"department": department.key, "name": department.name},
            address=address,
        )
        if ticket.assignee and department.id not in ticket.assignee.department_ids:
            desk.hand_over(ticket, staff, None, address)
        if note:
            desk.add_note(ticket, staff, note, token=new_token(), address=address)
        outbox.notify_staff("staff_new_ticket", ticket)
    return ticket


def assign(
    staff: User,
    number: int,
    assignee_id: int | None,
    *,
    revision: int | None,
    address: str | None = None,
) -> Ticket:
    """Puts a member of staff in charge of a ticket, or nobody. Raises AssigneeNotFound,
    TicketClosed."""
    with _changing(staff, number, revision) as ticket:
        if assignee_id == ticket.assignee_id:
            return ticket
        assignee = db.session.get(User, assignee_id) if assignee_id else None
        if assignee_id and not (assignee and assignee.is_staff and assignee.active):
            raise AssigneeNotFound
        desk.hand_over(ticket, staff, assignee, address)
    return ticket


def change_status(
    staff: User, number: int, status: Status, *, revision: int | None, address: str | None = None
) -> Ticket:
    """Says by hand that a ticket is being worked on, or waits for the operator (BY_HAND).

    Raises TicketClosed.
    """
    with _changing(staff, number, revision) as ticket:
        if status is ticket.status:
            return ticket
        before = ticket.status
        desk.mark_seen(ticket)
        desk.set_status(ticket, status)
        record.append(
            ticket,
            Verb.STATUS,
            staff,
            before={"status": before},
            after={"status": status},
            address=address,
        )
    return ticket


def change_urgency(
    staff: User,
    number: int,
    urgency: Urgency,
    *,
    revision: int | None,
    reason: str = "",
    address: str | None = None,
) -> Ticket:
    """Corrects the urgency, which moves the ticket in the queue and its first answer's due time
    (S13). The customer sees the change and its reason. Raises TicketClosed."""
    with _changing(staff, number, revision) as ticket:
        if urgency is ticket.urgency:
            return ticket
        before = ticket.urgency
        ticket.urgency = urgency
        ticket.updated_at = clock.now()
        place_in_queue(ticket)
        if ticket.first_answered_at is None:
            ticket.due_at = settings.first_answer_due(ticket.created_at, urgency)
        record.append(
            ticket,
            Verb.URGENCY,
            staff,
            before={"urgency": before},
            after={"urgency": urgency},
            note=reason,
            address=address,
        )
    return ticket


def close(
    staff: User,
    number: int,
    reason: CloseReason,
    *,
    revision: int | None,
    broken_rules: Sequence[str] = (),
    note: str = "",
    duplicate_of: int | None = None,
    address: str | None = None,
) -> Ticket:
    """Closes a ticket with its reason (S11), and tells the customer.

    `broken_rules` are keys of BROKEN_RULES and go with BROKE_RULES alone; `duplicate_of` is the
    number of the same customer's ticket where the matter goes on; `note` is for the customer.
    Raises RulesNeeded, DuplicateNotFound.
    """
    with _changing(staff, number, revision, closed=True) as ticket:
        if ticket.is_closed:
            return ticket
        if reason is CloseReason.BROKE_RULES:
            close_for_rules(ticket, staff, broken_rules, note=note, address=address)
            return ticket
        original = None
        if reason is CloseReason.DUPLICATE:
            original = _other_ticket(ticket, duplicate_of)
        ticket_steps.close(ticket, staff, reason, duplicate_of=original, note=note, address=address)
        outbox.notify_customer("ticket_closed", ticket)
    return ticket


def close_for_rules(
    ticket: Ticket,
    staff: User,
    broken_rules: Sequence[str],
    *,
    note: str = "",
    address: str | None,
) -> None:
    """Closes a ticket that broke rules, inside write(); what the customer reads about each rule
    becomes part of the record. Raises RulesNeeded."""
    rules = [rule for rule in BROKEN_RULES if rule in broken_rules]
    if not rules:
        raise RulesNeeded
    explained = [BROKEN_RULES[rule].explanation for rule in rules]
    ticket_steps.close(
        ticket,
        staff,
        CloseReason.BROKE_RULES,
        broken_rules=rules,
        note="\n".join([*explained, *([note] if note else [])]),
        address=address,
    )
    outbox.notify_customer("ticket_closed", ticket)


def reopen(
    staff: User, number: int, *, revision: int | None, note: str = "", address: str | None = None
) -> Ticket:
    """Opens a closed ticket again, whenever and for whatever reason it was closed, and tells the
    customer."""
    with _changing(staff, number, revision, closed=True) as ticket:
        if ticket.is_closed:
            ticket_steps.reopen(ticket, staff, note=note, address=address)
            outbox.notify_customer("ticket_reopened", ticket)
    return ticket


@contextmanager
def _changing(
    staff: User, number: int, revision: int | None, *, closed: bool = False
) -> Iterator[Ticket]:
    """The locked ticket of one change; a closed one only where `closed` allows it."""
    with write():
        ticket = lock_ticket_for(staff, number)
        desk.refuse_stale(ticket, staff, revision)
        if ticket.is_closed and not closed:
            raise TicketClosed
        yield ticket


def _other_ticket(ticket: Ticket, number: int | None) -> Ticket:
    original = db.session.get(Ticket, number - NUMBER_BASE) if number else None
    if original is None or original.id == ticket.id or original.customer_id != ticket.customer_id:
        raise DuplicateNotFound
    return original
