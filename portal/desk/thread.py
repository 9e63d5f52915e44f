"""One ticket at the desk: reading it, and writing in it."""

from collections.abc import Callable
from functools import wraps

from flask import Response, request, url_for

from portal.desk import bp, work
from portal.desk.forms import NoteForm, ReplyForm
from portal.models import Status
from portal.services import desk, notices, repeats, ticket_access, ticket_steps
from portal.services.files import FileRefused
from portal.services.transaction import Conflict, new_token
from portal.web import htmx, kept, letter
from portal.web.access import me, staff
from portal.web.limits import limit_posts
from portal.web.uploads import receive

# An office writes from one address.
WRITING = "120 per minute;2000 per hour"
CLOSED = "این تیکت بسته شده است. برای نوشتن پاسخ، نخست آن را بازگشایی کنید."
REPLY_SENT = "پاسخ شما ثبت شد."
NOT_RESENDABLE = "ارسال دوباره ممکن نیست: اعلان ناموفق نمانده یا گیرنده نشانی تأییدشده ندارد."
_EARLIER = "نسخهٔ پیشین این متن ثبت شده است. اگر می‌خواهید متن تازه هم"
ALREADY_SENT = f"{_EARLIER} فرستاده شود، دوباره «ارسال پاسخ» را بزنید."
NOTE_ALREADY_KEPT = f"{_EARLIER} ثبت شود، دوباره «ثبت یادداشت» را بزنید."
OUT_OF_SIGHT = "این تیکت دیگر در فهرست شما نیست."
NOTE_KEPT = "یادداشت ثبت شد."


def _keeps_text(view: Callable[[int], Response]) -> Callable[[int], Response]:
    """Gives a text back whose ticket was referred away while it was written; tells nothing else."""

    @wraps(view)
    def guarded(number: int) -> Response:
        try:
            return view(number)
        except ticket_access.TicketNotFound:
            if htmx.wants_fragment():
                # The page stays as it is, and what was typed with it.
                htmx.toast(f"{OUT_OF_SIGHT} متن شما همین‌جاست و ثبت نشده است.", "red")
                return Response(status=404)
            return kept.page(404, OUT_OF_SIGHT, "متن شما ثبت نشد.")

    return guarded


@bp.get("/tickets/<int:number>")
@staff
def ticket(number: int) -> Response:
    return work.page(work.work_on(number))


@bp.post("/tickets/<int:number>/seen")
@staff
def seen(number: int) -> Response:
    """The page, once open, says that a human has the ticket before them (S10)."""
    changed = desk.see(me(), number, request.remote_addr)
    if htmx.wants_fragment() and not changed:
        return Response(status=204)
    return work.done(number, "", "")


@bp.get("/tickets/<int:number>/messages")
@staff
def messages(number: int) -> Response:
    """What is new since the state that the page shows; 204 when nothing is."""
    current = work.work_on(number)
    if current.ticket.revision <= (work.posted_revision() or 0):
        return Response(status=204)
    return work.update(current)


@bp.post("/tickets/<int:number>/replies")
@staff
@limit_posts(WRITING)
@_keeps_text
def reply(number: int) -> Response:
    # Storing files ends the read transaction, so it comes before anything is read.
    box = receive()
    form = ReplyForm()
    current = work.Work(ticket_access.get_ticket_for(me(), number), {"reply": form}, box)
    if "drop" in request.form or not form.validate() or box.errors:
        return work.refused(current, "composer")
    try:
        written = desk.reply(
            me(),
            number,
            form.body.data,
            revision=work.posted_revision(),
            token=form.token.data,
            upload_tokens=box.tokens,
            then=Status(form.then.data),
            address=request.remote_addr,
        )
    except repeats.AlreadySent:
        return _already_sent(_again(number, form, box), ALREADY_SENT)
    except Conflict:
        return work.stale(_again(number, form, box), "composer")
    except ticket_steps.TicketClosed:
        return _problem(_again(number, form, box), CLOSED)
    except FileRefused as refusal:
        return _problem(_again(number, form, box), str(refusal))
    return _written(number, written.id, REPLY_SENT)


@bp.post("/tickets/<int:number>/notes")
@staff
@limit_posts(WRITING)
@_keeps_text
def note(number: int) -> Response:
    box = receive()
    form = NoteForm()
    current = work.Work(ticket_access.get_ticket_for(me(), number), {"note": form}, box)
    if "drop" in request.form or not form.validate() or box.errors:
        return work.refused(current, "composer")
    try:
        written = desk.note(
            me(),
            number,
            form.body.data,
            token=form.token.data,
            upload_tokens=box.tokens,
            address=request.remote_addr,
        )
    except repeats.AlreadySent:
        return _already_sent(_again(number, form, box), NOTE_ALREADY_KEPT)
    except FileRefused as refusal:
        return _problem(_again(number, form, box), str(refusal))
    return _written(number, written.id, NOTE_KEPT)


@bp.get("/tickets/<int:number>/letter", endpoint="letter")
@staff
def print_letter(number: int) -> str:
    """The public record for printing, as the customer has it."""
    return letter.page(
        ticket_access.get_ticket_for(me(), number), url_for("desk.ticket", number=number)
    )


@bp.post("/tickets/<int:number>/notices/<int:ident>/resend")
@staff
def resend(number: int, ident: int) -> Response:
    """Puts a failed notice back into the queue."""
    ticket = ticket_access.get_ticket_for(me(), number)
    if ident not in {notice.id for notice in notices.notices_of(ticket.id)}:
        raise ticket_access.TicketNotFound
    try:
        notices.resend_notice(me(), ident, request.remote_addr)
    except notices.NotResendable:
        htmx.toast(NOT_RESENDABLE, "amber")
        return work.done(number, "", "")
    return work.done(number, "", "اعلان دوباره در صف ارسال قرار گرفت.")


def _written(number: int, letter_id: int, text: str) -> Response:
    """The page with the new letter in sight."""
    place = f"m{letter_id}"
    if not htmx.wants_fragment():
        return work.done(number, place, text)
    htmx.trigger("written", {"entry": place})
    return work.done(number, "composer", text)


def _again(number: int, form: ReplyForm | NoteForm, box) -> work.Work:
    """The page as it is now, after a write that was rolled back."""
    return work.Work(ticket_access.get_ticket_for(me(), number), {form.name: form}, box)


def _already_sent(current: work.Work, text: str) -> Response:
    current.problem = text
    current.form(current.sent).token.data = new_token()
    return work.refused(current, "composer", 409)


def _problem(current: work.Work, text: str) -> Response:
    current.problem = text
    return work.refused(current, "composer")
