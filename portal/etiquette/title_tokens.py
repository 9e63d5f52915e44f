"""A title as a row of items: its words, with what each tells, however they are spelled."""

import re
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from portal.etiquette import title_latin, title_words
from portal.etiquette.folding import ZWNJ, folded, unstretch
from portal.etiquette.keyboard import is_mash
from portal.etiquette.lexicon import sections
from portal.etiquette.title_verbs import verb

PIECE = re.compile(r"\d+|[a-z]+|[^\W\d_a-z]+")
LIST_MARK = re.compile(r"[\W_]{0,10}\d{1,2} ?[-.)ـ–] ?(?=\D)")
# Latin letters with marks.
ACCENTED = re.compile("[\u00c0-\u017f\u01cd-\u01dc\u1e00-\u1eff]")
APOSTROPHE = re.compile(r"(?<=[a-z])['’`](?=[a-z])")
# A title is judged by so many of its words; nobody reads further.
MOST = 60
LONGEST_TITLE = 1000
LONGEST_PHRASE = 5
FRAGMENT = 4
QUOTED = re.compile("«([^«»]{1,100})»")
CITED = frozenset({"late", "defect", "topic", "weak", "soft", "unknown"})
NEGATIVE = ("نمی", "می")


class Item(NamedTuple):
    """A word or a fixed phrase; `kind` is "unknown" for a word that names a matter."""

    text: str
    kind: str
    negated: bool = False
    acts: bool = False


def items(subject: str) -> list[Item]:
    """Return the items of a title; one that only decorates the others leaves none."""
    subject = subject[:LONGEST_TITLE]
    found = _items(split(subject))
    quote = QUOTED.search(subject)
    if quote and has_letters(subject[: quote.start()] + subject[quote.end() :]):
        inside = _items(split(quote.group(1)))
        if any(item.kind in CITED for item in inside):
            # «وضعیت "تکراری"»: a word cited is that of a screen or an SMS.
            found.append(Item(quote.group(1), "unknown"))
    return found


def has_letters(text: str) -> bool:
    """Tell whether a text has a letter."""
    return any(map(str.isalpha, text))


def split(text: str) -> list[str]:
    """Return the folded words and numbers, with held keys let go and letters set apart joined."""
    text = folded(text).replace(ZWNJ, "")
    text = ACCENTED.sub(lambda letter: normalize("NFD", letter.group())[0], text)
    text = APOSTROPHE.sub("", text)
    mark = LIST_MARK.match(text)
    raw = [unstretch(piece) for piece in PIECE.findall(text[mark.end() if mark else 0 :])]
    return _join_letters(raw)[:MOST]


def _join_letters(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    run: list[str] = []
    for piece in [*pieces, ""]:
        if len(piece) == 1 and not piece.isdigit():
            run.append(piece)
            continue
        if run:
            joined += ["".join(run)] if len(run) > 1 else run
            run = []
        if piece:
            joined.append(piece)
    return joined


def _items(words: list[str]) -> list[Item]:
    found: list[Item] = []
    at = 0
    while at < len(words):
        size, item = _phrase(words, at) or _verb_apart(words, at) or (1, _one(words[at]))
        if item.kind == "unknown" or (len(item.text) == 1 and item.text != "و"):
            size, item = _fragments(words, at) or (size, item)
        if item.kind == "unknown" and found:
            whole = _torn_end(found[-1], item)
            if whole:
                found.pop()
                item = whole
        found.append(item)
        at += size
    return found


def _torn_end(before: Item, end: Item) -> Item | None:
    """The word of which only the end is unknown: «راه نمایی»."""
    if len(before.text) > FRAGMENT or end.text.isdigit():
        return None
    kind = title_words.listed(before.text + end.text)
    return Item(before.text + end.text, _told(kind)) if kind else None


@cache
def _phrases() -> tuple[dict[str, str], set[str]]:
    """Words of several pieces as one string, with their section; and what they may begin with."""
    found: dict[str, str] = {}
    beginnings: set[str] = set()
    for name in ("titles", "titles_latin"):
        for kind, members in sections(name).items():
            for member in filter(lambda member: "_" in member, members):
                pieces = PIECE.findall(folded(member).replace(ZWNJ, ""))
                found.setdefault("".join(pieces), kind.removeprefix("finglish_"))
                beginnings.update("".join(pieces[:size]) for size in range(1, len(pieces)))
    return found, beginnings


def _phrase(words: list[str], at: int) -> tuple[int, Item] | None:
    phrases, beginnings = _phrases()
    if words[at] not in beginnings:
        return None
    for size in range(min(LONGEST_PHRASE, len(words) - at), 1, -1):
        joined = "".join(words[at : at + size])
        kind = phrases.get(joined) or title_words.inflected(joined, phrases)
        if kind:
            return size, Item(joined, _told(kind))
    return None


def _verb_apart(words: list[str], at: int) -> tuple[int, Item] | None:
    if words[at] in NEGATIVE and at + 1 < len(words):
        joined = words[at] + words[at + 1]
        if verb(joined):
            return 2, _one(joined)
    return None


def _fragments(words: list[str], at: int) -> tuple[int, Item] | None:
    """A word that was torn apart: «پی گیری», «سل ام»."""
    for size in (2, 3):
        pieces = words[at : at + size]
        if len(pieces) == size and all(len(p) <= FRAGMENT and p.isalpha() for p in pieces):
            joined = "".join(pieces)
            kind = title_words.listed(joined) or title_latin.listed(joined)
            if kind:
                return size, Item(joined, _told(kind.removeprefix("finglish_")))
    return None


def _one(word: str) -> Item:
    if word.isdigit():
        return Item(word, "number")
    if len(word) == 1:
        return Item(word, "light")
    reading = title_latin.read(word) if word.isascii() else title_words.read(word)
    if reading is None:
        return Item(word, "light" if is_mash(word) else "unknown")
    return Item(word, _told(reading.kind), reading.negated, reading.acts)


def _told(kind: str) -> str:
    return "unknown" if kind in ("content", "matter") else kind
