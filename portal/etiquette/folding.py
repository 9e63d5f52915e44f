"""Folding of a text for looking, with the way back to the text as written.

The same letter comes from Arabic and Persian keyboards, with and without marks, stretched by
kashida, in presentation forms and in fullwidth; a rule looks at the folded text and speaks about
the written one.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

LETTERS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ے": "ی", "ۍ": "ی", "ك": "ک", "ڪ": "ک",
        "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ؤ": "و",
        "ة": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ۂ": "ه", "ۃ": "ه",
    }
)  # fmt: skip
ZWNJ = "\u200c"
LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
# A ligature such as ﷺ stands for a whole sentence; it is left as the sign that it is.
LONGEST_PIECE = 4
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
MOST_REMEMBERED = 4000


def _fold_char(char: str) -> str:
    if char == ZWNJ:
        return char
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) > LONGEST_PIECE:
        return char
    out = []
    for piece in plain.lower():
        category = unicodedata.category(piece)
        if category in ("Mn", "Me", "Cf") or piece == "ـ":
            continue
        if category == "Nd":
            piece = str(unicodedata.digit(piece))
        out.append("\n" if piece in LINE_ENDS else piece)
    return "".join(out).translate(LETTERS)


class _Pieces(dict):
    """The folded form of each character met so far: "" for what cannot be seen or only decorates.

    Digits of any script become ASCII, Latin letters lower case; ZWNJ stays, since it parts words.
    `uneven` holds the characters whose form is not one character long.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, char: str) -> str:
        piece = _fold_char(char)
        if len(piece) != 1:
            self.uneven.add(char)
        # A text made of every character there is must not fill the memory.
        if len(self) < MOST_REMEMBERED:
            self[char] = piece
        return piece


_PIECES = _Pieces()
_piece_of = _PIECES.__getitem__


@dataclass(frozen=True)
class Folded:
    """A folded text; `origin[i]` is the index, in the text as written, of folded character i."""

    text: str
    origin: Sequence[int]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the folded range stands in the text as written."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else self.length
            return at, at
        return self.origin[start], self.origin[end - 1] + 1


@lru_cache(maxsize=16)
def fold(text: str) -> Folded:
    """Fold `text` and keep the map back."""
    pieces = list(map(_piece_of, text))
    if _PIECES.uneven.isdisjoint(text):
        return Folded("".join(pieces), range(len(text)), len(text))
    origin = [index for index, piece in enumerate(pieces) for _ in piece]
    return Folded("".join(pieces), origin, len(text))


def folded(text: str) -> str:
    """Fold `text` without the map back."""
    return "".join(map(_piece_of, text))


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
    return str(value).translate(PERSIAN_DIGITS)
