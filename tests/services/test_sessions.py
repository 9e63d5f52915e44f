"""Logins that live on the server."""

import hashlib

import pytest
from sqlalchemy import event, select

from portal.extensions import db
from portal.models import LoginSession
from portal.services import sessions
from portal.services.transaction import write
from tests import factories


def open_login(user, **visitor) -> str:
    with write():
        return sessions.open_login(user, sessions.Visitor(**visitor), "test").token


def test_only_the_hash_of_a_long_random_token_is_stored(app):
    arash = factories.arash()
    token = open_login(arash, address="192.0.2.1", agent="Firefox" * 100)
    login = db.session.scalars(select(LoginSession)).one()
    assert len(token) >= 43
    assert login.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert (login.address, len(login.agent)) == ("192.0.2.1", 200)
    assert open_login(arash) != token


def test_loading_takes_one_query(app):
    token = open_login(factories.arash())
    db.session.remove()
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    user = sessions.load(token)
    assert (user.name, user.login_token, user.get_id()) == ("آرش نیک‌پور", token, token)
    assert user.login_session.user_id == user.id
    assert len([s for s in statements if s.startswith("SELECT")]) == 1


@pytest.mark.parametrize("token", ["", "x", "ا" * 50, "None"])
def test_unknown_tokens_open_nothing(app, token):
    open_login(factories.arash())
    assert sessions.load(token) is None


def test_revoked_expired_and_disabled_logins_open_nothing(app, clock):
    arash, bahar = factories.arash(), factories.bahar()
    revoked, expired, disabled = open_login(arash), open_login(arash), open_login(bahar)
    first = db.session.scalars(select(LoginSession).order_by(LoginSession.id)).first()
    sessions.revoke(arash, first.id, None)
    bahar.active = False
    db.session.commit()
    assert sessions.load(revoked) is None
    assert sessions.load(disabled) is None
    assert sessions.load(expired) is arash
    clock.advance(days=30)
    assert sessions.load(expired) is None


@pytest.mark.settings(SESSION_DAYS=2)
def test_length_of_a_login_is_a_setting(app, clock):
    token = open_login(factories.arash())
    clock.advance(days=1, hours=23)
    assert sessions.load(token) is not None
    clock.advance(hours=1)
    assert sessions.load(token) is None


def test_busy_database_does_not_spoil_a_page(app, client, clock, dialect):
    if dialect != "sqlite":
        pytest.skip("one writer at a time is SQLite's way")
    factories.log_in(client, factories.arash())
    clock.advance(minutes=11)
    with db.engine.connect() as writer:
        writer.execution_options(sqlite_begin="IMMEDIATE")
        writer.exec_driver_sql("UPDATE user SET name = name")
        assert client.get("/account").status_code == 200
        writer.rollback()
