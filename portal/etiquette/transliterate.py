"""Persian in Latin letters written anew in Persian letters."""

import re
from functools import cache

from portal.etiquette.glued import parted
from portal.etiquette.latin import COUNTED, Word
from portal.etiquette.lexicon import sections
from portal.etiquette.readings import Reading, loans, readings
from portal.etiquette.spelled import spelled

MOST_WORDS = 150
# A word whose best reading scores less is a guess; more guesses than this share are no offer.
SURE, GUESSES = 0.4, 0.2
# Readings so far below the best one are not weighed against it.
NEAR = 2.2
KNOWN = 1.5
MARKS = str.maketrans({",": "،", "?": "؟", ";": "؛"})
CLAUSE_END = re.compile(r"[.!?,;:\n،؛؟()]")
MARK = re.compile(r"[,?;](?!\d)")
CLOSING = frozenset(
    [
        "و",
        "ولی",
        "اما",
        "که",
        "چرا",
        "یا",
        "تا",
        "چون",
        "اگر",
        "اگه",
        "یعنی",
        "وگرنه",
        "پس",
        "حالا",
        "لطفاً",
        "بعد",
    ]
)


def transliterated(text: str, words: list[Word]) -> str | None:
    """Return the stretch of `text` that `words` cover in Persian letters, or None if unsure.

    Terms, names of products and all that stands between the words remain as they are.
    """
    if len(words) > MOST_WORDS:
        return None
    chosen = _chosen(words)
    guesses = sum(
        reading.score < SURE if reading else not _stays(word)
        for word, reading in zip(words, chosen, strict=True)
    )
    if guesses > max(1, GUESSES * len(words)) or guesses == len(words):
        return None
    parts, at = [], words[0].start
    for word, reading in zip(words, chosen, strict=True):
        gap = text[at : word.start]
        parts.append(MARK.sub(lambda mark: mark.group().translate(MARKS), gap))
        parts.append(_letters(text[word.start : word.end], word, reading))
        at = word.end
    return "".join(parts)


def _letters(written: str, word: Word, reading: Reading | None) -> str:
    number = COUNTED.match(word.text)
    if reading:
        return (number.group() if number else "") + reading.persian
    return written if _stays(word) else spelled(word.text)


def _stays(word: Word) -> bool:
    sign = word.sign
    return sign.term or len(word.text) == 1 or (sign.english and sign.weight < 0)


@cache
def _pairs(section: str) -> frozenset[str]:
    return sections("finglish_before")[section]


def _chosen(words: list[Word]) -> list[Reading | None]:
    """Choose readings from left to right, each with a look at its two neighbours."""
    options = [_options(word) for word in words]
    chosen: list[Reading | None] = []
    for at in range(len(words)):
        last = at + 1 == len(words) or CLAUSE_END.search(words[at + 1].gap) is not None
        after = options[at + 1][0] if not last and options[at + 1] else None
        before = chosen[-1] if chosen and not CLAUSE_END.search(words[at].gap) else None
        best = max(options[at], key=lambda one: _fit(one, before, last, after), default=None)
        chosen.append(best)
    return chosen


def _options(word: Word) -> list[Reading]:
    if len(word.text) == 1:
        return _letter(word)
    loan = loans().get(word.text)
    if loan:
        return [Reading(loan, 4.0, 9)]
    found = readings(COUNTED.sub("", word.text).replace("-", ""))
    if word.sign.term:
        found = tuple(one for one in found if one.exact and one.score > 2.9 and not word.capitals)
    elif _stays(word):
        found = tuple(one for one in found if one.exact and one.score > KNOWN)
    if not found and not _stays(word):
        return _glued(word)
    return [one for one in found if one.score > found[0].score - NEAR]


def _glued(word: Word) -> list[Reading]:
    pieces = parted(word.text)
    return [Reading(" ".join(piece.persian for piece in pieces), 1.0, 5)] if pieces else []


def _letter(word: Word) -> list[Reading]:
    letter = {"o": "و", "v": "و", "y": "یه", "b": "به", "k": "که", "i": "ای"}.get(word.text)
    return [Reading(letter, 3.0, 9)] if letter and not word.titled else []


def _fit(one: Reading, before: Reading | None, last: bool, after: Reading | None) -> float:
    """Weigh a reading by its neighbours: an ezafe needs a noun after it, a copula an end."""
    score = one.score
    if after and f"{one.persian}={after.persian}" in _pairs("next"):
        score += 1.5
    if before and f"{before.persian}={one.persian}" in _pairs("previous"):
        score += 1.5
    closing = last or (after is not None and after.persian in CLOSING)
    if one.part == "ezafe":
        return score - (0.9 if closing else -0.25)
    if one.part == "copula":
        return score + (0.9 if closing else -1.4)
    return score
