"""Logins that live on the server: the cookie holds a random token, we hold its SHA-256."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import contains_eager, lazyload

from portal import clock
from portal.extensions import db
from portal.models import LoginSession, User, Verb
from portal.services import record
from portal.services.transaction import write

SEEN_EVERY = timedelta(minutes=10)
# An ended login stays for a while, so that "was that me?" can be answered.
KEPT_AFTER_END = timedelta(days=30)


class SessionNotFound(Exception):
    """The user has no such login."""


@dataclass(frozen=True)
class Visitor:
    """From where someone comes: address and browser as they gave them."""

    address: str | None = None
    agent: str | None = None


@dataclass(frozen=True)
class Login:
    """A new session of `user`; `token` is for the cookie."""

    user: User
    token: str


def open_login(user: User, visitor: Visitor, by: str) -> Login:
    """Opens a session; `by` names the proof of who they are (password, code, …). Inside
    write()."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        LoginSession(
            user=user,
            token_hash=_digest(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(days=current_app.config["SESSION_DAYS"]),
            address=visitor.address,
            agent=(visitor.agent or "")[:200],
        )
    )
    record.audit(Verb.LOGGED_IN, user, after={"by": by}, address=visitor.address)
    return Login(user, token)


def load(token: str) -> User | None:
    """The user whose live login the token opens, in one query; None when there is none.

    `login_session` and `login_token` of the user are set.
    """
    now = clock.now()
    found = db.session.scalars(
        select(LoginSession)
        .join(LoginSession.user)
        .where(
            LoginSession.token_hash == _digest(token),
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > now,
            User.active,
        )
        .options(contains_eager(LoginSession.user), lazyload(LoginSession.user, User.departments))
    ).first()
    if found is None:
        return None
    user = found.user
    user.login_session = found
    user.login_token = token
    if now - found.last_seen_at >= SEEN_EVERY:
        _note_seen(found.id)
    return user


def list_of(user: User) -> list[LoginSession]:
    """The user's live logins, the last seen first."""
    return list(
        db.session.scalars(
            select(LoginSession)
            .where(
                LoginSession.user_id == user.id,
                LoginSession.revoked_at.is_(None),
                LoginSession.expires_at > clock.now(),
            )
            .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
        )
    )


def log_out(user: User, address: str | None) -> None:
    """Ends the login that the user is using."""
    session_id = user.login_session.id
    with write():
        _end(LoginSession.id == session_id)
        record.audit(Verb.LOGGED_OUT, user, address=address)


def revoke(user: User, session_id: int, address: str | None) -> None:
    """Ends one of the user's logins. Raises SessionNotFound, also for someone else's."""
    with write():
        if not _end(LoginSession.id == session_id, LoginSession.user_id == user.id):
            raise SessionNotFound
        record.audit(Verb.SESSION_REVOKED, user, after={"sessions": 1}, address=address)


def revoke_others(user: User, address: str | None) -> int:
    """Ends all of the user's logins but the one in use; returns how many."""
    keep = user.login_session.id
    with write():
        ended = end_all(user, keep)
        if ended:
            record.audit(Verb.SESSION_REVOKED, user, after={"sessions": ended}, address=address)
    return ended


def end_all(user: User, keep: int | None = None) -> int:
    """Ends the user's logins, all but `keep`; returns how many. Inside write()."""
    return _end(LoginSession.user_id == user.id, LoginSession.id != (keep or 0))


def sweep() -> int:
    """Deletes logins that ended a month ago; returns how many."""
    limit = clock.now() - KEPT_AFTER_END
    with write() as session:
        return session.execute(
            delete(LoginSession).where(
                or_(LoginSession.expires_at < limit, LoginSession.revoked_at < limit)
            )
        ).rowcount


def _end(*which) -> int:
    return db.session.execute(
        update(LoginSession)
        .where(*which, LoginSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    ).rowcount


def _note_seen(session_id: int) -> None:
    """On a connection of its own: it must neither end nor spoil the request's transaction."""
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # A page must not wait for another's writing; the pool keeps the usual patience.
                connection.detach()
                connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            connection.execute(
                update(LoginSession)
                .where(LoginSession.id == session_id)
                .values(last_seen_at=clock.now())
            )
            connection.commit()
    except OperationalError:
        current_app.logger.info("the database is busy; a login's last use was not noted")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
