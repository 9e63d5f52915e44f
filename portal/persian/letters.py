"""Cleaning what people type, without changing what they mean."""

import re
import unicodedata

_FOLDED = str.maketrans("يىك", "ییک")
# C0 and C1 controls but TAB, LF and CR; and lone surrogates, which no database can store.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
_NOT_EVIDENCE = re.compile(f"[{_CONTROLS}\x85]")
# U+200B and U+FEFF are invisible and mean nothing in Persian; pasted web text is full of them.
_NOT_TEXT = re.compile(f"[{_CONTROLS}{_BIDI_CONTROLS}\u200b\ufeff]")
_BIDI = re.compile(f"[{_BIDI_CONTROLS}]")
_NEWLINE = re.compile("\r\n?|[\x85\u2028\u2029]")
_ZWNJ_RUN = re.compile("\u200c+")
_USELESS_ZWNJ = re.compile(r"(?<!\S)\u200c|\u200c(?!\S)")
_SPACES = re.compile(r"\s+")

# Unicode's stream-safe limit (UAX 15): without one, ordering a long run of marks takes
# quadratic time. The halfwidth Katakana marks count, for they decompose to marks.
_MARKS_IN_A_ROW = 30
_KATAKANA_MARKS = "\uff9e\uff9f"


def clean(text: str) -> str:
    """Ordinary text of several lines as it is stored.

    NFC; Persian ye and kaf; LF line ends; no controls but LF and TAB, no bidi overrides or
    isolates; ZWNJ single and only inside words; no spaces at line ends, no blank lines around.
    """
    text = _NEWLINE.sub("\n", _NOT_TEXT.sub("", text))
    text = _composed(text).translate(_FOLDED)
    text = _USELESS_ZWNJ.sub("", _ZWNJ_RUN.sub("\u200c", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def clean_line(text: str) -> str:
    """A one-line input as it is stored: `clean`, with every run of white space one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def clean_evidence(text: str) -> str:
    """Text that is kept as typed: SMS texts, code, legal names.

    Only CRLF and CR become LF, and control characters other than LF and TAB are dropped.
    """
    return _NOT_EVIDENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def truncate(text: str, length: int) -> str:
    """`text` in at most `length` characters, with «…» at its logical end when it was cut.

    A letter keeps its marks: the cut never falls before a combining mark or a joiner.
    """
    if len(text) <= length:
        return text
    end = length - 1
    while end > 0 and _belongs_to_letter_before(text[end]):
        end -= 1
    return text[:end].rstrip(" \n\t\u200c") + "…"


def isolate(text: str) -> str:
    """`text` between FSI and PDI, for places without markup such as mail subjects.

    Its own bidi controls are dropped, so that it cannot end the isolation early.
    """
    return f"\u2068{_BIDI.sub('', text)}\u2069"


def paragraphs(text: str) -> list[str]:
    """The lines of `text` that are not blank: each gets its own direction on the page."""
    return [line for line in text.split("\n") if line.strip()]


def _composed(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    kept = []
    marks = 0
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char in _KATAKANA_MARKS


def _belongs_to_letter_before(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char == "\u200d"
