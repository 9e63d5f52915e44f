"""The first administrator and invited staff come by one-time links."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, Role, Setting, User, Verb
from portal.services import accounts, passwords, staff
from tests import factories
from tests.accounts.browsing import PASSWORD, is_logged_in, post

FORM = {
    "name": "دانا فرهمند",
    "mobile": "۰۹۱۲۱۰۰۰۰۰۳",
    "email": "Dana@Example.com",
    "password": PASSWORD,
}


def setup_path() -> str:
    return accounts.make_setup_link("https://support.example.ir").removeprefix(
        "https://support.example.ir"
    )


def invite(role=Role.ADMIN, departments=(), **facts) -> str:
    person = {"name": "سیروس", "mobile": "+989121000002", "email": "cyrus@example.com"} | facts
    return f"/setup-password/{staff.add_staff(staff.Person(**person), role, list(departments))}"


def test_setup_link_creates_the_first_admin_and_logs_in(client):
    path = setup_path()
    assert client.get(path).status_code == 200
    assert db.session.scalars(select(User)).all() == []
    answer = post(client, path, **FORM)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert is_logged_in(client)
    dana = db.session.scalars(select(User)).one()
    assert (dana.role, dana.mobile, dana.email) == (Role.ADMIN, "+989121000003", "dana@example.com")
    assert dana.email_verified_at is not None
    assert passwords.matches(dana.password_hash, PASSWORD)
    verbs = db.session.scalars(select(Event.verb).order_by(Event.id)).all()
    assert verbs == [Verb.STAFF_CREATED, Verb.LOGGED_IN]


def test_setup_link_works_once(app, client):
    path = setup_path()
    post(client, path, **FORM)
    other = app.test_client()
    assert other.get(path).status_code == 404
    assert post(other, path, **FORM | {"mobile": "09121000007"}).status_code == 404
    assert len(db.session.scalars(select(User)).all()) == 1


def test_setup_link_is_made_only_without_staff(app):
    factories.arash()
    assert setup_path().startswith("/setup/")
    factories.dana()
    assert accounts.make_setup_link("https://support.example.ir") is None


def test_setup_link_dies_when_staff_comes_another_way(client):
    path = setup_path()
    factories.dana()
    assert client.get(path).status_code == 404
    assert post(client, path, **FORM).status_code == 404


def test_new_setup_link_voids_the_old_one_and_only_hashes_are_kept(client):
    old = setup_path()
    new = setup_path()
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    kept = db.session.scalars(select(Setting).where(Setting.key == "setup_token")).one()
    assert new.rpartition("/")[2] not in str(kept.value)


@pytest.mark.parametrize("field", ["name", "mobile", "email", "password"])
def test_setup_needs_every_field_and_keeps_the_others(client, field):
    path = setup_path()
    answer = post(client, path, **FORM | {field: ""})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert PASSWORD not in answer.text
    assert all(
        f'value="{FORM[kept]}"' in answer.text
        for kept in ("name", "mobile", "email")
        if kept != field
    )
    assert post(client, path, **FORM).status_code == 303


def test_setup_password_has_ten_characters(client):
    path = setup_path()
    assert post(client, path, **FORM | {"password": "نه-نویسه۹"}).status_code == 422
    assert post(client, path, **FORM | {"password": "ده-نویسه۱۰"}).status_code == 303


@pytest.mark.parametrize("token", ["x", "x" * 4000, "ا"])
def test_unknown_links_are_dead(client, token):
    for kind in ("setup", "setup-password", "verify-email"):
        answer = client.get(f"/{kind}/{token}")
        assert answer.status_code == 404
        assert "این پیوند معتبر نیست" in answer.text


def test_invited_staff_set_their_password_and_log_in(client):
    path = invite()
    page = client.get(path)
    assert page.status_code == 200
    assert "سیروس" in page.text
    answer = post(client, path, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/desk")
    cyrus = db.session.scalars(select(User)).one()
    assert passwords.matches(cyrus.password_hash, PASSWORD)


def test_invitation_works_once(app, client):
    path = invite()
    post(client, path, password=PASSWORD)
    other = app.test_client()
    assert other.get(path).status_code == 404
    assert post(other, path, password="رمز-دزدیده-شده").status_code == 404
    cyrus = db.session.scalars(select(User)).one()
    assert passwords.matches(cyrus.password_hash, PASSWORD)


def test_invitation_dies_after_a_week(client, clock):
    path = invite()
    clock.advance(days=6, hours=23)
    assert client.get(path).status_code == 200
    clock.advance(hours=1)
    assert client.get(path).status_code == 404


def test_weak_password_leaves_the_invitation_open(client):
    path = invite()
    assert post(client, path, password="1234567890").status_code == 422
    assert post(client, path, password=PASSWORD).status_code == 303


def test_invitation_of_disabled_staff_is_dead(client):
    factories.dana()
    path = invite()
    staff.disable_staff("+989121000002")
    assert client.get(path).status_code == 404
    assert post(client, path, password=PASSWORD).status_code == 404
