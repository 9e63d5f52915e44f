"""Members of staff, and the command that makes them."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, LoginSession, Role, User, Verb
from portal.persian.identifiers import show_mobile
from portal.services import sessions, staff
from portal.services.contacts import EmailTaken
from tests import factories

CYRUS = ["--name", "سیروس", "--mobile", "۰۹۱۲۱۰۰۰۰۰۲", "--email", "cyrus@example.com"]


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["staff", *arguments])


@pytest.mark.defaults
def test_added_agent_gets_departments_and_a_link(app, client):
    result = run(app, "add", *CYRUS, "--role", "agent", "--department", "technical")
    assert result.exit_code == 0, result.output
    link = result.output.split()[-1]
    assert client.get(link.removeprefix("http://localhost")).status_code == 200
    cyrus = db.session.scalars(select(User)).one()
    assert (cyrus.mobile, cyrus.role, cyrus.password_hash) == ("+989121000002", Role.AGENT, None)
    assert [department.key for department in cyrus.departments] == ["technical"]
    assert cyrus.email_verified_at is not None


@pytest.mark.defaults
@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ([*CYRUS, "--role", "agent"], "at least one --department"),
        ([*CYRUS, "--role", "agent", "--department", "moon"], "no such department: moon"),
        ([*CYRUS, "--role", "customer"], "customer"),
        ([*CYRUS, "--mobile", "123", "--role", "admin"], "Iranian mobile"),
        ([*CYRUS, "--email", "x", "--role", "admin"], "name@example.com"),
        ([*CYRUS, "--name", "1", "--role", "admin"], "2 to 120"),
    ],
)
def test_poor_arguments_are_named_and_nothing_is_made(app, arguments, complaint):
    result = run(app, "add", *arguments)
    assert result.exit_code == 2
    assert complaint in result.output
    assert db.session.scalars(select(User)).all() == []


@pytest.mark.defaults
def test_customer_who_joins_the_staff_loses_running_sessions(app, client):
    user = factories.arash()
    factories.log_in(client, user)
    run(
        app,
        "add",
        "--name",
        "آرش",
        "--mobile",
        show_mobile(user.mobile),
        "--email",
        "arash@example.com",
        "--role",
        "supervisor",
    )
    db.session.expire_all()
    assert user.role is Role.SUPERVISOR
    assert sessions.list_of(user) == []
    entry = db.session.scalars(select(Event).where(Event.verb == Verb.STAFF_CREATED)).one()
    assert (entry.subject_user_id, entry.before) == (user.id, {"role": "customer"})


def test_adding_again_renews_the_link_and_the_role(app):
    run(app, "add", *CYRUS, "--role", "supervisor")
    run(app, "add", *CYRUS, "--role", "admin")
    cyrus = db.session.scalars(select(User)).one()
    assert cyrus.role is Role.ADMIN
    verbs = db.session.scalars(select(Event.verb).order_by(Event.id)).all()
    assert verbs == [Verb.STAFF_CREATED, Verb.STAFF_CHANGED]


def test_verified_email_of_another_account_is_refused(app):
    person = staff.Person("سیروس", "+989121000002", "one@example.com")
    staff.add_staff(person, Role.ADMIN, [])
    with pytest.raises(EmailTaken):
        staff.add_staff(staff.Person("دانا", "+989121000003", "one@example.com"), Role.ADMIN, [])
    result = run(
        app,
        "add",
        "--name",
        "دانا",
        "--mobile",
        "09121000003",
        "--email",
        "one@example.com",
        "--role",
        "admin",
    )
    assert result.exit_code == 2


def test_list_names_staff_alone(app):
    factories.arash()
    factories.dana(email="dana@example.com")
    factories.make_user("کامران", "09121000008", Role.SUPERVISOR, active=False)
    lines = run(app, "list").output.splitlines()
    assert len(lines) == 2
    assert "09121000003  مدیر سامانه  دانا فرهمند  dana@example.com" in lines[0]
    assert "(disabled)" in lines[1]


def test_disabled_staff_are_out_at_once(app, client):
    factories.dana()
    cyrus = factories.make_user("سیروس", "09121000002", Role.SUPERVISOR)
    factories.log_in(client, cyrus)
    result = run(app, "disable", "--mobile", "09121000002")
    assert result.exit_code == 0
    assert client.get("/account").status_code == 303
    assert cyrus.active is False
    revoked = select(LoginSession.revoked_at).where(LoginSession.user_id == cyrus.id)
    assert db.session.scalars(revoked).one() is not None


def test_last_admin_and_strangers_cannot_be_disabled(app):
    dana = factories.dana()
    arash = factories.arash()
    assert "last active admin" in run(app, "disable", "--mobile", "09121000003").output
    assert "no member of staff" in run(app, "disable", "--mobile", "09121000001").output
    db.session.expire_all()
    assert dana.active
    assert arash.active
