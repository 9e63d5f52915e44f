"""What is written survives: a login that ended, a lost network, a request too large, a second
press, the back button, a colleague who was quicker."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.extensions import db
from portal.models import CloseReason, Department
from portal.persian.digits import to_persian
from portal.services import desk, handling, passwords, sessions, tickets
from portal.services.transaction import new_token, write
from tests import factories
from tests.browser import steps
from tests.browser.steps import press

pytestmark = pytest.mark.browser

BODY = f"با سلام\n{steps.MATTER}.\nبا تشکر"
REPLY = "با سلام، گزارش تازه‌ای از پنل گرفتم و می‌فرستم."


def write_request(page: Page) -> Locator:
    """Fills in a request with facts and a file, and does not send it; the form."""
    page.goto("/tickets")
    form = steps.open_request_form(page)
    steps.fill_delivery_facts(form)
    press(form.locator("label", has_text="زیاد"))
    form.get_by_label("عنوان").fill(steps.SUBJECT)
    form.locator("#body").fill(BODY)
    form.locator("#attachments").set_input_files(steps.picture())
    expect(form.locator(".chip-upload input")).to_be_attached()
    return form


def is_kept(form: Locator) -> None:
    """All that was typed is there."""
    expect(form.get_by_label("متن دقیق پیامک")).to_have_value(steps.SMS)
    expect(form.get_by_label("تاریخ ارسال")).to_have_value("۱۴۰۵/۰۸/۲۵")
    expect(form.get_by_label("وضعیت نمایش‌داده‌شده")).to_have_value("not_delivered")
    expect(form.locator("[name=details-scope][value=some]")).to_be_checked()
    expect(form.locator("[name=urgency][value=high]")).to_be_checked()
    expect(form.get_by_label("عنوان")).to_have_value(steps.SUBJECT)
    expect(form.locator("#body")).to_have_value(BODY)
    expect(form.locator(".chip-upload")).to_contain_text("گزارش تحویل.png")


def is_stored_once(page: Page) -> None:
    """The list holds the one request, with its file."""
    rows = page.locator("#list li")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(steps.SUBJECT)
    expect(rows).to_contain_text("ضمیمه: ۱")
    page.reload()
    expect(rows).to_have_count(1)


def test_request_waits_for_the_login_that_ended_while_it_was_written(visit, portal):
    customer = portal.customer(password_hash=passwords.hash_password(steps.PASSWORD))
    page = visit(customer)
    form = write_request(page)
    with write():
        sessions.end_all(customer)
    # The writing coach notices, but leads nobody away.
    form.locator("#body").fill(BODY + "\n")
    expect(page.locator(".toasts")).to_contain_text("مهلت ورود شما پایان یافته است")
    form.locator("#body").fill(BODY)
    steps.send(form)
    page.wait_for_url(re.compile("/login"))
    steps.fill_login(page, customer.mobile)
    page.wait_for_url("**/tickets")
    is_kept(form)
    steps.send(form)
    is_stored_once(page)


def test_request_waits_for_the_network(visit, portal):
    page = visit(portal.customer())
    form = write_request(page)
    page.context.set_offline(True)
    steps.send(form)
    expect(page.locator(".toasts")).to_contain_text("ارتباط برقرار نشد. متن شما")
    is_kept(form)
    page.context.set_offline(False)
    steps.send(form)
    is_stored_once(page)


def test_request_too_large_for_the_server_is_kept(visit, portal):
    page = visit(portal.customer())
    form = write_request(page)
    body = form.locator("#body")
    # Unseen while it is large: to lay it out takes the browser many seconds.
    body.evaluate("field => { field.hidden = true; field.value += '\\n' + 'x'.repeat(2.1e6); }")
    with page.expect_response("**/tickets") as answer:
        steps.send(form)
    assert answer.value.status == 413
    expect(page.locator(".toasts")).to_contain_text("متن شما از بین نرفته است")
    body.evaluate("field => { field.value = field.value.split('\\nx')[0]; field.hidden = false; }")
    is_kept(form)
    steps.send(form)
    is_stored_once(page)


def test_double_press_registers_one_request(visit, portal):
    page = visit(portal.customer())
    form = write_request(page)
    form.get_by_role("button", name="ثبت", exact=True).dblclick()
    is_stored_once(page)


def test_addition_to_a_reply_whose_answer_was_lost_is_kept(visit, portal):
    customer = portal.customer()
    ticket = factories.make_ticket(customer)
    page = visit(customer)
    page.goto(f"/tickets/{ticket.number}")
    # The reply arrives; that it did does not.
    token = page.locator("#reply [name=token]").input_value()
    tickets.add_reply(customer, ticket.number, REPLY, token=token)
    more = f"{REPLY} شمارهٔ خط هم هست."
    page.locator("#body").fill(more)
    press(page.get_by_role("button", name="ارسال پاسخ"))
    expect(page.locator("#reply")).to_contain_text("نسخهٔ پیشین این متن ثبت شده است")
    expect(page.locator("#messages .letter")).to_have_count(2)
    expect(page.locator("#body")).to_have_value(more)
    press(page.get_by_role("button", name="ارسال پاسخ"))
    expect(page.locator("#messages .letter")).to_have_count(3)
    expect(page.locator("#messages .letter").last).to_contain_text(more)
    expect(page.locator("#body")).to_have_value("")


def test_reply_without_script_is_given_back_when_the_login_has_ended(visit, portal):
    customer = portal.customer(password_hash=passwords.hash_password(steps.PASSWORD))
    ticket = factories.make_ticket(customer)
    page = visit(customer, java_script_enabled=False)
    page.goto(f"/tickets/{ticket.number}")
    page.locator("#body").fill(REPLY)
    with write():
        sessions.end_all(customer)
    press(page.get_by_role("button", name="ارسال پاسخ").last)
    expect(page.get_by_label("متن")).to_have_value(REPLY)
    press(page.get_by_role("main").get_by_role("link", name="ورود"))
    steps.fill_login(page, customer.mobile)
    page.wait_for_url(f"**/tickets/{ticket.number}")


def test_answer_stays_in_place_when_its_ticket_was_referred_away(visit, portal):
    agent, colleague = portal.staff(), portal.staff(name="پری دریایی")
    ticket = factories.make_ticket(portal.customer())
    page = visit(agent)
    page.goto(f"/desk/tickets/{ticket.number}")
    expect(page.locator("#ticket-head")).to_contain_text("در حال بررسی")
    page.locator("#reply-body").fill(REPLY)
    finance = db.session.query(Department).filter_by(key="finance").one()
    handling.refer(colleague, ticket.number, finance.id, revision=None)
    press(page.get_by_role("button", name="ارسال پاسخ"))
    expect(page.locator(".toasts")).to_contain_text("این تیکت دیگر در فهرست شما نیست.")
    expect(page.locator("#reply-body")).to_have_value(REPLY)


def test_back_button_returns_whole_pages_after_filters_and_threads(visit, portal):
    customer = portal.customer()
    ticket = factories.make_ticket(customer, subject=steps.SUBJECT)
    page = visit(customer)
    page.goto("/tickets")
    rows = page.locator("#list li")
    press(page.locator("#chips").get_by_text("پاسخ داده شده"))
    expect(rows).to_have_count(0)
    press(page.locator("#chips").get_by_text("همه"))
    expect(rows).to_have_count(1)
    press(rows.get_by_role("link"))
    page.wait_for_url(f"**/tickets/{ticket.number}")
    page.go_back()
    expect(rows).to_have_count(1)
    page.go_back()
    page.wait_for_url("**/tickets?group=answered")
    expect(rows).to_have_count(0)
    expect(page.locator("#chips [aria-current]")).to_contain_text("پاسخ داده شده")
    expect(page.locator("header.bar")).to_be_visible()
    expect(page.locator("#new-form")).to_have_count(1)
    # It is no dead copy.
    press(page.locator("#chips").get_by_text("همه"))
    expect(rows).to_have_count(1)


def test_reply_to_a_ticket_closed_meanwhile_keeps_its_text(visit, portal):
    customer, agent = portal.customer(), portal.staff()
    ticket = factories.make_ticket(customer)
    page = visit(customer)
    page.goto(f"/tickets/{ticket.number}")
    page.locator("#body").fill(REPLY)
    handling.close(agent, ticket.number, CloseReason.DONE, revision=None)
    press(page.get_by_role("button", name="ارسال پاسخ"))
    expect(page.locator("#reply")).to_contain_text("بسته شده است")
    expect(page.locator("#body")).to_have_value(REPLY)


def test_desk_hears_of_a_customers_reply_without_reload(visit, portal):
    customer, agent = portal.customer(), portal.staff()
    ticket = factories.make_ticket(customer)
    page = visit(agent)
    page.clock.install()
    page.goto(f"/desk/tickets/{ticket.number}")
    expect(page.locator("#ticket-head")).to_contain_text("در حال بررسی")
    page.evaluate("window.stayed = true")
    page.locator("#reply-body").fill("پاسخی که هنوز نوشته می‌شود")
    factories.reply(customer, ticket, REPLY)
    page.clock.fast_forward(20_000)
    expect(page.locator("#messages .letter").last).to_contain_text(REPLY)
    expect(page.locator("#reply-body")).to_have_value("پاسخی که هنوز نوشته می‌شود")
    assert page.evaluate("window.stayed"), "the page was loaded anew"


def test_answer_overtaken_by_a_colleague_shows_both_texts(visit, portal):
    agent, colleague = portal.staff(), portal.staff(name="پری دریایی")
    ticket = factories.make_ticket(portal.customer())
    page = visit(agent)
    page.goto(f"/desk/tickets/{ticket.number}")
    expect(page.locator("#ticket-head")).to_contain_text("در حال بررسی")
    page.locator("#reply-body").fill("پاسخ نخستین کارشناس به این درخواست")
    desk.reply(colleague, ticket.number, "پاسخ همکار زودتر رسید.", revision=None, token=new_token())
    with page.expect_response("**/replies") as answer:
        press(page.get_by_role("button", name="ارسال پاسخ"))
    assert answer.value.status == 409
    composer = page.locator("#composer")
    expect(composer.get_by_role("alert")).to_contain_text("پاسخ همکار زودتر رسید.")
    expect(page.locator("#reply-body")).to_have_value("پاسخ نخستین کارشناس به این درخواست")
    press(page.get_by_role("button", name="ارسال پاسخ"))
    expect(page.locator("#messages .letter-staff")).to_have_count(2)
    expect(page.locator("#reply-body")).to_have_value("")


def test_link_of_a_notice_asks_for_the_login_and_leads_into_the_thread(visit, portal):
    customer = portal.customer(password_hash=passwords.hash_password(steps.PASSWORD))
    ticket = factories.make_ticket(customer)
    page = visit()
    page.goto(f"/t/{ticket.link_token}")
    page.wait_for_url(re.compile("/login"))
    steps.fill_login(page, customer.mobile)
    page.wait_for_url(f"**/tickets/{ticket.number}")
    expect(page.get_by_role("main")).to_contain_text(to_persian(ticket.number))
