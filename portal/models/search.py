"""The search index's documents: one for a ticket's head and one for each message.

The folded words live in the SQLite virtual table `search_index` (FTS5) or in this table's
`words` column (a GIN index on PostgreSQL); only services.search knows which.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class SearchDocument(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), unique=True)
