"""What a text tells: its concepts sentence by sentence, its facts by kind, its bearing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from portal.etiquette.concepts import Concept, terms
from portal.etiquette.folding import ZWNJ, folded, same_key
from portal.etiquette.lexicon import DATA
from portal.etiquette.numbers import READ, Piece, pieces

END = re.compile(r"(?<=[.!?؟؛\n])\s+")
QUOTE = re.compile(r"«([^«»]{6,1000})»")
# How many sentences of a field are told apart; the rest counts as one.
MOST_SENTENCES = 150
# How many texts are remembered, with what they tell.
KEPT = 128
# Kinds of concepts that name no part of the service.
WORLDLY = frozenset(["world", "day", "plain", ""])
ASPECTS = frozenset(["fault", "act", "ask"])
# Whether a text complains, asks the price, asks how, asks when, wants back or wants done.
MODES = {
    "تعرفه": "price", "چقدر": "price", "تخفیف": "price", "چطور": "how", "آیا_امکان": "how",
    "فرق": "how", "آموزش": "how", "کی": "when", "چرا": "fault", "شکایت": "fault",
    "منفی": "fault", "بازگشت_وجه": "back", "لغو": "back",
}  # fmt: skip
# «هنوز»، «چه شد» tell that the writer has asked before; «درست شد» that the matter is over.
CHASES = re.compile(
    r"هنوز|همچنان|باز ?هم|دوباره (?:می|پیام|تیکت|مزاحم|پرس|سلام)"
    r"|(?:جواب|پاسخ)[^ ]{0,2} (?:ندا|نگرفت|نیامد|نیومد|نرسید)|نگفتید|چی ?شد|چه شد|چه خبر"
    r"|خبری نشد|رسیدگی نشد|پیگیر(?:م|ی قبلی|ی مجدد| هست| بود)|(?:قبلا|صبح|دیروز)[^ ]{0,2} هم "
    r"|گفتم|گفته بودم|پرسید|همون|منتظر(?:م|یم| پاسخ| جواب| هست| موند)|تا ?کنون|hanoo?z|hanuz"
    r"|بازگشت به|عطف به|پیرو |یادتون|یادتان|یاداوری می ?کنم|چند روزه|چندمین بار"
    r"|بار (?:دوم|سوم|چندم)"
)
SETTLED = re.compile(r"(?:درست|حل|وصل|ثبت|تایید|انجام|برطرف|رفع) شد[ ،.؛,]|راه افتاد")
# Days and hours are no figures that two requests share by more than chance.
MOMENTS = frozenset(["date", "time"])
# The facts of a category's form that tell matters apart, by what they are.
DETAIL_KINDS = {
    "sender_line": "line", "line_number": "line", "sent_date": "date", "event_date": "date",
    "paid_at": "date", "happened_at": "date", "last_attempt": "date", "ref_no": "ref",
    "invoice_no": "invoice", "amount": "amount", "recipients": "mobile", "error": "error",
    "pattern_code": "pattern", "send_id": "order",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence: its letters as a key, its concepts by name, whether it is in the title."""

    key: str
    concepts: Mapping[str, Concept]
    denies: bool
    title: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The concepts of some sentences with their weights, for comparing."""

    all: Mapping[str, float]
    trade: Mapping[str, float]
    world: Mapping[str, float]
    fields: Mapping[str, float]
    title: frozenset[str]
    aspects: Mapping[str, float]
    modes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gist:
    """What a request tells; `told` is what its `parts` tell together."""

    parts: tuple[Part, ...]
    told: Told
    facts: Mapping[str, frozenset[str]]
    figures: frozenset[str]
    quotes: frozenset[str]
    chases: bool
    settled: bool


@cache
def _rarity() -> tuple[Mapping[str, float], float]:
    """Return the weights of common concepts, 0 to 1, and the weight of all others.

    data/similarity_frequencies.txt: in how many texts of the tuning corpora a concept stands,
    written by portal/etiquette/training/similarity.py.
    """
    head, *lines = (DATA / "similarity_frequencies.txt").read_text(encoding="utf-8").splitlines()
    size = log(int(head.split()[1]) + 1)
    found = {}
    for line in lines:
        count, *names = line.split()
        found.update(dict.fromkeys(names, (size - log(int(count) + 1)) / size))
    return found, (size - log(2)) / size


def weight(name: str) -> float:
    """Return how much a concept or word tells, from 0 (all texts have it) to 1."""
    found, rare = _rarity()
    return found.get(name, rare)


@lru_cache(maxsize=KEPT)
def gist(subject: str, body: str, details: tuple[tuple[str, str], ...] = ()) -> Gist:
    """Return what a request tells; `details` are the facts of its category by key."""
    subject, body = subject[:READ], body[:READ]
    parts, read = [], []
    for text, title in ((subject, True), (body, False)):
        for sentence in END.split(text, MOST_SENTENCES):
            told = pieces(sentence)
            read += told
            parts.append(_part(sentence, told, title))
    flat = " ".join(folded(f"{subject} {body} ").replace(ZWNJ, " ").split(" "))
    facts = _facts(read, details)
    return Gist(
        tuple(parts),
        tell(parts),
        facts,
        frozenset().union(*(texts for kind, texts in facts.items() if kind not in MOMENTS)),
        frozenset(map(same_key, QUOTE.findall(body))) - {""},
        CHASES.search(flat) is not None,
        SETTLED.search(flat) is not None,
    )


def _part(sentence: str, told: list[Piece], title: bool) -> Part:
    found, denies = {}, False
    for term in terms(told):
        concept = term.concept
        denies = denies or term.denies
        if concept.kind != "common" and len(concept.name) > 1:
            found[concept.name] = concept
    return Part(same_key(sentence), found, denies, title)


def _facts(read: list[Piece], details: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for piece in read:
        if piece.kind not in ("", "mark"):
            found.setdefault(piece.kind, set()).add(piece.text)
    for key, value in details:
        kind = DETAIL_KINDS.get(key)
        for piece in pieces(value) if kind else ():
            if piece.kind not in ("", "mark"):
                text = piece.text.strip("0") if kind == "amount" else piece.text
                found.setdefault(kind, set()).add(text)
    return {kind: frozenset(texts) for kind, texts in found.items()}


def tell(parts: Iterable[Part]) -> Told:
    """Return the weighted concepts of some sentences of a text."""
    told = Told({}, {}, {}, {}, frozenset(), {}, frozenset())
    title, modes = set(), set()
    for part in parts:
        if part.denies:
            modes.add("fault")
        for name, concept in part.concepts.items():
            value = told.all[name] = weight(name)
            (told.world if concept.kind in WORLDLY else told.trade)[name] = value
            if part.title:
                title.add(name)
            if concept.field:
                told.fields[concept.field] = max(value, told.fields.get(concept.field, 0.0))
            if concept.kind in ASPECTS and name != "لیست":
                told.aspects[name] = value
            mode = MODES.get(name) or {"fault": "fault", "act": "act"}.get(concept.kind)
            if mode:
                modes.add(mode)
    return Told(
        told.all, told.trade, told.world, told.fields, frozenset(title), told.aspects,
        frozenset(modes),
    )  # fmt: skip
