"""Addresses, files, identifiers, user names and masked numbers in a text."""

import re
from collections.abc import Iterator

from portal.etiquette.scripts import LATIN_LETTER

Span = tuple[int, int]

ASCII_RUN = re.compile(r"[!-~]+")
FILE = (
    "php|aspx?|jsx?|tsx?|py|html?|css|json|xml|xlsx?|csv|txt|pdf|docx?|pptx?|jpe?g|png|webp|gif|svg"
    "|zip|rar|7z|sql|log|env|ini|ya?ml|toml|exe|apk|aab|ipa|dll|cs|java|kt|rb|jar|sh|bat|conf"
    "|wsdl|svc|asmx|mp[34]|wav|ogg|vcf|pem|crt|bak|dart|swift|vue"
)
DOMAIN = (
    "ir|com|net|org|io|co|dev|info|biz|app|me|site|online|shop|edu|gov|cloud|ai|uk|de|us|tv|xyz|local"
    "|example|test|store|tech|academy|club|pro|ae|tr|iq|fr|ru|cn"
)
DOTTED_NAME = re.compile(
    rf"[\w*?-]+(?:\.[\w*?-]+)*\.(?:{DOMAIN}|{FILE})(?::\d+)?(?:[/?#]\S*)?", re.I | re.ASCII
)
ADDRESS = re.compile(r"[\w+.-]{1,40}://|www\.", re.I | re.ASCII)
UPPER_DOTTED = re.compile(r"[A-Z]\w*(?:\.[A-Z]\w*)+", re.ASCII)
# sendSms, SendSMS, eSIM; but not a word whose letters merely change their size (sAlAm).
CAMEL = re.compile(r"[a-z]{2}[A-Z]|[A-Z][a-z]+[A-Z][a-z]{2}|[a-z][A-Z]{2}|^[a-z][A-Z][a-z]{2}")
IDENTIFIER_MARK = re.compile(
    r"\w_\w|^_\w|\w_$|::|->|=>|==|\(\)|^\$\w|^\{.|^%\w+%|^--\w|\w=|^[#@]\w|&#?\w{1,8};"
)
PATH = re.compile(r"^~?/[\w.-]+/?|^[A-Za-z]:\\|\w\\\w|\w/\w+/\w|^\.{1,2}/\w|\*\.\w")
TOKEN = re.compile(r"(?=\D*\d)(?=\d*[A-Za-z])[\w+/=-]{16,}", re.ASCII)
# Capitals and digits inside a word: 6kLp20vW.
MIXED = re.compile(r"(?=\D*\d)(?=[^a-z]*[a-z]).[^A-Z]*[A-Z].{3,}")
TRAILING = "?!.,;:)]}'\""
LONGEST = 300

FILE_END = re.compile(rf"\.(?:{FILE})(?![\w.])", re.I | re.ASCII)
NO_FILE = " \t\n\r«»\"'()[]<>،؛:\u00a0"
LONGEST_FILE = 120

USER_NAME = re.compile(
    r"(?:نام[ \u200c]کاربری|یوزرنیم|یوزر|(?<![a-z])user[ ]?(?:name)?)(?:[ \u200c](?:من|پنل|ما))?"
    r"(?:[ ]?[:：=][ ]?|[ ])([\w.@-]{2,40})",
    re.I | re.ASCII,
)
MASKED = re.compile(
    r"(?<![\w?؟*•])\+?\d[\d-]{1,12}(?:[?؟*•xX#]{2,12}-?\d|[?؟*•xX#]{2,12}(?:-[?؟*•xX#]{2,12})+)[\d-]{0,12}"
)


def find(text: str) -> Iterator[Span]:
    """Yield the names, addresses and numbers that are no words of a language."""
    if LATIN_LETTER.search(text):
        for run in ASCII_RUN.finditer(text):
            yield from _name(run)
        for user in USER_NAME.finditer(text):
            yield user.span(1)
        yield from _files(text)
    for number in MASKED.finditer(text):
        yield number.span()


def _name(run: re.Match) -> Iterator[Span]:
    word = run.group()
    if word.isalpha():
        if CAMEL.search(word):
            yield run.span()
        return
    lead = len(word) - len(word.lstrip("(['\"`<"))
    whole = word.strip("(['\"`<")
    word = whole.rstrip(TRAILING)
    if word and _is_name(word):
        end = len(word)
        # «?a=1&b=???» ends with marks that belong to it.
        if ("?" in word or "#" in word) and ("/" in word or ADDRESS.match(word)):
            end = len(whole.rstrip(".,;:)]}'\""))
        yield run.start() + lead, run.start() + lead + end


def _is_name(word: str) -> bool:
    if word.isalpha():
        return CAMEL.search(word) is not None
    if "://" in word or word[:4].lower() == "www." or word.partition("@")[2]:
        return True
    short = word[:LONGEST]
    return bool(
        DOTTED_NAME.fullmatch(short)
        or UPPER_DOTTED.fullmatch(short)
        or IDENTIFIER_MARK.search(short)
        or PATH.search(short)
        or CAMEL.search(short)
        or TOKEN.fullmatch(short)
        or MIXED.fullmatch(short)
    )


def _files(text: str) -> Iterator[Span]:
    """File names with letters or marks outside ASCII, such as «!!!مشتریان.xlsx»."""
    for ending in FILE_END.finditer(text):
        start = ending.start()
        least = max(0, start - LONGEST_FILE)
        while start > least and text[start - 1] not in NO_FILE:
            start -= 1
        if start < ending.start():
            yield start, ending.end()
