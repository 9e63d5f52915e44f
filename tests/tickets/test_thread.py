"""The thread: reading, replying in place, news, the end and the letter."""

import re

import pytest
from sqlalchemy import func, select

from portal.extensions import db
from portal.models import (
    Channel,
    CloseReason,
    Department,
    Message,
    NoticeState,
    Notification,
    Status,
    Urgency,
)
from portal.services import desk, handling, moderation, record, tickets
from portal.services.transaction import new_token, write
from tests import factories
from tests.tickets import pages
from tests.tickets.pages import HTMX, reply

pytestmark = pytest.mark.defaults


@pytest.fixture
def ticket(arash):
    return factories.make_ticket(
        arash,
        details={
            "sms_text": "فروش ویژه\nلغو11",
            "sender_line": "30001234567890",
            "sent_time": {"time": "14:05", "approximate": True},
            "recipients": ["+989351000021"],
            "scope": "some",
        },
    )


@pytest.fixture
def dana(app):
    return factories.dana()


def revision(ticket) -> int:
    db.session.expire_all()
    return ticket.revision


def answer(dana, ticket, text="با سلام، بررسی شد.", then=Status.ANSWERED) -> Message:
    return desk.reply(
        dana, ticket.number, text, revision=revision(ticket), token=new_token(), then=then
    )


def letters(page: str) -> int:
    return len(re.findall(r'<article class="letter', page))


def test_thread_shows_the_letter_its_facts_and_what_is_awaited(member, ticket):
    page = member.get(f"/tickets/{ticket.number}").text
    assert letters(page) == 1
    assert "۱۰۰۰۱/۱" in page
    assert '<bdi dir="ltr">30001234567890</bdi>' in page
    assert '<bdi dir="ltr">09351000021</bdi>' in page
    assert "(تقریبی)" in page
    assert "۱۵ نویسه، ۱ صفحه (فارسی)" in page
    assert "برخی گیرندگان" in page
    assert "در انتظار بررسی" in page
    assert "پاسخ تا" in page


def test_what_customers_type_is_never_markup(member, arash):
    ticket = factories.make_ticket(
        arash,
        subject="<script>alert(1)</script> آزمون",
        body='<img src=x onerror=alert(1)><hx-partial hx-target="#status">x</hx-partial>',
        details={"sms_text": "<b>y</b>"},
    )
    for url in (f"/tickets/{ticket.number}", f"/tickets/{ticket.number}/letter", "/tickets"):
        page = member.get(url).text
        for tag in ("<script>alert", "<img src=x", "<hx-partial", "<b>y</b>"):
            assert tag not in page


def test_staff_letter_events_and_notices_are_shown_in_order(member, ticket, dana, arash):
    desk.see(dana, ticket.number)
    answer(dana, ticket, "```\nerr: 034\n```\nبررسی شد.", Status.WAITING_OPERATOR)
    with write() as session:
        for notice in session.scalars(select(Notification)):
            notice.state = NoticeState.FAILED
    page = member.get(f"/tickets/{ticket.number}").text
    assert "letter-staff" in page
    assert "<pre" in page
    assert page.index("درخواست را ملاحظه کرد") < page.index("letter-staff")
    assert "در انتظار پاسخ اپراتور" in page
    assert "فرستاده نشد" in page


def test_notices_to_staff_are_not_the_customers_business(member, ticket, dana):
    with write() as session:
        session.add(
            Notification(
                ref="x1",
                event="staff_customer_reply",
                channel=Channel.EMAIL,
                recipient="dana@example.ir",
                user_id=dana.id,
                ticket_id=ticket.id,
                message_id=ticket.messages[0].id,
                text="",
                state=NoticeState.FAILED,
            )
        )
    assert "فرستاده نشد" not in member.get(f"/tickets/{ticket.number}").text


def test_internal_notes_leave_no_trace(member, ticket, dana):
    version = ticket.version
    desk.note(dana, ticket.number, "مشتری بدحساب است", token=new_token())
    for url in (f"/tickets/{ticket.number}", f"/tickets/{ticket.number}/letter", "/tickets"):
        assert "بدحساب" not in member.get(url).text
    news = member.get(f"/tickets/{ticket.number}/messages?version={version}", headers=HTMX)
    assert news.status_code == 204


ROUTES = [
    ("GET", ""),
    ("GET", "/messages?version=0"),
    ("GET", "/letter"),
    ("POST", "/replies"),
    ("POST", "/close"),
    ("POST", "/reopen"),
    ("POST", "/seen"),
]


@pytest.mark.parametrize("method, path", ROUTES)
@pytest.mark.parametrize("who", ["bahar", "cyrus", "dana"])
def test_nobody_elses_ticket_is_there(client, ticket, method, path, who):
    factories.log_in(client, getattr(factories, who)())
    token = pages.csrf(client, "/" if who != "bahar" else "/tickets")
    data = {"csrf_token": token, "body": "با سلام", "token": new_token()}
    answer = client.open(f"/tickets/{ticket.number}{path}", method=method, data=data)
    assert answer.status_code == 404
    assert db.session.scalar(select(func.count(Message.id))) == 1


def test_reply_is_appended_in_place_with_a_fresh_composer(member, ticket):
    token = new_token()
    answered = reply(member, ticket.number, "گزارش پیوست شد.", htmx=True, token=token, version="1")
    assert answered.status_code == 200
    assert "<html" not in answered.text
    assert letters(answered.text) == 1
    assert "گزارش پیوست شد." in answered.text
    assert pages.value_of(answered.text, "body") == ""
    assert pages.value_of(answered.text, "token") != token
    assert "version=2" in answered.text


def test_reply_without_script_leads_to_its_letter(member, ticket):
    answered = reply(member, ticket.number, "گزارش پیوست شد.")
    letter = db.session.scalars(select(Message).filter_by(ordinal=2)).one()
    assert answered.status_code == 303
    assert answered.location == f"/tickets/{ticket.number}#m{letter.id}"
    assert letters(member.get(f"/tickets/{ticket.number}").text) == 2


@pytest.mark.parametrize("htmx", [False, True])
def test_reply_sent_twice_makes_one_letter(member, ticket, htmx):
    token = new_token()
    for _ in range(2):
        answered = reply(member, ticket.number, "گزارش.", htmx=htmx, token=token, version="1")
        assert answered.status_code == (200 if htmx else 303)
    assert db.session.scalar(select(func.count(Message.id))) == 2


@pytest.mark.parametrize("htmx", [False, True])
def test_addition_to_a_reply_that_had_arrived_is_kept_and_can_be_sent(member, ticket, htmx):
    token, more = new_token(), "گزارش. شمارهٔ خط ۳۰۰۰ است."
    reply(member, ticket.number, "گزارش.", token=token)
    refused = reply(member, ticket.number, more, htmx=htmx, token=token, version="1")
    assert refused.status_code == 409
    assert "نسخهٔ پیشین این متن ثبت شده است" in refused.text
    assert pages.value_of(refused.text, "body") == more
    assert letters(refused.text) == (1 if htmx else 2)
    fresh = re.search(r'name="token"[^>]* value="([^"]+)"', refused.text)[1]
    assert fresh != token
    assert reply(member, ticket.number, more, token=fresh).status_code == 303
    assert db.session.scalar(select(func.count(Message.id))) == 3


def test_reply_sent_once_more_from_the_page_before_makes_one_letter(member, ticket):
    first = reply(member, ticket.number, "گزارش.")
    assert reply(member, ticket.number, "گزارش.").location == first.location
    assert db.session.scalar(select(func.count(Message.id))) == 2


def test_reply_reopens_the_wait_of_an_answered_ticket(member, ticket, dana):
    answer(dana, ticket)
    reply(member, ticket.number, "سپاسگزارم، ولی هنوز نمی‌رسد.")
    db.session.expire_all()
    assert ticket.status is Status.CUSTOMER_REPLY


@pytest.mark.parametrize("htmx", [False, True])
def test_refused_reply_keeps_its_text_and_offers_a_fix(member, ticket, htmx):
    refused = reply(member, ticket.number, "چرا نمی‌رسد؟؟؟؟؟", htmx=htmx)
    assert refused.status_code == 422
    assert pages.value_of(refused.text, "body") == "چرا نمی‌رسد؟؟؟؟؟"
    fix = re.search(r'name="fix" value="([^"]+)"', refused.text)[1]
    mended = reply(member, ticket.number, "چرا نمی‌رسد؟؟؟؟؟", htmx=htmx, fix=fix)
    assert mended.status_code == 422
    assert pages.value_of(mended.text, "body") == "چرا نمی‌رسد؟"
    assert db.session.scalar(select(func.count(Message.id))) == 1


def test_disputed_reply_goes_through_and_flags_the_ticket(member, ticket):
    answered = reply(member, ticket.number, "چرا؟؟؟؟؟", overrides="excess_punctuation")
    assert answered.status_code == 303
    db.session.expire_all()
    assert ticket.flags == [{"rule": "excess_punctuation", "state": "open"}]


def test_empty_reply_is_refused(member, ticket):
    refused = reply(member, ticket.number, " \u200c \n")
    assert refused.status_code == 422
    assert "این بخش الزامی است." in refused.text


@pytest.mark.parametrize("htmx", [False, True])
def test_reply_to_a_ticket_closed_meanwhile_keeps_its_text(member, ticket, dana, htmx):
    handling.close(dana, ticket.number, CloseReason.DONE, revision=revision(ticket))
    refused = reply(member, ticket.number, "با سلام، یک پرسش دیگر دارم.", htmx=htmx)
    assert refused.status_code == 422
    assert "بسته شده است" in refused.text
    assert pages.value_of(refused.text, "body") == "با سلام، یک پرسش دیگر دارم."


def test_blocked_customer_keeps_the_reply(member, ticket, arash):
    with write():
        arash.blocked_reason = "هرزنامه"
    refused = reply(member, ticket.number, "با سلام")
    assert refused.status_code == 422
    assert "هرزنامه" in refused.text
    assert pages.value_of(refused.text, "body") == "با سلام"


def test_no_news_costs_no_answer(member, ticket):
    url = f"/tickets/{ticket.number}/messages?version={ticket.version}"
    assert member.get(url, headers=HTMX).status_code == 204
    assert member.get(f"{url}5", headers=HTMX).status_code == 204
    assert member.get(url.replace("=1", "=x"), headers=HTMX).status_code == 204


def test_news_bring_the_letter_the_status_and_an_announcement(member, ticket, dana):
    answer(dana, ticket, "پیوند فعال شد.")
    news = member.get(f"/tickets/{ticket.number}/messages?version=1", headers=HTMX).text
    assert letters(news) == 1
    assert "پیوند فعال شد." in news
    assert "۱ پاسخ تازه از پشتیبانی رسید." in news
    assert "پاسخ داده شده" in news
    assert "<title>(۱)" in news
    assert f"version={tickets_version(ticket)}" in news
    # The composer stays as it is: somebody may be writing in it.
    assert 'id="reply"' not in news


def tickets_version(ticket) -> int:
    db.session.expire_all()
    return ticket.version


def test_news_take_a_redacted_text_off_the_page(member, ticket, dana):
    letter = ticket.messages[0]
    moderation.redact(dana, ticket.number, letter.id, "رمز عبور")
    page = member.get(f"/tickets/{ticket.number}")
    assert "ایرانسل نرسیده است" not in page.text
    assert "حذف شده است" in page.text
    news = member.get(f"/tickets/{ticket.number}/messages?version=1", headers=HTMX).text
    assert f'hx-target="#m{letter.id} .letter-body"' in news


def test_opening_writes_nothing_and_seen_marks_the_thread_read(member, ticket, dana):
    answer(dana, ticket)
    member.get(f"/tickets/{ticket.number}")
    db.session.expire_all()
    assert ticket.is_unread_by_customer
    assert pages.post(member, f"/tickets/{ticket.number}/seen", {}, htmx=True).status_code == 204
    db.session.expire_all()
    assert not ticket.is_unread_by_customer


def test_customer_closes_and_reopens_in_place(member, ticket):
    closed = pages.post(member, f"/tickets/{ticket.number}/close", {"version": "1"}, htmx=True)
    assert closed.status_code == 200
    assert 'class="cross"' in closed.text
    assert "به درخواست شما" in closed.text
    assert 'id="reply"' not in closed.text
    opened = pages.post(member, f"/tickets/{ticket.number}/reopen", {"version": "2"}, htmx=True)
    assert 'class="track"' in opened.text
    assert 'id="reply"' in opened.text
    db.session.expire_all()
    assert not ticket.is_closed


def test_customer_closes_without_script(member, ticket):
    closed = pages.post(member, f"/tickets/{ticket.number}/close", {})
    assert (closed.status_code, closed.location) == (303, f"/tickets/{ticket.number}")
    assert "بازگشایی" in member.get(closed.location).text


def test_reopening_ends_after_a_week(member, ticket, clock, arash):
    clock.advance(days=1)
    tickets.close_by_customer(arash, ticket.number)
    clock.advance(days=8)
    factories.log_in(member, arash)
    assert "/reopen" not in member.get(f"/tickets/{ticket.number}").text
    late = pages.post(member, f"/tickets/{ticket.number}/reopen", {"version": "2"}, htmx=True)
    assert late.status_code == 422
    assert "toast" in late.headers["HX-Trigger"]
    db.session.expire_all()
    assert ticket.is_closed


def test_closed_ticket_names_the_broken_rules_and_where_to_read_them(member, ticket, dana):
    handling.close(
        dana,
        ticket.number,
        CloseReason.BROKE_RULES,
        revision=revision(ticket),
        broken_rules=["generic_title", "incomplete"],
        note="لطفاً شمارهٔ خط را بنویسید.",
    )
    page = member.get(f"/tickets/{ticket.number}").text
    assert "مطابق راهنمای ثبت تیکت نبود" in page
    assert 'href="/guide#step-1"' in page
    assert page.count("عنوان درخواست نشان نمی‌داد") == 1
    assert "لطفاً شمارهٔ خط را بنویسید." in page
    assert f"/tickets?rewrite={ticket.number}" in page


def test_duplicate_leads_to_the_other_ticket_and_stays_closed(member, ticket, dana, arash):
    other = factories.make_ticket(arash)
    handling.close(
        dana,
        ticket.number,
        CloseReason.DUPLICATE,
        revision=revision(ticket),
        duplicate_of=other.number,
    )
    page = member.get(f"/tickets/{ticket.number}").text
    assert f'href="/tickets/{other.number}"' in page
    assert "/reopen" not in page


def test_events_are_told_in_the_customers_words(member, ticket, dana):
    handling.change_urgency(
        dana, ticket.number, Urgency.CRITICAL, revision=revision(ticket), reason="قطعی کامل"
    )
    department = db.session.scalars(select(Department).filter_by(key="finance")).one()
    handling.refer(dana, ticket.number, department.id, revision=revision(ticket), note="محرمانه")
    page = member.get(f"/tickets/{ticket.number}").text
    assert "فوریت را به <b>بحرانی</b>" in page
    assert "قطعی کامل" in page
    assert "ارجاع داد" in page
    assert "محرمانه" not in page


def test_letter_holds_the_whole_record_with_its_digests(member, ticket, dana):
    answer(dana, ticket, "پیوند فعال شد.")
    desk.note(dana, ticket.number, "یادداشت نهان", token=new_token())
    page = member.get(f"/tickets/{ticket.number}/letter").text
    db.session.expire_all()
    assert "۱۰۰۰۱/۲" in page
    assert "آرش نیک‌پور" in page
    assert "فروشگاه برگ سبز" in page
    assert "پیوند فعال شد." in page
    assert "نهان" not in page
    assert f'id="head-digest">{record.head_digest(ticket)}<' in page
    for message in db.session.scalars(select(Message).filter_by(chain="public")):
        assert message.body_digest in page


def test_link_of_a_notice_leads_into_the_thread(client, ticket, arash):
    path = f"/t/{ticket.link_token}"
    stranger = client.get(path)
    assert stranger.status_code == 303
    assert "next=" in stranger.location
    factories.log_in(client, arash)
    assert client.get(path).location == f"/tickets/{ticket.number}"
    assert client.get("/t/unknown").status_code == 404


def test_link_leads_staff_to_the_desk_and_others_nowhere(client, app, ticket, dana):
    factories.log_in(client, dana)
    assert client.get(f"/t/{ticket.link_token}").location == f"/desk/tickets/{ticket.number}"
    other = app.test_client()
    factories.log_in(other, factories.bahar())
    assert other.get(f"/t/{ticket.link_token}").status_code == 404


def test_cost_does_not_grow_with_the_letters(member, ticket, arash, dana):
    url = f"/tickets/{ticket.number}"
    member.get(url)
    answer(dana, ticket)
    with pages.counted_queries() as few:
        member.get(url)
    for _ in range(5):
        factories.reply(arash, ticket)
        answer(dana, ticket)
    with pages.counted_queries() as many:
        member.get(url)
    assert len(many) == len(few) <= 9
