"""Referral, assignment, urgency, state and end of a ticket, as posted by the work page."""

import pytest

from portal.extensions import db
from portal.models import CloseReason, Department, Role, Status, Urgency
from portal.services import ticket_access
from tests import factories

pytestmark = pytest.mark.defaults


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def department(key):
    return db.session.query(Department).filter_by(key=key).one().id


def text_of(answer):
    return answer.get_data(as_text=True)


def test_referral_out_of_sight_leads_back_to_the_queue_and_says_so(desk, ticket):
    answer = desk.on(ticket, "refer", department=department("finance"))
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert "به واحد مالی ارجاع شد و دیگر در فهرست شما نیست" in desk.text("/desk")
    assert desk.get(f"/desk/tickets/{ticket.number}").status_code == 404


def test_referral_by_htmx_leaves_the_page_too(desk, ticket):
    answer = desk.on(ticket, "refer", htmx=True, department=department("finance"))
    assert answer.headers["HX-Redirect"] == "/desk"


def test_supervisor_stays_on_the_page_after_a_referral(supervisor_desk, ticket):
    answer = supervisor_desk.on(ticket, "refer", department=department("finance"), note="رسید")
    assert answer.location.startswith(f"/desk/tickets/{ticket.number}")
    assert "از «واحد فنی» به «واحد مالی» ارجاع داد" in supervisor_desk.text(
        f"/desk/tickets/{ticket.number}"
    )


@pytest.mark.parametrize("value", ["", "x", "9999", "۲"])
def test_odd_department_is_refused_at_its_field(desk, ticket, value):
    answer = desk.on(ticket, "refer", department=value, note="یادداشت من")
    assert answer.status_code == 422
    assert "یکی از گزینه‌ها را برگزینید." in text_of(answer)
    assert "یادداشت من" in text_of(answer)


def test_ticket_is_put_into_a_colleagues_hands_and_taken_out(desk, ticket):
    mahsa = factories.make_user("مهسا آرین", "09121000009", Role.AGENT, ["finance"])
    desk.on(ticket, "assign", assignee=mahsa.id)
    assert again(ticket).assignee == mahsa
    desk.on(ticket, "assign", assignee="")
    assert again(ticket).assignee is None


def test_customer_is_no_assignee(desk, ticket, customer):
    assert desk.on(ticket, "assign", assignee=customer.id).status_code == 422


def test_urgency_becomes_critical_with_a_reason(desk, ticket):
    desk.on(ticket, "urgency", urgency="critical", reason="توقف ثبت سفارش")
    assert again(ticket).urgency is Urgency.CRITICAL
    text = desk.text(f"/desk/tickets/{ticket.number}")
    assert "فوریت را از «عادی» به «بحرانی» تغییر داد" in text
    assert "توقف ثبت سفارش" in text


def test_one_press_waits_for_the_operator_and_back(desk, ticket):
    desk.on(ticket, "status", status="waiting_operator")
    assert again(ticket).status is Status.WAITING_OPERATOR
    desk.on(ticket, "status", status="in_progress")
    assert again(ticket).status is Status.IN_PROGRESS


@pytest.mark.parametrize("status", ["", "closed", "answered", "x"])
def test_other_states_are_not_set_by_hand(desk, ticket, status):
    assert desk.on(ticket, "status", status=status).status_code == 422
    assert again(ticket).status is Status.NEW


def test_closing_for_rules_explains_them_to_the_customer(desk, ticket, customer, app):
    desk.on(ticket, "close", reason="broke_rules", rules=["finglish", "incomplete"])
    assert again(ticket).closed_reason is CloseReason.BROKE_RULES
    browser = app.test_client()
    factories.log_in(browser, customer)
    text = browser.get(f"/tickets/{ticket.number}").get_data(as_text=True)
    assert "متن فارسی با حروف لاتین نوشته شده بود" in text
    assert "اطلاعات لازم برای بررسی در درخواست نبود" in text


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"reason": "broke_rules"}, "دست‌کم یکی از قاعده‌ها را برگزینید."),
        ({"reason": "broke_rules", "rules": ["x"]}, "دست‌کم یکی از قاعده‌ها را برگزینید."),
        ({"reason": "duplicate"}, "شمارهٔ تیکت اصلی را وارد کنید."),
        ({"reason": "duplicate", "duplicate_of": "سلام"}, "شمارهٔ تیکت اصلی را وارد کنید."),
        ({"reason": "duplicate", "duplicate_of": "99999"}, "تیکت دیگری با این شماره ندارد"),
        ({"reason": "no_such"}, "یکی از گزینه‌ها را برگزینید."),
        ({"reason": "done", "note": "ب" * 1001}, "حداکثر ۱٬۰۰۰ نویسه بنویسید."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_refused_closing_says_why_and_keeps_the_note(desk, ticket, form, problem, htmx):
    form = {"note": "توضیح من"} | form
    answer = desk.on(ticket, "close", htmx=htmx, **form)
    assert answer.status_code == 422
    assert problem in text_of(answer)
    assert form["note"] in text_of(answer)
    assert not again(ticket).is_closed


def test_duplicate_is_named_in_any_digits(desk, ticket, customer):
    other = factories.make_ticket(customer, subject="گزارش نرسیدن پیامک‌های خط ۳۰۰۰")
    desk.on(other, "close", reason="duplicate", duplicate_of="۱۰۰۰۱")
    assert again(other).duplicate_of.number == 10001
    assert 'href="/desk/tickets/10001"' in desk.text(f"/desk/tickets/{other.number}")


def test_staff_reopen_a_closed_ticket(desk, ticket):
    desk.on(ticket, "close", reason="done")
    text = desk.text(f"/desk/tickets/{ticket.number}")
    assert "بازگشایی تیکت" in text
    desk.on(ticket, "reopen", note="پیگیری ادامه دارد.")
    assert not again(ticket).is_closed


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("assign", {"assignee": ""}),
        ("urgency", {"urgency": "high", "reason": "متن من"}),
        ("status", {"status": "waiting_operator"}),
        ("close", {"reason": "done", "note": "متن من"}),
    ],
)
def test_overtaken_change_is_a_conflict_with_both_texts(desk, ticket, customer, action, form, htmx):
    shown = ticket.revision
    factories.reply(customer, ticket, "نامهٔ تازهٔ مشتری")
    answer = desk.on(ticket, action, htmx=htmx, revision=shown, **form)
    assert answer.status_code == 409
    assert "نامهٔ تازهٔ مشتری" in text_of(answer)
    if "متن من" in form.values():
        assert "متن من" in text_of(answer)
    assert again(ticket).status is Status.NEW


@pytest.mark.parametrize("revision", ["", "x", "-1", "۱", "9" * 30])
def test_odd_revision_is_a_stale_one(desk, ticket, revision):
    assert desk.on(ticket, "close", reason="done", revision=revision).status_code == 409


def test_change_in_a_closed_ticket_is_refused_in_words(desk, ticket):
    desk.on(ticket, "close", reason="done")
    answer = desk.on(ticket, "urgency", urgency="high")
    assert answer.status_code == 422
    assert "این تیکت بسته شده است" in text_of(answer)
