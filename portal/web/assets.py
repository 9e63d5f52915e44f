"""Static files: named by their content, compressed once, kept in memory.

`asset("css/theme.css")` gives a URL that carries a hash of the content, so that browsers may keep
the answer for ever. References between files (fonts, images, the icon sprite in CSS) are rewritten
to such URLs when the files are read.
"""

import gzip
import hashlib
import mimetypes
import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask, Request, Response, abort, current_app, request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface

from portal.web.access import public

IMMUTABLE = "public, max-age=31536000, immutable"
# Answers that are the same for everyone: they must neither set the session's cookie anew nor
# vary by it, or no cache would keep them.
SESSIONLESS = ("/static/", "/brand.css", "/favicon.ico", "/robots.txt", "/healthz", "/readyz")
# Small answers don't shrink; a dynamic page gets the cheap level, a file the best one.
GZIP_FROM_BYTES = 1024
PAGE_LEVEL = 4
_COMPRESSIBLE = re.compile(r"text/|application/(json|javascript)|image/svg\+xml")
# Our style sheets write such references without quotes.
_CSS_URL = re.compile(r"url\(([\w./-]+)\)")
# mimetypes reads the machine's tables; the portal's own files must not depend on them.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes as served, its type and the hash that names this content."""

    body: bytes
    media_type: str
    digest: str

    @cached_property
    def gzipped(self) -> bytes | None:
        """The compressed bytes; None where that gains nothing (fonts)."""
        if not _COMPRESSIBLE.match(self.media_type) or len(self.body) < GZIP_FROM_BYTES:
            return None
        return gzip.compress(self.body, 9, mtime=0)


class Assets:
    """All files under `root`, read on first use."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.root = root
        self.prefix = prefix
        self._files: dict[str, Asset] = {}

    def get(self, path: str) -> Asset | None:
        """The file at `path` (relative, with slashes); None when there is none."""
        if path not in self._files:
            # One spelling for each file, or the spellings would fill the memory.
            if posixpath.normpath(path) != path:
                return None
            try:
                file = (self.root / path).resolve()
                if not file.is_relative_to(self.root) or not file.is_file():
                    return None
            except (OSError, ValueError):  # a name that no file can have
                return None
            self._files[path] = self._read(path, file)
        return self._files[path]

    def url(self, path: str) -> str:
        """The URL of `path`. Raises LookupError for a file that does not exist."""
        asset = self.get(path)
        if asset is None:
            raise LookupError(f"no static file {path}")
        return f"{self.prefix}/{path}?v={asset.digest}"

    def _read(self, path: str, file: Path) -> Asset:
        body = file.read_bytes()
        if file.suffix == ".css":
            folder = posixpath.dirname(path)
            body = _CSS_URL.sub(
                lambda found: f"url({self.url(posixpath.normpath(f'{folder}/{found[1]}'))})",
                body.decode(),
            ).encode()
        media_type = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        digest = hashlib.sha256(body).hexdigest()[:16]
        return Asset(body, media_type or "application/octet-stream", digest)


def init_app(app: Flask) -> None:
    """Serves /static from memory, gives templates `asset()`, compresses dynamic answers."""
    assets = Assets(Path(app.static_folder).resolve(), app.static_url_path)
    app.extensions["assets"] = assets
    app.view_functions["static"] = serve
    app.session_interface = Sessions()
    app.jinja_env.globals["asset"] = assets.url
    app.after_request(compress)


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, but none for SESSIONLESS paths."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | NullSession:
        if request.path.startswith(SESSIONLESS):
            return self.make_null_session(app)
        return super().open_session(app, request)


@public
def serve(filename: str) -> Response:
    """A static file; for ever when the URL names its content, else to be asked for again."""
    asset = current_app.extensions["assets"].get(filename)
    if asset is None:
        abort(404)
    named = request.args.get("v") == asset.digest
    response = Response(asset.body, content_type=asset.media_type)
    response.headers["Cache-Control"] = IMMUTABLE if named else "no-cache"
    response.set_etag(asset.digest)
    if asset.gzipped is not None:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] > 0:
            response.set_data(asset.gzipped)
            response.content_encoding = "gzip"
            # The two forms differ in bytes, so a strong validator must differ too.
            response.set_etag(f"{asset.digest}-gz")
    return response.make_conditional(request)


def compress(response: Response) -> Response:
    """Compresses a page.

    Against BREACH: the one secret in a page is the CSRF token, and Flask-WTF signs it anew with
    each second, so no two answers an attacker could compare carry the same signature; besides,
    the session cookie is SameSite=Lax, so another site's requests get no logged-in page.
    """
    if (
        response.direct_passthrough
        or response.is_streamed
        or response.content_encoding
        or response.status_code in (204, 206, 304)
        or not _COMPRESSIBLE.match(response.content_type or "")
        or len(response.get_data()) < GZIP_FROM_BYTES
    ):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), PAGE_LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response
