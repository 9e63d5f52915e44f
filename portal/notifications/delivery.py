"""Sends what the outbox holds: claim a row, commit, send outside any transaction, record.

Rows are claimed one by one, so that a killed worker leaves a single message in doubt and a slow
gateway cannot outlast the lease of those behind it.
"""

import logging
import random
import threading
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import Connection, Row, and_, select, update

from portal import clock, crypto
from portal.models import (
    NUMBER_BASE,
    Channel,
    ChannelHold,
    NoticeState,
    Notification,
)
from portal.notifications import fate, gateways, holds, reports
from portal.notifications.providers.base import Kind, Result, State
from portal.notifications.queue import CODE_PRIORITY, writing

log = logging.getLogger(__name__)
notice = Notification.__table__

LEASE = timedelta(minutes=2)
EXPIRED = "مهلت پیام گذشت"
NO_KEY = "متن پیام با کلید کنونی خوانده نمی‌شود"
UNSET = {
    Channel.SMS: "درگاه پیامک هنوز تنظیم نشده است",
    Channel.EMAIL: "سرور ایمیل هنوز تنظیم نشده است",
}
BROKEN = "خطای پیش‌بینی‌نشده در ارسال"
WIPED = {"text": "", "html": None}
# RFC 3834; the second keeps Exchange's auto-replies away.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def drain(limit: int | None = None, stopping: threading.Event | None = None) -> int:
    """Attempts what is due, the most urgent first, and returns how many rows it took up.

    Ends when nothing is due, after `limit` rows, or once `stopping` is set. Never raises: a bad
    row fails alone, and when the database is away the next drain goes on.
    """
    taken = 0
    while (limit is None or taken < limit) and not (stopping and stopping.is_set()):
        try:
            row = _claim(clock.now())
            if row is None:
                break
            taken += 1
            result = _attempt(row)
            _record(row, result, clock.now())
        except Exception:
            log.exception("The outbox stopped; a notice that was claimed waits for its lease")
            break
    return taken


def expire() -> int:
    """Fails the codes and links that waited past their time, and wipes what they held; returns
    how many failed."""
    now = clock.now()
    over = and_(notice.c.priority == CODE_PRIORITY, notice.c.secret, notice.c.expires_at <= now)
    with writing() as connection:
        failed = connection.execute(
            update(notice)
            .where(notice.c.state == NoticeState.QUEUED, over)
            .values(state=NoticeState.FAILED, next_at=now, error=EXPIRED, **WIPED)
        ).rowcount
        if current_app.config["SHOWS_CODES"]:
            sent = notice.c.state == NoticeState.SENT
            connection.execute(update(notice).where(sent, over).values(**WIPED))
    return failed


def forget_leases() -> None:
    """Takes up at once what a killed process was sending; only where no other process sends."""
    now = clock.now()
    with writing() as connection:
        connection.execute(
            update(notice).where(notice.c.state == NoticeState.SENDING).values(lease_until=now)
        )


def _claim(now: datetime) -> Row | None:
    """The next row, leased to us: what a dead worker left, then what is due, then a probe."""
    lapsed = and_(notice.c.state == NoticeState.SENDING, notice.c.lease_until <= now)
    due = and_(notice.c.state == NoticeState.QUEUED, notice.c.next_at <= now)
    held = select(ChannelHold.channel)
    with writing() as connection:
        # Whether the dead worker had sent it is not known.
        row = _lease(connection, lapsed, now, result_kind=Kind.ambiguous.value)
        if row is None:
            row = _lease(connection, and_(due, notice.c.channel.not_in(held)), now)
        if row is None:
            for channel in holds.due_for_probe(connection, now):
                row = _lease(connection, and_(due, notice.c.channel == channel), now)
                if row is not None:
                    holds.probed(connection, channel, now)
                    break
    return row


def _lease(connection: Connection, which, now: datetime, **changes: object) -> Row | None:
    first = (
        select(notice.c.id)
        .where(which)
        .order_by(notice.c.priority, notice.c.next_at, notice.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return connection.execute(
        update(notice)
        .where(notice.c.id == first)
        .values(
            state=NoticeState.SENDING,
            lease_until=now + LEASE,
            attempts=notice.c.attempts + 1,
            **changes,
        )
        .returning(notice)
    ).first()


def _attempt(row: Row) -> Result:
    """Settles or sends the row; whatever goes wrong is a result."""
    try:
        if row.expires_at and row.expires_at <= clock.now():
            return Result(Kind.permanent, error=EXPIRED)
        return _settle(row) or _send(row)
    except gateways.BadGateway as error:
        return Result(Kind.config, error=str(error))
    except crypto.Undecryptable:
        return Result(Kind.permanent, error=NO_KEY)
    except Exception:
        # It may have left before something broke.
        log.exception("Notice %s broke", row.id)
        return Result(Kind.ambiguous, error=BROKEN)


def _settle(row: Row) -> Result | None:
    """What became of an attempt that ended ambiguously; None when the row is to be sent."""
    if row.result_kind != Kind.ambiguous:
        return None
    if _may_settle(row):
        state = gateways.sms().status_by_ref([row.ref]).get(row.ref)
        if state is None:
            return None
        if state is not State.unknown:
            return Result(Kind.accepted)
    return Result(Kind.ambiguous) if row.secret else None


def _may_settle(row: Row) -> bool:
    try:
        return row.channel is Channel.SMS and gateways.sms().can_look_up
    except gateways.BadGateway:
        return False


def _send(row: Row) -> Result:
    if not current_app.config["SENDS"][row.channel]:
        # Waiting would let old notices out in a flood on the day a gateway is set.
        return Result(Kind.permanent, error=UNSET[row.channel])
    text = crypto.decrypt(row.text) if row.secret else row.text
    if row.channel is Channel.SMS:
        return gateways.sms().send(row.recipient, text, ref=row.ref)
    html = crypto.decrypt(row.html) if row.secret else row.html
    host = urlsplit(current_app.config["SITE_URL"]).hostname
    thread = [f"<ticket-{row.ticket_id + NUMBER_BASE}@{host}>"] if row.ticket_id else []
    return gateways.mailer().send(
        row.recipient, row.subject, text, html, HEADERS, f"<{row.ref}@{host}>", thread
    )


def _record(row: Row, result: Result, now: datetime) -> None:
    """Writes the outcome, unless the lease lapsed and the row is another worker's by now."""
    attempt = fate.Attempt(
        number=row.attempts,
        secret=row.secret,
        unsettled=row.result_kind == Kind.ambiguous,
        may_settle=_may_settle(row),
    )
    outcome = fate.decide(result.kind, result.error, attempt, now, _jittered)
    values = {
        "state": outcome.state,
        "lease_until": None,
        "next_at": outcome.next_at or now,
        "result_kind": result.kind.value,
        "error": outcome.error,
    }
    if outcome.holds_channel:
        # A held channel is no fault of the notice: its tries do not count.
        values["attempts"] = row.attempts - 1
    if outcome.state is NoticeState.SENT:
        values |= _accepted(row, result, now)
    if row.secret and outcome.state is not NoticeState.QUEUED and not _is_shown(outcome.state):
        values |= WIPED
    with writing() as connection:
        ours = and_(
            notice.c.id == row.id,
            notice.c.state == NoticeState.SENDING,
            notice.c.lease_until == row.lease_until,
        )
        connection.execute(update(notice).where(ours).values(**values))
        if outcome.holds_channel:
            holds.hold(connection, row.channel, result.kind.value, result.error or "", now)
        elif outcome.state is NoticeState.SENT:
            holds.clear(connection, row.channel)


def _is_shown(state: NoticeState) -> bool:
    """In demo and development the page shows the code until it expires."""
    return state is NoticeState.SENT and current_app.config["SHOWS_CODES"]


def _accepted(row: Row, result: Result, now: datetime) -> dict[str, object]:
    facts = {"sent_at": now, "provider_id": result.provider_id}
    if row.channel is Channel.EMAIL:
        return facts | {"provider": gateways.mailer().name}
    facts |= {"provider": gateways.sms().name, "delivery_checks": 0}
    return facts | {"delivery_next_at": now + reports.CHECKS[0] if result.provider_id else None}


def _jittered(wait: timedelta) -> timedelta:
    """A fifth more or less, so that what failed together does not come back together."""
    return wait * random.uniform(0.8, 1.2)
