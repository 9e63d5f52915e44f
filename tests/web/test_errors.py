"""Errors: a calm page or toast that says what happened and what to do."""

import json
import sqlite3

import pytest
from flask import abort, session
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.extensions import db, limiter
from portal.services.ticket_access import TicketNotFound
from portal.services.transaction import Conflict
from portal.web.errors import TROUBLES

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def _raising(error: Exception):
    def view():
        raise error

    return view


def _toast(answer) -> str:
    return json.loads(answer.headers["HX-Trigger"])["toast"]["text"]


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_error_page_explains_in_persian(pages, status):
    pages.add("/error", lambda: abort(status))
    answer = pages.client.get("/error")
    assert answer.status_code == status
    assert TROUBLES[status].title in answer.text
    assert TROUBLES[status].text in answer.text
    assert "data-trouble" in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_error_is_a_toast_for_htmx(pages, status):
    pages.add("/error", lambda: abort(status))
    answer = pages.client.get("/error", headers=PARTIAL)
    assert answer.status_code == status
    assert answer.text == ""
    assert TROUBLES[status].title in _toast(answer)


def test_error_without_a_page_of_its_own_keeps_its_status(pages):
    pages.add("/teapot", lambda: abort(418))
    answer = pages.client.get("/teapot")
    assert answer.status_code == 418
    assert TROUBLES[400].title in answer.text


def test_wrong_method_names_the_right_ones(pages):
    pages.add("/write", lambda: "", methods=("POST",))
    answer = pages.client.get("/write")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "OPTIONS, POST"


def test_fault_in_a_view_shows_nothing_of_it(pages):
    pages.add("/fault", _raising(RuntimeError("inner detail")))
    answer = pages.client.get("/fault")
    assert answer.status_code == 500
    assert "inner detail" not in answer.text
    assert TROUBLES[500].title in answer.text


def test_ticket_of_someone_else_is_no_page(pages):
    pages.add("/ticket", _raising(TicketNotFound()))
    assert pages.client.get("/ticket").status_code == 404


def test_stale_change_is_409(pages):
    pages.add("/change", _raising(Conflict()))
    answer = pages.client.get("/change")
    assert answer.status_code == 409
    assert TROUBLES[409].title in answer.text


def test_database_locked_by_another_writer_asks_to_come_again(pages, tmp_path):
    path = tmp_path / "instance/portal.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN IMMEDIATE")

    def view():
        connection = db.session.connection()
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
        db.session.execute(text("INSERT INTO t VALUES (1)"))

    pages.add("/write", view)
    answer = pages.client.get("/write")
    other.close()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert TROUBLES[503].text in answer.text


class _PostgresError(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("from the server")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "status"),
    [("40001", 503), ("40P01", 503), ("55P03", 503), (None, 503), ("53100", 500)],
)
def test_passing_trouble_of_postgresql_is_503_and_lasting_one_500(pages, sqlstate, status):
    pages.add("/read", _raising(OperationalError("SELECT 1", {}, _PostgresError(sqlstate))))
    assert pages.client.get("/read").status_code == status


def test_missing_table_is_a_fault(pages):
    pages.add("/read", lambda: str(db.session.execute(text("SELECT * FROM nothing")).all()))
    assert pages.client.get("/read").status_code == 500


def test_too_many_requests_say_when_to_come_again(tmp_path):
    from tests.web.conftest import Pages, _app

    pages = Pages(_app(tmp_path, LIMITS="on"))
    pages.add("/few", limiter.limit("1 per minute")(lambda: "few"))
    assert pages.client.get("/few").status_code == 200
    answer = pages.client.get("/few")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert TROUBLES[429].title in answer.text


def test_old_page_says_so(pages):
    pages.add("/write", lambda: "written", methods=("POST",))
    answer = pages.client.post("/write")
    assert answer.status_code == 400
    assert "صفحه کهنه شده است" in answer.text


def test_old_page_is_renewed_in_place_and_the_same_form_then_passes(pages):
    pages.add("/write", lambda: "written", methods=("POST",))
    refused = pages.client.post("/write", headers=PARTIAL)
    assert refused.status_code == 400
    token = json.loads(refused.headers["HX-Trigger"])["csrf-renewed"]["token"]
    again = pages.client.post("/write", headers=PARTIAL | {"X-CSRFToken": token})
    assert again.text == "written"


def test_form_of_an_ended_login_leads_to_login(pages):
    def view():
        return "written"

    pages.add("/write", view, methods=("POST",))
    endpoint = next(r.endpoint for r in pages.app.url_map.iter_rules() if r.rule == "/write")
    pages.app.view_functions[endpoint].access = "customer"
    plain = pages.client.post("/write")
    assert plain.status_code == 401
    assert 'href="/login"' in plain.text
    asked = pages.client.post("/write", headers=PARTIAL)
    assert asked.status_code == 401
    assert asked.headers["HX-Redirect"] == "/login"


def test_frame_stands_when_the_database_has_no_tables(pages):
    def view():
        session["_user_id"] = "a token of someone"
        return "entered"

    pages.add("/enter", view)
    pages.client.get("/enter")
    answer = pages.client.get("/nothing-here")
    assert answer.status_code == 404
    assert "پاسخ" in answer.text
