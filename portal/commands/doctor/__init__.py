"""`flask --app wsgi doctor`: looks for everything that could be wrong, and says it in English."""

import sys
from collections.abc import Callable, Iterable

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from portal.commands.doctor import files, records, setup, state
from portal.commands.doctor.findings import Finding, Level, problem
from portal.extensions import db

# Of one kind of trouble, the first ones are enough to act.
SHOWN = 20


class TicketCount(click.ParamType):
    """`all`, or how many of the newest tickets."""

    name = "all|N"

    def convert(self, value, param, ctx) -> int | None:
        if value in (None, "all"):
            return None
        if not value.isascii() or not value.isdecimal() or int(value) == 0:
            self.fail(f"{value!r} is neither `all` nor a number from 1 on", param, ctx)
        return int(value)


@click.command("doctor")
@click.option(
    "--tickets",
    type=TicketCount(),
    default="all",
    show_default=True,
    help="Check the records and files of the newest N tickets only.",
)
@with_appcontext
def cli(tickets: int | None) -> None:
    """Check settings, database, records, files, keys, gateways and the worker.

    Changes nothing, sends nothing. Exit code 1 when a problem was found; warnings are advice.
    """
    problems = _run("settings", setup.settings)
    problems += _run("keys", setup.keys)
    unusable = _run("database", state.database)
    problems += unusable
    if not unusable:
        problems += _run("integrity", state.integrity)
        problems += _run("records", lambda: records.check(tickets, _progress))
        problems += _run("files", lambda: files.check(tickets, _progress))
        problems += _run("worker", state.worker)
        problems += _run("notices", state.notices_leave)
        problems += _run("SMS gateway", setup.sms)
        problems += _run("mail server", setup.mail)
    click.echo(f"{_counted(problems, Level.PROBLEM) or 'no problem'} found")
    sys.exit(1 if problems else 0)


def _run(name: str, check: Callable[[], Iterable[Finding]]) -> int:
    """Prints what a check finds; returns how many problems."""
    findings = []
    try:
        findings.extend(check())
    except SQLAlchemyError as error:
        db.session.rollback()
        findings.append(problem(f"the database failed: {str(error).splitlines()[0]}"))
    counts = {level: sum(f.level is level for f in findings) for level in Level}
    said = [_counted(counts[level], level) for level in (Level.PROBLEM, Level.WARNING)]
    click.echo(f"{name}: {', '.join(filter(None, said)) or 'ok'}")
    for finding in findings[:SHOWN]:
        click.echo(f"  {finding.level}: {finding.text}")
    if len(findings) > SHOWN:
        click.echo(f"  … and {len(findings) - SHOWN} more")
    return counts[Level.PROBLEM]


def _counted(count: int, level: Level) -> str:
    return f"{count} {level}{'s' * (count > 1)}" if count else ""


def _progress(items: Iterable, length: int, label: str):
    """A progress bar for whoever watches; nothing in a log."""
    return click.progressbar(
        items, length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )
