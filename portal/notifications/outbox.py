"""Who hears what: adds outbox rows, inside the write() that makes the news (promise 3)."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from portal import clock, crypto
from portal.extensions import db
from portal.models import (
    STAFF_ROLES,
    Chain,
    Channel,
    Event,
    Message,
    Notification,
    Role,
    Ticket,
    User,
    membership,
)
from portal.notifications import messages
from portal.notifications.brand import brand_name
from portal.notifications.queue import CODE_PRIORITY, NOTICE_PRIORITY
from portal.persian import segments

CODE = "otp"


def notify_customer(event_key: str, ticket: Ticket, message: Message | None = None) -> None:
    """Tells the ticket's customer by SMS and e-mail, when asked to (S5, S19).

    `event_key`: ticket_received, ticket_answered, ticket_needs_info, ticket_closed or
    ticket_reopened. Call it after the record is written: the answer's e-mail carries the digest
    of the public record as it then is. `message` is the letter that caused it; its text is never
    sent, so that what is redacted later has not left the portal.
    """
    customer = ticket.customer
    if not ticket.notify or not customer.active:
        return
    cause = {"user_id": customer.id, "ticket_id": ticket.id}
    cause["message_id"] = message.id if message else None
    url = messages.ticket_url(ticket)
    params = messages.ticket_params(ticket)
    if customer.mobile:
        link = messages.without_scheme(url)
        text = messages.sms_text(event_key, link=link, number=params["number"])
        _add_sms(event_key, customer.mobile, text, **cause)
    if _has_email(customer):
        mail = messages.email(
            event_key,
            **params,
            name=customer.name,
            brand=brand_name(db.session),
            url=url,
            at=messages.moment(message.created_at if message else clock.now()),
            head_digest=_head_digest(ticket) if event_key == "ticket_answered" else None,
        )
        _add_email(event_key, customer.email, mail, **cause)


def notify_staff(event_key: str, ticket: Ticket) -> None:
    """Tells the staff by e-mail: the assignee alone, else the department, else the admins.

    `event_key`: staff_new_ticket or staff_customer_reply. Nothing that the customer wrote goes
    out but the title.
    """
    params = messages.ticket_params(ticket) | {"url": messages.desk_url(ticket)}
    for user in _staff_of(ticket):
        mail = messages.email(event_key, **params, name=user.name, brand=brand_name(db.session))
        _add_email(event_key, user.email, mail, user_id=user.id, ticket_id=ticket.id)


def send_code(
    user: User | None, channel: Channel | str, recipient: str, code: str, expires_at: datetime
) -> Notification:
    """Queues a one-time code ahead of all notices; the row's text is encrypted.

    `recipient` is an E.164 number or an address, not yet proven. The row is flushed, so its id
    is there.
    """
    common = {
        "user_id": user.id if user else None,
        "secret": True,
        "priority": CODE_PRIORITY,
        "expires_at": expires_at,
    }
    if Channel(channel) is Channel.SMS:
        text = messages.sms_text(CODE, code=code, host=messages.site_host())
        row = _add_sms(CODE, recipient, text, **common)
    else:
        mail = messages.email(
            CODE,
            code=code,
            name=user.name if user else None,
            brand=brand_name(db.session),
            until=messages.moment(expires_at),
        )
        row = _add_email(CODE, recipient, mail, **common)
    db.session.flush()
    return row


def send_link(
    user: User,
    event_key: str,
    url: str,
    expires_at: datetime | None = None,
    *,
    email: str | None = None,
) -> Notification:
    """Queues an e-mail with a link that proves the user's address (`verify_email`), or the one
    that is to replace it (`email`).

    The link is a credential, so the row is kept like a code's. Nobody is named: until it is
    proven, the address may be a stranger's, and the name anything that somebody typed.
    """
    mail = messages.email(
        event_key,
        brand=brand_name(db.session),
        url=url,
        until=messages.moment(expires_at) if expires_at else None,
    )
    return _add_email(
        event_key,
        email or user.email,
        mail,
        user_id=user.id,
        secret=True,
        priority=CODE_PRIORITY,
        expires_at=expires_at,
    )


def _staff_of(ticket: Ticket) -> Iterable[User]:
    assignee = ticket.assignee
    if assignee and assignee.active and assignee.is_staff and _has_email(assignee):
        return [assignee]
    reachable = select(User).where(
        User.active, User.email.is_not(None), User.email_verified_at.is_not(None)
    )
    in_unit = select(membership.c.user_id).where(membership.c.department_id == ticket.department_id)
    unit = reachable.where(User.role.in_(STAFF_ROLES), User.id.in_(in_unit))
    return (
        db.session.scalars(unit.order_by(User.id)).all()
        or db.session.scalars(reachable.where(User.role == Role.ADMIN).order_by(User.id)).all()
    )


def _has_email(user: User) -> bool:
    return bool(user.email and user.email_verified_at)


def _head_digest(ticket: Ticket) -> str | None:
    return db.session.scalar(
        select(Event.digest)
        .where(Event.ticket_id == ticket.id, Event.chain == Chain.PUBLIC)
        .order_by(Event.ordinal.desc())
        .limit(1)
    )


def _add_sms(event: str, number: str, text: str, **facts: object) -> Notification:
    size = segments.count(text).segments
    return _add(event, Channel.SMS, number, text=text, segments=size, **facts)


def _add_email(event: str, address: str, mail: messages.Rendered, **facts: object) -> Notification:
    return _add(
        event, Channel.EMAIL, address, subject=mail.subject, text=mail.text, html=mail.html, **facts
    )


def _add(event: str, channel: Channel, recipient: str, **facts: object) -> Notification:
    if facts.get("secret"):
        facts["text"] = crypto.encrypt(facts["text"])
        facts["html"] = crypto.encrypt(facts["html"]) if facts.get("html") else None
    row = Notification(
        ref=secrets.token_hex(12),
        event=event,
        channel=channel,
        recipient=recipient,
        **{"priority": NOTICE_PRIORITY} | facts,
    )
    db.session.add(row)
    db.session.info["outbox_filled"] = True
    return row
