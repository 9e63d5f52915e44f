"""The database as one consistent file, taken while the portal runs, and put back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Connection, MetaData

from portal.commands.archive import open_private
from portal.extensions import db

COUNTED = ("user", "ticket", "message", "event", "attachment", "upload", "notification")
FILE_ROWS = (
    "SELECT storage_key, sha256 FROM attachment UNION ALL SELECT storage_key, sha256 FROM upload"
    " ORDER BY 1"
)
DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Snapshot:
    """What the file holds: the schema's revision, rows by table, and the SHA-256 of each stored
    file by its storage key, as the rows have it."""

    revision: str
    counts: dict[str, int]
    files: dict[str, str]


def take(target: Path) -> Snapshot:
    """Writes the database into the new file `target`, which only its owner can read."""
    open_private(target).close()
    return {"sqlite": _take_sqlite, "postgresql": _take_postgres}[db.engine.dialect.name](target)


def put(source: Path) -> None:
    """Replaces the database, which holds nothing of value, by the one in `source`.

    Raises ClickException when somebody else is using it.
    """
    db.session.remove()
    {"sqlite": _put_sqlite, "postgresql": _put_postgres}[db.engine.dialect.name](source)
    db.engine.dispose()


def _facts(execute: Callable[[str], Iterable[tuple]]) -> Snapshot:
    """Asks for everything in plain SQL: a backup before an upgrade meets an older schema."""

    def number(table: str) -> int:
        ((count,),) = execute(f'SELECT count(*) FROM "{table}"')
        return count

    ((revision,),) = execute("SELECT version_num FROM alembic_version")
    return Snapshot(revision, {table: number(table) for table in COUNTED}, dict(execute(FILE_ROWS)))


def _take_sqlite(target: Path) -> Snapshot:
    # Autocommit, since VACUUM refuses to run inside a transaction; writers go on meanwhile.
    source = sqlite3.connect(db.engine.url.database, isolation_level=None, timeout=30)
    try:
        source.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    # Immutable, so that reading it makes no files beside it.
    copy = sqlite3.connect(f"{target.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return _facts(copy.execute)
    finally:
        copy.close()


def _put_sqlite(source: Path) -> None:
    db.engine.dispose()
    target = Path(db.engine.url.database)
    _leave_wal(target)
    # The instance folder may be on another disk; the last step must be one rename.
    beside = target.with_name(f".{target.name}.restoring")
    shutil.copyfile(source, beside)
    beside.chmod(0o600)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(beside, target)


def _leave_wal(database: Path) -> None:
    """Ends the write-ahead log, which only the one user of a database can do."""
    connection = sqlite3.connect(database, isolation_level=None, timeout=1)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise click.ClickException("The database is in use. Stop the portal first.") from None
    finally:
        connection.close()


def _take_postgres(target: Path) -> Snapshot:
    engine = db.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        name = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        # What we count is what the dump holds.
        _run("pg_dump", "--format=custom", f"--snapshot={name}", f"--file={target}")
        return _facts(lambda statement: connection.exec_driver_sql(statement).all())


def _put_postgres(source: Path) -> None:
    with db.engine.begin() as connection:
        _refuse_company(connection)
        present = MetaData()
        present.reflect(connection)
        present.drop_all(connection)
    _run("pg_restore", "--exit-on-error", "--single-transaction", str(source))


def _refuse_company(connection: Connection) -> None:
    others = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).scalar_one()
    if others:
        raise click.ClickException(
            f"The database is in use ({others} other connections). Stop the portal first."
        )


def _run(program: str, *arguments: str) -> None:
    """Runs a client program of PostgreSQL on our database; the password stays off the command
    line, which every user of the machine can read."""
    url = db.engine.url
    address = url.set(drivername="postgresql", password=None)
    done = subprocess.run(
        [
            _find(program),
            "--no-owner",
            "--no-privileges",
            f"--dbname={address.render_as_string()}",
            *arguments,
        ],
        env=os.environ | ({"PGPASSWORD": url.password} if url.password else {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise click.ClickException(f"{program} failed: {done.stderr.strip()}")


def _find(program: str) -> str:
    """On PATH, else Debian's newest, which reads every older server."""
    if on_path := shutil.which(program):
        return on_path
    found = sorted(
        DEBIAN_PROGRAMS.glob(f"*/bin/{program}"), key=lambda path: float(path.parent.parent.name)
    )
    if not found:
        raise click.ClickException(
            f"{program} is not installed; it comes with the PostgreSQL client programs"
        )
    return str(found[-1])
