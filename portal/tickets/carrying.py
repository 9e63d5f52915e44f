"""Taking a text with its files from one form to another; nothing is stored on the way."""

from portal.models import Ticket
from portal.persian.search import search_key
from portal.services import categories, fact_rows
from portal.tickets import replying, writing
from portal.tickets.forms import ReplyForm
from portal.tickets.replying import Reply
from portal.tickets.writing import Writing
from portal.web import htmx
from portal.web.access import me
from portal.web.uploads import receive


def into_thread(ticket: Ticket) -> Reply:
    """A thread's composer with all that the sent form of a new request held: its title where
    neither text nor ticket says it, its text, its facts, and a second matter cut out of it."""
    sent = writing.posted()
    form, box = sent.form, sent.files
    title = form.subject.data
    if search_key(title) in search_key(f"{ticket.subject}\n{form.body.data}"):
        title = ""
    for other in sent.fact_files.values():
        box.uploads += other.uploads
        box.tokens += other.tokens
        box.errors += other.errors
    parts = [title, form.body.data, _facts(sent), form.next_body.data]
    body = "\n\n".join(part for part in parts if part)
    return replying.brought(ticket, body, carried=form.draft.data, files=box)


def into_request() -> Writing:
    """A new request's form with what was written as a reply; of which category the other matter
    is, its writer knows."""
    box = receive()
    form = ReplyForm()
    return writing.brought(form.body.data, carried=form.draft.data, files=box)


def drop_origin(carried: str) -> None:
    """Has the browser forget the draft from which a text was carried that is stored now."""
    if carried:
        htmx.trigger("draft:clear", {"key": carried})


def _facts(sent: Writing) -> str:
    """The facts as they were filled in, a line each; those that cannot be read as typed."""
    sent.details.validate(me())
    fields = sent.category.fields if sent.category else []
    rows = fact_rows.rows(fields, sent.details.stored(), categories.panel_titles(fields))
    told = [(row.label, "، ".join(row.values)) for row in rows]
    told += [
        (one.spec.label, one.typed)
        for one in sent.details.asked
        if one.errors and one.spec.type != "files"
    ]
    return "\n".join(f"{label}: {value}" for label, value in told)
