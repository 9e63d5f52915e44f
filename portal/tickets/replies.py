"""Writing in a thread (S7)."""

from flask import Response, make_response, render_template, request, url_for

from portal.services import etiquette_counts, repeats, ticket_access, ticket_steps, tickets
from portal.services.files import FileRefused
from portal.services.transaction import new_token
from portal.tickets import bp, carrying, replying, shown
from portal.tickets.replying import Reply
from portal.tickets.thread import version_in
from portal.web import htmx
from portal.web.access import customer, me
from portal.web.limits import limit_posts

CLOSED = "این تیکت در این میان بسته شده است و پاسخ شما ثبت نشد؛ متن شما همین‌جاست."
ALREADY_SENT = (
    "نسخهٔ پیشین این متن ثبت شده است. اگر می‌خواهید متن تازه هم فرستاده شود، دوباره "
    "«ارسال پاسخ» را بزنید."
)


@bp.post("/tickets/<int:number>/replies")
@customer
@limit_posts("30 per minute;300 per hour")
def reply(number: int) -> Response:
    """Adds a letter, or shows the composer again with what is wrong and all that was typed."""
    ticket = ticket_access.get_ticket_for(me(), number)
    version = version_in(request.form, ticket.version)
    if "carry" in request.form:
        return make_response(shown.page(ticket, carrying.into_thread(ticket)), 422)
    sent = replying.posted(ticket)
    if sent.press() or not sent.judge():
        return _refused(sent)
    try:
        message = tickets.add_reply(
            me(),
            number,
            sent.form.body.data,
            token=sent.form.token.data,
            upload_tokens=sent.files.tokens,
            overrides=sent.coach.review.disputed,
            address=request.remote_addr,
        )
    except repeats.AlreadySent:
        sent.form.form_errors.append(ALREADY_SENT)
        sent.form.token.data = new_token()
        return _refused(sent, 409)
    except ticket_steps.TicketClosed:
        sent.form.form_errors.append(CLOSED)
    except tickets.AccountBlocked as blocked:
        sent.form.form_errors.append(f"حساب شما مسدود است و پاسخ ثبت نشد. دلیل: {blocked}")
    except FileRefused as refusal:
        sent.files.errors.append(str(refusal))
    else:
        sent.coach.settle()
        carrying.drop_origin(sent.form.carried.data)
        return _replied(number, version, message.id)
    return _refused(sent)


@bp.post("/tickets/<int:number>/replies/check")
@customer
@limit_posts("120 per minute")
def check_reply(number: int) -> str:
    """What the etiquette says about the reply as it stands; the writing coach asks for it."""
    sent = replying.posted(ticket_access.get_ticket_for(me(), number), with_files=False)
    sent.read()
    new = sent.coach.show()
    page = render_template("tickets/_reply_checked.html", reply=sent)
    etiquette_counts.shown(new)
    return page


def _replied(number: int, version: int, letter_id: int) -> Response:
    if not htmx.wants_fragment():
        return htmx.see_other(url_for("tickets.thread", number=number, _anchor=f"m{letter_id}"))
    htmx.toast("پاسخ شما ثبت شد.")
    ticket = ticket_access.get_ticket_for(me(), number)
    return make_response(shown.news(ticket, version, reply=replying.blank(ticket)))


def _refused(sent: Reply, status: int = 422) -> Response:
    new = sent.coach.show()
    ticket = sent.ticket = ticket_access.get_ticket_for(me(), sent.ticket.number)
    if not htmx.wants_fragment():
        page = shown.page(ticket, sent)
    else:
        page = render_template("tickets/_composer.html", ticket=ticket, reply=sent)
        if status == 409:
            page += shown.news(ticket, version_in(request.form, ticket.version))
    etiquette_counts.shown(new)
    return make_response(page, status)
