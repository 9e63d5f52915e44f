"""One ticket as its customer sees it: the thread, closing and reopening (S7, S11)."""

from flask import Response, flash, make_response, request, url_for

from portal.services import ticket_access, tickets
from portal.tickets import bp, replying, shown
from portal.web import events, htmx, letter
from portal.web.access import customer, me
from portal.web.limits import limit_posts

NOT_REOPENABLE = "مهلت بازگشایی این تیکت به پایان رسیده است. برای این موضوع درخواست جدید ثبت کنید."

bp.app_template_global("public_line")(events.public_line)


@bp.get("/tickets/<int:number>")
@customer
def thread(number: int) -> str:
    return shown.page(ticket_access.get_ticket_for(me(), number))


@bp.get("/tickets/<int:number>/messages")
@customer
def messages(number: int) -> Response:
    """What a reader of `version` has not seen; 204 when there is nothing."""
    ticket = ticket_access.get_ticket_for(me(), number)
    version = version_in(request.args, ticket.version)
    if version >= ticket.version:
        return Response(status=204)
    return make_response(shown.news(ticket, version, announced=True))


@bp.post("/tickets/<int:number>/close")
@customer
@limit_posts("30 per minute")
def close(number: int) -> Response:
    version = version_in(request.form, ticket_access.get_ticket_for(me(), number).version)
    tickets.close_by_customer(me(), number, request.remote_addr)
    return _changed(number, version, "تیکت بسته شد.")


@bp.post("/tickets/<int:number>/reopen")
@customer
@limit_posts("30 per minute")
def reopen(number: int) -> Response:
    version = version_in(request.form, ticket_access.get_ticket_for(me(), number).version)
    try:
        tickets.reopen_by_customer(me(), number, request.remote_addr)
    except tickets.NotReopenable:
        return _unchanged(number, version, NOT_REOPENABLE)
    except tickets.AccountBlocked as blocked:
        return _unchanged(number, version, f"حساب شما مسدود است. دلیل: {blocked}")
    return _changed(number, version, "تیکت بازگشایی شد.")


@bp.post("/tickets/<int:number>/seen")
@customer
def seen(number: int) -> Response:
    """The customer has read the thread as it is now."""
    tickets.mark_read(me(), number)
    if htmx.is_htmx():
        return Response(status=204)
    return htmx.see_other(url_for("tickets.thread", number=number))


@bp.get("/tickets/<int:number>/letter")
@customer
def print_letter(number: int) -> str:
    """The public record as a formal letter for paper."""
    ticket = ticket_access.get_ticket_for(me(), number)
    return letter.page(ticket, url_for("tickets.thread", number=number))


def version_in(given, otherwise: int) -> int:
    """The version of the thread that the page shows from which this was sent."""
    text = given.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _unchanged(number: int, version: int, why: str) -> Response:
    response = _changed(number, version, why, "red")
    if htmx.wants_fragment():
        response.status_code = 422
    return response


def _changed(number: int, version: int, text: str, tone: str = "green") -> Response:
    if htmx.wants_fragment():
        htmx.toast(text, tone)
        ticket = ticket_access.get_ticket_for(me(), number)
        return make_response(shown.news(ticket, version, reply=replying.blank(ticket)))
    flash(text, tone)
    if "body" not in request.form:
        return htmx.see_other(url_for("tickets.thread", number=number))
    # Sent by the composer, whose text a redirection would lose.
    sent = replying.posted(ticket_access.get_ticket_for(me(), number))
    sent.brought = True
    return make_response(shown.page(sent.ticket, sent))
