"""Customers as the staff look them up."""

from sqlalchemy import func, or_, select

from portal.extensions import db
from portal.models import Event, PanelOrder, Role, Status, Ticket, User
from portal.persian import identifiers, letters
from portal.persian.digits import to_ascii
from portal.services import queue
from portal.services.moderation import CustomerNotFound
from portal.services.reading import Page, capped_count, newest_first, paged, parse_id

ZWNJ = "\u200c"
# A shorter part of a number stands in too many of them.
MOBILE_PART = 4
RECENT_EVENTS = 20


_COUNTS = select(
    capped_count([status for status in Status if status is not Status.CLOSED]),
    capped_count([Status.CLOSED]),
)


def customers_page(query: str = "", cursor: str | None = None) -> Page:
    """A page of customers, newest first: all, or those whose name, organisation, e-mail or mobile
    holds the query."""
    rows = select(
        User.id,
        User.name,
        User.organisation,
        User.mobile,
        User.email,
        User.email_verified_at,
        User.blocked_reason,
        User.active,
        User.created_at,
    ).where(User.role == Role.CUSTOMER)
    if query.strip():
        rows = rows.where(_matches(query))
    if (last := parse_id(cursor)) is not None:
        rows = rows.where(User.id < last)
    return paged(rows.order_by(User.id.desc()), lambda row: str(row.id))


def get_customer(user_id: int) -> User:
    """The customer with this id. Raises CustomerNotFound."""
    user = db.session.get(User, user_id)
    if user is None or user.role is not Role.CUSTOMER:
        raise CustomerNotFound
    return user


def ticket_counts(customer: User) -> tuple[int, int]:
    """How many open and closed tickets a customer has, each up to COUNT_LIMIT."""
    opened, closed = db.session.execute(_COUNTS, {"customer": customer.id}).one()
    return opened, closed


def chosen_panel(customer: User) -> PanelOrder | None:
    """The panel that a customer chose last."""
    return db.session.scalars(
        select(PanelOrder)
        .where(PanelOrder.user_id == customer.id)
        .order_by(PanelOrder.id.desc())
        .limit(1)
    ).first()


def tickets_of(staff: User, customer: User, cursor: str | None = None) -> Page:
    """A page of a customer's tickets that this member of staff may see, newest activity first."""
    rows = queue.ticket_rows().where(Ticket.customer_id == customer.id, *queue.scope(staff))
    return newest_first(rows, cursor)


def recent_events(customer: User) -> list[Event]:
    """The last things that happened to a customer's account, tickets aside, newest first."""
    return list(
        db.session.scalars(
            select(Event)
            .where(
                Event.ticket_id.is_(None),
                or_(Event.actor_id == customer.id, Event.subject_user_id == customer.id),
            )
            .order_by(Event.id.desc())
            .limit(RECENT_EVENTS)
        )
    )


def _matches(query: str):
    text = letters.clean_line(query)
    joined = text.replace(" ", "").replace(ZWNJ, "").lower()
    found = [
        _joined(User.name).contains(joined, autoescape=True),
        _joined(User.organisation).contains(joined, autoescape=True),
        func.lower(User.email).contains(to_ascii(joined), autoescape=True),
    ]
    number = identifiers.normalize(text)
    for prefix in ("+98", "0098", "0"):
        number = number.removeprefix(prefix)
    if number.isascii() and number.isdigit() and len(number) >= MOBILE_PART:
        found.append(User.mobile.contains(number))
    return or_(*found)


def _joined(column):
    return func.lower(func.replace(func.replace(column, " ", ""), ZWNJ, ""))
