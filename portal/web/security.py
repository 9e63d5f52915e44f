"""Headers that every answer carries, errors included, and bounds that every route keeps."""

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


class BoundedInteger(IntegerConverter):
    """`<int:…>` in routes: what no INTEGER column can hold is no page (404), not a failed query."""

    def __init__(self, url_map, *args, **kwargs) -> None:
        kwargs.setdefault("max", 2**31 - 1)
        super().__init__(url_map, *args, **kwargs)


def init_app(app: Flask) -> None:
    """Must run before the blueprints are registered."""
    app.url_map.converters["int"] = BoundedInteger
    app.before_request(_refuse_nul)
    app.after_request(_harden)


def _refuse_nul() -> None:
    # No address of ours holds NUL, and PostgreSQL cannot be asked about it.
    if "\x00" in request.path or b"%00" in request.query_string:
        abort(400)


def _harden(response: Response) -> Response:
    https = current_app.config["SESSION_COOKIE_SECURE"]
    for name, value in (HEADERS | HTTPS_HEADERS if https else HEADERS).items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        # Whoever has a session sees pages that are theirs alone; a shared computer must not
        # show them again after logout.
        response.headers["Cache-Control"] = "no-store" if session else "no-cache"
    return response
