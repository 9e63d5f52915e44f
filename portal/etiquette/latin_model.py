"""How much the letters of a word look like Persian in Latin letters (n-grams, logistic)."""

import unicodedata
from functools import cache, lru_cache

from portal.etiquette.lexicon import DATA

SHORT, LONG = 1, 4
MOST_LETTERS = 40


def plain(word: str) -> str:
    """Return a word without marks and apostrophes: ā and â are a, ş is sh."""
    if word.isascii():
        return word.replace("'", "")
    word = word.replace("š", "sh").replace("ş", "sh").replace("č", "ch").replace("ç", "ch")
    word = word.replace("ž", "zh").replace("ı", "i").replace("ə", "e").replace("ß", "ss")
    bare = unicodedata.normalize("NFD", word)
    return "".join(c for c in bare if c.isalnum() and c.isascii())


def grams(word: str) -> list[str]:
    """Return the n-grams of a word between its bounds, which are written as `.`."""
    bounded = f".{plain(word)}."
    return [
        bounded[at : at + size]
        for size in range(SHORT, LONG + 1)
        for at in range(len(bounded) - size + 1)
    ]


@cache
def weights() -> dict[str, int]:
    """Return the weights of the n-grams in tenths, read at the first call."""
    found = {}
    for line in (DATA / "finglish_ngrams.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            weight, *group = line.split()
            found.update(dict.fromkeys(group, int(weight)))
    return found


@lru_cache(maxsize=8_000)
def odds(word: str) -> float:
    """Return the log-odds that a folded Latin word is Persian, from its letters alone."""
    known = weights()
    return sum(known.get(gram, 0) for gram in grams(word[:MOST_LETTERS])) / 10
