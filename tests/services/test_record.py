import hashlib
import json

import pytest
from sqlalchemy import text

from portal.extensions import db
from portal.models import Chain, Event, Message, Verb
from portal.services import record, tickets
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def ticket(app, clock):
    customer = factories.arash()
    ticket = factories.make_ticket(customer)
    factories.reply(customer, ticket)
    tickets.close_by_customer(customer, ticket.number)
    return ticket


def alter(sql, **values):
    db.session.execute(text(sql), values)
    db.session.commit()
    db.session.expire_all()


def test_untouched_record_verifies(ticket):
    assert record.verify(ticket.id) == []


def test_record_is_checked_by_the_documented_format_alone(ticket):
    previous = "0" * 64
    for event in db.session.query(Event).filter_by(ticket_id=ticket.id).order_by(Event.ordinal):
        covered = record.entry(event, event.message, ())
        canonical = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
        assert event.digest == previous
    assert record.head_digest(ticket) == previous


def test_altered_letter_is_noticed(ticket):
    alter("UPDATE message SET body = 'متن دیگر' WHERE ordinal = 2")
    assert record.verify(ticket.id)


def test_altered_letter_with_a_fitting_digest_is_noticed(ticket):
    alter(
        "UPDATE message SET body = 'x', body_digest = :d WHERE ordinal = 2",
        d=record.body_digest("x"),
    )
    assert record.verify(ticket.id)


@pytest.mark.parametrize("column", ["actor_name", "note"])
def test_altered_event_is_noticed(ticket, column):
    alter(f"UPDATE event SET {column} = 'دیگری' WHERE ordinal = 2")
    assert record.verify(ticket.id)


def test_event_taken_from_the_middle_is_noticed(ticket):
    alter("DELETE FROM event WHERE ordinal = 2")
    assert record.verify(ticket.id)


def test_cut_tail_does_not_fit_the_head_that_the_letter_shows(ticket):
    head = record.head_digest(ticket)
    alter("DELETE FROM event WHERE ordinal = 3")
    assert record.head_digest(ticket) != head


def test_letter_that_no_entry_speaks_of_is_noticed(ticket):
    message = db.session.query(Message).filter_by(ordinal=2).one()
    alter("UPDATE event SET message_id = NULL WHERE message_id = :id", id=message.id)
    assert record.verify(ticket.id)


def test_entry_is_written_once_for_a_place_in_a_chain(ticket):
    event = db.session.query(Event).filter_by(ordinal=1).one()
    twin = Event(ticket_id=ticket.id, chain=Chain.PUBLIC, ordinal=event.ordinal, verb=Verb.SEEN)
    db.session.add(twin)
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
    db.session.rollback()
