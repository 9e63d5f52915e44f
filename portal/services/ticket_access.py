"""Which tickets a person may see: the one place that decides it (promise 4)."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import NUMBER_BASE, Ticket, User
from portal.services.transaction import lock


class TicketNotFound(Exception):
    """No such ticket, or not for this person: the two look the same."""


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


def lock_ticket_for(user: User, number: int) -> Ticket:
    """The ticket as it is now, held until the transaction ends; authorised again.

    Raises TicketNotFound.
    """
    ticket = lock(Ticket, number - NUMBER_BASE)
    if ticket is None or not may_see(user, ticket):
        raise TicketNotFound
    return ticket
