"""Texts carried from one form to another: nothing is stored on the way, nothing is lost."""

import io
import re

import pytest
from sqlalchemy import func, select

from portal.extensions import db
from portal.models import CloseReason, Message, Status
from portal.services import handling, tickets
from portal.services.transaction import new_token, write
from tests import factories
from tests.tickets import pages
from tests.tickets.pages import button, kept, only_ticket, send, value_of

pytestmark = pytest.mark.defaults

LETTER = (
    "با سلام و احترام\nپیامک‌های ما از خط ۳۰۰۰۱۲۳۴ از دیروز به مشترکان ایرانسل نرسیده است."
    " لطفاً علت را بررسی کنید."
)
ALIKE = (
    "با سلام\nاز دیروز پیامک‌های خط ۳۰۰۰۱۲۳۴ ما به مشترکان ایرانسل نمی‌رسد. لطفاً علت را بررسی کنید."
)
OTHER = "با سلام\nلطفاً پیش‌فاکتور رسمی تمدید سالانهٔ پنل طلایی را برای حسابداری ما صادر کنید."


@pytest.fixture
def ticket(arash):
    return factories.make_ticket(arash, body=LETTER)


def letters() -> int:
    return db.session.scalar(select(func.count(Message.id)))


def carry(member, number: int, **fields) -> str:
    """Presses «پاسخ در همان تیکت» in the form of a new request; the page of the thread."""
    form = pages.request_form(carry=str(number), **fields)
    answer = pages.post(member, f"/tickets/{number}/replies", form)
    assert answer.status_code == 422
    return answer.text


def test_similar_open_ticket_is_shown_with_a_way_into_its_thread(member, ticket):
    fields = pages.request_form(body=ALIKE)
    page = pages.post(member, "/tickets/check", fields, htmx=True).text
    card = page[page.index('id="card-repeated_request-advise"') :]
    assert ticket.subject in card
    assert "تیکت ۱۰۰۰۱" in card
    assert "در انتظار بررسی" in card
    assert 'formaction="/tickets/10001/replies"' in card
    assert button(card, "carry", "10001")
    assert pages.post(member, "/tickets", fields).status_code == 303


def test_identical_request_is_refused_with_the_same_way_out(member):
    send(member)
    refused = send(member)
    assert refused.status_code == 422
    assert 'id="card-repeated_request-require"' in refused.text
    assert 'formaction="/tickets/10001/replies"' in refused.text
    assert only_ticket().number == 10001


def test_request_comes_into_the_composer_whole(member, ticket):
    subject = "پیگیری شمارهٔ ۷۷۸۸۹۹"
    page = carry(member, ticket.number, subject=subject, body=ALIKE, next_body=OTHER)
    text = value_of(page, "body")
    assert text.startswith(f"{subject}\n\n{ALIKE}\n\n")
    assert "متن دقیق پیامک: فروش ویژهٔ یلدا\nلغو11" in text
    assert "ساعت ارسال: ۱۴:۰۵" in text
    assert text.endswith(OTHER)
    assert letters() == 1
    sent = pages.reply(member, ticket.number, text, token=pages.hidden(page, "token"))
    assert sent.status_code == 303
    assert letters() == 2


def test_title_that_the_ticket_bears_already_is_not_repeated(member, ticket):
    page = carry(member, ticket.number, subject=ticket.subject, body=ALIKE)
    assert value_of(page, "body").startswith(ALIKE)


def test_fact_that_cannot_be_read_is_carried_as_it_was_typed(member, ticket):
    page = carry(member, ticket.number, body=ALIKE, **{"details-sent_time": "حدود دو"})
    assert "ساعت ارسال: حدود دو" in value_of(page, "body")


def test_files_go_along_those_of_questions_too(member, ticket):
    payment = {"category": "payment", "details-request_type": "deposit"}
    page = carry(
        member,
        ticket.number,
        **payment,
        body=ALIKE,
        attachments=[(io.BytesIO(pages.PNG), "گزارش.png")],
        **{"details-receipt": [(io.BytesIO(pages.PNG), "رسید.png")]},
    )
    tokens = re.findall(r'name="uploads" value="([^"]+)"', page)
    assert len(tokens) == 2
    assert "گزارش.png" in page
    assert "رسید.png" in page
    assert pages.reply(member, ticket.number, ALIKE, uploads=tokens).status_code == 303
    assert len(db.session.scalars(select(Message).filter_by(ordinal=2)).one().attachments) == 2


@pytest.mark.parametrize("days, reopens", [(1, True), (8, False)])
def test_text_for_a_closed_ticket_waits_for_its_reopening(
    member, ticket, arash, clock, days, reopens
):
    tickets.close_by_customer(arash, ticket.number)
    clock.advance(days=days)
    factories.log_in(member, arash)
    page = carry(member, ticket.number, subject=ticket.subject, body=ALIKE)
    text = value_of(page, "body")
    assert text.startswith(ALIKE)
    assert ('formaction="/tickets/10001/reopen"' in page) is reopens
    if not reopens:
        assert 'formaction="/tickets" name="carry"' in page
        return
    again = {"body": text, "token": new_token(), "carry": "here"}
    opened = pages.post(member, "/tickets/10001/reopen", again)
    assert opened.status_code == 200
    assert value_of(opened.text, "body") == text
    db.session.expire_all()
    assert not ticket.is_closed
    assert letters() == 1


def test_reopening_that_comes_too_late_keeps_the_text(member, ticket, arash, clock):
    clock.advance(days=1)
    tickets.close_by_customer(arash, ticket.number)
    clock.advance(days=8)
    factories.log_in(member, arash)
    answer = pages.post(member, "/tickets/10001/reopen", {"body": ALIKE, "carry": "here"})
    assert value_of(answer.text, "body") == ALIKE
    assert "مهلت بازگشایی این تیکت به پایان رسیده است" in answer.text


def test_nothing_is_carried_into_a_thread_that_is_not_ones_own(member):
    other = factories.make_ticket(factories.bahar())
    form = pages.request_form(carry=str(other.number))
    assert pages.post(member, f"/tickets/{other.number}/replies", form).status_code == 404


def test_reply_on_another_matter_is_offered_a_request_of_its_own(member, ticket):
    url = f"/tickets/{ticket.number}/replies/check"
    page = pages.post(member, url, {"body": OTHER}, htmx=True).text
    card = page[page.index('id="card-new_topic-advise"') :]
    assert "ثبت به‌عنوان درخواست جدید" in card
    assert 'formaction="/tickets"' in card
    # It is no more than advice.
    assert pages.reply(member, ticket.number, OTHER).status_code == 303


def test_reply_becomes_a_new_request_with_its_files(member, ticket):
    png = (io.BytesIO(pages.PNG), "گزارش.png")
    form = {"body": OTHER, "carry": "new", "draft": "reply-10001-1", "attachments": [png]}
    answer = pages.post(member, "/tickets", form)
    assert answer.status_code == 422
    page = answer.text
    assert value_of(page, "body") == OTHER
    assert value_of(page, "subject") == ""
    assert "selected" not in re.search(r"<select[^>]* id=\"category\".*?</select>", page, re.S)[0]
    assert "data-error-summary" not in page
    assert 'data-draft="ticket-1-10001-1"' in page
    token = re.search(r'name="uploads" value="([^"]+)"', page)[1]
    assert letters() == 1
    assert send(member, body=OTHER, uploads=token).status_code == 303
    assert letters() == 2


def test_browser_forgets_the_draft_of_what_was_carried_once_it_is_stored(member, ticket):
    page = carry(member, ticket.number, body=ALIKE, draft="ticket-1")
    assert kept(page)["carried"] == "ticket-1"
    # A refusal does not lose it.
    refused = pages.reply(member, ticket.number, "چرا؟؟؟؟", htmx=True, carried="ticket-1")
    assert kept(refused.text)["carried"] == "ticket-1"
    stored = pages.reply(member, ticket.number, ALIKE, htmx=True, carried="ticket-1")
    assert '"draft:clear": {"key": "ticket-1"}' in stored.headers["HX-Trigger"]
    stored = send(member, htmx=True, body=OTHER, carried="reply-10001-1")
    assert '"draft:clear": {"key": "reply-10001-1"}' in stored.headers["HX-Trigger"]


def test_carried_text_survives_a_ticket_closed_meanwhile(member, ticket):
    dana = factories.dana()
    handling.close(dana, ticket.number, CloseReason.DONE, revision=ticket.revision)
    refused = pages.reply(member, ticket.number, ALIKE, carried="ticket-1")
    assert refused.status_code == 422
    assert value_of(refused.text, "body") == ALIKE
    assert 'formaction="/tickets/10001/reopen"' in refused.text


def test_carried_text_survives_a_version_that_had_arrived(member, ticket):
    token = new_token()
    pages.reply(member, ticket.number, ALIKE, token=token)
    more = f"{ALIKE}\nشمارهٔ پیگیری ۱۲۳ است."
    refused = pages.reply(member, ticket.number, more, token=token, carried="ticket-1")
    assert refused.status_code == 409
    assert value_of(refused.text, "body") == more
    assert kept(refused.text)["carried"] == "ticket-1"


def test_carried_text_is_given_back_to_who_is_no_longer_logged_in(member, ticket):
    form = pages.request_form(
        carry="10001", body=ALIKE, next_body=OTHER, seen="colloquial incomplete"
    )
    token = pages.csrf(member)
    with member.session_transaction() as cookie:
        del cookie["_user_id"]
    answer = member.post("/tickets/10001/replies", data=form | {"csrf_token": token})
    assert answer.status_code == 401
    assert ALIKE in answer.text
    assert OTHER in answer.text
    assert "colloquial" not in answer.text


def test_blocked_customer_keeps_the_carried_text(member, ticket, arash):
    with write():
        arash.blocked_reason = "هرزنامه"
    page = carry(member, ticket.number, body=ALIKE)
    assert value_of(page, "body").endswith("برخی گیرندگان")
    refused = pages.reply(member, ticket.number, ALIKE)
    assert refused.status_code == 422
    assert value_of(refused.text, "body") == ALIKE
    db.session.expire_all()
    assert ticket.status is Status.NEW
