"""How surely a reply opens a matter that its thread is not about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from math import exp

from portal.etiquette.concepts import Concept, terms
from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.gist import ASPECTS, weight
from portal.etiquette.lexicon import sections
from portal.etiquette.numbers import READ, pieces
from portal.etiquette.reply_cues import (
    ASKS_BACK,
    COMPLAINS,
    CONTINUES,
    OPENS,
    POINTS_BACK,
    QUOTED,
    REQUESTS,
    SAME,
    SENTENCE_END,
    SOLVED,
    TELLS,
    TELLS_TO,
    WANTS,
)
from portal.etiquette.stems import is_owned

# What nearly every request names, and an answer within a thread takes for granted.
CORE = frozenset(["پیامک", "پنل", "خط", "گیرنده"])
# Letters and papers are sent in every thread.
SENDING = "ارسال"
# How many sentences of a reply are told apart.
MOST_SENTENCES = 60
# Among how many first words «هزینه‌اش» belongs to what was spoken of before.
OWNED_FIRST = 6
# How many letters of the thread are read: the first ones, and the latest.
FIRST_LETTERS, LATEST_LETTERS = 3, 6
# A sentence of at most so many words may merely lead to what the reply is about.
LEAD_WORDS = 12
# Fitted by portal/etiquette/training/similarity.py; see there for the signs held to.
BIAS = -0.64
WEIGHTS: Mapping[str, float] = {
    "solved": 1.90,
    "opens": 3.85,
    "asked": -0.25,
    "answers": -0.99,
    "owned": -1.59,
    "told to": -2.07,
    "continues": -1.30,
    "points back": -1.22,
    "estranged": 1.10,
    "kept fields": -0.75,
    "new fields": 1.05,
    "core": 3.23,
    "major": 3.65,
    "minor": 0.92,
    "aspects": 1.49,
    "requests": 0.34,
    "wants": 0.98,
    "tells": -1.15,
    "words": -3.30,
    "tiny": -0.99,
    "codes": -0.64,
    "nothing": -1.47,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """The concepts of a passage by name, its fields with their weights, its words counted,
    and whether a noun of it belongs to what was spoken of: «هزینه‌اش»."""

    concepts: Mapping[str, Concept]
    fields: Mapping[str, float]
    words: int
    owned: bool


def fresh_matter(thread: Sequence[str], reply: str) -> tuple[float, int]:
    """Return how surely a reply opens another matter, 0 to 1, and where in it that begins."""
    found, start = features(thread, reply)
    total = BIAS + sum(WEIGHTS[name] * value for name, value in found.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total)))), start


def features(thread: Sequence[str], reply: str) -> tuple[dict[str, float], int]:
    """Return what speaks for another matter and against it, and where the matter begins."""
    letters = thread
    if len(thread) > FIRST_LETTERS + LATEST_LETTERS:
        letters = [*thread[:FIRST_LETTERS], *thread[-LATEST_LETTERS:]]
    known = _joined([passage(letter[:READ]) for letter in letters])
    start, solved = _leads(known, reply[:READ])
    tail = reply[start:READ]
    text = _plain(tail)
    told = passage(QUOTED.sub(" « » ", tail))
    solved = solved or (not start and SOLVED.search(" ".join(text.split()[:4])) is not None)
    found = _newness(known, told) | _bearing(text, _plain(reply[:READ]))
    last = _plain(letters[-1][-READ:]) if letters else ""
    asks = ASKS_BACK.search(last) is not None
    found |= {
        "solved": float(solved),
        "asked": float(asks and not start),
        "answers": float(asks and not start and not found["requests"]),
        "owned": float(told.owned),
        "told to": float(not asks and not start and TELLS_TO.search(last) is not None),
        "words": min(20, told.words) / 20,
        "tiny": float(told.words < 5),
    }
    return found, start


def _leads(known: Passage, reply: str) -> tuple[int, bool]:
    """Pass over sentences that only thank, confirm or answer; tell whether all is solved."""
    sentences = _sentences(reply)
    start, solved = 0, False
    for at, (begin, end) in enumerate(sentences[:-1]):
        sentence = reply[begin:end]
        text = _plain(sentence)
        told = passage(sentence)
        if "؟" in text or "?" in text or COMPLAINS.search(text) or told.words > LEAD_WORDS:
            break
        if _fresh(known, told)["major"]:
            break
        start = sentences[at + 1][0]
        solved = solved or SOLVED.search(text) is not None
    return start, solved


def _sentences(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for end in islice(SENTENCE_END.finditer(text), MOST_SENTENCES):
        if text[at : end.start()].strip():
            found.append((at, end.start()))
        at = end.end()
    if text[at:].strip() or not found:
        found.append((at, len(text)))
    return found


def _plain(text: str) -> str:
    return " ".join(folded(text).replace(ZWNJ, " ").split())


@lru_cache(maxsize=256)
def passage(text: str) -> Passage:
    """Return what a passage is about."""
    told = pieces(text)
    concepts = {
        term.concept.name: term.concept
        for term in terms(told)
        if term.concept.kind != "common" and len(term.concept.name) > 1
    }
    words = [piece.text for piece in told if not piece.kind]
    return Passage(concepts, _fields(concepts), len(words), any(map(is_owned, words[:OWNED_FIRST])))


def _fields(concepts: Mapping[str, Concept]) -> Mapping[str, float]:
    fields: dict[str, float] = {}
    for name, concept in concepts.items():
        if concept.field:
            fields[concept.field] = max(weight(name), fields.get(concept.field, 0.0))
    return fields


def _joined(passages: Sequence[Passage]) -> Passage:
    concepts: dict[str, Concept] = {}
    for one in passages:
        concepts.update(one.concepts)
    return Passage(concepts, _fields(concepts), 0, False)


def _fresh(known: Passage, told: Passage) -> dict[str, float]:
    """Count what the thread has not: parts of the service, attending things, aspects."""
    counts = {"core": 0.0, "kin": 0.0, "major": 0.0, "minor": 0.0, "aspects": 0.0}
    for name, concept in told.concepts.items():
        if name in known.concepts or name == SENDING:
            continue
        if name in CORE:
            counts["core"] += 1
        elif concept.field in known.fields:
            continue
        elif _is_kin(concept.field, known.fields):
            counts["kin"] += 1
        elif concept.kind == "thing":
            attends = concept.field in sections("topic_fields")["auxiliary"]
            counts["minor" if attends else "major"] += 1
        elif concept.kind in ASPECTS and concept.field not in sections("topic_fields")["passing"]:
            counts["aspects"] += 1
    return counts


def _is_kin(field: str, known: Mapping[str, float]) -> bool:
    """Tell whether one matter often leads from a field that is known to this one."""
    return any(field in kin and not kin.isdisjoint(known) for kin in _kin())


@cache
def _kin() -> tuple[frozenset[str], ...]:
    return tuple(one for name, one in sections("topic_fields").items() if name.startswith("kin"))


def _newness(known: Passage, told: Passage) -> dict[str, float]:
    fresh = _fresh(known, told)
    kept = sum(value for field, value in told.fields.items() if field in known.fields)
    new = sum(value for field, value in told.fields.items() if field not in known.fields)
    return {
        "core": min(2.0, fresh["core"]) / 2,
        "major": min(3.0, fresh["major"]) / 3,
        "minor": min(2.0, fresh["minor"]) / 2,
        "aspects": min(2.0, fresh["aspects"]) / 2,
        "nothing": float(not any(fresh.values())),
        "estranged": _estranged(known, told),
        "kept fields": min(3.0, kept) / 3,
        "new fields": min(3.0, new) / 3,
    }


def _estranged(known: Passage, told: Passage) -> float:
    """Where thread and reply both say much and share nothing, that is no chance."""
    if not told.concepts.keys().isdisjoint(known.concepts):
        return 0.0
    return min(1.0, len(known.concepts) / 12) * min(1.0, len(told.concepts) / 5)


def _bearing(text: str, whole: str) -> dict[str, float]:
    foreign = sum("a" <= char <= "z" or char.isdigit() for char in text)
    return {
        "opens": float(OPENS.search(whole) is not None and not SAME.search(text)),
        "continues": float(CONTINUES.match(text) is not None),
        "points back": float(POINTS_BACK.search(text) is not None),
        "requests": float(REQUESTS.search(text) is not None),
        "wants": float(WANTS.search(text) is not None),
        "tells": float(TELLS.search(text) is not None),
        "codes": foreign / len(text) if text else 0.0,
    }
