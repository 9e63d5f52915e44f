"""One's own account: name, e-mail, password."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, select

from portal import clock
from portal.extensions import db
from portal.models import Notification, User, Verb
from portal.notifications import outbox
from portal.services import codes, contacts, links, passwords, record, sessions
from portal.services.transaction import lock, write

EMAIL_LINK_LIFETIME = timedelta(days=3)
_VERIFY = "verify-email"
_VERIFY_NOTICE = "verify_email"
# Links to an address that nobody has proven: it may be a stranger's.
LINKS_PER_ACCOUNT = ((3, codes.HOUR), (10, codes.DAY))
LINKS_PER_RECIPIENT = ((3, codes.HOUR),)


class WrongPassword(Exception):
    """The present password was typed wrongly."""


class LinkDead(Exception):
    """The link is too old, used, or was never ours."""


def change_profile(user: User, name: str, organisation: str | None, address: str | None) -> None:
    """Changes the name and the organisation."""
    with write():
        user = lock(User, user.id)
        before = {"name": user.name, "organisation": user.organisation}
        after = {"name": name, "organisation": organisation}
        if before == after:
            return
        user.name, user.organisation = name, organisation
        record.audit(Verb.PROFILE_CHANGED, user, before=before, after=after, address=address)


def change_email(user: User, email: str | None, address: str | None) -> bool:
    """Removes the e-mail address (None), or sends a verification link to the new one; returns
    whether a link was sent.

    A verified address stays in use until the new one is verified, so that no notice is lost.
    Raises codes.TooManyCodes.
    """
    with write():
        user = lock(User, user.id)
        if email is None:
            _set_email(user, None, address)
            return False
        if email == user.email and user.email_verified_at:
            return False
        if not user.email_verified_at:
            _set_email(user, email, address)
        send_verification(user, email)
        return True


def send_verification(user: User, email: str) -> None:
    """Queues the message with the link that proves `email` to be the user's. Inside write().

    Raises codes.TooManyCodes when the account or the address has had its links.
    """
    _keep_caps(user, email)
    ends = clock.now() + EMAIL_LINK_LIFETIME
    token = links.sign(_VERIFY, [user.id, email, _email_state(user)], EMAIL_LINK_LIFETIME)
    url = f"{current_app.config['SITE_URL']}/verify-email/{token}"
    outbox.send_link(user, _VERIFY_NOTICE, url, ends, email=email)


def email_to_verify(token: str) -> str:
    """The address that the link proves. Raises LinkDead."""
    return _read_link(token)[1]


def verify_email(token: str, address: str | None) -> User:
    """Makes the link's address the verified one of its user. Raises LinkDead, EmailTaken."""
    with write():
        user, email = _read_link(token)
        user = lock(User, user.id)
        if user.email == email and user.email_verified_at:
            return user
        contacts.refuse_taken_email(email, user.id)
        if user.email != email:
            _set_email(user, email, address)
        user.email_verified_at = clock.now()
        record.audit(Verb.EMAIL_VERIFIED, user, after={"email": email}, address=address)
        return user


def change_password(user: User, current: str, new: str, address: str | None) -> None:
    """Sets the password and ends the user's other sessions. `current` is not asked of those who
    have none yet. Raises WrongPassword."""
    keep = user.login_session.id
    if user.password_hash and not passwords.matches(user.password_hash, current):
        raise WrongPassword
    new_hash = passwords.hash_password(new)
    with write():
        store_password(lock(User, user.id), new_hash, address, keep=keep)


def store_password(
    user: User, new_hash: str, address: str | None, *, keep: int | None = None
) -> None:
    """Stores the hash and ends all sessions but `keep`. Inside write()."""
    user.password_hash = new_hash
    sessions.end_all(user, keep)
    record.audit(Verb.PASSWORD_CHANGED, user, address=address)


def _keep_caps(user: User, email: str) -> None:
    now = clock.now()
    caps = [(Notification.user_id == user.id, cap) for cap in LINKS_PER_ACCOUNT]
    for most, span in LINKS_PER_RECIPIENT:
        caps.append((_recently_to(email, now - span), (most, span)))
    for whose, (most, span) in caps:
        oldest = db.session.scalar(
            select(Notification.created_at)
            .where(
                whose, Notification.event == _VERIFY_NOTICE, Notification.created_at > now - span
            )
            .order_by(Notification.id.desc())
            .offset(most - 1)
            .limit(1)
        )
        if oldest is not None:
            raise codes.TooManyCodes(oldest + span - now)


def _recently_to(email: str, since: datetime) -> ColumnElement[bool]:
    """Recipients have no index, but new notices are the last ones by id."""
    before = (
        select(Notification.id)
        .where(Notification.created_at <= since)
        .order_by(Notification.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return and_(Notification.id > func.coalesce(before, 0), Notification.recipient == email)


def _set_email(user: User, email: str | None, address: str | None) -> None:
    if user.email == email:
        return
    before = {"email": user.email}
    user.email, user.email_verified_at = email, None
    record.audit(Verb.EMAIL_CHANGED, user, before=before, after={"email": email}, address=address)


def _email_state(user: User) -> str:
    return links.fingerprint(user.email, user.email_verified_at)


def _read_link(token: str) -> tuple[User, str]:
    payload = links.read(_VERIFY, token)
    if payload is None:
        raise LinkDead
    user_id, email, state = payload
    user = db.session.get(User, user_id)
    if user is None or not user.active:
        raise LinkDead
    # Pressing the button twice is no error.
    done = user.email == email and user.email_verified_at
    if not done and _email_state(user) != state:
        raise LinkDead
    return user, email
