"""Looking customers up, blocking them, and help after a lost phone."""

import pytest

from portal.extensions import db
from portal.models import Event, User, Verb
from tests import factories

pytestmark = pytest.mark.defaults


def test_customers_are_searched(desk, customer):
    factories.bahar()
    text = desk.text("/desk/customers?q=آرش")
    assert "آرش نیک‌پور" in text
    assert "بهار رستگار" not in text
    assert "یافت نشد" in desk.text("/desk/customers?q=ناموجود")


def test_agent_sees_facts_but_no_levers(desk, customer, ticket):
    text = desk.text(f"/desk/customers/{customer.id}")
    assert "09121000001" in text
    assert ticket.subject in text
    assert "مسدود کردن" not in text
    assert "بازیابی" not in text


def test_supervisor_blocks_with_a_reason_and_unblocks(supervisor_desk, customer):
    url = f"/desk/customers/{customer.id}"
    assert supervisor_desk.post(f"{url}/block", reason=" ").status_code == 422
    answer = supervisor_desk.post(f"{url}/block", reason="ارسال پیام توهین‌آمیز")
    assert (answer.status_code, answer.location) == (303, url)
    text = supervisor_desk.text(url)
    assert "ارسال پیام توهین‌آمیز" in text
    assert "رفع مسدودی" in text
    supervisor_desk.post(f"{url}/unblock")
    assert not db.session.get(User, customer.id).is_blocked


def test_supervisor_helps_after_a_lost_phone(supervisor_desk, customer):
    url = f"/desk/customers/{customer.id}"
    form = {"mobile": "۰۹۳۵ ۱۱۱ ۲۲۳۳", "reason": "کارت ملی دیده شد"}
    assert supervisor_desk.post(f"{url}/recovery", **form).status_code == 303
    assert db.session.get(User, customer.id).recovery_mobile == "+989351112233"
    event = db.session.query(Event).filter_by(verb=Verb.RECOVERY_STARTED).one()
    assert event.note == "کارت ملی دیده شد"


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"mobile": "12", "reason": "دلیل"}, "شمارهٔ همراه را به شکل"),
        ({"mobile": "", "reason": "دلیل"}, "این بخش الزامی است."),
        ({"mobile": "09351112233", "reason": ""}, "این بخش الزامی است."),
        ({"mobile": "09121000004", "reason": "دلیل"}, "حساب دیگری با این شماره"),
    ],
)
def test_refused_recovery_says_why(supervisor_desk, customer, form, problem):
    factories.bahar()
    answer = supervisor_desk.post(f"/desk/customers/{customer.id}/recovery", **form)
    assert answer.status_code == 422
    assert problem in answer.get_data(as_text=True)
    assert db.session.get(User, customer.id).recovery_mobile is None


def test_staff_have_no_customer_page(supervisor_desk, agent):
    assert supervisor_desk.get(f"/desk/customers/{agent.id}").status_code == 404
