import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from portal.extensions import db
from portal.models import Chain, Ticket, Verb
from portal.services import reading, record, ticket_access, ticket_steps, tickets
from portal.services.transaction import new_token, write
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def customer(app, clock):
    return factories.arash()


class Queries:
    """Counts the statements of a block."""

    def __enter__(self):
        self.statements = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_):
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            self.statements.append(statement)

    @property
    def count(self):
        return len(self.statements)


def make_many(customer, clock, count):
    made = []
    for place in range(count):
        clock.advance(minutes=1)
        made.append(factories.make_ticket(customer, subject=f"قطعی خط شمارهٔ {place}"))
    return made


def test_list_pages_by_key_without_gaps_or_repeats(customer, clock):
    made = make_many(customer, clock, 2 * reading.PAGE_SIZE + 3)
    seen, cursor = [], None
    while True:
        page = reading.customer_page(customer, cursor=cursor)
        seen += [row.number for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [ticket.number for ticket in reversed(made)]


def test_list_holds_only_ones_own_tickets(customer):
    factories.make_ticket(factories.bahar())
    assert reading.customer_page(customer).rows == []


def test_list_filters_by_status_group(customer):
    first = factories.make_ticket(customer)
    second = factories.make_ticket(customer, subject="تمدید پنل ۱۲۳۴")
    tickets.close_by_customer(customer, first.number)
    assert [r.number for r in reading.customer_page(customer, "closed").rows] == [first.number]
    waiting = reading.customer_page(customer, "waiting_support")
    assert [r.number for r in waiting.rows] == [second.number]


def test_counts_say_how_many_stand_in_each_group(customer):
    tickets.close_by_customer(customer, factories.make_ticket(customer).number)
    factories.make_ticket(customer, subject="تمدید پنل ۱۲۳۴")
    assert reading.group_counts(customer) == {
        "all": 2,
        "waiting_customer": 0,
        "waiting_support": 1,
        "answered": 0,
        "closed": 1,
    }


@pytest.mark.parametrize("cursor", ["", "x", "1-", "-1", "1-x", "٣-٤", "9" * 40 + "-1", "1-1-1"])
def test_odd_cursor_starts_at_the_beginning(customer, cursor):
    factories.make_ticket(customer)
    assert len(reading.customer_page(customer, cursor=cursor).rows) == 1


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40, "9" * 5000])
def test_cursor_beyond_any_column_starts_at_the_beginning(customer, number):
    ticket = factories.make_ticket(customer, subject="قطعی خط خدماتی")
    for cursor in (str(number), f"1-{number}"):
        for query in (None, "قطعی"):
            page = reading.customer_page(customer, cursor=cursor, query=query)
            assert [row.number for row in page.rows] == [ticket.number]


@given(cursor=st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_cursor_or_query_is_an_error(customer, cursor):
    reading.customer_page(customer, cursor=cursor)
    reading.customer_page(customer, cursor=cursor, query=cursor)


def found(customer, query):
    return [row.number for row in reading.customer_page(customer, query=query).rows]


@pytest.mark.parametrize("query", ["می‌شود", "می شود", "ميشود", "میشود"])
@pytest.mark.parametrize("written", ["می‌شود", "می شود", "میشود"])
def test_search_finds_every_way_of_writing_a_verb(customer, query, written):
    ticket = factories.make_ticket(customer, body=f"پیامک ارسال {written} اما نمی‌رسد.")
    assert found(customer, query) == [ticket.number]


def test_search_finds_numbers_in_any_digits_and_the_ticket_itself_first(customer):
    first = factories.make_ticket(customer)
    second = factories.make_ticket(customer, body=f"مانند تیکت {first.number} است.")
    assert found(customer, "۱۰۰۰۱") == [first.number, second.number]
    assert found(customer, "10001") == [first.number, second.number]


def test_search_finds_the_beginning_of_a_word(customer):
    ticket = factories.make_ticket(customer, body="مشکل از ایرانسل است و باید پیگیری شود.")
    assert found(customer, "ایران") == [ticket.number]


def test_search_wants_all_words(customer):
    factories.make_ticket(customer, subject="قطعی خط", body="خط پنج هزار قطع است.")
    assert found(customer, "خط فاکتور") == []


def test_search_finds_replies_and_facts(customer):
    ticket = factories.make_ticket(customer, details={"sender_line": "30001234567890"})
    factories.reply(customer, ticket, "شناسهٔ پیگیری سپیدار است.")
    assert found(customer, "سپیدار") == [ticket.number]
    assert found(customer, "۳۰۰۰۱۲۳۴۵۶۷۸۹۰") == [ticket.number]


def test_search_never_reaches_another_customers_words_whatever_is_written(customer):
    bahar = factories.bahar()
    factories.make_ticket(bahar, body=f"راز سپیدار u_{customer.id} u{customer.id} xu_{customer.id}")
    assert found(customer, "سپیدار") == []
    assert found(customer, f"u_{bahar.id}") == []


def test_search_never_reaches_internal_notes(customer):
    ticket = factories.make_ticket(customer)
    cyrus = factories.cyrus()
    with write():
        locked = ticket_access.lock_ticket_for(cyrus, ticket.number)
        note = ticket_steps.write_letter(
            locked, cyrus, tickets.MessageKind.NOTE, f"محرمانه u_{customer.id}", token=new_token()
        )
        record.append(locked, Verb.NOTED, cyrus, chain=Chain.INTERNAL, message=note)
        tickets.search.add_message(locked, note)
    assert found(customer, "محرمانه") == []


def test_search_pages_without_counting(customer, clock):
    made = make_many(customer, clock, reading.PAGE_SIZE + 5)
    first = reading.customer_page(customer, query="قطعی")
    second = reading.customer_page(customer, query="قطعی", cursor=first.next_cursor)
    assert [r.number for r in first.rows][:1] == [made[-1].number]
    assert {r.number for r in [*first.rows, *second.rows]} == {t.number for t in made}


def test_redacted_words_are_no_longer_found(customer):
    ticket = factories.make_ticket(customer)
    letter = factories.reply(customer, ticket, "رمز من سپیدار است.")
    with write():
        tickets.search.forget_message(db.session.get(Ticket, ticket.id), letter)
    assert found(customer, "سپیدار") == []
    assert found(customer, "ایرانسل") == [ticket.number]


def test_queries_of_a_list_do_not_grow_with_its_rows(customer, clock):
    make_many(customer, clock, 2)
    with Queries() as few:
        reading.customer_page(customer)
    make_many(customer, clock, 20)
    with Queries() as many:
        assert len(reading.customer_page(customer).rows) == 22
    assert many.count == few.count == 1


def test_queries_of_a_thread_do_not_grow_with_its_letters(customer):
    ticket = factories.make_ticket(customer)
    for place in range(12):
        factories.reply(customer, ticket, f"پاسخ شمارهٔ {place}")
    db.session.expire_all()
    ticket = ticket_access.get_ticket_for(customer, ticket.number)
    with Queries() as queries:
        entries = reading.thread(ticket)
        assert [e.message.ordinal for e in entries] == list(range(1, 14))
        assert all(e.attachments == () for e in entries)
    assert queries.count <= 4


def test_thread_after_a_version_holds_only_what_is_new(customer):
    ticket = factories.make_ticket(customer)
    version = ticket.version
    factories.reply(customer, ticket, "پاسخ تازه")
    ticket = db.session.get(Ticket, ticket.id)
    assert [e.message.body for e in reading.thread(ticket, after_version=version)] == ["پاسخ تازه"]
    assert reading.thread(ticket, after_version=ticket.version) == []
