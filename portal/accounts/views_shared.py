"""What the views of accounts share: who comes, where they go, what refusals say."""

import re

from flask import Response, make_response, render_template, request, session, url_for
from flask_login import current_user, login_user

from portal.models import User
from portal.services import codes, contacts
from portal.services.sessions import Login, Visitor
from portal.web.htmx import see_other

DISABLED = "این حساب غیرفعال است. برای پیگیری با پشتیبانی تماس بگیرید."
MOBILE_TAKEN = "این شماره از آن حساب دیگری است."
EMAIL_TAKEN = "این ایمیل از آن حساب دیگری است."
CANNOT_TEXT = "ارسال پیامک هنوز راه‌اندازی نشده است."

_UNSAFE_PATH = re.compile(r"[\x00-\x20\\\x7f]")


def visitor() -> Visitor:
    """From where this request comes."""
    return Visitor(request.remote_addr, request.headers.get("User-Agent"))


def me() -> User:
    """Who is logged in, as the services take them."""
    return current_user._get_current_object()


def page(template: str, status: int = 200, **context) -> Response:
    """A whole page."""
    return make_response(render_template(f"accounts/{template}", **context), status)


def safe_path(text: str | None) -> str | None:
    """`text` when it is a path on this site, else None: nobody is sent elsewhere by a link."""
    if not text or not text.startswith("/") or text.startswith("//") or _UNSAFE_PATH.search(text):
        return None
    return text


def home_of(user: User) -> str:
    """Where someone lands after the login."""
    return url_for("desk.queue" if user.is_staff else "tickets.index")


def enter(login: Login, path: str | None = None) -> Response:
    """Gives the browser the new session, and nothing of the old one, and goes on."""
    session.clear()
    session.permanent = True
    login.user.login_token = login.token
    login_user(login.user)
    return see_other(safe_path(path) or home_of(login.user))


def typed_identifier() -> str:
    """The account that is knocked at, however its number is written; for limits."""
    text = request.form.get("identifier", "")
    try:
        return contacts.parse_identifier(text)[1]
    except ValueError:
        return f"unreadable, from {request.remote_addr}"


def too_many(error: codes.TooManyCodes, response: Response) -> Response:
    """The same page as 429, with the time to come back at."""
    response.status_code = 429
    response.headers["Retry-After"] = str(error.seconds)
    return response
