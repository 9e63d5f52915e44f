"""The whole story once more in a browser that runs no JavaScript."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from portal.persian.digits import to_persian
from tests.browser import steps
from tests.browser.steps import press
from tests.browser.visits import PHONE

pytestmark = pytest.mark.browser

ANSWER = "گزارش ارسال شما بررسی شد و پیوست است."
REPLY = "با سلام، سپاسگزارم. گزارش را دیدم و موضوع روشن شد."


def write_request(page: Page) -> int:
    """A request with its category's questions and a file, refused at first; its number."""
    form = page.locator("#new-form")
    form.get_by_label("عنوان").fill("سلام")
    form.locator("#body").fill(f"با سلام\n{steps.MATTER}!!!!\nبا تشکر")
    form.get_by_label("دسته").select_option("delivery")
    press(form.get_by_role("button", name="نمایش پرسش‌ها"))
    steps.fill_delivery_facts(form)
    form.locator("#attachments").set_input_files(steps.picture())
    steps.send(form)

    # Refused: everything is still there, and each fix is a plain button.
    expect(form.locator("#subject-error")).to_contain_text("عنوان باید مسئله را نشان دهد")
    expect(form.locator("#subject")).to_have_value("سلام")
    expect(form.locator(".chip-upload")).to_contain_text("گزارش تحویل.png")
    press(form.locator("#subject-remarks").get_by_role("button", name="اصلاح"))
    expect(form.locator("#subject")).to_have_value(steps.TITLE)
    press(form.locator("#body-remarks").get_by_role("button", name="اصلاح"))
    expect(form.locator("#body")).to_have_value(f"با سلام\n{steps.MATTER}!\nبا تشکر")
    expect(form.get_by_label("متن دقیق پیامک")).to_have_value(steps.SMS)
    expect(form.locator(".chip-upload")).to_have_count(1)
    steps.send(form)

    row = page.locator("#list li").first
    expect(row).to_contain_text(steps.TITLE)
    number = int(row.get_attribute("id").removeprefix("t"))
    assert page.url.endswith(f"/tickets#t{number}")
    expect(page.get_by_role("main")).to_contain_text(f"شمارهٔ {to_persian(number)} ثبت شد")
    expect(form.locator("#subject")).to_have_value("")
    return number


def test_whole_story_without_javascript(visit, portal):
    secret = secrets.token_hex(8)
    customer = visit(java_script_enabled=False, **PHONE)
    agent = visit(portal.staff(), java_script_enabled=False)
    mobile = portal.new_mobile()
    steps.register(
        customer, portal, name="بهار رستگار", mobile=mobile, email=f"bahar{mobile}@example.com"
    )
    number = write_request(customer)

    agent.goto(f"/desk?q={number}")
    press(agent.locator(f"#t{number}").get_by_role("link"))
    press(agent.get_by_role("button", name="ملاحظه شد"))
    expect(agent.locator("#ticket-head")).to_contain_text("در حال بررسی")
    steps.answer(agent, ANSWER, note=secret)
    expect(agent.locator("#ticket-head")).to_contain_text("پاسخ داده شده")

    press(customer.locator(f"#t{number}").get_by_role("link"))
    messages, status = customer.locator("#messages"), customer.locator("#status")
    expect(messages.locator(".letter-staff")).to_contain_text(ANSWER)
    expect(messages.locator(".preview")).to_contain_text("گزارش تحویل.png")
    expect(messages).to_contain_text("ملاحظه کرد")
    customer.locator("#body").fill(REPLY)
    # The browser sends both presses; one letter comes of them.
    customer.get_by_role("button", name="ارسال پاسخ").dblclick()
    expect(status).to_contain_text("پاسخ شما ثبت شد")
    expect(messages.locator(".letter", has_text=REPLY)).to_have_count(1)

    press(customer.get_by_role("button", name="بستن تیکت"))
    expect(status).to_contain_text("این گفت‌وگو پایان یافته است")
    press(customer.get_by_role("button", name="بازگشایی"))
    expect(status).to_contain_text("در حال بررسی")
    assert secret not in customer.content()
