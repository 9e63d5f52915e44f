"""`flask worker`: the worker as a process of its own."""

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.notifications import tasks


@click.command("worker")
@with_appcontext
def cli() -> None:
    """Send notices and do periodic jobs until SIGTERM (needs PORTAL_WORKER=separate)."""
    if current_app.config["WORKER"] != "separate":
        raise click.UsageError("PORTAL_WORKER must be separate: the web process sends notices now")
    tasks.run_separate(current_app._get_current_object())
