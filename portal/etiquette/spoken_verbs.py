"""Persian verb forms taken apart: which are spoken, and how a letter writes them (S15)."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.lexicon import DATA

PREFIXES = ("نمی", "می", "ن", "ب", "")
# Personal endings of the present, with their written form; those that only speech has.
PRESENT = {"م": "م", "ی": "ی", "د": "د", "یم": "یم", "ید": "ید", "ند": "ند"}
SPOKEN_PRESENT = {"ه": "د", "ین": "ید", "ن": "ند"}
PAST = {"": "", "م": "م", "ی": "ی", "یم": "یم", "ید": "ید", "ند": "ند"}
SPOKEN_PAST = {"ین": "ید", "ن": "ند"}
PERFECT = {
    "": "ه", "ام": "ه‌ام", "ای": "ه‌ای", "است": "ه است", "ایم": "ه‌ایم", "اید": "ه‌اید",
    "اند": "ه‌اند",
}  # fmt: skip
SPOKEN_PERFECT = {"م": "ه‌ام", "ین": "ه‌اید", "ن": "ه‌اند", "ست": "ه است", "س": "ه است"}
CLITICS = {"شون": "شان", "مون": "مان", "تون": "تان", "ش": "ش", "ت": "ت", "م": "م"}
SPOKEN_CLITICS = frozenset({"شون", "مون", "تون"})
# An imperative of these stems would be another word: بدون, بزار.
NO_IMPERATIVE = frozenset({"تون", "دون", "شین", "یا", "زار", "فت", "خوا", "خا", "سپر", "شمر"})
LONGEST = 24


class Verb(NamedTuple):
    """A form of a verb: how it is written, whether as given it is only spoken, and what it is."""

    written: str
    spoken: bool
    tense: str
    prefix: str


class Stem(NamedTuple):
    """What a stem stands for: its written form, whether it is spoken, after which prefixes."""

    written: str
    spoken: bool
    where: str


class Stems(NamedTuple):
    """The past and present stems that follow one preverb."""

    past: dict[str, list[Stem]]
    present: dict[str, list[Stem]]


@cache
def _stems() -> dict[str, Stems]:
    """Read data/spoken_verbs.txt; the stems by preverb, folded."""
    table: dict[str, Stems] = {}
    for line in (DATA / "spoken_verbs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        past, present, *spoken = line.split("|")
        preverb, _, past = past.rpartition("+")
        stems = table.setdefault(preverb, Stems({}, {}))
        spoken_past, spoken_present = _spoken_stems(past, present, spoken)
        _add(stems.past, past, Stem(past, False, ""))
        _add(stems.present, present, Stem(present, False, ""))
        for stem in spoken_past:
            _add(stems.past, stem, Stem(past, True, ""))
        for stem in spoken_present:
            bare = stem.strip("<>")
            _add(stems.present, bare, Stem(present, True, stem[0] if bare != stem else ""))
    return table


def _spoken_stems(past: str, present: str, spoken: list[str]) -> tuple[list[str], list[str]]:
    if spoken == ["*"]:
        return [past[:-3] + "وند"], [present[:-2] + "ون"]
    told = [*spoken, "", ""]
    return [s for s in told[0].split(",") if s], [s for s in told[1].split(",") if s]


def _add(table: dict[str, list[Stem]], key: str, stem: Stem) -> None:
    keys = {folded(key), folded(_joined(key))}
    for one in keys:
        table.setdefault(one, []).append(stem)


def _joined(stem: str) -> str:
    """The stem after ب or ن: آمد is نیامد, افت is بیفت, انداز is بینداز."""
    if stem.startswith("آ"):
        return "یا" + stem[1:]
    if stem.startswith("ا") and not stem.startswith(("ای", "او")):
        return "ی" + stem[1:]
    return stem


def verb(word: str) -> Verb | None:
    """Return what a folded word without ZWNJ is as a verb.

    A formal reading goes before all others, and an infinitive before other spoken ones.
    """
    if not 2 <= len(word) <= LONGEST:
        return None
    spoken = None
    for reading in _readings(word):
        if not reading.spoken:
            return reading
        if spoken is None or reading.tense == "infinitive":
            spoken = reading
    return spoken


def _readings(word: str) -> Iterator[Verb]:
    for preverb, stems in _stems().items():
        if not word.startswith(preverb):
            continue
        rest = word[len(preverb) :]
        for prefix in PREFIXES:
            if rest.startswith(prefix):
                inner = rest[len(prefix) :]
                yield from _inflected(stems, preverb, prefix, inner)
                yield from _with_object(stems, preverb, prefix, inner)


def _with_object(stems: Stems, preverb: str, prefix: str, rest: str) -> Iterator[Verb]:
    """بفرستینش، میکنمشون: an object joined to the verb."""
    for clitic, written in CLITICS.items():
        if len(rest) - len(clitic) < 2 or not rest.endswith(clitic):
            continue
        for found in _inflected(stems, preverb, prefix, rest[: -len(clitic)]):
            if found.tense == "past" or (found.tense == "present" and (prefix or preverb)):
                spoken = found.spoken or clitic in SPOKEN_CLITICS
                yield found._replace(written=found.written + written, spoken=spoken)


def _inflected(stems: Stems, preverb: str, prefix: str, rest: str) -> Iterator[Verb]:
    for cut in range(len(rest), max(0, len(rest) - 5), -1):
        stem, ending = rest[:cut], rest[cut:]
        for found in stems.present.get(stem, ()):
            yield from _present(found, preverb, prefix, stem, ending)
        if prefix != "ب":
            for found in stems.past.get(stem, ()):
                yield from _past(found, preverb, prefix, ending)


def _present(found: Stem, preverb: str, prefix: str, stem: str, ending: str) -> Iterator[Verb]:
    after_mi = prefix.endswith("می")
    if (found.where == ">" and not after_mi) or (found.where == "<" and after_mi):
        return
    if preverb and not after_mi and stem == "ا":
        # «دراین» and «درنام» lack a space.
        return
    if not prefix and not preverb:
        # «برش گردونم» stands alone; a shorter stem could be any word.
        if found.spoken and (len(stem) < 4 or not ending):
            return
        if not found.spoken and ending not in PRESENT:
            return
    if ending in PRESENT:
        # Only stems in ا keep the written ending of the third person: میاد, but میشه.
        if found.spoken and ending == "د" and not stem.endswith("ا"):
            return
        spoken, written = found.spoken, PRESENT[ending]
    elif ending in SPOKEN_PRESENT and not (ending == "ه" and stem.endswith("ا")):
        if ending == "ن" and found == Stem("آی", False, ""):
            return
        spoken, written = True, SPOKEN_PRESENT[ending]
    elif not ending and prefix in ("ب", "ن") and stem not in NO_IMPERATIVE:
        if found.spoken and len(stem) < 3:
            return
        spoken, written = found.spoken, ""
    else:
        return
    yield Verb(_write(preverb, prefix, found.written, written), spoken, "present", prefix)


def _past(found: Stem, preverb: str, prefix: str, ending: str) -> Iterator[Verb]:
    def told(written: str, spoken: bool, tense: str) -> Verb:
        whole = _write(preverb, prefix, found.written, written)
        return Verb(whole, found.spoken or spoken, tense, prefix)

    if ending in PAST:
        yield told(PAST[ending], False, "past")
    if ending in SPOKEN_PAST:
        infinitive = ending == "ن" and not prefix.endswith("می")
        yield told(SPOKEN_PAST[ending], True, "infinitive" if infinitive else "past")
    if ending[:1] == "ه":
        if ending[1:] in PERFECT:
            yield told(PERFECT[ending[1:]], False, "perfect")
        elif ending[1:] in SPOKEN_PERFECT:
            yield told(SPOKEN_PERFECT[ending[1:]], True, "perfect")


def _write(preverb: str, prefix: str, stem: str, ending: str) -> str:
    if prefix.endswith("می"):
        return f"{preverb}{prefix}{ZWNJ}{stem}{ending}"
    if prefix == "ب" and preverb:
        prefix = "" if preverb != "در" else "ب"
    # «بایستد» and «نایستاد» keep the ا of the stem.
    joined = _joined(stem) if prefix else stem
    if not ending and stem.endswith("ی") and prefix:
        joined = joined[:-1]
    return f"{preverb}{prefix}{joined}{ending}"
