"""S17: Persian is written in Persian letters."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from portal.etiquette.context import is_announced, is_told, named
from portal.etiquette.findings import Finding, Level
from portal.etiquette.latin import Word, groups
from portal.etiquette.latin_segments import segments
from portal.etiquette.lexicon import word_set
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.readings import loans, readings
from portal.etiquette.transliterate import transliterated
from portal.etiquette.zones import HAS_PERSIAN, LETTER, QUOTED, TECHNICAL

LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
PERSIAN_END = re.compile(rf"[{LETTER}\u200c]$")
# A Persian letter, after Latin words with a capital that belong to the same name.
PERSIAN_START = re.compile(rf"(?: ?[A-Z][a-z]{{0,20}}){{0,3}} ?[{LETTER}]")
# Evidence, in the natural logarithms of `latin.Sign.weight`, that a stretch must reach.
ALONE, AMID, SINGLE = 1.8, 3.5, 3.0
# What the lexicon alone must say of a word that is the whole text.
KNOWN, SURE = 3.0, 2.5


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find stretches of Persian in Latin letters."""
    for words in stretches(page, policy):
        offered = transliterated(page.text, words)
        yield Finding(
            rule="finglish",
            level=Level.ADVISE,
            field=page.field,
            span=(words[0].start, words[-1].end),
            message=(
                "به نظر می‌رسد این بخش فارسی با حروف لاتین نوشته شده است؛"
                " لطفاً آن را به خط فارسی بنویسید."
            ),
            suggestion=offered if offered and HAS_PERSIAN.search(offered) else None,
        )


def stretches(page: Page, policy: Policy) -> list[list[Word]]:
    """Return the words of each stretch of Persian in Latin letters."""
    if not has_latin(page.text):
        return []
    return _stretches(page, frozenset(word.lower() for word in policy.allowed_words))


@lru_cache(maxsize=2)
def _stretches(page: Page, allowed: frozenset[str]) -> list[list[Word]]:
    found = []
    for group in groups(page, TECHNICAL | QUOTED, allowed):
        for persian, words in segments(group):
            if not persian:
                continue
            words = _trimmed(words)
            if words and _is_finglish(page, words, _is_alone(words, group)):
                found.append(words)
    return found


def _is_alone(words: list[Word], group: list[Word]) -> bool:
    first, last = words[0].start, words[-1].end
    return all(
        word.sign.term or word.text in loans() or first <= word.start < last for word in group
    )


def has_latin(text: str) -> bool:
    """Tell whether a text has Latin letters at all."""
    return LATIN.search(text) is not None


def _is_finglish(page: Page, words: list[Word], alone: bool) -> bool:
    """Weigh a stretch; `alone` tells that no other Latin words stand beside it."""
    seen = _Seen(
        total=sum(map(_evidence, words)),
        certain=sum(word.sign.certain for word in words),
        likely=sum(_is_likely(word, alone) for word in words),
        titled=all(word.titled or len(word.text) < 3 for word in words),
        verb=any(_is_verb(word) for word in words),
    )
    if max(len(word.text) for word in words) < 3:
        return False
    if seen.certain == 0 and all(word.sign.name for word in words if _is_likely(word, alone)):
        return False
    if HAS_PERSIAN.search(page.text):
        return _is_finglish_amid(page, words, seen, alone)
    return _is_finglish_alone(words, seen) if alone else _is_finglish_beside(words, seen)


def _evidence(word: Word) -> float:
    """Return what a word adds to a stretch; an English word that Persian has counts little."""
    least = -1.0 if word.text in loans() else -4.0
    return max(least, min(4.0, word.sign.weight))


class _Seen(NamedTuple):
    total: float
    certain: int
    likely: int
    # Whether all words begin with a capital, but the shortest.
    titled: bool
    verb: bool


def _is_finglish_alone(words: list[Word], seen: _Seen) -> bool:
    """Judge a stretch that is all that a Latin text says."""
    free = len(words) == 1 and (not words[0].titled or _is_matter(words[0]))
    if free and words[0].sign.persian >= KNOWN:
        return not words[0].sign.name
    said = seen.certain > 1 or (seen.verb and len(words) > 2)
    if seen.titled and len(words) > 1 and not said and _is_title(words):
        return False
    matter = len(words) > 1 and any(map(_is_matter, words))
    if matter and seen.total >= ALONE:
        return True
    if seen.titled and len(words) > 1 and not said:
        return False
    known = seen.likely > 2 or (
        seen.likely > 1 and any(word.sign.persian >= SURE for word in words)
    )
    return seen.total >= ALONE and (seen.certain > 0 or (known and seen.total >= AMID))


def _is_finglish_beside(words: list[Word], seen: _Seen) -> bool:
    """Judge a stretch beside other Latin words, English ones for the most part."""
    name = seen.titled and (seen.certain == 0 or len(words) < 3)
    return seen.total >= ALONE and seen.likely > 1 and not name


def _is_finglish_amid(page: Page, words: list[Word], seen: _Seen, alone: bool) -> bool:
    """Judge a stretch in a text that has Persian letters too, where names are likely."""
    announced = named(page.text, words[0].start)
    if announced == "sample" or _is_name_amid(page.text, words, seen):
        return False
    if all(word.gap in (".", "-") for word in words[1:]) and seen.certain < 2:
        word = words[0]
        plain = word.sign.certain and len(word.text) > 2
        plain = plain and (not word.titled or _opens(page.text, word))
        told = announced == "caption" or is_told(page.text, words[-1].end)
        beside = announced == "message" or not alone
        free = not announced or (seen.verb and beside and not told)
        return plain and len(words) == 1 and seen.total >= SINGLE and free
    if seen.titled and (seen.certain == 0 or len(words) < 3 or announced):
        return False
    if seen.total < AMID or seen.likely < len(words) / 3:
        return False
    if seen.certain and _is_own_line(page.text, words):
        return True
    if announced == "name" and not seen.verb:
        return seen.certain > 1 or (seen.certain == 1 and len(words) > 2)
    if announced in ("caption", "message"):
        told = announced == "caption" or is_told(page.text, words[-1].end)
        return seen.certain > 2 or (seen.verb and not told)
    if seen.certain:
        return True
    if seen.likely < 2 or _is_list(words) or is_announced(page.text, words[0].start):
        return False
    return len(words) > 3 or not any(_is_person(word) for word in words)


def _is_name_amid(text: str, words: list[Word], seen: _Seen) -> bool:
    """Tell whether words with capitals stand where a Persian clause holds a name."""
    said = seen.certain > 1 and any(map(_is_whole_verb, words))
    if not seen.titled or not 1 < len(words) < 6:
        return False
    named_so = named(text, words[0].start) == "name" and all(word.titled for word in words)
    if said and not named_so:
        return False
    before = text[max(0, words[0].start - 3) : words[0].start].rstrip(" ")
    return bool(PERSIAN_END.search(before) and PERSIAN_START.match(text, words[-1].end))


def _is_whole_verb(word: Word) -> bool:
    """Tell whether a word is a verb beyond doubt: «mikonid», and not «sazan» or «dasht»."""
    found = readings(word.text) if word.sign.certain else ()
    return bool(found) and found[0].verb and found[0].persian.startswith(("می", "نمی"))


def _is_person(word: Word) -> bool:
    found = readings(word.text)
    return bool(found) and found[0].kind == "m"


def _opens(text: str, word: Word) -> bool:
    """Tell whether a greeting opens the text or a line of it."""
    return not text[: word.start].rpartition("\n")[2].strip() and not word.sign.name


def _is_verb(word: Word) -> bool:
    found = readings(word.text)
    return word.sign.certain and bool(found) and found[0].verb


def _is_likely(word: Word, alone: bool) -> bool:
    """Tell whether a word may well be Persian; shared ones only where no English is near."""
    sign = word.sign
    shared = sign.persian >= 2.0 and sign.weight > -1.5
    return sign.weight >= 1.0 or (shared and (alone or word.text not in english_prose()))


@cache
def english_prose() -> frozenset[str]:
    """Return the words that make up English sentences."""
    return word_set("english_function")


def _is_title(words: list[Word]) -> bool:
    """Tell whether words with capitals are but the name of a person or a firm."""
    own = [word for word in words if word.sign.persian >= 2 and not word.sign.name | word.sign.term]
    return not any(word.sign.tied for word in own) and len(own) < len(words) - 1


def _is_matter(word: Word) -> bool:
    """Tell whether a word names what requests are about: «tamdid», «peygiri»."""
    found = readings(word.text) if not word.sign.term else ()
    return bool(found) and found[0].score > 1 and found[0].persian in word_set("finglish_matters")


def _is_list(words: list[Word]) -> bool:
    return all("," in word.gap or "،" in word.gap or "/" in word.gap for word in words[1:])


def _is_own_line(text: str, words: list[Word]) -> bool:
    start = text.rfind("\n", 0, words[0].start) + 1
    end = text.find("\n", words[-1].end)
    return HAS_PERSIAN.search(text[start : end if end >= 0 else len(text)]) is None


def _trimmed(words: list[Word]) -> list[Word]:
    """Leave terms, names and English at both ends of a stretch out."""
    own = [at for at, word in enumerate(words) if _is_own(word)]
    return words[own[0] : own[-1] + 1] if own else []


def _is_own(word: Word) -> bool:
    """Tell whether a word may open or close a stretch: one that Persian has, shared or not."""
    sign = word.sign
    if word.text in loans() and not word.titled:
        return True
    if not sign.term and (sign.weight > 0.3 or sign.certain):
        return True
    found = readings(word.text) if sign.weight > -2 and not sign.term else ()
    return bool(found) and found[0].exact and found[0].common >= 6 and found[0].score > 1.2
