"""S17: requests are written in the Persian language."""

import re
from collections.abc import Iterator

from portal.etiquette import finglish
from portal.etiquette.findings import Finding, Level
from portal.etiquette.latin import FUNCTION, PERSONAL, Kind, Word, stretches
from portal.etiquette.lexicon import word_set
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.zones import HAS_PERSIAN, QUOTED, REPORTED, TECHNICAL

ZONES = TECHNICAL | QUOTED | REPORTED
OTHER_SCRIPT = re.compile(
    r"[\u0370-\u058f\u0590-\u05ff\u0900-\u0fff\u10a0-\u10ff\u1100-\u11ff\u1780-\u17ff"
    r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)
OTHER_LETTERS = 6
TOKEN = re.compile(r"[^\W\d_]+")
NEIGHBOURS = re.compile(r"[ٹڈڑںےہێۆڵڕڤۇۋېڭ]")
ARABIC = word_set("arabic")
PERSIAN_MARKS = word_set("persian_function")


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find prose in English, Arabic or another language."""
    for start, end in sorted(_spans(page, policy)):
        yield Finding(
            rule="not_persian",
            level=Level.ADVISE,
            field=page.field,
            span=(start, end),
            message="به نظر می‌رسد این بخش به زبانی دیگر است؛ لطفاً آن را به فارسی بنویسید.",
            suggestion=None,
        )


def _spans(page: Page, policy: Policy) -> Iterator[tuple[int, int]]:
    yield from _latin(page, policy)
    yield from _arabic(page)
    yield from _other_scripts(page)


def _latin(page: Page, policy: Policy) -> Iterator[tuple[int, int]]:
    allowed = frozenset(word.lower() for word in policy.allowed_words)
    persian = len(HAS_PERSIAN.findall(page.text))
    taken = finglish.spans(page, policy)
    for group in stretches(page, ZONES, allowed):
        start, end = group[0].start, group[-1].end
        if any(start < right and left < end for left, right in taken):
            continue
        if _is_prose(group) if persian == 0 else _is_prose_amid(group, persian):
            yield start, end


def _is_prose(group: list[Word]) -> bool:
    """Judge a text without a single Persian letter."""
    size, function = len(group), _function(group)
    plain = sum(word.kind in (Kind.ENGLISH, Kind.SHARED) for word in group)
    foreign = sum(
        word.kind in (Kind.UNKNOWN, Kind.LOOKS) and not word.titled and len(word.text) > 1
        for word in group
    )
    if function >= 1:
        return size >= 2 and plain >= size / 3
    return plain >= 4 or (foreign >= 3 and foreign >= size / 2)


def _is_prose_amid(group: list[Word], persian: int) -> bool:
    """Judge a stretch in a Persian text, where an error message may stand unannounced."""
    size, function = len(group), _function(group)
    personal = sum(word.text in PERSONAL for word in group)
    if size >= 5 and function >= 2 and personal:
        return True
    letters = sum(len(word.text) for word in group)
    return size >= 10 and function >= 4 and letters > 3 * persian


def _function(group: list[Word]) -> int:
    return sum(word.text in FUNCTION for word in group)


def _arabic(page: Page) -> Iterator[tuple[int, int]]:
    """Arabic, Urdu and Kurdish by their own words and letters; Arabic keyboards prove nothing."""
    words = [
        word
        for word in TOKEN.finditer(page.text)
        if HAS_PERSIAN.match(word.group()) and page.zones.free(*word.span(), ZONES)
    ]
    texts = [word.group() for word in words]
    foreign = sum(t in ARABIC or (len(t) > 4 and t.startswith("ال")) for t in texts)
    letters = sum(NEIGHBOURS.search(t) is not None for t in texts)
    own = sum(t in PERSIAN_MARKS for t in texts)
    arabic = foreign >= 3 and foreign >= len(texts) * 0.3 and foreign > 2 * own
    if arabic or (letters >= 3 and letters >= len(texts) / 4):
        yield words[0].start(), words[-1].end()


def _other_scripts(page: Page) -> Iterator[tuple[int, int]]:
    places = [
        m.start()
        for m in OTHER_SCRIPT.finditer(page.text)
        if page.text[m.start()].isalpha() and page.zones.free(m.start(), m.end(), ZONES)
    ]
    if len(places) >= OTHER_LETTERS:
        yield places[0], places[-1] + 1
