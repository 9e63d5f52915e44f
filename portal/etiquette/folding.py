"""Folding of a text for looking, with the way back to the text as written.

The same letter comes from Arabic and Persian keyboards, with and without marks, stretched by
kashida, in presentation forms and in fullwidth; a rule looks at the folded text and speaks about
the written one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

LETTERS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک",
        "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ة": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه",
    }
)  # fmt: skip
ZWNJ = "\u200c"


@cache
def fold_char(char: str) -> str:
    """Return the folded form of one character, "" for what cannot be seen or only decorates.

    Digits of any script become ASCII, Latin letters lower case; ZWNJ stays, since it parts words.
    """
    if char == ZWNJ:
        return char
    plain = unicodedata.normalize("NFKC", char)
    out = []
    for piece in plain:
        category = unicodedata.category(piece)
        if category in ("Mn", "Me", "Cf") or piece in "ـ\ufe0f":
            continue
        if category == "Nd":
            piece = str(unicodedata.digit(piece))
        out.append("\n" if piece in "\r\x0b\x0c\x85\u2028\u2029" else piece.lower())
    return "".join(out).translate(LETTERS)


@dataclass(frozen=True)
class Folded:
    """A folded text; `origin[i]` is the index, in the text as written, of folded character i."""

    text: str
    origin: list[int]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the folded range stands in the text as written."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else self.length
            return at, at
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold `text` and keep the map back."""
    chars, origin = [], []
    for index, char in enumerate(text):
        for piece in fold_char(char):
            chars.append(piece)
            origin.append(index)
    return Folded("".join(chars), origin, len(text))


def folded(text: str) -> str:
    """Fold `text` without the map back."""
    return "".join(map(fold_char, text))


WORD = re.compile(r"[^\W_]+")
STRETCH = re.compile(r"(.)\1{2,}", re.DOTALL)


def words(text: str) -> list[str]:
    """Return the folded words of `text`: ZWNJ joins, punctuation and decoration part."""
    return WORD.findall(folded(text).replace(ZWNJ, ""))


def unstretch(word: str) -> str:
    """Shorten letters that were held down: «سلاااام» is «سلام». Digits are left alone."""
    return STRETCH.sub(lambda m: m.group() if m.group(1).isdigit() else m.group(1), word)


def same_key(text: str) -> str:
    """Return what is left of `text` when only letters and digits count."""
    return "".join(words(text))


def persian_digits(value: object) -> str:
    """Write the ASCII digits of a value as Persian ones, for messages."""
    return str(value).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
