"""The words in Latin letters of a page, and how much each speaks for Persian or against it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from portal.etiquette.glued import SHORTEST, parted
from portal.etiquette.latin_model import odds, plain
from portal.etiquette.lexicon import section_of, word_set
from portal.etiquette.page import Page
from portal.etiquette.readings import Reading, loans, readings
from portal.etiquette.zones import HAS_PERSIAN

LETTER = "a-z\u00df-\u024f\u0259\u1e00-\u1eff"
WORD = re.compile(
    rf"(?<![{LETTER}0-9])[a-z](?:[ .*-][a-z]){{2,}}(?![{LETTER}0-9'’])"
    rf"|[{LETTER}0-9]+(?:['’‘`ʼʿ-][{LETTER}0-9]+)*"
)
SPREAD = re.compile(r"[a-z](?:[ .*-][a-z])+")
APOSTROPHES = str.maketrans(dict.fromkeys("’‘`ʼʿ", "'"))
COUNTED = re.compile(r"\d+(?=(?:ta|tash|tasho|taye|tashun|tai|taei|om|omin|shanbe|bar|e|ro|o)$)")
# Two indented lines of a key and one value each: a piece of a configuration.
RECORDS = re.compile(
    r"(?:^[ \t]{2,40}[\w.-]{1,40}:(?:[ \t]\S{1,60})?[ \t]{0,9}(?:\n|\Z)){2,}", re.M
)
# Lines of code, comments and logs that stand without a fence.
CODE_LINE = re.compile(
    r"^[ \t]{0,40}(?://|/\*|\*/|#!?[ \t]|--[ \t]|dim[ \t]+\w{1,40}[ \t]+as[ \t]"
    r"|sent[ ]from[ ]my[ ]|get[ ]outlook[ ]for[ ]"
    r"|import[ \t]+\S{1,60}[ \t]+from[ \t]|\[[\w.-]{1,40}\][ \t]*$"
    r"|(?:info|warn(?:ing)?|error|debug|trace|fatal|notice|panic)(?:[ \t]?[:|\]-]|[ \t]{2}))"
    r"[^\n\u0600-\u06ff]*$",
    re.M,
)
# A mark that ties a word to an identifier, an address or a record.
TIE = frozenset("_@#=<>\\/|;{}$%^~+*&")
ENGLISH_PRICE = {"common": 4.0, "usual": 3.2, "rare": 2.2}
REGULAR = ("s", "es", "ed", "d", "ing", "ly", "er", "r", "'s", "n't", "'re", "'ll", "'ve", "'d")
FOREIGN_LETTER = re.compile("[öüßñəğıøæœèêëùåãõ¿]")
TURKISH_LETTER = re.compile("[əğı]|[öü].*[şç]|[şç].*[öü]")
TURKISH_ENDING = re.compile(
    "(?:yor(?:um|uz|sun|lar|du)?|m[iu]yor|s[iu]n[iu]z|l[ae]r[iu]m[iu]z|l[ae]r[iu]m|l[ae]r[iu]|mir(?:em|ik|ler)?"
    "|m[ai]sam|m[ae]yib|[nl]ib|[iu]m[ae]|m[iu]s[iu]n[iu]z|ec[ae]k|acak|m[ae]d[iu]|d[iu]r|[iu]m[iu]z)$"
)
MOST_WORDS = 200
MOST_GLUED = 3
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Sign:
    """What is known about a word: its evidence for Persian (above 0) or another language.

    `term` is a term or the name of a product or firm, `english` an English word, `foreign` the
    section of foreign_latin, `certain` a Persian verb or a word that only sentences have.
    `persian` is the evidence of the Persian lexicon alone; `name` tells that it knows the word as
    the name of a person or not at all, `tied` that it ends in an ezafe.
    """

    weight: float
    english: bool = False
    term: bool = False
    foreign: str = ""
    certain: bool = False
    persian: float = 0.0
    name: bool = True
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A Latin word of a page, with its place in the text as written."""

    start: int
    end: int
    text: str
    sign: Sign
    titled: bool
    capitals: bool
    # What stands between this word and the one before in its group, folded.
    gap: str


def groups(page: Page, zones: int, allowed: Collection[str] = ()) -> list[list[Word]]:
    """Return the free Latin words of a page, grouped where no Persian letter stands between.

    `zones` are the kinds of zone whose words are passed over; `allowed` holds words, in lower
    case, that the admin vouches for. Of very long texts only the first words are read.
    """
    folded, found, last, count, glued = page.folded, [], None, 0, 0
    skipped = [
        match.span() for pattern in (RECORDS, CODE_LINE) for match in pattern.finditer(folded.text)
    ]
    for match in WORD.finditer(folded.text):
        text = match.group().translate(APOSTROPHES)
        if SPREAD.fullmatch(text):
            text = text[::2]
        if text.isdigit() or len(text) > LONGEST or text in allowed:
            continue
        start, end = folded.span(*match.span())
        if not page.zones.free(start, end, zones) or _is_tied(folded.text, *match.span()):
            continue
        if any(first <= match.start() < last for first, last in skipped):
            continue
        if count == MOST_WORDS:
            break
        count += 1
        gap = folded.text[last : match.start()] if last is not None else ""
        if last is None or HAS_PERSIAN.search(gap):
            found.append([])
            gap = ""
        written = page.text[start:end]
        titled = written[0].isupper() and not written[1:].isupper()
        capitals = len(written) > 1 and written.isupper()
        known = sign(text)
        if _may_be_glued(text, known) and glued < MOST_GLUED:
            glued += 1
            known = _glued(text, known)
        found[-1].append(Word(start, end, text, known, titled, capitals, gap))
        last = match.end()
    return found


def _is_tied(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if (before and before in TIE) or (after and after in TIE):
        return True
    further = text[end + 1 : end + 2]
    return (after == ":" and further.isascii() and further.isalpha()) or (
        before == ":" and text[start - 2 : start - 1].isalpha()
    )


def _may_be_glued(word: str, known: Sign) -> bool:
    known_word = known.persian or known.english or known.term
    return len(word) >= SHORTEST and not known_word and odds(word) > 3


def _glued(word: str, known: Sign) -> Sign:
    pieces = parted(word)
    if not pieces or known.foreign:
        return known
    certain = sum(is_telling(piece) for piece in pieces)
    return Sign(3.0 + certain, certain=certain > 0, persian=3.0, name=False)


@lru_cache(maxsize=8_000)
def sign(word: str) -> Sign:
    """Weigh a folded Latin word by itself."""
    word = COUNTED.sub("", word)
    if "-" in word:
        return _joined(word)
    bare = plain(word)
    if not bare or any(c.isdigit() for c in bare):
        return Sign(0.0, term=True)
    term = bare in word_set("technical")
    price = _english(word, bare)
    persian, best, name = _persian(word)
    foreign = _foreign(word, bare, price, persian) if price < 3 else ""
    most = min(3.0, 0.6 * len(bare))
    letters = max(-most, min(most, odds(word) * 0.4))
    if not persian and not price and not foreign:
        letters *= 1.2
    weight = persian - price + letters - (3.5 if foreign else 0.0)
    if term:
        weight = max(-0.5, min(0.5, weight))
    elif word in loans() and not price:
        weight = max(0.5, weight)
    if best is None:
        return Sign(weight, price > 0, term, foreign)
    plain_form = best.exact or _is_bare(bare) or (best.verb and bare.startswith("nm"))
    certain = is_telling(best) and weight > 1.0 and plain_form
    tied = best.part == "ezafe"
    return Sign(weight, price > 0, term, foreign, certain, persian, name, tied)


def _joined(word: str) -> Sign:
    """Weigh «payam-e» and «na-mi-shavad» as one word, and other joined words by their parts."""
    whole = sign(word.replace("-", ""))
    if whole.weight > 1.5:
        return whole
    parts = [sign(part) for part in word.split("-")]
    weight = sum(part.weight for part in parts) / len(parts)
    return Sign(
        weight,
        all(part.english for part in parts),
        any(part.term for part in parts),
        next((part.foreign for part in parts if part.foreign), ""),
        any(part.certain for part in parts),
        min(part.persian for part in parts),
        any(part.name for part in parts),
    )


def _english(word: str, bare: str) -> float:
    table = section_of("english")
    section = table.get(bare)
    if section:
        return ENGLISH_PRICE[section]
    if "'" in word and word in word_set("english_function"):
        return ENGLISH_PRICE["common"]
    for ending in REGULAR:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            root = word[: -len(ending)]
            doubled = root[:-1] if root[-1] == root[-2] else root
            section = table.get(root) or table.get(root + "e") or table.get(doubled)
            if section:
                return ENGLISH_PRICE[section]
    if len(bare) > 6 and bare.endswith(("tion", "tions", "ment", "ments", "ness", "ously", "ally")):
        return 2.0
    return 0.0


def _foreign(word: str, bare: str, price: float, persian: float) -> str:
    """Return the language of a word that is neither English nor Persian, if one is known."""
    section = section_of("foreign_latin").get(bare, "")
    if section:
        return "turkish" if section == "azeri" else section
    if FOREIGN_LETTER.search(word):
        return "turkish" if TURKISH_LETTER.search(word) else "other"
    if not price and persian < 2.5 and len(bare) > 4 and TURKISH_ENDING.search(bare):
        return "turkish"
    return ""


def is_telling(reading: Reading) -> bool:
    """Tell whether a reading is a verb or another word that sentences have and names hardly."""
    telling = reading.verb or reading.kind == "f"
    return reading.common >= 5 and (telling or reading.persian in word_set("finglish_telling"))


def _is_bare(word: str) -> bool:
    return sum(letter in "aeiou" for letter in word) <= len(word) / 4


def _persian(word: str) -> tuple[float, Reading | None, bool]:
    """Return the evidence of the lexicon, the best reading, and whether a name is as likely."""
    if word in loans():
        return 2.0, Reading(loans()[word], 2.0, 6), False
    found = readings(word)
    if not found or found[0].score <= 0:
        return 0.0, None, True
    best = found[0]
    near = best.score - 1.6
    name = any(one.kind == "m" and one.exact and one.score > near for one in found)
    weight = min(4.0, 0.6 + best.score)
    return (weight if best.exact else min(weight * 0.6, 0.6 * len(word))), best, name
