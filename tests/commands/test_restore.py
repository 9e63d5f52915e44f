"""`flask restore`: all of a good backup into an empty instance, nothing of a bad one."""

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from portal import create_app
from portal.extensions import db
from portal.models import Attachment, Message, Notification, Ticket, User
from portal.services import files, health, reading, record, tickets
from portal.services.transaction import new_token
from tests import factories
from tests.commands.instances import backup, close, empty_instance, run, writable_by_others

pytestmark = pytest.mark.defaults


@pytest.fixture
def saved(app: Flask, tmp_path: Path) -> Path:
    """The backup of an instance with one ticket of two letters and a file."""
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
    return backup(app, tmp_path / "out")


@pytest.fixture
def second(databases, saved: Path, tmp_path: Path):
    with empty_instance(databases, tmp_path / "second") as app:
        yield app


def stored_files(app: Flask) -> list[Path]:
    return list(Path(app.config["STORAGE_DIR"]).glob("??/*"))


def rewritten(saved: Path, change: Callable[[dict, dict], None]) -> Path:
    """A copy of a backup, with its members and its manifest changed."""
    with tarfile.open(saved) as tar:
        members = {info.name: (info, tar.extractfile(info).read()) for info in tar}
    manifest = json.loads(members.pop("manifest.json")[1])
    change(members, manifest)
    path = saved.with_name("changed.tar")
    with tarfile.open(path, "w") as tar:
        for info, content in members.values():
            info.size = len(content) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(content))
        content = json.dumps(manifest).encode()
        info = tarfile.TarInfo("manifest.json")
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    return path


def assert_refused(second: Flask, path: Path, *words: str) -> None:
    result = run(second, "restore", path)
    assert result.exit_code == 1
    for word in words:
        assert word in result.output
    assert db.session.scalar(db.select(User.id).limit(1)) is None
    assert stored_files(second) == []


def test_restored_instance_has_the_ticket_its_files_and_its_record(
    saved: Path, second: Flask
) -> None:
    result = run(second, "restore", saved)
    assert result.exit_code == 0, result.output
    ticket = db.session.scalars(db.select(Ticket)).one()
    assert ticket.customer.name == "آرش نیک‌پور"
    assert record.verify(ticket.id) == []
    attachment = db.session.scalars(db.select(Attachment)).one()
    assert files.path_of(attachment.storage_key).read_text() == "شرح رویداد"


def test_restored_instance_goes_on_working(saved: Path, second: Flask) -> None:
    run(second, "restore", saved)
    customer = db.session.scalars(db.select(User)).one()
    ticket = factories.make_ticket(customer)
    assert ticket.number == 10002
    factories.reply(customer, ticket)
    assert record.verify(ticket.id) == []


def test_restored_instance_finds_old_words(saved: Path, second: Flask) -> None:
    run(second, "restore", saved)
    customer = db.session.scalars(db.select(User)).one()
    assert [row.number for row in reading.customer_page(customer, None, None, "گزارش").rows] == [
        10001
    ]


def test_restored_files_are_private(saved: Path, second: Flask) -> None:
    run(second, "restore", saved)
    (path,) = stored_files(second)
    assert not writable_by_others(path)
    assert not writable_by_others(path.parent)
    if second.config["DATABASE_URL"].startswith("sqlite"):
        assert not writable_by_others(Path(db.engine.url.database))


def test_waiting_notices_are_restored_and_announced(saved: Path, second: Flask) -> None:
    output = run(second, "restore", saved).output
    waiting = db.session.scalar(db.select(db.func.count()).select_from(Notification))
    assert waiting > 0
    assert f"{waiting} notices wait" in output


def test_restore_into_a_database_without_schema(saved: Path, second: Flask) -> None:
    flask_migrate.downgrade(second.extensions["migrate"].directory, revision="base")
    assert run(second, "restore", saved).exit_code == 0
    assert db.session.scalars(db.select(Ticket)).one()


def test_restore_refuses_an_instance_with_users(saved: Path, second: Flask) -> None:
    bahar = factories.bahar()
    result = run(second, "restore", saved)
    assert result.exit_code == 1
    assert "not empty" in result.output
    assert db.session.scalars(db.select(User)).one().id == bahar.id


def test_restore_refuses_an_instance_with_uploads(saved: Path, second: Flask) -> None:
    path = files.path_of("ab" + "0" * 46)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    result = run(second, "restore", saved)
    assert result.exit_code == 1
    assert "uploads" in result.output
    assert path.read_bytes() == b"mine"


def test_restore_refuses_a_database_that_is_in_use(saved: Path, second: Flask) -> None:
    other = create_app(
        {"DATABASE_URL": second.config["DATABASE_URL"], "INSTANCE_DIR": saved.parent}
    )
    with other.app_context():
        connection = db.engine.connect()
        connection.exec_driver_sql('SELECT count(*) FROM "user"')
        engine = db.engine
    try:
        assert_refused(second, saved, "Stop the portal first")
    finally:
        connection.close()
        engine.dispose()


def test_other_keys_are_warned_of(saved: Path, second: Flask) -> None:
    output = run(second, "restore", saved).output
    assert "secret key is not the one" in output
    assert "encryption key is not the one" in output


def test_same_keys_are_not_warned_of(app: Flask, saved: Path, databases, tmp_path: Path) -> None:
    keys = {name: app.config[name] for name in ("SECRET_KEY", "ENCRYPTION_KEY")}
    with empty_instance(databases, tmp_path / "third", **keys) as third:
        assert "key is not the one" not in run(third, "restore", saved).output


def test_altered_byte_is_noticed(saved: Path, second: Flask) -> None:
    content = bytearray(saved.read_bytes())
    place = content.index("شرح رویداد".encode())
    content[place] ^= 1
    changed = saved.with_name("changed.tar")
    changed.write_bytes(content)
    assert_refused(second, changed, "does not fit its digest", "Nothing was changed")


@pytest.mark.parametrize("kept", [512, 20_000, -600])
def test_cut_off_backup_is_refused(saved: Path, second: Flask, kept: int) -> None:
    with tarfile.open(saved) as tar:
        manifest = tar.getmember("manifest.json")
        # Behind it there is only padding.
        content = saved.read_bytes()[: manifest.offset_data + manifest.size]
    cut = saved.with_name("cut.tar")
    cut.write_bytes(content[:kept])
    assert_refused(second, cut)


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b" + b"\0" * 600])
def test_other_files_are_refused(saved: Path, second: Flask, content: bytes) -> None:
    other = saved.with_name("other.tar")
    other.write_bytes(content)
    assert_refused(second, other)


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/tmp/pasokh-outside",
        "uploads/../../outside",
        "uploads/ab/../../../outside",
        "uploads/ab/cd" + "0" * 46,
        "uploads/ab",
        "other",
    ],
)
def test_member_cannot_leave_its_place(saved: Path, second: Flask, name: str) -> None:
    def add(members: dict, manifest: dict) -> None:
        info = tarfile.TarInfo(name)
        members[name] = (info, b"evil")
        manifest["members"][name] = {
            "size": 4,
            "sha256": files.sha256(b"evil"),
        }

    assert_refused(second, rewritten(saved, add), "is no name of an upload")
    assert not list(saved.parent.parent.rglob("*outside*"))
    assert not Path("/tmp/pasokh-outside").exists()


def test_link_is_refused(saved: Path, second: Flask) -> None:
    def link(members: dict, _manifest: dict) -> None:
        name = next(name for name in members if name.startswith("uploads/"))
        info = tarfile.TarInfo(name)
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        members[name] = (info, b"")

    assert_refused(second, rewritten(saved, link), "is not a plain file")


def test_member_that_is_not_listed_is_refused(saved: Path, second: Flask) -> None:
    def forget(members: dict, manifest: dict) -> None:
        manifest["members"].pop(next(name for name in members if name.startswith("uploads/")))

    assert_refused(second, rewritten(saved, forget), "without listing it")


def test_missing_member_is_noticed(saved: Path, second: Flask) -> None:
    def lose(members: dict, _manifest: dict) -> None:
        members.pop(next(name for name in members if name.startswith("uploads/")))

    assert_refused(second, rewritten(saved, lose), "is missing")


@pytest.mark.parametrize(
    ("key", "value"),
    [("members", 3), ("members", {}), ("format", None), ("database", "oracle"), ("counts", None)],
)
def test_odd_manifest_is_refused(saved: Path, second: Flask, key: str, value: object) -> None:
    def spoil(_members: dict, manifest: dict) -> None:
        if value is None:
            del manifest[key]
        else:
            manifest[key] = value

    assert_refused(second, rewritten(saved, spoil), "manifest")


def test_backup_of_a_newer_version_is_refused(saved: Path, second: Flask) -> None:
    def renew(_members: dict, manifest: dict) -> None:
        manifest.update(revision="9999", version="9.0")

    assert_refused(second, rewritten(saved, renew), "Pasokh 9.0", "newer version")


def test_backup_of_another_kind_of_database_is_refused(saved: Path, second: Flask) -> None:
    other, name = (
        ("postgresql", "database.pgdump")
        if db.engine.dialect.name == "sqlite"
        else ("sqlite", "database.sqlite")
    )

    def turn(members: dict, manifest: dict) -> None:
        old = next(name for name in members if name.startswith("database."))
        info, content = members.pop(old)
        info.name = name
        members[name] = (info, content)
        manifest["members"][name] = manifest["members"].pop(old)
        manifest["database"] = other

    assert_refused(second, rewritten(saved, turn), f"of a {other} database")


def test_leftovers_of_a_killed_restore_do_not_matter(saved: Path, second: Flask) -> None:
    for folder in (second.config["INSTANCE_DIR"], second.config["STORAGE_DIR"]):
        left = Path(folder) / ".restoring" / "files" / "ab"
        left.mkdir(parents=True)
        (left / "half").write_bytes(b"half")
    assert run(second, "restore", saved).exit_code == 0
    assert len(stored_files(second)) == 1
    assert not list(Path(second.config["INSTANCE_DIR"]).rglob(".restoring"))


def test_older_backup_is_migrated_to_the_newest_schema(
    app: Flask, databases, tmp_path: Path
) -> None:
    ticket = factories.make_ticket(factories.arash())
    close()
    # What version 0001 had: no search index yet.
    flask_migrate.downgrade(app.extensions["migrate"].directory, revision="0001")
    old = backup(app, tmp_path / "old")
    with empty_instance(databases, tmp_path / "second") as second:
        result = run(second, "restore", old)
        assert result.exit_code == 0, result.output
        assert health.migrations() == health.OK
        restored = db.session.scalars(db.select(Message)).one()
        assert restored.ticket_id == ticket.id


def test_database_of_a_backup_is_plain_sqlite(
    dialect: str, app: Flask, saved: Path, tmp_path: Path
) -> None:
    if dialect != "sqlite":
        pytest.skip("a PostgreSQL backup holds a dump for pg_restore")
    with tarfile.open(saved) as tar:
        (tmp_path / "plain.db").write_bytes(tar.extractfile("database.sqlite").read())
    plain = sqlite3.connect(tmp_path / "plain.db")
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert plain.execute("SELECT count(*) FROM ticket").fetchone() == (1,)
    plain.close()
