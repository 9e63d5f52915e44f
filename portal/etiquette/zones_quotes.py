"""What somebody else has said: quotes, texts of messages, and errors as they were shown."""

import re
from collections.abc import Iterator

from portal.etiquette.folding import words
from portal.etiquette.scripts import HAS_PERSIAN, LETTER

Span = tuple[int, int]

QUOTE_SIGN = re.compile("[«»“”„‹›「」『』《》>\"'‘’‚]")
PAIRED_SIGN = re.compile("[«»“”„‹›「」『』《》‚‘’]")
# A sign that opens a quote, and those that close it.
CLOSING = {
    "«": "»", "“": "”“", "„": "“”", "‹": "›", "「": "」", "『": "』", "《": "》", "”": "”",
    "‚": "‘’",
}  # fmt: skip
TURNED = str.maketrans("«»", "»«")
CLOSERS = "".join(CLOSING.values())
CLOSING_SIGN = re.compile(f"[{CLOSERS}]")
DEEPEST = 6
LONGEST_QUOTE = 2000
STRAIGHT = re.compile(r"\"([^\"\n]{0,1000})\"|(?<![^\W\d_])\"(?=\S)[^\"]{1,600}(?<=\S)\"(?!\w)")
SINGLE = re.compile(r"(?<![\w'‘’])['‘](?=\S)[^'‘’\n]{1,300}(?<=\S)['’](?![\w'])")
DOUBLE_ANGLE = re.compile(r"(?<!<)<<(?!<)[^<>\n]{1,600}>>(?!>)")
MAIL_QUOTE = re.compile(r"^[ ]?>.*$", re.M)
GREETING = frozenset(
    "سلام درود با و احترام عرض وقت بخیر خسته نباشید لطفا ممنون تشکر ادب به خدمت شما".split()  # noqa: SIM905
)

NOT_OF_MESSAGE = r"(?!درخواست|سوال|سؤال|مشکل|نامه|شکایت|پیشنهاد|تیکت|خبر)"
OF_MESSAGE = (
    r"(?:[ \u200c]های)?[ \u200c](?:ارسالی|ارسال[ \u200c]شده|زیر|نمونه|دریافتی|رد[ \u200c]شده"
    r"|فیلتر[ \u200c]شده|خطا|خطای|سیستم|سامانه|هشدار|ارور)"
    rf"(?:[ \u200c][{LETTER}]{{1,10}}){{0,2}}"
)
# Each branch starts with its own letter, which lets the search run fast.
SAMPLE = re.compile(
    rf"(?:متن(?<![{LETTER}\u200c]متن)(?:ش|م|ی|ه)?"
    rf"(?:[ \u200c]{NOT_OF_MESSAGE}[{LETTER}\u200c\d]{{1,15}}){{0,6}}"
    rf"|پیام(?<![{LETTER}]پیام)ک?{OF_MESSAGE}|پیغام{OF_MESSAGE}"
    rf"|اس(?<![{LETTER}]اس)[ \u200c]?ام[ \u200c]?اس{OF_MESSAGE})[ ]?[:：]"
)
LATIN_SAMPLE = re.compile(
    r"(?<![a-z])(?:matn(?:e|-e| e)?(?: [a-z]{1,12}){0,2}|sms text)[ ]?[:：]", re.I
)
LETTER_HEAD = re.compile(r"(?:موضوع|عنوان)[ ]?[:：]")
OPENING_OF_SAMPLE = re.compile(r"[ \t]*[«“„\"'‘‹(`]")
LONGEST_SAMPLE = 700
CANCEL = re.compile(r"لغو ?[1۱]{2}")

ERROR_TEXT = re.compile(
    r"(?:خطا|خطای|ارور|پیغام|هشدار|اکسپشن|عبارت|error|exception"
    r"|لاگ|خروجی|کنسول|ترمینال|پاسخ سرور|پاسخ سرویس)"
    rf"(?:[ \u200c][{LETTER}]{{1,12}}){{0,3}}[ ]?[:：]?[ ]{{0,3}}(?=[\"'(\[]?[A-Za-z])",
    re.I,
)
ERROR_LINE = re.compile(
    r"^[ \t]*(?:error|warning|notice|info|exception|message|response)[ ]?:.*$", re.I | re.M
)
SHOWN_BELOW = re.compile(
    r"(?:خطا|ارور|پیغام|پیام|هشدار|پاسخ|خروجی|لاگ|نتیجه|اکسپشن)[^\n]{0,80}[:：][ \t]*\n[ \t]*\n?"
)


def find(text: str) -> Iterator[Span]:
    """Yield what is quoted; a quote around (nearly) the whole text is mere decoration."""
    if QUOTE_SIGN.search(text):
        for start, end in _quotes(text):
            if 2 * (end - start) < len(text) or not _is_decoration(text, start, end):
                yield start, end
    yield from _samples(text)


def _is_decoration(text: str, start: int, end: int) -> bool:
    outside = words(text[:start]) + words(text[end:])
    return all(word in GREETING or word.isdigit() for word in outside)


def _quotes(text: str) -> Iterator[Span]:
    if CLOSING_SIGN.search(text):
        yield from _paired(text)
    if '"' in text:
        for quote in STRAIGHT.finditer(text):
            if "\n\n" not in quote.group():
                yield quote.span()
    for pattern in (SINGLE, DOUBLE_ANGLE, MAIL_QUOTE):
        for quote in pattern.finditer(text):
            yield quote.span()


def _paired(text: str) -> Iterator[Span]:
    """Quotes whose signs come in pairs; those within others come too."""
    opened: list[tuple[str, int]] = []
    for sign in PAIRED_SIGN.finditer(_turned(text)):
        char, at = sign.group(), sign.start()
        depth = _depth(opened, char) if char in CLOSERS else 0
        if depth:
            start = opened[-depth][1]
            del opened[-depth:]
            if at - start < LONGEST_QUOTE:
                yield start, at + 1
        elif char in CLOSING:
            opened.append((char, at))


def _depth(opened: list[tuple[str, int]], closing: str) -> int:
    """How far down the innermost quote lies that this sign closes; 0 for none."""
    for depth, (opening, _) in enumerate(opened[: -DEEPEST - 1 : -1], 1):
        if closing in CLOSING[opening]:
            return depth
    return 0


def _turned(text: str) -> str:
    """Some keyboards give »these« signs, so a text that starts with » has them turned round."""
    first, last = text.find("»"), text.rfind("«")
    if 0 <= first < last and "«" not in text[:first] and "»" not in text[last:]:
        return text.translate(TURNED)
    return text


def _samples(text: str) -> Iterator[Span]:
    """The text of a message, told after its label."""
    if ":" not in text and "：" not in text:
        return
    for pattern in (SAMPLE, LATIN_SAMPLE):
        label = pattern.search(text)
        while label:
            start = label.end()
            end = _sample_end(text, start)
            bare = len(label.group().rstrip(" :：")) == len("متن")
            if not (bare and LETTER_HEAD.search(text, 0, start)):
                yield start, end
            label = pattern.search(text, max(start, end))


def _sample_end(text: str, start: int) -> int:
    opening = OPENING_OF_SAMPLE.match(text, start)
    if opening and opening.group()[-1] == "(":
        closing = text.find(")", start, start + LONGEST_SAMPLE)
        return _line_end(text, start) if closing < 0 else closing + 1
    if opening:
        return start
    blank = text.find("\n\n", start + 1)
    limit = min(start + LONGEST_SAMPLE, len(text) if blank < 0 else blank)
    cancel = CANCEL.search(text, start, limit)
    if cancel:
        return cancel.end()
    end = _line_end(text, start)
    if text[start:end].strip():
        return end
    return limit if blank >= 0 else _line_end(text, min(end + 1, len(text)))


def reported(text: str) -> Iterator[Span]:
    """Yield messages in another script, told after a word such as «خطای» or below it."""
    for line in ERROR_LINE.finditer(text):
        if not HAS_PERSIAN.search(line.group()):
            yield line.span()
    label = ERROR_TEXT.search(text)
    while label:
        end = _line_end(text, label.end())
        stop = HAS_PERSIAN.search(text, label.end(), end)
        end = stop.start() if stop else end
        yield label.end(), end
        label = ERROR_TEXT.search(text, end)
    for label in SHOWN_BELOW.finditer(text):
        blank = text.find("\n\n", label.end())
        end = len(text) if blank < 0 else blank
        stop = HAS_PERSIAN.search(text, label.end(), end)
        end = text.rfind("\n", 0, stop.start()) + 1 if stop else end
        if end > label.end():
            yield label.end(), end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
