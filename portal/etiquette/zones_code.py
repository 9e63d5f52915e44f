"""Code, data, logs and commands in a text: zones by their lines and brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.etiquette.scripts import HAS_PERSIAN, LATIN_LETTER

Span = tuple[int, int]

STAMP = re.compile(
    r"[\s\[(<]*(?:\d{4}[-/]\d\d?[-/]\d\d?[T ,]+\d\d?:\d\d|\d\d?/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d"
    r"|[A-Z][a-z]{2} +\d\d? \d\d:\d\d:\d\d|\[?\d\d:\d\d:\d\d[\].,]|(?:\d{1,3}\.){3}\d{1,3} - )"
)
SECONDS = re.compile(r"\d\d:\d\d:\d\d")
LEVEL = re.compile(
    r"\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|NOTICE|CRITICAL|SEVERE|crit|emerg|error|warn"
    r"|info|debug)\b"
)
LOG_LINE = re.compile(
    r"\s*(?:\[(?:error|warn(?:ing)?|info|debug|fatal|trace|notice|crit(?:ical)?)\]"
    r"|(?-i:(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|CRITICAL)\b\s*[:|\]-])"
    r"|(?:time|level|ts|msg)=\S"
    r"|php (?:fatal|warning|notice|parse)|fatal error|traceback|caused by:|exception in thread"
    r"|unhandled exception|uncaught |stack ?trace|at \w[\w.$<>]*\(|at \w+\.\w|file \"|#\d+ "
    r"|http/\d|(?:get|post|put|delete|patch) /|host:|content-type:|accept:|user-agent:"
    r"|authorization:|x-[\w-]{1,40}:|[\w.]{1,80}(?:error|exception)\b\s*[:(])",
    re.I | re.ASCII,
)
COMMAND_LINE = re.compile(
    r"\s*[$>#]?\s*(?:sudo|curl|wget|pip3?|npm|yarn|composer|php|python3?|git|ping|telnet|ssh"
    r"|docker|systemctl|tracert|traceroute|nslookup|openssl|artisan|mysql|psql|redis-cli)\s+"
    r"(?=\S*[-/:.=])",
    re.I | re.ASCII,
)
CODE_MARK = re.compile(
    r"\$\w|->|=>|::|\);|==|&&|\|\||</|/>|\breturn\b|\bfunction\b|\bvar\b|\(\w{0,40}\)"
)
CODE_END = re.compile(r"[(){}\[\]=$\"'<>].*[;{}]\s*$|^\s*[{}\[\]();,\"']+\s*$|^\s*<[^<>]+>.*>\s*$")
CODE_START = re.compile(
    r"\s*(?:import \w+[;.]|from [\w.]+ import|#include|def \w+\(|class \w+[:({]|using \w+[.;]"
    r"|/\*|<\?php|--\s*(?:select|insert|update|create)\b|const \w+ =|let \w+ =|\"\w+\"\s*:"
    r"|\w+ = (?:[\"'\[{(]|\w[\w.]*\(|\S+\s*(?://.*|#.*)?$))"
)
CODE_SIGN = re.compile(r"[{}()\[\]=<>_;]")
SQL = re.compile(
    r"\b(?:select\s+(?:\*|[\w.,\s`\"()*]{1,200}\sfrom\b)|insert\s+into\s"
    r"|update\s+[\w`.]{1,60}\s+set\s"
    r"|delete\s+from\s|create\s+(?:table|index|database)\s|alter\s+table\s|drop\s+table\s)",
    re.I | re.ASCII,
)
BRACKET = re.compile(r"[{}\[\]]")
PAIR = {"{": "}", "[": "]"}
# What makes a bracket one of data, though words in Persian stand in it.
DATA_SIGN = re.compile(r"[\"'=;]|\w\s{0,3}:\s{0,3}[\w\"'{\[]", re.ASCII)
SPACE = re.compile(r"\s")
TAG = re.compile(r"<(?:/?[A-Za-z]|[?!][\w-])[^<>]{0,500}>")
ELEMENT = re.compile(r"<([A-Za-z][\w:-]{0,40})(?:\s[^<>]{0,500})?>[^<>]{0,500}</\1>")
CELL_SIGN = re.compile(r"[|\t;,]")
INLINE_CODE = re.compile(r"(?<![\w`])`([^`\n]{1,300})`(?![\w`])")


def find(text: str) -> Iterator[Span]:
    """Yield the stretches of code and data."""
    if "`" in text or "~~~" in text:
        yield from _fences(text)
    if LATIN_LETTER.search(text):
        yield from _lines(text)
    if "\n" in text.strip() and CELL_SIGN.search(text):
        yield from _tables(text)
    if "{" in text or "[" in text:
        yield from _brackets(text)
    if "<" in text:
        yield from _tags(text)


def _fences(text: str) -> Iterator[Span]:
    at = text.find("```")
    while at >= 0:
        end = text.find("```", at + 3)
        if end < 0:
            if _starts_line(text, at):
                yield at, len(text)
            break
        yield at, end + 3
        at = text.find("```", end + 3)
    at = text.find("~~~")
    while at >= 0:
        end = text.find("\n~~~", at + 3)
        if end < 0:
            break
        if _starts_line(text, at):
            yield at, end + 4
        at = text.find("~~~", end + 4)
    for code in INLINE_CODE.finditer(text):
        yield code.span()


def _starts_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


@dataclass
class _Line:
    start: int
    end: int
    code: bool
    may_go_on: bool


def _lines(text: str) -> Iterator[Span]:
    lines = []
    start = 0
    for written in text.splitlines(keepends=True):
        end = start + len(written)
        persian = HAS_PERSIAN.search(written)
        if persian is None:
            indented = written[:2] == "  " or written[0] == "\t"
            lines.append(_Line(start, end, _is_code(written), indented and bool(written.strip())))
        else:
            lines.append(_Line(start, end, code=False, may_go_on=False))
            if LATIN_LETTER.search(written):
                for first, last in _code_in_prose(written, persian.start()):
                    yield start + first, start + last
        start = end
    _spread(lines)
    _spread(reversed(lines))
    for line in lines:
        if line.code:
            yield line.start, line.end


def _spread(lines) -> None:
    """An indented line beside a line of code belongs to it."""
    beside = False
    for line in lines:
        line.code = beside = line.code or (beside and line.may_go_on)


def _code_in_prose(line: str, persian: int) -> Iterator[Span]:
    """Log lines whose message is Persian, and statements between Persian words."""
    if STAMP.match(line) and LEVEL.search(line, 0, 80):
        yield 0, len(line)
    elif LOG_LINE.match(line):
        yield 0, persian
    statement = SQL.search(line)
    while statement:
        stop = _statement_end(line, statement.end())
        yield statement.start(), stop
        statement = SQL.search(line, stop)


def _is_code(line: str) -> bool:
    body = line.strip()
    if not body:
        return False
    if LOG_LINE.match(line) or COMMAND_LINE.match(line) or _is_logged(line):
        return True
    if CODE_START.match(line) or CODE_END.search(body[-200:]) or SQL.search(line):
        return True
    marks = len(CODE_MARK.findall(body))
    indented = line[:4] == "    " or line[0] == "\t"
    return marks >= 2 or (indented and (marks > 0 or CODE_SIGN.search(body) is not None))


def _is_logged(line: str) -> bool:
    """A stamp of machines; people tell no seconds («2026-11-22 10:20 sms zadam»)."""
    return STAMP.match(line) is not None and bool(SECONDS.search(line, 0, 60) or LEVEL.search(line))


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


def _tables(text: str) -> Iterator[Span]:
    """Rows of cells, at least two of one kind below one another."""
    first = last = kind = None
    count = 0
    start = 0
    for line in [*text.splitlines(keepends=True), ""]:
        found = _cells(line)
        if found is None or found != kind:
            if count > 1 and kind is not None:
                yield first, last
            first, count, kind = start, 0, found
        start += len(line)
        last, count = start, count + 1


def _cells(line: str) -> tuple[str, int] | None:
    """What parts the line into cells, and how many of it there are; None for no row."""
    body = line.strip()
    if body.count("|") > 1 and "|" in body.strip("| "):
        return "|", 0
    if "\t" in body:
        return "\t", body.count("\t")
    if " " not in body:
        for sign in ";,":
            if sign in body:
                return sign, body.count(sign)
    return None


def _brackets(text: str) -> Iterator[Span]:
    """Balanced braces and brackets that hold data: JSON, arrays, objects, variables."""
    open_at: list[int] = []
    for bracket in BRACKET.finditer(text):
        index, char = bracket.start(), bracket.group()
        if char in PAIR:
            open_at.append(index)
        elif open_at:
            start = open_at.pop()
            if PAIR[text[start]] != char:
                open_at.clear()
            elif not open_at and _is_data(text, start, index + 1):
                yield start, index + 1


def _is_data(text: str, start: int, end: int) -> bool:
    if DATA_SIGN.search(text, start, end):
        return True
    inside = text[start + 1 : end - 1].strip()
    if text[start] == "[":
        return False
    return HAS_PERSIAN.search(inside) is None or SPACE.search(inside) is None


def _tags(text: str) -> Iterator[Span]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            break
        yield at, end + 3
        at = text.find("<!--", end + 3)
    for tag in TAG.finditer(text):
        yield tag.span()
    for element in ELEMENT.finditer(text):
        yield element.span()
