"""How often one may knock."""

import pytest

from portal.extensions import limiter
from portal.services import passwords
from tests import factories
from tests.accounts.browsing import ARASH, PASSWORD, csrf

pytestmark = pytest.mark.settings(MODE="development", LIMITS="on")


@pytest.fixture(autouse=True)
def _fresh_counts(app):
    limiter.reset()
    yield
    limiter.reset()


def knock(client, path="/login", address="192.0.2.1", **fields):
    fields = {"identifier": ARASH, "password": "نادرست-است-این"} | fields
    return client.post(
        path,
        data={"csrf_token": csrf(client)} | fields,
        environ_overrides={"REMOTE_ADDR": address},
    )


@pytest.mark.parametrize("path", ["/login", "/register", "/reset-password", "/verify-mobile"])
def test_eleventh_try_in_a_minute_is_refused(client, path):
    for n in range(10):
        # Nobody is named, so that only the address counts.
        assert knock(client, path, identifier=f"?{n}").status_code != 429
    answer = knock(client, path, identifier="?")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert knock(client, path, address="192.0.2.2", identifier="?").status_code != 429


def test_one_account_cannot_be_guessed_at_from_many_addresses(client):
    factories.arash(password_hash=passwords.hash_password(PASSWORD))
    written = ["09121000001", "۰۹۱۲۱۰۰۰۰۰۱", "+98 912 100 0001", "9121000001"]
    for n in range(10):
        answer = knock(client, address=f"192.0.2.{n + 10}", identifier=written[n % 4])
        assert answer.status_code == 422
    assert knock(client, address="192.0.2.99", password=PASSWORD).status_code == 429
    assert knock(client, address="192.0.2.99", identifier="09121000004").status_code == 422


def test_known_and_unknown_accounts_are_limited_alike(client):
    factories.arash()
    seen = [
        [knock(client, address=f"192.0.2.{n}", identifier=who).status_code for n in range(12)]
        for who in ("09121000001", "09129999999")
    ]
    assert seen[0] == seen[1] == [422] * 10 + [429] * 2


def test_pages_are_not_limited(client):
    assert {client.get("/login").status_code for _ in range(30)} == {200}
