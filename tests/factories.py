"""People and tickets for tests. Personas: Arash and Bahar are customers, Cyrus an agent of the
technical unit, Nima a supervisor, Dana the admin. What they make is committed."""

import itertools

from portal.extensions import db
from portal.models import Category, Department, Message, Role, Ticket, Urgency, User
from portal.persian import identifiers
from portal.services import sessions, tickets
from portal.services.transaction import new_token, write

BODY = "با سلام و احترام\nپیامک‌های ارسالی دیروز به مشترکان ایرانسل نرسیده است.\nبا تشکر"

_numbers = itertools.count(1)


def make_user(name: str, mobile: str, role: Role = Role.CUSTOMER, departments=(), **facts) -> User:
    """A user whose mobile is proven; with an e-mail, that is proven too."""
    with write() as session:
        user = User(
            name=name,
            mobile=identifiers.parse_mobile(mobile),
            role=role,
            departments=[session.query(Department).filter_by(key=key).one() for key in departments],
            **facts,
        )
        session.add(user)
    return user


def arash(**facts) -> User:
    return make_user("آرش نیک‌پور", "09121000001", organisation="فروشگاه برگ سبز", **facts)


def bahar(**facts) -> User:
    return make_user("بهار رستگار", "09121000004", **facts)


def cyrus(departments=("technical",), **facts) -> User:
    return make_user("سیروس مهرآیین", "09121000002", Role.AGENT, departments, **facts)


def nima(departments=("technical",), **facts) -> User:
    return make_user("نیما شایان", "09121000005", Role.SUPERVISOR, departments, **facts)


def dana(**facts) -> User:
    return make_user("دانا فرهمند", "09121000003", Role.ADMIN, **facts)


def draft(category: str = "delivery", **facts) -> tickets.TicketDraft:
    """A well-formed request; needs the `defaults` marker."""
    category_id = db.session.query(Category.id).filter_by(key=category).scalar()
    return tickets.TicketDraft(
        **{
            "category_id": category_id,
            "subject": "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل",
            "body": BODY,
            "urgency": Urgency.NORMAL,
            "token": new_token(),
        }
        | facts
    )


def make_ticket(customer: User, category: str = "delivery", **facts) -> Ticket:
    """A registered request of this customer; each by default with words of its own, for the same
    words again are the same request."""
    facts = {"body": f"{BODY}\n({next(_numbers)})"} | facts
    return tickets.create_ticket(customer, draft(category, **facts))


def reply(customer: User, ticket: Ticket, body: str = "با سلام، گزارش را پیوست کردم.") -> Message:
    """A further letter of the customer."""
    return tickets.add_reply(customer, ticket.number, body, token=new_token())


def log_in(client, user: User) -> None:
    """Gives the client a live login of this user, without the login page."""
    with write():
        login = sessions.open_login(user, sessions.Visitor(), "test")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = login.token
        cookie["_fresh"] = True
