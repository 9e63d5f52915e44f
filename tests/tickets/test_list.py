"""The list of one's tickets: groups, search, pages by key, and its cost."""

import re
from urllib.parse import quote

import pytest

from portal.models import Status, Ticket
from portal.services import desk, reading, ticket_access, tickets
from portal.services.transaction import new_token, write
from tests import factories
from tests.tickets import pages
from tests.tickets.pages import HTMX

pytestmark = pytest.mark.defaults


def rows(page: str) -> list[int]:
    """The numbers of the tickets that a page lists, in order."""
    return [int(number) for number in re.findall(r'<li id="t(\d+)"', page)]


def answer(number: int, then: Status = Status.ANSWERED) -> None:
    dana = factories.dana()
    revision = ticket_access.get_ticket_for(dana, number).revision
    desk.reply(dana, number, "با سلام", revision=revision, token=new_token(), then=then)


def test_groups_hold_the_tickets_of_their_states(member, arash):
    waiting = factories.make_ticket(arash).number
    closed = factories.make_ticket(arash).number
    answered = factories.make_ticket(arash).number
    tickets.close_by_customer(arash, closed)
    answer(answered)
    page = member.get("/tickets").text
    assert rows(page) == [answered, closed, waiting]
    assert rows(member.get("/tickets?group=waiting_support").text) == [waiting]
    assert rows(member.get("/tickets?group=answered").text) == [answered]
    assert rows(member.get("/tickets?group=closed").text) == [closed]
    assert "نتیجه‌ای یافت نشد." in member.get("/tickets?group=waiting_customer").text
    assert rows(member.get("/tickets?group=nonsense").text) == rows(page)


def test_answered_ticket_is_marked_unread_until_it_is_opened(member, arash):
    number = factories.make_ticket(arash).number
    assert "خوانده‌نشده" not in member.get("/tickets").text
    answer(number)
    assert "خوانده‌نشده" in member.get("/tickets").text
    pages.post(member, f"/tickets/{number}/seen", {})
    assert "خوانده‌نشده" not in member.get("/tickets").text


def test_closed_row_says_why(member, arash):
    number = factories.make_ticket(arash).number
    tickets.close_by_customer(arash, number)
    assert "دلیل: به درخواست شما" in member.get("/tickets").text


def test_fragment_holds_the_rows_and_the_counts_alone(member, arash):
    factories.make_ticket(arash)
    fragment = member.get("/tickets?group=waiting_support", headers=HTMX)
    assert rows(fragment.text) == [10001]
    assert "<html" not in fragment.text
    assert 'id="new-form"' not in fragment.text
    assert 'aria-current="true"' in fragment.text


def test_search_finds_ones_own_words_in_any_spelling(member, arash):
    number = factories.make_ticket(arash, subject="پیامک‌ها ارسال نمی‌شود").number
    factories.make_ticket(factories.bahar(), subject="پیامک‌ها ارسال نمی‌شود")
    for query in ("نمیشود", "نمي شود", str(number), "۱۰۰۰۱"):
        assert rows(member.get(f"/tickets?q={quote(query)}").text) == [number]
    page = member.get("/tickets?q=ناموجود")
    assert "نتیجه‌ای یافت نشد." in page.text


def test_odd_questions_get_a_page(member, arash):
    factories.make_ticket(arash)
    for query in ("q=%25%22'%20OR%20*", "q=" + "ا" * 3000, "cursor=x-y", "cursor=99-1&group=a"):
        assert member.get(f"/tickets?{query}").status_code == 200


def test_pages_follow_each_other_without_gaps_or_doubles(member, arash, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_SIZE", 2)
    made = [factories.make_ticket(arash).number for _ in range(5)]
    seen, url = [], "/tickets"
    for _ in range(3):
        page = member.get(url).text
        seen += rows(page)
        following = re.search(r'href="(/tickets\?[^"]*cursor=[^"]*)"[^>]*>تیکت‌های قدیمی‌تر', page)
        url = following[1].replace("&amp;", "&") if following else None
    assert seen == made[::-1]
    assert url is None


def test_counts_stop_at_ninety_nine(member, arash):
    first = factories.make_ticket(arash)
    facts = {c.key: getattr(first, c.key) for c in Ticket.__table__.columns if c.key != "id"}
    with write() as session:
        session.add_all(Ticket(**facts | {"link_token": f"copy{i}"}) for i in range(99))
    page = member.get("/tickets").text
    assert page.count("<b>۹۹+</b>") == 2
    assert page.count("<b>۰</b>") == 3


def test_cost_does_not_grow_with_the_rows(member, arash):
    member.get("/tickets")
    factories.make_ticket(arash)
    with pages.counted_queries() as few:
        member.get("/tickets")
    for _ in range(6):
        factories.make_ticket(arash, "general")
    with pages.counted_queries() as many:
        member.get("/tickets")
    assert len(many) == len(few) <= 8
