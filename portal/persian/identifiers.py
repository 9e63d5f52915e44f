"""Numbers that people are known by: mobiles, lines, national ids, accounts, sums.

Mobiles are stored as E.164 (+989123456789). The parsers raise ValueError with a message for
the reader; the checks answer whether a typed text is valid, in any digits and spacing.
"""

import re

from portal.persian.digits import to_ascii

MOBILE_MESSAGE = "شمارهٔ همراه را به شکل ۰۹۱۲۳۴۵۶۷۸۹ وارد کنید."
LINE_MESSAGE = "شمارهٔ خط باید ۴ تا ۱۶ رقم باشد."
AMOUNT_MESSAGE = "مبلغ را به عدد وارد کنید."

# What a customer may choose instead of naming a line.
SHARED_LINE = "خط خدماتی اشتراکی"
UNKNOWN_LINE = "نمی‌دانم"

# Spaces, joiners and bidi marks, brackets, and every hyphen and dash that text editors make.
_FILLERS = re.compile(r"[\s()\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# No list of operator prefixes: ranges grow and numbers are portable.
_MOBILE = re.compile(r"(?:\+98|0098|98)?0?(9[0-9]{9})")
_BETWEEN_MOBILES = re.compile(r"[,،;؛/|\r\n]|\sو\s")
# A mobile typed digit by digit, +98 and all, is in at most this many pieces.
_MOBILE_PIECES = 15
_SHOWN_LENGTH = 30

_LINE = re.compile(r"(?:\+98|0098)?([0-9]{4,16})")
_NAMED_LINES = {
    "خطخدماتیاشتراکی": SHARED_LINE,
    "نمیدانم": UNKNOWN_LINE,
}
# Brackets and dashes can make a sum negative, so in a sum they are no fillers.
_MINUS = re.compile(r"[()\-\u2010-\u2015\u2212]")
_SEPARATED_AMOUNT = re.compile(r"[0-9]{1,3}(?:[,٬،][0-9]{3})+|[0-9]+")
# Beyond a thousand million million rials it is a slip, and beyond 2**63 no database keeps it.
_AMOUNT_DIGITS = 15

_NATIONAL_ID = re.compile(r"[0-9]{10}")
_LEGAL_ID = re.compile(r"[0-9]{11}")
_LEGAL_WEIGHTS = (29, 27, 23, 19, 17)
_IBAN = re.compile(r"IR[0-9]{24}")


def normalize(text: str) -> str:
    """`text` with ASCII digits, without spaces, ZWNJ, hyphens, round brackets and bidi marks."""
    return _FILLERS.sub("", to_ascii(text))


def parse_mobile(text: str) -> str:
    """An Iranian mobile as E.164, from +98…, 0098…, 98…, 09… or 9…, in any digits and spacing."""
    match = _MOBILE.fullmatch(normalize(text))
    if not match:
        raise ValueError(MOBILE_MESSAGE)
    return f"+98{match[1]}"


def show_mobile(e164: str) -> str:
    """A stored mobile as people write it: 09123456789."""
    return "0" + e164.removeprefix("+98")


def mask_mobile(e164: str) -> str:
    """A stored mobile that its owner knows again and others do not learn: 0912•••6789."""
    shown = show_mobile(e164)
    return f"{shown[:4]}•••{shown[-4:]}"


def parse_mobiles(text: str) -> list[str]:
    """The mobiles in a typed list as E.164, in order, each once; empty for a blank text.

    They stand apart by commas, semicolons, slashes, «و», new lines, or by spaces, though
    spaces may stand inside them too. ValueError names the part that is no mobile.
    """
    mobiles = [mobile for part in _BETWEEN_MOBILES.split(text) for mobile in _spaced_mobiles(part)]
    return list(dict.fromkeys(mobiles))


def parse_line(text: str) -> str:
    """A sender line as its 4 to 16 digits, without +98; or SHARED_LINE or UNKNOWN_LINE."""
    typed = normalize(text)
    if typed in _NAMED_LINES:
        return _NAMED_LINES[typed]
    match = _LINE.fullmatch(typed)
    if not match:
        raise ValueError(LINE_MESSAGE)
    return match[1]


def parse_amount(text: str) -> int:
    """A whole, non-negative sum in the unit that the form names, with or without separators.

    A separator must part three digits, so that «۱،۵» is refused and never read as fifteen.
    """
    typed = normalize(text)
    if _MINUS.search(text) or not _SEPARATED_AMOUNT.fullmatch(typed):
        raise ValueError(AMOUNT_MESSAGE)
    amount = re.sub(r"[^0-9]", "", typed).lstrip("0") or "0"
    if len(amount) > _AMOUNT_DIGITS:
        raise ValueError(AMOUNT_MESSAGE)
    return int(amount)


def is_national_id(text: str) -> bool:
    """Whether `text` is a «کد ملی» whose check digit (mod 11) is right."""
    typed = normalize(text)
    if not _NATIONAL_ID.fullmatch(typed) or len(set(typed)) == 1:
        return False
    remainder = sum(int(digit) * (10 - i) for i, digit in enumerate(typed[:9])) % 11
    return int(typed[9]) == (remainder if remainder < 2 else 11 - remainder)


def is_legal_id(text: str) -> bool:
    """Whether `text` is a company's «شناسهٔ ملی» whose check digit (mod 11) is right."""
    typed = normalize(text)
    if not _LEGAL_ID.fullmatch(typed) or typed[3:9] == "000000":
        return False
    digits = [int(digit) for digit in typed]
    added = digits[9] + 2
    total = sum((added + digit) * _LEGAL_WEIGHTS[i % 5] for i, digit in enumerate(digits[:10]))
    return digits[10] == total % 11 % 10


def is_iban(text: str) -> bool:
    """Whether `text` is an Iranian «شبا»: IR and 24 digits, mod 97 = 1 (ISO 13616)."""
    typed = normalize(text).upper()
    if not _IBAN.fullmatch(typed):
        return False
    # The country letters move to the end as numbers: I is 18 and R is 27.
    return int(f"{typed[4:]}1827{typed[2:4]}") % 97 == 1


def is_postal(text: str) -> bool:
    """Whether `text` is a postal code of 10 digits."""
    return bool(re.fullmatch(r"[0-9]{10}", normalize(text)))


def _spaced_mobiles(text: str) -> list[str]:
    """The mobiles in text parted by spaces, some of which may stand inside a number.

    `ways[i]` are the mobiles that the first i pieces make, or None; a longer number is
    preferred, for «98 912 345 67 89» also begins with a number of ten digits.
    """
    pieces = [piece for piece in text.split() if normalize(piece)]
    starts: list[int | None] = [0] + [None] * len(pieces)
    for end in range(1, len(pieces) + 1):
        for start in range(max(0, end - _MOBILE_PIECES), end):
            if starts[start] is not None and _is_mobile(pieces[start:end]):
                starts[end] = start
                break
    if starts[-1] is None:
        reached = max(i for i, start in enumerate(starts) if start is not None)
        wrong = " ".join(pieces[reached:])[:_SHOWN_LENGTH]
        raise ValueError(f"«\u2068{wrong}\u2069» شمارهٔ همراه درستی نیست؛ آن را اصلاح کنید.")
    return _walk_back(pieces, starts)


def _is_mobile(pieces: list[str]) -> bool:
    return bool(_MOBILE.fullmatch(normalize("".join(pieces))))


def _walk_back(pieces: list[str], starts: list[int | None]) -> list[str]:
    mobiles = []
    end = len(pieces)
    while end:
        start = starts[end]
        mobiles.append(parse_mobile("".join(pieces[start:end])))
        end = start
    return mobiles[::-1]
