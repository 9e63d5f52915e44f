"""Disputed findings at the desk: the flag, the place of the finding, and the press that judges."""

import re

import pytest

from portal.etiquette import Level, Policy
from portal.models import Status
from portal.services import etiquette_counts, etiquette_policy, moderation, ticket_access, tickets
from portal.services.etiquette_counts import Counts
from portal.services.transaction import new_token
from tests import factories

pytestmark = pytest.mark.defaults
FINGLISH = "lotfan panel mara check konid"
BODY = f"با سلام و احترام\nپیامک‌های دیروز ما نرسیده است.\n{FINGLISH}\nبا تشکر"
MARKED = f"<mark>{FINGLISH}</mark>"
NOTHING = "این قاعده با تنظیم‌های کنونی دیگر ایرادی در متن نمی‌یابد."


@pytest.fixture
def flagged(customer):
    return factories.make_ticket(customer, body=BODY, overrides=["finglish"])


def page_of(ticket):
    return f"/desk/tickets/{ticket.number}"


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def known(text, rule="finglish"):
    """What the form of a rule says that its page knew."""
    form = re.search(rf"<form[^>]*flags/{rule}/reject.*?</form>", text, re.DOTALL)[0]
    return re.search(r'name="known" value="(\d+)"', form)[1]


def test_flag_stands_in_the_queue_and_goes_when_it_is_judged(desk, flagged, agent):
    row = f'{flagged.subject}</bdi></a><span class="status t-amber q-flag">'
    assert row in desk.text("/desk")
    moderation.reject_finding(agent, flagged.number, "finglish")
    text = desk.text("/desk")
    assert flagged.subject in text
    assert row not in text


def test_ticket_shows_the_place_of_the_finding_with_a_way_to_its_letter(desk, flagged):
    text = desk.text(page_of(flagged))
    letter = re.search(r'<article[^>]*id="(m\d+)"', text)[1]
    flags = text[text.index('id="flags"') : text.index('id="messages"')]
    assert MARKED in flags
    assert f'href="#{letter}"' in flags
    assert "برای بازبینی: فینگلیش" in flags


def test_list_shows_the_place_and_leads_to_the_letter(desk, flagged):
    text = desk.text("/desk/flagged")
    assert MARKED in text
    assert re.search(rf'href="{page_of(flagged)}#m\d+"', text)


def test_rule_that_no_longer_finds_anything_says_so(desk, flagged):
    etiquette_policy.change(factories.dana(), Policy(levels={"finglish": Level.OFF}))
    for url in (page_of(flagged), "/desk/flagged"):
        text = desk.text(url)
        assert NOTHING in text
        assert "متن درست است" in text


def test_rule_that_compares_tickets_sends_the_list_to_the_ticket(desk, customer):
    first = factories.make_ticket(customer, body=BODY)
    second = factories.make_ticket(
        customer, subject=f"{first.subject}!", body=BODY, overrides=["repeated_request"]
    )
    listed = desk.text("/desk/flagged")
    assert "این قاعده درخواست را با تیکت‌های دیگر مشتری می‌سنجد" in listed
    assert NOTHING not in listed
    assert "همین درخواست با شمارهٔ" in desk.text(page_of(second))


@pytest.mark.parametrize("rule", ["new_topic", "finglish"])
def test_every_rule_can_be_upheld(desk, customer, rule):
    ticket = factories.make_ticket(customer, overrides=[rule])
    assert "تأیید و بستن" in desk.text(page_of(ticket))
    desk.on(ticket, f"flags/{rule}/uphold", action="rewrite")
    assert again(ticket).status is Status.WAITING_CUSTOMER


@pytest.mark.parametrize(
    ("press", "form", "counts"),
    [
        ("uphold", {"action": "close"}, Counts(upheld=1)),
        ("uphold", {"action": "rewrite"}, Counts(upheld=1)),
        ("reject", {}, Counts(rejected=1)),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_second_press_changes_nothing_and_says_so_calmly(desk, flagged, press, form, counts, htmx):
    form = form | {"known": known(desk.text(page_of(flagged)))}
    first = desk.on(flagged, f"flags/finglish/{press}", htmx=htmx, **form)
    revision, letters = again(flagged).revision, len(again(flagged).messages)
    second = desk.on(flagged, f"flags/finglish/{press}", htmx=htmx, **form)
    assert {first.status_code, second.status_code} == ({200} if htmx else {303})
    assert (again(flagged).revision, len(again(flagged).messages)) == (revision, letters)
    assert etiquette_counts.last_days()["finglish"] == counts
    if htmx:
        assert "HX-Trigger" in second.headers
    else:
        assert "پیش‌تر بررسی شده است" in desk.text(page_of(flagged))


def test_page_that_has_not_seen_a_new_dispute_judges_nothing(desk, flagged, customer):
    stale = known(desk.text(page_of(flagged)))
    tickets.add_reply(
        customer, flagged.number, "salam, chi shod?", token=new_token(), overrides=["finglish"]
    )
    for press in ("uphold", "reject"):
        desk.on(flagged, f"flags/finglish/{press}", known=stale)
        text = desk.text(page_of(flagged))
        assert "مشتری در این میان متن دیگری برای بازبینی فرستاده است" in text
        assert again(flagged).flagged
    desk.on(flagged, "flags/finglish/reject", known=known(text))
    assert not again(flagged).flagged
    assert etiquette_counts.last_days()["finglish"] == Counts(rejected=1)


def test_in_a_closed_ticket_nothing_is_asked_of_the_customer(desk, flagged, customer):
    tickets.close_by_customer(customer, flagged.number)
    for url in (page_of(flagged), "/desk/flagged"):
        text = desk.text(url)
        assert "درخواست بازنویسی" not in text
        assert "تشخیص درست است" in text
    desk.on(flagged, "flags/finglish/uphold", known="1")
    assert again(flagged).flags == [{"rule": "finglish", "state": "upheld"}]


def test_text_of_a_letter_is_shown_as_text(desk, customer):
    body = f"با سلام\n<b>{FINGLISH}</b>\nبا تشکر"
    ticket = factories.make_ticket(customer, body=body, overrides=["finglish"])
    for url in (page_of(ticket), "/desk/flagged"):
        assert "<b>lotfan" not in desk.text(url)
