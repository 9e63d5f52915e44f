"""The database itself, the worker and the outbox."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from portal.commands.doctor.findings import Finding, fact, problem, warning
from portal.extensions import db
from portal.services import health, notices


def database() -> Iterator[Finding]:
    """Can it be reached, and has it our schema?"""
    try:
        state = health.migrations()
        revision = health.current_revision()
        db.session.rollback()
    except SQLAlchemyError as error:
        yield problem(f"the database does not answer: {str(error).splitlines()[0]}")
        return
    if revision is None:
        yield problem("the database is empty: run `flask --app wsgi init`")
    elif state != health.OK:
        yield problem(
            f"the schema is {revision}, this version needs {health.head_revision()}: "
            "run `flask --app wsgi upgrade`"
        )
    else:
        yield fact(f"{db.engine.dialect.name}, schema {revision}")


def integrity() -> Iterator[Finding]:
    """SQLite's own checks; PostgreSQL checks its pages and keys by itself."""
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        for (found,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if found != "ok":
                yield problem(f"the file is damaged: {found}")
        for table, rowid, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield problem(f"row {rowid} of {table} points to a missing row of {parent}")


def worker() -> Iterator[Finding]:
    """Somebody must send the notices."""
    state = health.worker()
    db.session.rollback()
    if state != health.OK:
        yield problem(f"the worker {state}; no notice leaves while the portal is stopped")


def notices_leave() -> Iterator[Finding]:
    """Is the outbox stuck? The desk shows the same alarm."""
    alarm = notices.stuck_alarm()
    if alarm is None:
        return
    if alarm.waiting_since:
        yield problem(f"notices have been waiting since {alarm.waiting_since:%Y-%m-%d %H:%M} UTC")
    for hold in alarm.held:
        yield problem(f"{hold.channel} is held since {hold.since:%Y-%m-%d %H:%M} UTC: {hold.kind}")
    if alarm.failed:
        yield warning(f"{alarm.failed} notices failed within a day; the tickets show which")
