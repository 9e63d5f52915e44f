"""People, tickets and outbox rows for the tests of notices, straight into the database."""

import itertools
from datetime import UTC, datetime

from portal import clock
from portal.extensions import db
from portal.models import (
    Category,
    Chain,
    Channel,
    Department,
    Event,
    Message,
    MessageKind,
    Notification,
    Role,
    Ticket,
    User,
    Verb,
)

VERIFIED = datetime(2026, 1, 1, tzinfo=UTC)
_count = itertools.count(1)


def person(role: Role = Role.CUSTOMER, **changes: object) -> User:
    """A customer with a proven number and address; staff have an address alone."""
    n = next(_count)
    facts = {
        "name": f"کاربر {n}",
        "role": role,
        "mobile": f"+9891210{n:05}" if role is Role.CUSTOMER else None,
        "email": f"person{n}@customer.example",
        "email_verified_at": VERIFIED,
    }
    user = User(**facts | changes)
    db.session.add(user)
    db.session.flush()
    return user


def unit(name: str = "واحد فنی") -> Department:
    """A department with one category."""
    n = next(_count)
    department = Department(key=f"unit{n}", name=name)
    db.session.add(department)
    db.session.flush()
    db.session.add(Category(key=f"category{n}", title="ارسال", department_id=department.id))
    db.session.flush()
    return department


def ticket(customer: User, department: Department, **changes: object) -> Ticket:
    """An open ticket with the customer's first letter and its link in the public chain."""
    n = next(_count)
    category = db.session.query(Category).filter_by(department_id=department.id).one()
    facts = {
        "customer": customer,
        "department": department,
        "category": category,
        "subject": "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل",
        "link_token": f"8kQ{n:03}",
    }
    made = Ticket(**facts | changes)
    db.session.add(made)
    db.session.flush()
    letter(made, customer, MessageKind.CUSTOMER, "متن نامهٔ مشتری")
    return made


def letter(ticket: Ticket, author: User, kind: MessageKind, body: str) -> Message:
    """A letter or note in a ticket, and its entry in the record with a digest made of its id."""
    chain = Chain.INTERNAL if kind is MessageKind.NOTE else Chain.PUBLIC
    n = next(_count)
    made = Message(
        ticket_id=ticket.id,
        chain=chain,
        ordinal=n,
        kind=kind,
        author=author,
        author_name=author.name,
        body=body,
        body_digest="0" * 64,
        token=f"token{n}",
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(
        Event(
            ticket_id=ticket.id,
            chain=chain,
            ordinal=n,
            verb=Verb.REPLIED,
            message=made,
            digest=f"{made.id:064x}",
        )
    )
    db.session.flush()
    return made


def queued(channel: Channel = Channel.SMS, **changes: object) -> Notification:
    """A committed outbox row that is due."""
    n = next(_count)
    mail = {"subject": "تیکت ۱۰۲۴۸ پاسخ داده شد", "html": "<p>متن</p>"}
    facts = {
        "ref": f"ref{n:06}",
        "event": "ticket_answered",
        "channel": channel,
        "recipient": "+989121234567" if channel is Channel.SMS else "arash@customer.example",
        "text": f"متن شمارهٔ {n}",
        **(mail if channel is Channel.EMAIL else {}),
    }
    row = Notification(**facts | changes)
    db.session.add(row)
    db.session.commit()
    return row


def again(row: Notification) -> Notification:
    """The row as it is stored now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Notification, row.id)
