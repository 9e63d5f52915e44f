"""What the words of a text mean: the concepts of the trade, and what the rest weighs."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.lexicon import DATA, word_set
from portal.etiquette.numbers import Piece
from portal.etiquette.readings import readings
from portal.etiquette.stems import is_denial, stem


class Concept(NamedTuple):
    """A meaning with the kind and the field that data/concepts.txt gives it."""

    name: str
    kind: str
    field: str


class Term(NamedTuple):
    """A word or phrase of a text: what it means, and whether it is a verb that denies."""

    concept: Concept
    denies: bool


class Lexicon(NamedTuple):
    """Concepts by their stems joined by space, and how many words may follow a first one."""

    by_words: Mapping[str, Concept]
    longest: Mapping[str, int]


@cache
def lexicon() -> Lexicon:
    """Return the concepts, read at the first call."""
    by_words: dict[str, Concept] = {}
    longest: dict[str, int] = {}
    kind = ""
    for line in (DATA / "concepts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            written, _, field = line.partition("@")
            words = written.split()
            concept = Concept(words[0], kind, field.strip())
            for word in words:
                stems = [stem(part) for part in _parts(word)]
                by_words.setdefault(" ".join(stems), concept)
                longest[stems[0]] = max(longest.get(stems[0], 1), len(stems))
                if len(stems) > 1:
                    by_words.setdefault(stem("".join(_parts(word))), concept)
    return Lexicon(by_words, longest)


def _parts(phrase: str) -> list[str]:
    return folded(phrase).replace("\u200c", "_").split("_")


def terms(told: list[Piece]) -> list[Term]:
    """Return the concepts of a text in order; a word of no concept stands for itself."""
    lex = lexicon()
    stems = [stem(_persian(piece.text)) if not piece.kind else "" for piece in told]
    found: list[Term] = []
    at = 0
    while at < len(stems):
        one = stems[at]
        size = 1
        if one:
            concept, size = _longest(lex, stems, at)
            denies = is_denial(one)
            if not concept and denies:
                concept = lex.by_words.get(one[1:])
            found.append(Term(concept or Concept(one, "", ""), denies))
        at += size
    return found


def _longest(lex: Lexicon, stems: list[str], at: int) -> tuple[Concept | None, int]:
    """Return the concept of the longest phrase that starts at a place, and its words."""
    for size in range(lex.longest.get(stems[at], 1), 1, -1):
        span = stems[at : at + size]
        concept = lex.by_words.get(" ".join(span)) if len(span) == size else None
        if concept:
            return concept, size
    return lex.by_words.get(stems[at]), 1


@lru_cache(maxsize=2_000)
def _persian(word: str) -> str:
    """Return a word in Latin letters in Persian ones, if no concept knows it as it stands."""
    if not word.isascii() or len(word) < 3 or word in lexicon().by_words:
        return word
    if word in word_set("english") or word in word_set("english_function"):
        return word
    best = readings(word)
    sure = best and best[0].score > 0.3
    return folded(best[0].persian).replace(ZWNJ, "") if sure else word
