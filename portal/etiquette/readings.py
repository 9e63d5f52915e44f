"""Which Persian words a word in Latin letters may stand for, from the lexicon and its affixes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from portal.etiquette.affixes import NONE, VERBAL, Affix, attach, endings_by, prepend
from portal.etiquette.lexicon import DATA, word_set
from portal.etiquette.romanise import VOWELS, distance, key, skeleton, sounds

LONGEST = 24
# How much a spelling's distance weighs against how common a word is.
STRICT = 1.5
# Readings that score below minus this are not worth measuring to the end.
WORST = 0.5
# Readings so far below the best one are of no use; so many candidates are measured at most.
NEAR, MOST_MEASURED = 2.5, 16
# Prefixes, as keys, that stand before a vowel only: biâvar, nayâvar.
VOWEL_PREFIXES = frozenset({"bi", "nai"})


class Entry(NamedTuple):
    """A Persian word, its sounds, how common it is (1 to 9), and its kind (affixes.TABLES)."""

    persian: str
    said: str
    common: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a Latin word; the higher the score the likelier, above 0 likely."""

    persian: str
    score: float
    common: int
    part: str = ""
    kind: str = "n"
    exact: bool = True

    @property
    def verb(self) -> bool:
        """Whether this is a form of a verb."""
        return self.kind in "vps"


class Lexicon:
    """The entries by key (all vowels) and by skeleton (consonants only)."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Entry]] = {}
        self.by_skeleton: dict[str, list[Entry]] = {}
        for line in (DATA / "finglish_words.txt").read_text(encoding="utf-8").splitlines():
            name, *pairs = line.split()
            if name == "#":
                continue
            kind, common = name[0], int(name[1:])
            for persian, said in zip(pairs[::2], pairs[1::2], strict=True):
                entry = Entry(persian, said, common, kind)
                self.by_key.setdefault(key(said), []).append(entry)
                self.by_skeleton.setdefault(skeleton(said), []).append(entry)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read at the first call."""
    return Lexicon()


@cache
def loans() -> Mapping[str, str]:
    """Return the Persian spelling of English words that Persian has."""
    return dict(pair.split("=") for pair in word_set("finglish_loans"))


@lru_cache(maxsize=8_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Return the likeliest readings of a folded Latin word, the best first, at most eight."""
    if len(word) > LONGEST:
        return ()
    said = sounds(word)
    if not said.isalpha():
        return ()
    found = _best(said, _parts("key", key(said)), True)
    if not found or found[0].score < 0.5:
        bones = skeleton(said)
        if bones:
            found = _merged(found, _best(said, _parts("skeleton", bones), False))
    return tuple(found[:8])


def _merged(one: list[Reading], two: list[Reading]) -> list[Reading]:
    seen = {reading.persian for reading in one}
    both = one + [reading for reading in two if reading.persian not in seen]
    return sorted(both, key=lambda reading: -reading.score)


Parts = tuple[str, str, float, Entry, Affix]


def _parts(form: str, whole: str) -> Iterator[Parts]:
    """Part a key or a skeleton into prefix, entry and ending in all ways that the tables know."""
    lex = lexicon()
    index = lex.by_key if form == "key" else lex.by_skeleton
    for before, letters, kinds, price in _prefixes(form):
        if not whole.startswith(before):
            continue
        rest = whole[len(before) :]
        for cut in range(len(rest), max(-1, len(rest) - 9), -1):
            entries = index.get(rest[:cut])
            if not entries:
                continue
            tail = rest[cut:]
            for entry in entries:
                if entry.kind in kinds:
                    for affix in endings_by(form, entry.kind).get(tail, ()):
                        yield before, letters, price, entry, affix


@cache
def _prefixes(form: str) -> list[tuple[str, str, str, float]]:
    make = key if form == "key" else skeleton
    verbal = [(make(said), letters, kinds, price) for said, letters, kinds, price in VERBAL]
    unique = {one[:2]: one for one in reversed(verbal)}
    return [("", "", "nmfvps", 0.0), *unique.values()]


@cache
def _prefix_said(letters: str) -> list[str]:
    return [said for said, known, _, _ in VERBAL if known == letters] or [""]


def _best(said: str, parts: Iterator[Parts], exact: bool) -> list[Reading]:
    """Return readings by their score; the hopeless ones are not measured."""
    hopes = []
    for before, letters, price, entry, affix in parts:
        if entry.kind == "s" and affix is NONE and letters not in ("ب", "ن"):
            continue
        if before in VOWEL_PREFIXES and entry.said[0] not in VOWELS:
            continue
        price += affix.price + 0.25 * (affix is not NONE)
        hopes.append((0.4 * entry.common - STRICT * price, letters, price, entry, affix))
    hopes.sort(key=lambda hope: -hope[0])
    best: dict[tuple[str, str], Reading] = {}
    bare = sum(letter in VOWELS for letter in said) <= len(said) / 4
    top = -9.0
    for hope, letters, price, entry, affix in hopes[:MOST_MEASURED]:
        if hope < top - NEAR:
            break
        persian = attach(entry.persian, entry.said, affix)
        if persian is None:
            continue
        meant = entry.said + affix.said
        limit = (hope + WORST) / STRICT * (2 if bare else 1)
        far = min(distance(said, start + meant, limit) for start in _prefix_said(letters)) + price
        if bare:
            # Chat forms drop the vowels inside a word and keep the last one.
            far = far * 0.5 + (0.5 if meant[-1] == "e" and said[-1] not in VOWELS else 0.0)
        score = 0.4 * entry.common - STRICT * far
        top = max(top, score)
        persian = prepend(letters, persian) if letters else persian
        old = best.get((persian, affix.part))
        if old is None or old.score < score:
            best[persian, affix.part] = Reading(
                persian, score, entry.common, affix.part, entry.kind, exact
            )
    return sorted(best.values(), key=lambda reading: -reading.score)
