"""Tickets and the letters in them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import db
from portal.models.department import Category, Department
from portal.models.types import UtcDateTime, enum_column
from portal.models.user import User

# Ticket numbers start at 10001: the row's id plus this, so they need no column of their own.
NUMBER_BASE = 10_000


class Status(StrEnum):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING_OPERATOR = "waiting_operator"
    ANSWERED = "answered"
    WAITING_CUSTOMER = "waiting_customer"
    CUSTOMER_REPLY = "customer_reply"
    CLOSED = "closed"


# Glossary 1.2: what a customer may filter by.
STATUS_GROUPS: dict[str, tuple[Status, ...]] = {
    "waiting_customer": (Status.WAITING_CUSTOMER,),
    "waiting_support": (
        Status.NEW,
        Status.IN_PROGRESS,
        Status.WAITING_OPERATOR,
        Status.CUSTOMER_REPLY,
    ),
    "answered": (Status.ANSWERED,),
    "closed": (Status.CLOSED,),
}
# The ticket waits for the staff, so it stands in the queue.
QUEUED = (Status.NEW, Status.CUSTOMER_REPLY, Status.IN_PROGRESS, Status.WAITING_OPERATOR)


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"  # staff only (glossary 1.3)


class CloseReason(StrEnum):
    DONE = "done"
    BY_REQUEST = "by_request"
    NO_REPLY = "no_reply"
    DUPLICATE = "duplicate"
    BROKE_RULES = "broke_rules"


class Chain(StrEnum):
    """Which of a ticket's two records an entry belongs to."""

    PUBLIC = "public"
    INTERNAL = "internal"


def _partial(name: str, condition: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


class Ticket(db.Model):
    """One matter. `version` counts what the customer can see change, `revision` everything."""

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    subject: Mapped[str] = mapped_column(String(100))
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency), default=Urgency.NORMAL)
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.NEW)
    details: Mapped[dict] = mapped_column(JSON, default=dict)
    notify: Mapped[bool] = mapped_column(default=True)
    link_token: Mapped[str] = mapped_column(String(16), unique=True)
    # Facts for lists, so that a row costs no further query.
    excerpt: Mapped[str] = mapped_column(String(160), default="")
    attachment_count: Mapped[int] = mapped_column(default=0)

    closed_reason: Mapped[CloseReason | None] = mapped_column(enum_column(CloseReason))
    broken_rules: Mapped[list] = mapped_column(JSON, default=list)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    # Findings that the customer overrode (S15–S17): [{"rule", "state": open|upheld|rejected}].
    flags: Mapped[list] = mapped_column(JSON, default=list)
    flagged: Mapped[bool] = mapped_column(default=False)

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    first_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Since when the ticket waits for the staff, less a credit for its urgency; null: it does not.
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    queue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    version: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    customer_seen_version: Mapped[int] = mapped_column(default=0)
    # A letter of the customer that no human of the staff has opened yet.
    staff_unread: Mapped[bool] = mapped_column(default=True)

    customer: Mapped[User] = relationship(foreign_keys=customer_id)
    assignee: Mapped[User | None] = relationship(foreign_keys=assignee_id)
    category: Mapped[Category] = relationship()
    department: Mapped[Department] = relationship()
    duplicate_of: Mapped["Ticket | None"] = relationship(remote_side=id)
    messages: Mapped[list["Message"]] = relationship(back_populates="ticket", viewonly=True)

    __table_args__ = (
        Index(None, "customer_id", "updated_at", "id"),
        Index(None, "customer_id", "status", "updated_at", "id"),
        Index(None, "status", "updated_at", "id"),
        # The desk's lists and their counts read these alone: they stay small beside all tickets.
        _partial(
            "ix_ticket_waiting",
            "queue_at IS NOT NULL",
            "queue_at",
            "id",
            "department_id",
            "assignee_id",
            "status",
            "staff_unread",
            "first_answered_at",
            "due_at",
        ),
        _partial(
            "ix_ticket_open",
            "closed_at IS NULL",
            "updated_at",
            "id",
            "department_id",
            "assignee_id",
        ),
        _partial("ix_ticket_mine", "closed_at IS NULL", "assignee_id", "updated_at", "id"),
        # SQLite has no booleans: it must read the condition as the queries put it.
        Index(
            "ix_ticket_flagged",
            "id",
            "department_id",
            "assignee_id",
            sqlite_where=text("flagged = 1"),
            postgresql_where=text("flagged"),
        ),
    )

    @hybrid_property
    def number(self) -> int:
        """The number people use and cite."""
        return self.id + NUMBER_BASE

    @property
    def is_closed(self) -> bool:
        return self.status is Status.CLOSED

    @property
    def is_unread_by_customer(self) -> bool:
        return self.version > self.customer_seen_version


class MessageKind(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    NOTE = "note"
    SYSTEM = "system"


class Message(db.Model):
    """A letter. Its text is never edited; only an audited redaction empties it and keeps
    `body_digest` (promise 1). `ordinal` is the letter's number within its chain."""

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    chain: Mapped[Chain] = mapped_column(enum_column(Chain))
    ordinal: Mapped[int]
    kind: Mapped[MessageKind] = mapped_column(enum_column(MessageKind))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    # As they stood on the day of writing: a letter keeps its letterhead.
    author_name: Mapped[str] = mapped_column(String(120))
    author_title: Mapped[str] = mapped_column(String(160), default="")
    body: Mapped[str] = mapped_column(Text)
    body_digest: Mapped[str] = mapped_column(String(64))
    redacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token: Mapped[str] = mapped_column(String(43))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    ticket: Mapped[Ticket] = relationship(back_populates="messages")
    author: Mapped[User | None] = relationship()
    attachments: Mapped[list["Attachment"]] = relationship(  # noqa: F821
        back_populates="message", order_by="Attachment.id"
    )

    __table_args__ = (
        UniqueConstraint("ticket_id", "chain", "ordinal"),
        UniqueConstraint("author_id", "token"),
    )
