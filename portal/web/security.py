"""Headers that every answer carries, errors included, and bounds that every route keeps."""

import re

from flask import Flask, Response, abort, current_app, request, session
from werkzeug.routing import IntegerConverter

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "otp-credentials=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Browsers heed these over TLS alone, and warn of the second elsewhere. Other hosts of the
# reseller's domain are not ours to bind.
HTTPS_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class BoundedInteger(IntegerConverter):
    """`<int:…>` in routes: what no INTEGER column can hold is no page (404), not a failed query."""

    def __init__(self, url_map, *args, **kwargs) -> None:
        kwargs.setdefault("max", 2**31 - 1)
        super().__init__(url_map, *args, **kwargs)


def init_app(app: Flask) -> None:
    """Must run before the blueprints are registered, and before the CSRF check: that one reads
    the form."""
    app.url_map.converters["int"] = BoundedInteger
    app.before_request(_refuse_nul)
    app.before_request(_refuse_odd_body)
    app.after_request(_harden)


def _refuse_nul() -> None:
    # No address of ours holds NUL, and PostgreSQL cannot be asked about it.
    if "\x00" in request.path or b"%00" in request.query_string:
        abort(400)


def _refuse_odd_body() -> None:
    """Lets forms alone through, of names and texts that a database takes."""
    if request.mimetype != "multipart/form-data":
        # MAX_FORM_MEMORY_SIZE bounds the texts of multipart bodies alone.
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"] + 1024
    if request.method not in _UNSAFE:
        return
    if request.content_length and request.mimetype not in FORM_TYPES:
        abort(415)
    for name, texts in request.form.lists():
        if name is None or any(map(is_unstorable, (name, *texts))):
            abort(400)
    if any(name is None or is_unstorable(name) for name in request.files):
        abort(400)


def is_unstorable(text: str) -> bool:
    """Whether the text holds NUL or half a surrogate pair, which PostgreSQL refuses."""
    return _UNSTORABLE.search(text) is not None


def _harden(response: Response) -> Response:
    https = current_app.config["SESSION_COOKIE_SECURE"]
    for name, value in (HEADERS | HTTPS_HEADERS if https else HEADERS).items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        # Whoever has a session sees pages that are theirs alone; a shared computer must not
        # show them again after logout.
        response.headers["Cache-Control"] = "no-store" if session else "no-cache"
    return response
