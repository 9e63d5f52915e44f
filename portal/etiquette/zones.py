"""The stretches of a text that no rule of language may judge, found once for all rules.

Every step reads the text a bounded number of times: patterns either start at a fixed mark or
cannot look beyond the next one, so hostile input stays linear.
"""

import re
from collections.abc import Iterator

TECHNICAL, QUOTED, REPORTED = 1, 2, 4

LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
    "\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
)
HAS_PERSIAN = re.compile(rf"[{LETTER}]")
ASCII_RUN = re.compile(r"[!-~]+")
TLD = (
    "ir|com|net|org|io|co|dev|info|biz|app|me|site|online|shop|edu|gov|cloud|ai|uk|de|us|tv|xyz"
    "|local|php|aspx?|js|ts|py|html?|css|json|xml|xlsx?|csv|txt|pdf|docx?|jpe?g|png|webp|gif"
    "|zip|rar|sql|log|env|ini|ya?ml|exe|apk|dll|cs|java|jar|sh|conf|wsdl|svc|asmx|mp[34]"
)
DOTTED_NAME = re.compile(rf"[\w-]+(?:\.[\w-]+)*\.(?:{TLD})(?::\d+)?(?:/\S*)?", re.I | re.ASCII)
CAMEL = re.compile(r"[a-z][A-Z]")
UPPER_DOTTED = re.compile(r"[A-Z]\w*(?:\.[A-Z]\w*)+", re.ASCII)
IDENTIFIER_MARK = re.compile(
    r"\w_\w|^_\w|\w_$|::|->|=>|==|\(\)|^\$\w|^\{.|^%\w+%|^--\w|\w=|^[#@]\w"
)
PATH = re.compile(r"^~?/[\w.-]+/?|^[A-Za-z]:\\|\w\\\w|\w/\w+/\w")
TOKEN = re.compile(r"(?=\D*\d)(?=\d*[A-Za-z])[\w+/=-]{16,}", re.ASCII)
TRAILING = "?!.,;:)]}'\""

STAMP = re.compile(r"[\s\[(]*\d{4}[-/]\d\d?[-/]\d\d?[T ,]+\d\d?:\d\d")
LOG_LINE = re.compile(
    r"\s*(?:\[?(?:error|warn(?:ing)?|info|debug|fatal|trace|notice|critical)\b\]?\s*[:|\]-]"
    r"|\[(?:error|warn(?:ing)?|info|debug|fatal|trace)\]"
    r"|php (?:fatal|warning|notice|parse)|fatal error|traceback|caused by:|exception in thread"
    r"|unhandled exception|uncaught |stack ?trace|at \w[\w.$<>]*\(|at \w+\.\w|file \"|#\d+ "
    r"|http/\d|(?:get|post|put|delete|patch) /|host:|content-type:|accept:|user-agent:"
    r"|authorization:|x-[\w-]{1,40}:|[\w.]{1,80}(?:error|exception)\b\s*[:(])",
    re.I | re.ASCII,
)
COMMAND_LINE = re.compile(
    r"\s*[$>#]?\s*(?:sudo|curl|wget|pip3?|npm|yarn|composer|php|python3?|git|ping|telnet|ssh"
    r"|docker|systemctl|tracert|traceroute|nslookup|openssl)\s+(?=\S*[-/:.=])",
    re.I | re.ASCII,
)
CODE_MARK = re.compile(
    r"\$\w|->|=>|::|\);|==|&&|\|\||</|/>|\breturn\b|\bfunction\b|\bvar\b|\(\w{0,40}\)"
)
CODE_END = re.compile(r"[(){}\[\]=$\"'<>].*[;{}]\s*$|^\s*[{}\[\]();,\"']+\s*$|^\s*<[^<>]+>.*>\s*$")
CODE_START = re.compile(
    r"\s*(?:import \w+[;.]|from [\w.]+ import|#include|def \w+\(|class \w+[:({]|using \w+[.;]"
    r"|//|/\*|<\?php|--\s|const |let \w+ =|\w+ = \S|\"\w+\"\s*:)"
)
SQL = re.compile(
    r"\b(?:select\s+(?:\*|[\w.,\s`\"()*]{1,200}\sfrom\b)|insert\s+into\s|update\s+[\w`.]{1,60}\s+set\s"
    r"|delete\s+from\s|create\s+(?:table|index|database)\s|alter\s+table\s|drop\s+table\s)",
    re.I | re.ASCII,
)
SAMPLE = re.compile(
    r"متن[ \u200c]?(?:(?:دقیق|کامل|این)[ \u200c])?"
    r"(?:(?:پیامک|پیام|اس[ \u200c]?ام[ \u200c]?اس|ارسالی|پترن|الگو|sms)"
    rf"[{LETTER}\u200c ]{{0,30}})?[:：]",
    re.I,
)
ERROR_TEXT = re.compile(
    r"(?:خطا|خطای|ارور|پیغام|هشدار|اکسپشن|عبارت|error|exception)"
    rf"(?:[ \u200c][{LETTER}]{{1,12}}){{0,3}}[ ]?[:：]?[ ]{{0,3}}(?=[\"'(\[]?[A-Za-z])",
    re.I,
)
USER_NAME = re.compile(
    r"(?:نام[ \u200c]کاربری|یوزرنیم|یوزر|(?<![a-z])user[ ]?(?:name)?)(?:[ \u200c](?:من|پنل|ما))?"
    r"(?:[ ]?[:：=][ ]?|[ ])([\w.@-]{2,40})",
    re.I | re.ASCII,
)
QUOTES = {"«": "»", "“": "”", "„": "“", "‹": "›", '"': '"'}
PAIR = {"{": "}", "[": "]"}
QUOTE_LIMIT = 1000


class Zones:
    """Flags for each character of a text: technical, quoted, a reported error, or none."""

    def __init__(self, size: int) -> None:
        self.flags = bytearray(size)

    def add(self, start: int, end: int, flag: int) -> None:
        """Mark the range as a zone of the given kind."""
        for index in range(start, end):
            self.flags[index] |= flag

    def free(self, start: int, end: int, of: int = TECHNICAL | QUOTED) -> bool:
        """Tell whether no character of the range lies in a zone of the given kinds."""
        return not any(flag & of for flag in self.flags[start:end])


def find_zones(text: str) -> Zones:
    """Return the zones of `text`, with indexes of the text as written."""
    zones = Zones(len(text))
    for find in (_fences, _lines, _braces, _tags, _names):
        for start, end in find(text):
            zones.add(start, end, TECHNICAL)
    for find, kind in ((_quotes, QUOTED), (_samples, QUOTED), (_errors, REPORTED)):
        for start, end in find(text):
            zones.add(start, end, kind)
    return zones


def _fences(text: str) -> Iterator[tuple[int, int]]:
    for mark in ("```", "`"):
        at = text.find(mark)
        while at >= 0:
            end = text.find(mark, at + len(mark))
            if end < 0:
                if mark == "```":
                    yield at, len(text)
                break
            yield at, end + len(mark)
            at = text.find(mark, end + len(mark))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if not HAS_PERSIAN.search(line):
            if _is_code(line):
                yield start, end
        elif STAMP.match(line) or LOG_LINE.match(line):
            yield start, start + HAS_PERSIAN.search(line).start()
        statement = SQL.search(line)
        while statement:
            stop = _statement_end(line, statement.end())
            yield start + statement.start(), start + stop
            statement = SQL.search(line, stop)
        start = end


def _is_code(line: str) -> bool:
    body = line.strip()
    if not body:
        return False
    if STAMP.match(line) or LOG_LINE.match(line) or COMMAND_LINE.match(line):
        return True
    if CODE_START.match(line) or CODE_END.search(body[-200:]):
        return True
    indented = line[:4] == "    " or line[0] == "\t"
    marks = len(CODE_MARK.findall(body))
    return marks >= 2 or (indented and (marks > 0 or any(c in body for c in "{}()[]=<>_;")))


def _statement_end(line: str, at: int) -> int:
    quoted = ""
    for index in range(at, len(line)):
        char = line[index]
        if quoted:
            quoted = "" if char == quoted else quoted
        elif char in "'\"`":
            quoted = char
        elif HAS_PERSIAN.match(char) or char in "«»":
            return index
    return len(line)


def _braces(text: str) -> Iterator[tuple[int, int]]:
    """Balanced braces and brackets that hold data: JSON, arrays, objects, variables."""
    open_at: list[int] = []
    for index, char in enumerate(text):
        if char in PAIR:
            open_at.append(index)
        elif char in "}]" and open_at:
            start = open_at.pop()
            if PAIR[text[start]] != char:
                open_at.clear()
            elif not open_at and (char == "}" or any(c in text[start:index] for c in '":=')):
                yield start, index + 1


def _tags(text: str) -> Iterator[tuple[int, int]]:
    for tag in re.finditer(r"<(?:/?[A-Za-z]|[?!][\w-])[^<>]{0,500}>", text):
        yield tag.span()


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Addresses, files, identifiers and tokens among the runs of ASCII."""
    for run in ASCII_RUN.finditer(text):
        word = run.group()
        lead = len(word) - len(word.lstrip("(['\"`<"))
        word = word.strip("(['\"`<").rstrip(TRAILING)
        if word and _is_name(word):
            yield run.start() + lead, run.start() + lead + len(word)
    for user in USER_NAME.finditer(text):
        yield user.span(1)


def _is_name(word: str) -> bool:
    if word.isalpha():
        return CAMEL.search(word) is not None
    if "://" in word or word.lower().startswith("www."):
        return True
    if word.partition("@")[2]:
        return True
    short = word[:300]
    return bool(
        DOTTED_NAME.fullmatch(short)
        or UPPER_DOTTED.fullmatch(short)
        or IDENTIFIER_MARK.search(short)
        or PATH.search(short)
        or CAMEL.search(short)
        or TOKEN.fullmatch(short)
    )


def _quotes(text: str) -> Iterator[tuple[int, int]]:
    """Quoted stretches; a quote around the whole text is mere decoration."""
    letters = sum(map(str.isalnum, text))
    at = 0
    while at < len(text):
        close = QUOTES.get(text[at])
        end = text.find(close, at + 1, at + QUOTE_LIMIT) if close else -1
        if end < 0 or (close == '"' and "\n" in text[at:end]):
            at += 1
            continue
        inside = sum(map(str.isalnum, text[at:end]))
        if letters > inside:
            yield at, end + 1
        at = end + 1


def _samples(text: str) -> Iterator[tuple[int, int]]:
    """The text of an SMS, told after its label."""
    label = SAMPLE.search(text)
    while label:
        end = _line_end(text, label.end())
        yield label.end(), end
        label = SAMPLE.search(text, end)


def _errors(text: str) -> Iterator[tuple[int, int]]:
    """An error message in another script, told after a word such as «خطای»."""
    label = ERROR_TEXT.search(text)
    while label:
        end = _line_end(text, label.end())
        stop = HAS_PERSIAN.search(text, label.end(), end)
        end = stop.start() if stop else end
        yield label.end(), end
        label = ERROR_TEXT.search(text, end)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
