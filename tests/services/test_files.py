import io
import os
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.commands.demo.filling import SAMPLES
from portal.extensions import db
from portal.models import Upload
from portal.services import files
from portal.services.transaction import new_token, write
from tests import factories

PNG = next(content for _name, kind, content in SAMPLES if kind == "image/png")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x00" + b"\0" * 24


def workbook(*extra):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *extra):
            archive.writestr(name, "<x/>")
    return packed.getvalue()


# Its list of names wants a reader of version 9.9.
FROM_THE_FUTURE = workbook()
FROM_THE_FUTURE = FROM_THE_FUTURE.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x63")


@pytest.fixture
def user(app):
    return factories.arash()


def store(user, name, content):
    return files.store_upload(user, name, io.BytesIO(content))


def stored_files(app):
    return [p for p in Path(app.config["STORAGE_DIR"]).rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("گزارش.png", PNG, "image/png"),
        ("a.JPG", JPEG, "image/jpeg"),
        ("a.webp", WEBP, "image/webp"),
        ("نامه.pdf", PDF, "application/pdf"),
        ("log.txt", "سلام\n".encode(), "text/plain"),
        ("log.txt", "سلام".encode("cp1256"), "text/plain"),
        ("list.csv", b"a,b\n", "text/csv"),
        ("book.xlsx", workbook(), files.XLSX),
    ],
)
def test_allowed_file_is_kept_unchanged(user, name, content, media_type):
    upload = store(user, name, content)
    path = files.path_of(upload.storage_key)
    assert (upload.name, upload.media_type, upload.size) == (name, media_type, len(content))
    assert path.read_bytes() == content
    assert upload.sha256 == files.sha256(content)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='x'/>"),
        ("run.exe", b"MZ"),
        ("noextension", b"text"),
        ("picture.png", b"<script>alert(1)</script>"),
        ("picture.png", JPEG),
        ("letter.pdf", PNG),
        ("log.txt", b"a\0b"),
        ("book.xlsx", b"PK\x03\x04 broken"),
        ("book.xlsx", workbook("xl/vbaProject.bin")),
        ("book.xlsx", FROM_THE_FUTURE),
        ("archive.zip", workbook()),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_and_leaves_nothing(app, user, name, content):
    with pytest.raises(files.FileTypeRefused):
        store(user, name, content)
    assert stored_files(app) == []
    assert db.session.query(Upload).count() == 0


def test_empty_file_is_refused(user):
    with pytest.raises(files.FileEmpty):
        store(user, "a.txt", b"")


@pytest.mark.settings(UPLOAD_MB=1)
def test_file_over_the_limit_is_refused_and_leaves_nothing(app, user):
    store(user, "a.txt", b"a" * 2**20)
    with pytest.raises(files.FileTooLarge, match="۱ مگابایت"):
        store(user, "b.txt", b"a" * (2**20 + 1))
    assert len(stored_files(app)) == 1


def test_failed_row_leaves_no_file(app, user, monkeypatch):
    def no_token():
        raise RuntimeError("no row")

    monkeypatch.setattr(files, "new_token", no_token)
    with pytest.raises(RuntimeError):
        store(user, "a.txt", b"text")
    assert stored_files(app) == []


def test_dropped_upload_is_gone_and_anothers_stays(app, user):
    mine, other = store(user, "a.txt", b"a"), store(factories.bahar(), "b.txt", b"b")
    files.drop_upload(user, mine.token)
    files.drop_upload(user, other.token)
    files.drop_upload(user, "nothing")
    assert [upload.name for upload in db.session.query(Upload)] == ["b.txt"]
    assert len(stored_files(app)) == 1


def test_sweep_removes_day_old_uploads_and_strays_and_nothing_else(app, clock, user):
    clock.set(clock.now())
    old = store(user, "old.txt", b"old")
    with write():
        db.session.get(Upload, old.id).created_at = clock.now() - timedelta(days=2)
    kept = store(user, "new.txt", b"new")
    stray = files.path_of("ab" + "0" * 46)
    fresh_stray = files.path_of("ab" + "1" * 46)
    for path in (stray, fresh_stray):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"?")
    clock.set(clock.now().fromtimestamp(time.time(), clock.now().tzinfo))
    with write():
        db.session.get(Upload, kept.id).created_at = clock.now()
    os.utime(stray, (time.time() - 2 * 86400,) * 2)
    assert files.sweep() == 2
    left = {path.name for path in stored_files(app)}
    assert left == {kept.storage_key, fresh_stray.name}


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\x\\گزارش.png", "گزارش.png"),
        ("a\u202egnp.exe.txt", "agnp.exe.txt"),
        ("نام\nدو.txt", "نام دو.txt"),
        (".hidden.txt", "hidden.txt"),
    ],
)
def test_name_of_a_file_is_only_a_name(given_name, kept):
    assert files.clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_is_an_error_or_too_long(name):
    clean = files.clean_name(name)
    assert 0 < len(clean) <= 200
    assert "/" not in clean
    assert "\n" not in clean


def waiting(user, count, size=1):
    """Rows of files that wait; what they hold does not matter."""
    with write() as session:
        for _ in range(count):
            session.add(
                Upload(
                    user_id=user.id,
                    token=new_token(),
                    name="a.txt",
                    size=size,
                    media_type="text/plain",
                    sha256="0" * 64,
                    storage_key=new_token(),
                )
            )


def test_only_so_many_files_of_a_person_wait(app, user):
    waiting(user, files.MOST_WAITING - 1)
    last = store(user, "a.txt", b"a")
    before = stored_files(app)
    with pytest.raises(files.TooMuchWaits, match="۳۰"):
        store(user, "b.txt", b"b")
    assert stored_files(app) == before
    files.drop_upload(user, last.token)
    assert store(user, "b.txt", b"b")


def test_only_so_much_of_a_person_waits(app, user):
    waiting(user, 2, files.MOST_WAITING_MB * 2**19)
    with pytest.raises(files.TooMuchWaits, match="۱۰۰ مگابایت"):
        store(user, "a.txt", b"a")
    assert stored_files(app) == []
    assert store(factories.bahar(), "a.txt", b"a")


@pytest.mark.settings(UPLOAD_FILES="20", UPLOAD_MB="50")
def test_two_full_letters_may_always_wait(user):
    waiting(user, 39, 50 * 2**20)
    assert store(user, "a.txt", b"a")
    with pytest.raises(files.TooMuchWaits, match="۴۰ فایل یا ۲٬۰۰۰ مگابایت"):
        store(user, "b.txt", b"b")
