"""`flask --app wsgi init`: a new installation, or the missing parts of one."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from portal.commands import defaults
from portal.services import accounts
from portal.services import defaults as filling


def prepare() -> None:
    """Brings the database to the newest schema, fills the defaults, and prints the one-time
    link that makes the first administrator while there is no staff."""
    upgrade(directory=f"{current_app.root_path}/migrations")
    filled = filling.fill(defaults)
    if filled:
        click.echo(f"Filled: {', '.join(filled)}")
    if current_app.config["MODE"] != "demo" and (
        link := accounts.make_setup_link(current_app.config["SITE_URL"])
    ):
        click.echo(f"Make the first administrator here (works once):\n  {link}")


@click.command("init")
@with_appcontext
def cli() -> None:
    """Migrate, fill the defaults and print the set-up link; safe to repeat."""
    prepare()
