"""What tests of accounts do as a person: fill in forms, read codes and links."""

import re

from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import crypto
from portal.extensions import db
from portal.models import NoticeState, Notification, Terms

PASSWORD = "نسیم-shomal-7"
FORM = {
    "name": "آرش نیک‌پور",
    "mobile": "۰۹۱۲ ۱۰۰ ۰۰۰۱",
    "panel": "gold",
    "accept_terms": "y",
}
ARASH = "+989121000001"


def csrf(client) -> str:
    """The token of this browser's forms."""
    page = client.get("/login")
    if page.status_code == 303:
        page = client.get("/account")
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


def post(client, url: str, **fields) -> TestResponse:
    """Sends a form as a browser does."""
    return client.post(url, data={"csrf_token": csrf(client)} | fields)


def sent(recipient: str) -> list[str]:
    """The texts that wait in the outbox for this number or address, oldest first."""
    rows = db.session.scalars(
        select(Notification)
        .where(Notification.recipient == recipient, Notification.state == NoticeState.QUEUED)
        .order_by(Notification.id)
    )
    return [crypto.decrypt(row.text) for row in rows]


def last_code(recipient: str) -> str:
    """The code that was sent last to this number or address."""
    return re.search(r"\b\d{6}\b", sent(recipient)[-1])[0]


def last_link(address: str) -> str:
    """The path of the link that was mailed last."""
    return re.search(r"http://localhost(/\S+)", sent(address)[-1])[1]


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 10**6:06}"


def register(client, **fields) -> TestResponse:
    """Registers and types the code."""
    answer = post(client, "/register", **FORM | fields)
    assert answer.status_code == 303, answer.text
    return post(client, "/verify-mobile", code=last_code(ARASH))


def terms_are_in_force(clock) -> None:
    """The terms of a default installation hold at the time of a stopped clock too."""
    db.session.query(Terms).update({"effective_at": clock.now()})


def is_logged_in(client) -> bool:
    """Does the server take this browser for somebody?"""
    return client.get("/account").status_code == 200
