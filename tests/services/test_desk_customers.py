import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import Verb
from portal.services import audit, customers, moderation, tickets
from portal.services.audit import AuditFilters
from portal.services.reading import PAGE_SIZE
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def people(app, clock):
    return [
        factories.arash(email="arash.nik@example.com"),
        factories.make_user("علی رضایی‌فر", "09351112233", organisation="پخش آراد"),
        factories.make_user("مهسا فرهمند", "09121234567"),
    ]


def found(query):
    return [row.name for row in customers.customers_page(query).rows]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("آرش", "آرش نیک‌پور"),
        ("نیکپور", "آرش نیک‌پور"),
        ("نیک پور", "آرش نیک‌پور"),
        ("برگ سبز", "آرش نیک‌پور"),
        ("ARASH.NIK", "آرش نیک‌پور"),
        ("علي", "علی رضایی‌فر"),
        ("۰۹۳۵۱۱۱۲۲۳۳", "علی رضایی‌فر"),
        ("+989351112233", "علی رضایی‌فر"),
        ("0935 111 2233", "علی رضایی‌فر"),
        ("1234567", "مهسا فرهمند"),
    ],
)
def test_customers_are_found_by_any_way_of_writing(people, query, name):
    assert found(query) == [name]


def test_staff_are_no_customers(people):
    factories.cyrus()
    assert found("سیروس") == []
    with pytest.raises(moderation.CustomerNotFound):
        customers.get_customer(factories.dana().id)


@pytest.mark.parametrize("wild", ["%", "_", "\\", "'"])
def test_wild_cards_are_ordinary_characters(people, wild):
    assert found(wild) == []


def test_search_never_fails(people):
    @settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=60))
    def check(query):
        assert set(found(query)) <= {person.name for person in people}

    check()


def test_customers_page_by_key(app):
    made = {factories.make_user(f"کاربر {i}", f"0912200{i:04}").id for i in range(PAGE_SIZE + 3)}
    first = customers.customers_page()
    second = customers.customers_page(cursor=first.next_cursor)
    assert len(first.rows) == PAGE_SIZE
    assert second.next_cursor is None
    assert {row.id for row in [*first.rows, *second.rows]} == made


def test_counts_tell_open_from_closed(people):
    customer = people[0]
    factories.make_ticket(customer)
    closed = factories.make_ticket(customer)
    tickets.close_by_customer(customer, closed.number)
    assert customers.ticket_counts(customer) == (1, 1)


def test_agent_sees_a_customers_tickets_of_their_unit_alone(people):
    seen = factories.make_ticket(people[0])
    factories.make_ticket(people[0], "payment")
    rows = customers.tickets_of(factories.cyrus(), people[0]).rows
    assert [row.number for row in rows] == [seen.number]


def test_recent_events_are_the_accounts_own(people):
    supervisor = factories.nima()
    factories.make_ticket(people[0])
    moderation.block_customer(supervisor, people[0].id, "دلیل")
    moderation.block_customer(supervisor, people[1].id, "دلیل")
    events = customers.recent_events(people[0])
    assert [e.verb for e in events] == [Verb.CUSTOMER_BLOCKED]


def test_audit_log_is_newest_first_and_narrows(people, clock):
    supervisor = factories.nima()
    ticket = factories.make_ticket(people[0])
    clock.advance(days=1)
    moderation.block_customer(supervisor, people[0].id, "دلیل")
    today = clock.now().date()

    def verbs(**filters):
        return [row.verb for row in audit.audit_page(AuditFilters(**filters)).rows]

    assert verbs() == [Verb.CUSTOMER_BLOCKED, Verb.CREATED]
    assert verbs(verb=Verb.CREATED) == [Verb.CREATED]
    assert verbs(actor_id=supervisor.id) == [Verb.CUSTOMER_BLOCKED]
    assert verbs(subject_id=people[0].id) == [Verb.CUSTOMER_BLOCKED]
    assert verbs(number=ticket.number) == [Verb.CREATED]
    assert verbs(since=today) == [Verb.CUSTOMER_BLOCKED]
    assert verbs(until=today.replace(day=today.day - 1)) == [Verb.CREATED]
    assert verbs(since=today, until=today) == [Verb.CUSTOMER_BLOCKED]
    row = audit.audit_page(AuditFilters(verb=Verb.CUSTOMER_BLOCKED)).rows[0]
    assert (row.actor_name, row.subject_name, row.note) == (supervisor.name, people[0].name, "دلیل")


def test_audit_log_pages_by_key(people):
    for _ in range(PAGE_SIZE + 4):
        factories.make_ticket(people[0])
    first = audit.audit_page(AuditFilters())
    second = audit.audit_page(AuditFilters(), first.next_cursor)
    ids = [row.id for row in [*first.rows, *second.rows]]
    assert len(ids) == len(set(ids)) == PAGE_SIZE + 4
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "۱", 2**31, 2**36, 2**63, "9" * 5000])
def test_odd_cursor_is_the_first_page_of_customers(people, cursor):
    assert len(customers.customers_page(cursor=str(cursor)).rows) == len(people)
