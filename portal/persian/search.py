"""How Persian text is folded for search, so that every way of writing a word finds it.

«می‌شود», «می شود» and «میشود» are one word. A document holds its tokens and each pair of
neighbours joined; a query asks, for each of its tokens, for the token itself or for one of
the two pairs that it belongs to. A word in three parts is found by its parts and its pairs.
"""

import re
import unicodedata
from itertools import chain, pairwise

from portal.persian.digits import ARABIC_INDIC, ASCII, PERSIAN

TOKEN_LENGTH = 40
QUERY_GROUPS = 8

_FOLDED = str.maketrans("يىئےكآأإٱؤةۀەہھ" + PERSIAN + ARABIC_INDIC, "ییییکااااوههههه" + ASCII * 2)
# Tatweel and every combining mark; beyond these ranges lie ideographs only.
_DROPPED = dict.fromkeys(
    code
    for code in chain(range(0x300, 0x20000), range(0xE0100, 0xE01F0))
    if code == 0x640 or unicodedata.category(chr(code))[0] == "M"
)
_BETWEEN_WORDS = re.compile(r"[\W_]+")
# «شماره‌ی» is «شمارهٔ», whose hamza is dropped with the other marks.
_EZAFE_YE = re.compile("ه(?: ی)+(?= |$)")


def search_key(text: str) -> str:
    """Key A: the words of `text`, folded, with one space between them.

    Letters of one sound and look, Persian and Arabic digits, case, marks, tatweel and
    compatibility forms are folded; punctuation and ZWNJ part words; «ه‌ی» is «ه».
    """
    # Marks go first, since ordering long runs of them is slow, and again once decomposition
    # has set free those inside letters; only then are the letters that remain composed.
    text = unicodedata.normalize("NFKD", text.translate(_DROPPED))
    text = unicodedata.normalize("NFKC", text.translate(_DROPPED))
    text = text.translate(_FOLDED).lower()
    return _EZAFE_YE.sub("ه", _BETWEEN_WORDS.sub(" ", text).strip())


def joined_key(text: str) -> str:
    """Key B: key A without its spaces, for matching anywhere inside a longer text."""
    return search_key(text).replace(" ", "")


def document_tokens(text: str) -> list[str]:
    """What the index holds for `text`: its tokens in order, then its joined pairs, each once.

    Tokens and pairs are cut at TOKEN_LENGTH characters.
    """
    words = search_key(text).split()
    pairs = [_token(a + b) for a, b in pairwise(words)]
    return list(dict.fromkeys([*map(_token, words), *pairs]))


def query_groups(text: str) -> list[list[str]]:
    """What a document must hold to match `text`: one token of each group.

    A group is a query token and the pairs it makes with the tokens before and after it. So
    a document matches when each token stands in it alone or as part of a joined pair:
    «می شود» asks (می or میشود) and (شود or میشود). Each group once; at most QUERY_GROUPS of
    them, counted from the start. Empty when `text` holds no letter or digit.
    """
    words = search_key(text).split()[: QUERY_GROUPS + 1]
    pairs = [_token(a + b) for a, b in pairwise(words)]
    groups = [
        tuple(dict.fromkeys([_token(word), *pairs[max(i - 1, 0) : i + 1]]))
        for i, word in enumerate(words[:QUERY_GROUPS])
    ]
    return [list(group) for group in dict.fromkeys(groups)]


def _token(word: str) -> str:
    return word[:TOKEN_LENGTH]
