import pytest

from portal.extensions import db
from portal.labels import BROKEN_RULES
from portal.models import Chain, CloseReason, Event, MessageKind, Notification, Status, Verb
from portal.services import (
    desk,
    moderation,
    reading,
    record,
    search,
    ticket_access,
    ticket_steps,
    tickets,
)
from portal.services.ticket_access import TicketNotFound
from portal.services.transaction import new_token
from tests import factories

pytestmark = pytest.mark.defaults
LEAK = "رمز وب‌سرویس ما نارنگی۷۷ است."


@pytest.fixture
def customer(app, clock):
    return factories.arash()


@pytest.fixture
def agent(customer):
    return factories.cyrus()


@pytest.fixture
def supervisor(customer):
    return factories.nima()


@pytest.fixture
def disputed(customer, agent):
    return factories.make_ticket(customer, overrides=["finglish"])


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def events(ticket, chain):
    return [e.event for e in reading.thread(ticket, staff=True) if e.event.chain is chain]


def test_upheld_finding_closes_the_ticket_for_that_rule(disputed, agent):
    moderation.uphold(agent, disputed.number, "finglish", rewrite=False)
    closed = again(disputed)
    assert (closed.closed_reason, closed.broken_rules) == (CloseReason.BROKE_RULES, ["finglish"])
    assert not closed.flagged
    assert closed.flags == [{"rule": "finglish", "state": "upheld"}]
    internal = events(disputed, Chain.INTERNAL)
    assert [(e.verb, e.after) for e in internal] == [(Verb.FLAG_UPHELD, {"rule": "finglish"})]
    assert db.session.query(Notification).filter_by(event="ticket_closed").count() == 1


def test_upheld_finding_can_ask_for_a_better_text(disputed, agent):
    moderation.uphold(agent, disputed.number, "finglish", rewrite=True)
    asked = again(disputed)
    assert asked.status is Status.WAITING_CUSTOMER
    letter = reading.thread(asked)[-1].message
    assert letter.kind is MessageKind.STAFF
    assert BROKEN_RULES["finglish"].explanation in letter.body
    assert db.session.query(Notification).filter_by(event="ticket_needs_info").count() == 1


def test_rejected_finding_leaves_the_ticket_as_it_is(disputed, agent):
    moderation.reject_finding(agent, disputed.number, "finglish")
    kept = again(disputed)
    assert (kept.status, kept.flagged) == (Status.NEW, False)
    assert events(disputed, Chain.PUBLIC)[-1].verb is Verb.CREATED


def test_judging_one_of_two_findings_keeps_the_flag(customer, agent):
    ticket = factories.make_ticket(customer, overrides=["finglish", "secret_pasted"])
    moderation.reject_finding(agent, ticket.number, "finglish")
    assert again(ticket).flagged


@pytest.mark.parametrize("rule", ["finglish", "generic_title", "no_such_rule"])
def test_a_judged_or_unknown_finding_is_not_found(disputed, agent, rule):
    moderation.reject_finding(agent, disputed.number, "finglish")
    with pytest.raises(moderation.FindingNotFound):
        moderation.uphold(agent, disputed.number, rule, rewrite=False)
    with pytest.raises(moderation.FindingNotFound):
        moderation.reject_finding(agent, disputed.number, rule)


def test_nothing_is_asked_in_a_closed_ticket_and_nothing_is_judged(disputed, agent, customer):
    tickets.close_by_customer(customer, disputed.number)
    with pytest.raises(ticket_steps.TicketClosed):
        moderation.uphold(agent, disputed.number, "finglish", rewrite=True)
    assert again(disputed).flagged
    moderation.uphold(agent, disputed.number, "finglish", rewrite=False)
    assert not again(disputed).flagged
    assert again(disputed).closed_reason is CloseReason.BY_REQUEST


def test_blocked_customer_cannot_write_and_unblocking_reverses_it(customer, supervisor, disputed):
    moderation.block_customer(supervisor, customer.id, "ارسال پیام‌های توهین‌آمیز")
    with pytest.raises(tickets.AccountBlocked, match="توهین‌آمیز"):
        factories.reply(customer, disputed)
    moderation.unblock_customer(supervisor, customer.id)
    factories.reply(customer, disputed)
    log = db.session.query(Event).filter_by(subject_user_id=customer.id).order_by(Event.id).all()
    assert [(e.verb, e.actor_name) for e in log] == [
        (Verb.CUSTOMER_BLOCKED, supervisor.name),
        (Verb.CUSTOMER_UNBLOCKED, supervisor.name),
    ]
    assert log[0].note == log[1].before["reason"] == "ارسال پیام‌های توهین‌آمیز"


def test_agents_neither_block_nor_redact(customer, agent, disputed):
    letter = reading.thread(disputed)[0].message
    with pytest.raises(moderation.NotAllowed):
        moderation.block_customer(agent, customer.id, "دلیل")
    with pytest.raises(moderation.NotAllowed):
        moderation.unblock_customer(agent, customer.id)
    with pytest.raises(moderation.NotAllowed):
        moderation.redact(agent, disputed.number, letter.id, "دلیل")


def test_staff_are_not_blocked(supervisor, agent):
    with pytest.raises(moderation.CustomerNotFound):
        moderation.block_customer(supervisor, agent.id, "دلیل")


def test_redaction_removes_the_text_and_keeps_its_digest(customer, supervisor, disputed):
    leak = factories.reply(customer, disputed, LEAK)
    digest = leak.body_digest
    version = again(disputed).version
    assert search.find("نارنگی۷۷").ticket_ids == [disputed.id]
    moderation.redact(supervisor, disputed.number, leak.id, "رمز در متن بود")
    entries = reading.thread(disputed)
    redacted = next(e.message for e in entries if e.is_letter and e.message.id == leak.id)
    assert (redacted.body, redacted.body_digest) == ("", digest)
    assert redacted.redacted_at is not None
    assert (entries[-1].event.verb, entries[-1].event.note) == (Verb.REDACTED, "رمز در متن بود")
    assert search.find("نارنگی۷۷").ticket_ids == []
    assert "نارنگی" not in again(disputed).excerpt
    assert again(disputed).excerpt.startswith("با سلام و احترام")
    assert again(disputed).version == version + 1
    assert record.verify(disputed.id) == []


def test_redacted_note_stays_out_of_the_public_record(supervisor, disputed):
    note = desk.note(supervisor, disputed.number, LEAK, token=new_token())
    version, digest = again(disputed).version, record.head_digest(disputed)
    moderation.redact(supervisor, disputed.number, note.id, "رمز در متن بود")
    assert (again(disputed).version, record.head_digest(disputed)) == (version, digest)
    assert record.verify(disputed.id) == []


def test_redacting_twice_leaves_one_event(customer, supervisor, disputed):
    leak = factories.reply(customer, disputed, LEAK)
    moderation.redact(supervisor, disputed.number, leak.id, "رمز در متن بود")
    moderation.redact(supervisor, disputed.number, leak.id, "بار دیگر")
    assert [e.verb for e in events(disputed, Chain.PUBLIC)].count(Verb.REDACTED) == 1


def test_letter_of_another_ticket_is_not_redacted(customer, supervisor, disputed):
    other = factories.make_ticket(factories.bahar())
    letter = reading.thread(other)[0].message
    with pytest.raises(moderation.LetterNotFound):
        moderation.redact(supervisor, disputed.number, letter.id, "دلیل")
    with pytest.raises(TicketNotFound):
        moderation.redact(supervisor, 99999, letter.id, "دلیل")
