"""Unknown words letter by letter: the likeliest Persian spelling of each sound."""

from portal.etiquette.romanise import VOWELS, single, sounds

LETTERS = {
    "b": "ب", "p": "پ", "t": "ت", "j": "ج", "č": "چ", "x": "خ", "d": "د", "r": "ر", "z": "ز",
    "ž": "ژ", "s": "س", "š": "ش", "f": "ف", "q": "ق", "k": "ک", "g": "گ", "l": "ل", "m": "م",
    "n": "ن", "v": "و", "w": "و", "h": "ه", "y": "ی", "â": "ا", "u": "و", "i": "ی", "ʔ": "",
}  # fmt: skip


def spelled(word: str) -> str:
    """Return a Latin word in Persian letters.

    An `a` in an open syllable is taken for the long one; short vowels are not written, but at
    the beginning and at the end.
    """
    said = single(sounds(word))
    letters = []
    for at, sound in enumerate(said):
        first, last = at == 0, at == len(said) - 1
        if sound in VOWELS and first:
            letters.append({"â": "آ", "a": "ا", "i": "ای", "u": "او"}.get(sound, "ا"))
        elif sound == "e":
            letters.append("ه" if last else "")
        elif sound == "o":
            letters.append("و" if last else "")
        elif sound == "a":
            letters.append("ا" if last or _is_open(said, at) else "")
        else:
            letters.append(LETTERS.get(sound, ""))
    return "".join(letters) or word


def _is_open(said: str, at: int) -> bool:
    return said[at + 1 : at + 2] not in VOWELS and said[at + 2 : at + 3] in (*VOWELS, "y")
