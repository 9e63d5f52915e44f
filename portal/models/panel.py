"""SMS panels on offer and what a customer chose (S23)."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import db
from portal.models.types import UtcDateTime


class Panel(db.Model):
    """A plan. Prices are integer current rials a year, before VAT."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    tagline: Mapped[str] = mapped_column(Text, default="")
    price_rial_year: Mapped[int]
    duration_days: Mapped[int | None]
    features: Mapped[list] = mapped_column(JSON, default=list)
    badge: Mapped[str | None] = mapped_column(String(40))
    is_sample: Mapped[bool] = mapped_column(default=False)
    public: Mapped[bool] = mapped_column(default=True)
    sort: Mapped[int] = mapped_column(default=0)


class PanelOrder(db.Model):
    """The panel a customer chose, with the price of that moment in rials."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    price_rial: Mapped[int]
    state: Mapped[str] = mapped_column(String(24), default="requested")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    panel: Mapped[Panel] = relationship(lazy="joined", innerjoin=True)
