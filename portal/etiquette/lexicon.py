"""The word lists of data/: words parted by space, `#` remarks, `[name]` opening a section."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal.etiquette.folding import words

DATA = Path(__file__).parent / "data"


@cache
def word_set(name: str) -> frozenset[str]:
    """Return all words of a list as they are written there."""
    return frozenset(word for found in sections(name).values() for word in found)


@cache
def sections(name: str) -> Mapping[str, frozenset[str]]:
    """Return the words of each section of a list as they are written there."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            found.setdefault(section, []).extend(line.split())
    return {section: frozenset(members) for section, members in found.items()}


@cache
def section_of(name: str) -> Mapping[str, str]:
    """Return, for each folded word of a list, its section; the first section wins."""
    table: dict[str, str] = {}
    for section, members in sections(name).items():
        for word in members:
            table.setdefault("".join(words(word)), section)
    return table
