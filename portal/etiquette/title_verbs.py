"""Forms of the verbs that say nothing by themselves: «نمی‌کنید», «شده‌اند», «میخواستم»."""

from functools import cache, lru_cache
from typing import NamedTuple

from portal.etiquette.lexicon import sections


class Verb(NamedTuple):
    """A verb's class in titles_verbs.txt, and whether the form denies or is a bare copula."""

    kind: str
    negated: bool
    copula: bool


CLITICS = ("", "ش", "م", "ت", "شون", "شان", "مون", "مان", "تون", "تان")
PERSONS = ("م", "ی", "یم", "ید", "ین", "ند", "ن")
PARTICIPLE = (
    "", "م", "ی", "یم", "ید", "ین", "ن", "ند", "ام", "ای", "ایم", "اید", "این", "اند", "ان",
    "است", "س", "ست", "بود", "بودم", "بودیم", "بودید", "بودن", "بودند", "باشد", "باشه",
)  # fmt: skip
PAST = frozenset(
    [person + clitic for person in PERSONS for clitic in CLITICS]
    + ["", "نه", "نی", "نها", *("ه" + end for end in PARTICIPLE)]
)
BARE = frozenset(["م", "د", "یم", "ید", "ین", "ند", "یید"])
PRESENT = frozenset(
    [person + clitic for person in ("د", "ه", *PERSONS) for clitic in CLITICS]
    + ["", "یید", "یین", "یم"]
)
PREFIXES = ("نمی", "می", "ن", "ب", "")
DENIALS = frozenset({"نمی", "ن"})
COPULAS = ("است", "هست", "نیست", "بود", "نبود", "باش", "نباش", "میباش", "نمیباش", "ست")
LONGEST = 18


@cache
def _stems() -> tuple[dict[str, str], dict[str, str]]:
    """The class of each stem, of the past and of the present."""
    past: dict[str, str] = {}
    present: dict[str, str] = {}
    for kind in ("light", "motion", "event"):
        for verb in sorted(sections("titles_verbs")[kind]):
            before, _, after = verb.partition(":")
            past.update(dict.fromkeys(before.split("/"), kind))
            present.update(dict.fromkeys(filter(None, after.split("/")), kind))
    return past, present


@cache
def _short() -> dict[str, str]:
    return dict(pair.split(":") for pair in sections("titles_verbs")["short"])


@lru_cache(maxsize=4096)
def verb(word: str) -> Verb | None:
    """Return how a folded word reads as a verb, or None."""
    if not 2 <= len(word) <= LONGEST:
        return None
    forms = sections("titles_verbs")
    copula = word.startswith(COPULAS)
    if word in forms["words"]:
        return Verb("light", word.startswith("ن"), copula)
    if word in forms["denial"]:
        return Verb("light", True, False)
    if word in forms["absent"]:
        return Verb("motion", True, False)
    for prefix in PREFIXES:
        if word.startswith(prefix):
            kind = _stem(word[len(prefix) :], prefix)
            if kind:
                return Verb(kind, prefix in DENIALS, copula)
    return None


def _stem(rest: str, prefix: str) -> str | None:
    """The class of what stands after a prefix: a stem and one of its endings."""
    past, present = _stems()
    for size in range(len(rest), 0, -1):
        stem, ending = rest[:size], rest[size:]
        if prefix != "ب" and stem in past and ending in PAST:
            return past[stem]
        if prefix and stem in present and ending in PRESENT and (ending or size > 1):
            return present[stem]
        if not prefix and ending in BARE and stem in sections("titles_verbs")["bare"]:
            return present[stem]
        if prefix.endswith("می") and ending in PRESENT and stem in _short():
            return _short()[stem]
    return None
