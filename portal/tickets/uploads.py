"""Files: sent ahead of their message, taken back, handed out."""

import re
from urllib.parse import quote

from flask import Response, abort, current_app, make_response, render_template, request, send_file

from portal.models import Attachment
from portal.services import files, reading
from portal.tickets import bp
from portal.web.access import logged_in, me
from portal.web.limits import limit_posts

_FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
# An image of a stranger: nothing in it may run or load, even when it is opened by itself.
_SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@bp.post("/uploads")
@logged_in
@limit_posts("120 per minute;1000 per hour")
def upload() -> Response:
    """Takes one file ahead of its message; the answer is its chip for the form."""
    sent = request.files.get("file")
    key = request.form.get("field", "")
    if sent is None or (key and not _FIELD_KEY.fullmatch(key)):
        abort(400)
    try:
        stored = files.store_upload(me(), sent.filename or "", sent.stream)
    except files.FileRefused as refusal:
        return make_response(str(refusal), 422, {"Content-Type": "text/plain; charset=utf-8"})
    name = f"uploads-{key}" if key else "uploads"
    return make_response(render_template("tickets/_upload.html", upload=stored, name=name), 201)


@bp.post("/uploads/<token>/delete")
@logged_in
def drop_upload(token: str) -> Response:
    """Forgets a waiting file."""
    files.drop_upload(me(), token)
    return Response(status=204)


@bp.get("/attachments/<int:ident>")
@logged_in
def attachment(ident: int) -> Response:
    """A file of a message for whoever may read it; images also for looking at."""
    found = reading.attachment_for(me(), ident)
    path = files.path_of(found.storage_key)
    if not path.is_file():
        current_app.logger.error("Attachment %s has lost its file", found.id)
        abort(404)
    inline = "inline" in request.args and found.media_type in files.PREVIEWED
    response = send_file(
        path,
        mimetype=found.media_type,
        conditional=True,
        etag=found.sha256,
        max_age=0,
    )
    response.headers["Content-Disposition"] = _disposition(found, inline)
    response.headers["Content-Security-Policy"] = _SANDBOX
    # Asked for again each time, since who may read it can change; the hash spares the bytes.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _disposition(found: Attachment, inline: bool) -> str:
    # RFC 6266: the name in full for browsers, and a plain one for what is older.
    plain = re.sub(r"[^\w.-]+", "_", found.name, flags=re.ASCII).strip("_") or "file"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name, safe='')}"
