import pytest
from sqlalchemy import event

from portal.extensions import db
from portal.models import Role, Status, Urgency
from portal.services import desk, handling, queue, ticket_access, tickets
from portal.services.queue import Filters
from portal.services.reading import PAGE_SIZE
from portal.services.transaction import new_token
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def customer(app, clock):
    return factories.arash()


@pytest.fixture
def agent(customer):
    return factories.cyrus()


@pytest.fixture
def admin(customer):
    return factories.dana()


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def answer(staff, ticket, **facts):
    facts = {"revision": again(ticket).revision, "token": new_token()} | facts
    return desk.reply(staff, ticket.number, "با سلام، پاسخ شما آماده است.", **facts)


def numbers(staff, view="waiting", query=None, **filters):
    page = queue.desk_page(staff, Filters(view=view, **filters), query=query)
    return [row.number for row in page.rows]


def test_longest_waiting_comes_first_and_urgency_moves_it(customer, agent, clock):
    first = factories.make_ticket(customer)
    clock.advance(hours=1)
    second = factories.make_ticket(customer)
    clock.advance(hours=1)
    urgent = factories.make_ticket(customer, urgency=Urgency.HIGH)
    assert numbers(agent) == [urgent.number, first.number, second.number]


def test_further_letter_does_not_move_a_ticket_back(customer, agent, clock):
    first = factories.make_ticket(customer)
    clock.advance(hours=1)
    second = factories.make_ticket(customer)
    clock.advance(hours=1)
    factories.reply(customer, first)
    assert numbers(agent) == [first.number, second.number]


def test_answered_ticket_leaves_the_queue_and_a_reply_brings_it_to_the_end(customer, agent, clock):
    first = factories.make_ticket(customer)
    second = factories.make_ticket(customer)
    answer(agent, first)
    assert numbers(agent) == [second.number]
    clock.advance(hours=1)
    factories.reply(customer, first)
    assert numbers(agent) == [second.number, first.number]


def test_views_hold_what_they_say(customer, agent, clock):
    new = factories.make_ticket(customer).number
    late = factories.make_ticket(customer, urgency=Urgency.HIGH).number
    mine = factories.make_ticket(customer)
    handling.assign(agent, mine.number, agent.id, revision=mine.revision)
    operator = factories.make_ticket(customer)
    handling.change_status(
        agent, operator.number, Status.WAITING_OPERATOR, revision=operator.revision
    )
    flagged = factories.make_ticket(customer, overrides=["finglish"]).number
    replied = factories.make_ticket(customer)
    answer(agent, replied)
    factories.reply(customer, replied)
    closed = factories.make_ticket(customer)
    tickets.close_by_customer(customer, closed.number)
    clock.advance(hours=3)
    held = {view: set(numbers(agent, view)) for view in queue.VIEWS}
    waiting = {new, late, mine.number, operator.number, flagged, replied.number}
    assert held["waiting"] == held["open"] == waiting
    assert held["mine"] == {mine.number, replied.number}
    assert held["unassigned"] == {new, late, operator.number, flagged}
    assert held["overdue"] == {late}
    assert held["replied"] == {replied.number}
    assert held["operator"] == {operator.number}
    assert held["flagged"] == {flagged}
    assert held["closed"] == {closed.number}
    counts = queue.view_counts(agent)
    assert counts == {view: len(found) for view, found in held.items() if view != "closed"}


def test_agents_see_their_departments_and_what_is_theirs(customer, agent, admin):
    technical = factories.make_ticket(customer).number
    finance = factories.make_ticket(customer, "payment")
    assert numbers(agent) == [technical]
    assert queue.view_counts(agent)["waiting"] == 1
    handling.assign(admin, finance.number, agent.id, revision=finance.revision)
    assert set(numbers(agent)) == {technical, finance.number}
    assert set(numbers(admin)) == {technical, finance.number}


def test_agent_without_a_department_sees_nothing(customer):
    idle = factories.make_user("مهسا آرین", "09121000009", Role.AGENT)
    factories.make_ticket(customer)
    assert numbers(idle) == []


def test_filters_narrow_a_view(customer, admin):
    plain = factories.make_ticket(customer)
    high = factories.make_ticket(customer, "payment", urgency=Urgency.HIGH)
    handling.assign(admin, high.number, admin.id, revision=high.revision)
    assert numbers(admin, department_id=high.department_id) == [high.number]
    assert numbers(admin, urgency=Urgency.HIGH) == [high.number]
    assert set(numbers(admin, status=Status.NEW)) == {plain.number, high.number}
    assert numbers(admin, assignee=queue.NOBODY) == [plain.number]
    assert numbers(admin, assignee=queue.MINE) == [high.number]
    assert numbers(admin, assignee=admin.id) == [high.number]


@pytest.mark.parametrize("view", ["waiting", "open", "flagged"])
def test_pages_follow_each_other_without_gap_or_repeat(customer, admin, clock, view):
    made = set()
    for at in range(PAGE_SIZE + 7):
        made.add(factories.make_ticket(customer, overrides=["finglish"]).number)
        if at % 3 == 0:
            clock.advance(microseconds=1)
    seen, cursor = [], None
    while True:
        page = queue.desk_page(admin, Filters(view=view), cursor)
        seen += [row.number for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == made


@pytest.mark.parametrize("cursor", [2**31, 2**40, 2**63, "9" * 5000])
def test_cursor_beyond_any_column_is_the_first_page_of_flagged_tickets(customer, admin, cursor):
    made = factories.make_ticket(customer)
    made.flagged = True
    db.session.commit()
    page = queue.desk_page(admin, Filters(view="flagged"), str(cursor))
    assert [row.number for row in page.rows] == [made.number]


@pytest.mark.parametrize("cursor", ["", "x", "1", "99999999999999999999-1", "1-1-1", "-", "۱-۱"])
def test_odd_cursor_is_the_first_page(customer, admin, cursor):
    made = factories.make_ticket(customer)
    assert [row.number for row in queue.desk_page(admin, Filters(), cursor).rows] == [made.number]


def test_search_finds_notes_and_closed_tickets_within_sight(customer, agent, admin):
    closed = factories.make_ticket(customer)
    desk.note(agent, closed.number, "پروندهٔ نارنجستان", token=new_token())
    tickets.close_by_customer(customer, closed.number)
    hidden = factories.make_ticket(customer, "payment", subject="واریز برای نارنجستان")
    assert numbers(agent, query="نارنجستان") == [closed.number]
    assert set(numbers(admin, query="نارنجستان")) == {closed.number, hidden.number}
    assert numbers(admin, query="نارنجستان", department_id=hidden.department_id) == [hidden.number]
    assert numbers(agent, query=str(hidden.number)) == []


def plans(run):
    """How SQLite carries out what a reading asks."""
    asked = []
    listener = lambda *args: asked.append(args[2:4])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        run()
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    connection = db.session.connection()
    for statement, values in asked:
        if " ticket " in statement.replace("\n", " "):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            yield [row[3] for row in rows if " ticket" in row[3]]


@pytest.mark.parametrize("role", ["agent", "admin"])
@pytest.mark.parametrize("view", [*queue.VIEWS, "counts"])
def test_no_view_walks_through_all_tickets(agent, admin, dialect, role, view):
    if dialect != "sqlite":
        pytest.skip("PostgreSQL plans by what the tables hold")
    staff = {"agent": agent, "admin": admin}[role]
    read = queue.view_counts if view == "counts" else lambda s: queue.desk_page(s, Filters(view))
    found = [step for steps in plans(lambda: read(staff)) for step in steps]
    assert found
    own = ("ix_ticket_waiting", "ix_ticket_open", "ix_ticket_mine", "ix_ticket_flagged")
    allowed = (*own, "ix_ticket_status_updated_at_id")
    assert [step for step in found if not any(name in step for name in allowed)] == []


def queries(run):
    """How many statements a reading sends."""
    sent = []
    db.session.rollback()
    listener = lambda *args: sent.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        run()
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len([statement for statement in sent if statement.startswith("SELECT")])


@pytest.mark.parametrize("query", [None, "پیامک"])
def test_a_row_costs_no_query(customer, admin, query):
    def read():
        page = queue.desk_page(admin, Filters(), query=query)
        assert all(row.customer for row in page.rows)

    factories.make_ticket(customer)
    admin.sees_all_departments  # noqa: B018 - loads what the session forgot
    one = queries(read)
    for _ in range(12):
        factories.make_ticket(customer)
    admin.sees_all_departments  # noqa: B018
    assert queries(read) == one
