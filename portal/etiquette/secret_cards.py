"""Numbers of bank cards, and the short codes on their backs."""

import re
from collections.abc import Iterator

from portal.etiquette.lexicon import word_set

Span = tuple[int, int]

DIGITS = re.compile(r"\d{4,}")
# What stands between the groups of four; each on a line of its own, too.
BETWEEN = re.compile(r"[ \t\u200c\u200e\u200f\u00a0._/–ـ-]{1,3}|[ \t]?\r?\n[ \t]?")
MASKS = ("•", "*")
GROUPED = re.compile(r"\d{4}\D")
CVV = re.compile(
    r"(?:cvv2?|سی[ \u200c]?وی[ \u200c]?وی[ \u200c]?(?:[2۲٢]|دو|تو)?)[^\w\n•]{0,3}"
    r"(?:(?:کارت[مش]?|من|هم|است|ش|آن|اش)[^\w\n•]{1,3}){0,2}(\d{3,4})(?!\w)",
    re.I,
)
BANKS = word_set("iranian_banks")
OTHER_NUMBER = re.compile(
    r"پیگیری|مرجع|رهگیری|ارجاع|شناسه|سند|تراکنش|حواله|سفارش|سریال|شبا|recid|ref|rrn|trace|imei"
    r"|ir\d",
    re.I,
)
CARD_WORD = re.compile(r"کارت|بانک|(?:واریز|برداشت|انتقال) (?:از|به) \Z|card|kart|pan\b", re.I)
# «کارتم: », but no card of a gift or of identity.
CARD_BEFORE = re.compile(
    r"(?:کارت[\u200c ]?(?:م|ش|ما|من|بانکی?|مان|مون|ملت|پاسارگاد|سامان|تجارت|صادرات|ملی)?|card|kart)"
    r"(?:[ ](?:بانک|من|ما|به|شماره|زیر|است|e|man|am|number|no|بانکی|ملت|سامان|پاسارگاد)){0,3}"
    r"[ \u200c:：(«]{0,4}\Z",
    re.I,
)
NEAR = 40
DOUBLED = dict(zip("0123456789", (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), strict=True))


def numbers(text: str) -> Iterator[Span]:
    """Yield the card numbers: sixteen digits in a row, or parted into fours."""
    runs = [run.span() for run in DIGITS.finditer(text)]
    for index, (start, end) in enumerate(runs):
        digits = text[start:end]
        for first, last in runs[index + 1 : index + 4]:
            if len(digits) > 15 or first - end > 3 or not BETWEEN.fullmatch(text, end, first):
                break
            end, digits = last, digits + text[first:last]
        if len(digits) == 16 and _is_card(text, start, end, digits):
            yield start, end


def codes(text: str) -> Iterator[Span]:
    """Yield the codes told as CVV2."""
    for match in CVV.finditer(text):
        yield match.span(1)


def _is_card(text: str, start: int, end: int, digits: str) -> bool:
    """A bank's first digits and one more sign, or a check digit beside the word for a card."""
    number = digits if digits.isascii() else "".join(map(str, map(int, digits)))
    of_bank = number[:6] in BANKS
    checked = number[0] in "23456" and _checks(number)
    before = text[max(0, start - NEAR) : start]
    if len(set(number)) == 1 or before[-2:].rstrip("-")[-1:] in MASKS:
        return False
    if of_bank and checked:
        return True
    # Who tells a card's number may have mistaken a digit.
    if number[0] in "56" and CARD_BEFORE.search(before) and not OTHER_NUMBER.search(before):
        return True
    if not of_bank and not checked:
        return False
    if CARD_WORD.search(before) or CARD_WORD.search(text, end, end + NEAR):
        return True
    return of_bank and GROUPED.match(text, start) is not None and not OTHER_NUMBER.search(before)


def _checks(number: str) -> bool:
    """The check digit of Luhn's formula."""
    doubled = sum(map(DOUBLED.__getitem__, number[::2]))
    return (doubled + sum(map(int, number[1::2]))) % 10 == 0


def masked(number: str, mask: str) -> str:
    """Return the number with its last four digits only."""
    last = "".join(char for char in number if char.isdigit())[-4:]
    return f"{mask}-{mask}-{mask}-{last}"
