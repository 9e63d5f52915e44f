"""Texts that are sent twice: the same again is stored once, and nothing else is thrown away."""

import io
import threading

import pytest

from portal.extensions import db
from portal.models import Message, MessageKind, Ticket
from portal.services import desk, files, repeats, tickets
from portal.services.transaction import new_token
from tests import factories

pytestmark = pytest.mark.defaults
LETTER = "با سلام، هنوز نرسیده است."


@pytest.fixture
def customer(app, clock):
    return factories.arash()


@pytest.fixture
def ticket(customer):
    return factories.make_ticket(customer)


@pytest.fixture
def agent(app):
    return factories.cyrus()


def send(customer, ticket, body=LETTER, token=None, **more):
    return tickets.add_reply(customer, ticket.number, body, token=token or new_token(), **more)


def upload(user, content=b"a line\n"):
    return files.store_upload(user, "report.txt", io.BytesIO(content)).token


def letters(ticket):
    return db.session.query(Message).filter_by(ticket_id=ticket.id).count()


def test_edited_letter_with_the_old_token_is_no_repetition(customer, ticket):
    token = new_token()
    first = send(customer, ticket, token=token)
    with pytest.raises(repeats.AlreadySent) as refusal:
        send(customer, ticket, f"{LETTER} خط ما ۳۰۰۰ است.", token)
    assert refusal.value.message.id == first.id
    assert letters(ticket) == 2


def test_token_of_a_letter_says_nothing_about_another_ticket(customer, ticket):
    other = factories.make_ticket(customer)
    token = new_token()
    send(customer, ticket, token=token)
    with pytest.raises(repeats.AlreadySent):
        send(customer, other, token=token)
    with pytest.raises(repeats.AlreadySent):
        tickets.create_ticket(customer, factories.draft(token=token, body=LETTER))


def test_letter_with_a_file_more_is_no_repetition(customer, ticket):
    token = new_token()
    send(customer, ticket, token=token)
    with pytest.raises(repeats.AlreadySent):
        send(customer, ticket, token=token, upload_tokens=[upload(customer)])


def test_letter_with_the_same_file_sent_once_more_is_the_same(customer, ticket):
    token = new_token()
    first = send(customer, ticket, token=token, upload_tokens=[upload(customer)])
    again = send(customer, ticket, token=token, upload_tokens=[upload(customer)])
    assert again.id == first.id


@pytest.mark.parametrize(
    "change",
    [{"subject": "موضوعی دیگر"}, {"body": f"{factories.BODY}\nافزوده"}, {"details": {"a": 1}}],
)
def test_edited_request_with_the_old_token_is_no_repetition(customer, change):
    draft = factories.draft()
    first = tickets.create_ticket(customer, draft)
    with pytest.raises(repeats.AlreadySent) as refusal:
        tickets.create_ticket(customer, factories.draft(token=draft.token, **change))
    assert refusal.value.message.ticket_id == first.id
    assert db.session.query(Ticket).count() == 1


def test_token_of_a_note_says_nothing_about_a_reply(ticket, agent):
    token = new_token()
    desk.note(agent, ticket.number, LETTER, token=token)
    with pytest.raises(repeats.AlreadySent):
        desk.reply(agent, ticket.number, LETTER, revision=None, token=token)
    assert db.session.query(Message).filter_by(kind=MessageKind.STAFF).count() == 0


def test_edited_answer_and_note_with_the_old_token_are_no_repetitions(ticket, agent):
    token, other = new_token(), new_token()
    desk.reply(agent, ticket.number, LETTER, revision=None, token=token)
    desk.note(agent, ticket.number, LETTER, token=other)
    with pytest.raises(repeats.AlreadySent):
        desk.reply(agent, ticket.number, f"{LETTER} افزوده", revision=None, token=token)
    with pytest.raises(repeats.AlreadySent):
        desk.note(agent, ticket.number, f"{LETTER} افزوده", token=other)


def test_identical_letter_from_the_page_before_is_stored_once(customer, ticket):
    assert send(customer, ticket).id == send(customer, ticket).id
    assert letters(ticket) == 2


def test_identical_letter_is_stored_again_later_or_after_an_answer(customer, ticket, agent, clock):
    send(customer, ticket, "بله")
    desk.reply(agent, ticket.number, "آیا خط دوم هم؟", revision=None, token=new_token())
    send(customer, ticket, "بله")
    assert letters(ticket) == 4
    clock.advance(minutes=repeats.REPEAT_MINUTES)
    send(customer, ticket, "بله")
    assert letters(ticket) == 5


def test_identical_letter_with_a_new_file_is_stored(customer, ticket):
    send(customer, ticket)
    assert send(customer, ticket, upload_tokens=[upload(customer)]).attachments
    assert letters(ticket) == 3


def test_identical_request_within_minutes_is_registered_once(customer, clock):
    first = tickets.create_ticket(customer, factories.draft())
    assert tickets.create_ticket(customer, factories.draft()).id == first.id
    clock.advance(minutes=repeats.REPEAT_MINUTES)
    assert tickets.create_ticket(customer, factories.draft()).id != first.id


@pytest.mark.parametrize("change", [{"details": {"a": 1}}, {"category": "general"}])
def test_request_about_other_facts_is_another(customer, change):
    first = tickets.create_ticket(customer, factories.draft())
    assert tickets.create_ticket(customer, factories.draft(**change)).id != first.id


def test_request_like_a_closed_one_or_anothers_is_another(customer):
    first = tickets.create_ticket(customer, factories.draft())
    assert tickets.create_ticket(factories.bahar(), factories.draft()).id != first.id
    tickets.close_by_customer(customer, first.number)
    assert tickets.create_ticket(customer, factories.draft()).id != first.id


def test_identical_requests_at_once_make_one_ticket(app, customer):
    drafts = [factories.draft() for _ in range(6)]
    customer_id = customer.id
    numbers, errors = [], []

    def press(draft):
        with app.app_context():
            try:
                user = db.session.get(type(customer), customer_id)
                numbers.append(tickets.create_ticket(user, draft).number)
            except Exception as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(numbers) == 6
    assert len(set(numbers)) == 1
