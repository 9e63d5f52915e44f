"""Writing a new request: what is stored, what is refused, and that nothing typed is lost."""

import io
import re

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Category, Status, Ticket, Upload, Urgency
from portal.services import handling, tickets
from portal.services.transaction import new_token, write
from tests import factories
from tests.tickets import pages
from tests.tickets.pages import HTMX, only_ticket, send

pytestmark = pytest.mark.defaults
CATEGORIES = (
    *("delivery", "credit", "line", "pattern", "blacklist"),
    *("webservice", "payment", "renewal", "identity", "general"),
)


def test_page_shows_form_and_says_that_there_are_no_tickets(member):
    page = member.get("/tickets")
    assert page.status_code == 200
    assert 'id="new-form"' in page.text
    assert "هنوز تیکتی ثبت نکرده‌اید." in page.text


@pytest.mark.parametrize("category", CATEGORIES)
def test_category_in_the_address_brings_its_questions(member, category):
    page = member.get(f"/tickets?category={category}").text
    fragment = member.get(f"/tickets/fields?category={category}", headers=HTMX).text
    fields = db.session.scalars(select(Category).filter_by(key=category)).one().fields
    for field in fields:
        assert f'"details-{field.key}' in page
        assert f'"details-{field.key}' in fragment
    assert "<html" not in fragment


def test_unknown_category_brings_no_questions(member):
    assert 'name="details-' not in member.get("/tickets?category=nonsense").text


def test_request_is_registered_with_its_facts_and_stands_in_the_list(member, arash):
    answer = send(member, urgency="high", **{"details-sent_time-approximate": "1"})
    assert answer.status_code == 303
    assert answer.location == "/tickets#t10001"
    ticket = only_ticket()
    assert ticket.customer_id == arash.id
    assert (ticket.subject, ticket.urgency, ticket.status) == (
        pages.SUBJECT,
        Urgency.HIGH,
        Status.NEW,
    )
    assert ticket.notify
    assert ticket.details == {
        "sms_text": "فروش ویژهٔ يلدا\nلغو11",
        "sent_date": "2026-01-04",
        "sent_time": {"time": "14:05", "approximate": True},
        "sender_line": "30001234567890",
        "recipients": ["+989351000021", "+989361000045"],
        "shown_status": "not_delivered",
        "scope": "some",
    }
    page = member.get("/tickets").text
    assert 'id="t10001"' in page
    assert "درخواست شما با شمارهٔ ۱۰۰۰۱ ثبت شد." in page


def test_htmx_request_brings_the_row_and_an_empty_form_with_a_new_token(member):
    token = new_token()
    answer = send(member, htmx=True, token=token)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="t10001"' in answer.text
    assert "در انتظار بررسی" in answer.text
    assert pages.value_of(answer.text, "subject") == ""
    assert pages.value_of(answer.text, "token") not in ("", token)
    assert '"toast"' in answer.headers["HX-Trigger"]


def test_same_form_sent_twice_makes_one_ticket(member):
    token = new_token()
    first = send(member, token=token)
    again = send(member, token=token, htmx=True)
    assert (first.status_code, again.status_code) == (303, 200)
    assert 'id="t10001"' in again.text
    assert only_ticket().number == 10001


@pytest.mark.parametrize("htmx", [False, True])
def test_edited_request_that_had_arrived_is_kept_beside_a_link_to_the_first(member, htmx):
    token, more = new_token(), f"{pages.BODY}\nشمارهٔ پیگیری ۱۲۳ است."
    send(member, token=token)
    refused = send(member, htmx=htmx, token=token, body=more)
    assert refused.status_code == 409
    assert 'href="/tickets/10001"' in refused.text
    assert pages.value_of(refused.text, "body") == more
    assert pages.value_of(refused.text, "subject") == pages.SUBJECT
    form = refused.text[refused.text.index('id="new-form"') :]
    assert re.search(r'name="token"[^>]* value="([^"]+)"', form)[1] != token
    assert only_ticket().messages[0].body == pages.BODY


def test_token_of_a_reply_makes_no_request_disappear(member, arash):
    ticket = factories.make_ticket(arash, subject="موضوع پیشین")
    token = new_token()
    pages.reply(member, ticket.number, "گزارش پیوست شد.", token=token)
    refused = send(member, token=token)
    assert refused.status_code == 409
    assert pages.value_of(refused.text, "body") == pages.BODY


def test_unticked_box_means_no_notices(member):
    form = pages.request_form()
    del form["notify"]
    pages.post(member, "/tickets", form)
    assert not only_ticket().notify


@pytest.mark.parametrize("htmx", [False, True])
def test_refused_request_keeps_all_that_was_typed(member, htmx):
    token = new_token()
    answer = send(
        member,
        htmx=htmx,
        token=token,
        subject="سلام",
        urgency="high",
        body="متن <b>من</b> & کوتاه",
        **{"details-sent_date": "۱۴۰۴/۱۳/۴۰", "details-sender_line-literal": "unknown"},
    )
    assert answer.status_code == 422
    page = answer.text
    assert pages.value_of(page, "subject") == "سلام"
    assert pages.value_of(page, "body") == "متن <b>من</b> & کوتاه"
    assert pages.value_of(page, "token") == token
    for key, value in (pages.DELIVERY | {"details-sent_date": "۱۴۰۴/۱۳/۴۰"}).items():
        if key not in ("details-shown_status", "details-scope"):
            assert pages.value_of(page, key) == value
    for chosen in ("delivery", "not_delivered", "unknown"):
        assert re.search(
            rf'<option[^>]* value="{chosen}"[^>]*selected|selected value="{chosen}"', page
        )
    for checked in ("high", "some"):
        assert re.search(rf'<input checked [^>]*value="{checked}"', page)
    assert db.session.scalar(select(Ticket.id)) is None


def test_errors_stand_at_their_fields_and_in_a_summary(member):
    answer = send(
        member,
        subject="سلام",
        body="کوتاه",
        **{
            "details-sent_date": "دیروز",
            "details-sent_time": "25:00",
            "details-recipients": "12345",
            "details-scope": "",
        },
    )
    page = answer.text
    assert "عنوان باید مسئله را نشان دهد" in pages.errors_at(page, "subject")
    assert pages.errors_at(page, "body") == "متن را کامل‌تر بنویسید؛ دست‌کم ۲۰ حرف."
    date_error = pages.errors_at(page, "details-sent_date")
    assert date_error == "تاریخ را به شکل ۱۴۰۵/۰۹/۰۱ وارد کنید."
    assert pages.errors_at(page, "details-sent_time") == "ساعت را به شکل ۱۴:۰۵ وارد کنید."
    assert "شمارهٔ همراه" in pages.errors_at(page, "details-recipients")
    assert pages.errors_at(page, "details-scope") == "این بخش الزامی است."
    summary = page[page.index("data-error-summary") :]
    assert 'href="#details-sent_date"' in summary
    assert 'href="#details-scope"' in summary


def test_request_without_anything_says_what_is_required(member):
    answer = pages.post(member, "/tickets", {})
    assert answer.status_code == 422
    assert pages.errors_at(answer.text, "category") == "دستهٔ درخواست را برگزینید."
    assert pages.errors_at(answer.text, "subject") == "این بخش الزامی است."
    assert pages.errors_at(answer.text, "body") == "این بخش الزامی است."


def test_future_date_is_refused(member, clock):
    answer = send(member, **{"details-sent_date": "۱۴۰۴/۱۰/۱۶"})
    assert pages.errors_at(answer.text, "details-sent_date") == "این تاریخ هنوز نرسیده است."


@pytest.mark.parametrize("htmx", [False, True])
def test_fix_button_mends_the_text_and_stores_nothing(member, htmx):
    refused = send(member, htmx=htmx, subject=f"{pages.SUBJECT}!!!!")
    assert refused.status_code == 422
    fix = pages.button(refused.text, "fix", "excess_punctuation")
    mended = send(member, htmx=htmx, subject=f"{pages.SUBJECT}!!!!", fix=fix)
    assert mended.status_code == 422
    assert pages.value_of(mended.text, "subject") == f"{pages.SUBJECT}!"
    assert pages.value_of(mended.text, "body").replace("\r\n", "\n") == pages.BODY
    assert db.session.scalar(select(Ticket.id)) is None


def test_unknown_fix_changes_nothing(member):
    answer = send(member, fix="finglish-00000000")
    assert answer.status_code == 422
    assert pages.value_of(answer.text, "subject") == pages.SUBJECT
    assert "متن از آن پس تغییر کرده است" in answer.text


FINGLISH = "salam lotfan barresi konid payamak haye ma be irancell nemirese mamnoon misham"


def test_disputed_finding_passes_and_flags_the_ticket(member):
    refused = send(member, body=FINGLISH)
    assert refused.status_code == 422
    assert pages.button(refused.text, "dispute", "finglish") == "finglish"
    assert send(member, body=FINGLISH, overrides="finglish").status_code == 303
    ticket = only_ticket()
    assert ticket.flagged
    assert ticket.flags == [{"rule": "finglish", "state": "open"}]


def test_dispute_over_nothing_flags_nothing(member):
    assert send(member, overrides=["finglish", "nonsense"]).status_code == 303
    assert not only_ticket().flagged


def test_required_rule_cannot_be_disputed(member):
    answer = send(member, subject="سلام", overrides="generic_title")
    assert answer.status_code == 422
    assert db.session.scalar(select(Ticket.id)) is None


WEBSERVICE = {
    "category": "webservice",
    "details-method": "SendSMS",
    "details-error": '{"status": 14}',
    "details-happened_at": "۱۴۰۴/۱۰/۱۴ ۱۰:۲۰",
    "details-repeatable": "always",
}


def test_secret_in_a_request_sample_blocks_even_when_disputed(member):
    sample = "curl -d 'password=Zx91kkQw&to=0912' https://api.example.ir/send"
    answer = send(
        member, **WEBSERVICE, **{"details-request_sample": sample, "overrides": "secret_pasted"}
    )
    assert answer.status_code == 422
    assert "رمز عبور" in pages.errors_at(answer.text, "details-request_sample")
    fix = pages.button(answer.text, "fix", "secret_pasted")
    mended = send(member, **WEBSERVICE, **{"details-request_sample": sample, "fix": fix})
    assert "Zx91kkQw" not in pages.value_of(mended.text, "details-request_sample")


def test_identical_open_request_is_refused_with_a_link_to_it(member, arash):
    send(member)
    answer = send(member)
    assert answer.status_code == 422
    assert 'href="/tickets/10001"' in answer.text
    assert only_ticket().number == 10001


def test_facts_whose_condition_does_not_hold_are_neither_judged_nor_stored(member):
    fields = {
        "category": "renewal",
        "details-panel_user": "barg",
        "details-request_type": "renew",
        "details-current_plan": "gold",
        "details-wanted_plan": "nonsense",
    }
    assert send(member, **fields).status_code == 303
    assert only_ticket().details == {
        "panel_user": "barg",
        "request_type": "renew",
        "current_plan": "gold",
    }


def test_fact_is_required_once_its_condition_holds(member):
    fields = {
        "category": "renewal",
        "details-panel_user": "barg",
        "details-request_type": "upgrade",
        "details-current_plan": "gold",
    }
    answer = send(member, **fields)
    assert pages.errors_at(answer.text, "details-wanted_plan") == "این بخش الزامی است."


def test_related_ticket_must_be_ones_own(member, arash):
    other = factories.make_ticket(factories.bahar())
    own = factories.make_ticket(arash)
    fields = {"category": "general", "details-kind": "criticism"}
    answer = send(member, **fields, **{"details-related_ticket": str(other.number)})
    assert "در فهرست شما نیست" in pages.errors_at(answer.text, "details-related_ticket")
    answer = send(member, **fields, **{"details-related_ticket": str(own.number)})
    assert answer.status_code == 303


def png(name: str = "گزارش ارسال.png") -> tuple:
    return io.BytesIO(pages.PNG), name


def test_file_of_a_refused_form_is_kept_and_attached_later(member):
    refused = send(member, subject="سلام", attachments=[png()])
    token = re.search(r'name="uploads" value="([^"]+)"', refused.text)[1]
    assert "گزارش ارسال.png" in refused.text
    assert send(member, uploads=token).status_code == 303
    assert only_ticket().attachment_count == 1
    assert db.session.scalar(select(Upload.id)) is None


def test_file_is_dropped_without_script_and_the_text_stays(member):
    refused = send(member, subject="سلام", attachments=[png()])
    token = re.search(r'name="uploads" value="([^"]+)"', refused.text)[1]
    answer = send(member, subject="سلام", uploads=token, drop=token)
    assert 'name="uploads"' not in answer.text
    assert pages.value_of(answer.text, "subject") == "سلام"


def test_bad_file_is_named_and_the_good_one_kept(member):
    answer = send(member, attachments=[png(), (io.BytesIO(b"<svg/>"), "logo.svg")])
    assert answer.status_code == 422
    assert "«logo.svg»: این نوع فایل پذیرفته نمی‌شود." in pages.errors_at(answer.text, "attachments")
    assert answer.text.count('name="uploads"') == 1


def test_sixth_file_is_refused(member):
    answer = send(member, attachments=[png(f"{i}.png") for i in range(6)])
    assert answer.status_code == 422
    assert "حداکثر ۵ فایل" in pages.errors_at(answer.text, "attachments")
    assert answer.text.count('name="uploads"') == 5


def test_file_that_has_gone_is_told_at_the_files(member):
    answer = send(member, uploads="x" * 32)
    assert answer.status_code == 422
    assert "دوباره پیوست کنید" in pages.errors_at(answer.text, "attachments")


DEPOSIT = {
    "category": "payment",
    "details-request_type": "deposit",
    "details-amount": "۱٬۲۵۰٬۰۰۰",
    "details-amount-unit": "toman",
    "details-paid_at": "۱۴۰۴/۱۰/۱۴ ۱۰:۲۰",
    "details-pay_method": "gateway",
    "details-ref_no": "۱۲۳۴۵۶",
}


def test_file_of_a_question_is_required_and_checked_against_its_own_list(member):
    answer = send(member, **DEPOSIT)
    assert pages.errors_at(answer.text, "details-receipt") == "این بخش الزامی است."
    wrong = send(member, **DEPOSIT, **{"details-receipt": [(io.BytesIO(b"a"), "a.txt")]})
    assert "فقط فایل" in pages.errors_at(wrong.text, "details-receipt")
    right = send(member, **DEPOSIT, **{"details-receipt": [png("رسید.png")]})
    assert right.status_code == 303
    ticket = only_ticket()
    assert ticket.details["amount"] == {"rials": 12_500_000, "unit": "toman"}
    attachment = ticket.messages[0].attachments[0]
    assert (attachment.field_key, attachment.name) == ("receipt", "رسید.png")


def test_blocked_customer_reads_why_and_keeps_the_text(member, arash):
    with write():
        arash.blocked_reason = "ارسال هرزنامه"
    answer = send(member)
    assert answer.status_code == 422
    assert "ارسال هرزنامه" in answer.text
    assert pages.value_of(answer.text, "subject") == pages.SUBJECT


@pytest.mark.parametrize("urgency", ["critical", "nonsense", ""])
def test_customers_choose_among_three_urgencies(member, urgency):
    send(member, urgency=urgency)
    assert only_ticket().urgency is Urgency.NORMAL


def test_closed_ticket_is_written_again_with_its_text_and_facts(member, arash):
    send(member)
    tickets.close_by_customer(arash, 10001)
    page = member.get("/tickets?rewrite=10001").text
    assert pages.value_of(page, "subject") == pages.SUBJECT
    assert pages.value_of(page, "body") == pages.BODY
    assert pages.value_of(page, "details-sent_time") == "۱۴:۰۵"
    assert pages.value_of(page, "details-sent_date") == "۱۴۰۴/۱۰/۱۴"
    assert pages.value_of(page, "details-sms_text") == pages.DELIVERY["details-sms_text"]
    token = pages.value_of(page, "token")
    assert send(member, token=token).location == "/tickets#t10002"


def test_only_ones_own_closed_ticket_is_written_again(member):
    other = factories.make_ticket(factories.bahar())
    assert member.get(f"/tickets?rewrite={other.number}").status_code == 404
    assert member.get("/tickets?rewrite=۱۲").status_code == 200


def test_coach_and_submission_say_the_same(member):
    fields = pages.request_form(subject="سلام!!!!", body=FINGLISH)
    coached = pages.post(member, "/tickets/check", fields, htmx=True).text
    refused = send(member, **fields).text
    for rule in ("عنوان گویا", "تکرار علامت پرسش و تعجب", "نوشتن فارسی با حروف لاتین"):
        assert rule in coached
        assert rule in refused
    assert "<html" not in coached


def test_coach_counts_the_pages_of_the_sms(member):
    fields = pages.request_form(**{"details-sms_text": "ا" * 135})
    coached = pages.post(member, "/tickets/check", fields, htmx=True).text
    assert "۱۳۵ نویسه، ۳ صفحه (فارسی)" in coached


def test_category_is_shown_without_script_and_the_text_stays(member):
    answer = pages.post(
        member, "/tickets", {"category": "line", "subject": "نیمه‌کاره", "show": "1"}
    )
    assert 'name="details-request_type"' in answer.text
    assert pages.value_of(answer.text, "subject") == "نیمه‌کاره"
    assert "data-error-summary" not in answer.text


def test_handled_ticket_of_a_moved_category_still_opens_for_rewriting(member, arash):
    send(member)
    with write():
        category = db.session.scalars(select(Category).filter_by(key="delivery")).one()
        category.active = False
    dana = factories.dana()
    ticket = only_ticket()
    handling.close(dana, 10001, handling.CloseReason.DONE, revision=ticket.revision)
    page = member.get("/tickets?rewrite=10001")
    assert page.status_code == 200
    assert pages.value_of(page.text, "subject") == pages.SUBJECT


def test_staff_have_no_customer_page(client, app):
    factories.log_in(client, factories.dana())
    assert client.get("/tickets").status_code in (302, 303)
    assert client.post("/tickets").status_code in (400, 404)


def test_stranger_is_sent_to_the_login(client, app):
    answer = client.get("/tickets")
    assert answer.status_code == 303
    assert answer.location.startswith("/login")
    partial = client.get("/tickets", headers=HTMX)
    assert partial.status_code == 401
    assert partial.headers["HX-Redirect"].startswith("/login")
