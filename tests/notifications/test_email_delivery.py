"""E-mail from the outbox to a real mail server."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Channel, ChannelHold, NoticeState, Setting
from portal.notifications import delivery, outbox
from portal.services.transaction import write
from tests.notifications.builders import again, person, queued, ticket, unit
from tests.notifications.conftest import Mailbox

pytestmark = pytest.mark.usefixtures("app", "clock")


@pytest.fixture
def settings(mail_server: str) -> dict:
    return {"MAIL_URL": mail_server, "SITE_URL": "https://portal.example"}


def answered(**changes: object):
    made = ticket(person(mobile=None), unit(), **changes)
    db.session.commit()
    with write():
        outbox.notify_customer("ticket_answered", made)
    return made


def test_email_arrives_with_both_parts_and_the_link(mailbox: Mailbox):
    db.session.add(Setting(key="brand", value={"name": "پیام‌آرا"}))
    made = answered(subject="Error 429 در وب‌سرویس")
    assert delivery.drain() == 1
    [letter] = mailbox.letters
    assert letter["To"] == made.customer.email
    assert "no-reply@portal.example" in letter["From"]
    assert letter["From"].addresses[0].display_name == "پشتیبانی پیام‌آرا"
    assert letter["Subject"] == "پاسخ به تیکت ۱۰۰۰۱: \u2068Error 429 در وب‌سرویس\u2069"
    assert letter["Reply-To"] is None
    text, page = letter.iter_parts()
    assert [text.get_content_type(), page.get_content_type()] == ["text/plain", "text/html"]
    for part in (text.get_content(), page.get_content()):
        assert f"https://portal.example/t/{made.link_token}" in part
        assert "به این پیام پاسخ ندهید" in part


def test_email_is_marked_as_automatic(mailbox: Mailbox):
    answered()
    delivery.drain()
    [letter] = mailbox.letters
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"


def test_emails_of_a_ticket_make_one_thread(mailbox: Mailbox):
    made = answered()
    with write():
        outbox.notify_customer("ticket_closed", made)
    delivery.drain()
    first, second = mailbox.letters
    assert first["References"] == second["References"] == "<ticket-10001@portal.example>"
    assert first["Message-ID"] != second["Message-ID"]


def test_email_sent_again_keeps_its_message_id(mailbox: Mailbox, clock):
    row = queued(Channel.EMAIL)
    mailbox.refusal = "451 later"
    delivery.drain()
    assert again(row).state is NoticeState.QUEUED
    mailbox.refusal = None
    clock.advance(minutes=1)
    delivery.drain()
    [letter] = mailbox.letters
    assert letter["Message-ID"] == f"<{row.ref}@portal.example>"
    assert letter["References"] is None
    assert again(row).provider == "smtp"


def test_refused_text_fails_with_a_persian_reason(mailbox: Mailbox):
    row = queued(Channel.EMAIL)
    mailbox.refusal = "554 spam"
    delivery.drain()
    assert again(row).state is NoticeState.FAILED
    assert "سرور ایمیل" in again(row).error


def test_without_a_mail_server_emails_wait_visibly(app: Flask):
    app.config["MAIL_URL"] = ""
    row = queued(Channel.EMAIL)
    delivery.drain()
    assert again(row).state is NoticeState.QUEUED
    assert "ایمیل" in db.session.get(ChannelHold, Channel.EMAIL).error
