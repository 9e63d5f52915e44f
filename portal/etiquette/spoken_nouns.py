"""Nouns and adjectives with spoken endings taken apart: خطمون, پنلو, پیامکامون, خرابه (S15)."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from portal.etiquette.folding import ZWNJ
from portal.etiquette.spoken_lists import (
    UNJOINED,
    bases,
    known,
    near,
    silent_h,
    spoken_nouns,
    without_h,
)

POSSESSIVES = {"": "", "م": "م", "ت": "ت", "ش": "ش", "مون": "مان", "تون": "تان", "شون": "شان"}
SPOKEN_POSSESSIVES = frozenset({"مون", "تون", "شون"})
PLURALS = ("", "ها", "ا")
LASTS = {"": "", "و": " را", "رو": " را", "ه": " است"}
# «جوابتونم»: I am, we are.
BEING = {"م": " هستم", "یم": " هستیم"}
# Words of two letters that take ـو.
SHORT = frozenset({"خط", "کد"})
# So end foreign names: کینگستون, آرلینگتون, همیلتون.
NAMES = ("ستون", "گتون", "لتون", "رتون", "پتون", "لمون", "رمون", "یمون")
LONGEST = 30


class Reading(NamedTuple):
    """A spoken word: `keep` letters of it stay, and `written` follows them in a letter.

    `written` is None where no form is safe. `rule` names what of its surroundings must be asked
    before it counts ("" for nothing).
    """

    keep: int
    written: str | None
    rule: str = ""


class Ending(NamedTuple):
    """A chain of endings: plural, possessive, object or copula."""

    plural: str
    possessive: str
    last: str


@cache
def _endings() -> dict[str, list[Ending]]:
    table: dict[str, list[Ending]] = {}
    for plural in PLURALS:
        for possessive in POSSESSIVES:
            for last in LASTS:
                if plural or possessive or last:
                    ending = Ending(plural, possessive, last)
                    table.setdefault("".join(ending), []).append(ending)
    for last in ("ی", "یی"):
        table.setdefault("ا" + last, []).append(Ending("ا", "", last))
    for possessive in SPOKEN_POSSESSIVES:
        for last in BEING:
            table[possessive + last] = [Ending("", possessive, last)]
    for possessive in ("ش", "م"):
        table[possessive + "م"] = [Ending("", possessive, "هم")]
    table["ن"] = [Ending("", "", "ن")]
    for last in ("ست", "س"):
        table[last] = [Ending("", "", last)]
    return table


def noun(word: str) -> Reading | None:
    """Return what is spoken in a folded word, whose parts ZWNJ may part; None for nothing."""
    bare = word.replace(ZWNJ, "")
    if not 3 <= len(bare) <= LONGEST:
        return None
    # «ایران‌خودرو» ends in a word that ends so by nature; «نامه‌رو» does not.
    last = word.rpartition(ZWNJ)[2]
    if len(last) > 4 and last != word and not last.startswith("ها") and last in known():
        return None
    if bare[-1] == "ه" and bare[:-1] in bases("predicates"):
        return _read(word, bare[:-1], Ending("", "", "ه"), False)
    lengths = range(1, min(9, len(bare)))
    # A base that is known goes before a longer ending after one that is not.
    for strange, order in ((False, lengths), (True, reversed(lengths))):
        for length in order:
            for ending in _endings().get(bare[-length:], ()):
                found = _read(word, bare[:-length], ending, strange)
                if found:
                    return found
    return None


def _read(word: str, base: str, ending: Ending, strange: bool) -> Reading | None:
    cut = index_of(word, len(base))
    joined = word[cut : cut + 1] == ZWNJ
    # «سابقه‌ام» has no plural.
    if ending.plural and not word[cut:].lstrip(ZWNJ).startswith(ending.plural):
        return None
    sound = spoken_nouns().get(base)
    for rule in _rules(word[:cut], base, ending, joined, strange):
        stem, keep = base, cut
        if sound:
            stem, keep = sound, 0
        elif base not in known() and base in without_h() and not joined:
            stem = base + "ه"
        written = _write(stem, ending)
        return Reading(keep, (stem if not keep else stem[len(base) :]) + written, rule)
    return None


def _rules(told: str, base: str, ending: Ending, joined: bool, strange: bool) -> Iterator[str]:
    """Yield the rule under which the ending is spoken after the base, if it is at all.

    `strange` asks about bases that are no known words.
    """
    plural, possessive, last = ending
    if strange:
        yield from _after_strange(base, ending, joined)
        return
    if len(base) < 2:
        return
    sure = _is_word(told, base)
    if plural == "ا":
        # «گزارشات» is formal, «صفحه‌ای» too.
        if possessive != "ت" and not joined and _has_plural(base):
            yield ""
    elif possessive in SPOKEN_POSSESSIVES:
        # «آزمونم» is my test.
        word = last in BEING and base + possessive in known()
        if (sure or base in without_h()) and not word:
            yield ""
    elif plural:
        if (sure or joined) and (possessive or last == "رو"):
            yield ""
    elif possessive:
        yield from _after_possessive(base, ending, sure, joined)
    elif last == "و":
        if base in known() and (len(base) > 2 or base in SHORT) and base not in near("before و"):
            yield ""
    elif last == "رو":
        if sure:
            yield ""
    elif last == "ه":
        yield from _copula(base, joined)
    elif last == "ن":
        yield from _plural_copula(base, joined)
    elif base in known() and silent_h(base) and (joined or (last == "ست" and len(base) > 3)):
        yield ""


def _after_strange(base: str, ending: Ending, joined: bool) -> Iterator[str]:
    """A spoken possessive after a word that is not known, unless it may be a part of the word."""
    plural, possessive, _ = ending
    if possessive not in SPOKEN_POSSESSIVES or plural == "ا":
        return
    told = base + possessive
    # «درآزمون» lacks a space.
    if not plural and any(told[at:] in known() for at in range(len(base) - 1)):
        return
    if joined or len(base) > 3:
        yield "name" if not joined and told.endswith(NAMES) else "strange"


def _after_possessive(base: str, ending: Ending, sure: bool, joined: bool) -> Iterator[str]:
    if ending.last == "هم":
        # «سفارشم» is a word with one ending.
        if len(base) > 2 and base in known() and base + ending.possessive not in known():
            yield ""
    elif ending.last:
        if (len(base) > 2 or base in SHORT) and (sure or base in without_h()):
            yield "predicate" if ending.last == "ه" else ""
    elif base in bases("vowels"):
        yield ""
    elif sure and silent_h(base) and (joined or (len(base) > 3 and ending.possessive != "م")):
        # «بازهم» is «باز هم».
        yield ""


def _copula(base: str, joined: bool) -> Iterator[str]:
    compared = base.removesuffix("ین")
    if len(base) > 4 and compared.endswith("تر") and compared[:-2] in known():
        yield ""
    elif base in bases("predicates") or joined or _is_indefinite(base):
        yield "adjective"
    elif base in bases("nouns") or _is_one(base):
        yield "predicate"
    elif base in known() and len(base) > 2:
        yield "perhaps"


def _is_one(base: str) -> bool:
    """«مشکلی», «خوبی»: one of its kind, to which ه may be joined."""
    one = base.removesuffix("ی")
    return one in bases("nouns") or one in bases("predicates")


def _is_indefinite(base: str) -> bool:
    """«تعرفه‌ای», to which another ه may be joined."""
    noun = base.removesuffix("ای")
    return noun != base and noun in known() and silent_h(noun)


def _plural_copula(base: str, joined: bool) -> Iterator[str]:
    if silent_h(base):
        if joined and base in known():
            yield ""
    elif len(base) > 2 and base in bases("predicates"):
        yield "plural copula"


def _has_plural(base: str) -> bool:
    """Whether ـا after a word is its plural; «خطا» and «صفحه‌ای» are others."""
    if silent_h(base) or base + "ا" in known():
        return False
    return base in bases("plurals") or base in spoken_nouns()


def _is_word(told: str, base: str) -> bool:
    """Whether the base is a word that is known, or a compound whose last part is."""
    if base in known() or base in spoken_nouns():
        return True
    if base.endswith("ی") and base[:-1] in known():
        return True
    last = told.rpartition(ZWNJ)[2]
    return len(last) > 1 and last != base and last in known()


def _write(stem: str, ending: Ending) -> str:
    plural, possessive, last = ending
    out = ""
    if plural:
        out = "ها" if stem[-1] in UNJOINED else ZWNJ + "ها"
    if possessive:
        out += owned(stem, POSSESSIVES[possessive], bool(plural))
    if last == "ن":
        return " هستند" if not silent_h(stem) else "‌اند"
    if last in ("ی", "یی"):
        return out + last
    if last in BEING:
        return out + BEING[last]
    if last == "هم":
        return out + " هم"
    return out + (" است" if last in ("ست", "س") else LASTS[last])


def owned(stem: str, written: str, plural: bool = False) -> str:
    """Return a possessive as it is written after a word, or after its plural."""
    if plural or stem.endswith("ا") or stem in bases("vowels"):
        return "ی" + written
    if silent_h(stem) or stem.endswith("ی"):
        return ZWNJ + (written if len(written) > 1 else "ا" + written)
    return written


def index_of(word: str, letters: int) -> int:
    """Return where the given number of letters of a word ends, ZWNJ not counted."""
    index = 0
    while letters:
        letters -= word[index] != ZWNJ
        index += 1
    return index
