"""What the Persian words around a Latin stretch say about it: a name, a message, a caption."""

import re

from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.lexicon import section_of, sections
from portal.etiquette.zones import LETTER

PERSIAN_WORD = re.compile(rf"[{LETTER}{ZWNJ}]+")
STOP = re.compile(r"[.!?؟؛;:\n…]")
REACH = 60
# Sections whose words, in the label before a colon, announce no prose.
TITLES = frozenset(["نام", "اسم", "عنوان", "بانام", "بهنام", "بااسم", "نامکاربری", "لقب"])
LABELS = ("name", "output")
# Nouns whose names come in rows: «ستون‌ها به ترتیب radif و nam moshtari».
FIELDS = frozenset(["ستون", "فیلد", "پارامتر", "متغیر", "گزینه", "کلید", "برچسب"])
PLURAL = re.compile("ها(?:ی|یی)?$")
WRITTEN = frozenset(["نوشته", "فرستاده", "پاسخداده", "جوابداده"])
PAST = frozenset(["بود", "بودند", "اند", "است"])


def word_before(text: str, start: int, count: int) -> list[str]:
    """Return up to `count` Persian words before a place of a folded text, the nearest first.

    The sentence and its colon are the border.
    """
    before = text[max(0, start - REACH) : start]
    for mark in reversed(list(STOP.finditer(before))):
        before = before[mark.end() :]
        break
    words = [folded(match.group()).replace(ZWNJ, "") for match in PERSIAN_WORD.finditer(before)]
    return words[::-1][:count]


def word_after(text: str, end: int, count: int) -> list[str]:
    """Return up to `count` Persian words after a place of a folded text."""
    after = text[end : end + REACH]
    stop = STOP.search(after)
    after = after[: stop.start()] if stop else after
    return [folded(m.group()).replace(ZWNJ, "") for m in PERSIAN_WORD.finditer(after)][:count]


def named(text: str, start: int) -> str:
    """Return what the noun before a place announces: "name" («شرکت»), "caption" («عبارت»), …

    "sample" announces what somebody else has written: «نمونه پیام:», «نوشته بود».

    Of several names that «و» joins, all are announced by the first noun; before a colon, any
    word of the label counts.
    """
    table = section_of("naming")
    words = word_before(text, start, 4)
    if len(words) > 1 and words[0] in PAST and words[1] in WRITTEN:
        return "sample"
    words = [word for word in words if table.get(word) != "joining"]
    if not words:
        nouns = _label(text, start)
        label = {table.get(noun) for noun in nouns}
        if not any(part.isdisjoint(nouns) for part in sections("naming_messages").values()):
            return "sample"
        return "sample" if "sample" in label else "caption" if label & set(LABELS) else ""
    section = table.get(words[0], "")
    return {"after": "", "says": "", "sample": "", "output": "caption"}.get(section, section)


def _label(text: str, start: int) -> list[str]:
    """Return the Persian words of the label whose colon stands right before a place."""
    label = text[max(0, start - REACH) : start].rstrip(" \n\t\"'«([¿¡-")
    if not label.endswith((":", "：")):
        return []
    label = STOP.split(label[:-1])[-1]
    return [folded(match.group()).replace(ZWNJ, "") for match in PERSIAN_WORD.finditer(label)]


def is_announced(text: str, start: int) -> bool:
    """Tell whether one of the last words of the sentence announces a title or a caption."""
    table = section_of("naming")
    words = word_before(text, start, 3)
    if any(word in TITLES or table.get(word) in ("caption", "output") for word in words):
        return True
    return any(PLURAL.sub("", word) in FIELDS for word in word_before(text, start, 5))


def is_told(text: str, end: int) -> bool:
    """Tell whether the words after a place say that a message was seen: «… می‌آید»."""
    return any(section_of("naming").get(word) == "after" for word in word_after(text, end, 3))


def is_reported(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence reports a message or a caption, before the place or after it."""
    table = section_of("naming")
    if any(
        table.get(word, "name") not in ("name", "joining", "sample")
        for word in word_before(text, start, 4)
    ):
        return True
    label = [table.get(word) for word in _label(text, start)]
    return is_told(text, end) or "caption" in label or "sample" in label
