from datetime import timedelta

import pytest

from portal.extensions import db
from portal.labels import BROKEN_RULES
from portal.models import (
    Chain,
    CloseReason,
    Department,
    MessageKind,
    Notification,
    Role,
    Status,
    Urgency,
    Verb,
)
from portal.services import handling, reading, record, ticket_access, ticket_steps, tickets
from portal.services.transaction import Conflict
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def customer(app, clock):
    return factories.arash()


@pytest.fixture
def agent(customer):
    return factories.cyrus()


@pytest.fixture
def ticket(customer, agent):
    return factories.make_ticket(customer)


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def now_at(ticket):
    return {"revision": again(ticket).revision}


def department(key):
    return db.session.query(Department).filter_by(key=key).one().id


def events(ticket, chain=Chain.PUBLIC):
    return [e.event for e in reading.thread(ticket, staff=True) if e.event.chain is chain]


def staff_of(key, mobile, **facts):
    return factories.make_user("مهسا آرین", mobile, Role.AGENT, [key], **facts)


def test_referral_is_public_and_names_the_unit(ticket, agent):
    handling.refer(agent, ticket.number, department("finance"), **now_at(ticket))
    assert again(ticket).department.key == "finance"
    event = events(ticket)[-1]
    assert (event.verb, event.after["name"]) == (Verb.REFERRED, "واحد مالی")


def test_referrals_note_is_for_the_staff_alone(ticket, agent):
    handling.refer(
        agent, ticket.number, department("finance"), note="رسید جعلی است.", **now_at(ticket)
    )
    public, internal = events(ticket), events(ticket, Chain.INTERNAL)
    assert all("جعلی" not in (event.note or "") for event in public)
    assert [event.message.body for event in internal if event.verb is Verb.NOTED] == [
        "رسید جعلی است."
    ]


def test_referral_takes_the_ticket_from_whoever_works_elsewhere(ticket, agent):
    handling.assign(agent, ticket.number, agent.id, **now_at(ticket))
    handling.refer(agent, ticket.number, department("finance"), **now_at(ticket))
    assert again(ticket).assignee is None
    assert not ticket_access.may_see(agent, again(ticket))


def test_referral_leaves_it_with_whoever_works_there_too(ticket, customer):
    both = factories.make_user("مهسا آرین", "09121000009", Role.AGENT, ["technical", "finance"])
    handling.assign(both, ticket.number, both.id, **now_at(ticket))
    handling.refer(both, ticket.number, department("finance"), **now_at(ticket))
    assert again(ticket).assignee == both


def test_the_units_staff_hear_of_a_referral(ticket, agent, clock):
    mahsa = staff_of("finance", "09121000009", email="m@example.com", email_verified_at=clock.now())
    handling.refer(agent, ticket.number, department("finance"), **now_at(ticket))
    told = db.session.query(Notification).filter_by(user_id=mahsa.id).one()
    assert told.event == "staff_new_ticket"


def test_referral_to_no_department_is_refused(ticket, agent):
    with pytest.raises(handling.DepartmentNotFound):
        handling.refer(agent, ticket.number, 9999, **now_at(ticket))


def test_referral_to_the_same_department_writes_nothing(ticket, agent):
    handling.refer(agent, ticket.number, ticket.department_id, **now_at(ticket))
    assert [event.verb for event in events(ticket)] == [Verb.CREATED]


def test_assignment_is_internal_and_gives_sight(ticket, agent):
    mahsa = staff_of("finance", "09121000009")
    version = ticket.version
    handling.assign(agent, ticket.number, mahsa.id, **now_at(ticket))
    assert ticket_access.get_ticket_for(mahsa, ticket.number).assignee == mahsa
    assert again(ticket).version == version
    handling.assign(agent, ticket.number, None, **now_at(ticket))
    assert again(ticket).assignee is None
    assert [e.after["assignee"] for e in events(ticket, Chain.INTERNAL)] == ["مهسا آرین", None]


@pytest.mark.parametrize("who", ["customer", "inactive", "nobody"])
def test_only_active_staff_are_put_in_charge(ticket, agent, customer, who):
    ident = {
        "customer": lambda: customer.id,
        "inactive": lambda: staff_of("technical", "09121000009", active=False).id,
        "nobody": lambda: 9999,
    }[who]()
    with pytest.raises(handling.AssigneeNotFound):
        handling.assign(agent, ticket.number, ident, **now_at(ticket))


def test_waiting_for_the_operator_is_said_and_keeps_the_place(ticket, agent):
    place = ticket.queue_at
    handling.change_status(agent, ticket.number, Status.WAITING_OPERATOR, **now_at(ticket))
    changed = again(ticket)
    assert (changed.status, changed.queue_at) == (Status.WAITING_OPERATOR, place)
    assert events(ticket)[-1].after == {"status": "waiting_operator"}
    assert changed.first_seen_at is not None


def test_critical_urgency_moves_the_ticket_and_its_deadline(ticket, agent):
    place, due = ticket.queue_at, ticket.due_at
    handling.change_urgency(
        agent, ticket.number, Urgency.CRITICAL, reason="توقف ثبت سفارش", **now_at(ticket)
    )
    changed = again(ticket)
    assert changed.queue_at == place + timedelta(hours=8) - timedelta(days=7)
    assert changed.due_at < due
    event = events(ticket)[-1]
    assert (event.verb, event.before, event.note) == (
        Verb.URGENCY,
        {"urgency": "normal"},
        "توقف ثبت سفارش",
    )


@pytest.mark.parametrize("reason", [CloseReason.DONE, CloseReason.BY_REQUEST, CloseReason.NO_REPLY])
def test_closing_tells_the_customer_why(ticket, agent, reason):
    handling.close(agent, ticket.number, reason, note="سپاس از همراهی شما.", **now_at(ticket))
    closed = again(ticket)
    assert (closed.status, closed.closed_reason) == (Status.CLOSED, reason)
    assert closed.queue_at is None
    assert events(ticket)[-1].note == "سپاس از همراهی شما."
    assert db.session.query(Notification).filter_by(event="ticket_closed").count() == 1


def test_closing_for_rules_writes_a_polite_text_into_the_record(ticket, agent):
    handling.close(
        agent,
        ticket.number,
        CloseReason.BROKE_RULES,
        broken_rules=["finglish", "generic_title", "no_such_rule"],
        note="منتظر متن تازهٔ شما هستیم.",
        **now_at(ticket),
    )
    assert again(ticket).broken_rules == ["generic_title", "finglish"]
    assert events(ticket)[-1].note.split("\n") == [
        BROKEN_RULES["generic_title"].explanation,
        BROKEN_RULES["finglish"].explanation,
        "منتظر متن تازهٔ شما هستیم.",
    ]


def test_closing_for_rules_names_at_least_one(ticket, agent):
    with pytest.raises(handling.RulesNeeded):
        handling.close(agent, ticket.number, CloseReason.BROKE_RULES, **now_at(ticket))
    assert not again(ticket).is_closed


def test_duplicate_points_at_the_same_customers_ticket(ticket, agent, customer):
    other = factories.make_ticket(customer, subject="گزارش نرسیدن پیامک‌های خط ۳۰۰۰")
    handling.close(
        agent, other.number, CloseReason.DUPLICATE, duplicate_of=ticket.number, **now_at(other)
    )
    assert again(other).duplicate_of.number == ticket.number
    assert events(other)[-1].after["duplicate_of"] == ticket.number
    assert not ticket_steps.can_reopen(again(other))


def test_a_strangers_ticket_is_no_original(ticket, agent, customer):
    strange = factories.make_ticket(factories.bahar())
    for number in (strange.number, ticket.number, 99999, None):
        with pytest.raises(handling.DuplicateNotFound):
            handling.close(
                agent,
                ticket.number,
                CloseReason.DUPLICATE,
                duplicate_of=number,
                **now_at(ticket),
            )


def test_closing_twice_is_closing_once(ticket, agent):
    shown = now_at(ticket)
    handling.close(agent, ticket.number, CloseReason.DONE, **shown)
    handling.close(agent, ticket.number, CloseReason.NO_REPLY, **shown)
    assert again(ticket).closed_reason is CloseReason.DONE
    assert [e.verb for e in events(ticket)] == [Verb.CREATED, Verb.CLOSED]


def test_staff_reopen_a_duplicate_and_after_the_days(ticket, agent, customer, clock):
    other = factories.make_ticket(customer, subject="گزارش نرسیدن پیامک‌های خط ۳۰۰۰")
    handling.close(
        agent, other.number, CloseReason.DUPLICATE, duplicate_of=ticket.number, **now_at(other)
    )
    clock.advance(days=30)
    handling.reopen(agent, other.number, **now_at(other))
    opened = again(other)
    assert opened.status is Status.NEW
    assert opened.queue_at is not None
    assert opened.duplicate_of is None
    assert db.session.query(Notification).filter_by(event="ticket_reopened").count() == 1


def test_nothing_but_reopening_changes_a_closed_ticket(ticket, agent, customer):
    tickets.close_by_customer(customer, ticket.number)
    for change in (
        lambda shown: handling.refer(agent, ticket.number, department("finance"), **shown),
        lambda shown: handling.assign(agent, ticket.number, agent.id, **shown),
        lambda shown: handling.change_urgency(agent, ticket.number, Urgency.HIGH, **shown),
        lambda shown: handling.change_status(agent, ticket.number, Status.IN_PROGRESS, **shown),
    ):
        with pytest.raises(ticket_steps.TicketClosed):
            change(now_at(ticket))


def test_changes_on_a_stale_form_are_conflicts(ticket, agent, customer):
    shown = now_at(ticket)
    factories.reply(customer, ticket)
    for change in (
        lambda: handling.refer(agent, ticket.number, department("finance"), **shown),
        lambda: handling.assign(agent, ticket.number, agent.id, **shown),
        lambda: handling.change_urgency(agent, ticket.number, Urgency.HIGH, **shown),
        lambda: handling.close(agent, ticket.number, CloseReason.DONE, **shown),
    ):
        with pytest.raises(Conflict):
            change()
    assert [e.verb for e in events(ticket)] == [Verb.CREATED, Verb.REPLIED]


def test_each_change_leaves_one_event_and_the_chains_hold(ticket, agent, customer):
    handling.change_urgency(agent, ticket.number, Urgency.HIGH, **now_at(ticket))
    handling.change_status(agent, ticket.number, Status.WAITING_OPERATOR, **now_at(ticket))
    handling.close(agent, ticket.number, CloseReason.DONE, **now_at(ticket))
    handling.reopen(agent, ticket.number, **now_at(ticket))
    handling.refer(agent, ticket.number, department("finance"), **now_at(ticket))
    assert [e.verb for e in events(ticket)] == [
        Verb.CREATED,
        Verb.URGENCY,
        Verb.STATUS,
        Verb.CLOSED,
        Verb.REOPENED,
        Verb.REFERRED,
    ]
    assert events(ticket, Chain.INTERNAL) == []
    assert record.verify(ticket.id) == []
    kinds = {e.message.kind for e in reading.thread(ticket, staff=True) if e.is_letter}
    assert kinds == {MessageKind.CUSTOMER}
