"""The customer's page: a new request and the list of tickets (S2, S20)."""

from flask import Response, flash, make_response, render_template, request, url_for

from portal.models import STATUS_GROUPS, Ticket
from portal.services import (
    etiquette_counts,
    fact_rows,
    reading,
    repeats,
    settings,
    ticket_access,
    tickets,
)
from portal.services.files import FileRefused
from portal.tickets import bp, carrying, writing
from portal.tickets.forms import REQUIRED
from portal.tickets.writing import Writing
from portal.web import htmx
from portal.web.access import customer, logged_in, me
from portal.web.filters import fa
from portal.web.limits import limit_posts

LONGEST_QUERY = 200

bp.app_template_filter("sms_size")(fact_rows.sms_size)
bp.app_template_global("required_message")(lambda: REQUIRED)


@bp.get("/tickets")
@customer
def index() -> str:
    if htmx.wants_fragment():
        return render_template("tickets/_filtered.html", **_list())
    return _page(_new_request())


@bp.post("/tickets")
@customer
@limit_posts("20 per minute;200 per hour")
def create() -> Response:
    """Registers a request, or shows the form again with what is wrong and all that was typed."""
    if "carry" in request.form:
        return make_response(_page(carrying.into_request()), 422)
    sent = writing.posted()
    if sent.press():
        return _refused(sent)
    try:
        # Asked before the review, which refuses a request like an open one.
        if first := sent.sent_before():
            return _created(first, sent)
    except repeats.AlreadySent as known:
        return _already_sent(sent, known)
    if not sent.judge():
        return _refused(sent)
    try:
        ticket = tickets.create_ticket(me(), sent.draft(), request.remote_addr)
    except repeats.AlreadySent as known:
        return _already_sent(sent, known)
    except tickets.AccountBlocked as blocked:
        return _refused(sent, f"حساب شما مسدود است و درخواست ثبت نشد. دلیل: {blocked}")
    except FileRefused as refusal:
        sent.files.errors.append(str(refusal))
        return _refused(sent)
    sent.coach.settle()
    return _created(ticket, sent)


@bp.post("/tickets/check")
@customer
@limit_posts("120 per minute")
def check() -> str:
    """What the etiquette says about the form as it stands; the writing coach asks for it."""
    sent = writing.posted(with_files=False)
    sent.read_along()
    new = sent.coach.show(blanks=sent.wrong)
    page = render_template("tickets/_checked.html", new=sent)
    etiquette_counts.shown(new)
    return page


@bp.get("/tickets/fields")
@customer
def category_fields() -> str:
    """The questions of a category, for the form."""
    return render_template("tickets/_facts.html", new=writing.blank(request.args.get("category")))


@bp.get("/t/<token>")
@logged_in
def link(token: str) -> Response:
    """From a notice into the thread; the link opens nothing to whoever may not see the ticket."""
    ticket = ticket_access.get_linked_ticket_for(me(), token)
    view = "desk.ticket" if me().is_staff else "tickets.thread"
    return htmx.see_other(url_for(view, number=ticket.number))


def _new_request() -> Writing:
    number = request.args.get("rewrite", "")
    if number.isascii() and number.isdigit() and len(number) < 10:
        ticket = ticket_access.get_ticket_for(me(), int(number))
        if ticket.is_closed:
            return writing.again(ticket, reading.first_letter(ticket).body)
    return writing.blank(request.args.get("category"))


def _already_sent(sent: Writing, known: repeats.AlreadySent) -> Response:
    sent.renew(known.message.ticket)
    return _refused(sent, status=409)


def _refused(sent: Writing, problem: str = "", status: int = 422) -> Response:
    if problem:
        sent.form.form_errors.append(problem)
    shown = sent.coach.show(blanks=sent.wrong)
    fragment = htmx.wants_fragment()
    page = render_template("tickets/_new.html", new=sent) if fragment else _page(sent)
    etiquette_counts.shown(shown)
    return make_response(page, status)


def _created(ticket: Ticket, sent: Writing) -> Response:
    number = ticket.number
    text = f"درخواست شما با شمارهٔ {fa(number)} ثبت شد."
    second = sent.form.next_body.data
    if second:
        text = f"{text} موضوع دوم در فرم تازه آماده است."
    new = writing.brought(second)
    if not htmx.wants_fragment():
        flash(text, "green")
        if second:
            # A redirection would lose it; sent once more, the same form makes the same page.
            return make_response(_page(new))
        return htmx.see_other(url_for("tickets.index", _anchor=f"t{number}"))
    htmx.toast(text)
    carrying.drop_origin(sent.form.carried.data)
    if not second:
        htmx.trigger("ticket-created", {"row": f"t{number}"})
    row = reading.customer_row(me(), number)
    counts = reading.group_counts(me())
    answer = render_template(
        "tickets/_created.html", row=row, counts=counts, new=new, group=None, query=""
    )
    return make_response(answer)


def _page(new: Writing) -> str:
    return render_template(
        "tickets/index.html",
        new=new,
        is_open=settings.is_open_now(),
        opens_at=settings.next_opening(),
        **_list(),
    )


def _list() -> dict:
    group = request.args.get("group")
    group = group if group in STATUS_GROUPS else None
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    cursor = request.args.get("cursor")
    return {
        "page": reading.customer_page(me(), group, cursor, query),
        "counts": reading.group_counts(me()),
        "group": group,
        "query": query,
        "cursor": cursor,
    }
