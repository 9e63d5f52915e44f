"""Putting suggestions into texts, and taking them out again; static/js/coach.js does the same.

A change carries the letters that stand round its place, so that the place is found again when the
text has been written on: then it is made, or taken back, there alone.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

# How many characters on each side tell a place, and how many of them must still be there.
AROUND = 12
SURE = 4
# How many presses can be taken back, and what is read of what a form says about them.
MOST_STEPS = 10
MOST_CHANGES = 100
LONGEST = 200_000

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Change:
    """In the text `field`, at the code point `start`: `before` becomes `after`."""

    field: str
    start: int
    before: str
    after: str
    left: str
    right: str

    @classmethod
    def at(cls, field: str, text: str, start: int, end: int, after: str) -> "Change":
        """The change that puts `after` in the place of a stretch of `text`."""
        left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        return cls(field, start, text[start:end], after, left, right)


@dataclass(frozen=True)
class Step:
    """One press on a button: what it did, in words, and the changes that take it back."""

    what: str
    back: Sequence[Change]


@dataclass(frozen=True)
class Made:
    """What became of changes: the texts with them, those that take them back, and those whose
    place was not there any more."""

    texts: Mapping[str, str]
    back: Sequence[Change]
    lost: Sequence[Change]


def make(texts: Mapping[str, str], changes: Iterable[Change]) -> Made:
    """Makes the changes in the texts, each at its place as it is now.

    Where two overlap, the one that starts first is made, and the other passed over.
    """
    found: dict[str, list[tuple[int, Change]]] = {}
    lost = []
    for change in changes:
        at = _find(texts[change.field], change) if change.field in texts else None
        if at is None:
            lost.append(change)
        else:
            found.setdefault(change.field, []).append((at, change))
    new, back = dict(texts), []
    for field, places in found.items():
        new[field], places = _replaced(texts[field], sorted(places, key=lambda place: place[0]))
        for start, change in places:
            end = start + len(change.after)
            back.append(Change.at(field, new[field], start, end, change.before))
    return Made(new, back, lost)


def take_back(texts: Mapping[str, str], step: Step) -> Made:
    """Takes a step back as far as it can be: what it moved elsewhere is not removed there when it
    cannot return to where it was."""
    made = make(texts, step.back)
    if made.lost:
        made = make(texts, [change for change in step.back if change.after])
    return made


def dump(steps: Sequence[Step]) -> str:
    """The steps for a form's field; nothing when there are none."""
    kept = [[step.what, [astuple(change) for change in step.back]] for step in steps[-MOST_STEPS:]]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""


def load(text: str) -> list[Step]:
    """The steps that a form's field tells; what is no list of steps tells none."""
    if not text or len(text) > LONGEST:
        return []
    try:
        return [
            Step(_text(what), [_change(*parts) for parts in back[:MOST_CHANGES]])
            for what, back in json.loads(text)[-MOST_STEPS:]
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


def _change(field, start, *texts) -> Change:
    if type(start) is not int:
        raise TypeError
    return Change(_text(field), start, *map(_text, texts))


def _text(value) -> str:
    # A page with a lone surrogate could not be sent.
    if not isinstance(value, str) or _SURROGATE.search(value):
        raise TypeError
    return value


def _replaced(
    text: str, places: Sequence[tuple[int, Change]]
) -> tuple[str, list[tuple[int, Change]]]:
    """The text with the changes made, and where each of those made begins in it."""
    parts, made = [], []
    done = length = 0
    for at, change in places:
        if at < done:
            continue
        length += at - done
        made.append((length, change))
        parts += [text[done:at], change.after]
        length += len(change.after)
        done = at + len(change.before)
    return "".join([*parts, text[done:]]), made


def _find(text: str, change: Change) -> int | None:
    """Where the change's place is now: where most of its surroundings are, or else the nearest."""
    best, likeness = None, (-1, 0)
    at = text.find(change.before)
    while at >= 0:
        end = at + len(change.before)
        around = _alike(change.left[::-1], text[max(0, at - AROUND) : at][::-1])
        around += _alike(change.right, text[end : end + AROUND])
        if (around, -abs(at - change.start)) > likeness:
            best, likeness = at, (around, -abs(at - change.start))
        at = text.find(change.before, at + 1)
    needed = min(SURE, len(change.left) + len(change.right))
    return best if likeness[0] >= needed else None


def _alike(first: str, second: str) -> int:
    """How many characters two texts have in common from their beginning."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
