"""The staff's lists: which tickets wait, for whom, and until when.

Each page costs one query for its rows and one for the counts of all views.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased, lazyload

from portal import clock
from portal.extensions import db
from portal.models import STAFF_ROLES, Chain, Department, Message, Status, Ticket, Urgency, User
from portal.services.reading import (
    COUNT_LIMIT,
    Page,
    make_cursor,
    newest_first,
    paged,
    parse_cursor,
    parse_id,
    searched,
)

NOBODY = "nobody"
MINE = "me"
_customer = aliased(User, name="customer")
_assignee = aliased(User, name="assignee")


@dataclass(frozen=True)
class Filters:
    """What narrows a list. `view` is a key of VIEWS; `assignee` is MINE, NOBODY or a user's id."""

    view: str = "waiting"
    department_id: int | None = None
    status: Status | None = None
    urgency: Urgency | None = None
    assignee: str | int | None = None

    @property
    def narrowed(self) -> bool:
        """Is there more than the view?"""
        return any((self.department_id, self.status, self.urgency, self.assignee))


def _waits(_staff: User) -> ColumnElement[bool]:
    return Ticket.queue_at.is_not(None)


def _is_open(_staff: User) -> ColumnElement[bool]:
    return Ticket.closed_at.is_(None)


# What a view holds. Those in QUEUED_VIEWS are ordered by their place in the queue, flagged ones
# by number, the rest by last activity.
VIEWS: Mapping[str, Callable[[User], ColumnElement[bool]]] = {
    "waiting": _waits,
    "mine": lambda staff: and_(_is_open(staff), Ticket.assignee_id == staff.id),
    "unassigned": lambda staff: and_(_waits(staff), Ticket.assignee_id.is_(None)),
    "overdue": lambda staff: and_(
        _waits(staff), Ticket.first_answered_at.is_(None), Ticket.due_at < clock.now()
    ),
    "replied": lambda staff: and_(_waits(staff), Ticket.staff_unread, Ticket.status != Status.NEW),
    "operator": lambda staff: and_(_waits(staff), Ticket.status == Status.WAITING_OPERATOR),
    "flagged": lambda _staff: Ticket.flagged,
    "open": _is_open,
    "closed": lambda _staff: Ticket.status == Status.CLOSED,
}
QUEUED_VIEWS = ("waiting", "unassigned", "overdue", "replied", "operator")


def desk_page(
    staff: User, filters: Filters, cursor: str | None = None, query: str | None = None
) -> Page:
    """A page of the tickets that this member of staff may see.

    A query searches all of them, closed ones too, within the filters but not the view. A cursor
    that makes no sense starts at the beginning.
    """
    narrowed = [*scope(staff), *_narrowing(staff, filters)]
    if query:

        def visible(ids: Sequence[int]) -> set[int]:
            found = select(Ticket.id).where(Ticket.id.in_(ids), *narrowed)
            return set(db.session.scalars(found))

        return searched(ticket_rows(), query, cursor, visible=visible)
    rows = ticket_rows().where(*narrowed, VIEWS[filters.view](staff))
    if filters.view in QUEUED_VIEWS:
        return _by_place(rows, cursor)
    if filters.view == "flagged":
        return _by_number(rows, cursor)
    return newest_first(rows, cursor)


def view_counts(staff: User) -> dict[str, int]:
    """How many tickets each view holds for this member of staff, each up to COUNT_LIMIT; the
    closed ones, of which there are always many, are not counted."""
    mine = scope(staff)
    parts = []
    for name, holds in VIEWS.items():
        if name == "closed":
            continue
        some = select(Ticket.id).where(holds(staff), *mine).limit(COUNT_LIMIT).subquery()
        parts.append(
            select(literal(name), select(func.count()).select_from(some).scalar_subquery())
        )
    return dict(db.session.execute(union_all(*parts)).all())


def first_letters(ticket_ids: Sequence[int]) -> dict[int, str]:
    """The texts of tickets' first letters, by ticket."""
    rows = select(Message.ticket_id, Message.body).where(
        Message.ticket_id.in_(ticket_ids), Message.chain == Chain.PUBLIC, Message.ordinal == 1
    )
    return dict(db.session.execute(rows).all())


def scope(staff: User) -> list[ColumnElement[bool]]:
    """Which tickets a member of staff may see, as services.ticket_access.may_see has it."""
    if staff.sees_all_departments:
        return []
    return [or_(Ticket.department_id.in_(staff.department_ids), Ticket.assignee_id == staff.id)]


def departments() -> list[Department]:
    """All departments in their order."""
    return list(db.session.scalars(select(Department).order_by(Department.sort, Department.id)))


def colleagues() -> list[User]:
    """The active staff by name, each to be put in charge of a ticket."""
    return list(
        db.session.scalars(
            select(User)
            .where(User.role.in_(STAFF_ROLES), User.active)
            .options(lazyload(User.departments))
            .order_by(User.name, User.id)
        )
    )


def ticket_rows() -> Select:
    """What a row of a staff list shows, from columns alone."""
    return (
        select(
            Ticket.id,
            Ticket.number.label("number"),
            Ticket.subject,
            Ticket.excerpt,
            Ticket.status,
            Ticket.closed_reason,
            Ticket.urgency,
            Ticket.revision,
            Ticket.created_at,
            Ticket.updated_at,
            Ticket.due_at,
            Ticket.first_answered_at,
            Ticket.waiting_since,
            Ticket.queue_at,
            Ticket.flags,
            Ticket.flagged,
            Ticket.staff_unread,
            Ticket.attachment_count,
            _customer.name.label("customer"),
            _assignee.name.label("assignee"),
            Department.name.label("department"),
        )
        .join(_customer, Ticket.customer_id == _customer.id)
        .outerjoin(_assignee, Ticket.assignee_id == _assignee.id)
        .join(Department, Ticket.department_id == Department.id)
    )


def _narrowing(staff: User, filters: Filters) -> list[ColumnElement[bool]]:
    found = []
    if filters.department_id:
        found.append(Ticket.department_id == filters.department_id)
    if filters.status:
        found.append(Ticket.status == filters.status)
    if filters.urgency:
        found.append(Ticket.urgency == filters.urgency)
    if filters.assignee == NOBODY:
        found.append(Ticket.assignee_id.is_(None))
    elif filters.assignee == MINE:
        found.append(Ticket.assignee_id == staff.id)
    elif filters.assignee:
        found.append(Ticket.assignee_id == filters.assignee)
    return found


def _by_place(rows: Select, cursor: str | None) -> Page:
    if after := parse_cursor(cursor):
        instant, ident = after
        place = tuple_(literal(instant, Ticket.queue_at.type), literal(ident))
        rows = rows.where(tuple_(Ticket.queue_at, Ticket.id) > place)
    rows = rows.order_by(Ticket.queue_at, Ticket.id)
    return paged(rows, lambda row: make_cursor(row.queue_at, row.id))


def _by_number(rows: Select, cursor: str | None) -> Page:
    if (last := parse_id(cursor)) is not None:
        rows = rows.where(Ticket.id < last)
    return paged(rows.order_by(Ticket.id.desc()), lambda row: str(row.id))
