"""How near two texts are: words weighted by what they tell, and numbers that name one matter."""

import re
from collections import Counter
from collections.abc import Iterable
from math import sqrt

from portal.etiquette.folding import ZWNJ, folded, same_key, words
from portal.etiquette.lexicon import section_of, word_set

Text = tuple[str, str]

SAME_TOPIC = 0.5
NEW_TOPIC = 0.5
NUMBER = re.compile(r"\d+(?:[/:.-]\d+)*")
SUFFIXES = ("هایی", "های", "هایم", "ها", "ترین", "تر", "ان", "ات", "ام", "ای", "ی")
COMMON = word_set("similarity_common")
BACKGROUND = word_set("similarity_background")
TOPIC_OF = section_of("topics")
SAME_WORD = {"sms": "پیامک", "اسمس": "پیامک", "پیام": "پیامک", "اساماس": "پیامک", "error": "خطا"}
ANOTHER = re.compile(
    r"(?:سوال|پرسش|موضوع|مشکل|مورد|درخواست|مساله) (?:دیگر|دیگه|جدید|جداگانه|بعدی)"
    r"|(?:یک|یه) (?:سوال|موضوع|درخواست|مورد) (?:دیگر|دیگه|هم)|راستی|جدا از این|غیر از این|ضمنا"
)


def identical(one: Text, two: Text) -> bool:
    """Tell whether two texts have the same letters and digits in subject and in body."""
    keys = [tuple(map(same_key, text)) for text in (one, two)]
    return keys[0] == keys[1] and any(keys[0])


def same_topic(one: Text, two: Text) -> tuple[bool, float]:
    """Tell whether two requests (subject, body) are about one matter, with a score in 0..1."""
    if identical(one, two):
        return True, 1.0
    a, b = " ".join(one), " ".join(two)
    score = 0.75 * _likeness(a, b) + 0.25 * _likeness(one[0], two[0])
    score = score * _numbers_agree(a, b)
    score = round(min(1.0, score * 1.15), 4)
    return score >= SAME_TOPIC, score


def new_topic(thread: Iterable[str], reply: str) -> tuple[bool, float]:
    """Tell whether a reply leaves the subject of its thread, with a score in 0..1."""
    before = " ".join(thread)
    told = _vector(reply)
    weight = sum(told.values())
    if weight < 2:
        return False, 0.0
    known = _vector(before)
    shared = sum(value for word, value in told.items() if word in known) / weight
    topics = _topics(told)
    fresh = 1 - sum(topics[t] for t in topics.keys() & _topics(known).keys()) / (
        sum(topics.values()) or 1
    )
    away = 0.55 * (1 - shared) + 0.3 * (fresh if topics else 0.4)
    says_so = ANOTHER.search(_plain(reply)) is not None
    score = round(min(1.0, away * min(1.0, 0.6 + weight / 20) + (0.25 if says_so else 0.0)), 4)
    return score >= NEW_TOPIC, score


def _plain(text: str) -> str:
    return " ".join(words(text))


def _stem(word: str) -> str:
    word = SAME_WORD.get(word, word)
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.isascii():
            return word[: -len(suffix)]
    return word


def _vector(text: str) -> dict[str, float]:
    counts = Counter(_stem(word) for word in words(text) if word not in COMMON)
    return {word: sqrt(count) * _weight(word) for word, count in counts.items()}


def _weight(word: str) -> float:
    if word.isdigit():
        return 1.0 if len(word) > 1 else 0.3
    if word in BACKGROUND or len(word) < 3:
        return 0.35
    return 1.2 if word in TOPIC_OF else 1.0


def _likeness(one: str, two: str) -> float:
    a, b = _vector(one), _vector(two)
    if not a or not b:
        return 0.0
    dot = sum(value * b[word] for word, value in a.items() if word in b)
    norm = sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
    inside = sum(min(v, b[w]) for w, v in a.items() if w in b)
    return 0.5 * dot / norm + 0.5 * inside / min(sum(a.values()), sum(b.values()))


def _numbers_agree(one: str, two: str) -> float:
    """Below 1 where both name numbers of a kind (tracking, line, date, amount) that differ."""
    factor = 1.0
    a, b = _numbers(one), _numbers(two)
    for kind, cost in (("long", 0.45), ("date", 0.7), ("short", 0.7)):
        if a[kind] and b[kind]:
            factor *= 1.15 if a[kind] & b[kind] else cost
    return factor


def _numbers(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"long": set(), "date": set(), "short": set()}
    for match in NUMBER.finditer(folded(text).replace(ZWNJ, " ").replace("٬", "")):
        number = match.group()
        digits = re.sub(r"\D", "", number)
        if "/" in number or number.count("-") == 2:
            found["date"].add(digits)
        elif len(digits) >= 6:
            found["long"].add(digits)
        elif len(digits) >= 3 and ":" not in number:
            found["short"].add(digits)
    return found


def _topics(vector: dict[str, float]) -> dict[str, float]:
    topics: dict[str, float] = {}
    for word, value in vector.items():
        topic = TOPIC_OF.get(word)
        if topic:
            topics[topic] = topics.get(topic, 0.0) + value
    return topics
