"""The writing coach: cards, fixes and their undoing, disputes, and what is counted of them."""

import re

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Ticket
from portal.services import etiquette_counts, etiquette_policy
from portal.services.etiquette_policy import Policy
from portal.services.transaction import new_token
from tests import factories
from tests.tickets import pages
from tests.tickets.pages import button, kept, only_ticket, send, value_of

pytestmark = pytest.mark.defaults

SPOKEN = "با سلام\nمی‌خوام بدونم چرا پیامک‌های دیروز رو نفرستادین.\nبا تشکر"
WRITTEN = "با سلام\nمی‌خواهم بدانم چرا پیامک‌های دیروز را نفرستادید.\nبا تشکر"
FINGLISH = "salam lotfan barresi konid payamak haye ma be irancell nemirese"
TWO_MATTERS = f"{pages.BODY}\nهمچنین لطفاً پیش‌فاکتور رسمی پنل طلایی را برای ما صادر کنید."

PAYMENT = {
    "category": "payment",
    "details-request_type": "proforma",
    "details-amount": "۱٬۲۵۰٬۰۰۰",
    "details-amount-unit": "toman",
    "subject": "ثبت نشدن شارژ واریزی پنل برگ",
    "body": "با سلام\nمبلغ شارژ را واریز کردم و پنل شارژ نشده است.",
}


def check(member, **fields) -> str:
    """What the coach answers about a request as it stands."""
    return pages.post(member, "/tickets/check", pages.request_form(**fields), htmx=True).text


def press(member, page: str, name: str, value: str, **fields) -> str:
    """Presses a button of a page without script; the page that comes of it."""
    fields |= {name: button(page, name, value)}
    answer = send(member, **kept(page) | fields)
    assert answer.status_code == 422
    assert db.session.scalar(select(Ticket.id)) is None
    return answer.text


def cards(page: str) -> list[str]:
    return re.findall(r'id="card-([a-z_]+)-\w+"', page)


def progress(page: str) -> tuple[str, str]:
    return re.search(r'<progress[^>]* max="(\d+)" value="(\d+)"', page).groups()


def counts(rule: str) -> tuple[int, int, int]:
    found = etiquette_counts.last_days()[rule]
    return found.shown, found.fixed, found.overridden


def test_many_findings_of_a_rule_are_one_card_with_all_its_places(member):
    page = check(member, body=SPOKEN)
    assert cards(page) == ["colloquial"]
    for spoken, written in (("می‌خوام", "می‌خواهم"), ("بدونم", "بدانم"), ("رو", "را")):
        assert f"<del>{spoken}</del>" in page
        assert f"<ins>{written}</ins>" in page
    assert page.count("data-fix=") == 4
    assert "اصلاح همه (۴)" in page
    assert 'href="/guide#colloquial"' in page


def test_what_holds_the_request_back_comes_first(member):
    page = check(member, subject="سلام", body=f"{FINGLISH}\n{SPOKEN}؟؟؟؟")
    assert cards(page) == ["generic_title", "excess_punctuation", "finglish", "colloquial"]


def test_facts_that_the_text_lacks_stand_in_the_list_of_what_is_to_be_written(member):
    page = check(member, **PAYMENT)
    assert "نیاز است: تاریخ و شمارهٔ پیگیری." in page
    assert cards(page) == []
    assert progress(page) == ("4", "3")
    told = f"{PAYMENT['body']} روز ۱۴۰۴/۱۰/۱۴ با شمارهٔ پیگیری ۱۲۳۴۵۶۷۸ واریز شد."
    page = check(member, **PAYMENT | {"body": told})
    assert "نیاز است" not in page
    assert progress(page) == ("4", "4")


def test_answer_that_stands_for_a_line_tells_the_line(member):
    line = {"details-sender_line": "", "details-sender_line-literal": "unknown"}
    assert "شمارهٔ خط" not in check(member, **line).partition("نیاز است")[2]


def test_one_press_mends_all_places_and_another_takes_them_back(member):
    refused = send(member, subject="سلام", body=SPOKEN).text
    mended = press(member, refused, "fix", "all-colloquial", subject="سلام", body=SPOKEN)
    assert value_of(mended, "body") == WRITTEN
    assert "نثر رسمی: ۴ اصلاح" in mended
    back = press(member, mended, "undo", "0", subject="سلام", body=WRITTEN)
    assert value_of(back, "body") == SPOKEN
    assert "اصلاح برگردانده شد." in back
    assert 'name="undo" value="0"' not in back


def test_presses_are_taken_back_several_steps_and_in_any_order(member):
    body = f"{SPOKEN}\nرمز عبور: Zx91kkQw"
    fields = {"subject": "سلام", "body": body, "urgency": "high"}
    page = send(member, **fields).text
    page = press(member, page, "fix", "generic_title", **fields)
    fields["subject"] = value_of(page, "subject")
    assert fields["subject"] != "سلام"
    page = press(member, page, "fix", "secret_pasted", **fields)
    fields["body"] = value_of(page, "body")
    assert "Zx91kkQw" not in fields["body"]
    assert "پوشاندن رمز یا کلید" in page
    page = press(member, page, "fix", "all-colloquial", **fields)
    fields["body"] = value_of(page, "body")
    page = press(member, page, "undo", "1", **fields)
    assert value_of(page, "body") == f"{WRITTEN}\nرمز عبور: Zx91kkQw"
    fields["body"] = value_of(page, "body")
    page = press(member, page, "undo", "1", **fields)
    fields["body"] = value_of(page, "body")
    page = press(member, page, "undo", "0", **fields)
    assert value_of(page, "body") == body
    assert value_of(page, "subject") == "سلام"


def test_undoing_leaves_alone_what_was_written_since(member):
    refused = send(member, subject="سلام", body=SPOKEN).text
    mended = press(member, refused, "fix", "all-colloquial", subject="سلام", body=SPOKEN)
    more = f"با درود\n{WRITTEN}\nشمارهٔ خط ما ۳۰۰۰ است."
    back = press(member, mended, "undo", "0", subject="سلام", body=more)
    assert value_of(back, "body") == f"با درود\n{SPOKEN}\nشمارهٔ خط ما ۳۰۰۰ است."
    other = "همه چیز از نو نوشته شده است و جایی نمانده است."
    page = press(member, mended, "undo", "0", subject="سلام", body=other)
    assert value_of(page, "body") == other
    assert "متن از آن پس تغییر کرده است" in page
    assert "می‌خوام" in page


def test_persian_for_finglish_may_be_edited_before_it_is_put_in(member):
    refused = send(member, body=FINGLISH).text
    box = re.search(r'<textarea[^>]* name="(instead-finglish-[^"]+)"', refused)[1]
    assert value_of(refused, box).startswith("سلام")
    edited = "با سلام، پیامک‌های ما به ایرانسل نمی‌رسد."
    fields = {"body": FINGLISH, box: edited}
    # Another press in between keeps what was edited.
    page = press(member, refused, "dispute", "finglish", **fields)
    assert value_of(page, box) == edited
    mended = press(member, refused, "fix", "finglish", **fields)
    assert value_of(mended, "body") == edited
    back = press(member, mended, "undo", "0", body=edited)
    assert value_of(back, "body") == FINGLISH


def test_finding_is_disputed_and_the_dispute_taken_back_without_script(member):
    refused = send(member, body=FINGLISH).text
    disputed = press(member, refused, "dispute", "finglish", body=FINGLISH)
    assert kept(disputed)["overrides"] == ["finglish"]
    withdrawn = press(member, disputed, "withdraw", "finglish", body=FINGLISH)
    assert kept(withdrawn)["overrides"] == []
    assert send(member, body=FINGLISH, **kept(withdrawn)).status_code == 422
    assert send(member, body=FINGLISH, **kept(disputed)).status_code == 303
    assert only_ticket().flags == [{"rule": "finglish", "state": "open"}]


def test_dispute_is_shown_while_one_writes(member):
    assert button(check(member, body=FINGLISH), "dispute", "finglish")
    page = check(member, body=FINGLISH, overrides="finglish")
    assert button(page, "withdraw", "finglish")
    assert "برای بررسی" in page


def test_advice_holds_nothing_back(member):
    assert send(member, body=SPOKEN).status_code == 303


def test_second_matter_is_cut_out_kept_and_brought_back(member):
    refused = send(member, subject="سلام", body=TWO_MATTERS).text
    fields = {"subject": "سلام", "body": TWO_MATTERS}
    page = press(member, refused, "fix", "many_topics", **fields)
    assert value_of(page, "body") == pages.BODY
    second = value_of(page, "next_body")
    assert second == "همچنین لطفاً پیش‌فاکتور رسمی پنل طلایی را برای ما صادر کنید."
    fields = {"subject": "سلام", "body": pages.BODY, "next_body": second}
    # A refusal keeps it.
    assert value_of(send(member, **fields).text, "next_body") == second
    back = press(member, page, "undo", "0", **fields)
    assert value_of(back, "body") == TWO_MATTERS
    assert value_of(back, "next_body") == ""


@pytest.mark.parametrize("htmx", [False, True])
def test_second_matter_fills_the_next_form_once_the_first_is_stored(member, htmx):
    second = "لطفاً پیش‌فاکتور رسمی پنل طلایی را صادر کنید."
    fields = pages.request_form(next_body=second)
    for _ in range(2):
        # Sent once more, it makes the same page and no second ticket.
        answer = pages.post(member, "/tickets", fields, htmx=htmx)
        assert answer.status_code == 200
        assert value_of(answer.text, "body") == second
        assert value_of(answer.text, "subject") == ""
        assert value_of(answer.text, "next_body") == ""
        assert "data-brought" in answer.text
    assert only_ticket().messages[0].body == pages.BODY


def test_second_matter_survives_a_version_that_had_arrived(member):
    token, second = new_token(), "لطفاً پیش‌فاکتور رسمی پنل طلایی را صادر کنید."
    send(member, token=token)
    refused = send(member, token=token, body=f"{pages.BODY}\nو یک چیز دیگر", next_body=second)
    assert refused.status_code == 409
    assert value_of(refused.text, "next_body") == second


def test_second_matter_too_long_for_a_request_is_refused_and_kept(member):
    answer = send(member, next_body="الف " * 3000)
    assert answer.status_code == 422
    assert "حداکثر" in pages.errors_at(answer.text, "next_body")
    assert len(value_of(answer.text, "next_body")) > 10_000


def test_high_urgency_is_made_normal_with_one_press_and_back(member, arash):
    for line in ("۲۰۰۰", "۵۰۰۰"):
        factories.make_ticket(arash, subject=f"قطع بودن خط {line}", urgency="high")
    fields = {
        "subject": "تغییر نشانی پستی در پروفایل پنل",
        "body": "با سلام\nلطفاً نشانی پستی ما را در پروفایل پنل به‌روز کنید؛ عجله‌ای نیست.",
        "category": "general",
        "details-kind": "question",
    }
    page = check(member, **fields, urgency="high")
    assert "urgency_overuse" in cards(page)
    sent = pages.request_form(**fields, urgency="high", fix=button(page, "fix", "urgency_overuse"))
    mended = pages.post(member, "/tickets", sent).text
    assert re.search(r'<input checked [^>]*value="normal"', mended)
    undone = pages.request_form(**fields, undo="0", **kept(mended))
    back = pages.post(member, "/tickets", undone).text
    assert re.search(r'<input checked [^>]*value="high"', back)


def test_rule_is_counted_as_shown_once_a_draft(member):
    page = check(member, body=SPOKEN)
    assert counts("colloquial") == (1, 0, 0)
    seen = pages.hidden(page, "seen")
    assert seen == "colloquial"
    page = check(member, subject="سلام", body=SPOKEN, seen=seen)
    assert pages.hidden(page, "seen") == "colloquial generic_title"
    refused = send(member, subject="سلام", body=SPOKEN, seen=pages.hidden(page, "seen"))
    assert refused.status_code == 422
    assert counts("colloquial") == (1, 0, 0)
    assert counts("generic_title") == (1, 0, 0)


def test_stored_request_counts_what_was_heeded_and_what_was_disputed(member):
    seen = "colloquial finglish generic_title nonsense"
    body = f"{SPOKEN}\n{FINGLISH}"
    assert send(member, body=body, seen=seen, overrides="finglish").status_code == 303
    assert counts("generic_title") == (0, 1, 0)
    assert counts("finglish") == (0, 0, 1)
    assert counts("colloquial") == (0, 0, 0)


def test_same_form_sent_again_counts_nothing_twice(member):
    fields = pages.request_form(seen="generic_title")
    for _ in range(2):
        pages.post(member, "/tickets", fields)
    assert counts("generic_title") == (0, 1, 0)


def test_blank_facts_count_only_once_the_form_was_refused_for_them(member):
    fields = {"details-scope": "", "details-sent_time": ""}
    assert "incomplete" not in pages.hidden(check(member, **fields), "seen")
    assert "incomplete" in kept(send(member, **fields).text)["seen"]
    assert counts("incomplete") == (1, 0, 0)


def test_reply_is_counted_as_well(member, arash):
    ticket = factories.make_ticket(arash)
    url = f"/tickets/{ticket.number}/replies/check"
    page = pages.post(member, url, {"body": SPOKEN}, htmx=True).text
    assert cards(page) == ["colloquial"]
    assert pages.hidden(page, "seen") == "colloquial"
    assert counts("colloquial") == (1, 0, 0)
    assert pages.reply(member, ticket.number, WRITTEN, seen="colloquial").status_code == 303
    assert counts("colloquial") == (1, 1, 0)


def test_check_of_what_was_shown_before_writes_nothing_and_stays_cheap(member, arash):
    fields = pages.request_form(body=SPOKEN, seen="colloquial", csrf_token=pages.csrf(member))
    with pages.counted_queries() as queries:
        member.post("/tickets/check", data=fields, headers=pages.HTMX)
    assert [one for one in queries if not one.lstrip().upper().startswith("SELECT")] == []
    assert len(queries) <= 7
    ticket = factories.make_ticket(arash)
    with pages.counted_queries() as queries:
        member.post(f"/tickets/{ticket.number}/replies/check", data=fields, headers=pages.HTMX)
    assert [one for one in queries if not one.lstrip().upper().startswith("SELECT")] == []
    assert len(queries) <= 6


def test_errors_that_were_mended_are_named_no_more_by_the_check(member):
    fields = {"subject": "سلام", "details-scope": "", "judged": "1"}
    assert 'data-wrong="subject details-scope"' in check(member, **fields)
    assert 'data-wrong="details-scope"' in check(member, **fields | {"subject": pages.SUBJECT})
    assert "data-wrong" not in check(member, subject="سلام")


def test_policy_that_demands_review_of_advice_offers_the_dispute(member):
    dana = factories.dana()
    etiquette_policy.change(dana, Policy(levels={"incomplete": "review", "many_topics": "review"}))
    refused = send(member, **PAYMENT)
    assert refused.status_code == 422
    assert cards(refused.text) == ["incomplete"]
    assert button(refused.text, "dispute", "incomplete")
    assert send(member, **PAYMENT, overrides="incomplete").status_code == 303


def test_nothing_that_is_carried_along_is_markup(member):
    evil = '"><script>alert(1)</script>'
    page = send(member, subject="سلام", seen=evil, draft=evil, carried=evil, overrides=evil).text
    assert "<script>alert" not in page
    steps = '[["<script>alert(2)</script>",[["body",0,"a","b","",""]]]]'
    page = send(member, subject="سلام", mended=steps).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)" in page
