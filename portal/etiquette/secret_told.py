"""Passwords and keys told in a sentence: a name of the secret, some words, and the secret.

All places are those of the folded text whose ZWNJ are spaces.
"""

import re
from collections.abc import Iterator
from itertools import islice

from portal.etiquette.secret_accept import USER, Walk, accepts, is_mixed_persian, known
from portal.etiquette.secret_values import DIGIT, LATIN, SYMBOL, is_key, is_placeholder, is_strong

Span = tuple[int, int]

PASSWORD = (
    r"(?<![^\W\d_])(?:(?:رمز|کلمه)(?: ?ی)? ?(?:عبور|ورود)|رمز|پسورد|پسوورد|پس ورد|پسوورد|پسورت"
    r"|گذر ?واژه)"
    r"(?: ?(?:مم?ه?|ام|اش|شه?|مو|شو|تان|تونه?|مان|مونه?|شان|شونه?|ی)|و|ه)?(?![^\W\d_])"
    r"|(?<![^\W\d_])پین(?: ?کد)?(?![^\W\d_])|(?<![a-z/_-])pin(?: ?code)?(?![a-z0-9_/?-])"
    r"|(?<![a-z])(?:kalame(?:-?y?e)?|kalameye) ?ob(?:oo|u|ou)r|(?<![a-z])gozar ?v[ao]zh?e"
    r"|(?<![a-z/_-])(?:password|passwd|passphrase|pwd|pass?[vw]ord|ramz(?:-?e|am|esh"
    r"|emoo?n)?)(?![a-z0-9_/?-])"
)
LOOSE_PASSWORD = r"(?<![^\W\d_])پس(?:م|ش|مو|شو|مون|شون)?(?![^\W\d_])|(?<![a-z])pass(?![a-z_])"
LABEL = re.compile(
    rf"(?P<pair>{USER}(?: و | ?/ ?| ?- ?| and | ?& ?| va | o |، ?))?(?:(?P<sure>{PASSWORD})"
    rf"|(?P<loose>{LOOSE_PASSWORD}))"
    r"|(?P<key>(?<![^\W\d_])(?:توکن|کلید|kelid|کد (?:api|ای پی ای|وب سرویس))"
    r"(?: ?(?:م|ام|ش|مان|مون|ی|های))?(?![^\W\d_])"
    r"|(?<![a-z])(?:api|access|secret|private|auth)[ _-]?(?:key|token)(?![a-z])"
    r"|(?<![a-z])(?:token|secret|key)(?![a-z]))"
)
CARD_WORDS = re.compile(r" ?(?:دوم|پویا|اینترنتی|کارت|موقت کارت|ایستا)")
# A word up to the next space, or up to a colon behind Persian letters («است:Ab12»).
PIECE = re.compile(r"[^\W\d_a-z]+[:=：]|\S+")
LEAD = re.compile(r"[:=：→>«»\"'“”‘()\[\]–—-]*")
COMPARED = re.compile(r"[!=]=|[<>]=?(?!\w)")
TRAIL = ".،,؛;:؟?)]}»\"'”’"
ASSIGNS = re.compile(r"[:=：→]")
END = re.compile(r"[.؟?!؛;]\Z")
SENTENCE_END = re.compile(r"[.؟\n]")
REACH, STEPS = 170, 14
SPACED_DIGITS = re.compile(r"[ \t]*(\d(?:[ .-]\d){3,11})(?![\w])")
QUOTED_PHRASE = re.compile(r"[:= ]{0,2}[«\"']([^«»\"'\n]{3,30} [^«»\"'\n]{1,20})[»\"']")
PHRASE = re.compile(r"[ \t]*([a-z0-9]+(?: [a-z0-9]+){1,4})(?=[ \t]*(?:[\n.،]|\Z))")
BOTH = re.compile(r"هر ?دو|یکی|یکیه|همان|both")
SEPARATOR = re.compile(r"\s*(?:/|\||-|،|,|و|va|and|;|:)?\s*")
VALUE_BEFORE = re.compile(r"(?:^|\s)(\S{4,64}) (?:که |این |همان |همون |هم |یعنی ){0,3}\Z")
IT_IS = re.compile(
    r"(?: (?:پنل|من|ما|ورود|حساب|سایت|کاربری|جدید|قبلی|فعلی|عبور)م?){0,3}"
    r" ?(?:است|هست|بود|میباشد|می باشد|میشه|می شود)(?![^\W\d_])"
)
ANOTHER_KEY = re.compile(r"(?:جدید|قبلی|فعلی|تازه|دوم)[ :]{1,3}([\w-]{8,256})")
# `token=` is looked for in code.
IN_CODE = re.compile(r"[=&>\]]|[\"']>|[\"'] ?(?:value|[:=,])")
EXAMPLE = re.compile(r"مثلا|مثل|مانند|نمونه")
IS_MINE = ("مه", "شه", "نه")
ANOTHER = re.compile(r"(?:شد|شده|گذاشتم|کردم|الان|جدیدم?|جدیدش|حالا|بعدش|به) ([^\s،,؛«»]{4,64})")
# The next name of a secret looks for its own.
NAMES = frozenset(
    "رمز پسورد پسوورد گذرواژه پس توکن کلید password pass pwd ramz token secret".split()  # noqa: SIM905
)
SENT = ("پیامک", "پیام")
MOST_UNKNOWN = 6
# More names of secrets than the longest letter of the web holds.
MOST_NAMES = 2000


def find(look: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield the secrets of a folded text: their name's place, their own, and of what kind.

    Kinds are "password", "code" (of a card) and "key".
    """
    done = 0
    for label in islice(LABEL.finditer(look), MOST_NAMES):
        start, end = label.span()
        before = look[max(0, start - 16) : start]
        if start < done or IN_CODE.match(look, end) or EXAMPLE.search(before):
            continue
        spans = list(_after(look, label, before)) or list(_before(look, label))
        for first, last in spans:
            done = last
            yield start, first, last, _kind(look, label)


def _before(look: str, label: re.Match) -> Iterator[Span]:
    """«Zx99!bn رمز پنل است»"""
    if label["sure"] and (label["sure"][-2:] in IS_MINE or IT_IS.match(look, label.end())):
        yield from _told_before(look, label.start())


def _told_before(look: str, at: int) -> Iterator[Span]:
    low = max(0, at - 90)
    value = VALUE_BEFORE.search(look[low:at])
    core = value.group(1).strip("«»\"'()") if value else ""
    if core and not is_placeholder(core) and (is_strong(core) or is_mixed_persian(core)):
        start = low + value.start(1) + value.group(1).index(core)
        yield start, start + len(core)


def _kind(look: str, label: re.Match) -> str:
    if label["key"]:
        return "key"
    return "code" if CARD_WORDS.match(look, label.end()) else "password"


def _after(look: str, label: re.Match, before: str) -> Iterator[Span]:
    walk = Walk(
        key=bool(label["key"]),
        loose=bool(label["loose"]),
        persian=not label["key"] and not LATIN.search(label.group()),
        before=before,
    )
    found = _walked(look, label.end(), walk, pair=bool(label["pair"]))
    if found is None:
        return
    yield found
    if walk.key:
        for other in ANOTHER_KEY.finditer(look, found[1], found[1] + 90):
            if is_key(other.group(1), 8):
                yield other.span(1)
    else:
        stop = SENTENCE_END.search(look, found[1], found[1] + 80)
        limit = stop.start() if stop else found[1] + 80
        for other in ANOTHER.finditer(look, found[1], limit):
            core = other.group(1).rstrip(TRAIL)
            if is_strong(core) and not is_placeholder(core):
                yield other.start(1), other.start(1) + len(core)


def _walked(look: str, at: int, walk: Walk, *, pair: bool) -> Span | None:
    """Go from word to word until the secret is there, or the sentence or its subject ends."""
    reached, ending = at, ""
    for step, piece in enumerate(PIECE.finditer(look, at, at + REACH)):
        written = piece.group()
        if step >= STEPS or END.search(ending) or COMPARED.match(written):
            return None
        lead = LEAD.match(written).end()
        walk.assigned |= ASSIGNS.search(written, 0, lead) is not None
        lines = look.count("\n", reached, piece.start())
        if lines and not (walk.assigned and lines < 2):
            return None
        reached = piece.end()
        start, core = piece.start() + lead, written[lead:].rstrip(TRAIL)
        if not core:
            ending = "" if walk.assigned else written[lead:]
            continue
        if walk.assigned and (spaced := _spaced(look, start - lead, walk)):
            return spaced
        if ending in ("،", ",") and step > 0 and not (walk.copula or walk.assigned):
            return None
        found = _judged(look, start, core, walk, pair)
        if found is not None:
            return found or None
        ending = written[lead + len(core) :]
        walk.assigned |= ":" in ending
        ending = ending.strip(":")
    return None


def _spaced(look: str, at: int, walk: Walk) -> Span | None:
    """A secret of several words: digits one by one, words in Latin letters, or words in quotes."""
    quoted = QUOTED_PHRASE.match(look, at) if walk.unknown == 0 else None
    if quoted and DIGIT.search(quoted.group(1)):
        return quoted.span(1)
    digits = SPACED_DIGITS.match(look, at)
    if digits:
        return digits.span(1)
    at_once = walk.unknown + walk.light == 0 or "کلمه" in walk.words
    phrase = PHRASE.match(look, at) if at_once and walk.persian else None
    return phrase.span(1) if phrase and DIGIT.search(phrase.group(1)) else None


def _judged(look: str, start: int, core: str, walk: Walk, pair: bool) -> Span | tuple | None:
    """The secret where the piece is one, () where the search ends, None where it goes on."""
    valued = LATIN.search(core) or DIGIT.search(core)
    walk.relative |= core == "که" and walk.unknown < 2
    if core in NAMES or (core in known("stop") and not (walk.relative and core in SENT)):
        return ()
    if core in known("copula"):
        walk.copula = True
    elif core in known("owner") and not (
        walk.assigned and walk.unknown == 0 and LATIN.search(core)
    ):
        pass
    elif core in known("light"):
        walk.light += 1
    elif not valued and not (SYMBOL.search(core) and walk.assigned):
        walk.object |= core == "را" or core == "رو"
        walk.unknown += 1
        if walk.unknown > MOST_UNKNOWN:
            return ()
    elif is_placeholder(core):
        return ()
    else:
        if pair:
            return _second(look, start, core, walk) or ()
        if accepts(look, start, core, walk):
            return start, start + len(core)
        walk.unknown += 1
        if DIGIT.search(core) or walk.unknown > 2:
            return ()
    walk.words += f" {core}"
    return None


def _second(look: str, start: int, core: str, walk: Walk) -> Span | None:
    """The password of «نام کاربری و رمز: a / b»."""
    end = start + len(core)
    between = SEPARATOR.match(look, end)
    other = PIECE.match(look, between.end()) if between.end() > end else None
    value = other.group().strip(TRAIL + "«\"'(") if other else ""
    valued = (LATIN.search(value) or DIGIT.search(value)) and not is_placeholder(value)
    if valued and (walk.assigned or is_strong(value) or (value.isdigit() and len(value) > 3)):
        first = other.start() + other.group().index(value)
        return first, first + len(value)
    same = BOTH.search(walk.words) or walk.assigned or walk.copula
    return (start, end) if same and is_strong(core) else None
