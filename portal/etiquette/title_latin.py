"""What a Latin word of a title tells: English ones by list, Persian ones also by their sound."""

import re
from functools import cache, lru_cache

from portal.etiquette.lexicon import section_of
from portal.etiquette.title_words import Reading, single

# Sections of titles.txt that a Persian word in Latin letters is looked for in.
HEARD = frozenset(
    {"light", "time", "filler", "kind", "problem", "place", "narrow", "department", "honorific"}
)
LETTERS = {
    **dict(zip("بپتثجچخدذرزژ", "bptsjCxdzrzZ", strict=True)),
    **dict(zip("سشصضطظغفقکگلمنهح", "sSsztzqfqkglmnhh", strict=True)),
}
DIGRAPHS = (("sh", "S"), ("ch", "C"), ("kh", "x"), ("gh", "q"), ("zh", "Z"))
LATIN_VOWELS = frozenset("aeiouyvw")
HEARD_AS = {"ا": "aoue", "و": "ouvw", "ی": "iye", "ه": "aeh"}
SHORTEST = 4
SHORTEST_VERB = 4
SHORTEST_STEM = 3
ENDINGS = (
    "etoon", "etun", "eton", "emoon", "emun", "hatun", "haton", "haye", "hay", "ha", "am", "et",
    "esh", "eh", "ye", "e", "i",
)  # fmt: skip
LONGEST = 20
VERB = re.compile(
    r"(?P<no>n(?:e|a)?mi|na|ne)?(?:mi|me|be|bo|bi|b)?"
    r"(?P<stem>kon|kard|sho?d|shav|sh|dad|dah|de|d|dar|dasht|da?sh|gir|gereft|zan|zad|khah|khast"
    r"|khaa?|kh|xast|x|tavan|tunest|tonest|toon|tun|ton|dan|dun|doon|don|danest|dunest|goft|goo|gu"
    r"|gam|g|bin|did|khun|khon|khan|khund|khond|nevis|nevesht|farmu?d|farma|namud|nama|mund|mond"
    r"|mun|mon|mand|man|fahm|fahmid|porsid|pors|avord|avard|ar|andaz|andakht|oft|oftad"
    r"|(?P<motion>res|resid|r|raft|rav|a|ia|ya|yad|umad|oomad|omad|amad))"
    r"(?:am|om|m|i|e|eh|ad|ed|d|id|eed|in|een|im|eem|and|an|n|and|ane|ei|ee|esh|eshon|eshun)?"
)


@lru_cache(maxsize=2048)
def read(word: str) -> Reading | None:
    """Return what a folded Latin word tells, or None when it names a matter."""
    if len(word) > LONGEST:
        return None
    kind = listed(word) or _plain().get(single(word)) or _inflected(word)
    form = VERB.fullmatch(word) if len(word) >= SHORTEST_VERB else None
    if kind and not (form and kind == "finglish_light"):
        return _listed(kind) if kind != "content" else None
    if form and (kind or form["no"] or len(word) > SHORTEST_VERB):
        absent = form["motion"] and form["no"]
        return Reading("defect" if absent else "verb", bool(form["no"]), True)
    kind = _heard(word)
    return Reading(kind) if kind else None


def listed(word: str) -> str | None:
    """Return the section of titles_latin.txt that holds the word."""
    return section_of("titles_latin").get(word)


def _listed(kind: str) -> Reading:
    if kind == "negation":
        return Reading("verb", True, True)
    return Reading(kind.removeprefix("finglish_"))


def _inflected(word: str) -> str | None:
    """The section of a Persian word with an ending: «moshkele», «soalam»."""
    for ending in ENDINGS:
        kind = listed(word[: -len(ending)]) if word.endswith(ending) else None
        if kind and kind.startswith("finglish_") and len(word) - len(ending) >= SHORTEST_STEM:
            return kind
    return None


@cache
def _plain() -> dict[str, str]:
    """The listed words with doubled letters written once."""
    found: dict[str, str] = {}
    for word, kind in section_of("titles_latin").items():
        if len(word) > 3:
            found.setdefault(single(word), kind)
    return found


def _heard(word: str) -> str | None:
    frame, gaps = _latin_sound(word)
    if len(frame) < SHORTEST:
        return None
    for kind, meant in _by_frame().get(frame, ()):
        # «mshkl»: in a chat no vowel is written.
        if _agree(gaps, meant) or not any(gaps):
            return kind
    return None


@cache
def _by_frame() -> dict[str, list[tuple[str, list[str]]]]:
    """Words of titles.txt by their consonants: the section, and what stands between those."""
    table: dict[str, list[tuple[str, list[str]]]] = {}
    for word, kind in section_of("titles").items():
        if kind in HEARD and len(word) >= 4:
            frame, gaps = _persian_sound(word)
            if len(frame) >= SHORTEST:
                table.setdefault(frame, []).append((kind, gaps))
    return table


def _persian_sound(word: str) -> tuple[str, list[str]]:
    frame, gaps = "", [""]
    for at, char in enumerate(word):
        if char in LETTERS and not (char == "ه" and at == len(word) - 1):
            frame += LETTERS[char]
            gaps.append("")
        elif char in HEARD_AS:
            gaps[-1] += char
    return frame, gaps


def _latin_sound(word: str) -> tuple[str, list[str]]:
    for letters, sound in DIGRAPHS:
        word = word.replace(letters, sound)
    word = single(word)
    if word.endswith("h") and len(word) > 1 and word[-2] in LATIN_VOWELS:
        word = word[:-1]
    frame, gaps = "", [""]
    for char in word:
        if char in LATIN_VOWELS:
            gaps[-1] += char
        else:
            frame += "k" if char == "c" else char
            gaps.append("")
    return frame, gaps


def _agree(gaps: list[str], meant: list[str]) -> bool:
    """Tell whether the vowels written in Latin may stand for those between the Persian letters."""
    if gaps[0] and not meant[0]:
        return False
    for at, (vowels, letters) in enumerate(zip(gaps, meant, strict=True)):
        last = at == len(gaps) - 1
        if not letters:
            agrees = vowels in ("", "a", "e", "o") or (last and vowels in ("i", "ye", "y"))
        else:
            heard = (set(HEARD_AS[char]) & set(vowels) for char in letters if char != "ه")
            agrees = len(vowels) <= len(letters) + 2 and all(heard)
        if not agrees:
            return False
    return True
