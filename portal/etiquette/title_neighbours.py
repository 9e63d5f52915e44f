"""What the words of a title mean beside one another: names, units, numbers, words of two uses."""

from functools import cache

from portal.etiquette.folding import same_key
from portal.etiquette.lexicon import sections
from portal.etiquette.title_senders import is_phone, unsigned
from portal.etiquette.title_tokens import Item
from portal.etiquette.title_words import BLANK

PLACES = frozenset({"place", "narrow"})
BARE = PLACES | {"weak", "topic", "soft"}
LETTERS = frozenset({"kind", "problem"})
NAMES = frozenset({"given", "surname"})
ADDRESSING = BLANK | NAMES | {"department", "honorific", "place"}
LONGEST_ADDRESS = 4
SHORTEST_FAMILY_NAME = 5
BOUGHT = frozenset({"خریدم", "خریدیم", "خریده", "خریدهام", "خریدهایم", "خریداری", "تهیه"})
TO_CALL = ("شمارهتماس", "شمارهتلفن", "شمارههمراه", "تلفنتماس", "شمارهموبایل")
# From so many digits on a number is no count of days or times.
SHORTEST_NUMBER = 3


def settled(items: list[Item]) -> list[Item]:
    """Return the items read anew in the light of their neighbours."""
    items = list(items)
    for step in STEPS:
        step(items)
    return [item for at, item in enumerate(items) if not (at and _number_of(items[at - 1], item))]


@cache
def marks(name: str) -> frozenset[str]:
    """Return a section of titles_marks.txt, folded."""
    return frozenset(map(same_key, sections("titles_marks")[name]))


def has(items: list[Item], *kinds: str) -> bool:
    """Tell whether an item is of one of the kinds."""
    return any(item.kind in kinds for item in items)


def is_marked(item: Item | None, *names: str) -> bool:
    """Tell whether there is an item and it stands in one of the sections of titles_marks.txt."""
    return item is not None and any(item.text in marks(name) for name in names)


def pairs(items: list[Item]) -> list[tuple[Item, Item]]:
    """Return each item with the one after it."""
    return list(zip(items, items[1:], strict=False))


def _bought(items: list[Item]) -> None:
    """«سامانه‌ای که از شما خریدیم» is but the panel; so is «پنل خریدم مشکل دارم»."""
    thing = False
    for at, item in enumerate(items):
        described = thing and any(other.text == "که" for other in items[:at])
        if item.text in BOUGHT and (described or (thing and has(items[at:], *LETTERS))):
            items[at] = item._replace(kind="verb")
        thing = thing or item.kind == "place"


def _own_number(items: list[Item]) -> None:
    """«شماره تماس بنده ۰۹۱۲…» is where to call; a topic beside it makes it a matter again."""
    if not any(map(is_phone, items)):
        return
    for at, item in enumerate(items):
        if item.text.startswith(TO_CALL):
            items[at] = item._replace(kind="light")


def _cited(items: list[Item]) -> None:
    """«وضعیت pending», «خطای timeout»: an English word after these is that of a screen."""
    for at, (one, two) in enumerate(pairs(items), 1):
        latin = two.text.isascii() and two.text.isalpha() and not one.text.isascii()
        if latin and is_marked(one, "screen") and two.kind not in (*PLACES, *LETTERS):
            items[at] = two._replace(kind="unknown")


def _number_of(before: Item, item: Item) -> bool:
    """«تیکت شمارهٔ ۲» is «تیکت ۲»."""
    return before.kind in LETTERS and item.text == "شماره"


def _names(items: list[Item]) -> None:
    """The name after an honorific is part of the address, save after what belongs to him."""
    for at, item in enumerate(items):
        owned = at > 0 and items[at - 1].kind in BARE
        if item.kind == "honorific" and not owned:
            _address(items, at)
        elif owned and (item.kind in NAMES or (item.kind == "honorific" and _named(items, at))):
            items[at] = item._replace(kind="unknown")
        elif item.kind == "unknown" and (_introduces_himself(items, at) or _is_called(items, at)):
            items[at] = item._replace(kind="surname")


def _named(items: list[Item], at: int) -> bool:
    return at + 1 < len(items) and items[at + 1].kind in (*NAMES, "unknown")


def _address(items: list[Item], at: int) -> None:
    strong = is_marked(items[at], "strong_honorific")
    for after in range(at + 1, min(at + LONGEST_ADDRESS, len(items))):
        item = items[after]
        if item.kind in ("honorific", "given"):
            strong = strong or is_marked(item, "strong_honorific")
            continue
        if item.kind == "unknown" and (strong or _family_name(item.text)):
            items[after] = item._replace(kind="surname")
        return


def _introduces_himself(items: list[Item], at: int) -> bool:
    follows = at + 1 < len(items) and items[at + 1].text in ("هستم", "ام")
    return follows and _family_name(items[at].text)


def _is_called(items: list[Item], at: int) -> bool:
    """«سلام پریناز جان»: a name before its honorific, among greetings alone."""
    others = items[:at] + items[at + 1 :]
    called = at + 1 < len(items) and is_marked(items[at + 1], "called")
    return called and all(item.kind in ("light", "honorific", "department") for item in others)


def _family_name(word: str) -> bool:
    return len(word) >= SHORTEST_FAMILY_NAME and word.endswith(tuple(marks("family")))


def _units(items: list[Item]) -> None:
    """«واحد پرداخت» is somebody addressed, unless something is wrong with it."""
    if any(item.kind in ("problem", "defect") or item.negated for item in items):
        return
    for at, item in enumerate(items):
        if not is_marked(item, "role"):
            continue
        after = at + 1
        while after < len(items) and items[after].kind == "light":
            after += 1
        if after < len(items) and is_marked(items[after], "unit"):
            items[after] = items[after]._replace(kind="department")


def _houses(items: list[Item]) -> None:
    """«مدیریت محترم سامانهٔ نوین»: what stands at the end of an address is a name."""
    told = [at for at, item in enumerate(items) if item.kind not in ADDRESSING]
    if len(told) != 1 or items[told[0]].kind != "unknown" or items[told[0]].text.isascii():
        return
    at = told[0]
    head = [item for item in items[:at] if item.kind not in BLANK]
    alone = len(head) == 1 and is_marked(head[0], "unit_head") and at == len(items) - 1
    polite = any(is_marked(item, "polite") for item in items[:at])
    if alone or (polite and at and is_marked(items[at - 1], "house")):
        items[at] = items[at]._replace(kind="department")


def _bare(items: list[Item]) -> None:
    """A word of the trade that is all there is tells nothing; beside others it is a matter."""
    told = [item for item in items if item.kind != "light" or is_marked(item, "owner")]
    for at, item in enumerate(items):
        if item.kind == "bare":
            # «۱۲ آبان» is but a day.
            beside = ("number", "time") if is_marked(item, "day") else ()
            alone = all(other == item or other.kind in beside for other in told)
            items[at] = item._replace(kind="filler" if alone else "unknown")


def _numbers(items: list[Item]) -> None:
    """«۳ روز», «۲ تا سؤال» count nothing that belongs to the matter."""
    for at, item in enumerate(items):
        if item.kind != "number" or len(item.text) >= SHORTEST_NUMBER:
            continue
        near = items[max(0, at - 1) : at] + items[at + 1 : at + 2]
        counted = items[at + 2] if at + 2 < len(items) else None
        counts_things = counted and counted.kind in PLACES and not is_marked(counted, "message")
        if any(is_marked(other, "unit_of_time") for other in near) and not counts_things:
            items[at] = item._replace(kind="time")


def _double_uses(items: list[Item]) -> None:
    for at, item in enumerate(items):
        before = items[at - 1] if at else None
        after = items[at + 1] if at + 1 < len(items) else None
        if item.text == "کند":
            slow = (before and before.kind in BARE) or (after and after.kind == "verb")
            if not slow:
                # «کمک کند»
                items[at] = item._replace(kind="verb", acts=True)
        elif item.text == "باز" and is_marked(after, "opening"):
            items[at] = item._replace(kind="defect")
        elif (item.kind == "soft" or _absent(item)) and after_an_answer(items, at):
            # «جوابی دریافت نکردم», «خبری نیامد»
            items[at] = item._replace(kind="light", negated=False)


def _absent(item: Item) -> bool:
    return item.kind == "defect" and item.negated


def after_an_answer(items: list[Item], at: int) -> bool:
    """Tell whether an answer is what comes or comes not, with mere fillers between."""
    for item in reversed(items[:at]):
        if is_marked(item, "answer"):
            return True
        if item.kind not in BLANK:
            return False
    return False


STEPS = (
    unsigned,
    _bought,
    _own_number,
    _cited,
    _names,
    _units,
    _houses,
    _bare,
    _numbers,
    _double_uses,
)
