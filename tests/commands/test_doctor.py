"""`flask doctor`: each kind of trouble is found, named in English, and fails the command."""

import io
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask
from sqlalchemy import text

from portal import clock as portal_clock
from portal import create_app
from portal.extensions import db
from portal.models import (
    Attachment,
    Channel,
    ChannelHold,
    Event,
    Message,
    NoticeState,
    Notification,
    Ticket,
)
from portal.notifications import leases
from portal.services import files, record, tickets
from portal.services.transaction import new_token, write
from tests import factories
from tests.commands.instances import close, run
from tests.notifications.gateways import KavenegarGateway, PlainGateway
from tests.processes import free_port

pytestmark = pytest.mark.defaults


@pytest.fixture
def ticket(app: Flask) -> Ticket:
    """A ticket with three letters, one with a file; a worker has just told of itself."""
    Path(app.config["INSTANCE_DIR"]).chmod(0o700)
    leases.beat()
    customer = factories.arash(email="arash@bargesabz.example")
    ticket = factories.make_ticket(customer)
    upload = files.store_upload(customer, "گزارش.txt", io.BytesIO("شرح رویداد".encode()))
    tickets.add_reply(
        customer,
        ticket.number,
        "با سلام، گزارش پیوست است.",
        token=new_token(),
        upload_tokens=[upload.token],
    )
    factories.reply(customer, ticket)
    return ticket


def change(statement: str, **values: object) -> None:
    """Alters the database behind the portal's back."""
    with write() as session:
        session.execute(text(statement), values)


def assert_problem(app: Flask, check: str, pattern: str, *arguments: str) -> None:
    """The doctor fails, with this problem and no other."""
    result = run(app, "doctor", *arguments)
    problems = re.findall(r"^  problem: (.*)$", result.output, re.MULTILINE)
    assert len(problems) == 1, result.output
    assert re.search(pattern, problems[0]), result.output
    assert f"\n{check}: 1 problem" in f"\n{result.output}"
    assert "1 problem found" in result.output
    assert result.exit_code == 1


def assert_warning(app: Flask, pattern: str) -> None:
    result = run(app, "doctor")
    assert re.search(rf"^  warning: .*{pattern}", result.output, re.MULTILINE), result.output
    assert result.exit_code == 0


def test_healthy_portal_has_no_problem(app: Flask, ticket: Ticket) -> None:
    result = run(app, "doctor")
    assert "no problem found" in result.output
    assert result.exit_code == 0


def test_altered_letter_is_found(app: Flask, ticket: Ticket) -> None:
    change("UPDATE message SET body = 'دیگر' WHERE ordinal = 2")
    assert_problem(app, "records", "ticket 10001: letter public/2: the text does not fit")


def test_altered_entry_is_found(app: Flask, ticket: Ticket) -> None:
    change("UPDATE event SET actor_name = 'دیگری' WHERE ordinal = 2")
    assert_problem(app, "records", r"ticket 10001: public: entry 2 \(replied\) does not fit")


def test_removed_entry_is_found(app: Flask, ticket: Ticket) -> None:
    factories.reply(ticket.customer, ticket, "با سلام، نتیجه را هنوز ندیده‌ام.")
    tickets.close_by_customer(ticket.customer, ticket.number)
    tickets.reopen_by_customer(ticket.customer, ticket.number)
    change("DELETE FROM event WHERE verb = 'closed'")
    assert_problem(app, "records", "entry 5 is missing")


def test_record_whose_tail_was_cut_off_is_found(app: Flask, ticket: Ticket) -> None:
    tickets.close_by_customer(ticket.customer, ticket.number)
    change("DELETE FROM event WHERE verb = 'closed'")
    assert_problem(app, "records", "4 changes were made, the record ends at change 3")


def test_rewritten_record_is_betrayed_by_the_digest_that_went_out(
    app: Flask, ticket: Ticket
) -> None:
    with write() as session:
        session.add(
            Notification(
                ref="r1",
                event="ticket_answered",
                channel=Channel.EMAIL,
                ticket_id=ticket.id,
                recipient="arash@bargesabz.example",
                text=f"چکیدهٔ پایانی سوابق: {record.head_digest(ticket)}",
                state=NoticeState.SENT,
            )
        )
    assert run(app, "doctor").exit_code == 0
    # Someone who knows the format writes another text and makes all digests anew.
    with write() as session:
        letter = session.scalars(db.select(Message).filter_by(ordinal=1)).one()
        letter.body = "متن دیگر"
        letter.body_digest = record.body_digest(letter.body)
        session.flush()
        previous = record.GENESIS
        for event in session.scalars(db.select(Event).order_by(Event.ordinal)):
            covered = record.entry(event, event.message, event.message.attachments)
            previous = event.digest = record.link(previous, covered)
    assert_problem(app, "records", "ticket 10001: a notice cites digest [0-9a-f]{12}…")


def test_older_tickets_are_left_out_when_asked_for_the_newest(app: Flask, ticket: Ticket) -> None:
    change("UPDATE message SET body = 'دیگر' WHERE ordinal = 2")
    path = files.path_of(db.session.scalar(db.select(Attachment.storage_key)))
    path.unlink()
    factories.make_ticket(ticket.customer)
    assert run(app, "doctor", "--tickets", "1").exit_code == 0
    assert run(app, "doctor", "--tickets", "2").exit_code == 1
    assert run(app, "doctor", "--tickets", "all").exit_code == 1


@pytest.mark.parametrize("value", ["0", "-1", "some", "1.5"])
def test_odd_number_of_tickets_is_refused(app: Flask, value: str) -> None:
    result = run(app, "doctor", "--tickets", value)
    assert result.exit_code == 2
    assert "neither `all` nor a number" in result.output


def test_missing_file_is_found(app: Flask, ticket: Ticket) -> None:
    path = files.path_of(db.session.scalar(db.select(Attachment.storage_key)))
    path.unlink()
    assert_problem(app, "files", f"ticket 10001, attachment 1: {path} cannot be read")


def test_altered_file_of_the_same_size_is_found(app: Flask, ticket: Ticket) -> None:
    path = files.path_of(db.session.scalar(db.select(Attachment.storage_key)))
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    assert_problem(app, "files", "was altered")


def test_shortened_file_is_found(app: Flask, ticket: Ticket) -> None:
    path = files.path_of(db.session.scalar(db.select(Attachment.storage_key)))
    path.write_bytes(path.read_bytes()[:-1])
    assert_problem(app, "files", r"has \d+ bytes, not \d+")


def test_missing_file_of_a_waiting_upload_is_found(app: Flask, ticket: Ticket) -> None:
    upload = files.store_upload(ticket.customer, "a.txt", io.BytesIO(b"draft"))
    files.path_of(upload.storage_key).unlink()
    assert_problem(app, "files", "waiting file .* cannot be read")


def test_file_without_a_row_is_a_warning(app: Flask, ticket: Ticket) -> None:
    stray = files.path_of("ab" + "0" * 46)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"stray")
    assert_warning(app, "1 file belongs to nothing")


def test_row_without_its_parent_is_found_on_sqlite(
    dialect: str, app: Flask, ticket: Ticket
) -> None:
    if dialect != "sqlite":
        pytest.skip("PostgreSQL does not let it happen")
    # Where nobody has switched the keys on.
    with closing(sqlite3.connect(db.engine.url.database)) as plain, plain:
        plain.execute("UPDATE notification SET user_id = 999 WHERE id = 1")
    assert_problem(app, "integrity", "row 1 of notification points to a missing row of user")


def test_damaged_sqlite_file_is_found(
    dialect: str, app: Flask, ticket: Ticket, tmp_path: Path
) -> None:
    if dialect != "sqlite":
        pytest.skip("PostgreSQL watches its own pages")
    with db.engine.connect() as connection:
        page, size = (
            connection.exec_driver_sql(statement).scalar()
            for statement in (
                "SELECT rootpage FROM sqlite_master WHERE name = 'ix_event_at_id'",
                "PRAGMA page_size",
            )
        )
    path = Path(db.engine.url.database)
    change("UPDATE ticket SET flagged = flagged")
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size + size - 40)
        file.write(b"\xff" * 40)
    result = run(app, "doctor")
    assert re.search("problem: .*(damaged|malformed)", result.output), result.output
    assert result.exit_code == 1


@pytest.mark.parametrize("name", ["secret.key", "encryption.key"])
def test_key_that_others_can_read_is_found(app: Flask, ticket: Ticket, name: str) -> None:
    (Path(app.config["INSTANCE_DIR"]) / name).chmod(0o640)
    assert_problem(app, "keys", f"can read .*{name}: chmod 600")


def test_open_instance_folder_is_a_warning(app: Flask, ticket: Ticket) -> None:
    Path(app.config["INSTANCE_DIR"]).chmod(0o755)
    assert_warning(app, "can look into .*: chmod 700")


def test_silent_worker_is_found(app: Flask, ticket: Ticket, clock) -> None:
    leases.beat()
    clock.advance(minutes=4)
    assert_problem(app, "worker", "silent for 240 s", "--tickets", "1")


def test_notices_that_wait_too_long_are_found(app: Flask, ticket: Ticket) -> None:
    past = portal_clock.now() - timedelta(hours=2)
    change("UPDATE notification SET next_at = :past, created_at = :past", past=naive(past))
    assert_problem(app, "notices", "waiting since")


def test_held_channel_is_found(app: Flask, ticket: Ticket) -> None:
    with write() as session:
        session.add(
            ChannelHold(
                channel=Channel.SMS,
                kind="no_credit",
                error="اعتبار درگاه کافی نیست",
                probe_at=portal_clock.now(),
            )
        )
    assert_problem(app, "notices", "sms is held since .*: no_credit")


def test_failed_notices_are_a_warning(app: Flask, ticket: Ticket) -> None:
    with write() as session:
        for notice in session.scalars(db.select(Notification)):
            notice.state = NoticeState.FAILED
    assert_warning(app, r"\d+ notices? failed within a day")


def test_old_schema_is_found(app: Flask) -> None:
    close()
    flask_migrate.downgrade(app.extensions["migrate"].directory, revision="0001")
    result = run(app, "doctor")
    assert "the schema is 0001, this version needs 0004: run `flask --app wsgi upgrade`" in (
        result.output
    )
    assert result.exit_code == 1


def test_empty_database_is_found(tmp_path: Path) -> None:
    app = create_app({"INSTANCE_DIR": tmp_path / "new"})
    with app.app_context():
        result = run(app, "doctor")
        close()
    assert "the database is empty" in result.output
    assert result.exit_code == 1


def test_database_out_of_reach_is_found_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://portal:s3cr3t@127.0.0.1:{free_port()}/portal"
    app = create_app({"INSTANCE_DIR": tmp_path / "new", "DATABASE_URL": url})
    with app.app_context():
        result = run(app, "doctor")
        close()
    assert "the database does not answer" in result.output
    assert "s3cr3t" not in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SITE_URL": "http://127.0.0.1:8000"}, "names this machine"),
        ({"SITE_URL": "http://support.example"}, "not https"),
        ({"SITE_URL": "https://support.example"}, "PORTAL_TRUSTED_PROXIES is 0"),
        ({"LIMITS": "off"}, "PORTAL_LIMITS is off"),
        ({"WORKER": "separate", "LIMITER_URL": "memory://"}, "counts limits alone"),
        ({"MODE": "demo", "SITE_URL": "https://support.example"}, "shows one-time codes"),
        ({"SMS_URL": "console://"}, "PORTAL_SMS_URL is the console"),
        ({"MAIL_URL": ""}, "PORTAL_MAIL_URL is empty"),
    ],
)
def test_settings_that_do_not_fit_are_warned_of(
    app: Flask, ticket: Ticket, settings: dict, words: str
) -> None:
    app.config.update(settings)
    assert_warning(app, words)


def test_sound_production_settings_give_no_warning(app: Flask, ticket: Ticket) -> None:
    with PlainGateway() as gateway, mail_server() as url:
        app.config.update(
            SITE_URL="https://support.example",
            TRUSTED_PROXIES=1,
            LIMITS="on",
            WORKER="embedded",
            SMS_URL=gateway.url(),
            MAIL_URL=url,
        )
        result = run(app, "doctor")
    assert "warning" not in result.output
    assert result.exit_code == 0


def test_gateway_that_cannot_be_reached_is_found(app: Flask, ticket: Ticket) -> None:
    port = free_port()
    app.config["SMS_URL"] = f"http://u:s3cr3t@127.0.0.1:{port}/send?allow_private=1&ok_path=ok"
    assert_problem(app, "SMS gateway", f"127.0.0.1:{port} cannot be reached")
    assert "s3cr3t" not in run(app, "doctor").output


def test_gateway_tells_its_credit(app: Flask, ticket: Ticket) -> None:
    with KavenegarGateway() as gateway:
        app.config["SMS_URL"] = gateway.url()
        result = run(app, "doctor")
        assert re.search(r"kavenegar answers; credit [\d,]+ rials", result.output)
        gateway.failure = "http_500"
        assert_problem(app, "SMS gateway", "kavenegar does not answer, or refuses the account")


@contextmanager
def mail_server(password: str = "right") -> Iterator[str]:
    """A mail server that asks for a login; gives the URL of PORTAL_MAIL_URL."""

    def knows(_server, _session, _envelope, _mechanism, login) -> AuthResult:
        return AuthResult(success=login.password == b"right", handled=False)

    port = free_port()
    controller = Controller(
        object(), hostname="127.0.0.1", port=port, authenticator=knows, auth_require_tls=False
    )
    controller.start()
    yield f"smtp://portal:{password}@127.0.0.1:{port}?from=no-reply@support.example"
    controller.stop()


def test_refused_mail_login_is_found_without_the_password(app: Flask, ticket: Ticket) -> None:
    with mail_server("wrong") as url:
        app.config["MAIL_URL"] = url
        assert_problem(app, "mail server", r"refuses .* login .*\(code 535\)")
        assert "wrong" not in run(app, "doctor").output


def test_mail_server_that_does_not_answer_is_found(app: Flask, ticket: Ticket) -> None:
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}?from=no-reply@support.example"
    assert_problem(app, "mail server", "does not answer")


def test_doctor_changes_nothing(app: Flask, ticket: Ticket) -> None:
    before = fingerprint(app)
    run(app, "doctor")
    assert fingerprint(app) == before


def test_long_list_of_problems_is_cut(app: Flask, ticket: Ticket) -> None:
    for _ in range(24):
        factories.make_ticket(ticket.customer)
    change("UPDATE message SET body = 'دیگر' WHERE ordinal = 1")
    result = run(app, "doctor")
    assert "records: 25 problems" in result.output
    assert "… and 5 more" in result.output


def fingerprint(app: Flask) -> tuple:
    """Everything the doctor could touch: rows, and files with their times."""
    rows = [
        (table.name, sorted(map(repr, db.session.execute(table.select()))))
        for table in db.metadata.sorted_tables
    ]
    db.session.rollback()
    stored = Path(app.config["STORAGE_DIR"])
    return rows, sorted((str(p), os.stat(p).st_mtime_ns) for p in stored.rglob("*"))


def naive(instant):
    """As SQLite keeps it; PostgreSQL in UTC takes it as well."""
    return instant.replace(tzinfo=None) if db.engine.dialect.name == "sqlite" else instant
