"""The files of a form: those sent ahead of it and those sent with it."""

from dataclasses import dataclass, field

from flask import current_app, request
from flask_login import current_user

from portal.models import Upload
from portal.services import files


@dataclass
class FileBox:
    """The waiting files of one place in a form, and what was wrong with those just sent.

    `tokens` also hold files that are gone: the service refuses those, unless the form has been
    accepted before.
    """

    name: str
    most: int
    uploads: list[Upload] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def receive(key: str = "", most: int | None = None) -> FileBox:
    """The files of the posted form in one place: those sent ahead, and those sent with it, which
    are kept too, so that a refused form loses nothing. `key` names a category's file field."""
    me = current_user._get_current_object()
    name = f"uploads-{key}" if key else "uploads"
    box = FileBox(name, most or current_app.config["UPLOAD_FILES"])
    dropped = request.form.get("drop", "")
    box.tokens = [token for token in request.form.getlist(name) if token != dropped]
    box.uploads = files.uploads_of(me, box.tokens)
    for sent in request.files.getlist(f"details-{key}" if key else "attachments"):
        if not sent.filename:
            continue
        try:
            if len(box.tokens) >= box.most:
                raise files.TooManyFiles(box.most)
            kept = files.store_upload(me, sent.filename, sent.stream)
        except files.FileRefused as refusal:
            box.errors.append(f"«{files.clean_name(sent.filename)}»: {refusal}")
        else:
            box.uploads.append(kept)
            box.tokens.append(kept.token)
    return box
