"""A request as it is asked for its facts (S9)."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from portal.etiquette import finglish
from portal.etiquette.facts import (
    AMOUNT,
    BARE_CODE,
    CALLED_TEXT,
    DATE,
    ERROR,
    JUST_NOW,
    LATIN,
    LINE,
    LOOSE_USER,
    METHOD_NAME,
    METHOD_PATH,
    METHOD_VERB,
    MOBILE,
    MOBILE_IN_WORDS,
    PATTERN_CODE,
    PLAN,
    QUOTE,
    STATUS_QUOTE,
    STATUS_WORDS,
    TEXT_LABEL,
    TEXT_TOLD,
    TIME,
    TRACKING,
    UNITS_OF_CREDIT,
    USER,
    VARIABLE,
)
from portal.etiquette.findings import apply
from portal.etiquette.folding import ZWNJ, fold
from portal.etiquette.page import Page
from portal.etiquette.policy import DEFAULT


class Telling:
    """A request's words, folded for looking: `all` of them, and `bare` without quoted texts."""

    def __init__(self, subject: str, body: str) -> None:
        self.written = f"{subject}\n{body}"
        self.all = _plain(self.written)
        if len(LATIN.findall(self.all)) > len(self.all) / 4:
            self.all += f"\n{_plain(_in_persian(self.written))}"
        self._found: dict[str, bool] = {}
        self.quotes = list(QUOTE.finditer(self.all))

    @cached_property
    def bare(self) -> str:
        """Without what is quoted: the hour in a quoted SMS is not the hour of sending."""
        return QUOTE.sub(" « » ", self.all)

    def has(self, fact: str) -> bool:
        """Tell whether the fact of this name is there."""
        if fact not in self._found:
            self._found[fact] = FINDERS[fact](self)
        return self._found[fact]


def _in_persian(text: str) -> str:
    """The text with its Finglish in Persian letters; a request in Finglish tells facts, too."""
    return apply(text, finglish.check(Page("body", text), DEFAULT))


def _plain(text: str) -> str:
    return " ".join(fold(text).text.replace(ZWNJ, " ").split(" "))


def _text(told: Telling) -> bool:
    if TEXT_LABEL.search(told.all) or TEXT_TOLD.search(told.all):
        return True
    for quote in told.quotes:
        inside = quote.group(1)
        before = told.all[max(0, quote.start() - 30) : quote.start()].rpartition("\n")[2]
        if CALLED_TEXT.search(before) and inside.count(" ") > 1:
            return True
        if STATUS_QUOTE.search(before) or inside.count(" ") < 2:
            continue
        if len(inside) < 25 and STATUS_WORDS.search(inside):
            continue
        return True
    return False


def _date(told: Telling) -> bool:
    return any(p.search(told.bare) for p in (DATE, JUST_NOW)) or _in_data(told, DATE)


def _time(told: Telling) -> bool:
    return any(p.search(told.bare) for p in (TIME, JUST_NOW)) or _in_data(told, TIME)


def _in_data(told: Telling, pattern: re.Pattern) -> bool:
    """Facts in JSON and log lines stand between straight quotes."""
    return "{" in told.all and pattern.search(told.all) is not None


def _pattern(told: Telling) -> bool:
    if any(p.search(told.all) for p in (BARE_CODE, VARIABLE)) or PATTERN_CODE.search(told.bare):
        return True
    return re.search(r"متن(?: کامل)? (?:پترن|الگو|قالب|ان)?[^\n]{0,20}[:：«]", told.all) is not None


def _error(told: Telling) -> bool:
    return ERROR.search(told.all) is not None


def _method(told: Telling) -> bool:
    return bool(
        METHOD_PATH.search(told.all)
        or METHOD_NAME.search(told.all)
        or METHOD_VERB.search(told.written)
    )


def _has(pattern: re.Pattern) -> Callable[[Telling], bool]:
    return lambda told: pattern.search(told.all) is not None


FINDERS: Mapping[str, Callable[[Telling], bool]] = {
    "text": _text,
    "date": _date,
    "time": _time,
    "line": _has(LINE),
    "amount": _has(AMOUNT),
    "credit": lambda told: bool(AMOUNT.search(told.all) or UNITS_OF_CREDIT.search(told.all)),
    "tracking": _has(TRACKING),
    "method": _method,
    "error": _error,
    "recipient": lambda told: bool(MOBILE.search(told.all) or MOBILE_IN_WORDS.search(told.all)),
    "pattern": _pattern,
    "user": lambda told: bool(USER.search(told.bare) or LOOSE_USER.search(told.all)),
    "plan": _has(PLAN),
    "mobile": lambda told: bool(
        MOBILE.search(told.all) or USER.search(told.bare) or LOOSE_USER.search(told.all)
    ),
}
