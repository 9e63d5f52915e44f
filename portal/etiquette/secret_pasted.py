"""Passwords, keys and card numbers do not belong in a record that is never erased."""

import re
from collections.abc import Iterable, Iterator

from portal.etiquette import secret_cards, secret_code, secret_told
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import ZWNJ
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.scripts import LATIN_LETTER
from portal.etiquette.secret_values import MASK
from portal.etiquette.zones import QUOTED

CARD = "این متن شبیه شمارهٔ کامل کارت است؛ لطفاً تنها چهار رقم آخر آن را بنویسید."
CODE = "این متن شبیه رمز کارت است. لطفاً آن را حذف کنید؛ کارشناسان ما آن را نمی‌پرسند."
WORD = "این متن شبیه رمز عبور است. لطفاً آن را حذف کنید؛ کارشناسان ما آن را نمی‌پرسند."
KEY = "این متن شبیه کلید وب‌سرویس است؛ لطفاً آن را حذف کنید و اگر فرستاده‌اید، کلید تازه بسازید."
# Without one of these, folded, no secret is told in a sentence.
TRIGGER = re.compile(
    r"رمز|پین|(?<![a-z])pin|پسو|پس ?ور|پس[مش ]|گذر ?وا|کلمه|توکن|کلید|کد (?:api|ای پی|وب)"
    r"|pas[sv]|pwd|ramz|kala|gozar|kelid|key|token|secret"
)
LONG_TOKEN = re.compile(r"[\w-]{15}", re.ASCII)
OF_MESSAGE = re.compile(r"متن|پترن|الگو|قالب")
TOLD = {"password": WORD, "code": CODE, "key": KEY}


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find secrets and offer a mask for each; of a card the last four digits stay."""
    done = 0
    for start, end, message in sorted(_secrets(page), key=lambda s: (s[0], -s[1])):
        if start < done:
            continue
        done = end
        written = page.text[start:end]
        yield Finding(
            rule="secret_pasted",
            level=Level.ADVISE,
            field=page.field,
            span=(start, end),
            message=message,
            suggestion=secret_cards.masked(written, MASK) if message is CARD else MASK,
        )


def _secrets(page: Page) -> Iterator[tuple[int, int, str]]:
    text = page.text
    look = page.folded.text.replace(ZWNJ, " ")
    yield from _named(secret_cards.numbers(text), CARD)
    if LONG_TOKEN.search(text) or "PRIVATE KEY" in text:
        yield from _named(secret_code.known_keys(text), KEY)
    if "cvv" in look or "وی" in look:
        yield from _named(secret_cards.codes(text), CODE)
    if LATIN_LETTER.search(text):
        yield from _named(secret_code.keys(text, look), KEY)
        yield from _named(secret_code.passwords(text, look), WORD)
    if not TRIGGER.search(look):
        return
    for name, start, end, kind in secret_told.find(look):
        span = page.folded.span(start, end)
        if not _is_sample(page, page.folded.span(name, name + 1), span):
            yield *span, TOLD[kind]


def _named(spans: Iterable[tuple[int, int]], message: str) -> Iterator[tuple[int, int, str]]:
    return ((start, end, message) for start, end in spans)


def _is_sample(page: Page, name: tuple[int, int], span: tuple[int, int]) -> bool:
    """«رمز شما: 12345» in quotes is the text of a message."""
    value = page.text[slice(*span)]
    if not value.isalnum() or page.zones.free(*name, QUOTED):
        return False
    before = max(0, name[0] - 120)
    return value.isdigit() or OF_MESSAGE.search(page.text, before, name[0]) is not None
