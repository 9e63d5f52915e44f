"""What happened, by whom, when: a ticket's record and the audit log."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import db
from portal.models.ticket import Chain, Message, Ticket
from portal.models.types import UtcDateTime, enum_column


class Verb(StrEnum):
    # On a ticket; P = the customer sees it, I = internal.
    CREATED = "created"  # P
    REPLIED = "replied"  # P
    NOTED = "noted"  # I
    SEEN = "seen"  # P: read by a human of the staff (S10)
    REFERRED = "referred"  # P
    ASSIGNED = "assigned"  # I
    STATUS = "status"  # P
    URGENCY = "urgency"  # P
    CLOSED = "closed"  # P
    REOPENED = "reopened"  # P
    REDACTED = "redacted"  # chain of the message
    FLAG_UPHELD = "flag_upheld"  # I
    FLAG_REJECTED = "flag_rejected"  # I
    NOTICE_RESENT = "notice_resent"  # I
    # Not on a ticket.
    REGISTERED = "registered"
    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    SESSION_REVOKED = "session_revoked"
    PASSWORD_CHANGED = "password_changed"
    MOBILE_CHANGED = "mobile_changed"
    EMAIL_CHANGED = "email_changed"
    EMAIL_VERIFIED = "email_verified"
    PROFILE_CHANGED = "profile_changed"
    TERMS_ACCEPTED = "terms_accepted"
    RECOVERY_STARTED = "recovery_started"
    CUSTOMER_BLOCKED = "customer_blocked"
    CUSTOMER_UNBLOCKED = "customer_unblocked"
    STAFF_CREATED = "staff_created"
    STAFF_CHANGED = "staff_changed"
    ETIQUETTE_CHANGED = "etiquette_changed"


class Event(db.Model):
    """One entry of a record. On a ticket it is a link of one of its two hash chains: `digest`
    covers the previous digest and the canonical entry (docs/architecture.md, "The chain")."""

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    chain: Mapped[Chain | None] = mapped_column(enum_column(Chain))
    ordinal: Mapped[int | None]
    verb: Mapped[Verb] = mapped_column(enum_column(Verb))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    # The account that the entry is about, where it is not the actor's own.
    subject_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    before: Mapped[dict | None] = mapped_column(JSON)
    after: Mapped[dict | None] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    address: Mapped[str | None] = mapped_column(String(45))
    # The ticket's version and revision once this had happened.
    version: Mapped[int | None]
    revision: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))

    ticket: Mapped[Ticket | None] = relationship()
    message: Mapped[Message | None] = relationship()

    __table_args__ = (
        UniqueConstraint("ticket_id", "chain", "ordinal"),
        Index(None, "ticket_id", "id"),
        Index(None, "actor_id", "id"),
        Index(None, "subject_user_id", "id"),
        Index(None, "verb", "id"),
        Index(None, "at", "id"),
    )
