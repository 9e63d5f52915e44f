"""Passwords, keys and card numbers do not belong in a record that is never erased."""

import re
from collections.abc import Iterator

from portal.etiquette.findings import Finding, Level
from portal.etiquette.lexicon import word_set
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy

MASK = "••••"
GAP = r"[ \t]{0,3}"
IS = rf"{GAP}(?:[\"']{{0,2}}{GAP}(?::=|=>|->|[:=：]){GAP}|(?:هست|است|برابر|عبارت است از)[ :]+)"
OWNER = (
    r"(?:[ \u200c](?:من|ما|بنده|پنل|پنلم|حساب|حسابم|کاربری|سایت|ورود|ایمیل|اکانت|سامانه|هم|فعلی"
    r"|قبلی|جدید|کارت|اینترنتی|دوم|پویا|وب\u200c?سرویس|api)){0,4}"
)
PASSWORD_NAME = (
    r"(?:(?:رمز|کلمه|کلمهٔ)[ \u200c]?(?:عبور|ورود)|رمز|پسورد|پسوورد|گذرواژه|گذر واژه"
    r"|(?<![a-z])(?:password|passwd|passphrase|pwd|pass)(?![a-z]))(?:م|ام|ش|مون|تان)?(?![\w\u200c])"
)
VALUE = r"[\"'«]?([^\s\"'«»<>،؛;,&]{3,128})"
PASSWORD = re.compile(f"{PASSWORD_NAME}{OWNER}{IS}{VALUE}", re.I)
PASSWORD_BARE = re.compile(
    rf"{PASSWORD_NAME}(?:[ \u200c](?:من|ما|پنلم|حسابم|هم|دوم|پویا|کارت)){{0,3}}[ \t]{{1,3}}"
    r"[\"'«(]?([!-~۰-۹٠-٩]{4,64})",
    re.I,
)
URL_PASSWORD = re.compile(r"[a-z][a-z0-9+]{1,10}://[^\s/:@]{1,64}:([^\s/:@]{3,64})@", re.I)

KEY_NAME = (
    r"(?:(?<![a-z])(?:x-)?(?:api[-_ ]?key|api[-_ ]?token|access[-_ ]?(?:key|token)"
    r"|auth[-_ ]?token|client[-_ ]?secret|secret(?:[-_ ]?key)?|private[-_ ]?key"
    r"|token|bearer|authorization|jwt)(?![a-z])|توکن"
    r"|کلید(?:[ \u200c](?:وب\u200c?[ ]?سرویس|api|ای پی آی|دسترسی|خصوصی|من)){0,4})"
)
ASSIGNED_KEY = re.compile(
    rf"{KEY_NAME}{IS}[\"'«]?(?:(?:bearer|basic|token|apikey)[ ]{{1,3}})?([\w+/=.~-]{{8,512}})",
    re.I | re.ASCII,
)
NEAR_KEY = re.compile(
    rf"{KEY_NAME}[^\n!-~•]{{0,30}}[ :=\"'«(]{{0,4}}([\w+/][\w+/=.~-]{{15,511}})",
    re.I | re.ASCII,
)
KNOWN_KEY = re.compile(
    r"(?<![\w.-])(eyJ[\w-]{8,2048}\.[\w-]{8,2048}(?:\.[\w-]{0,1024})?"
    r"|(?:sk|pk|rk)_(?:live|test)_\w{16,128}|AKIA[A-Z0-9]{16}|gh[pousr]_\w{30,128}"
    r"|\d{8,10}:AA[\w-]{30,40})(?![\w-])",
    re.ASCII,
)
KEY_IN_PATH = re.compile(r"/([0-9A-Fa-f]{40,200})(?=/)")
CVV = re.compile(
    r"(?:cvv2?|سی[ \u200c]?وی[ \u200c]?وی[ ]?[2۲٢]?)[^\w\n•]{0,3}"
    r"(?:کارت |من |هم |است )?[^\w\n•]{0,3}([0-9۰-۹٠-٩]{3,4})(?!\w)",
    re.I,
)
# Four by four, or sixteen in a row; looked for from every place, since other numbers may precede.
CARD_NUMBER = re.compile(
    r"(?<![\w•])(?<!•-)(?=(\d{16}(?!\w)"
    r"|\d{4}(?:[ \t\u200c\u200e\u200f\u00a0._/–-]{1,3}\d{4}){3}(?!\w)))"
)
IRANIAN_BANKS = word_set("iranian_banks")
OTHER_NUMBER = re.compile(r"پیگیری|مرجع|رهگیری|ارجاع|شناسه|سند|تراکنش|حواله|recid|ref", re.I)
CARD_WORD = re.compile(r"کارت|card", re.I)
PLACEHOLDER = re.compile(
    r"[\W_xX•*●]+|[$%{<\[#].*|.*[•●].*|.*\*{3}.*|.*(?:your|my_?pass|example|placeholder|enter_).*"
    r"|(?:x|0)+|null|none|nil|true|false|string|text|empty|required|invalid|incorrect|wrong|error"
    r"|missing|password|passwd|pass|username|user|token|apikey|reset|change|changed|forgot|hidden"
    r"|undefined|optional|field|value|varchar.*|int|bool|array",
    re.I,
)
COUNTED = re.compile(
    r"[ \u200c]{0,2}(?:رقم|بار|دقیقه|ساعت|ثانیه|روز|کاراکتر|حرف|نفر|مرتبه|عدد|تا\b|ماه)"
)
ENDS = re.compile(r"[ \t]*(?:$|[\n.،,؛;)»\"'!؟?]|(?:است|هست|می\u200c?باشد|را|رو)\b)")
TRAILING = ".،,؛:!؟?)]}»\"'"


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find secrets and offer a mask for each; of a card the last four digits stay."""
    done = 0
    for start, end, message in sorted(_secrets(page.text), key=lambda s: (s[0], -s[1])):
        if start < done:
            continue
        done = end
        yield Finding(
            rule="secret_pasted",
            level=Level.ADVISE,
            field=page.field,
            span=(start, end),
            message=message,
            suggestion=_masked(page.text[start:end]) if message is CARD else MASK,
        )


CARD = "این متن شبیه شمارهٔ کامل کارت است؛ لطفاً تنها چهار رقم آخر آن را بنویسید."
CODE = "این متن شبیه رمز کارت است. لطفاً آن را حذف کنید؛ کارشناسان ما آن را نمی‌پرسند."
WORD = "این متن شبیه رمز عبور است. لطفاً آن را حذف کنید؛ کارشناسان ما آن را نمی‌پرسند."
KEY = "این متن شبیه کلید وب‌سرویس است؛ لطفاً آن را حذف کنید و اگر فرستاده‌اید، کلید تازه بسازید."


def _secrets(text: str) -> Iterator[tuple[int, int, str]]:
    for match in CARD_NUMBER.finditer(text):
        if _is_card(text, *match.span(1)):
            yield *match.span(1), CARD
    for match in CVV.finditer(text):
        yield *match.span(1), CODE
    for pattern in (KNOWN_KEY, KEY_IN_PATH):
        for match in pattern.finditer(text):
            yield *match.span(1), KEY
    for pattern, least in ((ASSIGNED_KEY, 8), (NEAR_KEY, 16)):
        for start, end in _values(pattern, text):
            if _is_key(text[start:end], least):
                yield start, end, KEY
    for pattern in (PASSWORD, PASSWORD_BARE, URL_PASSWORD):
        for start, end in _values(pattern, text):
            if _is_password(text, start, end, bare=pattern is PASSWORD_BARE):
                yield start, end, WORD


def _values(pattern: re.Pattern, text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        value = match.group(1).rstrip(TRAILING)
        if value and not PLACEHOLDER.fullmatch(value):
            yield match.start(1), match.start(1) + len(value)


def _is_key(value: str, least: int) -> bool:
    letters = sum(char.isalpha() for char in value)
    digits = sum(char.isdigit() for char in value)
    return len(value) >= least and letters > 1 and digits > 1 and "://" not in value


def _is_password(text: str, start: int, end: int, *, bare: bool) -> bool:
    value = text[start:end]
    if len(value) < 3 or "://" in value or COUNTED.match(text, end):
        return False
    digits = any(char.isdigit() for char in value)
    if not value.isascii() and not digits:
        return False
    if bare:
        if value.isdigit():
            return len(value) >= 4 and ENDS.match(text, end) is not None
        return digits and any(char.isalpha() for char in value)
    prose = value.isalpha() and re.match(r"[ ][A-Za-z]+(?![\w:=])", text[end : end + 40])
    return not prose and "(" not in value


def _is_card(text: str, start: int, end: int) -> bool:
    digits = [int(char) for char in text[start:end] if char.isdigit()]
    if len(set(digits)) == 1:
        return False
    total = sum(d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits))
    if total % 10:
        return False
    if "".join(map(str, digits[:6])) in IRANIAN_BANKS:
        return True
    before = text[max(0, start - 40) : start]
    known = 2 <= digits[0] <= 6 and not OTHER_NUMBER.search(before)
    return known or CARD_WORD.search(before) is not None


def _masked(number: str) -> str:
    last = "".join(char for char in number if char.isdigit())[-4:]
    return f"{MASK}-{MASK}-{MASK}-{last}"
