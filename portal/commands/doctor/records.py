"""The tickets' records: was anything altered, or cut off?"""

import re
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import func, select

from portal.commands.doctor.findings import Finding, problem
from portal.extensions import db
from portal.models import NUMBER_BASE, Chain, Event, Notification, Ticket
from portal.services import record

BATCH = 200
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def check(newest: int | None, progress: Callable) -> Iterator[Finding]:
    """Checks the records of all tickets, or of the `newest` ones."""
    ids = list(db.session.scalars(select(Ticket.id).order_by(Ticket.id.desc()).limit(newest)))
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    found: dict[int, list[str]] = {}
    with progress(batches, len(batches), "records") as bar:
        for batch in bar:
            _begin()
            for ticket_id in batch:
                found[ticket_id] = record.verify(ticket_id)
            for look in (_cut_off, _cited_digests):
                for ticket_id, text in look(batch):
                    found[ticket_id].append(text)
            db.session.expunge_all()
    for ticket_id in reversed(ids):
        for text in found[ticket_id]:
            yield problem(f"ticket {ticket_id + NUMBER_BASE}: {text}")


def _begin() -> None:
    """Each batch sees one moment, and holds up nobody for longer."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _cut_off(batch: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The ticket counts its entries too: a record that ends earlier has lost its tail."""
    last = select(func.max(Event.revision)).where(Event.ticket_id == Ticket.id).scalar_subquery()
    query = select(Ticket.id, Ticket.revision, last).where(
        Ticket.id.in_(batch), func.coalesce(last, 0) != Ticket.revision
    )
    for ticket_id, counted, present in db.session.execute(query):
        yield ticket_id, f"{counted} changes were made, the record ends at change {present or 0}"


def _cited_digests(batch: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The digest that went out by e-mail must still stand in the record."""
    query = select(Notification.ticket_id, Notification.text).where(
        Notification.ticket_id.in_(batch), Notification.event == "ticket_answered"
    )
    cited = [
        (ticket_id, digest)
        for ticket_id, text in db.session.execute(query)
        for digest in DIGEST.findall(text)
    ]
    entries = select(Event.ticket_id, Event.digest).where(
        Event.ticket_id.in_({ticket_id for ticket_id, _digest in cited}),
        Event.chain == Chain.PUBLIC,
    )
    known = {(ticket_id, digest) for ticket_id, digest in db.session.execute(entries)}
    for ticket_id, digest in cited:
        if (ticket_id, digest) not in known:
            yield (
                ticket_id,
                f"a notice cites digest {digest[:12]}…, which the record has lost",
            )
