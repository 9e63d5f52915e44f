"""Whether the items of a title, put together, tell what the matter is."""

from collections.abc import Callable

from portal.etiquette.title_neighbours import (
    BARE,
    LETTERS,
    PLACES,
    SHORTEST_NUMBER,
    after_an_answer,
    has,
    is_marked,
    marks,
    pairs,
    settled,
)
from portal.etiquette.title_tokens import Item

# So many words a single unknown one must stand among to count for nothing.
A_FLOOD = 9
OBJECT_MARKS = frozenset({"را", "رو", "ام", "های", "ها"})
CONDUCT = ("رفتار", "برخورد")
UNABLE = ("نمیتو", "نتو", "عدم", "nemitun", "nemiton", "nemitoon", "nemitavan")
# Digits of a telephone number.
PHONE = 11
RECEIVED = ("نگرفت", "نمیگیر")


def tells(items: list[Item]) -> bool:
    """Tell whether staff would know from the items what the request is about."""
    items = settled(items)
    strange = [at for at, item in enumerate(items) if item.kind == "unknown"]
    if strange and not _drowned(items, strange):
        return True
    return any(rule(items) for rule in RULES)


def _drowned(items: list[Item], strange: list[int]) -> bool:
    """Tell whether the unknown words are too few, and too aside, to be what a long title is about.

    A matter named among so many empty words stands after «مشکل», «دربارهٔ» and the like, or
    beside a word of the trade.
    """
    if len(items) < A_FLOOD * len(strange) or has(items, *BARE - {"place"}, "defect", "number"):
        return False
    return not any(_may_be_the_matter(items, at) for at in strange)


def _may_be_the_matter(items: list[Item], at: int) -> bool:
    beside = items[max(0, at - 1) : at] + items[at + 1 : at + 2]
    return (
        items[at].text.isascii()
        or (at > 0 and is_marked(items[at - 1], "object"))
        or (at + 1 < len(items) and items[at + 1].text in OBJECT_MARKS)
        or has(beside, *PLACES, *LETTERS)
    )


def _numbered(items: list[Item]) -> bool:
    """A number beside a thing that has one: «خط ۳۰۰۰», «خطای ۵۰۰», «تیکت ۱۰۲۴۸»."""
    if not has(items, "number"):
        return False
    things = [item for item in items if not _number_to_call(items, item)]
    if has(things, "number") and has(things, *BARE, "defect", "late"):
        return True
    return any(
        is_marked(one, "coded") or (is_marked(one, "numbered") and len(two.text) >= SHORTEST_NUMBER)
        for one, two in pairs(items)
        if two.kind == "number"
    )


def _number_to_call(items: list[Item], item: Item) -> bool:
    """«با شمارهٔ ۰۹۱۲… تماس بگیرید»."""
    phone = item.kind == "number" and len(item.text) == PHONE and item.text.startswith("0")
    called = phone or item.text.startswith("شمار")
    return called and any(is_marked(other, "call") for other in items)


def _defective(items: list[Item]) -> bool:
    """Something named that does something wrong: «پیامک نمی‌رسد», «پیگیری قطعی»."""
    if not has(items, "defect"):
        return False
    outage = any(is_marked(item, "outage") for item in items)
    reason = any(is_marked(one, "aspect") and two.kind == "defect" for one, two in pairs(items))
    return has(items, *BARE) or (outage and has(items, "kind")) or reason


def _late(items: list[Item]) -> bool:
    """Something late, twice or wrong; but an answer that is late says nothing."""
    if not has(items, "late"):
        return False
    if has(items, "problem") or any(is_marked(item, "answer") for item in items):
        return False
    repeated = any(item.kind == "late" and item.text.startswith(("دو", "سه")) for item in items)
    things = [item for item in items if not (repeated and is_marked(item, "message"))]
    unit = any(one.kind == "late" and two.kind == "department" for one, two in pairs(items))
    return unit or has(things, *PLACES, "weak", "topic")


def _topical(items: list[Item]) -> bool:
    """A bare topic says something with anything but courtesy and urgency."""
    topics = {item.text for item in items if item.kind == "topic"}
    if not topics:
        return False
    if len(topics) > 1 or has(items, *LETTERS, *PLACES, "weak", "soft", "time", "filler"):
        return True
    if any(item.acts or is_marked(item, "asking") for item in items):
        return True
    return _belongs_to_unit(items, "topic") or _narrowed(items, "topic")


def _belongs_to_unit(items: list[Item], kind: str) -> bool:
    """«هزینهٔ پشتیبانی», «شمارهٔ پشتیبانی»."""
    return any(one.kind == kind and two.kind == "department" for one, two in pairs(items))


def _narrowed(items: list[Item], kind: str) -> bool:
    """«مدت اعتبار», «ارسال دیروز», «نام شرکت»: a bare word with one that narrows it."""
    return any(
        (two.kind == kind and is_marked(one, "aspect"))
        or (one.kind == kind and is_marked(two, "owner", "day", "sort"))
        for one, two in pairs(items)
    )


def _sending(items: list[Item]) -> bool:
    """Sending that fails or is asked about; to send a message to the staff says nothing."""
    if not has(items, "weak"):
        return False
    if has(items, "narrow", "problem") or _narrowed(items, "weak"):
        return True
    for at, item in enumerate(items):
        if item.kind != "weak":
            continue
        before, after = items[:at], items[at + 1 :]
        unable = any(
            other.negated and (has(items, "place") or other.text.startswith(UNABLE))
            for other in before
        )
        if unable or any(_denied(items, later) for later in range(at + 1, len(items))):
            return True
        beside = [*before[-1:], *after[:1]]
        passive = bool(after) and after[0].kind == "verb" and not has(items, *PLACES)
        reach = before if passive else beside
        if any(is_marked(other, "message") for other in reach) and not has(after, "place"):
            continue
        asked = any(not is_marked(other, "question") for other in before if other.kind == "kind")
        if asked or has([*before[-1:], *_object(after)], "filler", "time"):
            return True
    return False


def _denied(items: list[Item], at: int) -> bool:
    """Something does not happen, and it is not that an answer is not given."""
    return items[at].negated and not after_an_answer(items, at)


def _object(after: list[Item]) -> list[Item]:
    """What a bare word is joined to, by a preposition or without."""
    return [item for item in after[:2] if not is_marked(item, "preposition")][:1]


def _receiving(items: list[Item]) -> bool:
    """What tells little alone, with what it is about: money, conduct, occasions, receiving."""
    if not has(items, "soft"):
        return False
    conduct = any(item.text.startswith(CONDUCT) for item in items)
    complaint = any(is_marked(item, "complaint") for item in items)
    wrong = has(items, "problem") and any(item.text.startswith("پول") for item in items)
    blamed = conduct and (complaint or has(items, "department"))
    timed = has(items, "time") and any(item.text == "یاداوری" for item in items)
    return blamed or wrong or timed or has(items, *PLACES)


def _of_one_thing(items: list[Item]) -> bool:
    """Which line or panel, whose, what of it, or what is to become of it."""
    owned = [
        is_marked(two, "owner", "sort") and is_marked(one, "ordered") for one, two in pairs(items)
    ]
    if any(owned) and not has(items, "problem"):
        return True
    return any(_described(one, two) or _handled(one, two) for one, two in pairs(items)) or (
        _transferred(items) or _belongs_to_unit(items, "narrow")
    )


def _described(one: Item, two: Item) -> bool:
    """«راهنمای پنل», «پیامک قدیمی», «گزارش پیامک», «پیام نگرفته», «فایل نمی‌رود»."""
    if two.kind in PLACES and (is_marked(one, "before", "report") or one.text == "ساعت"):
        return True
    if is_marked(one, "report") and is_marked(two, "day"):
        return True
    if is_marked(one, "attached") and two.negated:
        return True
    if one.kind not in PLACES:
        return False
    adjective = is_marked(two, "after") or (
        is_marked(two, "after_thing") and not is_marked(one, "message")
    )
    return adjective or (two.negated and two.text.startswith(RECEIVED))


def _handled(one: Item, two: Item) -> bool:
    """«بردن خط», «بستن تیکت»: an infinitive that does something to a thing."""
    infinitive = one.text.endswith("ن") and (one.acts or one.kind == "defect")
    spoken = one.text.startswith(("می", "نمی"))
    thing = two.kind in BARE or two.text == "تیکت"
    return infinitive and not spoken and thing and not is_marked(one, "helping")


def _transferred(items: list[Item]) -> bool:
    """A line or web service that fails, or that is asked for: «خط رو بدم به برادرم»."""
    lacking = any(item.negated or item.text == "بدون" for item in items)
    if has(items, "narrow") and lacking:
        return True
    wanted = [at for at, item in enumerate(items) if is_marked(item, "ordered")]
    return not has(items, "problem") and any(
        item.text in marks("transfer") for at in wanted for item in items[at + 1 : at + 3]
    )


RULES: tuple[Callable[[list[Item]], bool], ...] = (
    _numbered,
    _defective,
    _late,
    _topical,
    _sending,
    _receiving,
    _of_one_thing,
)
