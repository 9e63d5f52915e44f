import pytest

from portal.models import Urgency
from portal.services import earlier, tickets
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def customer(app, clock):
    return factories.arash()


def numbers(customer):
    return [ticket.number for ticket in earlier.tickets_of(customer)]


def test_open_tickets_are_compared_with_their_first_letters(customer):
    first = factories.make_ticket(customer, body=factories.BODY, urgency=Urgency.HIGH)
    factories.reply(customer, first, "یک نامهٔ دیگر")
    factories.make_ticket(factories.bahar())
    (only,) = earlier.tickets_of(customer)
    assert (only.number, only.category, only.body) == (first.number, "delivery", factories.BODY)
    assert only.urgent
    assert not only.closed


def test_ticket_closed_a_month_ago_is_compared_no_more(customer, clock):
    ticket = factories.make_ticket(customer)
    tickets.close_by_customer(customer, ticket.number)
    clock.advance(days=29)
    (only,) = earlier.tickets_of(customer)
    assert (only.number, only.closed) == (ticket.number, True)
    clock.advance(days=2)
    assert numbers(customer) == []


def test_newest_tickets_come_first_and_no_more_than_twenty(customer, clock):
    made = []
    for number in range(earlier.MOST_TICKETS + 1):
        clock.advance(minutes=11)
        made.append(factories.make_ticket(customer, subject=f"تمدید پنل {number}").number)
    assert numbers(customer) == made[:0:-1]


def test_thread_is_given_from_its_subject_to_the_latest_letter(customer):
    ticket = factories.make_ticket(customer, body=factories.BODY)
    for number in range(earlier.LATEST_LETTERS + 1):
        factories.reply(customer, ticket, f"نامهٔ {number}")
    texts = earlier.letters_of(ticket)
    assert texts[:2] == [ticket.subject, factories.BODY]
    assert texts[2:] == [f"نامهٔ {number}" for number in range(1, earlier.LATEST_LETTERS + 1)]
