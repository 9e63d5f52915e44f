"""What a thread's page shows besides the letters: the track, and why it ended."""

from dataclasses import dataclass

from portal import labels
from portal.models import CloseReason, Status, Ticket
from portal.services import reading


@dataclass(frozen=True)
class Step:
    """A step of the track; `state` is done, now or empty."""

    word: str
    state: str = ""


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
