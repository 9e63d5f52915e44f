"""The whole story of one request, as a customer and the staff live it, by phone and by desktop."""

import re
import secrets
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from portal.extensions import db
from portal.models import Ticket
from portal.models.ticket import NUMBER_BASE
from portal.persian.digits import to_persian
from portal.services import record
from tests.browser import steps
from tests.browser.running import SITE_URL, Portal, until
from tests.browser.steps import press
from tests.browser.visits import DESKTOP, PHONE

pytestmark = pytest.mark.browser

ANSWER = "ارسال شما بررسی شد؛ گزارش کامل آن در همین گفت‌وگو می‌آید."
REPLY = "با سلام، سپاسگزارم. گزارش را دیدم و موضوع روشن شد."


def register(page: Page, portal: Portal) -> tuple[str, str]:
    """A new customer with a proven e-mail; the mobile and the address."""
    mobile = portal.new_mobile()
    address = f"arash{mobile}@example.com"
    steps.register(page, portal, name="آرش نیک‌پور", mobile=mobile, email=address)
    steps.confirm_email(page, portal, address)
    return mobile, address


def write_request(page: Page) -> int:
    """A request that is refused at first, and mended; its number."""
    page.goto("/tickets")
    page.evaluate("window.stayed = true")
    form = steps.open_request_form(page)
    steps.fill_delivery_facts(form)
    form.locator("#attachments").set_input_files(steps.picture())
    expect(form.locator(".chip-upload")).to_contain_text("گزارش تحویل.png")
    form.get_by_label("عنوان").fill("سلام")
    form.locator("#body").fill(f"با سلام\n{steps.MATTER}؟؟؟؟؟\nبا تشکر")
    steps.send(form)

    expect(form.locator("[data-error-summary]")).to_be_focused()
    expect(form.locator("#subject-error")).to_contain_text("عنوان باید مسئله را نشان دهد")
    expect(form.locator("#subject-remarks mark")).to_have_text("سلام")
    expect(form.locator("#body-remarks mark")).to_have_text("؟؟؟؟؟")
    press(form.locator("#subject-remarks").get_by_role("button", name="اصلاح"))
    expect(form.locator("#subject")).to_have_value(steps.TITLE)
    press(form.locator("#body-remarks").get_by_role("button", name="اصلاح"))
    expect(form.locator("#body")).to_have_value(f"با سلام\n{steps.MATTER}؟\nبا تشکر")
    expect(form.get_by_label("متن دقیق پیامک")).to_have_value(steps.SMS)
    expect(form.locator(".chip-upload")).to_have_count(1)
    steps.send(form)

    row = page.locator("#list li").first
    expect(row).to_contain_text(steps.TITLE)
    expect(row).to_contain_text("در انتظار بررسی")
    expect(form.locator("#subject")).to_have_value("")
    expect(form.locator("#body")).to_have_value("")
    expect(form.locator(".chip-upload")).to_have_count(0)
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    number = int(row.get_attribute("id").removeprefix("t"))
    expect(row).to_contain_text(to_persian(number))
    return number


def become_agent(page: Page, portal: Portal) -> str:
    """An operator's invitation, the first password, and a login with it; the e-mail address."""
    mobile = portal.new_mobile()
    address = f"cyrus{mobile}@example.com"
    page.goto(portal.invite_agent("سیروس مهرآیین", mobile, address))
    page.get_by_label("رمز عبور").fill(steps.PASSWORD)
    press(page.get_by_role("button", name="ثبت رمز عبور و ورود"))
    page.wait_for_url("**/desk")
    page.context.clear_cookies()
    page.goto("/login")
    steps.fill_login(page, address)
    page.wait_for_url("**/desk")
    return address


def answer_at_desk(page: Page, number: int, note: str) -> None:
    # Other tests' tickets wait in the same queue, perhaps more than a page of them.
    page.goto(f"/desk?q={number}")
    row = page.locator(f"#t{number}")
    expect(row).to_contain_text("جدید")
    press(row.get_by_role("link"))
    head = page.locator("#ticket-head")
    expect(head).to_contain_text("در حال بررسی")
    page.evaluate("window.stayed = true")
    steps.answer(page, ANSWER, note=note)
    expect(head).to_contain_text("پاسخ داده شده")
    assert page.evaluate("window.stayed"), "the page was loaded anew"


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def check_notices(portal: Portal, mobile: str, address: str, number: int) -> str:
    """The SMS and the e-mail of the answer say what they should; the path of their link."""
    told = f"تیکت {to_persian(number)} پاسخ داده شد."
    sms = until(lambda: [text for text in portal.sms_to(mobile) if told in text])[0]
    path = re.fullmatch(rf"{told}\np\.localhost(/t/\w+)\nبه این پیامک پاسخ ندهید", sms)[1]
    subject = f"پاسخ به تیکت {to_persian(number)}: {steps.TITLE}"
    letter = until(
        lambda: [mail for mail in portal.letters_to(address) if mail["Subject"] == subject]
    )[0]
    text = text_of(letter)
    html = letter.get_body(("html",)).get_content()
    assert f"{SITE_URL}{path}" in text
    assert f'href="{SITE_URL}{path}"' in html
    assert re.search(r'<html[^>]*\blang="fa"[^>]*\bdir="rtl"', html)
    for part in (text, html):
        assert "آرش نیک‌پور" in part
        assert "واحد فنی" in part
        assert ANSWER not in part
    return path


def reply_in_place(page: Page) -> None:
    """A double press on the button, one message, the same page."""
    page.locator("#body").fill(REPLY)
    page.get_by_role("button", name="ارسال پاسخ").dblclick()
    expect(page.locator("#messages")).to_contain_text(REPLY)
    expect(page.locator("#body")).to_have_value("")
    expect(page.locator("#status")).to_contain_text("پاسخ شما ثبت شد")
    expect(page.locator("#messages .letter", has_text=REPLY)).to_have_count(1)


def close_and_reopen(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    press(page.get_by_role("button", name="بستن تیکت"))
    status = page.locator("#status")
    expect(status).to_contain_text("این گفت‌وگو پایان یافته است")
    expect(status.locator(".cross")).to_be_visible()
    expect(page.locator("#reply")).to_have_count(0)
    press(page.get_by_role("button", name="بازگشایی"))
    expect(page.locator("#reply")).to_be_visible()
    expect(status.locator(".cross")).to_have_count(0)


def check_letter(page: Page, number: int) -> None:
    """The print page names parties and number, and holds the record with its digests."""
    press(page.get_by_role("link", name="نسخهٔ چاپی"))
    letter = page.get_by_role("main")
    for text in (to_persian(number), "آرش نیک‌پور", "سیروس مهرآیین", "واحد فنی", REPLY, steps.SMS):
        expect(letter).to_contain_text(text)
    digests = letter.locator(".digest").all_inner_texts()
    assert len(digests) > 6
    assert all(re.search(r"\b[0-9a-f]{64}$", one) for one in digests)
    ticket = db.session.query(Ticket).filter_by(id=number - NUMBER_BASE).one()
    assert page.locator("#head-digest").inner_text() == record.head_digest(ticket)


def seen_by_customer(page: Page, portal: Portal, number: int, mobile: str, address: str) -> str:
    """Everything that the customer can get to see or is sent."""
    paths = (
        "/tickets",
        f"/tickets/{number}",
        f"/tickets/{number}/messages?version=0",
        f"/tickets/{number}/letter",
        "/tickets?q=کبوتر",
        "/account",
    )
    read = "path => fetch(path).then(got => got.ok ? got.text() : Promise.reject(got.status))"
    pages = [page.evaluate(read, path) for path in paths]
    mails = [
        part.get_content()
        for mail in portal.letters_to(address)
        for part in mail.walk()
        if part.get_content_maintype() == "text"
    ]
    return "\n".join([*pages, *mails, *portal.sms_to(mobile)])


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_whole_story_from_registration_to_the_letter(visit, portal, screen):
    secret = f"کبوتر {secrets.token_hex(8)}"
    customer, agent = visit(**screen), visit(**screen)
    customer.clock.install()
    mobile, address = register(customer, portal)
    number = write_request(customer)
    office = become_agent(agent, portal)

    # The customer has the thread open before anybody has seen the request.
    press(customer.locator(f"#t{number}").get_by_role("link"))
    expect(customer.locator("#status")).to_contain_text("در انتظار بررسی")
    customer.evaluate("window.stayed = true")
    answer_at_desk(agent, number, secret)
    path = check_notices(portal, mobile, address, number)

    # The polling brings the answer.
    customer.clock.fast_forward(20_000)
    expect(customer.locator("#messages .letter-staff")).to_contain_text(ANSWER)
    expect(customer.locator("#messages .event").first).to_contain_text("ملاحظه کرد")
    expect(customer.locator("#status")).to_contain_text("پاسخ داده شده")
    expect(customer.locator("#announce")).to_contain_text("۱ پاسخ تازه از پشتیبانی رسید")
    reply_in_place(customer)
    desk_link = f"{SITE_URL}/desk/tickets/{number}"
    until(lambda: [mail for mail in portal.letters_to(office) if desk_link in text_of(mail)])
    close_and_reopen(customer)
    assert customer.evaluate("window.stayed"), "the page was loaded anew"

    customer.goto(path)
    customer.wait_for_url(f"**/tickets/{number}")
    expect(customer.locator("#messages .letter", has_text=REPLY)).to_have_count(1)
    picture = customer.locator("#messages .preview img")
    picture.scroll_into_view_if_needed()
    until(lambda: picture.evaluate("image => image.naturalWidth"))
    check_letter(customer, number)
    shown = seen_by_customer(customer, portal, number, mobile, address)
    assert ANSWER in shown
    assert secret not in shown
    assert "کبوتر" not in shown.replace("?q=کبوتر", "").replace('value="کبوتر"', "")
