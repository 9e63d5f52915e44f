"""A new password for someone who has forgotten theirs."""

import pytest
from sqlalchemy import select

from portal import clock as product_clock
from portal.extensions import db
from portal.models import Event, Verb
from portal.services import passwords
from tests import factories
from tests.accounts.browsing import ARASH, PASSWORD, is_logged_in, last_code, post, sent, wrong

pytestmark = pytest.mark.settings(MODE="development")
OLD = "گذشته-رمز-کهن"


@pytest.fixture
def arash(app):
    return factories.arash(
        password_hash=passwords.hash_password(OLD),
        email="arash@example.com",
        email_verified_at=product_clock.now(),
    )


def unlock(client, identifier=ARASH, recipient=ARASH):
    answer = post(client, "/reset-password", identifier=identifier)
    assert (answer.status_code, answer.location) == (303, "/verify-mobile")
    return post(client, "/verify-mobile", code=last_code(recipient))


@pytest.mark.parametrize("recipient", [ARASH, "arash@example.com"])
def test_code_lets_one_set_a_new_password_and_logs_in(client, arash, recipient):
    assert unlock(client, recipient, recipient).location == "/reset-password/new"
    assert not is_logged_in(client)
    assert client.get("/reset-password/new").status_code == 200
    answer = post(client, "/reset-password/new", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/tickets")
    assert is_logged_in(client)
    assert passwords.matches(arash.password_hash, PASSWORD)
    assert not passwords.matches(arash.password_hash, OLD)
    assert Verb.PASSWORD_CHANGED in db.session.scalars(select(Event.verb)).all()


def test_reset_ends_all_other_sessions(app, client, arash):
    other = app.test_client()
    factories.log_in(other, arash)
    unlock(client)
    post(client, "/reset-password/new", password=PASSWORD)
    assert not is_logged_in(other)
    assert is_logged_in(client)


def test_reset_works_once(client, arash):
    unlock(client)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    post(client, "/reset-password/new", password=PASSWORD)
    client.delete_cookie("pasokh")
    client.get("/login")
    with client.session_transaction() as cookie:
        cookie["code"] = kept["code"]
    answer = post(client, "/reset-password/new", password="رمز-دزدیده-شده")
    assert answer.location == "/reset-password"
    assert passwords.matches(arash.password_hash, PASSWORD)


def test_proof_for_a_new_password_lasts_a_quarter_of_an_hour(client, arash, clock):
    unlock(client)
    clock.advance(minutes=14)
    assert client.get("/reset-password/new").status_code == 200
    clock.advance(minutes=1)
    assert post(client, "/reset-password/new", password=PASSWORD).location == "/reset-password"
    assert passwords.matches(arash.password_hash, OLD)


def test_new_password_page_needs_the_code_first(client, arash):
    assert client.get("/reset-password/new").location == "/reset-password"
    post(client, "/reset-password", identifier=ARASH)
    assert client.get("/reset-password/new").location == "/reset-password"
    post(client, "/verify-mobile", code=wrong(last_code(ARASH)))
    assert post(client, "/reset-password/new", password=PASSWORD).location == "/reset-password"
    assert passwords.matches(arash.password_hash, OLD)


def test_code_page_leads_on_once_the_code_was_right(client, arash):
    unlock(client)
    assert client.get("/verify-mobile").location == "/reset-password/new"


@pytest.mark.parametrize("password", ["", "کوتاه", "12345678901234", "aaaaaaaaaaaa", "x" * 201])
def test_weak_passwords_are_refused_and_the_proof_stays(client, arash, password):
    unlock(client)
    answer = post(client, "/reset-password/new", password=password)
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert post(client, "/reset-password/new", password=PASSWORD).status_code == 303


def test_unreadable_identifier_is_refused(client):
    answer = post(client, "/reset-password", identifier="آرش")
    assert answer.status_code == 422
    assert 'value="آرش"' in answer.text


def test_account_disabled_in_between_stays_shut(client, arash):
    unlock(client)
    arash.active = False
    answer = post(client, "/reset-password/new", password=PASSWORD)
    assert answer.status_code == 422
    assert "این حساب غیرفعال است." in answer.text


@pytest.mark.settings(MODE="production")
def test_without_a_gateway_one_is_told_whom_to_ask(client, arash):
    answer = post(client, "/reset-password", identifier=ARASH)
    assert answer.status_code == 422
    assert "با پشتیبانی تماس بگیرید." in answer.text
    assert sent(ARASH) == []


def test_who_is_logged_in_is_led_home(client, arash):
    factories.log_in(client, arash)
    assert client.get("/reset-password").location == "/tickets"
    assert client.get("/reset-password/new").location == "/tickets"
