"""Words in Latin letters: which of them are English, terms, or Persian in disguise."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from portal.etiquette.lexicon import word_set
from portal.etiquette.page import Page
from portal.etiquette.zones import HAS_PERSIAN

WORD = re.compile(r"[a-z0-9\u00df-\u024f]+(?:['’][a-z\u00df-\u024f]+)*")
SPELLINGS = (
    ("kh", "x"), ("gh", "q"), ("sh", "š"), ("ch", "č"), ("zh", "j"), ("oo", "u"), ("ou", "u"),
    ("ow", "u"), ("o", "u"), ("ee", "i"), ("ie", "i"), ("iy", "i"), ("y", "i"), ("w", "v"),
    ("ck", "k"), ("ei", "ai"), ("'", ""), ("’", ""),
)  # fmt: skip
DOUBLED = re.compile(r"(.)\1+")
FINAL_H = re.compile(r"(?<=[ea])h$")
SUFFIX = re.compile(
    r"(?:ha(?:ye?|yam|yman|m|sh|mo|ro|mun|tun|yi)?|h?aye|e?m[ou]+n|e?t[ou]+n|e?sh[ou]+n|am[ou]?"
    r"|eman|etan|eshan|esh|et|r?o|i|e|ye)$"
)
MI = re.compile(r"n[ae]?mi.{2,}|mi.{1,}")
LOOKS_PERSIAN = re.compile(r"kh|zh|aa|gh(?!t)|[aeiou]q|[ei]sh$|[ou]{1,2}n$|eh$|haye?$")
FUNCTION = word_set("english_function")
PERSONAL = word_set("english_personal")


class Kind(Enum):
    """What a word in Latin letters is."""

    CERTAIN = "a Persian function word or verb"
    STRONG = "a Persian word that firms also use in their names"
    LOOKS = "unknown, spelled like Persian"
    SHARED = "a word of both languages"
    ENGLISH = "English"
    TECHNICAL = "a term or a name of a product"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Word:
    """A Latin word of a page, with its place in the text as written."""

    start: int
    end: int
    text: str
    kind: Kind
    titled: bool


def stretches(page: Page, zones: int, allowed: Collection[str] = ()) -> list[list[Word]]:
    """Return the free Latin words of a page, grouped where no Persian letter stands between.

    `zones` are the kinds of zone whose words are passed over; `allowed` holds words, in lower
    case, that the admin vouches for.
    """
    folded, groups, last = page.folded, [], None
    for match in WORD.finditer(folded.text):
        text = match.group()
        if text.isdigit() or text in allowed:
            continue
        start, end = folded.span(*match.span())
        if not page.zones.free(start, end, zones):
            continue
        written = page.text[start:end]
        word = Word(start, end, text, kind(text), written[0].isupper() and not written.isupper())
        if last is None or HAS_PERSIAN.search(folded.text, last, match.start()):
            groups.append([])
        groups[-1].append(word)
        last = match.end()
    for group in groups:
        _join_prefixes(group)
    return groups


def _join_prefixes(group: list[Word]) -> None:
    """«mi konam»: a lone mi- or nemi- before a stem makes both certain."""
    for index, (one, two) in enumerate(zip(group, group[1:], strict=False)):
        if one.text in ("mi", "nemi", "ne", "nmi") and _is_verb("mi" + two.text):
            for at, word in ((index, one), (index + 1, two)):
                group[at] = Word(word.start, word.end, word.text, Kind.CERTAIN, word.titled)


@lru_cache(maxsize=20_000)
def kind(word: str) -> Kind:
    """Tell what a folded Latin word is. Long words are not looked at."""
    if len(word) > 40:
        return Kind.UNKNOWN
    bare = _plain(word)
    if bare in word_set("finglish_ambiguous"):
        return Kind.SHARED
    if word in FUNCTION:
        return Kind.ENGLISH
    if bare in word_set("technical"):
        return Kind.TECHNICAL
    if bare in word_set("english"):
        return Kind.ENGLISH
    key = phonetic(bare)
    if bare in word_set("finglish_certain") or key in _keys("finglish_certain") or _is_verb(bare):
        return Kind.CERTAIN
    if _is_strong(bare, key):
        return Kind.STRONG
    if any(c.isdigit() for c in word) or _is_english_form(bare):
        return Kind.TECHNICAL if word != bare or not word.isalpha() else Kind.ENGLISH
    return Kind.LOOKS if len(bare) > 3 and LOOKS_PERSIAN.search(bare) else Kind.UNKNOWN


def phonetic(word: str) -> str:
    """Return one spelling for all habits of writing a Persian word: khoob, khub, xub."""
    for habit, sound in SPELLINGS:
        word = word.replace(habit, sound)
    return FINAL_H.sub("", DOUBLED.sub(r"\1", word))


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _is_strong(bare: str, key: str) -> bool:
    if bare in word_set("finglish_strong") or (len(bare) > 3 and key in _keys("finglish_strong")):
        return True
    root = SUFFIX.sub("", bare)
    return 4 <= len(root) < len(bare) and phonetic(root) in _keys("finglish_strong")


def _is_verb(bare: str) -> bool:
    """mi- or nemi- and a known stem, with or without an ending."""
    if not MI.fullmatch(bare):
        return False
    rest = bare[bare.index("mi") + 2 :]
    negative = bare[0] == "n"
    for cut in range(len(rest), max(0, len(rest) - 5), -1):
        ending = rest[cut:]
        known = not ending or ending in word_set("finglish_endings")
        if known and phonetic(rest[:cut]) in _keys("finglish_stems"):
            return negative or len(rest) >= 3 or bare in word_set("finglish_short_verbs")
    return negative and len(rest) > 3 and bare.startswith("nemi")


def _is_english_form(bare: str) -> bool:
    """Common endings of English words whose root is known."""
    for ending in ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "r", "n't", "'re", "'ll", "'ve"):
        if bare.endswith(ending) and len(bare) - len(ending) > 2:
            root = bare[: -len(ending)]
            if root in word_set("english") or root + "e" in word_set("english"):
                return True
    return bare.endswith(("tion", "tions", "ment", "ness", "able", "ible", "ously", "ally"))


@cache
def _keys(name: str) -> frozenset[str]:
    return frozenset(map(phonetic, word_set(name)))
