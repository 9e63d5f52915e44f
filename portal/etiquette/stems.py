"""Words brought to one form, so that two tellings of one matter meet.

Plurals, clitics and ezafe fall away; every form of a verb, written or spoken, becomes its
infinitive: «نمی‌رسد», «نرسیده» and «نمیرسه» are all «نرسیدن».
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.lexicon import DATA, word_set

# The longest endings stand first.
PRESENT_ENDINGS = frozenset(
    ["م", "ی", "د", "ه", "یم", "ید", "ین", "ند", "ن", "", "مش", "یش", "دش", "هش", "یدش", "ینش",
     "نش", "شون", "یمش", "ندش", "مت", "هت", "مون", "تون", "نون"]
)  # fmt: skip
BARE_ENDINGS = frozenset(["م", "د", "ه", "یم", "ید", "ین", "ند"])
PAST_ENDINGS = frozenset(
    ["", "م", "ی", "یم", "ید", "ین", "ند", "ن", "ه", "هام", "های", "هایم", "هاید", "هاند", "هاست",
     "هایی", "هس", "ش", "مش", "یدش", "ندش", "نش", "یمش", "ینش", "هشون", "هن", "هم", "هست", "نی"]
)  # fmt: skip
LONGEST_ENDING = 4
# Prefixes with whether they deny.
PREFIXES = (("نمی", True), ("می", False), ("بی", False), ("نی", True), ("ب", False), ("ن", True))
CLITICS = ("ش", "اش", "شان", "شون", "شو", "هاش", "هایش")
PREVERBS = ("بر", "در", "وا")
SUFFIXES = (
    "هایشان", "هایتان", "هایمان", "هاشون", "هاتون", "هامون", "هایی", "هایم", "هایت", "هایش",
    "های", "هام", "هات", "هاش", "هارو", "هاست", "ها", "ترین", "تر", "شان", "تان", "مان", "شون",
    "تون", "مون", "است", "ایم", "جات", "یان", "ات", "ان", "ام", "اش", "ای", "یی", "ین", "رو", "ست",
    "مو", "شو", "تو", "شه", "مه", "ته", "یم", "م", "ت", "ش", "ی", "ه", "و", "ا", "س",
)  # fmt: skip
NEVER = 99
# How many letters must be left of a word that no concept is written with.
LEAST_LEFT = {one: {1: 4, 2: 4, 3: 3}.get(len(one), 2) for one in SUFFIXES} | dict.fromkeys(
    ("است", "ست", "س", "مو", "شو", "تو", "شه", "مه", "ته", "یم", "ایم", "رو"), NEVER
)
KEPT = 8_000


@cache
def _verbs() -> tuple[Mapping[str, str], ...]:
    """Return the infinitives by present stem, by past stem, by present stem that stands bare."""
    bare: dict[str, str] = {}
    present: dict[str, str] = {}
    past: dict[str, str] = {}
    for line in (DATA / "similarity_verbs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        now, _, spoken = folded(line).partition("|")
        infinitive, *stems = now.split()
        past[infinitive[:-1]] = infinitive
        for one in spoken.split():
            past.setdefault(one, infinitive)
        for one in stems:
            present.setdefault(one.removeprefix("*"), infinitive)
            if one.startswith("*"):
                bare.setdefault(one[1:], infinitive)
    return present, past, bare


@cache
def _known() -> frozenset[str]:
    """Return the words that concepts are written with: nothing is cut off from them."""
    found = set(_whole())
    for line in (DATA / "concepts.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            for word in folded(line.partition("@")[0]).split():
                if "_" not in word:
                    found.add(word.replace(ZWNJ, ""))
    return frozenset(found)


@lru_cache(maxsize=KEPT)
def stem(word: str) -> str:
    """Return the common form of a folded word."""
    if word.isascii() or len(word) < 2 or len(word) > 24 or word in _whole():
        return word
    return _infinitive(word) or _noun(word)


@cache
def _whole() -> frozenset[str]:
    return frozenset(map(folded, word_set("similarity_whole")))


def is_denial(stemmed: str) -> bool:
    """Tell whether a stem is a verb that denies: «نرسیدن», but not «نوشتن»."""
    return stemmed.startswith("ن") and stemmed[1:].removeprefix("بر") in _infinitives()


def _infinitive(word: str) -> str | None:
    present, past, bare = _verbs()
    found = _core(word, past, PAST_ENDINGS) or _core(word, bare, BARE_ENDINGS)
    if found:
        return found
    for prefix, denies in PREFIXES:
        rest = word[len(prefix) :]
        if not rest or not word.startswith(prefix):
            continue
        found = _core(rest, present, PRESENT_ENDINGS) or _core(rest, past, PAST_ENDINGS)
        if found:
            return "ن" + found if denies else found
    for preverb in PREVERBS:
        rest = word[len(preverb) :]
        if len(rest) > 2 and word.startswith(preverb):
            found = _infinitive(rest) or _core(rest, present, BARE_ENDINGS)
            if found:
                denies = found.startswith("ن") and found[1:] in _infinitives()
                return "ن" + preverb + found[1:] if denies else preverb + found
    return None


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(_verbs()[1].values())


def _core(rest: str, stems: Mapping[str, str], endings: frozenset[str]) -> str | None:
    """Take endings off until a stem is left. A stem of one letter needs an ending."""
    for at in range(len(rest), max(0, len(rest) - LONGEST_ENDING - 1), -1):
        if rest[at:] in endings and (at > 1 or at < len(rest)):
            found = stems.get(rest[:at])
            if found:
                return found
    return None


def is_owned(word: str) -> bool:
    """Tell whether a folded noun ends in «his, its, their»: «هزینه‌اش», «علتش»."""
    if word in ("اش", "شان", "شون", "شو"):
        return True
    return word not in _known() and any(
        word.endswith(clitic) and word[: -len(clitic)] in _known() for clitic in CLITICS
    )


def _noun(word: str) -> str:
    for _ in range(3):
        shorter = _without_ending(word)
        if shorter == word:
            return word
        word = shorter
    return word


def _without_ending(word: str) -> str:
    known = _known()
    if word in known:
        return word
    if word.endswith("گی") and len(word) > 5:
        return word[:-2] + "ه"
    ends = [suffix for suffix in SUFFIXES if word.endswith(suffix)]
    for suffix in reversed(ends):
        # «خطای» is «خطا», not «خط».
        if word[: -len(suffix)] in known and len(word) - len(suffix) > 1:
            return word[: -len(suffix)]
    for suffix in ends:
        if len(word) - len(suffix) >= LEAST_LEFT[suffix]:
            return word[: -len(suffix)]
    # «مهمان» is «مهمون» in speech.
    return word[:-2] + "ون" if word.endswith("ان") and len(word) > 3 else word
