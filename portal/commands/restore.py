"""`flask --app wsgi restore FILE`: a backup into an instance that is still empty."""

import os
import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade as migrate
from sqlalchemy import func, inspect, select

from portal.commands import archive, snapshots
from portal.extensions import db
from portal.models import NoticeState, Notification, Upload
from portal.services import health
from portal.services.transaction import write

# Cannot be the folder of stored files: their names begin with two letters.
STAGE = ".restoring"


def restore(path: Path) -> archive.Manifest:
    """Checks the whole backup, then puts it into place and migrates it to this version's schema.

    Nothing is changed unless all of it fits. Raises archive.BadArchive, or ClickException when
    it does not fit here.
    """
    _refuse_unless_empty()
    uploads = Path(current_app.config["STORAGE_DIR"])
    stages = [Path(current_app.config["INSTANCE_DIR"]) / STAGE, uploads / STAGE]
    try:
        for stage in stages:
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir(mode=0o700, parents=True)
        database = stages[0] / "database"
        with archive.reading(path) as reader:
            _refuse_foreign(reader.manifest)
            reader.unpack(database, stages[1] / "files")
        os.sync()
        snapshots.put(database)
        _move_into(uploads, stages[1] / "files")
    finally:
        for stage in stages:
            shutil.rmtree(stage, ignore_errors=True)
    if reader.manifest.revision != health.head_revision():
        migrate(directory=current_app.extensions["migrate"].directory)
    _forget_lost_uploads(reader.manifest)
    return reader.manifest


def _refuse_unless_empty() -> None:
    tables = inspect(db.engine).get_table_names()
    with db.engine.connect() as connection:
        for name in ("user", "ticket"):
            if name in tables and connection.exec_driver_sql(f'SELECT 1 FROM "{name}"').first():
                raise click.ClickException(
                    f"This instance is not empty (it has {name}s). Restore into a new one: "
                    "another PORTAL_INSTANCE_DIR, and another database if it is PostgreSQL."
                )
    if any(Path(current_app.config["STORAGE_DIR"]).glob("??/*")):
        raise click.ClickException("This instance is not empty: it has uploads.")


def _refuse_foreign(manifest: archive.Manifest) -> None:
    if manifest.revision not in health.known_revisions():
        raise click.ClickException(
            f"Pasokh {manifest.version} made this backup, a newer version than this one "
            f"({archive.version()}). Install that version first."
        )
    if manifest.database != db.engine.dialect.name:
        raise click.ClickException(
            f"This backup is of a {manifest.database} database, PORTAL_DATABASE_URL names a "
            f"{db.engine.dialect.name} one."
        )


def _move_into(uploads: Path, staged: Path) -> None:
    for folder in staged.glob("*"):
        target = uploads / folder.name
        if target.exists():
            # Empty, or the instance would have been refused.
            target.rmdir()
        folder.rename(target)


def _forget_lost_uploads(manifest: archive.Manifest) -> None:
    """A file that waited for its message may have gone between the snapshot and its copy."""
    with write() as session:
        for upload in session.scalars(select(Upload)):
            if archive.upload_name(upload.storage_key) not in manifest.members:
                session.delete(upload)


def _warnings(manifest: archive.Manifest) -> list[str]:
    here = archive.fingerprints(current_app.config)
    warnings = []
    if manifest.keys["SECRET_KEY"] != here["SECRET_KEY"]:
        warnings.append(
            "The secret key is not the one of the backup: everybody must log in again, and "
            "links in older e-mails that prove an address are void."
        )
    if not set(manifest.keys["ENCRYPTION_KEY"]) <= set(here["ENCRYPTION_KEY"]):
        warnings.append(
            "The encryption key is not the one of the backup: codes that still wait to be sent "
            "cannot be read, and fail."
        )
    waiting = db.session.scalar(
        select(func.count()).where(Notification.state == NoticeState.QUEUED)
    )
    if waiting:
        warnings.append(f"{waiting} notices wait in the outbox; they go out once the portal runs.")
    return warnings


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def cli(file: Path) -> None:
    """Put a backup into an empty instance (no users, no tickets, no uploads).

    Stop the portal first. A backup of an older version is migrated.
    """
    try:
        manifest = restore(file)
    except archive.BadArchive as error:
        raise click.ClickException(f"{file.name}: {error}. Nothing was changed.") from None
    counts = manifest.counts
    click.echo(
        f"Restored the backup of {manifest.made_at}: {counts['user']} users, "
        f"{counts['ticket']} tickets, {len(manifest.members) - 1} files."
    )
    for warning in _warnings(manifest):
        click.echo(f"Warning: {warning}")
    click.echo("`flask --app wsgi doctor` checks everything.")
