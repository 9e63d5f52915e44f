"""Headers on every answer, permission on every route, no script but our own."""

import io
import re
from pathlib import Path

import pytest
from flask import abort, request, session

from portal.extensions import csrf
from portal.web import security

ROOT = Path(__file__).parents[2]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts]
ACCESS = {"public", "callback", "logged_in", "customer", "staff", "supervisor", "admin"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def _fail():
    raise RuntimeError("a fault in a view")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/healthz", 200),
        ("/static/css/theme.css", 200),
        ("/nothing-here", 404),
        ("/wrong-method", 405),
        ("/forbidden", 403),
        ("/too-large", 413),
        ("/fault", 500),
    ],
)
def test_every_answer_carries_the_headers(pages, path, status):
    pages.add("/wrong-method", lambda: "", methods=("POST",))
    pages.add("/forbidden", lambda: abort(403))
    pages.add("/too-large", lambda: abort(413))
    pages.add("/fault", _fail)
    answer = pages.client.get(path)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "otp-credentials=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"]
    assert "Strict-Transport-Security" not in answer.headers


def test_https_site_asks_for_https_from_then_on(https_pages):
    answer = https_pages.client.get("/healthz")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_page_of_someone_with_a_session_is_never_stored(pages):
    def enter():
        session["name"] = "Arash"
        return "entered"

    pages.add("/enter", enter)
    pages.add("/page", lambda: "page")
    assert pages.client.get("/page").headers["Cache-Control"] == "no-cache"
    assert pages.client.get("/enter").headers["Cache-Control"] == "no-store"
    assert pages.client.get("/page").headers["Cache-Control"] == "no-store"


def test_guest_gets_no_cookie_on_public_pages(pages):
    for path in ("/", "/guide", "/nothing-here"):
        assert "Set-Cookie" not in pages.client.get(path).headers


def test_pages_and_fragments_are_kept_apart_by_caches(pages):
    pages.add("/page", lambda: "page")
    vary = pages.client.get("/page").headers["Vary"]
    assert "HX-Request-Type" in vary
    assert "HX-Request" in vary.replace("HX-Request-Type", "")


@pytest.mark.parametrize("path", ["/a%00b", "/?q=%00", "/guide?x=1&y=%00"])
def test_nul_in_an_address_is_refused(pages, path):
    assert pages.client.get(path).status_code in (400, 404)


URLENCODED = "application/x-www-form-urlencoded"
TWO_MB = 2 * 2**20


def _writes(pages) -> list:
    """Adds `/write`, whose form needs no token; what it was sent gathers in the list."""
    reached = []

    @csrf.exempt
    def write():
        reached.append(request.form)
        return "written"

    pages.add("/write", write, methods=("POST",))
    return reached


@pytest.mark.parametrize("body", [b"a=%00", b"%00=a", b"a=1&b=x%00y", b"a=\x00"])
def test_nul_in_a_form_is_refused(pages, body):
    reached = _writes(pages)
    assert pages.client.post("/write", data=body, content_type=URLENCODED).status_code == 400
    assert reached == []


@pytest.mark.parametrize("name", ["csrf_token", "a"])
def test_nul_is_refused_before_the_csrf_token_is_asked_for(pages, name):
    pages.add("/page", lambda: "", methods=("POST",))
    answer = pages.client.post("/page", data={name: "\x00"})
    assert answer.status_code == 400
    assert "این درخواست خوانا نبود" in answer.text


def _part(head: str, body: str = "x") -> bytes:
    return f"--b\r\nContent-Disposition: form-data{head}\r\n\r\n{body}\r\n--b--\r\n".encode()


@pytest.mark.parametrize(
    "body",
    [
        _part(""),
        _part('; filename="a.txt"'),
        _part('; name="a"', "\x00"),
        _part('; name="a\x00"'),
        _part('; name="a\x00"; filename="a.txt"'),
    ],
)
def test_part_without_a_usable_name_or_text_is_refused(pages, body):
    pages.add("/page", lambda: "", methods=("POST",))
    reached = _writes(pages)
    for path in ("/page", "/write"):
        answer = pages.client.post(path, data=body, content_type="multipart/form-data; boundary=b")
        assert answer.status_code == 400
        assert "این درخواست خوانا نبود" in answer.text
    assert reached == []


@pytest.mark.parametrize("text", ["a\ud800", "\udfff", "\x00", "a\x00b"])
def test_text_that_no_database_takes_is_known(text):
    assert security.is_unstorable(text)
    assert not security.is_unstorable("سلام 🙂\r\n\t")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "", "odd"])
def test_body_that_is_no_form_is_refused(pages, kind):
    reached = _writes(pages)
    answer = pages.client.post("/write", data=b'{"a": 1}', content_type=kind)
    assert answer.status_code == 415
    assert "<title>" in answer.text
    assert reached == []


def test_post_without_a_body_needs_no_type(pages):
    reached = _writes(pages)
    assert pages.client.post("/write").status_code == 200
    assert len(reached) == 1


def test_form_of_text_alone_is_bounded_as_one_with_files(pages):
    reached = _writes(pages)
    most = b"a=" + b"x" * TWO_MB
    assert pages.client.post("/write", data=most, content_type=URLENCODED).status_code == 200
    more = most + b"x" * 1024
    assert pages.client.post("/write", data=more, content_type=URLENCODED).status_code == 413
    assert len(reached) == 1


def test_overlong_form_is_refused_before_the_csrf_token_is_asked_for(pages):
    pages.add("/page", lambda: "", methods=("POST",))
    answer = pages.client.post("/page", data={"a": "x" * (TWO_MB + 2048)})
    assert answer.status_code == 413


def test_form_with_files_may_be_longer(pages):
    reached = _writes(pages)
    data = {"a": "1", "file": (io.BytesIO(b"x" * (TWO_MB + 2048)), "a.txt")}
    assert pages.client.post("/write", data=data).status_code == 200
    assert len(reached) == 1


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
def test_number_beyond_any_column_is_no_page(pages, number):
    pages.add("/number/<int:number>", lambda number: str(number))
    assert pages.client.get(f"/number/{number}").status_code == 404
    assert pages.client.get(f"/number/{2**31 - 1}").status_code == 200


def test_each_route_says_who_may_enter(pages):
    views = pages.app.view_functions
    for rule in pages.app.url_map.iter_rules():
        assert getattr(views[rule.endpoint], "access", None) in ACCESS, rule


def test_each_unsafe_route_wants_a_csrf_token(pages):
    rules = [rule for rule in pages.app.url_map.iter_rules() if rule.methods & UNSAFE]
    for rule in rules:
        view = pages.app.view_functions[rule.endpoint]
        name = f"{view.__module__}.{view.__name__}"
        blueprint = rule.endpoint.partition(".")[0]
        exempt = name in csrf._exempt_views or blueprint in csrf._exempt_blueprints
        assert exempt == (view.access == "callback"), rule


def test_post_without_token_is_refused_before_the_view(pages):
    reached = []
    pages.add("/write", lambda: reached.append(1) or "", methods=("POST",))
    assert pages.client.post("/write").status_code == 400
    assert reached == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_needs_no_looser_policy(template):
    source = re.sub(r"{#.*?#}", "", template.read_text(), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=", source)
    assert not re.search(r"<script(?! src=)", source)
    assert not re.search(r"\son\w+=|hx-on|javascript:|[\"']js:", source)
    assert not re.search(r"hx-trigger=\"[^\"]*\[", source)
    assert not re.search(r"\|\s*safe\b", source)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", source)
    assert not re.search(r"\b(btn-close|accordion|form-check-input|navbar-toggler)\b", source)
