"""Who may enter the desk: every route of it, for every role."""

import pytest

from portal.etiquette import RULES
from portal.models import Role
from portal.services import reading
from tests import factories

pytestmark = pytest.mark.defaults
# Each route of a ticket or a customer, with what makes it do its work.
TICKET_ROUTES = [
    ("GET", "/desk/tickets/{n}", {}),
    ("GET", "/desk/tickets/{n}/messages?revision=0", {}),
    ("GET", "/desk/tickets/{n}/letter", {}),
    ("POST", "/desk/tickets/{n}/seen", {}),
    ("POST", "/desk/tickets/{n}/replies", {"body": "با سلام", "then": "answered"}),
    ("POST", "/desk/tickets/{n}/notes", {"body": "یادداشت"}),
    ("POST", "/desk/tickets/{n}/refer", {"department": "2"}),
    ("POST", "/desk/tickets/{n}/assign", {"assignee": ""}),
    ("POST", "/desk/tickets/{n}/urgency", {"urgency": "high"}),
    ("POST", "/desk/tickets/{n}/status", {"status": "in_progress"}),
    ("POST", "/desk/tickets/{n}/close", {"reason": "done"}),
    ("POST", "/desk/tickets/{n}/reopen", {}),
    ("POST", "/desk/tickets/{n}/flags/finglish/uphold", {}),
    ("POST", "/desk/tickets/{n}/flags/finglish/reject", {}),
    ("POST", "/desk/tickets/{n}/notices/1/resend", {}),
    ("GET", "/desk/tickets/{n}/letters/{m}/redact", {}),
    ("POST", "/desk/tickets/{n}/letters/{m}/redact", {"reason": "دلیل"}),
]
STAFF_ROUTES = [
    ("GET", "/desk", {}),
    ("GET", "/desk/flagged", {}),
    ("GET", "/desk/customers", {}),
    ("GET", "/desk/customers/{c}", {}),
    ("POST", "/desk/bulk", {}),
]
SUPERVISOR_ROUTES = [
    ("POST", "/desk/customers/{c}/block", {"reason": "دلیل"}),
    ("POST", "/desk/customers/{c}/unblock", {}),
    ("POST", "/desk/customers/{c}/recovery", {"mobile": "09121234567", "reason": "دلیل"}),
]
POLICY = {f"level_{rule}": "advise" for rule in RULES} | {
    "mark_limit": "3",
    "urgent_limit": "2",
    "same_topic": "50",
    "new_topic": "50",
}
ADMIN_ROUTES = [
    ("GET", "/admin/audit", {}),
    ("GET", "/admin/etiquette", {}),
    ("POST", "/admin/etiquette", POLICY),
    ("POST", "/admin/etiquette/defaults", {}),
]
ALL_ROUTES = TICKET_ROUTES + STAFF_ROUTES + SUPERVISOR_ROUTES + ADMIN_ROUTES


@pytest.fixture
def app(app):
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def ticket(app, clock):
    return factories.make_ticket(factories.arash(), overrides=["finglish"])


@pytest.fixture
def ask(client, ticket):
    def send(route):
        method, path, form = route
        letter = reading.thread(ticket)[0].message
        url = path.format(n=ticket.number, m=letter.id, c=ticket.customer_id)
        return client.open(url, method=method, data=form if method == "POST" else None)

    return send


def events_of(ticket):
    return len(reading.thread(ticket, staff=True))


def test_every_route_of_the_desk_is_listed_here(app):
    listed = {
        (method, path.split("?")[0].replace("/1/", "/{i}/").replace("finglish", "{r}"))
        for method, path, _ in ALL_ROUTES
    }
    named = {"number": "{n}", "ident": "{i}", "rule": "{r}"}
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(("desk.", "admin.")):
            continue
        path = str(rule)
        for argument in rule.arguments:
            kind = "int:" if argument != "rule" else ""
            path = path.replace(f"<{kind}{argument}>", named[argument])
        path = path.replace("letters/{i}", "letters/{m}").replace("customers/{i}", "customers/{c}")
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            assert (method, path) in listed


@pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda r: f"{r[0]} {r[1]}")
def test_guest_is_sent_to_the_login(ask, ticket, route):
    answer = ask(route)
    if route[0] == "GET":
        assert answer.status_code == 303
        assert answer.location.startswith("/login")
    else:
        assert answer.status_code == 401
        assert 'href="/login' in answer.text
    assert ticket.subject not in answer.text
    assert events_of(ticket) == 1


@pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda r: f"{r[0]} {r[1]}")
def test_customer_finds_no_desk(ask, client, ticket, route):
    factories.log_in(client, ticket.customer)
    assert ask(route).status_code == 404
    assert events_of(ticket) == 1


@pytest.mark.parametrize("route", TICKET_ROUTES, ids=lambda r: f"{r[0]} {r[1]}")
def test_agent_of_another_department_finds_no_ticket(ask, client, ticket, route):
    stranger = factories.make_user("مهسا آرین", "09121000009", Role.AGENT, ["finance"])
    factories.log_in(client, stranger)
    assert ask(route).status_code == 404
    assert events_of(ticket) == 1


@pytest.mark.parametrize("route", SUPERVISOR_ROUTES + ADMIN_ROUTES, ids=lambda r: f"{r[0]} {r[1]}")
def test_agent_finds_nothing_of_supervisors_and_admins(ask, client, ticket, route):
    factories.log_in(client, factories.cyrus())
    assert ask(route).status_code == 404
    assert not ticket.customer.is_blocked


def test_agent_finds_no_redaction_in_their_own_ticket(ask, client, ticket):
    factories.log_in(client, factories.cyrus())
    for route in TICKET_ROUTES[-2:]:
        assert ask(route).status_code == 404


@pytest.mark.parametrize("route", ADMIN_ROUTES, ids=lambda r: f"{r[0]} {r[1]}")
def test_supervisor_finds_nothing_of_admins(ask, client, ticket, route):
    factories.log_in(client, factories.nima())
    assert ask(route).status_code == 404


@pytest.mark.parametrize(
    "route",
    [route for route in ALL_ROUTES if "{" in route[1]],
    ids=lambda r: f"{r[0]} {r[1]}",
)
def test_what_does_not_exist_is_not_found(client, ticket, route):
    factories.log_in(client, factories.dana())
    method, path, form = route
    url = path.format(n=99999, m=99999, c=99999)
    assert client.open(url, method=method, data=form or None).status_code == 404


@pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda r: f"{r[0]} {r[1]}")
def test_admin_is_let_in_everywhere(ask, client, ticket, route):
    factories.log_in(client, factories.dana())
    assert ask(route).status_code in (200, 303)
