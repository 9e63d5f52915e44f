"""What a new text is compared with: the customer's other tickets, and the thread before a reply."""

from datetime import timedelta

from sqlalchemy import or_, select

from portal import clock
from portal.etiquette import EarlierTicket
from portal.extensions import db
from portal.models import Category, Chain, Message, Status, Ticket, Urgency, User

MOST_TICKETS = 20
# A ticket closed not longer ago than this may still be the place for a new request.
CLOSED_DAYS = 30
# A reply is compared with the beginning of its thread and the latest letters.
LATEST_LETTERS = 10


def tickets_of(customer: User) -> list[EarlierTicket]:
    """The customer's open and recently closed tickets with their first letters, newest first."""
    since = clock.now() - timedelta(days=CLOSED_DAYS)
    rows = db.session.execute(
        select(
            Ticket.number.label("number"),
            Ticket.subject,
            Ticket.status,
            Ticket.urgency,
            Ticket.details,
            Message.body,
            Category.key,
        )
        .join(Message, Message.ticket_id == Ticket.id)
        .join(Ticket.category)
        .where(
            Ticket.customer_id == customer.id,
            or_(Ticket.status != Status.CLOSED, Ticket.closed_at > since),
            Message.chain == Chain.PUBLIC,
            Message.ordinal == 1,
        )
        .order_by(Ticket.updated_at.desc())
        .limit(MOST_TICKETS)
    )
    return [
        EarlierTicket(
            row.number,
            row.subject,
            row.body,
            row.key,
            details={key: text for key, text in row.details.items() if isinstance(text, str)},
            closed=row.status is Status.CLOSED,
            urgent=row.urgency in (Urgency.HIGH, Urgency.CRITICAL),
        )
        for row in rows
    ]


def letters_of(ticket: Ticket) -> list[str]:
    """The subject, the first letter and the latest ones of a thread, the oldest first."""
    public = select(Message.body).where(
        Message.ticket_id == ticket.id, Message.chain == Chain.PUBLIC
    )
    latest = db.session.scalars(
        public.where(Message.ordinal > 1).order_by(Message.ordinal.desc()).limit(LATEST_LETTERS)
    ).all()
    first = db.session.scalars(public.where(Message.ordinal == 1)).all()
    return [ticket.subject, *first, *reversed(latest)]
