"""What a word of a title tells: nothing, a kind of letter, a bare topic, a defect, a matter."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from portal.etiquette.lexicon import section_of, sections
from portal.etiquette.title_verbs import verb

# The sections of titles.txt whose words tell nothing even when glued to others.
BLANK = frozenset({"light", "time", "filler"})
EMPTY = BLANK | {"kind", "problem", "department", "verb", "honorific", "place"}
# Endings of nouns and adjectives with the least length of what stands before.
ENDINGS = {
    **dict.fromkeys(("هایمان", "هایتان", "هایشان", "هایی", "هایم", "هایت", "هایش"), 3),
    **dict.fromkeys(("هامون", "هاتون", "هاشون", "های", "هام", "هات", "هاش", "هاست", "ها"), 3),
    **dict.fromkeys(("یمان", "یتان", "یشان", "یمون", "یتون", "یشون", "یست"), 3),
    **dict.fromkeys(("مان", "تان", "شان", "مون", "تون", "شون", "اتون", "امون"), 3),
    **dict.fromkeys(("ام", "ات", "اش", "ای", "ایم", "اید", "اند", "ست", "رو", "را", "مو"), 4),
    **dict.fromkeys(("م", "ت", "ش", "ی", "ه", "و", "ا", "س", "یم", "ید", "ین", "یه"), 4),
}
LONGEST_ENDING = max(map(len, ENDINGS))
SOUNDS = str.maketrans("صثذضظطحغ", "سسزززتهق")
LONGEST = 40


class Reading(NamedTuple):
    """The kind of a word and whether it denies; `acts` marks verbs that are no copula."""

    kind: str
    negated: bool = False
    acts: bool = False


@lru_cache(maxsize=4096)
def read(word: str) -> Reading | None:
    """Return what a folded word in Persian letters tells, or None when it names a matter."""
    if len(word) > LONGEST:
        return None
    plain = _known(word) or _known(single(word))
    if plain:
        return None if plain.kind == "content" else plain
    kind = _by_sound().get(_sound(word)) or _by_slip(word)
    return Reading(kind) if kind else _glued(word)


def listed(word: str) -> str | None:
    """Return the section of titles.txt that holds the word, or the phrase written as one."""
    return section_of("titles").get(word)


def single(word: str) -> str:
    """Return the word with letters that stand twice written once."""
    return "".join(char for at, char in enumerate(word) if at == 0 or word[at - 1] != char)


def _known(word: str) -> Reading | None:
    kind = listed(word)
    if kind:
        return Reading(kind)
    form = verb(word)
    if form:
        return _of_verb(*form)
    kind = inflected(word, section_of("titles"))
    return Reading(kind) if kind else None


def _of_verb(kind: str, negated: bool, copula: bool) -> Reading:
    if kind == "event" or (kind == "motion" and negated):
        return Reading("defect", negated, True)
    return Reading("verb", negated, not copula)


def inflected(word: str, table: Mapping[str, str], deep: int = 2) -> str | None:
    """Return the section of the word in the table without one or two endings of a noun."""
    for size in range(min(LONGEST_ENDING, len(word) - 3), 0, -1):
        stem = word[:-size]
        if len(stem) >= ENDINGS.get(word[-size:], len(word)):
            kind = table.get(stem) or (inflected(stem, table, deep - 1) if deep > 1 else None)
            if kind:
                return kind
    return None


def _sound(word: str) -> str:
    return word.translate(SOUNDS).replace("خوا", "خا")


@cache
def _by_sound() -> dict[str, str]:
    """The sections of words by their sound, where another spelling sounds alike."""
    table: dict[str, str] = {}
    for word, kind in section_of("titles").items():
        if len(word) >= 4 and kind in EMPTY:
            table.setdefault(_sound(word), kind)
    return table


def _by_slip(word: str) -> str | None:
    """One letter wrong, missing, too many or exchanged in one of the usual words."""
    if len(word) < 4:
        return None
    for meant in sections("titles_marks")["typo"]:
        if abs(len(meant) - len(word)) <= 1 and _one_slip(word, meant):
            return listed(meant)
    return None


def _one_slip(word: str, meant: str) -> bool:
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    left, right = word[start:], meant[start:]
    if len(left) == len(right):
        exchanged = left[1::-1] == right[:2] and left[2:] == right[2:]
        return exchanged or left[1:] == right[1:]
    shorter, longer = sorted((left, right), key=len)
    return longer[1:] == shorter


def _glued(word: str) -> Reading | None:
    """Empty words written as one, at least one of them of those that open such titles."""
    glue = sections("titles_marks")["glue"]
    pieces = _pieces(word, 3)
    if not pieces or glue.isdisjoint(pieces):
        pieces = _after_opening(word, glue)
    if pieces and not glue.isdisjoint(pieces):
        readings = [_known(piece) for piece in pieces]
        kinds = [reading.kind for reading in readings if reading]
        for kind in ("place", "problem", "kind"):
            if kind in kinds:
                return Reading(kind)
        return Reading("filler" if "filler" in kinds else "light")
    return None


def _after_opening(word: str, glue: frozenset[str]) -> list[str] | None:
    """The pieces of «سلام‌مشکل‌دارم», which a longer first word would tear elsewhere."""
    head = next((word[:cut] for cut in range(3, len(word) - 1) if word[:cut] in glue), None)
    if head is None:
        return None
    tail = word[len(head) :]
    more = [tail] if _joins(tail) else _pieces(tail, 2)
    return [head, *more] if more else None


def _pieces(word: str, deep: int) -> list[str] | None:
    for cut in range(len(word) - 2, 1, -1):
        head, tail = word[:cut], word[cut:]
        if not _joins(head):
            continue
        if _joins(tail):
            return [head, tail]
        if tail.startswith("و") and _joins(tail[1:]):
            return [head, tail[1:]]
        more = _pieces(tail, deep - 1) if deep > 1 else None
        if more:
            return [head, *more]
    return None


def _joins(piece: str) -> bool:
    if len(piece) < 3:
        return piece in sections("titles_marks")["joint"]
    reading = _known(piece)
    return reading is not None and reading.kind in EMPTY
