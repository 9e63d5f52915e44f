"""Is the portal able to serve? For load balancers, `serve`, `upgrade` and `doctor`."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.extensions import db
from portal.models import JobLease

OK = "ok"
# The lease that the worker renews every minute.
HEARTBEAT = "heartbeat"


def check() -> dict[str, str]:
    """State of database, migrations and worker by name: "ok", or what is wrong, without secrets."""
    try:
        return {"database": OK, "migrations": migrations(), "worker": worker()}
    except SQLAlchemyError:
        current_app.logger.exception("The database does not answer")
        return {"database": "no answer"}


def migrations() -> str:
    """Whether the database has the newest schema."""
    return OK if current_revision() == head_revision() else "not at head: run the upgrade"


def worker() -> str:
    """Whether a worker has told of itself lately."""
    beat = db.session.get(JobLease, HEARTBEAT, populate_existing=True)
    if beat is None:
        return "never ran"
    now = clock.now()
    if beat.lease_until > now:
        return OK
    return f"silent for {int((now - beat.last_run_at).total_seconds())} s"


def current_revision() -> str | None:
    """The database's schema; None for a database without any."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def head_revision() -> str:
    """The schema that this code works with."""
    return known_revisions()[0]


def known_revisions() -> list[str]:
    """All schemas that this code can migrate from, the newest first."""
    known = current_app.extensions.get("known_revisions")
    if known is None:
        # Once a process: reading the scripts costs more than a probe may.
        scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
        known = [script.revision for script in scripts.walk_revisions()]
        current_app.extensions["known_revisions"] = known
    return known
