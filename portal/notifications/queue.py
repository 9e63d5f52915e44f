"""The outbox as a queue: its order, and the worker's short transactions apart from any session."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from portal.extensions import db

# What is sent first; only secret rows, codes and links, have the first.
CODE_PRIORITY = 0
NOTICE_PRIORITY = 5


@contextmanager
def writing() -> Iterator[Connection]:
    """A connection whose transaction begins as a writer and is committed at the end.

    On SQLite a transaction that reads first and then writes may fail at once (DESIGN 3).
    """
    with db.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        yield connection


def insert_if_missing(connection: Connection, table: Table, **values: object) -> None:
    """Adds a row unless its primary key is there already, in one step."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())
