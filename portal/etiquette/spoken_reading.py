"""One word by itself: whether it is spoken, and what a letter has instead (S15)."""

import re
from functools import lru_cache

from portal.etiquette import spoken_forms, spoken_particles, spoken_predicates
from portal.etiquette.folding import ZWNJ, unstretch
from portal.etiquette.spoken_lists import bases, known, parted, phrases, spoken_nouns, spoken_words
from portal.etiquette.spoken_nouns import SPOKEN_POSSESSIVES, Reading, noun
from portal.etiquette.spoken_sounds import sound
from portal.etiquette.spoken_verbs import verb

# The words whose surroundings tell what they are, with their rules.
HOMOGRAPHS = spoken_particles.RULES | spoken_forms.RULES | spoken_predicates.RULES
DOUBLED = re.compile(r"(.)\1+")
LATIN = re.compile(r"([a-z]{2,30})\u200c?(ه|رو|مون|تون|شون|هامون|هاتون|هاشون|هاش|هام)")
AFTER_LATIN = {
    "ه": " است", "رو": " را", "مون": " ما", "تون": " شما", "شون": " آن‌ها", "هامون": "‌هایمان",
    "هاتون": "‌هایتان", "هاشون": "‌هایشان", "هاش": "‌هایش", "هام": "‌هایم",
}  # fmt: skip
AFTER_VOWELS = ("ی", "یی", "یم", "یت", "یش", "یمان", "یتان", "یشان")
AFTER_NOUNS = ("ش", "ت", "مان", "تان", "شان")
# What may stand after the last ZWNJ of a verb, and before the first one.
LAST_PARTS = frozenset(
    ("ه", "ین", "ن", "ش", "م", "ت", "مون", "تون", "شون", "ید", "یم", "ند", "د", "س", "ست")
)
FIRST_PARTS = frozenset(("ب", "ن", "بر", "در", "باز", "فرا", "فرو", "وا"))
PLURALS = ("ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان")
FORMAL_AFTER_H = ("ای", "ام", "ات", "اش", "اند", "ایم", "اید", "ایست", "است")
OPENINGS = ("واسه", "دیگه", "اگه", "مگه", "چیکار", "چجوری", "چطوری", "کدوم", "همون", "هرچی")
# Longer words are no words.
LONGEST = 40


@lru_cache(maxsize=8192)
def read(word: str) -> Reading | None:
    """Return what is spoken in a folded word, or None.

    The rule of the reading is "" for a word that is spoken wherever it stands.
    """
    if len(word) > LONGEST or word[0].isdigit():
        return None
    found = _read(word)
    return found or _read_stretched(word)


def _read(word: str) -> Reading | None:
    bare = word.replace(ZWNJ, "")
    if bare in HOMOGRAPHS:
        return Reading(0, None, "homograph")
    if bare in ("می", "نمی"):
        return Reading(0, None, "prefix")
    if bare in phrases():
        return Reading(0, None, "phrase")
    return read_alone(word)


def _read_stretched(word: str) -> Reading | None:
    """نمیشهههه, میشهه: letters that were held down, or typed twice."""
    plain = unstretch(word)
    found = _read(plain) if plain != word else None
    if found is None:
        plain = DOUBLED.sub(r"\1", word)
        bare = word.replace(ZWNJ, "")
        if plain == word or bare in known() or verb(bare) or _ends(bare, PLURALS, ("",)):
            return None
        found = _read(plain)
        if found is None or found.rule or found.keep:
            return None
    if found.written is None:
        return found._replace(keep=0)
    return Reading(0, plain[: found.keep] + found.written, found.rule)


def read_alone(word: str) -> Reading | None:
    """Return what is spoken in a folded word, whatever stands around it."""
    bare = word.replace(ZWNJ, "")
    if bare in spoken_words() and (ZWNJ not in word or parted().get(bare, word) == word):
        return Reading(0, spoken_words()[bare])
    if bare in spoken_nouns():
        return Reading(0, spoken_nouns()[bare], "sound")
    form = verb(bare) if _is_whole(word) else None
    if form and form.tense == "infinitive":
        return Reading(0, form.written, "plural past")
    if bare in known():
        return Reading(0, None, "homonym") if _is_homonym(bare) else None
    if (form and not form.spoken) or _ends(bare, FORMAL_AFTER_H, ("ه",)):
        return None
    if form and _is_noun(bare):
        form = None
    found = sound(word) or noun(word)
    if form and (
        found is None or found.rule in ("strange", "name") or bare[-3:] not in SPOKEN_POSSESSIVES
    ):
        return Reading(0, form.written)
    return found or _glued(bare) or _opened(bare) or _after_latin(word)


def _is_homonym(bare: str) -> bool:
    """Whether a known word in ـه may also be another with «است»: قطعه, لازمه."""
    base = bare[:-1]
    return bare.endswith("ه") and (base in bases("predicates") or base in bases("nouns"))


def _is_noun(bare: str) -> bool:
    """Whether what may be a verb is a known word with a formal ending: «دریایش», «بدنم»."""
    if bare.endswith("م") and bare[:-1] in known() and verb(bare[:-1]) is not None:
        return True
    return _ends(bare, AFTER_VOWELS, ("ا", "و")) or _ends(bare, AFTER_NOUNS, ("",))


def _ends(bare: str, endings: tuple[str, ...], letters: tuple[str, ...]) -> bool:
    """Whether one of the endings follows a known word whose last letter is one of those."""
    for ending in endings:
        base = bare[: -len(ending)]
        if bare.endswith(ending) and base.endswith(letters) and base in known():
            return True
    return False


def _is_whole(word: str) -> bool:
    """Whether ZWNJ stands in a word only where it may part a verb: not «بی‌ام»."""
    if ZWNJ not in word:
        return True
    first, *_, last = word.split(ZWNJ)
    if first.endswith("می") or first in FIRST_PARTS:
        return True
    return last in LAST_PARTS or word[: -len(last) - 1].endswith("ه")


def _glued(bare: str) -> Reading | None:
    """کارنمیکنه: a verb that follows its noun without a space."""
    at = bare.find("می", 2)
    while at > 0:
        for cut in (at - 1, at) if bare[at - 1] == "ن" else (at,):
            form = verb(bare[cut:])
            if form and form.spoken and _parts(bare, cut):
                return Reading(cut, " " + form.written)
        at = bare.find("می", at + 1)
    return None


def _parts(bare: str, cut: int) -> bool:
    """Whether a known word ends at the cut, and none of the words across it is known."""
    if cut < 2 or bare[:cut] not in known() or bare[cut:] in known():
        return False
    ahead = any(bare[:end] in known() for end in range(cut + 2, len(bare)))
    return not ahead and bare[cut - 1 :] not in known() and bare[cut - 2 :] not in known()


def _opened(bare: str) -> Reading | None:
    """«واسهتمدید»: a spoken word that the next one follows without a space."""
    for opening in OPENINGS:
        rest = bare.removeprefix(opening)
        # «دیگهایی» are pots.
        if rest == bare or len(rest) < 3 or rest.startswith("ای"):
            continue
        form = verb(rest)
        if form or rest in known():
            after = form.written if form and form.spoken else rest
            return Reading(0, f"{spoken_words()[opening]} {after}")
    return None


def _after_latin(word: str) -> Reading | None:
    found = LATIN.fullmatch(word)
    return Reading(found.end(1), AFTER_LATIN[found.group(2)]) if found else None
