"""Words for the rule colloquial: formal ones, spoken ones with their written form, and bases."""

from functools import cache
from typing import NamedTuple

from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.lexicon import sections

# Letters that are not joined to the next one: no ZWNJ is needed after them.
UNJOINED = frozenset("اآأدذرزژوؤءٔ")


def key(word: str) -> str:
    """Return the folded word without ZWNJ, as the lists are asked for it."""
    return folded(word).replace(ZWNJ, "")


class Phrase(NamedTuple):
    """Spoken words that go together: those after the first, what is written for them (None for
    no safe form), and whether they must open a clause."""

    rest: tuple[str, ...]
    written: str | None
    opens: bool


@cache
def known() -> frozenset[str]:
    """Return the formal words that are known, as keys."""
    found = {key(word) for words in sections("formal_words").values() for word in words}
    found |= {key(word) for words in sections("formal_look_alikes").values() for word in words}
    return frozenset(found)


@cache
def spoken_words() -> dict[str, str | None]:
    """Return what is written for a spoken word, "" where it goes, None where nothing is safe."""
    return dict(map(_pair, sections("spoken_words")["words"]))


@cache
def parted() -> dict[str, str]:
    """Return where ZWNJ stands in the spoken words that have it: دیگه‌ای, but not دیگ‌های."""
    words = (entry.partition("=")[0] for entry in sections("spoken_words")["words"])
    return {key(word): folded(word) for word in words if ZWNJ in word}


@cache
def spoken_nouns() -> dict[str, str | None]:
    """Return what is written for a noun or adjective in its spoken sound: خونه, آروم."""
    return dict(map(_pair, sections("spoken_words")["nouns"]))


@cache
def needs_madda() -> frozenset[str]:
    """Return the spoken words that are others without the sign of آ: آره is yes, اره a saw."""
    return frozenset(map(key, sections("spoken_words")["madda"]))


@cache
def forbids_madda() -> frozenset[str]:
    """Return the spoken words that are others with the sign of آ: اینه is «this is», آینه not."""
    return frozenset(map(key, sections("spoken_words")["no madda"]))


@cache
def near(section: str) -> frozenset[str]:
    """Return a section of the words that tell look-alikes apart, as keys."""
    return frozenset(map(key, sections("spoken_context")[section]))


@cache
def phrases() -> dict[str, list[Phrase]]:
    """Return the spoken phrases by their first word, the longest first."""
    table: dict[str, list[Phrase]] = {}
    for entry in sections("spoken_words")["phrases"]:
        opens = entry.startswith("^")
        told, _, written = entry.lstrip("^").partition("=")
        first, *rest = map(key, told.split("_"))
        phrase = Phrase(tuple(rest), _written(written), opens)
        table.setdefault(first, []).append(phrase)
    for found in table.values():
        found.sort(key=lambda phrase: (-len(phrase.rest), phrase.rest))
    return table


@cache
def bases(section: str) -> frozenset[str]:
    """Return a section of the bases of spoken endings, as keys."""
    return frozenset(map(key, sections("spoken_bases")[section]))


@cache
def without_h() -> dict[str, str]:
    """Return the words whose last ه speech drops before an ending: شمار(مون) for شماره."""
    words = {w for w in known() if len(w) > 3 and silent_h(w)}
    table = {word[:-1]: word for word in words if word[:-1] not in known()}
    return table | {"خون": "خانه", "شمار": "شماره", "سامان": "سامانه", "نمون": "نمونه"}


def silent_h(word: str) -> bool:
    """Tell whether a word ends in the vowel that is written as ه."""
    return (
        word.endswith("ه") and not word.endswith(("اه", "وه")) and word not in near("consonant ه")
    )


def _pair(entry: str) -> tuple[str, str | None]:
    told, _, written = entry.partition("=")
    return key(told), _written(written)


def _written(text: str) -> str | None:
    return None if text == "?" else text.replace("_", " ")
