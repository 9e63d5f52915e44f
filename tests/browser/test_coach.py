"""The writing coach in a browser: fixes and their undoing, places, disputes, carried texts, and
that it neither disturbs the writer nor lets anything get lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from portal.extensions import db
from portal.models import Ticket
from portal.services import passwords, sessions
from portal.services.transaction import write
from tests import factories
from tests.browser import steps
from tests.browser.barriers import problems
from tests.browser.running import until
from tests.browser.steps import press
from tests.browser.visits import NARROW, PHONE

pytestmark = pytest.mark.browser

# Some characters before the places count twice in script.
SPOKEN = "🙂🙂 با سلام\nمی‌خوام بدونم چرا پیامک‌های دیروز رو نفرستادین.\nبا تشکر"
WRITTEN = "🙂🙂 با سلام\nمی‌خواهم بدانم چرا پیامک‌های دیروز را نفرستادید.\nبا تشکر"
FINGLISH = "salam lotfan barresi konid payamak haye ma be irancell nemirese"
SECOND = "همچنین لطفاً پیش‌فاکتور رسمی پنل طلایی را برای ما صادر کنید."
FORMAL = f"با سلام\n{steps.MATTER}. لطفاً علت را بررسی کنید.\nبا تشکر"


def write_request(page: Page, body: str, subject: str = steps.SUBJECT) -> Locator:
    """A request with all its facts, not sent; the form."""
    page.goto("/tickets")
    form = steps.open_request_form(page)
    steps.fill_delivery_facts(form)
    form.locator("#subject").fill(subject)
    form.locator("#body").fill(body)
    return form


def card(page: Page, rule: str) -> Locator:
    return page.locator(f"[data-coached] [id^=card-{rule}]")


def undo(page: Page) -> None:
    press(page.locator("[data-newest]").get_by_role("button", name="برگرداندن"))


def marked(page: Page) -> str:
    """What is selected in the text box that has the focus."""
    return page.evaluate(
        "(({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd))"
        "(document.activeElement)"
    )


def test_places_are_shown_mended_one_by_one_or_together_and_brought_back(visit, portal):
    page = visit(portal.customer())
    form = write_request(page, SPOKEN)
    body, spoken = form.locator("#body"), card(page, "colloquial")
    expect(spoken.locator("[data-row]")).to_have_count(4)
    press(spoken.get_by_role("link", name="بدونم"))
    expect(body).to_be_focused()
    assert marked(page) == "بدونم"

    press(spoken.locator("[data-row]", has_text="بدونم").get_by_role("button", name="اصلاح"))
    expect(body).to_have_value(SPOKEN.replace("بدونم", "بدانم"))
    # The focus goes on to the next place, and stays there when the coach has read the text again.
    expect(spoken.locator("[data-row]")).to_have_count(3)
    row = spoken.locator("[data-row]", has_text="رو")
    expect(row.get_by_role("button", name="اصلاح")).to_be_focused()
    press(spoken.get_by_role("button", name="اصلاح همه"))
    expect(body).to_have_value(WRITTEN)
    expect(spoken).to_have_count(0)
    expect(body).to_be_focused()
    expect(form.locator("[data-live]")).to_have_text(re.compile("اصلاح شد|نکته‌ای نمانده"))

    # It survives what is written on, and a new page.
    body.press("End")
    body.fill(f"با درود\n{WRITTEN}")
    page.reload()
    expect(body).to_have_value(f"با درود\n{WRITTEN}")
    undo(page)
    expect(body).to_have_value(f"با درود\n{SPOKEN.replace('بدونم', 'بدانم')}")
    undo(page)
    expect(body).to_have_value(f"با درود\n{SPOKEN}")
    expect(page.locator("[data-newest]")).to_be_empty()


def test_undoing_says_so_when_the_text_has_changed_since(visit, portal):
    page = visit(portal.customer())
    form = write_request(page, FORMAL, subject="سلام")
    title = card(page, "generic_title")
    press(title.get_by_role("button", name="اصلاح"))
    expect(form.locator("#subject")).not_to_have_value("سلام")
    form.locator("#subject").fill(steps.SUBJECT)
    undo(page)
    expect(form.locator("[data-result]")).to_contain_text("نوشتهٔ پیشین: «سلام»")
    expect(form.locator("#subject")).to_have_value(steps.SUBJECT)


def test_persian_for_finglish_is_edited_before_it_is_put_in(visit, portal):
    page = visit(portal.customer())
    form = write_request(page, f"{FORMAL}\n{FINGLISH}")
    box = card(page, "finglish").get_by_role("textbox")
    expect(box).to_have_value(re.compile("^سلام"))
    box.fill("با سلام، پیامک‌های ما نمی‌رسد.")
    press(card(page, "finglish").get_by_role("button", name="جایگزین شود"))
    expect(form.locator("#body")).to_have_value(f"{FORMAL}\nبا سلام، پیامک‌های ما نمی‌رسد.")
    undo(page)
    expect(form.locator("#body")).to_have_value(f"{FORMAL}\n{FINGLISH}")


def test_finding_is_disputed_before_the_request_is_sent(visit, portal):
    customer = portal.customer()
    page = visit(customer)
    form = write_request(page, f"{FORMAL}\n{FINGLISH}")
    finglish = card(page, "finglish")
    press(finglish.get_by_role("button", name="این تشخیص درست نیست"))
    press(finglish.get_by_role("button", name="پس گرفتن"))
    press(finglish.get_by_role("button", name="این تشخیص درست نیست"))
    withdraw = finglish.get_by_role("button", name="پس گرفتن")
    expect(withdraw).to_be_focused()
    steps.send(form)
    expect(page.locator("#list li")).to_have_count(1)
    ticket = db.session.query(Ticket).filter_by(customer_id=customer.id).one()
    assert ticket.flags == [{"rule": "finglish", "state": "open"}]


def test_errors_of_a_refused_form_go_as_they_are_mended(visit, portal):
    page = visit(portal.customer())
    form = write_request(page, f"{FORMAL}؟؟؟؟", subject="سلام")
    steps.send(form)
    expect(form.locator("#subject-error")).to_be_visible()
    press(form.locator("#subject-remarks").get_by_role("button", name="اصلاح"))
    expect(form.locator("#subject-error")).to_have_count(0)
    expect(form.locator("#subject")).not_to_have_attribute("aria-invalid", "true")
    expect(form.locator("#body-error")).to_be_visible()
    form.locator("#body").fill(FORMAL)
    expect(form.locator("#body-error")).to_have_count(0)
    expect(form.locator("[data-error-summary]")).to_have_count(0)
    expect(form.locator("#body")).to_be_focused()


def test_late_answer_never_overwrites_a_newer_one(visit, portal):
    page = visit(portal.customer())
    page.goto("/tickets")
    late: list[Route] = []

    def hold_back_the_first(route: Route) -> None:
        if late:
            route.continue_()
        else:
            late.append(route)

    page.route("**/tickets/check", hold_back_the_first)
    subject = page.locator("#subject")
    with page.expect_request("**/tickets/check"):
        subject.press_sequentially("سلام")
    subject.fill(steps.SUBJECT)
    expect(page.get_by_text("عنوان گویا است.")).to_be_visible()
    late[0].continue_()
    page.wait_for_timeout(300)
    expect(card(page, "generic_title")).to_have_count(0)
    expect(page.locator("[data-unchecked]")).to_be_hidden()


def test_failing_check_is_quiet_and_the_next_one_takes_its_word_back(visit, portal):
    page = visit(portal.customer())
    page.goto("/tickets")
    page.route("**/tickets/check", lambda route: route.abort())
    page.locator("#subject").press_sequentially("سلام")
    trouble = page.get_by_text("بررسی متن ممکن نشد؛ هنگام ثبت بررسی می‌شود.")
    expect(trouble).to_be_visible()
    expect(page.locator(".toasts .note")).to_have_count(0)
    page.unroute("**/tickets/check")
    page.locator("#subject").press_sequentially(" خوبید")
    expect(card(page, "generic_title")).to_be_visible()
    expect(trouble).to_be_hidden()


def test_live_region_tells_only_new_counts_once_one_pauses(visit, portal):
    page = visit(portal.customer())
    page.goto("/tickets")
    page.evaluate(
        """() => {
          window.told = [];
          const live = document.querySelector("[data-live]");
          new MutationObserver(() => { if (live.textContent) told.push(live.textContent); })
            .observe(live, {childList: true, characterData: true, subtree: true});
        }"""
    )
    subject = page.locator("#subject")
    for text in ("سلام", "سلام خوبید", "سلام وقت بخیر"):
        with page.expect_response("**/tickets/check"):
            subject.fill(text)
    until(lambda: page.evaluate("told.length"))
    with page.expect_response("**/tickets/check"):
        subject.fill("سلام و درود")
    page.wait_for_timeout(2500)
    assert page.evaluate("told") == ["۱ نکته در دستیار نگارش."]
    expect(subject).to_be_focused()


def test_second_matter_waits_in_sight_and_fills_the_next_form(visit, portal):
    page = visit(portal.customer())
    form = write_request(page, f"{FORMAL}\n{SECOND}")
    press(card(page, "many_topics").get_by_role("button", name="جدا کردن به دو درخواست"))
    second = form.get_by_label("موضوع دوم")
    expect(second).to_have_value(SECOND)
    expect(form.locator("#body")).to_have_value(FORMAL)
    undo(page)
    expect(form.locator("#body")).to_have_value(f"{FORMAL}\n{SECOND}")
    expect(second).to_be_hidden()
    press(card(page, "many_topics").get_by_role("button", name="جدا کردن به دو درخواست"))
    page.reload()
    expect(second).to_have_value(SECOND)
    steps.send(form)
    expect(page.locator("#list li")).to_have_count(1)
    expect(form.locator("#body")).to_have_value(SECOND)
    expect(form.locator("#subject")).to_be_focused()
    expect(second).to_be_hidden()
    page.reload()
    expect(form.locator("#body")).to_have_value(SECOND)


def test_urgency_is_made_normal_with_one_press_and_back(visit, portal):
    page = visit(portal.customer())
    page.goto("/tickets?category=general")
    form = page.locator("#new-form")
    press(form.locator("label", has_text="زیاد"))
    form.locator("#subject").fill("تغییر نشانی پستی در پروفایل پنل")
    form.locator("#body").fill("با سلام\nلطفاً نشانی پستی ما را به‌روز کنید؛ عجله‌ای نیست.")
    press(card(page, "urgency_overuse").get_by_role("button", name="فوریت «عادی» شود"))
    normal = form.get_by_role("radio", name="عادی")
    expect(normal).to_be_checked()
    expect(normal).to_be_focused()
    undo(page)
    expect(form.get_by_role("radio", name="زیاد")).to_be_checked()
    expect(card(page, "urgency_overuse")).to_have_count(1)


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desktop", "phone"])
def test_text_is_carried_into_the_thread_of_the_same_matter(visit, portal, screen):
    customer = portal.customer()
    ticket = factories.make_ticket(customer, subject=steps.SUBJECT, body=FORMAL)
    page = visit(customer, **screen)
    # Something is half written there already.
    page.goto(f"/tickets/{ticket.number}")
    page.locator("#body").fill("یک پرسش نیمه‌کاره")
    form = write_request(page, FORMAL)
    press(card(page, "repeated_request").get_by_role("button", name="پاسخ در همان تیکت"))
    page.wait_for_url(f"**/tickets/{ticket.number}")
    text = re.compile(f"^یک پرسش نیمه‌کاره\n\n{re.escape(FORMAL)}\n\nمتن دقیق پیامک: ")
    expect(page.locator("#body")).to_have_value(text)
    expect(page.locator("#body")).to_be_focused()
    page.reload()
    expect(page.locator("#body")).to_have_value(text)
    page.go_back()
    expect(form.locator("#body")).to_have_value(FORMAL)
    page.go_forward()
    expect(page.locator("#body")).to_have_value(text)
    press(page.get_by_role("button", name="ارسال پاسخ"))
    expect(page.locator("#messages .letter")).to_have_count(2)
    # What was carried and sent stands in no draft any more.
    page.goto("/tickets")
    expect(form.locator("#body")).to_have_value("")


def test_text_to_be_carried_waits_for_a_login_that_has_ended(visit, portal):
    customer = portal.customer(password_hash=passwords.hash_password(steps.PASSWORD))
    factories.make_ticket(customer, subject=steps.SUBJECT, body=FORMAL)
    page = visit(customer)
    form = write_request(page, FORMAL)
    carry = card(page, "repeated_request").get_by_role("button", name="پاسخ در همان تیکت")
    expect(carry).to_be_visible()
    with write():
        sessions.end_all(customer)
    press(carry)
    expect(page.get_by_label("متن", exact=True)).to_have_value(FORMAL)
    press(page.get_by_role("main").get_by_role("link", name="ورود"))
    steps.fill_login(page, customer.mobile)
    page.wait_for_url("**/tickets")
    expect(form.locator("#body")).to_have_value(FORMAL)


def test_reply_on_another_matter_is_carried_into_a_request_of_its_own(visit, portal):
    customer = portal.customer()
    ticket = factories.make_ticket(customer, subject=steps.SUBJECT, body=FORMAL)
    page = visit(customer)
    page.goto("/tickets")
    page.locator("#subject").fill("درخواستی که نیمه‌کاره ماند")
    page.goto(f"/tickets/{ticket.number}")
    page.locator("#body").fill(SECOND)
    press(card(page, "new_topic").get_by_role("button", name="ثبت به‌عنوان درخواست جدید"))
    form = page.locator("#new-form")
    expect(form.locator("#body")).to_have_value(SECOND)
    expect(form.locator("#subject")).to_have_value("")
    form.locator("#subject").fill("صدور پیش‌فاکتور رسمی پنل طلایی")
    steps.open_request_form(page)
    steps.fill_delivery_facts(form)
    steps.send(form)
    expect(page.locator("#list li")).to_have_count(2)
    expect(form.locator("#subject")).to_have_value("درخواستی که نیمه‌کاره ماند")
    page.goto(f"/tickets/{ticket.number}")
    expect(page.locator("#body")).to_have_value("")


def test_coach_has_no_barrier_and_stands_between_form_and_sending_on_a_phone(visit, portal):
    page = visit(portal.customer(), **PHONE)
    form = write_request(page, f"{SPOKEN}؟؟؟؟\n{FINGLISH}\n{SECOND}\nرمز عبور: Zx91kkQw", "سلام")
    expect(card(page, "generic_title")).to_be_visible()
    press(card(page, "generic_title").get_by_role("button", name="اصلاح"))
    line = form.locator("#coach-line").get_by_role("link")
    expect(line).to_contain_text("نکته")
    tops = [form.locator(part).bounding_box()["y"] for part in (".new-form", "#coach", ".new-send")]
    assert tops == sorted(tops)
    for folded in page.locator("#coach details").all():
        folded.evaluate("one => { one.open = true; }")
    assert problems(page) == []
    page.set_viewport_size(NARROW)
    form.locator("#body").focus()
    press(line)
    expect(page.locator("#coach h2")).to_be_in_viewport()


def test_coach_of_a_reply_has_no_barrier(visit, portal):
    customer = portal.customer()
    ticket = factories.make_ticket(customer)
    page = visit(customer)
    page.goto(f"/tickets/{ticket.number}")
    page.locator("#body").fill(f"{SPOKEN}؟؟؟؟\n{FINGLISH}")
    press(card(page, "excess_punctuation").get_by_role("button", name="اصلاح"))
    expect(page.locator("#body")).to_have_value(f"{SPOKEN}؟\n{FINGLISH}")
    expect(card(page, "colloquial")).to_have_count(1)
    assert problems(page) == []


def test_same_buttons_serve_without_script(visit, portal):
    customer = portal.customer()
    page = visit(customer, java_script_enabled=False)
    page.goto("/tickets?category=delivery")
    form = page.locator("#new-form")
    steps.fill_delivery_facts(form)
    body = f"{FORMAL}؟؟؟؟\n{FINGLISH}"
    form.locator("#subject").fill("سلام")
    form.locator("#body").fill(body)
    steps.send(form)
    press(card(page, "generic_title").get_by_role("button", name="اصلاح"))
    expect(form.locator("#subject")).not_to_have_value("سلام")
    press(card(page, "excess_punctuation").get_by_role("button", name="اصلاح"))
    expect(form.locator("#body")).to_have_value(f"{FORMAL}؟\n{FINGLISH}")
    press(page.get_by_text("اصلاح‌های پیشین"))
    press(page.locator("[data-older]").get_by_role("button", name="برگرداندن"))
    expect(form.locator("#subject")).to_have_value("سلام")
    press(page.locator("[data-newest]").get_by_role("button", name="برگرداندن"))
    expect(form.locator("#body")).to_have_value(body)
    press(card(page, "excess_punctuation").get_by_role("button", name="اصلاح"))
    press(card(page, "finglish").get_by_role("button", name="این تشخیص درست نیست"))
    form.locator("#subject").fill(steps.SUBJECT)
    steps.send(form)
    expect(page.locator("#list li")).to_have_count(1)
    ticket = db.session.query(Ticket).filter_by(customer_id=customer.id).one()
    assert ticket.flags == [{"rule": "finglish", "state": "open"}]
