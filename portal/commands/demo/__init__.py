"""`flask --app wsgi demo`: a development database full of realistic Persian data."""

import time

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade as migrate
from sqlalchemy import func, select

from portal.commands import defaults
from portal.commands.demo.filling import Filling
from portal.commands.demo.people import ACCOUNTS, PASSWORD
from portal.extensions import db
from portal.models import Ticket, User
from portal.services import defaults as filling_defaults

# What `script/server --demo` fills: enough to page, search and report on.
USUAL_TICKETS, USUAL_CUSTOMERS = 400, 80


@click.command("demo")
@click.option(
    "--tickets", default=USUAL_TICKETS, show_default=True, type=click.IntRange(1, 1_000_000)
)
@click.option(
    "--customers", default=USUAL_CUSTOMERS, show_default=True, type=click.IntRange(2, 200_000)
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same data.")
@with_appcontext
def cli(tickets: int, customers: int, seed: int) -> None:
    """Fill a database that has no real users with demonstration data."""
    migrate(directory=f"{current_app.root_path}/migrations")
    fill(tickets, customers, seed)


def fill_if_empty() -> None:
    """The usual demonstration data, unless there are users already; prints the accounts."""
    if db.session.scalar(select(func.count()).select_from(User)):
        _print_accounts()
    else:
        fill(USUAL_TICKETS, USUAL_CUSTOMERS, 1)


def fill(tickets: int, customers: int, seed: int) -> None:
    """Adds people (once) and tickets. Raises ClickException when there are real users."""
    if db.session.scalar(select(User.id).where(User.is_demo.is_(False)).limit(1)):
        raise click.ClickException("This database has real users; demonstration data is refused.")
    filling_defaults.fill(defaults)
    started = time.monotonic()
    Filling(seed).run(tickets, customers, progress=click.echo)
    total = db.session.scalar(select(func.count()).select_from(Ticket))
    click.echo(f"{total} tickets in {time.monotonic() - started:.0f} s.")
    _print_accounts()


def _print_accounts() -> None:
    click.echo(f"Accounts of the demonstration at {current_app.config['SITE_URL']}/login:")
    for person in ACCOUNTS:
        click.echo(f"  {person.role:<10} {person.mobile}  {person.name}")
    click.echo(f"  password   {PASSWORD}")
