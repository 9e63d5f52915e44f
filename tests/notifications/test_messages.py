"""The texts of notices: they fit, they lead back into the thread, and they carry nothing else."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from portal.notifications import messages
from portal.persian import segments
from portal.services import tickets

SMS_KEYS = sorted(path.stem for path in Path("templates/sms").glob("*.txt"))
EMAIL_KEYS = sorted(path.name for path in Path("templates/email").iterdir() if path.is_dir())
TICKET_KEYS = [key for key in SMS_KEYS if key.startswith("ticket_")]
LONG_HOST = "support.a-reseller-with-a-long-name.example.ir"

PARAMS = {
    "number": "۱۰۲۴۸",
    "title": "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل",
    "name": "آرش نیک‌پور",
    "brand": "پیام‌آرا",
    "unit": "واحد فنی",
    "urgency": "زیاد",
    "due": "دوشنبه ۱۵ دی ۱۴۰۴ ساعت ۱۵:۳۰",
    "at": "دوشنبه ۱۵ دی ۱۴۰۴ ساعت ۱۱:۳۰",
    "until": "دوشنبه ۱۵ دی ۱۴۰۴ ساعت ۱۱:۳۵",
    "reason": "به درخواست شما",
    "may_reopen": True,
    "head_digest": "5f" * 32,
    "code": "482913",
    "url": "http://localhost/t/8kQ2Zx",
}


def sms(key: str, number: str = "۱۲۳۴۵۶۷", host: str = "my.panel.ir") -> str:
    return messages.sms_text(key, number=number, link=f"{host}/t/8kQ2Zx", host=host, code="482913")


class Words(HTMLParser):
    """The tags, links and visible text of an HTML page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


# SMS


@pytest.mark.parametrize("host", ["my.panel.ir", "sms.ir", LONG_HOST])
@pytest.mark.parametrize("number", ["۱۰۲۴۸", "۱۲۳۴۵۶۷"])
@pytest.mark.parametrize("key", SMS_KEYS)
def test_every_sms_is_one_page(app: Flask, key: str, number: str, host: str):
    size = segments.count(sms(key, number, host))
    assert size.encoding == "UCS-2"
    assert size.segments == 1


@pytest.mark.parametrize("key", TICKET_KEYS)
def test_sms_links_into_the_thread_where_the_link_fits(app: Flask, key: str):
    # Glossary 3.1: 20 characters of link beside six digits.
    lines = sms(key, "۱۲۳۴۵۶", "my.panel.ir").split("\n")
    assert lines[1] == "my.panel.ir/t/8kQ2Zx"
    assert len(lines[1]) == 20
    # And 19 beside seven.
    assert "my.pane.ir/t/8kQ2Zx" in sms(key, "۱۲۳۴۵۶۷", "my.pane.ir").split("\n")


@pytest.mark.parametrize("key", TICKET_KEYS)
def test_real_links_fit_a_usual_host(app: Flask, key: str):
    link = f"my.panel.ir/t/{'x' * tickets.LINK_LENGTH}"
    assert link in messages.sms_text(key, number="۱۰۲۴۸", link=link)


@pytest.mark.parametrize("key", TICKET_KEYS)
def test_long_host_leaves_the_link_out(app: Flask, key: str):
    text = sms(key, host=LONG_HOST)
    assert LONG_HOST not in text
    assert "None" not in text
    assert "پرتال" in text


@pytest.mark.parametrize("host", ["my.panel.ir", LONG_HOST])
@pytest.mark.parametrize("key", TICKET_KEYS)
def test_sms_names_the_ticket_and_says_that_replies_never_arrive(app: Flask, key: str, host: str):
    text = sms(key, "۱۰۲۴۸", host)
    assert text.startswith("تیکت ۱۰۲۴۸ ")
    assert text.endswith("پاسخ ندهید")
    assert "http" not in text
    assert not text.startswith("سلام")


def test_code_sms_can_be_filled_in_by_the_phone(app: Flask):
    assert sms("otp").split("\n")[-1] == "@my.panel.ir #482913"


def test_code_sms_for_a_long_host_is_plain(app: Flask):
    text = sms("otp", host=LONG_HOST)
    assert text.startswith("کد تأیید: 482913\n")
    assert "@" not in text


# E-mail


@pytest.mark.parametrize("key", EMAIL_KEYS)
def test_both_parts_of_an_email_say_the_same(app: Flask, key: str):
    mail = messages.email(key, **PARAMS)
    shown = " ".join(Words(mail.html).text.split())
    in_text = {name for name, value in PARAMS.items() if str(value) in mail.text}
    in_html = {name for name, value in PARAMS.items() if str(value) in shown}
    assert in_text == in_html
    assert {"name", "brand"} <= in_text
    # Apart from the preheader, the title and what stands around the button, each sentence too.
    for line in filter(None, mail.text.split("\n")):
        words = line.split(": ", 1)[-1].rstrip(":")
        assert words.strip("\u2066\u2069") in shown


@pytest.mark.parametrize("key", EMAIL_KEYS)
def test_every_email_says_that_replies_never_arrive(app: Flask, key: str):
    mail = messages.email(key, **PARAMS)
    for part in (mail.text, mail.html):
        assert "به این پیام پاسخ ندهید" in part


@pytest.mark.parametrize("key", EMAIL_KEYS)
def test_html_part_is_right_to_left_and_links_nowhere_else(app: Flask, key: str):
    page = messages.email(key, **PARAMS).html
    assert '<html lang="fa" dir="rtl">' in page
    assert page.count('dir="rtl"') > 5
    assert set(Words(page).links) <= {PARAMS["url"]}


@pytest.mark.parametrize("key", EMAIL_KEYS)
def test_nothing_is_left_unfilled(app: Flask, key: str):
    mail = messages.email(key, **PARAMS)
    for part in (mail.subject, mail.text, mail.html):
        assert "{{" not in part
        assert "{%" not in part
        assert "None" not in part
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize("key", [key for key in EMAIL_KEYS if key.startswith("ticket_")])
def test_ticket_email_has_the_number_early_and_the_link(app: Flask, key: str):
    mail = messages.email(key, **PARAMS)
    assert "۱۰۲۴۸" in mail.subject[:25]
    assert PARAMS["url"] in mail.text
    assert PARAMS["url"] in Words(mail.html).links


def test_answered_email_carries_the_head_of_the_record(app: Flask):
    mail = messages.email("ticket_answered", **PARAMS)
    assert PARAMS["head_digest"] in mail.text
    assert PARAMS["head_digest"] in mail.html


def test_closed_email_promises_reopening_only_where_it_is_possible(app: Flask):
    assert "بازگشایی کنید" in messages.email("ticket_closed", **PARAMS).text
    duplicate = messages.email("ticket_closed", **PARAMS | {"may_reopen": False})
    assert "بازگشایی کنید" not in duplicate.text + duplicate.html


def test_closed_email_names_the_broken_rules(app: Flask):
    rules = ["عنوان درخواست نشان نمی‌داد که مسئله چیست.", "متن درخواست محاوره‌ای بود."]
    mail = messages.email("ticket_closed", **PARAMS | {"rules": rules})
    for rule in rules:
        assert rule in mail.text
        assert rule in Words(mail.html).text


def test_latin_title_is_isolated_in_plain_text(app: Flask):
    mail = messages.email("ticket_answered", **PARAMS | {"title": "Error 429 on send"})
    assert "\u2068Error 429 on send\u2069" in mail.subject
    assert "\u2068Error 429 on send\u2069" in mail.text
    assert "<bdi>Error 429 on send</bdi>" in mail.html


def test_long_title_is_cut(app: Flask):
    mail = messages.email("ticket_answered", **PARAMS | {"title": "عنوان " * 40})
    assert mail.subject.endswith("…")
    assert len(mail.subject) < 90


NASTY = '<script>alert(1)</script> "&amp;\r\nBcc: x@y.example\u202e{{ 7*7 }}'


@pytest.mark.parametrize("key", EMAIL_KEYS)
def test_what_people_typed_stays_text(app: Flask, key: str):
    plain = Words(messages.email(key, **PARAMS).html)

    @given(st.text(max_size=200), st.text(max_size=200))
    @example(NASTY, NASTY)
    def stays(title: str, name: str) -> None:
        mail = messages.email(key, **PARAMS | {"title": f"ت{title}", "name": f"ن{name}"})
        page = Words(mail.html)
        assert page.tags == plain.tags
        assert page.links == plain.links
        assert html.unescape(mail.html).count(messages.one_line(f"ن{name}")) >= 1
        assert len(mail.subject.splitlines()) == 1
        assert len(mail.subject) <= 160
        for part in (mail.subject, mail.text):
            assert not re.search("[\u202a-\u202e]", part)
            assert len(re.findall("[\u2066-\u2068]", part)) == part.count("\u2069")

    stays()


@pytest.mark.settings(SITE_URL="https://support.example.ir")
def test_links_start_with_the_site_url(app: Flask):
    class Made:
        link_token, number = "8kQ2Zx", 10248

    assert messages.ticket_url(Made) == "https://support.example.ir/t/8kQ2Zx"
    assert messages.desk_url(Made) == "https://support.example.ir/desk/tickets/10248"
    assert messages.site_host() == "support.example.ir"
