"""The outbox: one row for each notice to one recipient over one channel."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import db
from portal.models.types import UtcDateTime, enum_column
from portal.models.user import User


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"


class NoticeState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    BLACKLISTED = "blacklisted"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Notification(db.Model):
    """A notice and its fate. `secret` rows hold a code: their text is encrypted, is never shown
    to staff and is wiped once the code is used or expired."""

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    event: Mapped[str] = mapped_column(String(40))
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(250), default="")
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    secret: Mapped[bool] = mapped_column(default=False)
    segments: Mapped[int | None]
    priority: Mapped[int] = mapped_column(default=5)
    state: Mapped[NoticeState] = mapped_column(enum_column(NoticeState), default=NoticeState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider: Mapped[str | None] = mapped_column(String(24))
    provider_id: Mapped[str | None] = mapped_column(String(100), index=True)
    delivery_state: Mapped[DeliveryState | None] = mapped_column(enum_column(DeliveryState))
    delivery_checks: Mapped[int] = mapped_column(default=0)
    delivery_next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result_kind: Mapped[str | None] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(Text)

    user: Mapped[User | None] = relationship()

    __table_args__ = (
        Index(None, "state", "priority", "next_at", "id"),
        Index(None, "ticket_id", "id"),
        Index(None, "delivery_next_at"),
    )


class ChannelHold(db.Model):
    """A channel that cannot work for now (no credit, wrong key): its notices wait."""

    channel: Mapped[Channel] = mapped_column(enum_column(Channel), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    error: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    probe_at: Mapped[datetime] = mapped_column(UtcDateTime)
