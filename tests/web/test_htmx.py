"""Fragments, redirects and toasts: what htmx is told."""

import html
import json
import re

import pytest
from flask import Response, get_flashed_messages

from portal.web import htmx

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
FULL = {"HX-Request": "true", "HX-Request-Type": "full"}
RESTORE = {"HX-History-Restore-Request": "true", "HX-Request-Type": "full"}


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [({}, "no"), (PARTIAL, "yes"), (FULL, "no"), (RESTORE, "no"), ({"HX-Request": "true"}, "no")],
)
def test_only_a_partial_request_gets_a_fragment(pages, headers, wanted):
    pages.add("/page", lambda: "yes" if htmx.wants_fragment() else "no")
    assert pages.client.get("/page", headers=headers).text == wanted


def test_see_other_redirects_browsers_and_tells_htmx(pages):
    pages.add("/go", lambda: htmx.see_other("/guide"))
    plain = pages.client.get("/go")
    assert plain.status_code == 303
    assert plain.location == "/guide"
    asked = pages.client.get("/go", headers=PARTIAL)
    assert asked.status_code == 204
    assert asked.headers["HX-Redirect"] == "/guide"


def test_toast_travels_in_ascii(pages):
    def view():
        htmx.toast("ذخیره شد.", "green")
        return "done"

    pages.add("/save", view)
    header = pages.client.get("/save", headers=PARTIAL).headers["HX-Trigger"]
    assert header.isascii()
    assert json.loads(header) == {"toast": {"text": "ذخیره شد.", "tone": "green"}}


def test_toast_of_a_plain_request_waits_for_the_next_page(pages):
    def view():
        htmx.toast("ذخیره شد.")
        return htmx.see_other("/next")

    pages.add("/save", view)
    pages.add("/next", lambda: " ".join(get_flashed_messages()))
    assert "HX-Trigger" not in pages.client.get("/save").headers
    assert pages.client.get("/next").text == "ذخیره شد."


def test_toast_survives_the_page_load_that_htmx_is_sent_to(pages):
    def view():
        htmx.toast("ذخیره شد.")
        return htmx.see_other("/next")

    pages.add("/save", view)
    pages.add("/next", lambda: " ".join(get_flashed_messages()))
    assert "HX-Trigger" not in pages.client.get("/save", headers=PARTIAL).headers
    assert pages.client.get("/next").text == "ذخیره شد."


def test_several_events_share_one_header(pages):
    def view():
        htmx.trigger("draft:clear", {"key": "new"})
        htmx.toast("تیکت ثبت شد.")
        return "done"

    pages.add("/save", view)
    header = pages.client.get("/save", headers=PARTIAL).headers["HX-Trigger"]
    assert set(json.loads(header)) == {"draft:clear", "toast"}


def test_guest_is_sent_to_login_and_back(pages):
    pages.add("/mine", htmx.unauthorized)
    answer = pages.client.get("/mine?page=2")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/mine?page%3D2"


def ended(pages, referer="http://localhost/tickets/10001?x=1", **fields):
    """A plain form that arrives after its login has ended."""
    pages.app.config["WTF_CSRF_ENABLED"] = False
    pages.add("/mine", htmx.unauthorized, methods=("POST",))
    return pages.client.post("/mine", data=fields, headers={"Referer": referer})


def test_writer_without_script_whose_login_has_ended_gets_the_text_back(pages):
    body = "با سلام\n</textarea><script>alert(1)</script>"
    answer = ended(pages, subject="نرسیدن پیامک", body=body)
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"
    areas = re.findall(
        r"<textarea[^>]* readonly[^>]*>\r?\n?(.*?)</textarea>", answer.text, re.DOTALL
    )
    assert [html.unescape(area) for area in areas] == ["نرسیدن پیامک", body]
    assert "<script>alert" not in answer.text
    assert "مهلت ورود شما پایان یافته است" in answer.text
    assert 'href="/login?next=/tickets/10001?x%3D1"' in answer.text
    assert "data-trouble" in answer.text


def test_text_that_is_given_back_holds_no_secret(pages):
    secrets = {
        "password": "a secret of four words",
        "new_password": "another secret of words",
        "csrf_token": "csrf of the page",
        "token": "name of the sending",
        "code": "12 34 56",
        "api_key": "key of a gateway",
    }
    answer = ended(pages, body="متن نامه", intro="متنی در چند واژه", **secrets)
    assert "متن نامه" in answer.text
    assert "متنی در چند واژه" in answer.text
    for secret in secrets.values():
        assert secret not in answer.text


@pytest.mark.parametrize(
    "referer",
    ["", "nonsense", "http://[", "http://evil.example/tickets", "http://localhost//evil.example"],
)
def test_odd_referer_leads_nowhere(pages, referer):
    assert 'href="/login"' in ended(pages, referer, body="متن").text


def test_script_is_told_that_the_text_is_kept_only_of_forms_that_keep_drafts(pages):
    pages.app.config["WTF_CSRF_ENABLED"] = False
    pages.add("/mine", htmx.unauthorized, methods=("POST",))
    pages.add("/next", lambda: " ".join(get_flashed_messages()))
    pages.client.post("/mine", data={"body": "متن", "token": "x"}, headers=PARTIAL)
    assert pages.client.get("/next").text == htmx.LOGIN_FIRST_DRAFT_KEPT
    pages.client.post("/mine", data={"note": "متن"}, headers=PARTIAL)
    assert pages.client.get("/next").text == htmx.LOGIN_FIRST


@pytest.mark.parametrize("kind", [PARTIAL, FULL, RESTORE])
def test_script_of_a_guest_is_told_to_load_the_login_page(pages, kind):
    pages.add("/mine", htmx.unauthorized)
    here = {"HX-Current-URL": "http://localhost/tickets/10001?x=1"}
    answer = pages.client.get("/mine", headers=kind | here)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login?next=/tickets/10001?x%3D1"
    assert answer.text == ""


@pytest.mark.parametrize("url", ["", "nonsense", "javascript:alert(1)", "http://evil.example"])
def test_odd_current_url_leads_nowhere(pages, url):
    pages.add("/mine", htmx.unauthorized)
    answer = pages.client.get("/mine", headers=PARTIAL | {"HX-Current-URL": url})
    assert answer.headers["HX-Redirect"] == "/login"


def test_answer_that_a_view_made_itself_keeps_its_headers(pages):
    pages.add("/own", lambda: Response("x", headers={"Cache-Control": "private, max-age=60"}))
    assert pages.client.get("/own").headers["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("url", ["http://[", "http://[::1/a", "//[x]/a"])
def test_unreadable_address_of_the_page_is_left_out_of_the_way_back(pages, url):
    pages.add("/mine", htmx.unauthorized)
    answer = pages.client.get("/mine", headers=PARTIAL | {"HX-Current-URL": url})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login"
