"""How the database is opened: pragmas and transactions on SQLite, refusals on PostgreSQL."""

import sqlite3

from flask import Flask
from sqlalchemy import Connection, Engine, event

from portal.config import ConfigError
from portal.extensions import db, migrate

# A writer that finds the database locked waits this long before the answer is 503.
BUSY_TIMEOUT_MS = 5000
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": BUSY_TIMEOUT_MS,
}


def init_app(app: Flask) -> None:
    """Binds Flask-SQLAlchemy and Alembic."""
    db.init_app(app)
    migrate.init_app(
        app, db, directory=f"{app.root_path}/migrations", render_as_batch=True, compare_type=True
    )
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            event.listen(db.engine, "first_connect", _refuse_c_locale)


@event.listens_for(Engine, "connect")
def _open(dbapi_connection, _record) -> None:
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver must not begin transactions of its own: `_begin` does, and says which kind.
    dbapi_connection.isolation_level = None
    for name, value in SQLITE_PRAGMAS.items():
        dbapi_connection.execute(f"PRAGMA {name}={value}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")


def _refuse_c_locale(dbapi_connection, _record) -> None:
    """Letter case and word bounds of Persian are unknown to a database with ctype C."""
    row = dbapi_connection.execute(
        "SELECT datctype FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    dbapi_connection.rollback()
    if row[0] in ("C", "POSIX"):
        raise ConfigError(
            "PORTAL_DATABASE_URL names a database with ctype C; make one with a UTF-8 locale "
            "such as C.UTF-8 (docs/operating.md)"
        )
