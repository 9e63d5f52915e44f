"""The one way to write."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from portal.extensions import db, outbox_filled

T = TypeVar("T")


class Conflict(Exception):
    """The change was based on an older state of the ticket than the stored one."""


@contextmanager
def write() -> Iterator[Session]:
    """One writing transaction, committed at the end of the block.

    A SQLite transaction that read first and then writes fails at once when another wrote in
    between, whatever the timeout; so the read transaction ends here and a new one begins as a
    writer. What was loaded before is stale and is read again on access.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("write() blocks do not nest")
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop("outbox_filled", None)
        raise
    finally:
        session.info.pop("writing", None)
    if session.info.pop("outbox_filled", False):
        outbox_filled.send(current_app._get_current_object())


def lock(model: type[T], ident: int) -> T | None:
    """The row as it is now, held against other writers until the transaction ends."""
    return db.session.get(model, ident, with_for_update=True, populate_existing=True)


def new_token() -> str:
    """A random name for a form, a file or a link: 32 URL-safe characters, 192 bits."""
    return secrets.token_urlsafe(24)
