"""Registration and login (S21 to S23).

Who types a number or an address gets the same answer, after the same work, whether or not an
account stands behind it; only the code, which reaches its owner alone, tells.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.extensions import db
from portal.models import (
    Acceptance,
    Challenge,
    ChallengePurpose,
    Channel,
    Panel,
    PanelOrder,
    Terms,
    User,
    Verb,
)
from portal.services import codes, contacts, passwords, profile, record
from portal.services.recovery import adopt_recovery_mobile
from portal.services.recovery import start_recovery as start_recovery
from portal.services.sessions import Login, Visitor, open_login
from portal.services.staff import make_setup_link as make_setup_link
from portal.services.transaction import write

# S22; kept word for word with each acceptance.
CHECKBOX_TEXT = "شرایط و قوانین را مطالعه کرده‌ام و می‌پذیرم."


class BadLogin(Exception):
    """No account fits identifier and password."""


class AccountDisabled(Exception):
    """The person has proven who they are, but their account is switched off."""


@dataclass(frozen=True)
class Registration:
    """A filled-in registration form. `mobile` is E.164; the panel costs what was shown."""

    name: str
    mobile: str
    terms: Terms
    panel: Panel | None = None
    email: str | None = None
    password: str | None = None


def current_terms() -> Terms | None:
    """The version of the terms that is in force."""
    return db.session.scalars(
        select(Terms)
        .where(Terms.effective_at <= clock.now())
        .order_by(Terms.version.desc())
        .limit(1)
    ).first()


def panels_on_offer() -> list[Panel]:
    """The panels that a new customer may choose."""
    return list(db.session.scalars(select(Panel).where(Panel.public).order_by(Panel.sort)))


def register(form: Registration, visitor: Visitor, previous: str | None = None) -> str:
    """Sends a code to the number and returns the challenge's handle; nothing is reserved yet.

    `previous` is the handle of the same browser's last challenge. Raises codes.TooManyCodes.
    """
    data = {
        "name": form.name,
        "email": form.email,
        "password_hash": passwords.hash_password(form.password) if form.password else None,
        "panel_id": form.panel.id if form.panel else None,
        "price_rial": form.panel.price_rial_year if form.panel else None,
        "terms_id": form.terms.id,
        "checkbox_text": CHECKBOX_TEXT,
        "accepted_at": clock.now().isoformat(),
        "address": visitor.address,
        "agent": (visitor.agent or "")[:200],
    }
    recipient = (Channel.SMS, form.mobile)
    return request_code(ChallengePurpose.REGISTER, recipient, visitor, previous, data)


def request_login_code(
    identifier: tuple[Channel, str], visitor: Visitor, previous: str | None = None
) -> str:
    """Sends a code to log in with, if somebody owns the number or address; returns the
    challenge's handle in any case. Raises codes.TooManyCodes."""
    return request_code(ChallengePurpose.LOGIN, identifier, visitor, previous)


def log_in_with_password(identifier: tuple[Channel, str], password: str, visitor: Visitor) -> Login:
    """Opens a session. Raises BadLogin, or AccountDisabled once the password was right."""
    user = contacts.owner_of(*identifier)
    checked = user.password_hash if user else None
    if not passwords.matches(checked, password):
        raise BadLogin
    with write():
        if user.password_hash != checked:
            raise BadLogin
        if not user.active:
            raise AccountDisabled
        return open_login(user, visitor, "password")


def log_in_with_code(handle: str, code: str, visitor: Visitor) -> Login:
    """Opens a session for the owner of the number that the code has proven; a new number that
    registered becomes a customer. An existing account's data is never overwritten.

    Raises codes.CodeRefused, AccountDisabled.
    """
    try:
        outcome = _accept_code(handle, code, visitor)
    except IntegrityError:
        # The same number was registered a moment ago; now it is found.
        outcome = _accept_code(handle, code, visitor)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def request_code(
    purpose: ChallengePurpose,
    identifier: tuple[Channel, str],
    visitor: Visitor,
    previous: str | None,
    data: dict | None = None,
) -> str:
    """Sends a code for `purpose`, unless nobody may use it; returns the challenge's handle in any
    case. `previous` is the handle of the same browser's last challenge.

    Raises codes.TooManyCodes.
    """
    channel, recipient = identifier
    with write():
        if codes.reuse(previous, purpose, recipient, data):
            return previous
        user = contacts.owner_of(channel, recipient)
        if user is not None and not user.active:
            user = None
        return codes.issue(
            purpose, channel, recipient, user=user, address=visitor.address, data=data
        )


def _accept_code(handle: str, code: str, visitor: Visitor) -> Login | Exception:
    """The refusal is returned, not raised, so that the spent try is committed."""
    with write():
        challenge = codes.find(handle, ChallengePurpose.REGISTER, ChallengePurpose.LOGIN)
        refusal = codes.attempt(challenge, code)
        if refusal is not None:
            return refusal
        user = contacts.owner_of(Channel(challenge.channel), challenge.recipient)
        if user is None and challenge.purpose is ChallengePurpose.LOGIN:
            return codes.CodeExpired()
        if user is not None and not user.active:
            return AccountDisabled()
        if user is None:
            user = _create_customer(challenge)
        codes.spend(challenge)
        adopt_recovery_mobile(user, challenge.recipient, visitor.address)
        return open_login(user, visitor, "code")


def _create_customer(challenge: Challenge) -> User:
    form = challenge.data
    user = User(
        name=form["name"],
        mobile=challenge.recipient,
        email=form["email"],
        password_hash=form["password_hash"],
    )
    db.session.add(user)
    db.session.flush()
    accepted_at = datetime.fromisoformat(form["accepted_at"])
    db.session.add(
        Acceptance(
            user_id=user.id,
            terms_id=form["terms_id"],
            checkbox_text=form["checkbox_text"],
            accepted_at=accepted_at,
            address=form["address"],
            agent=form["agent"],
        )
    )
    if form["panel_id"] is not None:
        db.session.add(
            PanelOrder(user_id=user.id, panel_id=form["panel_id"], price_rial=form["price_rial"])
        )
    record.audit(Verb.REGISTERED, user, address=form["address"])
    if user.email:
        # An address that has had its links gets its next one from the profile page.
        with suppress(codes.TooManyCodes):
            profile.send_verification(user, user.email)
    return user
