"""The record of a ticket: two hash chains of events, and the audit log (promise 1).

A link's digest is the SHA-256 of the previous link's digest and the entry's canonical JSON; a
letter takes part with the digest of its text and of its files. docs/architecture.md describes
the format, so that anyone can check a record without this code.
"""

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import func, select

from portal import clock
from portal.extensions import db
from portal.models import Attachment, Chain, Event, Message, Ticket, User, Verb

SYSTEM_NAME = "سامانه"
GENESIS = "0" * 64


def body_digest(body: str) -> str:
    """SHA-256 of a letter's text; it stays when a leaked secret is redacted."""
    return hashlib.sha256(body.encode()).hexdigest()


def append(
    ticket: Ticket,
    verb: Verb,
    actor: User | None,
    *,
    chain: Chain = Chain.PUBLIC,
    message: Message | None = None,
    before: dict | None = None,
    after: dict | None = None,
    note: str = "",
    address: str | None = None,
) -> Event:
    """Adds one entry to a ticket's record, inside write() and under the ticket's lock.

    A public entry also raises the version that customers poll for; an internal one leaves no
    trace there. `actor` None is the portal itself.
    """
    ticket.revision += 1
    if chain is Chain.PUBLIC:
        ticket.version += 1
    ordinal, previous = _head(ticket.id, chain)
    event = Event(
        ticket_id=ticket.id,
        chain=chain,
        ordinal=ordinal + 1,
        verb=verb,
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else SYSTEM_NAME,
        message=message,
        before=before,
        after=after,
        note=note,
        at=clock.now(),
        address=address,
        version=ticket.version,
        revision=ticket.revision,
    )
    event.digest = link(previous, entry(event, message, message.attachments if message else ()))
    db.session.add(event)
    db.session.flush()
    return event


def audit(
    verb: Verb,
    actor: User | None,
    *,
    subject_user: User | None = None,
    before: dict | None = None,
    after: dict | None = None,
    note: str = "",
    address: str | None = None,
) -> Event:
    """Adds an entry that belongs to no ticket, inside write()."""
    event = Event(
        verb=verb,
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else SYSTEM_NAME,
        subject_user_id=subject_user.id if subject_user else None,
        before=before,
        after=after,
        note=note,
        at=clock.now(),
        address=address,
    )
    db.session.add(event)
    return event


def head_digest(ticket: Ticket) -> str:
    """The digest of the last public entry: it stands in the letter and in the notice, so that
    cutting off the record's tail is noticed."""
    return _head(ticket.id, Chain.PUBLIC)[1]


def verify(ticket_id: int) -> list[str]:
    """What does not fit in a ticket's two chains; empty when nothing was altered."""
    events = db.session.scalars(
        select(Event).where(Event.ticket_id == ticket_id).order_by(Event.chain, Event.ordinal)
    ).all()
    messages = {
        message.id: message
        for message in db.session.scalars(select(Message).where(Message.ticket_id == ticket_id))
    }
    files: dict[int, list[Attachment]] = {}
    for file in db.session.scalars(
        select(Attachment).where(Attachment.message_id.in_(messages)).order_by(Attachment.id)
    ):
        files.setdefault(file.message_id, []).append(file)
    problems = [
        f"letter {message.chain}/{message.ordinal}: the text does not fit its digest"
        for message in messages.values()
        if message.redacted_at is None and body_digest(message.body) != message.body_digest
    ]
    cited = {event.message_id for event in events if event.verb in _CARRIES_LETTER}
    problems += [
        f"letter {message.chain}/{message.ordinal}: no entry speaks of it"
        for message in messages.values()
        if message.id not in cited
    ]
    for chain in Chain:
        problems += _verify_chain([e for e in events if e.chain is chain], messages, files)
    return problems


_CARRIES_LETTER = (Verb.CREATED, Verb.REPLIED, Verb.NOTED)


def _verify_chain(
    events: list[Event], messages: dict[int, Message], files: dict[int, list[Attachment]]
) -> Iterable[str]:
    previous = GENESIS
    for expected, event in enumerate(events, start=1):
        if event.ordinal != expected:
            yield f"{event.chain}: entry {expected} is missing"
            return
        message = messages.get(event.message_id)
        if event.digest != link(previous, entry(event, message, files.get(event.message_id, ()))):
            yield f"{event.chain}: entry {expected} ({event.verb}) does not fit its digest"
            return
        previous = event.digest


def _head(ticket_id: int, chain: Chain) -> tuple[int, str]:
    row = db.session.execute(
        select(Event.ordinal, Event.digest)
        .where(Event.ticket_id == ticket_id, Event.chain == chain)
        .order_by(Event.ordinal.desc())
        .limit(1)
    ).first()
    return (row.ordinal, row.digest) if row else (0, GENESIS)


def next_ordinal(ticket: Ticket, chain: Chain) -> int:
    """The number of the next letter of a chain; notes never use up a public number."""
    last = db.session.scalar(
        select(func.max(Message.ordinal)).where(
            Message.ticket_id == ticket.id, Message.chain == chain
        )
    )
    return (last or 0) + 1


def entry(event: Event, message: Message | None, files: Iterable[Attachment]) -> dict:
    """What a link's digest covers, as plain JSON values (docs/architecture.md, "The chain")."""
    covered = {
        "ticket": event.ticket_id,
        "chain": event.chain,
        "ordinal": event.ordinal,
        "verb": event.verb,
        "actor": [event.actor_id, event.actor_name],
        "at": event.at.isoformat(timespec="microseconds"),
        "before": event.before,
        "after": event.after,
        "note": event.note,
    }
    if message is not None:
        covered["letter"] = {
            "ordinal": message.ordinal,
            "kind": message.kind,
            "author": [message.author_id, message.author_name, message.author_title],
            "at": message.created_at.isoformat(timespec="microseconds"),
            "body": message.body_digest,
            "files": [[f.field_key, f.name, f.size, f.sha256] for f in files],
        }
    return covered


def link(previous: str, covered: dict) -> str:
    """The digest of the entry that follows the one with digest `previous`."""
    canonical = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
