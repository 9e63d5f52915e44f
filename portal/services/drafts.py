"""What a customer hands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.models import Urgency


@dataclass(frozen=True)
class TicketDraft:
    """A request as it was written. `uploads` and the values of `field_uploads` are tokens of
    files sent ahead; `overrides` are ids of etiquette rules that the customer disputes."""

    category_id: int
    subject: str
    body: str
    token: str
    urgency: Urgency = Urgency.NORMAL
    details: Mapping[str, object] = field(default_factory=dict)
    notify: bool = True
    overrides: Sequence[str] = ()
    uploads: Sequence[str] = ()
    field_uploads: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def all_uploads(self) -> list[str]:
        """The tokens of all of its files."""
        return [*self.uploads, *(token for sent in self.field_uploads.values() for token in sent)]
