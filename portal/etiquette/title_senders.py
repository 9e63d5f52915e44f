"""Titles that only name who writes, or wish something: «دفتر املاک پارسیان», «عیدتان مبارک»."""

from functools import cache

from portal.etiquette.folding import same_key
from portal.etiquette.lexicon import sections
from portal.etiquette.title_tokens import Item
from portal.etiquette.title_words import listed

COURTESY = frozenset({"light", "honorific", "department"})
NAMES = frozenset({"given", "surname"})
# Endings of family names; enough only beside a first name.
FAMILY = (
    "ی", "زاده", "پور", "نیا", "نژاد", "فر", "وند", "راد", "منش", "پناه", "خواه", "دوست", "لو",
    "چی", "یان", "تبار", "فرد", "مهر", "کیا", "بخش", "گر",
)  # fmt: skip
SHORTEST_FAMILY_NAME = 4
# Endings of deeds, which no sender is called by.
DEEDS = ("سازی", "گذاری", "دهی", "گیری", "بندی", "رسانی", "یابی", "کردن", "شدن")
LONGEST_NAME = 8
# Of the number of a branch.
SHORT_NUMBER = 3
PHONES = {10: "9", 11: "0", 12: "98"}
OURS = frozenset({"کاربر", "مشترک", "مشتری", "نماینده", "همکار", "قدیمی", "قدیم", "جدید", "وفادار"})
SENDERS = frozenset({"طرف", "جانب", "سوی"})
COPULAS = frozenset({"هستم", "هستیم", "میباشم", "میباشیم"})
# A name is not joined to anything.
JOINING = frozenset(
    {"در", "به", "با", "برای", "برا", "تا", "را", "رو", "که", "بدون", "توی", "تو", "ما", "من", "هر"}
)
PERSONS = ("یم", "ید", "ند", "ین", "نم", "کنه", "شه")
PLACED = frozenset({"از", "در", "شهر", "استان", "شهرستان"})
CONGRATULATIONS = frozenset({"تبریک", "تسلیت", "تعزیت"})
# Words of an occasion that the list may lack.
MOST_UNKNOWN = 2


def unsigned(items: list[Item]) -> None:
    """Leave nothing of a title that is but a sender, or but a wish."""
    core = [item for item in items if not _framing(item)]
    if core and (
        _is_wish(items) or any(of(items, core) for of in (_is_person, _is_ours, _is_house))
    ):
        items.clear()
    _introduced(items)


def _introduced(items: list[Item]) -> None:
    """Take away «بنده مدیر دبستان هستم» from what follows it."""
    end = next((at for at, item in enumerate(items) if item.text in COPULAS), 0)
    start = next((at for at in range(end) if items[at].text in _list("writer")), end)
    before, told = items[:start], items[start:end]
    if not told or not all(_framing(item) for item in before) or len(told) > LONGEST_NAME // 2:
        return
    if all(_part_of_name(item) or item.text in _list("writer") or _framing(item) for item in told):
        del items[start : end + 1]


@cache
def _list(name: str) -> frozenset[str]:
    """Return a section of titles_names.txt, folded."""
    return frozenset(map(same_key, sections("titles_names")[name]))


def _framing(item: Item) -> bool:
    """Courtesy around a name: «سلام، … هستم از کرج»."""
    if item.kind in COURTESY:
        return item.text not in _list("part")
    return item.text == "طرف" or (item.kind == "verb" and item.text in _list("signing"))


def is_phone(item: Item) -> bool:
    """Tell whether a number is that of a telephone."""
    return item.kind == "number" and item.text.startswith(PHONES.get(len(item.text), " "))


def _is_given(item: Item) -> bool:
    return item.kind == "given" or (item.kind == "unknown" and item.text in _list("given"))


def _signed(items: list[Item]) -> bool:
    return any(item.text in _list("signing") for item in items)


def _is_ours(items: list[Item], core: list[Item]) -> bool:
    """«کاربر قدیمی شما هستم», «نماینده شما در استان فارس», «سلام از کرج»."""
    placed = PLACED | _list("town")
    for at, item in enumerate(items):
        town = item.text in _list("town")
        if item in core and item.text not in OURS and not town:
            return False
        if town and (at == 0 or items[at - 1].text not in placed):
            return False
    return _signed(items) or not any(item.text in OURS and item.kind == "place" for item in items)


def _is_person(items: list[Item], core: list[Item]) -> bool:
    """A first name with a family name, a telephone number or the word «هستم»; then a town."""
    names = [item for item in core if not (is_phone(item) or item.text in _list("town"))]
    if not names or not _is_given(names[0]) or len(names) > LONGEST_NAME // 2:
        return False
    called = any(map(is_phone, core))
    if len(names) == 1 and names[0].kind == "unknown" and not (called or _signed(items)):
        return False
    return all(
        item.kind in NAMES or _is_given(item) or _may_be_family(item, called) for item in names
    )


def _may_be_family(item: Item, called: bool) -> bool:
    if item.kind != "unknown" or item.text.isascii():
        return item.text == "سید"
    return called or item.text in _list("family") or _family_name(item.text)


def _family_name(word: str) -> bool:
    deed = word.endswith(DEEDS) or word in _list("matter")
    return len(word) >= SHORTEST_FAMILY_NAME and word.endswith(FAMILY) and not deed


def _is_house(items: list[Item], core: list[Item]) -> bool:
    """A firm, school or office with its name and branch, and nothing about it."""
    head, *name = core
    if head.text in _list("kept"):
        if not name or name[0].text not in _list("sort"):
            return False
    elif head.text not in _list("house"):
        return False
    if not name or len(name) > LONGEST_NAME or not all(map(_part_of_name, name)):
        return False
    first = items.index(head)
    before = items[first - 1].text if first else ""
    joined = [item.text for item in items[first:] if item not in core and item.kind == "light"]
    if before in JOINING or not JOINING.isdisjoint(joined):
        return False
    sure = len(items) - first > 2 or before in SENDERS or _signed(items)
    return sure or name[0].kind in NAMES or _is_given(name[0]) or name[0].text in _list("family")


def _part_of_name(item: Item) -> bool:
    text = item.text
    if item.kind == "number":
        return len(text) <= SHORT_NUMBER or is_phone(item)
    if text in _list("matter") or text.isascii():
        return False
    if text in _list("part") or text in _list("house") or text in _list("sort"):
        return True
    if item.kind == "unknown" and text.startswith(("می", "نمی", "ب")) and text.endswith(PERSONS):
        return _is_given(item)
    strange = item.kind == "unknown" and not text.endswith(DEEDS) and not listed(text)
    return strange or _is_given(item) or item.kind in NAMES or item.kind == "honorific"


def _is_wish(items: list[Item]) -> bool:
    """A feast or a mourning wished or condoled, and nothing of the trade."""
    wished = any(item.text in _list("wish") for item in items)
    formula = any(item.text in _list("formula") for item in items)
    wished = wished or (formula and any(item.text == "گرامی" for item in items))
    condoled = formula and any(item.text in CONGRATULATIONS for item in items)
    if not wished and not condoled:
        return False
    others = [item for item in items if not _of_wish(item)]
    known = sum(item.text in _list("occasion") for item in items)
    strange = [item for item in others if item.kind == "unknown" and not item.text.isascii()]
    return len(strange) == len(others) and len(others) <= (MOST_UNKNOWN if known and formula else 0)


def _of_wish(item: Item) -> bool:
    return (
        item.kind in {"light", "honorific", "department", "given", "surname", "time", "filler"}
        or item.text in _list("occasion")
        or item.text in _list("formula")
        or item.text in _list("wish")
        or item.text in CONGRATULATIONS
        or (item.kind == "number" and item.text.startswith(("13", "14")))
        or (item.kind == "verb" and not item.negated and item.text.startswith(("می", "رسید")))
    )
