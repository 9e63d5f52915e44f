"""The work page of one ticket: what it shows, and what is answered after a change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask import Response, current_app, make_response, render_template, request, url_for

from portal import clock
from portal.desk.forms import (
    AssignForm,
    CloseForm,
    Form,
    NoteForm,
    ReferForm,
    ReopenForm,
    ReplyForm,
    UrgencyForm,
)
from portal.models import NoticeState, Notification, Ticket
from portal.services import (
    canned,
    categories,
    customers,
    desk,
    disputes,
    fact_rows,
    moderation,
    notices,
    queue,
    reading,
    ticket_access,
    ticket_steps,
)
from portal.web import htmx
from portal.web.access import me
from portal.web.uploads import FileBox

LAST_NOTICES = 6
STALE = "همکار یا مشتری در این میان چیزی نوشته یا تغییر داده است. آن را ببینید و دوباره بفرستید."


@dataclass
class Work:
    """A ticket at the desk. `forms` are those that were sent and come back; the others are made
    blank when the page asks for them."""

    ticket: Ticket
    forms: Mapping[str, Form] = field(default_factory=dict)
    files: FileBox | None = None
    problem: str = ""  # of the form that was sent
    news: list[reading.Entry] = field(default_factory=list)  # what overtook it

    @property
    def sent(self) -> str:
        """The name of the form that comes back."""
        return next(iter(self.forms), "")

    def form(self, name: str) -> Form:
        """A form of the page by its name."""
        return self.forms.get(name) or self._blank[name]()

    @property
    def _blank(self) -> Mapping[str, Callable[[], Form]]:
        return {
            "reply": lambda: ReplyForm(formdata=None, data={"body": self.canned_body}),
            "note": lambda: NoteForm(formdata=None),
            "refer": lambda: ReferForm(self.departments, self.ticket, formdata=None),
            "assign": lambda: AssignForm(self.colleagues, self.ticket, formdata=None),
            "urgency": lambda: UrgencyForm(self.ticket, formdata=None),
            "close": lambda: CloseForm(formdata=None),
            "reopen": lambda: ReopenForm(formdata=None),
        }

    @cached_property
    def entries(self) -> list[reading.Entry]:
        return reading.thread(self.ticket, staff=True)

    @cached_property
    def departments(self) -> list:
        return queue.departments()

    @cached_property
    def colleagues(self) -> list:
        return queue.colleagues()

    @cached_property
    def canned(self) -> list:
        return canned.replies()

    @property
    def canned_body(self) -> str:
        chosen = request.args.get("canned", "")
        return next((c.body for c in self.canned if str(c.id) == chosen), "")

    @cached_property
    def facts(self) -> list[fact_rows.FactRow]:
        fields = categories.fields_of(self.ticket.category_id)
        return fact_rows.rows(fields, self.ticket.details, categories.panel_titles(fields))

    @cached_property
    def notices(self) -> list[Notification]:
        """The last few notices and all that failed, newest first; each letter shows its own."""
        newest = reversed(notices.notices_of(self.ticket.id))
        return [
            notice
            for at, notice in enumerate(newest)
            if at < LAST_NOTICES or notice.state is NoticeState.FAILED
        ]

    @cached_property
    def panel(self):
        return customers.chosen_panel(self.ticket.customer)

    @cached_property
    def customer_tickets(self) -> tuple[int, int]:
        return customers.ticket_counts(self.ticket.customer)

    @cached_property
    def disputes(self) -> list[disputes.Dispute]:
        """The disputed rules that nobody has judged yet, each once."""
        return disputes.disputes_of(self.ticket)

    @property
    def unseen(self) -> bool:
        return desk.is_unseen(self.ticket)

    @property
    def may_redact(self) -> bool:
        return me().role in moderation.SUPERVISORS

    @property
    def reopen_until(self):
        return (
            ticket_steps.reopen_until(self.ticket) if ticket_steps.can_reopen(self.ticket) else None
        )

    def box(self, name: str) -> FileBox:
        """The waiting files of the reply or the note."""
        if self.files is not None and self.sent == name:
            return self.files
        return FileBox("uploads", current_app.config["UPLOAD_FILES"])


def work_on(number: int) -> Work:
    """The work page of a ticket that the viewer may see. Raises TicketNotFound."""
    return Work(ticket_access.get_ticket_for(me(), number))


def page(work: Work, status: int = 200) -> Response:
    """The whole page."""
    html = render_template("desk/ticket.html", work=work, t=work.ticket, now=clock.now())
    return make_response(html, status)


def done(number: int, place: str, text: str) -> Response:
    """After a change: what is new on the page for htmx, else the page again."""
    if text:
        htmx.toast(text)
    if not htmx.wants_fragment():
        return htmx.see_other(url_for("desk.ticket", number=number, _anchor=place or None))
    return update(work_on(number), place)


def gone(text: str) -> Response:
    """After a change that takes the ticket out of the viewer's sight: back to the queue."""
    htmx.toast(text)
    return htmx.see_other(url_for("desk.queue"))


def refused(work: Work, place: str, status: int = 422) -> Response:
    """A form that was not accepted, with all that was typed in it."""
    if not htmx.wants_fragment():
        return page(work, status)
    return update(work, place, status)


def stale(work: Work, place: str) -> Response:
    """A form that was overtaken (409): it comes back with what was typed, beside what arrived in
    the meantime; sent again, it goes through."""
    seen = posted_revision()
    work.problem = STALE
    since = reading.thread(work.ticket, staff=True, after_version=seen)
    work.news = [entry for entry in since if entry.event.actor_id != me().id]
    return refused(work, place, 409)


def update(work: Work, place: str = "", status: int = 200) -> Response:
    """The parts of the page that a change may have touched. `place` is the part whose form was
    sent (composer, actions or flags); without one, forms stay as they are being filled in."""
    ticket = work.ticket
    since = posted_revision()
    new = [] if since is None else reading.thread(ticket, staff=True, after_version=since)
    # Forms that are not part of the answer hear of the new revision.
    htmx.trigger("revision", {"value": ticket.revision})
    html = render_template(
        "desk/_update.html", work=work, t=ticket, entries=new, place=place, now=clock.now()
    )
    return make_response(html, status)


def posted_revision() -> int | None:
    """The state in which the sent form showed the ticket; None when it does not say."""
    text = request.values.get("revision")
    if text is None:
        return None
    # An odd one has seen nothing, so any change overtakes it.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
