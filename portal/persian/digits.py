"""Persian digits out, any digits in; numbers, sizes, money and spans of time in words."""

from decimal import Decimal

PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
ASCII = "0123456789"

_TO_PERSIAN = str.maketrans(ASCII + ARABIC_INDIC, PERSIAN * 2)
_TO_ASCII = str.maketrans(PERSIAN + ARABIC_INDIC, ASCII * 2)
# In right-to-left text a bare minus moves to the wrong end of its number, hence the LRM
# before it, as in CLDR's Persian data.
_SIGNS = str.maketrans({",": "٬", ".": "٫", "-": "\u200e\u2212"})
_NBSP = "\u00a0"

_KILOBYTE = 1024
_MEGABYTE = 1024 * 1024
_GIGABYTE = 1024 * 1024 * 1024


def to_persian(value: object) -> str:
    """The text of `value` with its ASCII and Arabic-Indic digits as Persian ones."""
    return str(value).translate(_TO_PERSIAN)


def to_ascii(text: str) -> str:
    """`text` with its Persian and Arabic-Indic digits as ASCII ones; the rest is unchanged."""
    return text.translate(_TO_ASCII)


def number(n: int | float | Decimal) -> str:
    """`n` with thousands and decimal separators: «۱٬۲۵۰٬۰۰۰», «۲٫۵»; no trailing zeros."""
    plain = f"{Decimal(str(n)):,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return to_persian(plain.translate(_SIGNS))


def file_size(n_bytes: int) -> str:
    """A size in steps of 1024: «۵۱۲ بایت», «۲۴۰ کیلوبایت», «۱٫۵ مگابایت», «۲ گیگابایت»."""
    if n_bytes < _KILOBYTE:
        return f"{number(n_bytes)} بایت"
    kilobytes = round(n_bytes / _KILOBYTE)
    if kilobytes < 1024:
        return f"{number(kilobytes)} کیلوبایت"
    megabytes = round(n_bytes / _MEGABYTE, 1)
    if megabytes < 1024:
        return f"{number(megabytes)} مگابایت"
    return f"{number(round(n_bytes / _GIGABYTE, 1))} گیگابایت"


def toman(rials: int) -> str:
    """An amount stored in current rials, shown in toman: «۳۹۰٬۰۰۰ تومان» for 3900000.

    The only place that divides by ten. The unit is kept on the number's line by an NBSP.
    """
    return f"{number(Decimal(rials) / 10)}{_NBSP}تومان"


def duration(seconds: int | float) -> str:
    """A span in its two largest neighbouring units: «۲ ساعت و ۵ دقیقه», «۳ روز و ۱ ساعت».

    Rounded down; the sign is left out, since the sentence says whether it is left or over.
    """
    minutes = int(abs(seconds)) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "روز"), (hours, "ساعت"), (minutes, "دقیقه")]
    parts = parts[:2] if days else parts[1:]
    words = [f"{number(amount)} {unit}" for amount, unit in parts if amount]
    return " و ".join(words) or "کمتر از ۱ دقیقه"
