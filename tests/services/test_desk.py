import io

import pytest

from portal.extensions import db
from portal.models import (
    Chain,
    Event,
    Message,
    MessageKind,
    Notification,
    Role,
    Status,
    Verb,
)
from portal.services import (
    desk,
    files,
    handling,
    reading,
    record,
    search,
    ticket_access,
    ticket_steps,
    tickets,
)
from portal.services.ticket_access import TicketNotFound
from portal.services.transaction import Conflict, new_token
from tests import factories

pytestmark = pytest.mark.defaults
ANSWER = "با سلام و احترام\nگزارش اپراتور دریافت شد و ارسال اصلاح شده است.\nبا احترام"
SECRET_NOTE = "شمارهٔ پروندهٔ داخلی ۹۹۸۸۷۷ است."


@pytest.fixture
def customer(app, clock):
    return factories.arash(email="arash@example.com", email_verified_at=clock.now())


@pytest.fixture
def agent(customer):
    return factories.cyrus()


@pytest.fixture
def ticket(customer, agent):
    return factories.make_ticket(customer)


def answer(agent, ticket, body=ANSWER, **facts):
    facts = {"revision": ticket.revision, "token": new_token()} | facts
    return desk.reply(agent, ticket.number, body, **facts)


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def verbs(ticket, chain=Chain.PUBLIC):
    entries = reading.thread(ticket, staff=True)
    return [e.event.verb for e in entries if e.event.chain is chain]


def test_first_opening_sets_the_ticket_in_progress_and_names_who_saw_it(ticket, agent, clock):
    clock.advance(minutes=5)
    assert desk.see(agent, ticket.number)
    seen = again(ticket)
    assert (seen.status, seen.first_seen_at) == (Status.IN_PROGRESS, clock.now())
    assert not seen.staff_unread
    event = reading.thread(seen)[-1].event
    assert (event.verb, event.chain, event.actor_name) == (Verb.SEEN, Chain.PUBLIC, agent.name)


def test_second_opening_writes_nothing(ticket, agent):
    desk.see(agent, ticket.number)
    assert not desk.see(agent, ticket.number)
    assert verbs(ticket) == [Verb.CREATED, Verb.SEEN]


def test_opening_a_customers_reply_is_seen_again(ticket, agent, customer):
    answer(agent, ticket)
    factories.reply(customer, ticket)
    assert again(ticket).status is Status.CUSTOMER_REPLY
    desk.see(agent, ticket.number)
    assert again(ticket).status is Status.IN_PROGRESS


def test_a_further_letter_in_a_ticket_in_progress_is_seen_without_a_new_status(
    ticket, agent, customer
):
    desk.see(agent, ticket.number)
    factories.reply(customer, ticket)
    assert again(ticket).staff_unread
    assert desk.see(agent, ticket.number)
    assert again(ticket).status is Status.IN_PROGRESS


def test_answer_leaves_the_queue_and_notes_when_it_came(ticket, agent, clock):
    clock.advance(minutes=28)
    letter = answer(agent, ticket)
    answered = again(ticket)
    assert answered.status is Status.ANSWERED
    assert answered.queue_at is None
    assert answered.first_answered_at == clock.now()
    assert letter.author_title == "کارشناس پشتیبانی، واحد فنی"


def test_second_answer_keeps_the_time_of_the_first(ticket, agent, clock):
    answer(agent, ticket)
    first = again(ticket).first_answered_at
    clock.advance(hours=1)
    answer(agent, again(ticket))
    assert again(ticket).first_answered_at == first


def test_answer_is_the_customers_to_read_by_mail_and_sms(ticket, agent):
    letter = answer(agent, ticket)
    notices = db.session.query(Notification).filter_by(message_id=letter.id).all()
    assert {(n.event, n.channel) for n in notices} == {
        ("ticket_answered", "sms"),
        ("ticket_answered", "email"),
    }
    assert all(ANSWER.split("\n")[1] not in n.text for n in notices)


def test_answers_mail_carries_the_digest_of_the_public_record(ticket, agent):
    letter = answer(agent, ticket)
    mail = db.session.query(Notification).filter_by(message_id=letter.id, channel="email").one()
    assert record.head_digest(ticket) in mail.text


def test_asking_for_information_tells_the_customer_so(ticket, agent):
    letter = answer(agent, ticket, then=Status.WAITING_CUSTOMER)
    events = {n.event for n in db.session.query(Notification).filter_by(message_id=letter.id)}
    assert events == {"ticket_needs_info"}
    assert again(ticket).queue_at is None


@pytest.mark.parametrize("then", [Status.WAITING_OPERATOR, Status.IN_PROGRESS])
def test_interim_answer_keeps_the_ticket_in_its_place(ticket, agent, then, clock):
    place = ticket.queue_at
    clock.advance(minutes=10)
    answer(agent, ticket, then=then)
    assert (again(ticket).status, again(ticket).queue_at) == (then, place)


def test_who_answers_an_unassigned_ticket_is_put_in_charge(ticket, agent):
    answer(agent, ticket)
    assert again(ticket).assignee == agent
    assert verbs(ticket, Chain.INTERNAL) == [Verb.ASSIGNED]


def test_answering_a_colleagues_ticket_leaves_it_theirs(ticket, agent, customer):
    nima = factories.nima()
    handling.assign(nima, ticket.number, nima.id, revision=ticket.revision)
    answer(agent, again(ticket), revision=again(ticket).revision)
    assert again(ticket).assignee == nima


def test_same_token_makes_one_letter(ticket, agent):
    token = new_token()
    first = answer(agent, ticket, token=token)
    assert answer(agent, ticket, token=token).id == first.id
    assert db.session.query(Message).filter_by(kind=MessageKind.STAFF).count() == 1


def test_reply_carries_its_files(ticket, agent):
    upload = files.store_upload(agent, "گزارش.txt", io.BytesIO(b"a line\n"))
    letter = answer(agent, ticket, upload_tokens=[upload.token])
    assert [a.name for a in letter.attachments] == ["گزارش.txt"]
    assert again(ticket).attachment_count == 1


def test_reply_in_a_closed_ticket_is_refused(ticket, agent, customer):
    tickets.close_by_customer(customer, ticket.number)
    with pytest.raises(ticket_steps.TicketClosed):
        answer(agent, ticket, revision=again(ticket).revision)


def test_reply_overtaken_by_the_customer_is_a_conflict(ticket, agent, customer):
    shown = ticket.revision
    factories.reply(customer, ticket)
    with pytest.raises(Conflict):
        answer(agent, ticket, revision=shown)
    assert db.session.query(Message).filter_by(kind=MessageKind.STAFF).count() == 0
    answer(agent, ticket, revision=again(ticket).revision)


def test_own_changes_and_a_colleagues_look_do_not_overtake(ticket, agent):
    shown = ticket.revision
    desk.see(factories.nima(), ticket.number)
    desk.note(agent, ticket.number, SECRET_NOTE, token=new_token())
    answer(agent, ticket, revision=shown)
    assert again(ticket).status is Status.ANSWERED


def test_a_colleagues_note_overtakes(ticket, agent):
    shown = ticket.revision
    desk.note(factories.nima(), ticket.number, SECRET_NOTE, token=new_token())
    with pytest.raises(Conflict):
        answer(agent, ticket, revision=shown)


def test_note_leaves_no_trace_for_the_customer(ticket, agent, customer, clock):
    answer(agent, ticket)
    before = again(ticket)
    seen = (before.version, before.updated_at, before.excerpt, before.attachment_count)
    digest = record.head_digest(ticket)
    sent = db.session.query(Notification).count()
    upload = files.store_upload(agent, "secret.txt", io.BytesIO(b"a line\n"))
    clock.advance(hours=1)
    note = desk.note(
        agent, ticket.number, SECRET_NOTE, token=new_token(), upload_tokens=[upload.token]
    )
    after = again(ticket)
    assert (after.version, after.updated_at, after.excerpt, after.attachment_count) == seen
    assert record.head_digest(ticket) == digest
    assert db.session.query(Notification).count() == sent
    assert note.id not in {e.message.id for e in reading.thread(ticket) if e.is_letter}
    assert search.find("۹۹۸۸۷۷", customer_id=customer.id).ticket_ids == []
    assert search.find("۹۹۸۸۷۷").ticket_ids == [ticket.id]
    with pytest.raises(TicketNotFound):
        reading.attachment_for(customer, note.attachments[0].id)
    assert not reading.customer_page(customer, query="۹۹۸۸۷۷").rows


def test_note_never_uses_up_a_public_number(ticket, agent):
    desk.note(agent, ticket.number, SECRET_NOTE, token=new_token())
    assert answer(agent, ticket, revision=again(ticket).revision).ordinal == 2


def test_note_is_kept_in_a_closed_ticket_and_once(ticket, agent, customer):
    tickets.close_by_customer(customer, ticket.number)
    token = new_token()
    first = desk.note(agent, ticket.number, SECRET_NOTE, token=token)
    assert desk.note(agent, ticket.number, SECRET_NOTE, token=token).id == first.id
    assert again(ticket).is_closed


@pytest.mark.parametrize("act", ["see", "reply", "note", "assign", "close"])
def test_agent_of_another_department_finds_no_ticket(ticket, customer, act):
    stranger = factories.make_user("مهسا آرین", "09121000009", Role.AGENT, ["finance"])
    acts = {
        "see": lambda: desk.see(stranger, ticket.number),
        "reply": lambda: answer(stranger, ticket),
        "note": lambda: desk.note(stranger, ticket.number, SECRET_NOTE, token=new_token()),
        "assign": lambda: handling.assign(stranger, ticket.number, stranger.id, revision=99),
        "close": lambda: handling.close(stranger, ticket.number, "done", revision=99),
    }
    with pytest.raises(TicketNotFound):
        acts[act]()
    assert db.session.query(Event).filter_by(ticket_id=ticket.id).count() == 1


def test_both_chains_hold_after_all_of_it(ticket, agent, customer):
    desk.see(agent, ticket.number)
    desk.note(agent, ticket.number, SECRET_NOTE, token=new_token())
    answer(agent, again(ticket), revision=again(ticket).revision)
    factories.reply(customer, ticket)
    answer(agent, again(ticket), revision=again(ticket).revision)
    assert record.verify(ticket.id) == []
