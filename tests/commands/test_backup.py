"""`flask backup`: consistent under load, complete, and readable by the owner alone."""

import hashlib
import io
import json
import re
import tarfile
import threading
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.commands import backup as backups
from portal.extensions import db
from portal.models import Attachment, Event, Message, Ticket, Upload, User
from portal.services import files, ticket_access, tickets
from portal.services.transaction import new_token
from tests import factories
from tests.commands.instances import backup, close, empty_instance, run, writable_by_others

pytestmark = pytest.mark.defaults


def with_file(customer, ticket: Ticket) -> Message:
    upload = files.store_upload(customer, "گزارش.txt", io.BytesIO(new_token().encode()))
    return tickets.add_reply(
        customer,
        ticket.number,
        "با سلام، گزارش پیوست است.",
        token=new_token(),
        upload_tokens=[upload.token],
    )


def manifest_of(path: Path) -> dict:
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


@pytest.fixture
def ticket(app: Flask) -> Ticket:
    customer = factories.arash()
    ticket = factories.make_ticket(customer)
    with_file(customer, ticket)
    return ticket


def test_backup_holds_what_its_manifest_says(app: Flask, ticket: Ticket, tmp_path: Path) -> None:
    path = backup(app, tmp_path / "out")
    manifest = manifest_of(path)
    with tarfile.open(path) as tar:
        members = {
            info.name: {
                "size": info.size,
                "sha256": hashlib.sha256(tar.extractfile(info).read()).hexdigest(),
            }
            for info in tar
            if info.name != "manifest.json"
        }
    assert manifest["members"] == members
    assert len(members) == 2
    assert manifest["counts"]["ticket"] == 1
    assert manifest["counts"]["message"] == 2
    assert manifest["revision"] == "0004"


def test_backup_is_readable_by_its_owner_alone(app: Flask, ticket: Ticket, tmp_path: Path) -> None:
    path = backup(app, tmp_path / "out")
    assert not writable_by_others(path)
    assert not writable_by_others(path.parent)


def test_backup_goes_into_the_instance_folder_by_default(app: Flask, ticket: Ticket) -> None:
    assert run(app, "backup").exit_code == 0
    assert len(list(Path(app.config["INSTANCE_DIR"], "backups").glob("pasokh-*.tar"))) == 1


def test_backup_leaves_nothing_else_behind(app: Flask, ticket: Ticket, tmp_path: Path) -> None:
    path = backup(app, tmp_path / "out")
    assert list(path.parent.iterdir()) == [path]


def test_keys_are_not_in_the_backup(app: Flask, ticket: Ticket, tmp_path: Path) -> None:
    path = backup(app, tmp_path / "out")
    content = path.read_bytes()
    for name in ("SECRET_KEY", "ENCRYPTION_KEY"):
        assert app.config[name].encode() not in content
    prints = manifest_of(path)["keys"]
    assert all(re.fullmatch("[0-9a-f]{16}", one) for keys in prints.values() for one in keys)


def test_file_that_no_row_knows_stays_out(app: Flask, ticket: Ticket, tmp_path: Path) -> None:
    stray = files.path_of("ab" + "0" * 46)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"stray")
    assert not any(
        "ab000" in name for name in manifest_of(backup(app, tmp_path / "out"))["members"]
    )


def test_missing_file_is_named_and_everything_else_is_kept(
    app: Flask, ticket: Ticket, tmp_path: Path
) -> None:
    key = db.session.scalar(db.select(Attachment.storage_key))
    files.path_of(key).unlink()
    with_file(db.session.get(type(ticket.customer), ticket.customer_id), ticket)
    result = run(app, "backup", "--to", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{key} is missing" in result.output
    (path,) = (tmp_path / "out").glob("*.tar")
    assert len(manifest_of(path)["members"]) == 2


def test_altered_file_is_named(app: Flask, ticket: Ticket, tmp_path: Path) -> None:
    key = db.session.scalar(db.select(Attachment.storage_key))
    files.path_of(key).write_bytes(b"something else")
    result = run(app, "backup", "--to", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{key} is not the file that was stored" in result.output


def test_file_taken_back_during_the_backup_is_no_problem(
    app: Flask, ticket: Ticket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases
) -> None:
    customer = ticket.customer
    upload = files.store_upload(customer, "a.txt", io.BytesIO(b"draft"))
    take = backups.snapshots.take

    def take_and_drop(target: Path):
        snapshot = take(target)
        files.drop_upload(customer, upload.token)
        return snapshot

    monkeypatch.setattr(backups.snapshots, "take", take_and_drop)
    path = backup(app, tmp_path / "out")
    with empty_instance(databases, tmp_path / "second") as second:
        assert run(second, "restore", path).exit_code == 0
        # Its row was in the snapshot; without its file it would only promise what is gone.
        assert db.session.scalar(db.select(db.func.count()).select_from(Upload)) == 0


def test_failed_backup_leaves_no_half_file(
    app: Flask, ticket: Ticket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.archive.Writer, "finish", no_space)
    with pytest.raises(OSError, match="No space"):
        run(app, "backup", "--to", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_backup_under_load_restores_to_a_whole_portal(
    app: Flask, ticket: Ticket, tmp_path: Path, databases
) -> None:
    customer_id, number = ticket.customer_id, ticket.number
    stop, failures, written = threading.Event(), [], []

    def write_on() -> None:
        with app.app_context():
            try:
                while not stop.is_set():
                    customer = db.session.get(User, customer_id)
                    written.append(
                        with_file(customer, ticket_access.get_ticket_for(customer, number)).id
                    )
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    writers = [threading.Thread(target=write_on) for _ in range(3)]
    for writer in writers:
        writer.start()
    paths = []
    for place in range(3):
        waited = len(written) + 5
        while len(written) < waited and not failures:
            stop.wait(0.01)
        paths.append(backup(app, tmp_path / f"out{place}"))
    stop.set()
    for writer in writers:
        writer.join()
    assert not failures
    counts = [manifest_of(path)["counts"] for path in paths]
    assert counts[0]["message"] < counts[1]["message"] < counts[2]["message"]
    for place, path in enumerate(paths):
        assert (
            len(manifest_of(path)["members"])
            == 1 + counts[place]["attachment"] + (counts[place]["upload"])
        )
    with empty_instance(databases, tmp_path / "second") as second:
        assert run(second, "restore", paths[-1]).exit_code == 0
        assert (
            db.session.scalar(db.select(db.func.count()).select_from(Message))
            == (counts[-1]["message"])
        )
        report = run(second, "doctor").output
        for line in ("integrity: ok", "records: ok", "files: ok"):
            assert line in report


def test_empty_database_has_nothing_to_back_up(tmp_path: Path) -> None:
    app = create_app({"INSTANCE_DIR": tmp_path / "new"})
    with app.app_context():
        result = run(app, "backup")
        close()
    assert result.exit_code == 1
    assert "empty" in result.output


def test_two_backups_stand_side_by_side(app: Flask, ticket: Ticket, tmp_path: Path, clock) -> None:
    for _ in range(2):
        clock.advance(seconds=1)
        assert run(app, "backup", "--to", tmp_path / "out").exit_code == 0
    assert len(list((tmp_path / "out").glob("*.tar"))) == 2


def test_events_of_the_snapshot_are_counted(app: Flask, ticket: Ticket, tmp_path: Path) -> None:
    events = db.session.scalar(db.select(db.func.count()).select_from(Event))
    assert manifest_of(backup(app, tmp_path / "out"))["counts"]["event"] == events
