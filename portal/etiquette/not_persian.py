"""S17: requests are written in the Persian language."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from portal.etiquette import finglish
from portal.etiquette.context import is_reported, named
from portal.etiquette.findings import Finding, Level
from portal.etiquette.foreign import foreign_spans
from portal.etiquette.latin import FOREIGN_LETTER, Word, groups
from portal.etiquette.latin_segments import segments
from portal.etiquette.lexicon import sections, word_set
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.zones import HAS_PERSIAN, QUOTED, REPORTED, TECHNICAL

# Words that ask somebody, so that even two words are no caption.
PLEASE = frozenset(("please", "pls", "plz", "kindly"))
# Words that tie two clauses of a sentence, which error messages are too short for.
JOINING = frozenset(("and", "but", "so", "after", "since", "every", "when", "while"))
REACH = 60
OPENING = re.compile(r"(?:^|[.!?؟\n…])[ \t]*$")
CLOSING = re.compile(r"[ \t]*(?:[.!?؟\n…]|$)")
# Persian words near an unquoted sentence that tell it was shown.
SHOWN = re.compile(
    "خطا|ارور|پیغام|هشدار|اخطار|نوشته|ظاهر|نمایش|صفحه|دکمه|گزینه|همین|این (?:متن|پیام|جمله|عبارت)"
    "|(?<!ن)می.?(?:نویسد|نویسه|گوید|دهد|آید)"
)
# What pages and programs ask their users for.
BIDDEN = frozenset(
    ("wait", "try", "enter", "contact", "select", "choose", "login", "log", "refresh")
)
ZONES = TECHNICAL | QUOTED | REPORTED


class _Counts(NamedTuple):
    function: int
    personal: int
    clause: int
    asking: int
    reporting: int
    failing: int
    foreign: int
    plain: int


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
            if _is_prose_amid(page, words) if amid else _is_prose(page, words):
                yield start, end


def _is_prose(page: Page, words: list[Word]) -> bool:
    """Judge a stretch of a text without a single Persian letter."""
    seen = _counts(words)
    own = sum(not word.sign.term for word in words)
    if seen.foreign and seen.foreign >= own / (4 if seen.foreign > 1 else 2):
        return True
    if len(words) == 1:
        return words[0].text in word_set("english_greeting")
    asks = page.field == "body" and page.text[words[-1].end :].lstrip()[:1] in ("?", "؟")
    if seen.failing and not seen.personal and not asks:
        return seen.reporting > 0 and len(words) > 2
    if seen.personal or seen.asking or seen.reporting:
        return True
    if all("," in word.gap for word in words[1:]):
        return False
    least = 1 if page.field == "body" and seen.plain > 1 else 2
    return (seen.function + seen.clause > 0 and len(words) > least) or seen.plain > (
        0 if asks else 2
    )


def _is_prose_amid(page: Page, words: list[Word]) -> bool:
    """Judge a stretch in a Persian text, where an error message may stand unannounced."""
    seen = _counts(words)
    start, end = words[0].start, words[-1].end
    announced = named(page.text, start)
    if announced == "caption" or is_reported(page.text, start, end):
        return False
    if seen.foreign > 1 and seen.foreign == len(words) and announced != "message":
        marked = any(FOREIGN_LETTER.search(word.text) for word in words)
        if (marked or announced != "name") and not any(word.titled for word in words):
            return True
    if announced == "name" and seen.function + seen.personal < 3:
        return False
    if seen.foreign >= 3 and seen.foreign >= len(words) / 3:
        return True
    if len(words) > 1 and any(word.text in PLEASE for word in words):
        return not _bids(words) or not _is_shown(page.text, start, end)
    if _is_own_sentence(page.text, words):
        return _is_said(page.text, seen, words)
    if len(words) < 4 or (seen.failing and not seen.personal):
        return False
    if sum(word.titled for word in words) > len(words) / 2:
        return False
    if seen.personal and seen.function + seen.personal > 1:
        return True
    return (seen.clause > 0 and seen.function > 1 and seen.plain > 1) or seen.function >= 4


def _is_own_sentence(text: str, words: list[Word]) -> bool:
    """Tell whether a stretch has its sentence for itself and no word near by reports it."""
    start, end = words[0].start, words[-1].end
    opened = OPENING.search(text, max(0, start - REACH), start)
    closed = CLOSING.match(text, end)
    if not opened or not closed:
        return False
    return not _is_shown(text, start, end)


def _is_shown(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - REACH) : start] + " " + text[end : end + REACH]
    return SHOWN.search(around) is not None


def _bids(words: list[Word]) -> bool:
    """Tell whether a page or a program bids the user: «Please wait»."""
    texts = [word.text for word in words]
    return any(texts[at] in PLEASE and texts[at + 1] in BIDDEN for at in range(len(texts) - 1))


def _is_said(text: str, seen: _Counts, words: list[Word]) -> bool:
    """Judge a whole sentence amid Persian ones: the customer's own, or a caption or an error."""
    if sum(word.titled or word.capitals for word in words) > max(1, len(words) / 2):
        return False
    if seen.failing and not seen.personal:
        joins = any(word.text in JOINING for word in words)
        return joins and seen.clause > 0 and seen.function > 3
    if seen.personal:
        return len(words) > 1
    if len(words) < 4:
        told = seen.asking + seen.reporting + seen.clause
        asks = text[words[-1].end :].lstrip()[:1] in ("?", "؟")
        return len(words) > 1 and told + (seen.function if asks else 0) > 0
    return (seen.clause > 0 and seen.function > 1) or seen.function >= 4 or seen.reporting > 0


@cache
def _parts_of_speech() -> dict[str, str]:
    """Return the section of each word of prose; with apostrophes, which make «id» of «i'd»."""
    table: dict[str, str] = {}
    for section, words in sections("english_function").items():
        for word in words:
            table.setdefault(word, section)
    return table


def _counts(words: list[Word]) -> _Counts:
    table = _parts_of_speech()
    parts = [table.get(word.text, "") for word in words]
    languages: dict[str, int] = {}
    for at, word in enumerate(words):
        if word.sign.foreign and (len(word.text) > 3 or len(words) > 3):
            languages[word.sign.foreign] = languages.get(word.sign.foreign, 0) + 1
        if word.text == "i" and not _goes_on(words[at + 1 : at + 2]):
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


def _goes_on(words: list[Word]) -> bool:
    """Tell whether English follows, so that «i» is a person and no numeral or letter."""
    return any(word.sign.english or word.text in _parts_of_speech() for word in words)


def _is_plain(word: Word) -> bool:
    sign = word.sign
    return not sign.term and not word.titled and (sign.english or sign.weight < 0)


def _opens_sentence(words: list[Word]) -> bool:
    """Tell whether the first word has its capital from the sentence that it opens."""
    return words[0].titled and len(words) > 1 and not any(word.titled for word in words[1:])
