"""What the public pages show besides settings."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select

from portal.extensions import db
from portal.models import GuideEntry


def guide() -> Mapping[str, list[GuideEntry]]:
    """The guidance page's entries by their kind, each in its order (S2 to S20)."""
    entries: Mapping[str, list[GuideEntry]] = defaultdict(list)
    for entry in db.session.scalars(select(GuideEntry).order_by(GuideEntry.sort, GuideEntry.id)):
        entries[entry.kind].append(entry)
    return entries
