"""Facts of a request that may stand in its title, as the writer wrote them."""

import re
from collections.abc import Mapping

DIGIT = r"[0-9۰-۹٠-٩]"
GAP = r"[ \u200c]"
MONTH = (
    r"(?:فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند)(?:[ \u200c]?ماه)?"
    r"(?![آ-ی])"
)
ORDINAL = (
    r"(?:یکم|اول|دوم|سوم|چهارم|پنجم|ششم|هفتم|هشتم|نهم|دهم|یازدهم|دوازدهم|سیزدهم|چهاردهم|پانزدهم"
    r"|شانزدهم|هفدهم|هجدهم|نوزدهم|بیستم|سی[ \u200c]?ام)"
)
# Each pattern has one group: the fact itself.
PATTERNS = {
    "numeric_date": (
        rf"(?<!{DIGIT})({DIGIT}{{2,4}}[/.-]{DIGIT}{{1,2}}[/.-]{DIGIT}{{1,4}})(?!{DIGIT})"
    ),
    "spoken_date": rf"(?<!{DIGIT})((?:{DIGIT}{{1,2}}(?:{GAP}?م)?|{ORDINAL}){GAP}{MONTH})",
    "line": (
        rf"(?:خط|سرشماره|سر{GAP}شماره)(?:ی|‌های|های)?(?:{GAP}(?:شماره|شمارهٔ|خدماتی|اختصاصی"
        rf"|تبلیغاتی|ما|من|به|ی)){{0,3}}{GAP}(\+?{DIGIT}{{3,16}})(?!{DIGIT})"
    ),
    "amount": (
        rf"(?<![\w/])({DIGIT}[0-9۰-۹٠-٩٬,٫.]{{0,14}}(?:{GAP}(?:هزار|میلیون|میلیارد)){{0,2}}"
        rf"{GAP}(?:تومان|تومن|ریال))"
    ),
    "tracking": (
        rf"(?:پیگیری|مرجع|رهگیری|ارجاع)(?:{GAP}(?:آن|شماره|شمارهٔ|کد|ما|من))?{GAP}?[:：]?{GAP}?"
        rf"({DIGIT}{{4,20}})(?!{DIGIT})"
    ),
    "error": (
        rf"(?:خطای|خطا|ارور|کد{GAP}خطا|[Ee]rror)(?:{GAP}(?:شماره|شمارهٔ|کد|با)){{0,2}}{GAP}?[:：]?"
        rf"{GAP}?([-−]?{DIGIT}{{1,5}})(?!{DIGIT})"
    ),
    "method": (
        rf"(?:متد|تابع|فراخوانی){GAP}([A-Za-z]\w{{2,40}})|\b([A-Z][a-z]{{1,20}}[A-Z]\w{{1,40}})\b"
    ),
    "pattern": (
        rf"(?:پترن|الگوی|الگو|قالب)(?:{GAP}(?:شماره|شمارهٔ|با|کد|به)){{0,3}}{GAP}({DIGIT}{{3,12}})"
        rf"(?!{DIGIT})"
    ),
    "operator": rf"(همراه{GAP}اول|ایرانسل|رایتل|شاتل{GAP}موبایل|آپتل)",
}
COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
READ = 2000


def facts(text: str) -> dict[str, str]:
    """Return the first of each kind of fact in a text."""
    found = {}
    for name, pattern in COMPILED.items():
        match = pattern.search(text[:READ])
        if match:
            found[name] = " ".join(next(filter(None, match.groups())).split())
    if "amount" in found:
        found["amount"] = found["amount"].replace("تومن", "تومان")
    date = found.get("numeric_date")
    if date:
        found["date"] = f"تاریخ {date}"
    elif "spoken_date" in found:
        found["date"] = found["spoken_date"]
    return found


FIELDS = {
    "sender_line": "line",
    "line_number": "line",
    "pattern_code": "pattern",
    "method": "method",
    "ref_no": "tracking",
}
LONGEST_FIELD = 40


def told(details: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of the form's fields that fit in a title."""
    known = {}
    for key, name in FIELDS.items():
        value = details.get(key)
        if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_FIELD:
            known[name] = " ".join(value.split())
    for key in ("sent_date", "event_date"):
        value = details.get(key)
        if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_FIELD:
            known["date"] = f"تاریخ {value.strip()}"
    return known
