"""The stretches of a text that no rule of language may judge, found once for all rules.

Every step reads the text a bounded number of times: patterns either start at a fixed mark or
cannot look beyond the next one, so hostile input stays linear.
"""

import re

from portal.etiquette import zones_code, zones_names, zones_quotes
from portal.etiquette.scripts import HAS_PERSIAN, LATIN_LETTER, LETTER

__all__ = ["HAS_PERSIAN", "LETTER", "QUOTED", "REPORTED", "TECHNICAL", "Zones", "find_zones"]

TECHNICAL, QUOTED, REPORTED = 1, 2, 4
KINDS = (TECHNICAL, QUOTED, REPORTED)
# What at least one of the finders of technical zones needs to see before it can find anything.
TECHNICAL_SIGN = re.compile(r"[A-Za-z`{\[<&|~]|[?؟*•#]{2}")


class Zones:
    """The characters of a text by kind: technical, quoted, a reported error, or none."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._marks: dict[int, bytearray] = {}
        self._joined: dict[int, bytes] = {}

    def add(self, start: int, end: int, kind: int) -> None:
        """Mark the range as a zone of one kind."""
        marks = self._marks.get(kind)
        if marks is None:
            marks = self._marks[kind] = bytearray(self._size)
        marks[start:end] = b"\x01" * (end - start)
        self._joined.clear()

    def free(self, start: int, end: int, of: int = TECHNICAL | QUOTED) -> bool:
        """Tell whether no character of the range lies in a zone of the given kinds."""
        return not self._marks or self._of(of).find(1, start, end) < 0

    def _of(self, kinds: int) -> bytes:
        joined = self._joined.get(kinds)
        if joined is None:
            total = 0
            for kind, marks in self._marks.items():
                if kind & kinds:
                    total |= int.from_bytes(marks, "little")
            joined = self._joined[kinds] = total.to_bytes(self._size, "little")
        return joined


def find_zones(text: str) -> Zones:
    """Return the zones of `text`, with indexes of the text as written."""
    zones = Zones(len(text))
    if TECHNICAL_SIGN.search(text):
        for find in (zones_code.find, zones_names.find):
            for start, end in find(text):
                zones.add(start, end, TECHNICAL)
    for start, end in zones_quotes.find(text):
        zones.add(start, end, QUOTED)
    if LATIN_LETTER.search(text):
        for start, end in zones_quotes.reported(text):
            zones.add(start, end, REPORTED)
    return zones
