"""Headers on every answer, permission on every route, no script but our own."""

import re
from pathlib import Path

import pytest
from flask import abort, session

from portal.extensions import csrf

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
