"""Leases of periodic jobs, and the worker's heartbeat, in the database that all processes share."""

from datetime import timedelta

from sqlalchemy import update

from portal import clock
from portal.models import JobLease
from portal.notifications.queue import insert_if_missing, writing

HEARTBEAT = "heartbeat"
# Three missed beats: the worker is dead or cannot reach the database.
BEAT_LASTS = timedelta(minutes=3)


def take(name: str, lasts: timedelta) -> bool:
    """Whether this process may run the job now; for `lasts` no other one may.

    The lease is not given back: it also keeps the job from running again too soon.
    """
    now = clock.now()
    with writing() as connection:
        insert_if_missing(
            connection, JobLease.__table__, name=name, lease_until=now, last_run_at=now
        )
        taken = connection.execute(
            update(JobLease)
            .where(JobLease.name == name, JobLease.lease_until <= now)
            .values(lease_until=now + lasts, last_run_at=now)
        )
        return taken.rowcount == 1


def beat() -> None:
    """Tells that a worker is alive; good for BEAT_LASTS."""
    now = clock.now()
    facts = {"lease_until": now + BEAT_LASTS, "last_run_at": now}
    with writing() as connection:
        insert_if_missing(connection, JobLease.__table__, name=HEARTBEAT, **facts)
        connection.execute(update(JobLease).where(JobLease.name == HEARTBEAT).values(**facts))
