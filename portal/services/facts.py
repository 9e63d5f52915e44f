"""The typed facts of a category (domain 1.5): from typed text to the stored value.

Every parser takes the text and the field's limits and raises ValueError with a message for the
reader. Values are JSON: dates ISO, moments «2026-11-22T14:05» in Tehran, mobiles E.164.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from portal import clock
from portal.persian import digits, identifiers, jalali, letters

Limits = Mapping[str, object]

FUTURE_MESSAGE = "این تاریخ هنوز نرسیده است."
NUMBER_MESSAGE = "این بخش را به عدد وارد کنید."
MOMENT_MESSAGE = "تاریخ و ساعت را به شکل ۱۴۰۵/۰۹/۰۱ ۱۴:۰۵ وارد کنید."
IP_MESSAGE = "آی‌پی درست نیست؛ آن را مانند 192.0.2.10 وارد کنید."
ID_MESSAGES = {10: "کد ملی درست نیست.", 11: "شناسهٔ ملی درست نیست."}
ID_MESSAGE = "کد ملی ۱۰ رقم و شناسهٔ ملی ۱۱ رقم است."
IBAN_MESSAGE = "شمارهٔ شبا درست نیست؛ IR و ۲۴ رقم پس از آن را وارد کنید."
POSTAL_MESSAGE = "کد پستی باید ۱۰ رقم باشد."
PAIRS_MESSAGE = "هر متغیر را در یک سطر به شکل «نام = مقدار» بنویسید."
WORDS_MESSAGE = "متن پترن باید افزون بر متغیرها، واژه‌های ثابت هم داشته باشد."
UNIT_MESSAGE = "واحد را برگزینید."
UNITS = {"rial": "ریال", "toman": "تومان", "sms": "پیامک"}

_UNIT_WORDS = {"ریال": "rial", "تومان": "toman", "تومن": "toman", "پیامک": "sms"}
_UNIT_AT_END = re.compile(rf"^(.*?)\s*({'|'.join(_UNIT_WORDS)})$", re.DOTALL)
_TIME_AT_END = re.compile(r"^(.*?)[\s،,]+(?:ساعت\s*)?(\d{1,2}:\d{2})$", re.DOTALL)
_VARIABLE = re.compile(r"%[^%\s]+%|\$?\{+[^{}]*\}+|#[^#\s]+#|<[^<>\s]+>|\[[^\[\]\s]+\]")
_PARTS_A_PAIR = re.compile("[=:：]")
# Longer than any moment in words; the pattern takes quadratic time over a run of commas.
_LONGEST_MOMENT = 60
LONGEST_TEXT = 4000
# Browsers send each line end as two characters, and separators are dropped from numbers.
LONGEST_TYPED = 2 * LONGEST_TEXT
_LONGEST_INTEGER = 12


def clean(text: str | None) -> str:
    """A letter's text as it is stored."""
    return letters.clean(text or "")


def clean_line(text: str | None) -> str:
    """A subject as it is stored."""
    return letters.clean_line(text or "")


def refuse_endless(text: str, limits: Limits) -> None:
    """Raises ValueError for what is too long for any fact, so that no parser need read it."""
    if len(text) > LONGEST_TYPED:
        raise ValueError(_too_long(limits.get("max_length", LONGEST_TEXT)))


def text_line(text: str, limits: Limits) -> str:
    """One line of ordinary text, or of a legal name, which is kept as typed."""
    if limits.get("as_typed"):
        return _within(letters.clean_evidence(text).replace("\n", " ").strip(), limits)
    return _within(letters.clean_line(text), limits)


def long_text(text: str, limits: Limits) -> str:
    """Ordinary text of several lines."""
    return _within(letters.clean(text), limits)


def evidence(text: str, limits: Limits) -> str:
    """A text that is kept as typed: an SMS, an error, a request."""
    kept = _within(letters.clean_evidence(text), limits)
    if limits.get("fixed_words") and not re.search(r"[^\W\d_]{2}", _VARIABLE.sub(" ", kept)):
        raise ValueError(WORDS_MESSAGE)
    return kept


def digit_string(text: str, limits: Limits) -> str:
    """A number that is a name: its digits, leading zeros included."""
    typed = identifiers.normalize(text)
    if not re.fullmatch(r"[0-9]+", typed):
        raise ValueError("این بخش را فقط با رقم وارد کنید.")
    return _within(typed, limits, "رقم")


def integer(text: str, limits: Limits) -> int:
    """A whole number."""
    typed = re.sub(r"[٬,،]", "", identifiers.normalize(text))
    # Dashes are fillers in a number that is a name, but here they would hide a minus.
    if re.search(r"[-\u2010-\u2015\u2212]", text):
        raise ValueError(NUMBER_MESSAGE)
    if not re.fullmatch(r"[0-9]+", typed) or len(typed) > _LONGEST_INTEGER:
        raise ValueError(NUMBER_MESSAGE)
    return _between(int(typed), limits)


def amount(text: str, unit: str, limits: Limits) -> dict:
    """A sum with its unit: {"rials" or "count", "unit"}. A unit typed after the number wins."""
    if match := _UNIT_AT_END.match(letters.clean_line(text)):
        text, unit = match[1], _UNIT_WORDS[match[2]]
    number = identifiers.parse_amount(text)
    if unit not in limits.get("units", UNITS):
        raise ValueError(UNIT_MESSAGE)
    _between(number, limits)
    if unit == "sms":
        return {"count": number, "unit": unit}
    return {"rials": number * 10 if unit == "toman" else number, "unit": unit}


def jalali_date(text: str, limits: Limits) -> str:
    """A day, as ISO."""
    day = jalali.parse_date(text)
    if limits.get("not_future") and day > jalali.in_tehran(clock.now()).date():
        raise ValueError(FUTURE_MESSAGE)
    return day.isoformat()


def jalali_moment(text: str, limits: Limits) -> str:
    """A day and a time in Tehran, as ISO without a zone."""
    match = None
    if len(text) <= _LONGEST_MOMENT:
        match = _TIME_AT_END.match(digits.to_ascii(letters.clean_line(text)))
    if not match:
        raise ValueError(MOMENT_MESSAGE)
    moment = datetime.combine(jalali.parse_date(match[1]), jalali.parse_time(match[2]))
    # A clock may be some minutes ahead of ours.
    latest = jalali.in_tehran(clock.now()).replace(tzinfo=None) + timedelta(minutes=10)
    if limits.get("not_future") and moment > latest:
        raise ValueError(FUTURE_MESSAGE)
    return moment.isoformat(timespec="minutes")


def clock_time(text: str, approximate: bool) -> dict:
    """A time of day, and whether it is only about then."""
    return {"time": f"{jalali.parse_time(text):%H:%M}", "approximate": approximate}


def line(text: str, limits: Limits) -> str:
    """A sender line, or the key of one of the literal answers written in words."""
    typed = identifiers.parse_line(text)
    for literal in limits.get("literals", ()):
        if literal["label"] == typed:
            return literal["key"]
    if not typed.isdigit():
        raise ValueError(identifiers.LINE_MESSAGE)
    return typed


def mobile(text: str, _limits: Limits) -> str:
    """One mobile."""
    return identifiers.parse_mobile(text)


def mobiles(text: str, limits: Limits) -> list[str]:
    """Several mobiles."""
    return _few(identifiers.parse_mobiles(text), limits, "شماره")


def ticket_number(text: str, _limits: Limits) -> int:
    """A ticket's number; whether it is one's own is for the caller to ask."""
    return integer(text, {"max": 2**31 - 1})


def ip(text: str, _limits: Limits) -> str:
    """An IPv4 or IPv6 address."""
    try:
        return str(ipaddress.ip_address(digits.to_ascii(letters.clean_line(text))))
    except ValueError:
        raise ValueError(IP_MESSAGE) from None


def national_or_legal_id(text: str, _limits: Limits) -> str:
    """A person's «کد ملی» or a company's «شناسهٔ ملی», by its length."""
    typed = identifiers.normalize(text)
    if not (identifiers.is_national_id(typed) or identifiers.is_legal_id(typed)):
        raise ValueError(ID_MESSAGES.get(len(typed), ID_MESSAGE))
    return typed


def iban(text: str, _limits: Limits) -> str:
    """An Iranian «شبا»; IR may be left out."""
    typed = identifiers.normalize(text).upper()
    typed = typed if typed.startswith("IR") else f"IR{typed}"
    if not identifiers.is_iban(typed):
        raise ValueError(IBAN_MESSAGE)
    return typed


def postal(text: str, _limits: Limits) -> str:
    """A postal code."""
    if not identifiers.is_postal(text):
        raise ValueError(POSTAL_MESSAGE)
    return identifiers.normalize(text)


def pairs(text: str, limits: Limits) -> list[list[str]]:
    """Names and values, one pair a line."""
    found = []
    for typed in _within(letters.clean_evidence(text), {}).split("\n"):
        if not typed.strip():
            continue
        pair = [side.strip() for side in _PARTS_A_PAIR.split(typed, maxsplit=1)]
        if len(pair) != 2 or not all(pair):
            raise ValueError(PAIRS_MESSAGE)
        found.append(pair)
    return _few(found, limits, "سطر")


PARSERS: Mapping[str, Callable[[str, Limits], object]] = {
    "text": text_line,
    "ltr_text": text_line,
    "textarea": long_text,
    "sms_text": evidence,
    "code": evidence,
    "digits": digit_string,
    "integer": integer,
    "jalali_date": jalali_date,
    "jalali_datetime": jalali_moment,
    "line": line,
    "mobile": mobile,
    "mobile_list": mobiles,
    "ticket": ticket_number,
    "ip": ip,
    "national_or_legal_id": national_or_legal_id,
    "iban": iban,
    "postal": postal,
    "key_values": pairs,
}


def count(number: int) -> str:
    """A number as it stands in a message."""
    return digits.number(number)


def _within(text: str, limits: Limits, of: str = "نویسه") -> str:
    shortest, longest = limits.get("min_length", 0), limits.get("max_length", LONGEST_TEXT)
    if shortest == longest and len(text) != shortest:
        raise ValueError(f"این بخش باید {digits.number(shortest)} {of} باشد.")
    if len(text) > longest:
        raise ValueError(_too_long(longest, of))
    if len(text) < shortest:
        raise ValueError(f"این بخش دست‌کم {digits.number(shortest)} {of} می‌خواهد.")
    return text


def _too_long(longest: int, of: str = "نویسه") -> str:
    return f"این بخش حداکثر {digits.number(longest)} {of} است."


def _between(number: int, limits: Limits) -> int:
    least, most = limits.get("min"), limits.get("max")
    if least is not None and number < least:
        raise ValueError(f"عددی نه کمتر از {digits.number(least)} وارد کنید.")
    if most is not None and number > most:
        raise ValueError(f"عددی نه بیشتر از {digits.number(most)} وارد کنید.")
    return number


def _few(items: list, limits: Limits, of: str) -> list:
    most = limits.get("max_items", 100)
    if len(items) > most:
        raise ValueError(f"حداکثر {digits.number(most)} {of} بنویسید.")
    return items
