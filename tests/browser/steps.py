"""What people do in the portal, as far as more than one test has them do it."""

import struct
import zlib

from playwright.sync_api import Locator, Page, expect

from portal.persian.digits import to_persian
from tests.browser.running import Portal, until

PASSWORD = "نسیم-shomal-7"
SUBJECT = "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل"
MATTER = "پیامک‌های دیروز ما به مشترکان ایرانسل نرسیده است"
# What the coach makes of it and of the facts below.
TITLE = "نرسیدن پیامک از خط ۳۰۰۰۱۲۳۴۵۶ به ایرانسل در تاریخ ۱۴۰۵/۰۸/۲۵"
SMS = "مشترک گرامی، سفارش شما فرستاده شد.\nلغو۱۱"


def press(target: Locator) -> None:
    """Presses as the screen is used: with a finger where it is touched."""
    if target.page.evaluate("navigator.maxTouchPoints > 0"):
        target.tap()
    else:
        target.click()


def register(page: Page, portal: Portal, *, name: str, mobile: str, email: str) -> None:
    """Registers with Persian digits and the code out of the SMS; ends on the tickets."""
    page.goto("/register")
    page.get_by_label("شمارهٔ همراه").fill(to_persian(mobile))
    page.get_by_label("نام و نام خانوادگی").fill(name)
    press(page.get_by_text("طلایی"))
    press(page.get_by_text("ایمیل و رمز عبور (اختیاری)"))
    page.get_by_label("ایمیل", exact=True).fill(email)
    page.locator("[name=accept_terms]").check()
    press(page.get_by_role("button", name="ثبت‌نام و دریافت کد تأیید"))
    page.wait_for_url("**/verify-mobile")
    page.get_by_label("کد تأیید").fill(to_persian(portal.code_for(mobile)))
    press(page.get_by_role("button", name="تأیید"))
    page.wait_for_url("**/tickets")


def confirm_email(page: Page, portal: Portal, address: str) -> None:
    """Opens the link that was mailed and confirms."""
    letter = until(lambda: portal.letters_to(address))[-1]
    text = letter.get_body(("plain",)).get_content()
    page.goto(next(word for word in text.split() if word.startswith(portal.url)))
    press(page.get_by_role("main").get_by_role("button"))
    page.wait_for_url("**/account")


def open_request_form(page: Page) -> Locator:
    """The form of a new request on the page of the tickets, with the category chosen."""
    form = page.locator("#new-form")
    form.get_by_label("دسته").select_option("delivery")
    expect(form.get_by_label("متن دقیق پیامک")).to_be_visible()
    return form


def fill_delivery_facts(form: Locator) -> None:
    """The facts that a request of this category needs."""
    form.get_by_label("متن دقیق پیامک").fill(SMS)
    form.get_by_label("تاریخ ارسال").fill("۱۴۰۵/۰۸/۲۵")
    form.get_by_label("ساعت ارسال").fill("۱۴:۰۵")
    form.get_by_label("شمارهٔ خط ارسال‌کننده").first.fill("۳۰۰۰۱۲۳۴۵۶")
    form.get_by_label("شمارهٔ گیرنده").fill("۰۹۱۲۱۲۳۴۵۶۷")
    form.get_by_label("وضعیت نمایش‌داده‌شده").select_option("not_delivered")
    press(form.locator("label", has_text="برخی گیرندگان"))


def send(form: Locator) -> None:
    """Presses «ثبت»."""
    press(form.get_by_role("button", name="ثبت", exact=True))


def fill_login(page: Page, identifier: str) -> None:
    """Logs in with the password on the login page."""
    page.get_by_label("شمارهٔ همراه یا ایمیل").fill(identifier)
    page.get_by_label("رمز عبور", exact=True).fill(PASSWORD)
    press(page.get_by_role("main").get_by_role("button", name="ورود", exact=True))


def answer(page: Page, text: str, *, note: str) -> None:
    """On an open ticket of the desk: an internal note, then an answer to the customer."""
    press(page.get_by_text("یادداشت داخلی", exact=True).first)
    page.locator("#note-body").fill(note)
    press(page.get_by_role("button", name="ثبت یادداشت"))
    expect(page.locator("#messages .letter-note")).to_contain_text(note)
    press(page.get_by_text("پاسخ به مشتری", exact=True))
    page.locator("#reply-body").fill(text)
    press(page.get_by_role("button", name="ارسال پاسخ"))
    expect(page.locator("#messages .letter-staff")).to_contain_text(text)


def png(width: int = 2, height: int = 2) -> bytes:
    """A real picture."""
    rows = b"".join(b"\0" + b"\x0b\x6b\x66" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def picture(name: str = "گزارش تحویل.png") -> dict:
    """The picture as a file to choose."""
    return {"name": name, "mimeType": "image/png", "buffer": png()}
