"""Keys pressed at random, and words typed on the wrong layout."""

from functools import cache

from portal.etiquette.lexicon import sections

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو")
KEYS = {char: (row, column) for row, keys in enumerate(ROWS) for column, char in enumerate(keys)}
ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
PERSIAN = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
TO_PERSIAN = str.maketrans(ENGLISH, PERSIAN)
TO_ENGLISH = str.maketrans(PERSIAN, ENGLISH)
VOWELS = frozenset("aeiouy")
LONGEST = 60
# How unusual a pair of letters is that no word has (see titles_pairs.txt).
UNHEARD = {"persian": 62, "english": 75}
# From which mean on letters are no word, by length: anywhere; within one row or on keys that
# touch; both. Set so that of the commonest 31,000 Persian and 60,000 English words hardly one is
# beyond.
LIMITS = {
    "persian": {4: (45, 38.5, 34.5), 5: (41, 36, 32), 6: (38.5, 33.5, 30.8), 8: (36, 30.5, 28)},
    "english": {4: (99, 99, 99), 5: (60, 50, 36), 6: (51, 43, 33.8), 8: (44, 37, 32)},
}


def is_mash(word: str) -> bool:
    """Tell whether a folded word is a random run of keys."""
    word = word[:LONGEST]
    if len(word) < 2 or not word.isalpha():
        return False
    if len(set(word)) == 1 or _repeats(word):
        return True
    if len(word) == 2:
        return False
    places = [KEYS.get(char) for char in word]
    if None in places:
        return False
    steps = _steps(places)
    if word in sections("titles_marks")["no_walk"]:
        return False
    if len(word) <= 4:
        straight = set(steps) in ({1}, {-1})
        return straight or (len(word) == 4 and _strange(word, steps))
    return sum(abs(step) <= 1 for step in steps) >= 0.85 * len(steps) or _strange(word, steps)


def _steps(places: list[tuple[int, int]]) -> list[int]:
    """How far apart the keys of each pair lie; another row counts as far."""
    pairs = zip(places, places[1:], strict=False)
    return [two[1] - one[1] if one[0] == two[0] else len(PERSIAN) for one, two in pairs]


def _repeats(word: str) -> bool:
    """A few keys again and again: «لالالا», fghfgh, «بلابلابلا»."""
    for period in (2, 3):
        whole = len(word) // period
        same = all(word[at] == word[at - period] for at in range(period, len(word)))
        if same and (whole >= 3 or (period == 3 and whole == 2)):
            return True
    return False


def _strange(word: str, steps: list[int]) -> bool:
    """Letters that do not follow one another in words, the more so if the fingers lay still."""
    english = word.isascii()
    still = max(map(abs, steps)) < len(PERSIAN)
    if english and still and len(word) == 4:
        return KEYS[word[0]][0] == 1 and not VOWELS & set(word)
    near = sum(abs(step) <= 2 for step in steps) >= 0.6 * len(steps)
    limits = LIMITS["english" if english else "persian"]
    limit = limits[max(size for size in limits if size <= len(word))]
    return _unusual(word) > limit[still + near]


def _unusual(word: str) -> float:
    """The mean of how unusual its pairs of letters are."""
    language = "english" if word.isascii() else "persian"
    known, marked = _pairs()[language], f"^{word}$"
    pairs = [one + two for one, two in zip(marked, marked[1:], strict=False)]
    return sum(known.get(pair, UNHEARD[language]) for pair in pairs) / len(pairs)


@cache
def _pairs() -> dict[str, dict[str, int]]:
    return {
        language: {token[:2]: int(token[2:]) for token in tokens}
        for language, tokens in sections("titles_pairs").items()
    }
