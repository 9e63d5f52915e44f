"""Files: sent ahead, taken back, and handed out to nobody but those who may read them."""

import io

import pytest
from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Attachment, Upload
from portal.services import desk, files
from portal.services.transaction import new_token
from tests import factories
from tests.tickets import pages

pytestmark = pytest.mark.defaults


def send_ahead(client, name: str, content: bytes, **fields):
    data = {"file": (io.BytesIO(content), name)} | fields
    return pages.post(client, "/uploads", data, htmx=True)


def stored(user, name: str, content: bytes) -> str:
    return files.store_upload(user, name, io.BytesIO(content)).token


@pytest.fixture
def attached(arash):
    """Makes a ticket of Arash's with one file; returns the attachment."""

    def make(name: str = "گزارش ارسال.png", content: bytes = pages.PNG) -> Attachment:
        factories.make_ticket(arash, uploads=[stored(arash, name, content)])
        return db.session.scalars(select(Attachment).order_by(Attachment.id.desc())).first()

    return make


def test_file_sent_ahead_comes_back_as_a_chip_of_the_form(member):
    answer = send_ahead(member, "گزارش ارسال.png", pages.PNG)
    upload = db.session.scalars(select(Upload)).one()
    assert answer.status_code == 201
    assert f'name="uploads" value="{upload.token}"' in answer.text
    assert "گزارش ارسال.png" in answer.text
    assert f"/uploads/{upload.token}/delete" in answer.text


def test_file_of_a_question_carries_its_key(member):
    answer = send_ahead(member, "رسید.png", pages.PNG, field="receipt")
    assert 'name="uploads-receipt"' in answer.text
    odd = send_ahead(member, "رسید.png", pages.PNG, field='x"><script>')
    assert odd.status_code == 400


@pytest.mark.parametrize(
    "name, content",
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("page.html", b"<h1>x</h1>"),
        ("run.exe", b"MZ\x90"),
        ("page.png", b"<html><script>alert(1)</script></html>"),
        ("report.pdf", pages.PNG),
        ("noext", b"text"),
    ],
)
def test_type_that_is_not_allowed_is_refused_and_leaves_nothing(member, app, name, content):
    answer = send_ahead(member, name, content)
    assert answer.status_code == 422
    assert answer.text == "این نوع فایل پذیرفته نمی‌شود."
    assert db.session.scalar(select(Upload.id)) is None
    assert [p for p in files.Path(app.config["STORAGE_DIR"]).rglob("*") if p.is_file()] == []


@pytest.mark.settings(UPLOAD_MB=1)
def test_file_over_the_limit_is_refused_with_the_limit(member):
    answer = send_ahead(member, "a.txt", b"a" * (2**20 + 1))
    assert answer.status_code == 422
    assert answer.text == "حجم هر فایل حداکثر ۱ مگابایت است."


@pytest.mark.settings(UPLOAD_MB=1, UPLOAD_FILES=1)
def test_request_that_is_far_too_large_is_answered_413(member):
    answer = send_ahead(member, "a.txt", b"a" * 5 * 2**20)
    assert answer.status_code == 413


def test_upload_without_a_file_is_a_bad_request(member):
    assert pages.post(member, "/uploads", {}).status_code == 400


def test_upload_is_taken_back_by_its_owner_alone(member, arash):
    bahar = factories.bahar()
    own, others = stored(arash, "a.txt", b"a"), stored(bahar, "b.txt", b"b")
    for token in (own, others):
        assert pages.post(member, f"/uploads/{token}/delete", {}).status_code == 204
    assert db.session.scalars(select(Upload.token)).all() == [others]


def test_someone_elses_upload_cannot_be_attached(member, arash):
    others = stored(factories.bahar(), "b.txt", b"b")
    answer = pages.send(member, uploads=others)
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def test_attachment_is_downloaded_with_its_persian_name(member, attached):
    attachment = attached()
    answer = member.get(f"/attachments/{attachment.id}")
    assert answer.data == pages.PNG
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''%DA%AF" in disposition
    assert disposition.isascii()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"].startswith("private")


def test_unchanged_attachment_is_not_sent_again(member, attached):
    url = f"/attachments/{attached().id}"
    etag = member.get(url).headers["ETag"]
    assert member.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_only_images_are_shown_in_place(member, attached):
    image, text = attached(), attached("a.txt", b"<script>alert(1)</script>")
    shown = member.get(f"/attachments/{image.id}?inline=1")
    assert shown.headers["Content-Disposition"].startswith("inline; ")
    assert shown.mimetype == "image/png"
    kept = member.get(f"/attachments/{text.id}?inline=1")
    assert kept.headers["Content-Disposition"].startswith("attachment; ")
    assert kept.mimetype == "text/plain"


def test_quotes_and_line_ends_in_a_name_break_no_header(member, attached):
    attachment = attached('a"b\r\nSet-Cookie: x;.txt', b"a")
    answer = member.get(f"/attachments/{attachment.id}")
    assert answer.status_code == 200
    assert "Set-Cookie: x" not in str(answer.headers)


@pytest.mark.parametrize("who, status", [("bahar", 404), ("cyrus", 200), ("dana", 200)])
def test_attachment_opens_for_those_who_may_read_its_ticket(app, attached, who, status):
    attachment = attached()
    client = app.test_client()
    factories.log_in(client, getattr(factories, who)())
    assert client.get(f"/attachments/{attachment.id}").status_code == status


def test_agent_of_another_department_gets_no_file(app, attached):
    attachment = attached()
    client = app.test_client()
    factories.log_in(client, factories.cyrus(departments=("finance",)))
    assert client.get(f"/attachments/{attachment.id}").status_code == 404


def test_file_of_an_internal_note_is_not_the_customers(member, arash):
    dana = factories.dana()
    ticket = factories.make_ticket(arash)
    token = stored(dana, "internal.txt", b"secret")
    note = desk.note(dana, ticket.number, "یادداشت", token=new_token(), upload_tokens=[token])
    assert member.get(f"/attachments/{note.attachments[0].id}").status_code == 404


def test_unknown_attachment_is_404_and_a_stranger_is_asked_to_log_in(member, app, attached):
    attachment = attached()
    assert member.get("/attachments/999").status_code == 404
    assert member.get("/attachments/99999999999").status_code == 404
    stranger = app.test_client().get(f"/attachments/{attachment.id}")
    assert stranger.status_code == 303
    assert stranger.location.startswith("/login")


def test_attachment_whose_file_was_lost_is_404(member, attached):
    attachment = attached()
    files.path_of(attachment.storage_key).unlink()
    assert member.get(f"/attachments/{attachment.id}").status_code == 404
