"""What the code page shows while a one-time code is waited for."""

import re
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from portal import clock, crypto
from portal.extensions import db
from portal.models import Challenge, ChallengePurpose, Channel, Notification
from portal.services import codes


@dataclass(frozen=True)
class Pending:
    """What the code page shows: where the code went, and the seconds until another may."""

    purpose: ChallengePurpose
    channel: str
    recipient: str
    resend_in: int


def pending(handle: str) -> Pending | None:
    """What the code page shows; None once the matter is done or too old."""
    challenge = db.session.scalars(select(Challenge).where(Challenge.handle == handle)).first()
    now = clock.now()
    if challenge is None or challenge.used_at or challenge.created_at + codes.RESENDABLE <= now:
        return None
    wait = challenge.created_at + codes.RESEND_AFTER - now
    return Pending(
        challenge.purpose,
        challenge.channel,
        challenge.recipient,
        max(0, round(wait.total_seconds())),
    )


def can_send(channel: Channel) -> bool:
    """Can codes reach people over this channel? Where they are shown on the page, always."""
    return current_app.config["SENDS"][channel]


def shown_code(handle: str) -> str | None:
    """The code itself, for the page of a demo without a gateway; None in earnest."""
    challenge = db.session.scalars(select(Challenge).where(Challenge.handle == handle)).first()
    if challenge is None or not current_app.config["SHOWS_CODES"]:
        return None
    notice = db.session.get(Notification, challenge.notification_id or 0)
    if notice is None or not notice.text or _has_gateway(Channel(challenge.channel)):
        return None
    found = re.search(rf"\b[0-9]{{{codes.DIGITS}}}\b", crypto.decrypt(notice.text))
    return found[0] if found else None


def _has_gateway(channel: Channel) -> bool:
    if channel is Channel.EMAIL:
        return bool(current_app.config["MAIL_URL"])
    return not current_app.config["SMS_URL"].startswith("console:")
