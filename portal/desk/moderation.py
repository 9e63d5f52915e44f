"""Judging disputed findings, and taking leaked secrets out of letters."""

from flask import Response, render_template, request, url_for

from portal.desk import bp, work
from portal.desk.forms import RedactForm
from portal.services import disputes, moderation, queue, ticket_access, ticket_steps
from portal.web import htmx
from portal.web.access import me, staff, supervisor

JUDGED = "این تشخیص پیش‌تر بررسی شده است."
ASKED = "از مشتری خواسته شد متن را بازنویسی کند."
ENDED = "تشخیص تأیید و تیکت بسته شد."
DISPUTED_ANEW = (
    "مشتری در این میان متن دیگری برای بازبینی فرستاده است؛ آن را ببینید و دوباره تصمیم بگیرید."
)
CLOSED = "این تیکت بسته است و نمی‌توان از مشتری متن تازه خواست."


@bp.get("/flagged")
@staff
def flagged() -> str:
    """Tickets whose writers disputed a finding of the etiquette engine."""
    cursor = request.args.get("cursor")
    page = queue.desk_page(me(), queue.Filters(view="flagged"), cursor)
    return render_template(
        "desk/flagged.html",
        page=page,
        cursor=cursor,
        texts=queue.first_letters([row.id for row in page.rows]),
        disputes=disputes.disputes(page.rows),
    )


@bp.post("/tickets/<int:number>/flags/<rule>/uphold")
@staff
def uphold(number: int, rule: str) -> Response:
    """The rule was broken: closes the ticket, or with `action=rewrite` asks for a better text."""
    rewrite = request.form.get("action") == "rewrite"
    if _disputed_anew(number, rule):
        return _judged(number, DISPUTED_ANEW, "amber")
    try:
        moderation.uphold(me(), number, rule, rewrite=rewrite, address=request.remote_addr)
    except moderation.FindingNotFound:
        return _judged(number, JUDGED, "amber")
    except ticket_steps.TicketClosed:
        return _judged(number, CLOSED, "amber")
    return _judged(number, ASKED if rewrite else ENDED)


@bp.post("/tickets/<int:number>/flags/<rule>/reject")
@staff
def reject(number: int, rule: str) -> Response:
    """The customer was right."""
    if _disputed_anew(number, rule):
        return _judged(number, DISPUTED_ANEW, "amber")
    try:
        moderation.reject_finding(me(), number, rule, request.remote_addr)
    except moderation.FindingNotFound:
        return _judged(number, JUDGED, "amber")
    return _judged(number, "تشخیص رد شد؛ متن مشتری درست است.")


@bp.route("/tickets/<int:number>/letters/<int:ident>/redact", methods=["GET", "POST"])
@supervisor
def redact(number: int, ident: int) -> Response | str:
    """Asks for the reason, then removes the letter's text."""
    ticket = ticket_access.get_ticket_for(me(), number)
    try:
        letter = moderation.letter_of(ticket, ident)
    except moderation.LetterNotFound:
        raise ticket_access.TicketNotFound from None
    form = RedactForm()
    if not form.validate_on_submit():
        html = render_template("desk/redact.html", t=ticket, letter=letter, form=form)
        return Response(html, 422 if request.method == "POST" else 200)
    moderation.redact(me(), number, ident, form.reason.data, request.remote_addr)
    htmx.toast("متن حذف شد؛ این کار در سوابق تیکت ثبت شده است.")
    return htmx.see_other(url_for("desk.ticket", number=number, _anchor=f"m{ident}"))


def _disputed_anew(number: int, rule: str) -> bool:
    """Whether there is a dispute of this rule that the pressed button did not know of."""
    known = request.form.get("known")
    ticket = ticket_access.get_ticket_for(me(), number)
    return known is not None and known != str(disputes.flag_count(ticket, rule))


def _judged(number: int, text: str, tone: str = "green") -> Response:
    """Back to where it was pressed: the list of disputed findings, or the ticket."""
    ticket_access.get_ticket_for(me(), number)
    htmx.toast(text, tone)
    if request.form.get("back") == "flagged":
        return htmx.see_other(url_for("desk.flagged"))
    return work.done(number, "flags", "")
