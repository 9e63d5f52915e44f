"""Ready answers."""

from sqlalchemy import select

from portal.extensions import db
from portal.models import CannedReply


def replies() -> list[CannedReply]:
    """The ready answers in their order."""
    return list(db.session.scalars(select(CannedReply).order_by(CannedReply.sort, CannedReply.id)))
