"""Channels that cannot work for now: their notices wait, and now and then one goes as a probe."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from portal import clock
from portal.models import Channel, ChannelHold
from portal.notifications.queue import insert_if_missing, writing

PROBE_EVERY = timedelta(minutes=10)


def hold(connection: Connection, channel: Channel, kind: str, error: str, now: datetime) -> None:
    """Holds a channel, or renews the reason of its hold."""
    facts = {"kind": kind, "error": error, "probe_at": now + PROBE_EVERY}
    insert_if_missing(connection, ChannelHold.__table__, channel=channel, since=now, **facts)
    connection.execute(update(ChannelHold).where(ChannelHold.channel == channel).values(**facts))


def clear(connection: Connection, channel: Channel) -> None:
    """Ends a channel's hold: the gateway takes messages again."""
    connection.execute(delete(ChannelHold).where(ChannelHold.channel == channel))


def due_for_probe(connection: Connection, now: datetime) -> list[Channel]:
    """Held channels whose next probe is due, locked against other workers."""
    return connection.scalars(
        select(ChannelHold.channel)
        .where(ChannelHold.probe_at <= now)
        .with_for_update(skip_locked=True)
    ).all()


def probed(connection: Connection, channel: Channel, now: datetime) -> None:
    """A probe of the channel is on its way."""
    connection.execute(
        update(ChannelHold).where(ChannelHold.channel == channel).values(probe_at=now + PROBE_EVERY)
    )


def probe_soon() -> None:
    """Lets each held channel be probed at once: at a start its settings may be new."""
    with writing() as connection:
        connection.execute(update(ChannelHold).values(probe_at=clock.now()))
