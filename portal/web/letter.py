"""The letter: a ticket's whole public record on paper, for customer and staff alike."""

from flask import render_template

from portal import clock
from portal.models import Ticket
from portal.services import categories, fact_rows, reading, record


def page(ticket: Ticket, back: str) -> str:
    """The page to print; `back` is the address of the thread it was made from."""
    fields = categories.fields_of(ticket.category_id)
    return render_template(
        "tickets/letter.html",
        ticket=ticket,
        entries=reading.thread(ticket),
        facts=fact_rows.rows(fields, ticket.details, categories.panel_titles(fields)),
        questions={field.key: field.label for field in fields if field.type == "files"},
        head_digest=record.head_digest(ticket),
        made_at=clock.now(),
        back=back,
    )
