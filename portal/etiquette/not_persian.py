"""S17: requests are written in the Persian language."""

from collections.abc import Iterator
from typing import NamedTuple

from portal.etiquette import finglish
from portal.etiquette.context import is_reported, named
from portal.etiquette.findings import Finding, Level
from portal.etiquette.foreign import foreign_spans
from portal.etiquette.latin import Word, groups, segments
from portal.etiquette.lexicon import section_of, word_set
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.zones import HAS_PERSIAN, QUOTED, REPORTED, TECHNICAL

# Words that ask somebody, so that even two words are no caption.
PLEASE = frozenset(("please", "pls", "plz", "kindly"))
ZONES = TECHNICAL | QUOTED | REPORTED


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find prose in English, Arabic or another language."""
    for start, end in sorted((*_latin(page, policy), *foreign_spans(page, ZONES))):
        yield Finding(
            rule="not_persian",
            level=Level.ADVISE,
            field=page.field,
            span=(start, end),
            message="به نظر می‌رسد این بخش به زبانی دیگر است؛ لطفاً آن را به فارسی بنویسید.",
            suggestion=None,
        )


def _latin(page: Page, policy: Policy) -> Iterator[tuple[int, int]]:
    if not finglish.has_latin(page.text):
        return
    allowed = frozenset(word.lower() for word in policy.allowed_words)
    amid = HAS_PERSIAN.search(page.text) is not None
    taken = [(words[0].start, words[-1].end) for words in finglish.stretches(page, policy)]
    for group in groups(page, ZONES, allowed):
        for persian, words in segments(group):
            start, end = words[0].start, words[-1].end
            if persian or any(start < right and left < end for left, right in taken):
                continue
            if _is_prose_amid(page, words) if amid else _is_prose(words):
                yield start, end


def _is_prose(words: list[Word]) -> bool:
    """Judge a stretch of a text without a single Persian letter."""
    seen = _counts(words)
    own = sum(not word.sign.term for word in words)
    if seen.foreign and seen.foreign >= own / (4 if seen.foreign > 1 else 2):
        return True
    if len(words) == 1:
        return words[0].text in word_set("english_greeting")
    if seen.failing and not seen.personal:
        return seen.reporting > 0 and len(words) > 2
    if seen.personal or seen.asking or seen.reporting:
        return True
    return (seen.function > 0 and len(words) > 2) or seen.plain > 2


def _is_prose_amid(page: Page, words: list[Word]) -> bool:
    """Judge a stretch in a Persian text, where an error message may stand unannounced."""
    seen = _counts(words)
    start, end = words[0].start, words[-1].end
    announced = named(page.text, start)
    if announced == "caption" or is_reported(page.text, start, end):
        return False
    if announced == "name" and seen.function + seen.personal < 3:
        return False
    if seen.foreign >= 3 and seen.foreign >= len(words) / 3:
        return True
    if len(words) > 1 and any(word.text in PLEASE for word in words):
        return True
    if len(words) < 4 or (seen.failing and not seen.personal):
        return False
    if sum(word.titled for word in words) > len(words) / 2:
        return False
    if seen.personal and seen.function + seen.personal > 1:
        return True
    return (seen.clause > 0 and seen.function > 1 and seen.plain > 1) or seen.function >= 4


class _Counts(NamedTuple):
    function: int
    personal: int
    clause: int
    asking: int
    reporting: int
    failing: int
    foreign: int
    plain: int


def _counts(words: list[Word]) -> _Counts:
    table = section_of("english_function")
    parts = [table.get(word.text, "") for word in words]
    languages: dict[str, int] = {}
    for at, word in enumerate(words):
        if word.sign.foreign and (len(word.text) > 3 or len(words) > 3):
            languages[word.sign.foreign] = languages.get(word.sign.foreign, 0) + 1
        if word.text == "i" and (at + 1 == len(words) or not words[at + 1].sign.english):
            parts[at] = ""
    return _Counts(
        function=sum(part in ("function", "clause", "report") for part in parts),
        personal=parts.count("personal"),
        clause=parts.count("clause"),
        asking=parts.count("asking"),
        reporting=parts.count("report"),
        failing=sum(word.text in word_set("english_failing") for word in words),
        foreign=max(languages.values(), default=0),
        plain=sum(map(_is_plain, words)) + (_opens_sentence(words) and not words[0].sign.term),
    )


def _is_plain(word: Word) -> bool:
    sign = word.sign
    return not sign.term and not word.titled and (sign.english or sign.weight < 0)


def _opens_sentence(words: list[Word]) -> bool:
    """Tell whether the first word has its capital from the sentence that it opens."""
    return words[0].titled and len(words) > 1 and not any(word.titled for word in words[1:])
