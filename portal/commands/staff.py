"""`flask --app wsgi staff`: who answers at the desk."""

import click
from flask import current_app
from flask.cli import AppGroup

from portal.labels import ROLE
from portal.models import STAFF_ROLES, Role
from portal.persian.identifiers import show_mobile
from portal.services import contacts, staff

cli = AppGroup("staff", help="Members of staff: add, list, disable.")


def _mobile(_context, _parameter, text: str) -> str:
    try:
        return contacts.parse_mobile(text)
    except ValueError:
        raise click.BadParameter("an Iranian mobile such as 09123456789 is expected") from None


def _email(_context, _parameter, text: str) -> str:
    try:
        return contacts.parse_email(text)
    except ValueError:
        raise click.BadParameter("an address such as name@example.com is expected") from None


def _name(_context, _parameter, text: str) -> str:
    try:
        return contacts.parse_name(text)
    except ValueError:
        raise click.BadParameter("a name of 2 to 120 characters is expected") from None


@cli.command("add")
@click.option("--name", required=True, callback=_name)
@click.option("--mobile", required=True, callback=_mobile)
@click.option("--email", required=True, callback=_email)
@click.option("--role", type=click.Choice([role.value for role in STAFF_ROLES]), required=True)
@click.option("--department", "departments", multiple=True, help="A department's key; repeatable.")
def add(name: str, mobile: str, email: str, role: str, departments: tuple[str, ...]) -> None:
    """Appoint someone and print the one-time link with which they set their password.

    Mobile and e-mail count as verified. Once more for the same mobile: the role, the departments
    and the link are renewed.
    """
    person = staff.Person(name, mobile, email)
    try:
        token = staff.add_staff(person, Role(role), list(departments))
    except staff.DepartmentNeeded:
        raise click.UsageError("an agent needs at least one --department") from None
    except staff.UnknownDepartments as error:
        raise click.UsageError(f"no such department: {error}") from None
    except contacts.EmailTaken:
        raise click.UsageError("another account has verified this e-mail address") from None
    days = staff.INVITATION_LIFETIME.days
    click.echo(f"They set their password here (works once, for {days} days):")
    click.echo(f"  {current_app.config['SITE_URL']}/setup-password/{token}")


@cli.command("list")
def list_() -> None:
    """Print the members of staff."""
    for user in staff.list_staff():
        departments = ", ".join(department.key for department in user.departments) or "-"
        state = "" if user.active else " (disabled)"
        click.echo(
            f"{show_mobile(user.mobile or '-')}  {ROLE[user.role]}  {user.name}  "
            f"{user.email}  {departments}{state}"
        )


@cli.command("disable")
@click.option("--mobile", required=True, callback=_mobile)
def disable(mobile: str) -> None:
    """Switch an account off and end its sessions."""
    try:
        user = staff.disable_staff(mobile)
    except staff.UnknownStaff:
        raise click.UsageError("no member of staff has this mobile") from None
    except staff.LastAdmin:
        raise click.UsageError("this is the last active admin; add another one first") from None
    click.echo(f"Disabled: {user.name}")
