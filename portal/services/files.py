"""Files: hostile until proven harmless, kept under random names outside the web root.

A file is written and synced before its row is committed, so that no row ever lacks its file; a
file without a row is swept after a day.
"""

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import puremagic
from flask import current_app
from sqlalchemy import func, select

from portal import clock
from portal.extensions import db
from portal.models import Attachment, Message, Upload, User
from portal.persian import digits, letters
from portal.services.transaction import new_token, write

# Domain 1.5: extension → the media type we serve and the ones that its content may show.
IMAGE_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
TEXT_TYPES = {"txt": "text/plain", "csv": "text/csv"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALLOWED = IMAGE_TYPES | TEXT_TYPES | {"pdf": "application/pdf", "xlsx": XLSX}
PREVIEWED = frozenset(IMAGE_TYPES.values())
KEEP_UPLOADS = timedelta(days=1)
CHUNK = 64 * 1024
HEAD = 4096
# Of one person, unless two full letters need more.
MOST_WAITING = 30
MOST_WAITING_MB = 100


class FileRefused(Exception):
    """The file cannot be taken; the message is for the person who sent it."""


class FileTooLarge(FileRefused):
    def __init__(self, most_mb: int):
        super().__init__(f"حجم هر فایل حداکثر {digits.to_persian(most_mb)} مگابایت است.")


class FileTypeRefused(FileRefused):
    def __init__(self) -> None:
        super().__init__("این نوع فایل پذیرفته نمی‌شود.")


class FileEmpty(FileRefused):
    def __init__(self) -> None:
        super().__init__("این فایل خالی است.")


class TooManyFiles(FileRefused):
    def __init__(self, most: int):
        super().__init__(f"حداکثر {digits.to_persian(most)} فایل بفرستید.")


class TooMuchWaits(FileRefused):
    def __init__(self, most: int, most_mb: int):
        super().__init__(
            f"حداکثر {digits.number(most)} فایل یا {digits.number(most_mb)} مگابایت می‌تواند در "
            "انتظار ارسال بماند. لطفاً نخست نامه را بفرستید یا فایلی را حذف کنید."
        )


class UploadNotFound(FileRefused):
    def __init__(self) -> None:
        super().__init__("فایل فرستاده‌شده دیگر در دسترس نیست؛ آن را دوباره پیوست کنید.")


def store_upload(user: User, filename: str, stream: BinaryIO) -> Upload:
    """Keeps a file for a day until a message takes it. Raises FileRefused with the reason."""
    name = clean_name(filename)
    media_type = ALLOWED.get(_extension(name))
    if media_type is None:
        raise FileTypeRefused
    _keep_quota(user)
    key = secrets.token_hex(24)
    path = path_of(key)
    size, sha256 = _write_file(path, stream)
    try:
        _check_content(path, media_type)
        with write() as session:
            upload = Upload(
                user_id=user.id,
                token=new_token(),
                name=name,
                size=size,
                media_type=media_type,
                sha256=sha256,
                storage_key=key,
            )
            session.add(upload)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return upload


def _keep_quota(user: User) -> None:
    letter = current_app.config["UPLOAD_FILES"]
    most = max(MOST_WAITING, 2 * letter)
    most_mb = max(MOST_WAITING_MB, 2 * letter * current_app.config["UPLOAD_MB"])
    waiting = select(func.count(), func.coalesce(func.sum(Upload.size), 0))
    count, size = db.session.execute(waiting.where(Upload.user_id == user.id)).one()
    if count >= most or size >= most_mb * 2**20:
        raise TooMuchWaits(most, most_mb)


def uploads_of(user: User, tokens: Sequence[str]) -> list[Upload]:
    """The user's own waiting files with these tokens, in order; others are left out."""
    if not tokens:
        return []
    found = {
        upload.token: upload
        for upload in db.session.scalars(
            select(Upload).where(Upload.user_id == user.id, Upload.token.in_(tokens))
        )
    }
    return [found[token] for token in dict.fromkeys(tokens) if token in found]


def drop_upload(user: User, token: str) -> None:
    """Forgets a waiting file; nothing happens when it is gone already."""
    with write() as session:
        upload = session.scalar(
            select(Upload).where(Upload.user_id == user.id, Upload.token == token)
        )
        if upload is None:
            return
        key = upload.storage_key
        session.delete(upload)
    path_of(key).unlink(missing_ok=True)


def attach(
    user: User, tokens: Sequence[str], message: Message, field_key: str | None = None
) -> int:
    """Gives waiting files to a message, inside its write(); returns how many.

    Raises TooManyFiles, or UploadNotFound when one has gone: a message never lacks its file.
    """
    tokens = list(dict.fromkeys(tokens))
    most = current_app.config["UPLOAD_FILES"]
    if len(tokens) > most:
        raise TooManyFiles(most)
    uploads = uploads_of(user, tokens)
    if len(uploads) != len(tokens):
        raise UploadNotFound
    for upload in uploads:
        message.attachments.append(
            Attachment(
                field_key=field_key,
                name=upload.name,
                size=upload.size,
                media_type=upload.media_type,
                sha256=upload.sha256,
                storage_key=upload.storage_key,
            )
        )
        db.session.delete(upload)
    return len(uploads)


def sweep() -> int:
    """Removes waiting files older than a day and files on disk that no row knows."""
    limit = clock.now() - KEEP_UPLOADS
    with write() as session:
        old = session.scalars(select(Upload).where(Upload.created_at < limit)).all()
        keys = [upload.storage_key for upload in old]
        for upload in old:
            session.delete(upload)
    for key in keys:
        path_of(key).unlink(missing_ok=True)
    return len(keys) + sum(_remove_strays(limit.timestamp()))


def _remove_strays(older_than: float) -> Iterable[int]:
    root = Path(current_app.config["STORAGE_DIR"])
    for folder in sorted(root.glob("??")):
        files = {f.name: f for f in folder.iterdir() if f.stat().st_mtime < older_than}
        if not files:
            continue
        known = set()
        for model in (Upload, Attachment):
            known.update(
                db.session.scalars(select(model.storage_key).where(model.storage_key.in_(files)))
            )
        for name in files.keys() - known:
            files[name].unlink(missing_ok=True)
            yield 1


def sha256(content: bytes) -> str:
    """The digest under which a file stands in the record."""
    return hashlib.sha256(content).hexdigest()


def path_of(storage_key: str) -> Path:
    """Where a stored file lies."""
    return Path(current_app.config["STORAGE_DIR"]) / storage_key[:2] / storage_key


def clean_name(filename: str) -> str:
    """A file's own name: no folders, no control or direction marks, at most 120 characters."""
    name = letters.clean_line(PurePosixPath(filename.replace("\\", "/")).name).strip(". ")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:112]}{dot}{extension[:7]}" if dot else name[:120] or "file"


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _write_file(path: Path, stream: BinaryIO) -> tuple[int, str]:
    most_mb = current_app.config["UPLOAD_MB"]
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most_mb * 2**20:
                    raise FileTooLarge(most_mb)
                digest.update(chunk)
                file.write(chunk)
            if size == 0:
                raise FileEmpty
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


def _check_content(path: Path, media_type: str) -> None:
    """Raises FileTypeRefused unless the content is what the name promises."""
    if media_type in TEXT_TYPES.values():
        fits = _is_text(path)
    elif media_type == XLSX:
        fits = _is_plain_workbook(path)
    else:
        with path.open("rb") as file:
            fits = media_type in _sniffed(file.read(HEAD))
    if not fits:
        raise FileTypeRefused


def _sniffed(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return set()


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read()
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    for encoding in ("utf-8-sig", "utf-16", "cp1256"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_plain_workbook(path: Path) -> bool:
    """An Excel workbook without macros; only the list of names is read, nothing is unpacked.

    RuntimeError is zipfile's for what it cannot read, NotImplementedError included.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False
    has_macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names)
    return "[Content_Types].xml" in names and "xl/workbook.xml" in names and not has_macros
