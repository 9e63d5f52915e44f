"""The findings that customers have disputed and nobody has judged, with their places in the text.

A flag names a rule; where the rule finds something is looked up by reading the letters again,
under the policy of the day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Row, func, or_, select

from portal.etiquette import Draft, EarlierTicket, Finding, review
from portal.extensions import db
from portal.models import Category, Chain, Event, Message, MessageKind, Ticket, User, Verb
from portal.services import earlier, settings
from portal.services.excerpt import around

# Of a long thread, the first letter and so many of the latest are read.
LATEST_LETTERS = 8
MOST_PLACES = 3
# Staff judge by the excerpt, so it is longer than a writer's own.
AROUND = 80
# These compare a request with the customer's other tickets.
COMPARING = frozenset({"repeated_request", "urgency_overuse"})


@dataclass(frozen=True)
class Place:
    """Where a rule found something: the letter, its field, and the excerpt with the place, which
    is empty when the remark is on the whole."""

    letter_id: int
    ordinal: int
    field: str
    message: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class Dispute:
    """A rule that awaits the judgement of staff. `places` are the first few of `found`; `read` is
    False when the letters were not compared with the customer's other tickets, as it needs."""

    rule: str
    places: Sequence[Place] = ()
    found: int = 0
    read: bool = True


def disputes_of(ticket: Ticket) -> list[Dispute]:
    """The disputes of one ticket, each rule once."""
    rules = _open(ticket.flags)
    others = ()
    if COMPARING.intersection(rules):
        others = _before(ticket, ticket.customer)
    return _read({ticket.id: rules}, {ticket.id: others})[ticket.id]


def disputes(rows: Iterable[Row]) -> Mapping[int, list[Dispute]]:
    """The disputes of many tickets (rows with id and flags), in a fixed number of queries."""
    return _read({row.id: _open(row.flags) for row in rows}, {})


def flag_count(ticket: Ticket, rule: str) -> int:
    """How often a rule has been disputed in this ticket; it grows with each new dispute."""
    return sum(flag["rule"] == rule for flag in ticket.flags)


def _open(flags: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(flag["rule"] for flag in flags if flag["state"] == "open"))


def _before(ticket: Ticket, customer: User) -> list[EarlierTicket]:
    return [one for one in earlier.tickets_of(customer) if one.number < ticket.number]


def _read(
    wanted: Mapping[int, Sequence[str]], others: Mapping[int, Sequence[EarlierTicket]]
) -> dict[int, list[Dispute]]:
    ids = [ticket_id for ticket_id, rules in wanted.items() if rules]
    letters = _letters(ids)
    judged = _judged(ids)
    answers: dict[int, list[Dispute]] = {}
    for ticket_id, rules in wanted.items():
        places: dict[str, list[Place]] = defaultdict(list)
        for letter, findings in _findings(letters[ticket_id], others.get(ticket_id, ())):
            for finding in findings:
                since = judged.get((ticket_id, finding.rule))
                # What is open now was disputed after the last judgement.
                if finding.rule in rules and (since is None or letter.created_at >= since):
                    places[finding.rule].append(_place(letter, finding))
        answers[ticket_id] = [
            Dispute(
                rule,
                places[rule][:MOST_PLACES],
                len(places[rule]),
                rule not in COMPARING or ticket_id in others,
            )
            for rule in rules
        ]
    return answers


def _findings(
    letters: Sequence[Row], others: Sequence[EarlierTicket]
) -> Iterable[tuple[Row, list[Finding]]]:
    """Each of the customer's letters with what the rules find in it."""
    policy = settings.etiquette_policy()
    thread: list[str] = []
    for letter in letters:
        if letter.kind is MessageKind.CUSTOMER and letter.body:
            yield letter, review(_draft(letter, thread, others), policy)
        thread += [letter.body] if thread else [letter.subject, letter.body]


def _draft(letter: Row, thread: Sequence[str], others: Sequence[EarlierTicket]) -> Draft:
    reply = Draft(subject=None, body=letter.body, kind="reply", thread=tuple(thread))
    if letter.ordinal > 1:
        return reply
    return replace(
        reply,
        subject=letter.subject,
        kind="ticket",
        category=letter.category,
        details=_texts(letter.details),
        urgency=letter.urgency.value,
        earlier=others,
    )


def _texts(details: Mapping[str, object]) -> dict[str, str]:
    return {key: value for key, value in details.items() if isinstance(value, str)}


def _place(letter: Row, finding: Finding) -> Place:
    texts = {"subject": letter.subject, "body": letter.body}
    texts |= {f"details-{key}": text for key, text in _texts(letter.details).items()}
    excerpt = around(texts.get(finding.field, ""), finding.span, AROUND)
    return Place(letter.id, letter.ordinal, finding.field, finding.message, *excerpt)


def _letters(ticket_ids: Sequence[int]) -> Mapping[int, list[Row]]:
    """The first letter and the latest of each ticket, in their order."""
    found: Mapping[int, list[Row]] = defaultdict(list)
    if not ticket_ids:
        return found
    back = func.row_number().over(partition_by=Message.ticket_id, order_by=Message.ordinal.desc())
    placed = (
        select(Message.id, Message.ordinal, back.label("back"))
        .where(Message.ticket_id.in_(ticket_ids), Message.chain == Chain.PUBLIC)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Message.id,
            Message.ticket_id,
            Message.ordinal,
            Message.kind,
            Message.body,
            Message.created_at,
            Ticket.subject,
            Ticket.details,
            Ticket.urgency,
            Category.key.label("category"),
        )
        .join(placed, placed.c.id == Message.id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .join(Ticket.category)
        .where(or_(placed.c.ordinal == 1, placed.c.back <= LATEST_LETTERS))
        .order_by(Message.ticket_id, Message.ordinal)
    )
    for row in rows:
        found[row.ticket_id].append(row)
    return found


def _judged(ticket_ids: Sequence[int]) -> dict[tuple[int, str], object]:
    """When each rule of a ticket was judged last."""
    if not ticket_ids:
        return {}
    rows = db.session.execute(
        select(Event.ticket_id, Event.after, Event.at)
        .where(
            Event.ticket_id.in_(ticket_ids),
            Event.verb.in_((Verb.FLAG_UPHELD, Verb.FLAG_REJECTED)),
        )
        .order_by(Event.id)
    )
    return {(row.ticket_id, row.after["rule"]): row.at for row in rows}
