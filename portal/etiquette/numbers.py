"""The words and figures of a text in order, number words made figures, each figure with its kind.

«هفتاد و پنج هزار تومان» is 75000 as an amount, «خط ۳۰۰۰ ۱۲۳۴» a line, «سیزدهم آذر» a date: two
texts are compared by facts of one kind, since an amount is no tracking number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from portal.etiquette.folding import ZWNJ, folded, unstretch
from portal.etiquette.lexicon import section_of

# How much of a text is read, in code points.
READ = 10_000
PIECE = re.compile(
    r"[«»؟?\n.!؛;،]"
    r"|\d[\d,٬٫/:.-]*|[a-z][a-z0-9]*(?:[_.@/-][a-z0-9]+)*|[^\W\d_a-z]+|[^\W\d]+"
)
SEPARATORS = re.compile(r"[,٬]")
DATE = re.compile(r"(?:1[34]\d\d|20\d\d|\d\d?)[/-]\d\d?(?:[/-]\d{1,4})?")
TIME = re.compile(r"\d\d?:\d\d(?::\d\d)?")
MOBILE = re.compile(r"(?:0098|98|0)?(9\d{9})")
SPACED_MOBILE = re.compile(r"(?<!\d)(?:\+?98|0)[ -]?9\d{2}[ -]\d{3}[ -]?\d{2}[ -]?\d{2}(?!\d)")
LINE = re.compile(r"(?:1000|2000|3000|5000|9000|9982|021|0[1-8]\d)\d*")
# Where a unit is written without a space: «200تومان», «هزارتایی».
GLUED_UNIT = re.compile(r"(?<=\d)(?=تومان|تومن|ریال|تا|نفر|رقمی|حرفی|ام|م|هزار|میلیون|درصد)")
GLUED_COUNT = re.compile(
    r"(?:(?<=هزار)|(?<=میلیون))(?=(?:تایی|تا|نفره|نفری|نفر|تومانی|تومنی|ی)(?![^\W\d_]))"
)
# A figure of more digits names nothing that a person would write.
LONGEST_FIGURE = 30
# How far a word that names a kind reaches, in words.
REACH = 4
# Stands after a figure that «هزار» or «میلیون» was part of: most often money.
SCALED = "*"
PARTED = frozenset(["می", "نمی", "برمی", "برنمی", "درمی", "درنمی", "وامی"])
UNITS = frozenset(["تومان", "تومن", "ریال", "تومانی", "تومنی", "ریالی", "تومنه", "toman", "rial"])
SCALES = {
    "هزار": 1_000, "میلیون": 1_000_000, "ملیون": 1_000_000, "میلیونی": 1_000_000, "میلیارد": 10**9,
}  # fmt: skip
# Words that are numbers only before some others.
UNSURE = frozenset(["نه", "یک", "یه"])
MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "ابان", "اذر", "دی",
    "بهمن", "اسفند",
)  # fmt: skip
MONTH = {name: str(place) for place, name in enumerate(MONTHS, 1)}


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a mark or a figure. `kind` is "" for words, "mark", or the kind of the figure."""

    text: str
    kind: str = ""


@cache
def _values() -> Mapping[str, int]:
    """Return the values of number words, ordinals and spoken forms too."""
    values = {}
    for name, value in section_of("number_values").items():
        values[name] = int(value)
    return values


def pieces(text: str) -> list[Piece]:
    """Return the words, marks and figures of a text."""
    text = SPACED_MOBILE.sub(lambda m: re.sub(r"\D", "", m.group()), folded(text[:READ]))
    flat = GLUED_COUNT.sub(" ", GLUED_UNIT.sub(" ", text.replace(ZWNJ, " ")))
    return _kinds(list(_merged([unstretch(p) for p in PIECE.findall(flat)])))


def _merged(found: list[str]) -> Iterator[str]:
    """Join «می» to its verb and sum what one number is made of."""
    at = 0
    while at < len(found):
        piece = found[at]
        if piece in PARTED and at + 1 < len(found):
            yield piece + found[at + 1]
            at += 2
            continue
        following = found[at + 1] if at + 1 < len(found) else ""
        if following == "شنبه" and piece in _values():
            yield piece + following
            at += 2
            continue
        value, after = _number(found, at)
        if value is None:
            yield piece
            at += 1
        else:
            yield value
            at = after


def _number(found: list[str], at: int) -> tuple[str | None, int]:
    """Return the figure that starts at `at`, as text, and the place after it."""
    values = _values()
    first = found[at]
    if first[0].isdigit():
        plain = SEPARATORS.sub("", first[: 2 * LONGEST_FIGURE]).strip(":/.-٫")[:LONGEST_FIGURE]
        follows = found[at + 1] if at + 1 < len(found) else ""
        if follows not in SCALES or not re.fullmatch(r"\d+(?:[.٫/]\d+)?", plain):
            return plain, at + 1
        total, part = 0.0, float(re.sub("[٫/]", ".", plain))
        at += 1
    elif first in values and (first not in UNSURE or _counts(found, at + 1)):
        total, part = 0.0, 0.0
    else:
        return None, at
    seen, scale = 0, 1
    while at < len(found):
        word = found[at]
        if word in SCALES:
            scale = SCALES[word]
            part, total = 0.0, total + (part or 1.0) * scale
        elif word == "نیم" and seen:
            # «یک و نیم میلیون», «دو میلیون و نیم».
            part, total = (part + 0.5, total) if part else (0.0, total + scale / 2)
        elif word in values:
            value = values[word]
            if part and not _goes_on(int(part), value):
                break
            part += value
        elif word == "و" and at + 1 < len(found) and _joins(found[at + 1], part):
            at += 1
            continue
        else:
            break
        seen += 1
        at += 1
    if scale == SCALES["میلیون"] and 100 <= part < 1_000:
        # «چهار میلیون و ششصد» leaves out a thousand.
        part *= 1_000
    whole = total + part
    told = str(int(whole)) if whole == int(whole) else str(whole)
    return told + SCALED if scale > 1 else told, at


def _counts(found: list[str], at: int) -> bool:
    """Tell whether «نه» or «یک» before this place is a number, and no denial or article."""
    follows = found[at] if at < len(found) else ""
    return follows in SCALES or follows in UNITS or follows in ("صبح", "شب", "رقمی", "نفر", "و")


def _goes_on(part: int, value: int) -> bool:
    return 0 < value < 10 ** (len(str(part)) - len(str(part).rstrip("0")))


def _joins(word: str, part: float) -> bool:
    value = _values().get(word)
    if word == "نیم" or word in SCALES:
        return True
    return value is not None and (not part or _goes_on(int(part), value))


def _kinds(found: list[str]) -> list[Piece]:
    cues = section_of("number_cues")
    told: list[Piece] = []
    cue, far = "", 0
    for at, text in enumerate(found):
        first = text[0]
        if first.isdigit():
            following = found[at + 1] if at + 1 < len(found) else ""
            told.append(_figure(text, cue if far <= REACH else "", following, cues))
            far += 1
        elif not first.isalpha():
            told.append(Piece(text, "mark"))
            far = far + 1 if text in ".،" else REACH + 1
        elif not text.isalpha() and text.isascii():
            told.append(Piece(text, "id"))
            far += 1
        else:
            told.append(Piece(text))
            if cues.get(text, "count") != "count":
                cue, far = cues[text], 0
            far += 1
    return told


def _figure(text: str, cue: str, following: str, cues: Mapping[str, str]) -> Piece:
    digits = re.sub(r"\D", "", text)
    if TIME.fullmatch(text):
        return Piece(text, "time")
    if ("/" in text or text.count("-") == 2) and DATE.fullmatch(text):
        return Piece(_day(text), "date")
    mobile = MOBILE.fullmatch(digits)
    if mobile and cue != "ref":
        return Piece(mobile.group(1), "mobile")
    if following in MONTH:
        return Piece(f"{MONTH[following]}/{int(digits)}", "date")
    if cues.get(following) == "count":
        return Piece(digits, "count")
    if following in UNITS or text.endswith(SCALED) or (cue == "amount" and len(digits) > 3):
        return Piece(_significant(text), "amount")
    if cue:
        return Piece(_significant(text) if cue == "amount" else digits, cue)
    if len(digits) >= 5 and LINE.fullmatch(digits):
        return Piece(digits, "line")
    if len(digits) >= 6:
        return Piece(digits, "ref")
    return Piece(digits.lstrip("0") or "0", "figure")


def _day(text: str) -> str:
    """Return month/day of a date, whatever its order."""
    parts = [int(part) for part in re.split(r"[/-]", text)]
    if len(parts) == 3:
        parts = parts[1:] if parts[0] > 31 else parts[1::-1]
    return f"{parts[0]}/{parts[1]}"


def _significant(text: str) -> str:
    """Return an amount without its zeros: 75000 toman, 750000 rials and «۷۵ هزار» are one."""
    return re.sub(r"\D", "", text).strip("0") or "0"
