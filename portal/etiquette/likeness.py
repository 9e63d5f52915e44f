"""How surely two requests are about one matter."""

from collections.abc import Iterable, Mapping
from math import exp

from portal.etiquette.gist import Gist, Told, tell, weight

# Kinds of facts that name one matter, and those that only narrow it down.
NAMES = ("ref", "invoice", "order", "pattern", "id")
# Least weight of the lighter side, so that one word alone is no whole request.
LEAST = 0.6
# Fitted by portal/etiquette/training/similarity.py; see there for the signs held to.
BIAS = -4.38
WEIGHTS: Mapping[str, float] = {
    "trade": 0.87,
    "field": 1.47,
    "shared": 2.35,
    "nothing": -1.37,
    "second": 2.04,
    "titles": 0.36,
    "contrast": -14.56,
    "aspect": 0.83,
    "other aspect": -0.16,
    "mode": 0.94,
    "price apart": -2.16,
    "how apart": -1.09,
    "fault apart": -0.77,
    "chases": 3.09,
    "settled": -4.00,
    "same name": 1.06,
    "same error": 0.73,
    "same amount": 3.63,
    "same figure": 2.49,
    "other name": -7.80,
    "other quote": -2.56,
    "other line": -9.12,
    "other mobile": -7.31,
    "other error": -9.08,
    "other amount": -4.35,
    "other date": -5.72,
}


def likeness(one: Gist, two: Gist) -> float:
    """Return how surely two requests are about one matter, 0 to 1."""
    found = features(one, two)
    total = BIAS + sum(WEIGHTS[name] * value for name, value in found.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def features(one: Gist, two: Gist) -> dict[str, float]:
    """Return what speaks for one matter and against it, each mostly 0 to 1."""
    a, b = _without_frame(one, two)
    return _words(a, b) | _bearing(one, two, a, b) | _facts(one, two)


def _without_frame(one: Gist, two: Gist) -> tuple[Told, Told]:
    """Leave out sentences that both have letter by letter, where both say something else too.

    They tell who writes and how politely, not about what.
    """
    keys = {part.key for part in one.parts} & {part.key for part in two.parts if not part.title}
    if keys:
        left = [[p for p in gist.parts if p.key not in keys] for gist in (one, two)]
        if all(any(p.concepts and not p.title for p in parts) for parts in left):
            return tell(left[0]), tell(left[1])
    return one.told, two.told


def _words(a: Told, b: Told) -> dict[str, float]:
    shared = a.all.keys() & b.all.keys()
    rare = sorted((a.all[name] for name in shared), reverse=True)
    covered = _share(a.title, b.all), _share(b.title, a.all)
    return {
        "trade": _contained(a.trade, b.trade),
        "field": _contained(a.fields, b.fields),
        "shared": min(4, len(shared)) / 4,
        "nothing": float(not shared),
        "second": rare[1] if len(rare) > 1 else 0.0,
        "titles": max(covered),
        "contrast": _contrast(a, b),
    }


def _contained(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Return how much of the lighter side is in the other."""
    shared = sum(a[name] for name in a.keys() & b.keys())
    return shared / max(min(sum(a.values()), sum(b.values())), LEAST)


def _share(names: Iterable[str], known: Iterable[str]) -> float:
    whole = sum(map(weight, names))
    return sum(weight(name) for name in names if name in known) / whole if whole else 0.0


def _contrast(a: Told, b: Told) -> float:
    """Titles alike in all but one telling word name two things: «شعبهٔ قم», «شعبهٔ مشهد»."""
    ones, twos = a.title - b.all.keys(), b.title - a.all.keys()
    if not (ones and twos and a.title & b.title):
        return 0.0
    told_apart = min(max(map(weight, ones)), max(map(weight, twos)))
    return told_apart * _share(a.title, b.title) * _share(b.title, a.title)


def _bearing(one: Gist, two: Gist, a: Told, b: Told) -> dict[str, float]:
    aspects = [a.aspects[name] for name in a.aspects.keys() & b.aspects.keys()]
    return {
        "aspect": max(aspects, default=0.0),
        "other aspect": float(bool(a.aspects and b.aspects and not aspects)),
        "mode": float(bool(a.modes & b.modes)),
        "price apart": _apart(a, b, "price"),
        "how apart": _apart(a, b, "how"),
        "fault apart": _apart(a, b, "fault"),
        "chases": float(one.chases or two.chases) * min(1.0, 2 * _contained(a.trade, b.trade)),
        "settled": float(one.settled or two.settled),
    }


def _apart(a: Told, b: Told, mode: str) -> float:
    """Tell whether just one has the mode, and the other has another."""
    return float((mode in a.modes) != (mode in b.modes) and bool(a.modes and b.modes))


def _facts(one: Gist, two: Gist) -> dict[str, float]:
    names = _compared(one, two, *NAMES)
    if not names[0] and (_of(one, *NAMES) & two.figures or _of(two, *NAMES) & one.figures):
        # The same number under another word.
        names = True, False
    lines = _of(one, "line"), _of(two, "line")
    same_line = any(_same_line(x, y) for x in lines[0] for y in lines[1])
    mobile, error, amount, day = (
        _compared(one, two, kind) for kind in ("mobile", "error", "amount", "date")
    )
    return {
        "same name": float(names[0] or mobile[0] or bool(one.quotes & two.quotes)),
        "same error": float(error[0]),
        "same amount": float(amount[0]),
        "same figure": float(any(map(_telling, one.figures & two.figures))),
        "other name": float(names[1]),
        "other quote": float(bool(one.quotes and two.quotes) and not one.quotes & two.quotes),
        "other line": float(bool(lines[0] and lines[1]) and not same_line),
        "other mobile": float(mobile[1]),
        "other error": float(error[1]),
        "other amount": float(amount[1]),
        "other date": float(day[1]),
    }


def _of(gist: Gist, *kinds: str) -> frozenset[str]:
    return frozenset().union(*(gist.facts.get(kind, frozenset()) for kind in kinds))


def _compared(one: Gist, two: Gist, *kinds: str) -> tuple[bool, bool]:
    """Tell whether a fact of these kinds is shared, and whether both have some and share none."""
    a, b = _of(one, *kinds), _of(two, *kinds)
    return bool(a & b), bool(a and b and not a & b)


def _same_line(one: str, two: str) -> bool:
    """A prefix such as 3000 is every line that begins with it."""
    return one.startswith(two) or two.startswith(one)


def _telling(figure: str) -> bool:
    return not figure.isdigit() or len(figure.strip("0")) > 1
