"""One ticket as its customer sees it: the thread, replies, closing and reopening (S7, S11)."""

from collections.abc import Sequence

from flask import Response, current_app, flash, make_response, render_template, request, url_for

from portal.models import Ticket
from portal.services import (
    categories,
    fact_rows,
    reading,
    repeats,
    settings,
    ticket_access,
    ticket_steps,
    tickets,
)
from portal.services.files import FileRefused
from portal.services.reading import Entry
from portal.services.review import Review, mend, review_reply
from portal.services.transaction import new_token
from portal.tickets import bp, shown
from portal.tickets.forms import ReplyForm
from portal.web import events, htmx, letter
from portal.web.access import customer, me
from portal.web.limits import limit_posts
from portal.web.uploads import FileBox, receive

CLOSED = "این تیکت در این میان بسته شده است و پاسخ شما ثبت نشد؛ متن شما همین‌جاست."
ALREADY_SENT = (
    "نسخهٔ پیشین این متن ثبت شده است. اگر می‌خواهید متن تازه هم فرستاده شود، دوباره "
    "«ارسال پاسخ» را بزنید."
)
NOT_REOPENABLE = "مهلت بازگشایی این تیکت به پایان رسیده است. برای این موضوع درخواست جدید ثبت کنید."

bp.app_template_global("public_line")(events.public_line)


@bp.get("/tickets/<int:number>")
@customer
def thread(number: int) -> str:
    return _page(ticket_access.get_ticket_for(me(), number))


@bp.get("/tickets/<int:number>/messages")
@customer
def messages(number: int) -> Response:
    """What a reader of `version` has not seen; 204 when there is nothing."""
    ticket = ticket_access.get_ticket_for(me(), number)
    version = _version(request.args, ticket.version)
    if version >= ticket.version:
        return Response(status=204)
    return make_response(_news(ticket, version, announced=True))


@bp.post("/tickets/<int:number>/replies")
@customer
@limit_posts("30 per minute;300 per hour")
def reply(number: int) -> Response:
    """Adds a letter, or shows the composer again with what is wrong and all that was typed."""
    ticket = ticket_access.get_ticket_for(me(), number)
    version = _version(request.form, ticket.version)
    box = receive()
    form = ReplyForm()
    review = review_reply(form.body.data, form.overrides.data or ())
    if "fix" in request.form:
        if mended := mend(review, request.form["fix"], {"body": form.body.data}):
            form.body.data = mended[1]
        return _refused(number, form, box, review_reply(form.body.data))
    if "drop" in request.form:
        return _refused(number, form, box, Review())
    # Both are asked, so that everything that is wrong is said at once.
    if not all([form.validate(), form.take_review(review), not box.errors]):
        return _refused(number, form, box, review)
    try:
        message = tickets.add_reply(
            me(),
            number,
            form.body.data,
            token=form.token.data,
            upload_tokens=box.tokens,
            overrides=review.disputed,
            address=request.remote_addr,
        )
    except repeats.AlreadySent:
        form.form_errors.append(ALREADY_SENT)
        form.token.data = new_token()
        return _refused(number, form, box, review, 409)
    except ticket_steps.TicketClosed:
        form.form_errors.append(CLOSED)
    except tickets.AccountBlocked as blocked:
        form.form_errors.append(f"حساب شما مسدود است و پاسخ ثبت نشد. دلیل: {blocked}")
    except FileRefused as refusal:
        box.errors.append(str(refusal))
    else:
        return _replied(number, version, message.id)
    return _refused(number, form, box, review)


@bp.post("/tickets/<int:number>/close")
@customer
@limit_posts("30 per minute")
def close(number: int) -> Response:
    version = _version(request.form, ticket_access.get_ticket_for(me(), number).version)
    tickets.close_by_customer(me(), number, request.remote_addr)
    return _changed(number, version, "تیکت بسته شد.")


@bp.post("/tickets/<int:number>/reopen")
@customer
@limit_posts("30 per minute")
def reopen(number: int) -> Response:
    version = _version(request.form, ticket_access.get_ticket_for(me(), number).version)
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


def _version(given, otherwise: int) -> int:
    text = given.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _facts_about(ticket: Ticket, entries: Sequence[Entry]) -> dict:
    return {
        "ticket": ticket,
        "entries": entries,
        "track": shown.track(ticket),
        "can_reopen": ticket_steps.can_reopen(ticket),
        "reopen_until": ticket_steps.reopen_until(ticket) if ticket.is_closed else None,
        "broken_rules": shown.broken_rules(ticket),
        "closing_words": shown.closing_words(ticket),
        "is_open": settings.is_open_now(),
        "opens_at": settings.next_opening(),
    }


def _composer(form: ReplyForm | None = None, box: FileBox | None = None, review=None) -> dict:
    return {
        "form": form or ReplyForm(formdata=None),
        "box": box or FileBox("uploads", current_app.config["UPLOAD_FILES"]),
        "review": review or Review(),
    }


def _page(ticket: Ticket, **composer) -> str:
    fields = categories.fields_of(ticket.category_id)
    facts = fact_rows.rows(fields, ticket.details, categories.panel_titles(fields))
    return render_template(
        "tickets/thread.html",
        facts=facts,
        questions={field.key: field.label for field in fields if field.type == "files"},
        **_facts_about(ticket, reading.thread(ticket)),
        **_composer(**composer),
    )


def _news(ticket: Ticket, version: int, *, announced: bool = False, foot: dict | None = None):
    entries = reading.thread(ticket, after_version=version)
    return render_template(
        "tickets/_news.html",
        announced=announced,
        foot=foot,
        questions={},
        **_facts_about(ticket, entries),
        **(foot or {}),
    )


def _replied(number: int, version: int, letter_id: int) -> Response:
    if not htmx.wants_fragment():
        return htmx.see_other(url_for("tickets.thread", number=number, _anchor=f"m{letter_id}"))
    htmx.toast("پاسخ شما ثبت شد.")
    return make_response(
        _news(ticket_access.get_ticket_for(me(), number), version, foot=_composer())
    )


def _refused(
    number: int, form: ReplyForm, box: FileBox, review: Review, status: int = 422
) -> Response:
    ticket = ticket_access.get_ticket_for(me(), number)
    composer = {"form": form, "box": box, "review": review}
    if not htmx.wants_fragment():
        return make_response(_page(ticket, **composer), status)
    page = render_template("tickets/_composer.html", ticket=ticket, **composer)
    if status == 409:
        page += _news(ticket, _version(request.form, ticket.version))
    return make_response(page, status)


def _unchanged(number: int, version: int, why: str) -> Response:
    response = _changed(number, version, why, "red")
    if htmx.wants_fragment():
        response.status_code = 422
    return response


def _changed(number: int, version: int, text: str, tone: str = "green") -> Response:
    if not htmx.wants_fragment():
        flash(text, tone)
        return htmx.see_other(url_for("tickets.thread", number=number))
    htmx.toast(text, tone)
    return make_response(
        _news(ticket_access.get_ticket_for(me(), number), version, foot=_composer())
    )
