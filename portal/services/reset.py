"""A new password for someone who has forgotten theirs (S21)."""

from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Challenge, ChallengePurpose, Channel
from portal.services import codes, contacts, passwords, profile
from portal.services.accounts import AccountDisabled, request_code
from portal.services.recovery import adopt_recovery_mobile
from portal.services.sessions import Login, Visitor, open_login
from portal.services.transaction import write

RESET_LIFETIME = timedelta(minutes=15)


class ResetExpired(Exception):
    """The proof for a new password is too old or used."""


def request_reset_code(
    identifier: tuple[Channel, str], visitor: Visitor, previous: str | None = None
) -> str:
    """Like accounts.request_login_code, for a new password."""
    return request_code(ChallengePurpose.RESET, identifier, visitor, previous)


def unlock_reset(handle: str, code: str) -> None:
    """Proves with the code that a new password may be set. Raises codes.CodeRefused."""
    with write():
        challenge = codes.find(handle, ChallengePurpose.RESET)
        refusal = codes.attempt(challenge, code)
        if refusal is None:
            codes.spend(challenge)
            challenge.data = {"unlocked": True}
    if refusal:
        raise refusal


def may_reset(handle: str | None) -> bool:
    """Was the reset unlocked, lately, and not used?"""
    query = select(Challenge).where(Challenge.handle == handle)
    return _unlocked(db.session.scalars(query).first())


def reset_password(handle: str, password: str, visitor: Visitor) -> Login:
    """Sets the new password, ends all other sessions and opens a new one.

    Raises ResetExpired, AccountDisabled.
    """
    new_hash = passwords.hash_password(password)
    with write():
        challenge = codes.find(handle, ChallengePurpose.RESET)
        if not _unlocked(challenge):
            raise ResetExpired
        user = contacts.owner_of(Channel(challenge.channel), challenge.recipient)
        if user is None or not user.active:
            raise AccountDisabled
        challenge.data = {}
        adopt_recovery_mobile(user, challenge.recipient, visitor.address)
        profile.store_password(user, new_hash, visitor.address)
        return open_login(user, visitor, "reset")


def _unlocked(challenge: Challenge | None) -> bool:
    return (
        challenge is not None
        and challenge.purpose is ChallengePurpose.RESET
        and challenge.data.get("unlocked", False)
        and challenge.used_at + RESET_LIFETIME > clock.now()
    )
