"""The work page of a ticket, with and without script."""

import html
import io
import json
import re

import pytest
from sqlalchemy import event

from portal.extensions import db
from portal.models import (
    CannedReply,
    Department,
    Message,
    MessageKind,
    NoticeState,
    Notification,
    Status,
)
from portal.services import desk as desk_service
from portal.services import handling, moderation, reading, ticket_access
from portal.services.transaction import new_token, write
from tests import factories

pytestmark = pytest.mark.defaults
ANSWER = "با سلام و احترام، ارسال شما اصلاح شد."
NOTE = "گزارش داخلی درگاه"


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def page_of(ticket):
    return f"/desk/tickets/{ticket.number}"


def letters(kind):
    return db.session.query(Message).filter_by(kind=kind).all()


def test_page_shows_letters_facts_and_the_customer(desk, ticket, customer):
    text = desk.text(page_of(ticket))
    assert ticket.subject in text
    assert "آرش نیک‌پور" in text
    assert "09121000001" in text
    assert "پیامک‌های ارسالی دیروز" in text


def test_getting_the_page_writes_nothing(desk, ticket):
    desk.get(page_of(ticket))
    assert again(ticket).status is Status.NEW
    assert "ملاحظه شد" in desk.text(page_of(ticket))


def test_pressing_seen_without_script_sets_in_progress(desk, ticket):
    answer = desk.on(ticket, "seen")
    assert (answer.status_code, answer.location) == (303, page_of(ticket))
    assert again(ticket).status is Status.IN_PROGRESS


def test_seen_by_htmx_renews_head_and_revision(desk, ticket):
    answer = desk.on(ticket, "seen", htmx=True)
    text = answer.get_data(as_text=True)
    assert '<hx-partial hx-target="#ticket-head"' in text
    assert "در حال بررسی" in text
    assert f'"revision": {{"value": {again(ticket).revision}}}' in answer.headers["HX-Trigger"]
    assert desk.on(ticket, "seen", htmx=True).status_code == 204


def test_reply_without_script_leads_to_the_new_letter(desk, ticket):
    answer = desk.on(ticket, "replies", body=ANSWER, then="answered")
    letter = letters(MessageKind.STAFF)[0]
    assert (answer.status_code, answer.location) == (303, f"{page_of(ticket)}#m{letter.id}")
    assert ANSWER in desk.text(page_of(ticket))
    assert again(ticket).status is Status.ANSWERED


def test_reply_by_htmx_appends_the_letter_and_empties_the_composer(desk, ticket):
    text = desk.on(ticket, "replies", htmx=True, body=ANSWER).get_data(as_text=True)
    appended = text.split('<hx-partial hx-target="#messages" hx-swap="beforeend">')[1]
    assert ANSWER in appended.split("</hx-partial>")[0]
    composer = text.split("<hx-partial")[0]
    assert 'id="composer"' in composer
    assert ANSWER not in composer


def test_fresh_composer_has_a_fresh_token(desk, ticket):
    token = new_token()
    text = desk.on(ticket, "replies", htmx=True, body=ANSWER, token=token).get_data(as_text=True)
    tokens = re.findall(r'name="token" value="([^"]+)"', text)
    assert tokens
    assert token not in tokens


def test_double_press_makes_one_letter(desk, ticket):
    form = {"body": ANSWER, "token": new_token(), "revision": ticket.revision}
    assert (
        desk.on(ticket, "replies", **form).location == desk.on(ticket, "replies", **form).location
    )
    assert len(letters(MessageKind.STAFF)) == 1


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("path", "kind", "button"),
    [
        ("replies", MessageKind.STAFF, "ارسال پاسخ"),
        ("notes", MessageKind.NOTE, "ثبت یادداشت"),
    ],
)
def test_addition_to_a_text_that_had_arrived_is_kept(desk, ticket, path, kind, button, htmx):
    token, more = new_token(), f"{ANSWER} گزارش پیوست است."
    shown = ticket.revision
    desk.on(ticket, path, body=ANSWER, token=token)
    answer = desk.on(ticket, path, htmx=htmx, body=more, token=token, revision=shown)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "نسخهٔ پیشین این متن ثبت شده است" in text
    assert f"دوباره «{button}» را بزنید" in text
    assert more in text[text.index('id="composer"') :]
    assert f'id="m{letters(kind)[0].id}"' in text
    assert token not in text
    assert len(letters(kind)) == 1


@pytest.mark.parametrize("path", ["replies", "notes"])
def test_text_for_a_ticket_referred_away_is_given_back(desk, ticket, path):
    nima = factories.nima()
    finance = db.session.query(Department).filter_by(key="finance").one()
    revision = ticket.revision
    handling.refer(nima, ticket.number, finance.id, revision=revision)
    answer = desk.on(ticket, path, body=f"<b>{ANSWER}</b>", revision=revision)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "این تیکت دیگر در فهرست شما نیست." in text
    area = re.search(r"<textarea[^>]* readonly[^>]*>(.*?)</textarea>", text, re.DOTALL)[1]
    assert html.unescape(area).strip() == f"<b>{ANSWER}</b>"
    assert "<b>" not in area
    assert ticket.subject not in text
    assert answer.headers["Cache-Control"] == "no-store"
    unknown = desk.post("/desk/tickets/99999/replies", body=ANSWER)
    assert unknown.status_code == 404
    assert ANSWER in unknown.get_data(as_text=True)


def test_page_stays_as_it_is_when_its_ticket_was_referred_away(desk, ticket):
    nima = factories.nima()
    finance = db.session.query(Department).filter_by(key="finance").one()
    handling.refer(nima, ticket.number, finance.id, revision=ticket.revision)
    answer = desk.on(ticket, "replies", htmx=True, body=ANSWER)
    assert answer.status_code == 404
    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert toast["text"].startswith("این تیکت دیگر در فهرست شما نیست.")


def test_reply_asks_for_information(desk, ticket):
    desk.on(ticket, "replies", body="شمارهٔ خط را بنویسید.", then="waiting_customer")
    assert again(ticket).status is Status.WAITING_CUSTOMER


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"body": "  "}, "این بخش الزامی است."),
        ({"body": "ب" * 20_001}, "حداکثر ۲۰٬۰۰۰ نویسه بنویسید."),
    ],
)
def test_refused_reply_says_why(desk, ticket, htmx, form, problem):
    answer = desk.on(ticket, "replies", htmx=htmx, **form)
    assert answer.status_code == 422
    assert problem in answer.get_data(as_text=True)
    assert letters(MessageKind.STAFF) == []


def test_reply_sent_without_script_brings_its_files(desk, ticket):
    desk.on(ticket, "replies", body=ANSWER, attachments=(io.BytesIO(b"a line\n"), "گزارش.txt"))
    assert [a.name for a in letters(MessageKind.STAFF)[0].attachments] == ["گزارش.txt"]


def test_refused_file_keeps_text_and_the_files_that_are_good(desk, ticket):
    answer = desk.on(
        ticket,
        "replies",
        body=ANSWER,
        attachments=[(io.BytesIO(b"a line\n"), "good.txt"), (io.BytesIO(b"MZ"), "bad.exe")],
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert ANSWER in text
    assert "«bad.exe»: این نوع فایل پذیرفته نمی‌شود." in text
    assert re.search(r'name="uploads" value="[\w-]{32}"', text)


@pytest.mark.parametrize("htmx", [False, True])
def test_overtaken_reply_keeps_both_texts_and_goes_through_again(desk, ticket, customer, htmx):
    shown, token = ticket.revision, new_token()
    factories.reply(customer, ticket, "در این میان خودم حل کردم.")
    answer = desk.on(ticket, "replies", htmx=htmx, body=ANSWER, revision=shown, token=token)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    composer = text[text.index('id="composer"') :]
    assert ANSWER in composer
    assert "در این میان خودم حل کردم." in composer
    fresh = re.search(r'name="revision" value="(\d+)"', composer)[1]
    answer = desk.on(ticket, "replies", htmx=htmx, body=ANSWER, revision=fresh, token=token)
    assert answer.status_code == (200 if htmx else 303)
    assert len(letters(MessageKind.STAFF)) == 1


def test_reply_to_a_ticket_closed_meanwhile_keeps_the_text(desk, ticket, agent):
    desk.on(ticket, "close", reason="done")
    answer = desk.on(ticket, "replies", body=ANSWER)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "نخست آن را بازگشایی کنید" in text
    assert ANSWER in text


def test_customer_never_sees_a_note(desk, ticket, customer, app):
    desk.on(ticket, "replies", body=ANSWER)
    version = again(ticket).version
    desk.on(ticket, "notes", body=NOTE)
    assert NOTE in desk.text(page_of(ticket))
    assert letters(MessageKind.NOTE)[0].body == NOTE
    browser = app.test_client()
    factories.log_in(browser, customer)
    for url in (
        f"/tickets/{ticket.number}",
        f"/tickets/{ticket.number}/letter",
        f"/tickets/{ticket.number}/messages?version=0",
        f"/tickets?q={NOTE}",
    ):
        text = browser.get(url).get_data(as_text=True).replace(f'value="{NOTE}"', "")
        assert "یادداشت" not in text
        assert NOTE not in text.split("نتیجه")[0] or url.startswith("/tickets?q")
    assert browser.get(f"/tickets/{ticket.number}/messages?version={version}").status_code == 204
    assert not db.session.query(Notification).filter(Notification.text.contains(NOTE)).count()


def test_notes_are_not_in_the_staffs_letter_either(desk, ticket):
    desk.on(ticket, "notes", body=NOTE)
    text = desk.text(f"{page_of(ticket)}/letter")
    assert ticket.subject in text
    assert NOTE not in text


def test_poll_is_silent_until_something_happens(desk, ticket, customer):
    url = f"{page_of(ticket)}/messages?revision={ticket.revision}"
    assert desk.get(url).status_code == 204
    factories.reply(customer, ticket, "گزارش تازه پیوست است.")
    text = desk.get(url).get_data(as_text=True)
    assert "گزارش تازه پیوست است." in text
    assert 'id="actions"' not in text
    assert 'id="composer"' not in text


def test_ready_answer_is_put_into_the_form_without_script(desk, ticket):
    canned = db.session.query(CannedReply).first()
    text = desk.text(f"{page_of(ticket)}?canned={canned.id}")
    area = re.search(r'<textarea[^>]*id="reply-body"[^>]*>(.*?)</textarea>', text, re.DOTALL)[1]
    assert area.strip() == canned.body


def test_failed_notice_is_shown_and_sent_again(desk, ticket, agent):
    desk.on(ticket, "replies", body=ANSWER)
    with write():
        notice = db.session.query(Notification).filter_by(event="ticket_answered").one()
        notice.state = NoticeState.FAILED
        notice.error = "گیرنده در دسترس نیست"
    text = desk.text(page_of(ticket))
    assert "فرستاده نشد" in text
    assert "گیرنده در دسترس نیست" in text
    desk.on(ticket, f"notices/{notice.id}/resend")
    db.session.expire_all()
    assert notice.state is NoticeState.QUEUED
    assert desk.on(ticket, f"notices/{notice.id}/resend").status_code == 303


def test_redacted_letter_says_so_and_shows_no_text(supervisor_desk, ticket, customer):
    leak = factories.reply(customer, ticket, "رمز ما نارنگی است.")
    url = f"letters/{leak.id}/redact"
    assert "نارنگی" in supervisor_desk.text(f"{page_of(ticket)}/{url}")
    assert supervisor_desk.on(ticket, url, reason="").status_code == 422
    answer = supervisor_desk.on(ticket, url, reason="رمز در متن بود")
    assert answer.location == f"{page_of(ticket)}#m{leak.id}"
    news = supervisor_desk.text(f"{page_of(ticket)}/messages?revision={again(ticket).revision - 1}")
    assert f'hx-target="#m{leak.id} .letter-body"' in news
    text = supervisor_desk.text(page_of(ticket))
    assert "نارنگی" not in text
    assert "حذف شده است" in text
    assert "رمز در متن بود" in text


def statements(run):
    """How many queries a request sends."""
    sent = []
    listener = lambda *args: sent.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        run()
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len([s for s in sent if s.startswith("SELECT")])


def test_a_long_thread_costs_no_more_queries(desk, ticket, customer, agent):
    desk.on(ticket, "replies", body=ANSWER)
    url = page_of(ticket)
    desk.get(url)
    short = statements(lambda: desk.get(url))
    for at in range(8):
        factories.reply(customer, ticket, f"نامهٔ {at}")
        desk_service.note(agent, ticket.number, NOTE, token=new_token())
        desk_service.reply(
            agent,
            ticket.number,
            ANSWER,
            revision=again(ticket).revision,
            token=new_token(),
        )
    assert statements(lambda: desk.get(url)) == short
    assert short <= 13


def test_page_of_a_judged_ticket_shows_the_outcome(desk, customer, agent):
    flagged = factories.make_ticket(customer, overrides=["finglish"])
    assert "برای بازبینی: فینگلیش" in desk.text(page_of(flagged))
    moderation.reject_finding(agent, flagged.number, "finglish")
    text = desk.text(page_of(flagged))
    assert "برای بازبینی: فینگلیش" not in text
    assert "تشخیص «فینگلیش» را رد کرد" in text
    assert reading.thread(again(flagged), staff=True)
