"""Who hears what, and that it is stored with the news itself (promise 3)."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock, crypto
from portal.extensions import db, outbox_filled
from portal.models import Channel, MessageKind, NoticeState, Notification, Role, Setting, Ticket
from portal.notifications import outbox
from portal.services.transaction import write
from tests.notifications.builders import letter, person, ticket, unit

CUSTOMER_EVENTS = (
    "ticket_received",
    "ticket_answered",
    "ticket_needs_info",
    "ticket_closed",
    "ticket_reopened",
)
STAFF_EVENTS = ("staff_new_ticket", "staff_customer_reply")


@pytest.fixture
def made(app: Flask) -> Ticket:
    """A ticket whose customer wants to be told."""
    made = ticket(person(name="آرش نیک‌پور"), unit())
    db.session.commit()
    return made


def rows() -> list[Notification]:
    return list(db.session.scalars(select(Notification).order_by(Notification.id)))


def told(made: Ticket, event: str = "ticket_answered") -> list[Notification]:
    with write():
        outbox.notify_customer(event, made)
    return rows()


# The customer


@pytest.mark.parametrize("event", CUSTOMER_EVENTS)
def test_box_means_email_and_sms(made: Ticket, event: str):
    sms, mail = told(made, event)
    assert (sms.channel, sms.recipient) == (Channel.SMS, made.customer.mobile)
    assert (mail.channel, mail.recipient) == (Channel.EMAIL, made.customer.email)
    for row in (sms, mail):
        assert row.event == event
        assert row.state is NoticeState.QUEUED
        assert row.ticket_id == made.id
        assert row.user_id == made.customer_id
        assert not row.secret
    assert sms.segments == 1


def test_unticked_box_means_silence(made: Ticket):
    made.notify = False
    db.session.commit()
    assert told(made) == []


def test_unverified_address_gets_nothing(made: Ticket):
    made.customer.email_verified_at = None
    db.session.commit()
    assert [row.channel for row in told(made)] == [Channel.SMS]


def test_customer_without_mobile_gets_an_email(made: Ticket):
    made.customer.mobile = None
    db.session.commit()
    assert [row.channel for row in told(made)] == [Channel.EMAIL]


def test_closed_account_gets_nothing(made: Ticket):
    made.customer.active = False
    db.session.commit()
    assert told(made) == []


def test_notice_leads_into_the_thread(made: Ticket):
    sms, mail = told(made)
    link = f"localhost/t/{made.link_token}"
    assert link in sms.text.split("\n")
    assert f"http://{link}" in mail.text
    assert f'href="http://{link}"' in mail.html


def test_each_notice_has_a_ref_of_its_own(made: Ticket):
    refs = [row.ref for row in told(made) + told(made, "ticket_closed")]
    assert len({*refs}) == 4


def test_email_bears_the_brand(made: Ticket):
    db.session.add(Setting(key="brand", value={"name": "پیام‌آرا"}))
    db.session.commit()
    assert "پشتیبانی پیام‌آرا" in told(made)[1].text


def test_answered_email_carries_the_head_of_the_public_record_alone(made: Ticket):
    staff = person(Role.AGENT)
    answer = letter(made, staff, MessageKind.STAFF, "پاسخ کارشناس")
    note = letter(made, staff, MessageKind.NOTE, "یادداشت داخلی")
    db.session.commit()
    text = told(made)[1].text
    assert f"{answer.id:064x}" in text
    assert f"{note.id:064x}" not in text


@pytest.mark.parametrize("event", CUSTOMER_EVENTS + STAFF_EVENTS)
def test_no_letter_and_no_note_leaves_the_portal(made: Ticket, event: str):
    staff = person(Role.AGENT, departments=[made.department])
    answer = letter(made, staff, MessageKind.STAFF, "پاسخ محرمانهٔ کارشناس")
    letter(made, staff, MessageKind.NOTE, "یادداشت بسیار داخلی")
    db.session.commit()
    with write():
        if event in STAFF_EVENTS:
            outbox.notify_staff(event, made)
        else:
            outbox.notify_customer(event, made, answer)
    assert rows()
    for row in rows():
        for part in (row.subject, row.text, row.html or ""):
            assert "محرمانه" not in part
            assert "یادداشت" not in part
            assert "متن نامهٔ مشتری" not in part


# The staff


def hears(made: Ticket, event: str = "staff_new_ticket") -> set[str]:
    with write():
        outbox.notify_staff(event, made)
    assert {row.channel for row in rows()} <= {Channel.EMAIL}
    return {row.recipient for row in rows()}


def test_department_hears_of_its_ticket(made: Ticket):
    ours = [
        person(Role.AGENT, departments=[made.department]),
        person(Role.SUPERVISOR, departments=[made.department]),
    ]
    person(Role.AGENT, departments=[unit("واحد مالی")])
    person(Role.AGENT, departments=[made.department], active=False)
    person(Role.AGENT, departments=[made.department], email_verified_at=None)
    person(Role.CUSTOMER, departments=[made.department])
    person(Role.ADMIN)
    db.session.commit()
    assert hears(made) == {user.email for user in ours}


def test_assignee_alone_hears(made: Ticket):
    person(Role.AGENT, departments=[made.department])
    made.assignee = person(Role.AGENT)
    db.session.commit()
    assert hears(made, "staff_customer_reply") == {made.assignee.email}


def test_department_hears_when_the_assignee_cannot(made: Ticket):
    colleague = person(Role.AGENT, departments=[made.department])
    made.assignee = person(Role.AGENT, email_verified_at=None)
    db.session.commit()
    assert hears(made) == {colleague.email}


def test_admins_hear_when_nobody_else_can(made: Ticket):
    admin = person(Role.ADMIN)
    person(Role.ADMIN, active=False)
    db.session.commit()
    assert hears(made) == {admin.email}


def test_staff_email_has_number_title_unit_urgency_and_link(made: Ticket):
    person(Role.AGENT, departments=[made.department])
    made.subject = "خطای <b>۴۲۹</b> " + "در وب‌سرویس " * 6
    db.session.commit()
    hears(made)
    [mail] = rows()
    assert mail.subject.startswith("تیکت تازه ۱۰۰۰۱")
    assert "…" in mail.text
    assert "&lt;b&gt;" in mail.html
    assert "فوریت: عادی" in mail.text
    assert f"http://localhost/desk/tickets/{made.number}" in mail.text


# Codes and links


def test_code_is_encrypted_and_goes_first(app: Flask):
    expires = clock.now() + timedelta(minutes=5)
    with write():
        row = outbox.send_code(None, "sms", "+989121234567", "482913", expires)
        assert row.id
    [row] = rows()
    assert row.secret
    assert row.priority < outbox.NOTICE_PRIORITY
    assert row.expires_at == expires
    assert "482913" not in row.text
    assert "482913" in crypto.decrypt(row.text)


def test_code_by_email_shows_in_no_column(app: Flask):
    user = person()
    db.session.commit()
    with write():
        outbox.send_code(user, Channel.EMAIL, user.email, "482913", clock.now())
    [row] = rows()
    assert not re.search("482913", f"{row.subject} {row.text} {row.html}")
    assert "482913" in crypto.decrypt(row.text)
    assert "482913" in crypto.decrypt(row.html)


def test_link_is_kept_like_a_code(app: Flask):
    user = person(email_verified_at=None)
    db.session.commit()
    with write():
        outbox.send_link(user, "verify_email", "http://localhost/verify-email/abc", clock.now())
        outbox.send_link(user, "verify_email", "http://localhost/v/x", email="new@customer.example")
    own, new = rows()
    assert own.recipient == user.email
    assert new.recipient == "new@customer.example"
    assert own.secret
    assert "verify-email" not in own.text + own.html
    assert "http://localhost/verify-email/abc" in crypto.decrypt(own.text)


def test_an_older_key_still_opens_what_it_closed(app: Flask):
    closed = crypto.encrypt("482913")
    old = app.config["ENCRYPTION_KEY"]
    newer = "v" * 43 + "="
    app.config["ENCRYPTION_KEY"] = f"{newer},{old}"
    assert crypto.decrypt(closed) == "482913"
    app.config["ENCRYPTION_KEY"] = newer
    with pytest.raises(crypto.Undecryptable):
        crypto.decrypt(closed)


# One transaction


def test_notice_is_stored_with_the_news_or_not_at_all(made: Ticket):
    heard = []
    with outbox_filled.connected_to(lambda sender: heard.append(sender)):
        with pytest.raises(ZeroDivisionError), write():
            outbox.notify_customer("ticket_answered", made)
            raise ZeroDivisionError
        assert rows() == []
        assert heard == []
        told(made)
        assert len(heard) == 1
        assert len(rows()) == 2
