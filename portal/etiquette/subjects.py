"""Which subjects a sentence is about, by the beginnings of its words (data/subjects.txt)."""

import re
from collections.abc import Iterator
from functools import cache

from portal.etiquette.folding import ZWNJ, fold
from portal.etiquette.lexicon import sections

WORD = re.compile(r"[^\W_]{2,}")
LONGEST_BEGINNING = 16


def plain(text: str) -> str:
    """One space for what parts the halves of a word; lengths stay, so that places do."""
    return text.replace(ZWNJ, " ")


def subjects_of(text: str) -> frozenset[str]:
    """The subjects whose words, or beginnings of words, stand in a folded text."""
    found: set[str] = set()
    tokens = WORD.findall(text)
    beginnings, phrases = _beginnings(), _phrases()
    for index, token in enumerate(tokens):
        for end in range(2, min(len(token), LONGEST_BEGINNING) + 1):
            if names := beginnings.get(token[:end]):
                found |= names
        for rest, name in phrases.get(token, ()):
            if " ".join(tokens[index + 1 : index + 4]).startswith(rest):
                found.add(name)
    return frozenset(found)


@cache
def _beginnings() -> dict[str, set[str]]:
    """The subjects of each beginning of a single word."""
    found: dict[str, set[str]] = {}
    for name, words in _listed():
        if len(words) == 1:
            found.setdefault(words[0], set()).add(name)
    return found


@cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """The phrases of several words by their first: how they go on, and their subject."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, words in _listed():
        if len(words) > 1:
            found.setdefault(words[0], []).append((" ".join(words[1:]), name))
    return found


def _listed() -> Iterator[tuple[str, list[str]]]:
    for name, members in sections("subjects").items():
        for member in members:
            yield name, WORD.findall(plain(fold(member).text).replace("_", " "))
