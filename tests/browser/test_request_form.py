"""What script adds to the request form: questions that come and go, the calendar, the coach."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.steps import press
from tests.browser.visits import PHONE

pytestmark = pytest.mark.browser


def test_questions_come_and_go_with_the_answers_they_depend_on(visit, portal):
    page = visit(portal.customer())
    page.goto("/tickets?category=payment")
    kind, iban = page.locator("#details-request_type"), page.locator("#details-iban")
    buyer = page.locator("#details-buyer_name")
    expect(iban).to_be_hidden()
    kind.select_option("refund")
    expect(iban).to_be_visible()
    iban.fill("IR82")
    kind.select_option("official_invoice")
    expect(iban).to_be_hidden()
    expect(buyer).to_be_visible()
    kind.select_option("refund")
    expect(iban).to_have_value("IR82")


def test_hint_of_a_chosen_answer_is_shown(visit, portal):
    page = visit(portal.customer())
    form = steps_form(page)
    hint = form.get_by_text("برای شماره‌ای که در لیست سیاه است")
    expect(hint).to_be_hidden()
    form.locator("#details-shown_status").select_option("blocked")
    expect(hint).to_be_visible()


def steps_form(page):
    page.goto("/tickets")
    return steps.open_request_form(page)


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desktop", "phone"])
def test_day_is_picked_from_the_calendar_by_pointer(visit, portal, screen):
    page = visit(portal.customer(), **screen)
    form = steps_form(page)
    field = form.locator("#details-sent_date")
    field.fill("1405/02/15")
    press(field.locator("xpath=following-sibling::button"))
    calendar = page.get_by_role("dialog", name="گزینش تاریخ از تقویم")
    expect(calendar.get_by_text("اردیبهشت ۱۴۰۵", exact=True)).to_be_visible()
    press(calendar.get_by_role("button", name="ماه پیش"))
    press(calendar.get_by_role("button", name="شنبه ۱ فروردین ۱۴۰۵", exact=True))
    expect(field).to_have_value("۱۴۰۵/۰۱/۰۱")
    expect(calendar).to_have_count(0)
    expect(field).to_be_focused()


def test_calendar_obeys_the_keys_and_closes_days_to_come(visit, portal):
    page = visit(portal.customer())
    form = steps_form(page)
    field = form.locator("#details-sent_date")
    field.fill("۱۴۰۴/۱۲/۲۹")
    opener = field.locator("xpath=following-sibling::button")
    opener.press("Enter")
    # Esfand of a common year has 29 days, and in a right-to-left grid left is tomorrow.
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("۱۴۰۵/۰۱/۰۸")
    opener.press("Enter")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("۱۴۰۵/۰۱/۰۸")
    opener.press("Enter")
    press(page.get_by_role("button", name="امروز", exact=True))
    opener.press("Enter")
    later = page.locator(".cal-day[aria-current] >> xpath=../following-sibling::td/button")
    for day in later.all():
        expect(day).to_be_disabled()


def test_moment_keeps_its_time_when_a_day_is_picked(visit, portal):
    page = visit(portal.customer())
    page.goto("/tickets?category=webservice")
    field = page.locator("#details-happened_at")
    field.fill("1405/01/02 14:05")
    press(field.locator("xpath=following-sibling::button"))
    press(page.get_by_role("button", name="شنبه ۱ فروردین ۱۴۰۵", exact=True))
    expect(field).to_have_value("۱۴۰۵/۰۱/۰۱ ۱۴:۰۵")


def test_coach_speaks_while_one_writes_and_leaves_the_text_alone(visit, portal):
    page = visit(portal.customer())
    form = steps_form(page)
    form.locator("#details-sms_text").press_sequentially("سلام")
    expect(form.get_by_text("۴ نویسه، ۱ صفحه (فارسی)")).to_be_visible()
    form.locator("#subject").press_sequentially("سلام")
    coach = page.get_by_role("complementary", name="دستیار نگارش")
    expect(coach.get_by_role("heading", name="عنوان گویا")).to_be_visible()
    expect(coach.locator("#coach-count")).to_have_text("۱ نکته")
    form.locator("#subject").fill(steps.SUBJECT)
    expect(coach.get_by_text("عنوان گویا است.")).to_be_visible()
    expect(form.locator("#subject")).to_have_value(steps.SUBJECT)
    expect(form.locator("#subject")).to_be_focused()


def test_high_urgency_brings_the_promised_time_nearer(visit, portal):
    page = visit(portal.customer())
    form = steps_form(page)
    due = form.locator("#due")
    before = due.inner_text()
    press(form.locator("label", has_text="زیاد"))
    expect(due).not_to_have_text(before)
