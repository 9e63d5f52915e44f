"""What the public pages show besides settings."""

from sqlalchemy import select

from portal.extensions import db
from portal.models import GuideEntry


def guide(kind: str) -> list[GuideEntry]:
    """The guidance page's entries in their order; `kind` is rule or step (S2 to S20)."""
    return list(
        db.session.scalars(
            select(GuideEntry)
            .where(GuideEntry.kind == kind)
            .order_by(GuideEntry.sort, GuideEntry.id)
        )
    )
