import pytest
from flask_migrate import upgrade

from portal import create_app
from portal.extensions import db
from portal.models import Attachment, Message, Role, Status, Ticket, User
from portal.services import files, passwords, reading, record
from tests import factories

ACCOUNTS = {
    "+989121000001": Role.CUSTOMER,
    "+989121000004": Role.CUSTOMER,
    "+989121000002": Role.AGENT,
    "+989121000003": Role.ADMIN,
}


def fill(app, *more):
    arguments = ["demo", "--tickets", "60", "--customers", "9", *more]
    return app.test_cli_runner().invoke(args=arguments)


def told():
    """All that a run wrote, but for salts."""
    return [
        (t.subject, t.status, t.customer.name, t.created_at, record.head_digest(t))
        for t in db.session.query(Ticket).order_by(Ticket.id)
    ]


@pytest.fixture
def filled(app, clock):
    result = fill(app)
    assert result.exit_code == 0, result.output
    return result


def test_demo_prints_its_accounts(filled):
    for word in ("09121000001", "09121000004", "09121000002", "09121000003", "pasokh-demo"):
        assert word in filled.output


def test_demo_accounts_log_in_with_the_password(filled):
    for mobile, role in ACCOUNTS.items():
        user = db.session.query(User).filter_by(mobile=mobile).one()
        assert user.role is role
        assert passwords.matches(user.password_hash, "pasokh-demo")


def test_demo_has_threads_of_one_ten_and_a_hundred_letters(filled):
    arash = db.session.query(User).filter_by(mobile="+989121000001").one()
    counts = {
        db.session.query(Message).filter_by(ticket_id=t.id, chain="public").count()
        for t in db.session.query(Ticket).filter_by(customer_id=arash.id)
    }
    assert {1, 10, 100} <= counts


def test_demo_records_are_whole(filled):
    assert [t.number for t in db.session.query(Ticket) if record.verify(t.id)] == []


def test_demo_files_are_there_and_unchanged(filled):
    rows = db.session.query(Attachment).all()
    assert rows
    for row in rows:
        assert files.sha256(files.path_of(row.storage_key).read_bytes()) == row.sha256


def test_demo_tickets_are_found_by_search(filled):
    ticket = db.session.query(Ticket).first()
    page = reading.customer_page(ticket.customer, query=ticket.subject)
    assert ticket.id in [row.id for row in page.rows]


def test_demo_varies(filled):
    subjects = {t.subject for t in db.session.query(Ticket)}
    assert len(subjects) > 40
    assert {t.status for t in db.session.query(Ticket)} >= {Status.CLOSED, Status.ANSWERED}


def test_same_seed_tells_the_same_stories_and_another_others(app, clock, tmp_path):
    fill(app)
    first = told()
    assert told_elsewhere(tmp_path / "same", "1") == first
    assert told_elsewhere(tmp_path / "other", "2") != first


def told_elsewhere(folder, seed):
    other = create_app({"INSTANCE_DIR": folder, "WORKER": "separate"})
    with other.app_context():
        upgrade(directory=f"{other.root_path}/migrations")
        assert fill(other, "--seed", seed).exit_code == 0
        stories = told()
        db.session.remove()
        db.engine.dispose()
    return stories


def test_second_run_adds_tickets_but_no_people(app, filled):
    people = db.session.query(User).count()
    assert fill(app).exit_code == 0
    assert db.session.query(User).count() == people
    assert db.session.query(Ticket).count() == 120


def test_new_tickets_go_on_after_the_demo(app, filled):
    arash = db.session.query(User).filter_by(mobile="+989121000001").one()
    ticket = factories.make_ticket(arash)
    assert ticket.number == 10000 + 61


def test_demo_is_refused_where_there_are_real_users(app):
    factories.arash()
    result = fill(app)
    assert result.exit_code != 0
    assert "real users" in result.output
    assert db.session.query(Ticket).count() == 0
