"""One-time codes that prove a mobile number or an e-mail address (S21).

Every request for a code leaves a Challenge, also when nobody owns the number: the caps count
them all, so neither the answer nor the work tells who is a customer.
"""

import hashlib
import hmac
import math
import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from portal import clock
from portal.extensions import db
from portal.models import Challenge, ChallengePurpose, Channel, NoticeState, Notification, User
from portal.notifications import outbox
from portal.persian.digits import number
from portal.persian.identifiers import normalize
from portal.services.transaction import new_token, write

DIGITS = 6
SHAPE_MESSAGE = "کد شش‌رقمی را وارد کنید."
LIFETIME = timedelta(minutes=5)
TRIES = 5
RESEND_AFTER = timedelta(seconds=60)
# How long after the first code a new one can be asked for without filling in the form again.
RESENDABLE = timedelta(minutes=30)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PER_RECIPIENT = ((5, HOUR), (10, DAY))
PER_ADDRESS = ((20, HOUR),)
WHOLE_PORTAL = ((2000, DAY),)

# A code for nobody is made and kept, but not sent.
_SENT_ONLY_TO_USERS = (ChallengePurpose.LOGIN, ChallengePurpose.RESET)


class CodeRefused(Exception):
    """The typed code does not prove anything; the message is for the reader."""


class WrongCode(CodeRefused):
    """Another code was sent; some tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(f"کد درست نیست. {number(left)} تلاش دیگر مانده است.")


class CodeExpired(CodeRefused):
    """The code is too old, used, or replaced by a newer one."""

    def __init__(self) -> None:
        super().__init__("مهلت کد پایان یافته است. کد تازه بخواهید.")


class NoTriesLeft(CodeRefused):
    """Too many wrong codes were typed."""

    def __init__(self) -> None:
        super().__init__("تلاش‌های ناموفق زیاد بود. کد تازه بخواهید.")


class TooManyCodes(Exception):
    """A cap is reached, or the last code went out a moment ago; `seconds` until the next may be
    asked for. The message is for the reader."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, math.ceil(wait.total_seconds()))
        super().__init__(f"درخواست‌ها زیاد بود؛ {_in_words(self.seconds)} دیگر دوباره بکوشید.")


def parse(text: str) -> str:
    """A typed code as ASCII digits, without the spaces that phones paste. Raises ValueError with
    a message for the reader."""
    code = normalize(text)
    if len(code) != DIGITS or not (code.isascii() and code.isdecimal()):
        raise ValueError(SHAPE_MESSAGE)
    return code


def issue(
    purpose: ChallengePurpose,
    channel: Channel,
    recipient: str,
    *,
    user: User | None,
    address: str | None,
    data: dict | None = None,
) -> str:
    """Makes a code, queues its message, and returns the challenge's handle. Inside write().

    `data` is kept for what follows the proof. Raises TooManyCodes.
    """
    now = clock.now()
    _keep_caps(recipient, address, now)
    handle = new_token()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    notice = outbox.send_code(user, channel, recipient, code, now + LIFETIME)
    if user is None and purpose in _SENT_ONLY_TO_USERS:
        _withdraw(notice.id)
    db.session.add(
        Challenge(
            handle=handle,
            purpose=purpose,
            user_id=user.id if user else None,
            channel=channel,
            recipient=recipient,
            code_hash=_digest(handle, code),
            data=data or {},
            created_at=now,
            expires_at=now + LIFETIME,
            address=address,
            notification_id=notice.id,
        )
    )
    return handle


def reuse(
    handle: str | None, purpose: ChallengePurpose, recipient: str, data: dict | None = None
) -> bool:
    """Whether a code that went out within the last minute for the same matter still serves: a
    form sent twice, or again with a correction, costs one message. Inside write()."""
    old = find(handle, purpose) if handle else None
    now = clock.now()
    if (
        old is None
        or old.used_at
        or old.recipient != recipient
        or old.tries >= TRIES
        or old.created_at + RESEND_AFTER <= now
    ):
        return False
    old.data = data or {}
    return True


def resend(handles: list[str], address: str | None) -> list[str]:
    """New codes in place of the old ones, which are void from now on; returns the new handles.

    Raises CodeExpired when the matter is too old or done, TooManyCodes also within the first
    minute.
    """
    now = clock.now()
    with write():
        renewed = []
        for handle in handles:
            old = find(handle)
            if old is None or old.used_at or old.created_at + RESENDABLE <= now:
                raise CodeExpired
            if old.created_at + RESEND_AFTER > now:
                raise TooManyCodes(old.created_at + RESEND_AFTER - now)
            user = db.session.get(User, old.user_id) if old.user_id else None
            proof = (old.purpose, Channel(old.channel), old.recipient)
            renewed.append(issue(*proof, user=user, address=address, data=old.data))
            spend(old)
    return renewed


def find(handle: str, *purposes: ChallengePurpose) -> Challenge | None:
    """The challenge, held until the transaction ends; None for an unknown handle or another
    purpose. Inside write()."""
    query = select(Challenge).where(Challenge.handle == handle).with_for_update()
    challenge = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if challenge is None or (purposes and challenge.purpose not in purposes):
        return None
    return challenge


def attempt(challenge: Challenge | None, code: str) -> CodeRefused | None:
    """Why the (parsed) code is refused, or None when it is right. Inside write().

    A wrong code costs a try, which the transaction must keep: raise the refusal after it.
    """
    if challenge is None or challenge.used_at or challenge.expires_at <= clock.now():
        return CodeExpired()
    if challenge.tries >= TRIES:
        return NoTriesLeft()
    if hmac.compare_digest(_digest(challenge.handle, code), challenge.code_hash):
        return None
    challenge.tries += 1
    left = TRIES - challenge.tries
    return WrongCode(left) if left else NoTriesLeft()


def spend(challenge: Challenge) -> None:
    """Makes a code void, and forgets it and what was kept for it. Inside write()."""
    challenge.used_at = clock.now()
    challenge.data = {}
    _withdraw(challenge.notification_id)


def sweep() -> int:
    """Forgets what was kept for unproven codes, and deletes those no cap counts any more;
    returns how many were deleted."""
    now = clock.now()
    with write() as session:
        session.execute(
            update(Challenge).where(Challenge.created_at <= now - RESENDABLE).values(data={})
        )
        return session.execute(delete(Challenge).where(Challenge.created_at <= now - DAY)).rowcount


def _withdraw(notification_id: int | None) -> None:
    """A message that still waits would only confuse; one on its way is the worker's."""
    db.session.execute(
        update(Notification)
        .where(Notification.id == notification_id, Notification.state == NoticeState.QUEUED)
        .values(state=NoticeState.CANCELLED, text="", html=None)
    )


def _keep_caps(recipient: str, address: str | None, now: datetime) -> None:
    caps = [(Challenge.recipient == recipient, cap) for cap in PER_RECIPIENT]
    caps += [(Challenge.created_at <= now, cap) for cap in WHOLE_PORTAL]
    if address:
        caps += [(Challenge.address == address, cap) for cap in PER_ADDRESS]
    for whose, (most, span) in caps:
        # The one that must grow older than the span before the next may come.
        oldest = db.session.scalar(
            select(Challenge.created_at)
            .where(whose, Challenge.created_at > now - span)
            .order_by(Challenge.created_at.desc())
            .offset(most - 1)
            .limit(1)
        )
        if oldest is not None:
            raise TooManyCodes(oldest + span - now)


def _in_words(seconds: int) -> str:
    if seconds < 60:
        return f"{number(seconds)} ثانیهٔ"
    if seconds < 3600:
        return f"{number(math.ceil(seconds / 60))} دقیقهٔ"
    return f"{number(math.ceil(seconds / 3600))} ساعت"


def _digest(handle: str, code: str) -> str:
    key = current_app.secret_key.encode()
    return hmac.new(key, f"{handle}{code}".encode(), hashlib.sha256).hexdigest()
