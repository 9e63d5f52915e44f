"""`flask --app wsgi backup`: the database and the files of one moment in one tar file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from portal import clock
from portal.commands import archive, snapshots
from portal.extensions import db
from portal.models import Attachment, Upload
from portal.services import files, health


@dataclass(frozen=True)
class Backup:
    """A finished backup; `problems` name the files that are missing or altered on disk."""

    path: Path
    manifest: archive.Manifest
    problems: list[str] = field(default_factory=list)


def make(folder: Path | None = None) -> Backup:
    """Writes a backup into `folder` (default: `backups` in the instance folder) while the portal
    runs. The file appears under its name once it is whole.

    Raises ClickException for a database without a schema.
    """
    if health.current_revision() is None:
        raise click.ClickException("The database is empty: there is nothing to back up.")
    db.session.rollback()
    folder = (folder or Path(current_app.config["INSTANCE_DIR"]) / "backups").absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"pasokh-{clock.now():%Y%m%dT%H%M%S.%fZ}.tar"
    with tempfile.TemporaryDirectory(prefix=".pasokh-backup-", dir=folder) as work:
        dump = Path(work) / "database"
        snapshot = snapshots.take(dump)
        with _replacing(target) as file, archive.writing(file) as writer:
            return Backup(target, *_fill(writer, dump, snapshot))


def _fill(
    writer: archive.Writer, dump: Path, snapshot: snapshots.Snapshot
) -> tuple[archive.Manifest, list[str]]:
    dialect = db.engine.dialect.name
    made_at = clock.now().isoformat(timespec="seconds")
    writer.add(archive.DATABASE[dialect], dump)
    # Stored files never change, so they can follow the snapshot in their own time.
    problems = [_add(writer, key, sha256) for key, sha256 in snapshot.files.items()]
    manifest = archive.Manifest(
        made_at=made_at,
        version=archive.version(),
        revision=snapshot.revision,
        database=dialect,
        counts=snapshot.counts,
        keys=archive.fingerprints(current_app.config),
        members=writer.members,
    )
    writer.finish(manifest)
    return manifest, [problem for problem in problems if problem]


def report(backup: Backup) -> None:
    """Prints what was made and what was wrong with it."""
    size = backup.path.stat().st_size / 2**20
    tickets, uploads = backup.manifest.counts["ticket"], len(backup.manifest.members) - 1
    click.echo(f"Backup: {backup.path} ({size:.1f} MB, {tickets} tickets, {uploads} files)")
    for problem in backup.problems:
        click.echo(f"Problem: {problem}", err=True)


def _add(writer: archive.Writer, key: str, sha256: str) -> str | None:
    """Adds a stored file; returns what is wrong with it."""
    name = archive.upload_name(key)
    try:
        member = writer.add(name, files.path_of(key))
    except FileNotFoundError:
        # A file that was waiting for its message may have been taken back meanwhile.
        return f"{name} is missing" if _is_known(key) else None
    except OSError as error:
        return f"{name} cannot be read: {error.strerror}"
    return None if member.sha256 == sha256 else f"{name} is not the file that was stored"


def _is_known(key: str) -> bool:
    with db.engine.connect() as connection:
        return any(
            connection.scalar(select(model.id).where(model.storage_key == key))
            for model in (Upload, Attachment)
        )


@contextmanager
def _replacing(target: Path) -> Iterator:
    """A file that gets its name once it is complete and on disk."""
    part = target.with_name(f"{target.name}.part")
    try:
        with archive.open_private(part) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@click.command("backup")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the file; default: `backups` in the instance folder.",
)
@with_appcontext
def cli(folder: Path | None) -> None:
    """Write database and files into one tar file; the portal may go on running.

    The keys are not in it, only their fingerprints: keep them apart. Exit code 1 when a stored
    file is missing or altered; the backup holds all the others.
    """
    backup = make(folder)
    report(backup)
    if backup.problems:
        raise SystemExit(1)
