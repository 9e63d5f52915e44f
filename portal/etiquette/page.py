"""One field of a draft, read once for all rules."""

from dataclasses import dataclass
from functools import cached_property

from portal.etiquette.folding import Folded, fold
from portal.etiquette.zones import Zones, find_zones


@dataclass(frozen=True)
class Page:
    """A field's name and its text as written, with what several rules need to know about it."""

    field: str
    text: str

    @cached_property
    def folded(self) -> Folded:
        """The text folded for looking."""
        return fold(self.text)

    @cached_property
    def zones(self) -> Zones:
        """The stretches that language rules leave alone."""
        return find_zones(self.text)
