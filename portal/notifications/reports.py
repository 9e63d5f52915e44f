"""Delivery reports: asks the SMS gateway what became of the messages it took."""

from datetime import timedelta

from sqlalchemy import Row, select, update

from portal import clock
from portal.extensions import db
from portal.models import DeliveryState, NoticeState, Notification
from portal.notifications import gateways
from portal.notifications.providers.base import State
from portal.notifications.queue import writing

notice = Notification.__table__

# How long after the send each question is asked; then never again.
CHECKS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=24),
)
AT_ONCE = 100
FINAL = {
    State.delivered: DeliveryState.DELIVERED,
    State.undelivered: DeliveryState.UNDELIVERED,
    State.blacklisted: DeliveryState.BLACKLISTED,
    State.expired: DeliveryState.EXPIRED,
}
UNDERWAY = {State.queued: DeliveryState.SENT, State.sent: DeliveryState.SENT}


def poll() -> int:
    """Asks for what is due and stores the answers; returns how many were asked for."""
    now = clock.now()
    with db.engine.connect() as connection:
        rows = connection.execute(
            select(notice)
            .where(notice.c.delivery_next_at <= now, notice.c.state == NoticeState.SENT)
            .order_by(notice.c.delivery_next_at)
            .limit(AT_ONCE)
        ).all()
    if not rows:
        return 0
    try:
        gateway = gateways.sms()
    except gateways.BadGateway:
        return 0
    # Another gateway knows nothing of them.
    ours = [row.provider_id for row in rows if row.provider == gateway.name]
    states = gateway.status(ours) if ours else {}
    with writing() as connection:
        for row in rows:
            connection.execute(
                update(notice)
                .where(notice.c.id == row.id)
                .values(**_after_check(row, states.get(row.provider_id, State.unknown)))
            )
    return len(rows)


def _after_check(row: Row, state: State) -> dict[str, object]:
    checks = row.delivery_checks + 1
    ends = state in FINAL or checks == len(CHECKS)
    known = FINAL.get(state) or UNDERWAY.get(state) or row.delivery_state
    return {
        "delivery_state": known or (DeliveryState.UNKNOWN if ends else None),
        "delivery_checks": checks,
        "delivery_next_at": None if ends else row.sent_at + CHECKS[checks],
    }
