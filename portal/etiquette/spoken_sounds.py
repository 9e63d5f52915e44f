"""Nouns and adjectives in their spoken sound: خونه, آروم, تهرون, with any endings (S15)."""

from portal.etiquette.folding import ZWNJ
from portal.etiquette.spoken_lists import known, near, spoken_nouns
from portal.etiquette.spoken_nouns import Reading, index_of, owned

# What formal nouns may end in; these are kept as they are.
ENDINGS = (
    "", "ی", "ای", "یی", "ها", "های", "هایی", "تر", "ترین", "م", "ت", "ش", "مان", "تان", "شان",
    "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان", "اش", "ام", "ات", "ترها", "تری", "ترش",
    "ان",
)  # fmt: skip
POSSESSIVES = frozenset({"م", "ت", "ش", "مان", "تان", "شان"})


def sound(word: str) -> Reading | None:
    """Return the written form of a folded word whose noun is as it is spoken, or None."""
    bare = word.replace(ZWNJ, "")
    for ending in ENDINGS:
        base = bare[: len(bare) - len(ending)]
        if base not in spoken_nouns() or not bare.endswith(ending):
            continue
        cut = index_of(word, len(base))
        # «خون‌های» are bloods, not a house.
        if ending and (ZWNJ in word[:cut] or _is_plural(bare)):
            continue
        written = spoken_nouns()[base]
        if ending in POSSESSIVES:
            return Reading(0, written + owned(written, ending), "sound")
        return Reading(0, written + word[cut:], "sound")
    if bare.endswith("تاش") and bare[:-3] in near("numbers"):
        return Reading(len(word) - 3, " تای آن")
    return None


def _is_plural(bare: str) -> bool:
    stem, plural, _ = bare.rpartition("ها")
    return bool(plural) and stem in known()
