"""The queue, the disputed findings, and what is done to several tickets at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.extensions import db
from portal.models import Department, NoticeState, Notification, Status, Urgency
from portal.services import moderation, ticket_access, tickets
from portal.services.transaction import write
from tests import factories

pytestmark = pytest.mark.defaults


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def pick(*chosen):
    return [f"{ticket.number}:{again(ticket).revision}" for ticket in chosen]


def test_queue_shows_what_waits_with_its_customer_and_deadline(desk, ticket, clock):
    text = desk.text("/desk")
    assert ticket.subject in text
    assert "آرش نیک‌پور" in text
    assert 'class="status t-green"' in text
    clock.advance(days=3)
    assert "دیرکرد</span>" in desk.text("/desk")


def test_views_and_filters_have_addresses(desk, ticket, customer):
    high = factories.make_ticket(customer, subject="قطع بودن خط اختصاصی", urgency=Urgency.HIGH)
    text = desk.text("/desk?urgency=high")
    assert high.subject in text
    assert ticket.subject not in text
    assert ticket.subject not in desk.text("/desk?view=closed")
    assert ticket.subject in desk.text("/desk?assignee=nobody")
    assert ticket.subject not in desk.text("/desk?assignee=me")


def test_htmx_gets_the_list_alone(desk, ticket):
    text = desk.get("/desk", **{"HX-Request": "true", "HX-Request-Type": "partial"}).get_data(
        as_text=True
    )
    assert text.lstrip().startswith('<div id="queue"')
    assert "<html" not in text


def test_search_goes_beyond_the_view(desk, ticket, customer):
    tickets.close_by_customer(customer, ticket.number)
    text = desk.text("/desk?q=ایرانسل")
    assert ticket.subject in text
    assert "نتیجه‌ای یافت نشد." in desk.text("/desk?q=ناموجود")


def test_empty_queue_says_so(desk):
    assert "هیچ تیکتی در نوبت پاسخ نیست." in desk.text("/desk")


def test_unread_and_disputed_rows_are_marked(desk, customer):
    factories.make_ticket(customer, overrides=["finglish"])
    text = desk.text("/desk")
    assert "خوانده‌نشده" in text
    assert "بازبینی</span>" in text


def test_no_address_of_the_queue_fails(desk, ticket):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.dictionaries(
            st.sampled_from(["view", "status", "urgency", "assignee", "department", "cursor", "q"]),
            st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=30),
        )
    )
    def check(args):
        assert desk.client.get("/desk", query_string=args).status_code == 200

    check()


def test_chosen_tickets_become_mine(desk, ticket, customer, agent):
    other = factories.make_ticket(customer)
    answer = desk.post("/desk/bulk?view=unassigned", ticket=pick(ticket, other), action="take")
    assert answer.location == "/desk?view=unassigned"
    assert again(ticket).assignee == again(other).assignee == agent
    assert "۲ تیکت تغییر کرد." in desk.text("/desk")


@pytest.mark.parametrize(
    "odd",
    [
        "_external=1",
        "_scheme=javascript&_external=1",
        "endpoint=accounts.login",
        "_method=POST",
        "_anchor=x",
        "values=1",
        "self=1",
        "surplus=1",
    ],
)
def test_way_back_keeps_the_filters_alone(desk, ticket, odd):
    for action in ("take", "x"):
        url = f"/desk/bulk?{odd}&view=open&q=%D8%AE%D8%B7&urgency=high"
        answer = desk.post(url, ticket=pick(ticket), action=action)
        assert answer.location == "/desk?view=open&q=%D8%AE%D8%B7&urgency=high"


def test_chosen_tickets_are_referred_and_closed(desk, ticket, customer):
    finance = db.session.query(Department).filter_by(key="finance").one()
    other = factories.make_ticket(customer)
    desk.post("/desk/bulk", ticket=pick(ticket), action="refer", department=finance.id)
    desk.post("/desk/bulk", ticket=pick(other), action="close")
    assert again(ticket).department == finance
    assert again(other).is_closed


def test_ticket_that_changed_meanwhile_is_left_and_named(desk, ticket, customer):
    chosen = pick(ticket)
    factories.reply(customer, ticket)
    desk.post("/desk/bulk", ticket=chosen, action="close")
    assert again(ticket).status is Status.NEW
    assert "دست نخورد: ۱۰۰۰۱" in desk.text("/desk")


@pytest.mark.parametrize("chosen", [[], ["x"], ["1:"], ["۱۰۰۰۱:۱"], ["99999:1"]])
def test_odd_choice_changes_nothing(desk, ticket, chosen):
    assert desk.post("/desk/bulk", ticket=chosen, action="close").status_code == 303
    assert again(ticket).status is Status.NEW


@pytest.mark.parametrize("action", ["", "x", "refer"])
def test_odd_action_changes_nothing(desk, ticket, action):
    desk.post("/desk/bulk", ticket=pick(ticket), action=action)
    assert again(ticket).revision == ticket.revision


def test_stuck_notices_raise_an_alarm(desk, ticket):
    assert 'role="alert"' not in desk.text("/desk")
    with write():
        notice = db.session.query(Notification).filter_by(event="ticket_received").first()
        notice.state = NoticeState.FAILED
    assert "اعلان فرستاده نشد" in desk.text("/desk")


@pytest.mark.parametrize(
    ("press", "form", "status"),
    [
        ("uphold", {"action": "close"}, Status.CLOSED),
        ("uphold", {"action": "rewrite"}, Status.WAITING_CUSTOMER),
        ("reject", {}, Status.NEW),
    ],
)
def test_finding_is_judged_in_one_press_from_the_list(desk, customer, press, form, status):
    flagged = factories.make_ticket(customer, overrides=["finglish"])
    assert flagged.subject in desk.text("/desk/flagged")
    answer = desk.on(flagged, f"flags/finglish/{press}", back="flagged", **form)
    assert answer.location == "/desk/flagged"
    assert again(flagged).status is status
    assert flagged.subject not in desk.text("/desk/flagged")


def test_finding_is_judged_in_place_on_the_ticket(desk, customer):
    flagged = factories.make_ticket(customer, overrides=["finglish"])
    answer = desk.on(flagged, "flags/finglish/uphold", htmx=True, action="rewrite")
    text = answer.get_data(as_text=True)
    assert text.lstrip().startswith('<div id="flags"')
    assert "در انتظار پاسخ مشتری" in text


def test_finding_judged_by_a_colleague_is_not_judged_again(desk, customer, agent):
    flagged = factories.make_ticket(customer, overrides=["finglish"])
    moderation.reject_finding(agent, flagged.number, "finglish")
    desk.on(flagged, "flags/finglish/uphold", action="close", back="flagged")
    assert again(flagged).status is Status.NEW
    assert "پیش‌تر بررسی شده است" in desk.text("/desk/flagged")
