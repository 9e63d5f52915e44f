"""What tests of the customer's pages do as a person: fill in forms and read the answers."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Ticket
from portal.services.transaction import new_token

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
SUBJECT = "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل"
BODY = "با سلام و احترام\nپیامک‌های دیروز به مشترکان ایرانسل نرسیده است.\nبا تشکر"
DELIVERY = {
    "details-sms_text": "فروش ویژهٔ يلدا\nلغو11",
    "details-sent_date": "۱۴۰۴/۱۰/۱۴",
    "details-sent_time": "14:05",
    "details-sender_line": "۳۰۰۰۱۲۳۴۵۶۷۸۹۰",
    "details-recipients": "09351000021، 09361000045",
    "details-shown_status": "not_delivered",
    "details-scope": "some",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def csrf(client, url: str = "/tickets") -> str:
    """The token of the forms of a page."""
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(url).text)[1]


def request_form(**fields) -> dict:
    """A well-formed request of the category delivery; `fields` change or add."""
    return {
        "category": "delivery",
        "subject": SUBJECT,
        "urgency": "normal",
        "body": BODY,
        "notify": "y",
        "token": new_token(),
    } | (DELIVERY | fields if fields.get("category", "delivery") == "delivery" else fields)


def post(client, url: str, data: dict, *, htmx: bool = False, page: str = "/tickets"):
    """Sends a form as a browser does."""
    return client.post(
        url,
        data={"csrf_token": csrf(client, page)} | data,
        headers=HTMX if htmx else {},
        content_type="multipart/form-data",
    )


def send(client, *, htmx: bool = False, **fields) -> TestResponse:
    """Sends a request."""
    return post(client, "/tickets", request_form(**fields), htmx=htmx)


def reply(client, number: int, body: str, *, htmx: bool = False, **fields) -> TestResponse:
    """Sends a reply."""
    data = {"body": body, "token": new_token()} | fields
    return post(client, f"/tickets/{number}/replies", data, htmx=htmx)


def errors_at(page: str, field_id: str) -> str:
    """The errors under a field."""
    found = re.search(rf'<div id="{field_id}-error">(.*?)</div></div>', page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found[1])).strip() if found else ""


def value_of(page: str, field_id: str) -> str:
    """What stands in a text field."""
    area = re.search(
        rf'<textarea[^>]* id="{field_id}"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL
    )
    if area:
        return html.unescape(area[1])
    box = re.search(rf'<input[^>]* id="{field_id}"[^>]*>', page)[0]
    value = re.search(r' value="([^"]*)"', box)
    return html.unescape(value[1]) if value else ""


def button(page: str, name: str, value: str) -> str:
    """The value, beginning so, of the first button of this name."""
    return re.search(rf'name="{name}" value="({value}[^"]*)"', page)[1]


def hidden(page: str, name: str) -> str:
    """What a form carries along under this name."""
    tag = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)[0]
    return html.unescape(re.search(r' value="([^"]*)"', tag)[1])


def kept(page: str) -> dict[str, str | list[str]]:
    """What the form of a page carries along for the writing coach."""
    disputes = re.search(r"<span data-disputes hidden>(.*?)</span>", page)[1]
    return {
        **{name: hidden(page, name) for name in ("draft", "carried", "seen", "mended")},
        "overrides": re.findall(r'value="([^"]+)"', disputes),
    }


def only_ticket() -> Ticket:
    """The one ticket there is."""
    return db.session.scalars(select(Ticket)).one()


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collects the statements that the database is sent."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.upper().startswith(("PRAGMA", "BEGIN", "SET", "SHOW")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
