"""Stored files: are they all there, unaltered, and nothing besides?"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from portal.commands.doctor.findings import Finding, problem, warning
from portal.extensions import db
from portal.models import NUMBER_BASE, Attachment, Message, Ticket, Upload
from portal.services import files

BATCH = 500


def check(newest: int | None, progress: Callable) -> Iterator[Finding]:
    """Checks the files of all tickets, or of the `newest` ones, and those still waiting."""
    first = _first_ticket(newest)
    attached = (
        select(Attachment.id, Attachment.storage_key, Attachment.size, Attachment.sha256)
        .add_columns(Message.ticket_id)
        .join(Attachment.message)
        .where(Message.ticket_id >= first)
    )
    count = db.session.scalar(select(func.count()).select_from(attached.subquery()))
    problems = []
    with progress(_rows(Attachment, attached), count, "files") as bar:
        for row in bar:
            if trouble := _trouble(row):
                where = f"ticket {row.ticket_id + NUMBER_BASE}, attachment {row.id}"
                problems.append(problem(f"{where}: {trouble}"))
    yield from problems
    waiting = select(Upload.id, Upload.storage_key, Upload.size, Upload.sha256)
    for row in _rows(Upload, waiting):
        # It may have been taken back, or found its message, since we asked.
        if (trouble := _trouble(row)) and db.session.get(Upload, row.id):
            yield problem(f"waiting file {row.id}: {trouble}")
    strays = sum(1 for _name in _strays())
    db.session.rollback()
    if strays:
        some = "1 file belongs" if strays == 1 else f"{strays} files belong"
        yield warning(f"{some} to nothing; what is older than a day is swept away")


def _first_ticket(newest: int | None) -> int:
    newest_ids = select(Ticket.id).order_by(Ticket.id.desc()).limit(newest).subquery()
    return db.session.scalar(select(func.min(newest_ids.c.id))) or 0


def _rows(model: type, query) -> Iterator:
    last = 0
    while True:
        rows = db.session.execute(
            query.where(model.id > last).order_by(model.id).limit(BATCH)
        ).all()
        db.session.rollback()
        if not rows:
            return
        yield from rows
        last = rows[-1].id


def _trouble(row) -> str | None:
    path = files.path_of(row.storage_key)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}"
    if size != row.size:
        return f"{path} has {size} bytes, not {row.size}"
    return None if digest == row.sha256 else f"{path} was altered"


def _strays() -> Iterator[str]:
    for folder in Path(current_app.config["STORAGE_DIR"]).glob("??"):
        present = sorted(path.name for path in folder.iterdir())
        for start in range(0, len(present), BATCH):
            names = present[start : start + BATCH]
            known = set()
            for model in (Upload, Attachment):
                known.update(
                    db.session.scalars(
                        select(model.storage_key).where(model.storage_key.in_(names))
                    )
                )
            yield from (name for name in names if name not in known)
