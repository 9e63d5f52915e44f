"""A ticket of the technical unit, its customer and its agent, and a way to post like a browser."""

import re

import pytest

from portal.models import Ticket
from portal.services import ticket_access
from tests import factories


@pytest.fixture
def customer(app, clock):
    return factories.arash()


@pytest.fixture
def agent(customer):
    return factories.cyrus()


@pytest.fixture
def ticket(customer, agent):
    return factories.make_ticket(customer)


class Desk:
    """A member of staff at a browser: forms carry the page's CSRF token."""

    def __init__(self, client, user) -> None:
        factories.log_in(client, user)
        self.client = client

    def get(self, url: str, **headers):
        return self.client.get(url, headers=headers)

    def text(self, url: str) -> str:
        return self.client.get(url).get_data(as_text=True)

    def post(self, url: str, htmx: bool = False, **form):
        page = self.text("/desk")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}
        return self.client.post(url, data={"csrf_token": token, **form}, headers=headers)

    def on(self, ticket: Ticket, path: str, /, htmx: bool = False, **form):
        """Posts one of a ticket's forms, shown in its present state unless `revision` is given."""
        fresh = ticket_access.get_ticket_for(ticket.customer, ticket.number)
        form = {"revision": fresh.revision} | form
        return self.post(f"/desk/tickets/{ticket.number}/{path}", htmx, **form)


@pytest.fixture
def desk(client, agent):
    return Desk(client, agent)


@pytest.fixture
def supervisor_desk(app, client, customer):
    return Desk(client, factories.nima())
