"""The sounds behind Latin letters: one alphabet for every habit of writing Persian with them.

Sounds are written with one letter each, as the word lists do: x is خ, q is ق and غ, š ش, č چ,
ž ژ, â آ, ʔ the glottal stop.
"""

import re

LETTERS = str.maketrans(
    {
        "ş": "š", "ç": "č", "ž": "ž", "ā": "â", "á": "â", "å": "â", "ä": "â", "à": "a", "ã": "â",
        "ū": "u", "ü": "u", "ú": "u", "û": "u", "ī": "i", "í": "i", "î": "i", "ı": "i", "ö": "o",
        "ō": "o", "ó": "o", "ô": "o", "ē": "e", "é": "e", "è": "e", "ê": "e", "ë": "e", "ə": "a",
        "ğ": "q", "ġ": "q", "ḥ": "h", "ḫ": "x", "ṣ": "s", "ṭ": "t", "ẓ": "z", "ż": "z", "ñ": "n",
        "’": "ʔ", "'": "ʔ", "‘": "ʔ", "`": "ʔ", "ʼ": "ʔ", "ʿ": "ʔ", "ʾ": "ʔ", "ß": "s",
    }
)  # fmt: skip
PAIRS = (
    ("kh", "x"), ("gh", "q"), ("sh", "š"), ("ch", "č"), ("zh", "ž"), ("ph", "f"), ("ck", "k"),
    ("aa", "â"), ("oo", "u"), ("ou", "u"), ("ow", "ow"), ("ee", "i"),
)  # fmt: skip
SOFT_C = re.compile(r"c(?=[eiy])")
VOWELS = "aâeiou"
ONE_VOWEL = str.maketrans({"â": "a", "o": "u", "w": "u", "y": "i", "ž": "j", "ʔ": None})
NO_VOWEL = str.maketrans(dict.fromkeys("aâeiouyʔ") | {"ž": "j", "g": "q"})
O_GLIDE = re.compile(r"ow(?![aâeiou])")


def sounds(word: str) -> str:
    """Return the sounds of a folded word in Latin letters, as they are most often meant."""
    word = word.translate(LETTERS)
    for pair, sound in PAIRS:
        if pair in word:
            word = word.replace(pair, sound)
    if "c" in word:
        word = SOFT_C.sub("s", word).replace("c", "k")
    if "w" in word:
        word = O_GLIDE.sub("O", word).replace("w", "v").replace("O", "ow")
    return word


def single(said: str) -> str:
    """Return sounds with doubled ones written once."""
    return "".join(
        [sound for sound, before in zip(said, " " + said, strict=False) if sound != before]
    )


def key(said: str) -> str:
    """Return sounds without what habits differ in: length of vowels, doubling, a last h."""
    if said.endswith("eh"):
        said = said[:-1]
    return single(said.replace("ow", "u").translate(ONE_VOWEL))


def skeleton(said: str) -> str:
    """Return the consonants of sounds, which even the shortest chat forms keep."""
    if said.endswith("eh"):
        said = said[:-1]
    return single(said.replace("ow", "").translate(NO_VOWEL).replace("nb", "mb"))


# What it costs to have written the first sound where the second is meant.
SWAPS = {
    ("a", "â"): 0.1, ("â", "a"): 0.6, ("e", "a"): 0.5, ("e", "â"): 1.3, ("a", "e"): 0.6,
    ("i", "e"): 0.45, ("e", "i"): 0.6, ("o", "u"): 0.3, ("u", "o"): 0.4, ("o", "â"): 0.9,
    ("u", "â"): 1.0, ("o", "a"): 1.3, ("y", "i"): 0.1, ("i", "y"): 0.1, ("e", "y"): 0.4,
    ("v", "w"): 0.1, ("w", "v"): 0.1, ("u", "w"): 0.2, ("o", "w"): 0.4, ("v", "u"): 0.5,
    ("u", "v"): 0.8, ("g", "q"): 0.6, ("k", "q"): 1.4, ("q", "g"): 1.2, ("k", "x"): 1.0,
    ("q", "x"): 1.2, ("j", "ž"): 0.1, ("ž", "j"): 0.3, ("s", "z"): 0.9, ("z", "s"): 0.9,
    ("t", "d"): 1.0, ("d", "t"): 1.0, ("n", "m"): 0.6, ("m", "n"): 0.4, ("h", "x"): 1.2,
    ("s", "š"): 1.0, ("š", "s"): 1.4, ("e", "o"): 1.1, ("o", "e"): 1.1, ("ʔ", "y"): 0.5,
}  # fmt: skip
EXTRA = {"ʔ": 0.1, "h": 0.5, "y": 0.5, "e": 0.6, "a": 0.8, "i": 0.7, "o": 0.8, "u": 0.9}
MISSING = {
    "ʔ": 0.03, "a": 0.45, "e": 0.45, "o": 0.45, "w": 0.15, "y": 0.35, "i": 0.8, "u": 0.8,
    "â": 0.75, "h": 0.6,
}  # fmt: skip
FAR = 1.8


def distance(written: str, meant: str, limit: float = 99.0) -> float:
    """Return how odd it is to write the sounds `meant` as `written`; 0 is the plain way.

    Beyond `limit` any number above it may be returned.
    """
    gaps = [
        0.02 if at and meant[at - 1] == sound else MISSING.get(sound, FAR)
        for at, sound in enumerate(meant)
    ]
    before = [0.0]
    for gap in gaps:
        before.append(before[-1] + gap)
    last = ""
    for letter in written:
        extra = 0.05 if letter == last else EXTRA.get(letter, FAR)
        best = before[0] + extra
        row = [best]
        for at, sound in enumerate(meant):
            best += gaps[at]
            swapped = before[at]
            if letter != sound:
                swapped += SWAPS.get((letter, sound), FAR)
            if swapped < best:
                best = swapped
            added = before[at + 1] + extra
            if added < best:
                best = added
            row.append(best)
        if min(row) > limit:
            return limit + FAR
        before, last = row, letter
    return before[-1]
