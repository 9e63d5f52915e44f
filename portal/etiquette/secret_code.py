"""Keys and passwords in code, addresses, headers and settings, and by their known forms."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from portal.etiquette.secret_values import (
    DIGIT,
    LETTER,
    SYMBOL,
    TURNS,
    is_key,
    is_placeholder,
    is_strong,
)

Span = tuple[int, int]

IS = r"[\"'\]]{0,3}\s{0,3}(?::=|=>|->|=(?!=)|[:：])\s{0,3}"
QUOTED_VALUE = r"(?:\"([^\"\n]{3,256})\"|'([^'\n]{3,256})'|([^\s\"'«»<>،؛;,&{}()]{3,512}))"
PASSWORD_NAME = (
    r"(?:password|passwd|passphrase|passcode|(?<![A-Za-z])(?:pass|pwd|pswd|psw|pw)"
    r"|(?-i:(?<=[a-z])P(?:ass|wd)))"
)
KEY_NAME = (
    r"(?:api[-_ ]?key|api[-_ ]?token|access[-_ ]?(?:key|token)|auth[-_ ]?(?:key|token)"
    r"|app[-_ ]?key"
    r"|client[-_ ]?secret|webhook[-_ ]?secret|secret(?:[-_ ]?key)?|private[-_ ]?key|user[-_ ]?key"
    r"|(?<![A-Za-z])(?:token|jwt|bearer|hmac|signature|authorization)|x-auth)"
)
ASSIGNED_PASSWORD = re.compile(PASSWORD_NAME + r"(?:\d|1|2)?" + IS + QUOTED_VALUE, re.I)
ASSIGNED_KEY = re.compile(
    KEY_NAME + IS + r"(?:bearer |basic |token |apikey )?" + QUOTED_VALUE, re.I
)
ELEMENT = re.compile(
    r"<(?:\w{1,20}:)?(?:\w{0,20}(?:password|passwd|pwd|apikey|api_key|secret"
    r"|token))\b[^<>]{0,200}>\s{0,3}([^<>\s]{3,256})\s{0,3}</",
    re.I,
)
NAMED_SECRET = r"[\w.:-]{0,30}(?:password|passwd|pwd|pass|api[-_]?key|token|secret)\d?"
ATTRIBUTE = re.compile(
    rf"(?:name|key|id"
    rf"|property)=[\"']?{NAMED_SECRET}[\"']?[^<>\n]{{0,80}}?value=[\"']([^\"'\n]{{3,256}})[\"']",
    re.I,
)
SETTING = re.compile(
    rf"[\"']{NAMED_SECRET}[\"']\s{{0,3}},\s{{0,3}}[\"']([^\"'\n]{{3,256}})[\"']", re.I
)
IN_QUERY = re.compile(
    r"[?&](?:u|un|uname|user|username)=[^\s&]{1,60}&(?:[^\s&]{1,60}&){0,3}?p(?:w|ass"
    r"|wd)?=([^\s&\"'<>«»]{3,64})"
    r"|[?&](?:key|k|auth|access|hash_key)=([\w-]{10,256})",
    re.I,
)
HEADER = re.compile(
    r"(?<![a-z])(?:authorization|auth)?[\"']?\s{0,3}[:=]?\s{0,3}[\"']?(?<![a-z])(?:bearer"
    r"|basic)\s{1,3}([\w.~+/=-]{12,2048})",
    re.I,
)
CALLED = r"(?:api|client|token|auth|login|connect|sms|panel|service|soap|send)"
CALL = re.compile(
    rf"(?<!\w)(?:new\s)?[\w.\\]{{0,40}}{CALLED}\w{{0,20}}\s?=?\s?\(\s?[\"']([^\"'\n/]{{3,128}})[\"']"
    r"(?:\s?,\s?[\"']([^\"'\n/]{3,128})[\"'])?",
    re.I,
)
LOGIN_PAIR = re.compile(
    r"(?:^|[\s(،,])(?:u|user)\s?[:=]\s?\S{2,60}[\s،,|/]{1,6}p(?:ass)?\s?[:=]\s?([^\s،,)]{3,64})",
    re.I,
)
CURL_USER = re.compile(r"(?:\s-u|--user|-U)[ =]?[\"']?[^\s:\"']{1,64}:([^\s\"']{3,64})")
OPTION = re.compile(
    r"(?:mysql|mysqldump|sshpass|redis-cli)\b[^\n]{0,80}?\s(?:-p|-a\s"
    r"|--password[= ])[\"']?([^\s\"']{4,64})"
)
URL_PASSWORD = re.compile(r"[a-z][a-z0-9+]{1,15}://[^\s/:@]{0,64}:([^\s/@]{3,64})@", re.I)
KEY_IN_PATH = re.compile(r"/v\d{1,2}/([\w-]{16,200})/(?=\w)|/([0-9A-Fa-f]{40,200})(?=/)")
KNOWN_KEY = re.compile(
    r"(?<![\w.-])(eyJ[\w-]{8,2048}\.[\w-]{8,2048}(?:\.[\w-]{0,1024})?"
    r"|(?:sk|pk|rk)_(?:live|test)_\w{16,128}|sk-[\w-]{20,160}|(?:AKIA|ASIA)[A-Z0-9]{16}"
    r"|gh[pousr]_\w{30,128}"
    r"|github_pat_\w{30,128}|glpat-[\w-]{20,64}|xox[abposr]-[\w-]{10,128}|AIza[\w-]{35}"
    r"|hf_\w{30,64}|SG\.[\w-]{16,64}\.[\w-]{16,64}"
    r"|npm_\w{36}|\d{8,10}:[A-Za-z][\w-]{14,60})(?![\w-])",
    re.ASCII,
)
PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
PRIVATE_KEY_END = re.compile(r"-----END (?:[A-Z]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
NAME_AND_VALUE = (
    r"([A-Za-z][\w.@-]{1,40})(?:[ \t]{0,2}[:/|،,-][ \t]{0,2}|[ \t]{1,4}|[ ]و[ ])"
    r"([^\s/،,:]{4,64})(?!\S)"
)
ACCESS = re.compile(
    r"(?:دسترسی|مشخصات|اطلاعات|ورود|لاگین|یوزر|اکانت|هاست|سرور|سی[ \u200c]?پنل"
    r"|(?<![a-z])(?:login|access|credentials?|ssh|ftp|cpanel|admin|u/p))"
    r"(?: (?:is|are|with|in with))?[^\n:A-Za-z]{0,40}[:： ][ \t]{0,3}"
    rf"(?:https?://\S{{1,200}}[ \t]{{1,4}})?{NAME_AND_VALUE}",
    re.I,
)
ACCESS_BEHIND = re.compile(
    rf"(?<!\S){NAME_AND_VALUE}[^\n.؟]{{0,30}}(?:مشخصات|اطلاعات ورود|لاگین|وارد (?:پنل|سایت|شوید"
    rf"|بشید))"
)
GOES_ON = re.compile(r"[ ][A-Za-z]+(?![\w:=])")
# What gives a token or a digest away that is no secret.
PUBLIC = re.compile(
    r"(?:etag|sha\d*|md5|commit|digest|hash|trace|uuid|request[-_ ]?id|csrf)\W{0,4}\Z", re.I
)


def known_keys(text: str) -> Iterator[Span]:
    """Yield what has the form of a key, whatever stands round it."""
    yield from _private_keys(text)
    for pattern in (KNOWN_KEY, KEY_IN_PATH):
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex)
            body = text[start:end].rpartition(":")[2]
            if match.group().startswith("eyJ") or (
                is_key(body, 14) and (len(body) > 30 or len(TURNS.findall(body)) > 1)
            ):
                yield start, end


def _private_keys(text: str) -> Iterator[Span]:
    ends = [end.end() for end in PRIVATE_KEY_END.finditer(text)]
    done = 0
    for begin in PRIVATE_KEY.finditer(text):
        if begin.start() < done:
            continue
        at = bisect_left(ends, begin.end())
        done = ends[at] if at < len(ends) else begin.end()
        yield begin.start(), done


# What must stand in the folded text before a form of code is looked for.
SIGNS = {
    ASSIGNED_KEY: ("key", "token", "secret", "jwt", "bearer", "hmac", "signature", "auth"),
    HEADER: ("bearer", "basic"),
    ATTRIBUTE: ("value=",),
    SETTING: ("',", '",', "' ,", '" ,'),
    IN_QUERY: ("&p", "key=", "k=", "auth=", "access="),
    ELEMENT: ("</",),
    CALL: ("('", '("', "( '", '( "'),
    ASSIGNED_PASSWORD: ("pass", "pwd", "psw", "pswd", "pw"),
    LOGIN_PAIR: ("p:", "p :", "p=", "p =", "pass"),
    CURL_USER: (" -u", "--user"),
    OPTION: ("mysql", "sshpass", "redis-cli"),
    URL_PASSWORD: ("://",),
    ACCESS_BEHIND: ("مشخصات", "ورود", "لاگین", "وارد"),
    ACCESS: (
        "دسترسی", "ورود", "لاگین", "یوزر", "مشخصات", "اطلاعات", "اکانت", "هاست", "سرور", "پنل",
        "login", "access", "credential", "ssh", "ftp", "admin", "u/p",
    ),
}  # fmt: skip


def keys(text: str, look: str) -> Iterator[Span]:
    """Yield the keys and tokens that are named in code, headers and settings.

    `look` is the text folded.
    """
    for start, end in _values(ASSIGNED_KEY, text, look):
        if is_key(text[start:end], 6) and " " not in text[start:end]:
            yield start, end
    for pattern in (HEADER, ATTRIBUTE, ELEMENT):
        for start, end in _values(pattern, text, look):
            if is_key(text[start:end], 6):
                yield start, end
    for start, end in _values(IN_QUERY, text, look):
        if is_key(text[start:end], 10) and text[start - 2 : start] != "p=":
            yield start, end
    for call in CALL.finditer(text) if any(sign in look for sign in SIGNS[CALL]) else ():
        name, start, end = call.group(1), *call.span(call.lastindex)
        value = text[start:end]
        alone = call.lastindex == 1
        named = alone or LETTER.match(name) is not None
        if (
            named
            and is_strong(value)
            and is_key(value, 8 if alone else 5)
            and not is_placeholder(value)
        ):
            yield start, end


def passwords(text: str, look: str) -> Iterator[Span]:
    """Yield the passwords in code, addresses and settings; `look` is the text folded."""
    for start, end in _values(ASSIGNED_PASSWORD, text, look):
        value = text[start:end]
        prose = value.isalpha() and (GOES_ON.match(text, end) or not value.isascii())
        if not prose and (value.isascii() or DIGIT.search(value)):
            yield start, end
    for pattern in (
        ELEMENT,
        ATTRIBUTE,
        SETTING,
        IN_QUERY,
        LOGIN_PAIR,
        CURL_USER,
        OPTION,
        URL_PASSWORD,
    ):
        yield from _values(pattern, text, look)
    for pattern in (ACCESS, ACCESS_BEHIND):
        for start, end in _values(pattern, text, look):
            value = text[start:end]
            parted = ":" in text[start - 2 : start] or "/" in text[start - 2 : start]
            if value[0] != "@" and is_strong(value) and (parted or SYMBOL.search(value)):
                yield start, end


def _values(pattern: re.Pattern, text: str, look: str) -> Iterator[Span]:
    if not any(sign in look for sign in SIGNS[pattern]):
        return
    for match in pattern.finditer(text):
        start, end = match.span(match.lastindex)
        value = text[start:end]
        if text[end : end + 1] not in ("'", '"'):
            value = value.rstrip(".،,؛:؟?)]}»\"'")
        public = PUBLIC.search(text, max(0, match.start() - 12), match.start())
        if len(value) > 2 and not public and not is_placeholder(value):
            yield start, start + len(value)
