"""`flask --app wsgi upgrade`: from an older version's database to this one's."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade as migrate

from portal.commands import backup, defaults
from portal.extensions import db
from portal.services import defaults as filling
from portal.services import health


def is_behind() -> bool:
    """Whether the database has an older schema than this version needs; one without any schema
    is new, not behind.

    Raises ClickException for a database of a newer version.
    """
    revision = health.current_revision()
    db.session.rollback()
    if revision is None:
        return False
    if revision not in health.known_revisions():
        raise click.ClickException(
            f"A newer version of Pasokh made this database (schema {revision}, here "
            f"{health.head_revision()}). Install that version again, or restore a backup."
        )
    return revision != health.head_revision()


@click.command("upgrade")
@with_appcontext
def cli() -> None:
    """Back up, migrate the database, and fill in what new versions brought. Stop the portal
    first, start it afterwards."""
    behind = is_behind()
    before = health.current_revision()
    db.session.rollback()
    if before is None:
        click.echo("The database is empty: no backup is needed.")
    else:
        backup.report(backup.make())
    if behind or before is None:
        migrate(directory=current_app.extensions["migrate"].directory)
        click.echo(f"Migrated from {before or 'nothing'} to {health.head_revision()}.")
    else:
        click.echo(f"The schema is the newest already ({before}).")
    filled = filling.fill(defaults)
    click.echo(f"Filled: {', '.join(filled)}." if filled else "No defaults were missing.")
