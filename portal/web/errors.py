"""What went wrong and what to do about it, in Persian: whole pages, and toasts for htmx."""

import time
from dataclasses import dataclass

from flask import Flask, Response, current_app, render_template, request, session
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from portal.extensions import db, limiter
from portal.services.ticket_access import TicketNotFound
from portal.services.transaction import Conflict
from portal.web import htmx
from portal.web.page import viewer

BUSY_RETRY_SECONDS = 2
LIMIT_RETRY_SECONDS = 60
# PostgreSQL: serialization failure, deadlock, lock not available, too many connections, and the
# server starting or stopping.
_BUSY_STATES = {"40001", "40P01", "55P03", "53300", "57P01", "57P03"}


@dataclass(frozen=True)
class Trouble:
    """An error page: `title` says what happened, `text` what to do; `icon` is from icons.svg."""

    status: int
    title: str
    text: str
    icon: str = "alert-triangle"


TROUBLES = {
    trouble.status: trouble
    for trouble in (
        Trouble(
            400,
            "این درخواست خوانا نبود",
            "نشانی یا داده‌ای که فرستاده شد، کامل نبود. به صفحهٔ پیش بازگردید و دوباره بکوشید.",
        ),
        Trouble(
            403,
            "این بخش برای شما باز نیست",
            "اگر باید به این صفحه دسترسی داشته باشید، از مدیر سامانه بخواهید آن را "
            "برای شما باز کند.",
            "lock",
        ),
        Trouble(
            404,
            "چنین صفحه‌ای پیدا نشد",
            "شاید نشانی درست نباشد یا این صفحه برای حساب شما نباشد. "
            "از خانه یا فهرست تیکت‌ها ادامه دهید.",
            "search",
        ),
        Trouble(
            405,
            "این کار از این راه انجام نمی‌شود",
            "به صفحهٔ پیش بازگردید و از دکمهٔ همان صفحه استفاده کنید.",
        ),
        Trouble(
            409,
            "این تیکت در این میان تغییر کرده است",
            "تغییر شما ثبت نشد. صفحه را تازه کنید، تغییر تازه را ببینید و دوباره بکوشید.",
            "refresh",
        ),
        Trouble(
            413,
            "فایل‌ها یا متن بیش از اندازه بزرگ است",
            "متن شما از بین نرفته است: فایل یا متن را کوچک‌تر کنید و دوباره بفرستید. "
            "اگر فرم را نمی‌بینید، به صفحهٔ پیش بازگردید.",
            "paperclip",
        ),
        Trouble(
            429,
            "درخواست‌ها پشت سر هم رسید",
            "برای امنیت همه، کمی صبر کنید؛ سپس به صفحهٔ پیش بازگردید و دوباره بکوشید. "
            "متن شما از بین نرفته است.",
            "hourglass",
        ),
        Trouble(
            500,
            "خطایی در سامانه رخ داد",
            "این خطا ثبت شد و بررسی می‌شود. متن شما در همین مرورگر نگه داشته شده است؛ "
            "کمی بعد دوباره بکوشید.",
        ),
        Trouble(
            503,
            "سامانه چند لحظه پاسخ‌گو نیست",
            "چیزی ثبت نشد و متن شما از بین نرفته است. چند لحظهٔ دیگر دوباره بکوشید.",
            "hourglass",
        ),
    )
}
STALE_PAGE = Trouble(
    400,
    "صفحه کهنه شده است",
    "متن شما نگه داشته شده است. صفحه را تازه کنید و دوباره بفرستید.",
    "refresh",
)
STALE_PAGE_RENEWED = "صفحه کهنه شده بود و اکنون تازه شد. متن شما همین‌جاست؛ دوباره بفرستید."


def init_app(app: Flask) -> None:
    """Registers a handler for every error that can reach the browser."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(TicketNotFound, lambda _error: answer(TROUBLES[404]))
    app.register_error_handler(Conflict, lambda _error: answer(TROUBLES[409]))
    app.register_error_handler(OperationalError, _database_error)
    # Every connection of the pool is in use.
    app.register_error_handler(TimeoutError, lambda _error: answer(TROUBLES[503]))


def answer(trouble: Trouble) -> Response:
    """The trouble as a whole page, or for htmx as a toast that leaves the page as it is."""
    if htmx.wants_fragment():
        htmx.toast(f"{trouble.title}. {trouble.text}", "red")
        response = Response(status=trouble.status, content_type="text/html; charset=utf-8")
    else:
        viewer()  # settles who looks, before the templates ask
        html = render_template("errors/error.html", trouble=trouble)
        response = Response(html, trouble.status, content_type="text/html; charset=utf-8")
    if trouble.status == 503:
        response.headers["Retry-After"] = str(BUSY_RETRY_SECONDS)
    return response


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400 or error.response is not None:
        return error.get_response()
    response = answer(TROUBLES.get(error.code) or TROUBLES[400 if error.code < 500 else 500])
    response.status_code = error.code
    if error.code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    if error.code == 429:
        response.headers["Retry-After"] = str(_seconds_to_wait())
    return response


def _seconds_to_wait() -> int:
    limit = limiter.current_limit
    return max(1, int(limit.reset_at - time.time())) if limit else LIMIT_RETRY_SECONDS


def _stale_page(_error: CSRFError) -> Response:
    """A form whose session has ended or was renewed in another window."""
    view = current_app.view_functions.get(request.endpoint)
    if getattr(view, "access", None) != "public" and not current_user.is_authenticated:
        return htmx.unauthorized()
    if not htmx.wants_fragment():
        return answer(STALE_PAGE)
    # Cross-site script can neither send HX-Request without our consent (CORS) nor read this.
    session.modified = True
    htmx.trigger("csrf-renewed", {"token": generate_csrf()})
    htmx.toast(STALE_PAGE_RENEWED, "amber")
    return Response(status=400)


def _database_error(error: OperationalError) -> Response:
    db.session.rollback()
    if not _is_busy(error):
        current_app.logger.exception("The database failed", exc_info=error)
        return answer(TROUBLES[500])
    current_app.logger.warning("The database is busy or away: %s", error.orig)
    return answer(TROUBLES[503])


def _is_busy(error: OperationalError) -> bool:
    """Will the same request work in a moment?"""
    if hasattr(error.orig, "sqlstate"):
        # A connection that was refused or lost has no state.
        return error.orig.sqlstate is None or error.orig.sqlstate in _BUSY_STATES
    return "locked" in str(error.orig) or "busy" in str(error.orig)
