"""Texts that are sent twice: by a second press, by Back, or because the answer never arrived.

The same again is stored once. It is the same only when nothing that was typed or attached would
be lost: a token alone names a form, not what has been written in it since.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Chain, Message, MessageKind, Status, Ticket, User
from portal.services import files, record
from portal.services.drafts import TicketDraft

# An identical text of one author is a repetition for so long, also from a fresh form.
REPEAT_MINUTES = 10


class AlreadySent(Exception):
    """The form has been accepted before with something else in it: with `message`."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def letter_again(
    ticket: Ticket,
    author: User,
    kind: MessageKind,
    body: str,
    *,
    token: str,
    upload_tokens: Sequence[str] = (),
) -> Message | None:
    """The letter or note that this form, sent once more unchanged, has already made.

    Raises AlreadySent when the form was changed in between or belongs elsewhere.
    """
    first = _made_with(author, token)
    if first is None:
        return None
    here = first.ticket_id == ticket.id and first.kind is kind
    if here and _same_text(first, author, body, upload_tokens):
        return first
    raise AlreadySent(first)


def request_again(customer: User, draft: TicketDraft) -> Ticket | None:
    """The ticket that this form, sent once more unchanged, has already made.

    Raises AlreadySent when the form was changed in between or belongs elsewhere.
    """
    first = _made_with(customer, draft.token)
    if first is None:
        return None
    if _same_request(first, customer, draft):
        return first.ticket
    raise AlreadySent(first)


def repeated_letter(
    ticket: Ticket, customer: User, body: str, upload_tokens: Sequence[str]
) -> Message | None:
    """The customer's identical letter of the last REPEAT_MINUTES, when nobody has written since:
    after an answer, the same words («بله») say something new."""
    last = db.session.scalar(
        select(Message)
        .where(Message.ticket_id == ticket.id, Message.chain == Chain.PUBLIC)
        .order_by(Message.ordinal.desc())
        .limit(1)
    )
    if last is None or last.author_id != customer.id or last.created_at <= _horizon():
        return None
    return last if _same_text(last, customer, body, upload_tokens) else None


def repeated_request(customer: User, draft: TicketDraft) -> Ticket | None:
    """The customer's identical open ticket of the last REPEAT_MINUTES. Ask it while the customer
    is locked: requests at the same moment do not see each other."""
    firsts = db.session.scalars(
        select(Message)
        .join(Message.ticket)
        .where(
            Ticket.customer_id == customer.id,
            Ticket.status != Status.CLOSED,
            Ticket.created_at > _horizon(),
            Message.chain == Chain.PUBLIC,
            Message.ordinal == 1,
        )
        .order_by(Message.id)
    )
    return next((one.ticket for one in firsts if _same_request(one, customer, draft)), None)


def _made_with(author: User, token: str) -> Message | None:
    return db.session.scalar(
        select(Message).where(Message.author_id == author.id, Message.token == token)
    )


def _same_request(first: Message, customer: User, draft: TicketDraft) -> bool:
    ticket = first.ticket
    opens = first.chain is Chain.PUBLIC and first.ordinal == 1
    asked = (ticket.category_id, ticket.subject, ticket.details)
    return (
        opens
        and asked == (draft.category_id, draft.subject, dict(draft.details))
        and _same_text(first, customer, draft.body, draft.all_uploads)
    )


def _same_text(first: Message, author: User, body: str, upload_tokens: Sequence[str]) -> bool:
    if first.body_digest != record.body_digest(body):
        return False
    # Files that the first has taken are no longer waiting; those sent with the form come again.
    kept = {attachment.sha256 for attachment in first.attachments}
    return all(upload.sha256 in kept for upload in files.uploads_of(author, upload_tokens))


def _horizon() -> datetime:
    return clock.now() - timedelta(minutes=REPEAT_MINUTES)
