"""Which notice reached whom: what staff see, resend, and are warned of."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from portal import clock
from portal.extensions import db
from portal.models import (
    Chain,
    Channel,
    ChannelHold,
    NoticeState,
    Notification,
    Ticket,
    User,
    Verb,
)
from portal.notifications.outbox import NOTICE_PRIORITY
from portal.services import record, ticket_access
from portal.services.transaction import lock, write

# Long enough for a slow gateway, short enough to be noticed the same hour.
STUCK_AFTER = timedelta(minutes=5)
# By the third failed try a notice is twelve minutes late.
STUCK_TRIES = 3
FAILED_WITHIN = timedelta(hours=24)


class NoticeNotFound(Exception):
    """No such notice, or not for this person: the two look the same."""


class NotResendable(Exception):
    """The notice has not failed, or its receiver has no verified number or address now."""


@dataclass(frozen=True)
class Alarm:
    """What keeps notices from leaving. `waiting_since` is when the oldest late one was made;
    `held` the channels that cannot work; `failed` how many failed within a day."""

    waiting_since: datetime | None
    held: list[ChannelHold]
    failed: int


def notices_of(ticket_id: int) -> list[Notification]:
    """A ticket's notices in the order they were made, without their texts; never a code."""
    return list(
        db.session.scalars(
            select(Notification)
            .where(Notification.ticket_id == ticket_id, Notification.secret.is_(False))
            .options(defer(Notification.text), defer(Notification.html))
            .order_by(Notification.id)
        )
    )


def resend_notice(actor: User, notification_id: int, address: str | None = None) -> Notification:
    """Queues a failed notice again, to the receiver's number or address of today.

    Raises NoticeNotFound (also for a code, or a ticket the actor may not see) or NotResendable.
    """
    with write() as session:
        notice = lock(Notification, notification_id)
        ticket = lock(Ticket, notice.ticket_id) if notice and notice.ticket_id else None
        if ticket is None or notice.secret or not ticket_access.may_see(actor, ticket):
            raise NoticeNotFound
        recipient = _proven_address(notice)
        if notice.state is not NoticeState.FAILED or recipient is None:
            raise NotResendable
        notice.recipient = recipient
        # Gateways drop a message whose ref they know.
        notice.ref = secrets.token_hex(12)
        notice.state = NoticeState.QUEUED
        notice.next_at = clock.now()
        notice.attempts = 0
        notice.result_kind = notice.error = None
        record.append(
            ticket,
            Verb.NOTICE_RESENT,
            actor,
            chain=Chain.INTERNAL,
            after={"event": notice.event, "channel": notice.channel},
            address=address,
        )
        session.info["outbox_filled"] = True
    return notice


def stuck_alarm() -> Alarm | None:
    """What the desk must be warned of, or None when all notices leave as they should."""
    now = clock.now()
    waiting_since = db.session.scalar(
        select(func.min(Notification.created_at)).where(
            Notification.state == NoticeState.QUEUED,
            Notification.priority == NOTICE_PRIORITY,
            Notification.secret.is_(False),
            or_(
                Notification.next_at < now - STUCK_AFTER,
                Notification.attempts >= STUCK_TRIES,
            ),
        )
    )
    held = list(db.session.scalars(select(ChannelHold).order_by(ChannelHold.channel)))
    # `next_at` of a failed notice is when it failed.
    failed = db.session.scalar(
        select(func.count()).where(
            Notification.state == NoticeState.FAILED,
            Notification.priority == NOTICE_PRIORITY,
            Notification.next_at > now - FAILED_WITHIN,
        )
    )
    return Alarm(waiting_since, held, failed) if waiting_since or held or failed else None


def _proven_address(notice: Notification) -> str | None:
    user = notice.user
    if user is None:
        return None
    if notice.channel is Channel.SMS:
        return user.mobile
    return user.email if user.email_verified_at else None
