"""What a thread's page shows: the letters, the track, why it ended, and the composer."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from portal import labels
from portal.models import CloseReason, Status, Ticket
from portal.services import categories, fact_rows, reading, settings, ticket_steps
from portal.services.reading import Entry
from portal.tickets import replying
from portal.tickets.replying import Reply


@dataclass(frozen=True)
class Step:
    """A step of the track; `state` is done, now or empty."""

    word: str
    state: str = ""


def page(ticket: Ticket, reply: Reply | None = None) -> str:
    """The whole page, with an empty composer where none is given."""
    fields = categories.fields_of(ticket.category_id)
    return render_template(
        "tickets/thread.html",
        facts=fact_rows.rows(fields, ticket.details, categories.panel_titles(fields)),
        questions={field.key: field.label for field in fields if field.type == "files"},
        reply=reply or replying.blank(ticket),
        **_about(ticket, reading.thread(ticket)),
    )


def news(
    ticket: Ticket, version: int, *, announced: bool = False, reply: Reply | None = None
) -> str:
    """What a reader of `version` has not seen, each part at its place; with a composer, that
    takes the place of the one on the page."""
    return render_template(
        "tickets/_news.html",
        announced=announced,
        reply=reply,
        questions={},
        **_about(ticket, reading.thread(ticket, after_version=version)),
    )


def _about(ticket: Ticket, entries: Sequence[Entry]) -> dict:
    return {
        "ticket": ticket,
        "entries": entries,
        "track": track(ticket),
        "can_reopen": ticket_steps.can_reopen(ticket),
        "reopen_until": ticket_steps.reopen_until(ticket) if ticket.is_closed else None,
        "broken_rules": broken_rules(ticket),
        "closing_words": closing_words(ticket),
        "is_open": settings.is_open_now(),
        "opens_at": settings.next_opening(),
    }


def track(ticket: Ticket) -> list[Step]:
    """The five steps of an open ticket, as far as it has come."""
    unit = f"ارجاع به {ticket.department.name}"
    if ticket.status is Status.NEW:
        return [
            Step("ثبت شد", "done"),
            Step("در انتظار ملاحظه", "now"),
            Step(unit),
            Step("بررسی"),
            Step("پاسخ"),
        ]
    begun = [Step("ثبت شد", "done"), Step("ملاحظه شد", "done"), Step(unit, "done")]
    if ticket.status is Status.ANSWERED:
        return [*begun, Step("بررسی شد", "done"), Step("پاسخ داده شد", "now")]
    word = {
        Status.WAITING_OPERATOR: "در انتظار اپراتور",
        Status.WAITING_CUSTOMER: "در انتظار پاسخ شما",
        Status.CUSTOMER_REPLY: "پاسخ شما ثبت شد",
    }.get(ticket.status, "در حال بررسی")
    return [*begun, Step(word, "now"), Step("پاسخ")]


def closing_words(ticket: Ticket) -> list[str]:
    """What was written to the customer at the end, but for the explanations of rules, which the
    page shows with their links."""
    if not ticket.is_closed:
        return []
    explained = {labels.BROKEN_RULES[rule].explanation for rule in _rules(ticket)}
    lines = reading.closing_note(ticket).split("\n")
    return [line for line in lines if line.strip() and line not in explained]


def broken_rules(ticket: Ticket) -> list[labels.BrokenRule]:
    """The rules for which the ticket was closed."""
    return [labels.BROKEN_RULES[rule] for rule in _rules(ticket)]


def _rules(ticket: Ticket) -> list[str]:
    if ticket.closed_reason is not CloseReason.BROKE_RULES:
        return []
    return [rule for rule in ticket.broken_rules if rule in labels.BROKEN_RULES]
