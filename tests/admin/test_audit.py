"""The audit log."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.admin.changes import changes
from portal.models import Event, Urgency, Verb
from portal.services import handling, moderation
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def ticket(app, clock):
    customer = factories.arash()
    made = factories.make_ticket(customer)
    nima = factories.nima()
    handling.change_urgency(
        nima, made.number, Urgency.HIGH, reason="توقف کار", revision=made.revision
    )
    moderation.block_customer(nima, customer.id, "دلیل مسدودی")
    return made


@pytest.fixture
def ask(client, ticket):
    factories.log_in(client, factories.dana())

    def send(**args):
        return client.get("/admin/audit", query_string=args)

    return send


def test_log_tells_who_did_what_to_whom(ask, ticket):
    text = ask().get_data(as_text=True)
    assert "نیما شایان" in text
    assert "مسدود کردن مشتری" in text
    assert "دلیل مسدودی" in text
    assert "<del><bdi>عادی</bdi></del>" in text
    assert f"/desk/tickets/{ticket.number}" in text


def test_filters_narrow_the_log(ask, ticket):
    text = ask(verb="urgency").get_data(as_text=True)
    assert "توقف کار" in text
    assert "دلیل مسدودی" not in text
    text = ask(subject=ticket.customer_id).get_data(as_text=True)
    assert "دلیل مسدودی" in text
    assert "توقف کار" not in text
    assert "دلیل مسدودی" not in ask(number="۱۰۰۰۱").get_data(as_text=True)
    assert "توقف کار" in ask(since="1404/10/15", until="۱۴۰۴/۱۰/۱۵").get_data(as_text=True)
    assert "رویدادی با این پالایه‌ها نیست." in ask(until="1404/10/14").get_data(as_text=True)


def test_odd_filter_says_what_it_wants(ask):
    text = ask(since="دیروز", number="x").get_data(as_text=True)
    assert "تاریخ را به شکل" in text
    assert "به عدد وارد کنید" in text
    assert 'value="دیروز"' in text


def test_no_address_of_the_log_fails(ask):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.dictionaries(
            st.sampled_from(["verb", "actor", "subject", "number", "since", "until", "cursor"]),
            st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=20),
        )
    )
    def check(args):
        assert ask(**args).status_code == 200

    check()


def test_changes_are_told_in_words():
    event = Event(
        verb=Verb.CLOSED,
        before={"status": "in_progress", "gone": "x"},
        after={"status": "closed", "reason": "done", "broken_rules": []},
    )
    told = {change.name: (change.before, change.after) for change in changes(event)}
    assert told == {
        "وضعیت": ("در حال بررسی", "بسته"),
        "gone": ("x", ""),
        "دلیل": ("", "نیازی به ادامهٔ گفت‌وگو نیست"),
    }
