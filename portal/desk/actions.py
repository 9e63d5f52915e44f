"""Changes of a ticket: its unit, its person in charge, its state, its end."""

from collections.abc import Callable

from flask import Response, request

from portal.desk import bp, work
from portal.desk.forms import AssignForm, CloseForm, Form, ReferForm, ReopenForm, UrgencyForm
from portal.models import CloseReason, Status, Ticket, Urgency
from portal.services import handling, queue, ticket_access, ticket_steps
from portal.services.transaction import Conflict
from portal.web.access import me, staff

OUT_OF_SIGHT = "تیکت به {unit} ارجاع شد و دیگر در فهرست شما نیست."
PROBLEMS = {
    ticket_steps.TicketClosed: "این تیکت بسته شده است و این تغییر در آن ممکن نیست.",
    handling.DepartmentNotFound: "چنین واحدی نیست.",
    handling.AssigneeNotFound: "این کارشناس دیگر فعال نیست.",
    handling.DuplicateNotFound: "این مشتری تیکت دیگری با این شماره ندارد.",
    handling.RulesNeeded: "دست‌کم یکی از قاعده‌ها را برگزینید.",
}


@bp.post("/tickets/<int:number>/refer")
@staff
def refer(number: int) -> Response:
    form = ReferForm(queue.departments(), _ticket(number))
    return _change(
        number,
        form,
        lambda common: handling.refer(
            me(), number, int(form.department.data), note=form.note.data, **common
        ),
        lambda ticket: f"تیکت به {ticket.department.name} ارجاع شد.",
    )


@bp.post("/tickets/<int:number>/assign")
@staff
def assign(number: int) -> Response:
    form = AssignForm(queue.colleagues(), _ticket(number))
    return _change(
        number,
        form,
        lambda common: handling.assign(
            me(), number, int(form.assignee.data) if form.assignee.data else None, **common
        ),
        _told_assignee,
    )


@bp.post("/tickets/<int:number>/urgency")
@staff
def urgency(number: int) -> Response:
    form = UrgencyForm(_ticket(number))
    return _change(
        number,
        form,
        lambda common: handling.change_urgency(
            me(), number, Urgency(form.urgency.data), reason=form.reason.data, **common
        ),
        lambda _ticket: "فوریت تغییر کرد.",
    )


@bp.post("/tickets/<int:number>/status")
@staff
def status(number: int) -> Response:
    """One press: the posted status is one of those that are set by hand."""
    _ticket(number)
    wanted = request.form.get("status")
    if wanted not in handling.BY_HAND:
        return work.refused(work.work_on(number), "actions")
    return _change(
        number,
        None,
        lambda common: handling.change_status(me(), number, Status(wanted), **common),
        lambda _ticket: "وضعیت تغییر کرد.",
    )


@bp.post("/tickets/<int:number>/close")
@staff
def close(number: int) -> Response:
    _ticket(number)
    form = CloseForm()
    return _change(
        number,
        form,
        lambda common: handling.close(
            me(),
            number,
            CloseReason(form.reason.data),
            broken_rules=form.rules.data,
            duplicate_of=form.original,
            note=form.note.data,
            **common,
        ),
        lambda _ticket: "تیکت بسته شد.",
    )


@bp.post("/tickets/<int:number>/reopen")
@staff
def reopen(number: int) -> Response:
    _ticket(number)
    form = ReopenForm()
    return _change(
        number,
        form,
        lambda common: handling.reopen(me(), number, note=form.note.data, **common),
        lambda _ticket: "تیکت بازگشایی شد.",
    )


def _told_assignee(ticket: Ticket) -> str:
    if ticket.assignee is None:
        return "تیکت بدون مسئول شد."
    return f"تیکت به {ticket.assignee.name} سپرده شد."


def _ticket(number: int) -> Ticket:
    return ticket_access.get_ticket_for(me(), number)


def _change(
    number: int,
    form: Form | None,
    change: Callable[[dict], Ticket],
    told: Callable[[Ticket], str],
) -> Response:
    """Runs one change with what all of them take, and answers with the page as it then is."""
    forms = {form.name: form} if form else {}
    if form is not None and not form.validate():
        return work.refused(work.Work(_ticket(number), forms), "actions")
    common = {"revision": work.posted_revision(), "address": request.remote_addr}
    try:
        ticket = change(common)
    except Conflict:
        return work.stale(work.Work(_ticket(number), forms), "actions")
    except tuple(PROBLEMS) as error:
        problem = PROBLEMS[type(error)]
        return work.refused(work.Work(_ticket(number), forms, problem=problem), "actions")
    if not ticket_access.may_see(me(), ticket):
        return work.gone(OUT_OF_SIGHT.format(unit=ticket.department.name))
    return work.done(number, "actions", told(ticket))
