"""S15: a request is written like an official letter; spoken words are shown as they are written.

A word that is spoken wherever it stands is enough to find; one that is spoken only here and there
(«رو», «قطعه», «شدن») must be proved by its surroundings, and by less where the letter is spoken
elsewhere too.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from portal.etiquette.clauses import Letter
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.spoken_lists import forbids_madda, known, near, needs_madda, phrases
from portal.etiquette.spoken_nouns import Reading
from portal.etiquette.spoken_particles import UNSURE
from portal.etiquette.spoken_plurals import plural_past
from portal.etiquette.spoken_predicates import homonym
from portal.etiquette.spoken_reading import HOMOGRAPHS, read, read_alone
from portal.etiquette.spoken_verbs import verb

# More remarks on one text help nobody.
LIMIT = 40
# After so many words that may be spoken, the rest of a text is not asked about.
PATIENCE = 400
# Letters that folding changes but a letter keeps.
KEPT_LETTERS = frozenset("آأإئؤةۀ")
COMMAS = ("،", ",")
# Letters of Urdu, Kurdish and Pashto.
FOREIGN = re.compile("[ہےںڑٹڈێڕڵۆەړږښځټډڼ]")
CONTEXT = {"homonym": homonym, "plural past": plural_past}


class Place(NamedTuple):
    """Words of a letter, from the first to the last, and what is written for them."""

    first: int
    last: int
    written: str | None


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Name the spoken words and offer what a letter has instead, word by word."""
    if len(FOREIGN.findall(page.text)) > 2:
        return
    letter = Letter(page)
    if next(_places(letter, loose=False), None) is None:
        return
    done = 0
    for place in islice(_places(letter, loose=True), LIMIT):
        finding = _finding(letter, place, done)
        done = finding.span[1]
        yield finding


def _places(letter: Letter, loose: bool) -> Iterator[Place]:
    done, patience = -1, PATIENCE
    for i, word in enumerate(letter.words):
        if i <= done:
            continue
        found = read(word)
        place = None
        if found and letter.free(i):
            patience -= 1
            place = _place(letter, i, found, loose)
        if place is None and len(word) == 1:
            place, done = _spelled(letter, i)
        if place:
            done = place.last
            yield place
        if not patience:
            return


def _place(letter: Letter, i: int, found: Reading, loose: bool) -> Place | None:
    place = _phrase(letter, i)
    if place:
        return place
    if found.rule == "phrase":
        found = read_alone(letter.key(i))
        if found is None:
            return None
    if found.rule == "prefix":
        return _parted_verb(letter, i)
    ask = HOMOGRAPHS.get(letter.key(i)) if found.rule == "homograph" else CONTEXT.get(found.rule)
    if ask:
        written = ask(letter, i, loose)
        if written is None:
            return None
        return Place(i, i, None if written == UNSURE else written)
    marked = letter.linked(i) if found.keep else letter.named(i) and found.rule != "sound"
    if marked or not _stands(letter, i, found.rule, loose):
        return None
    return Place(i, i, _written(letter, i, found))


def _phrase(letter: Letter, i: int) -> Place | None:
    for phrase in phrases().get(letter.key(i), ()):
        last = i + len(phrase.rest)
        told = tuple(letter.keys[i + 1 : last + 1])
        if told != phrase.rest or any(letter.breaks(at) for at in range(i, last)):
            continue
        if not phrase.opens or letter.opens_clause(i):
            return Place(i, last, phrase.written)
    return None


def _parted_verb(letter: Letter, i: int) -> Place | None:
    """«می شه», «نمی گن»: a verb whose prefix stands apart."""
    if letter.breaks(i):
        return None
    form = verb(letter.key(i) + letter.key(i + 1))
    return Place(i, i + 1, form.written) if form and form.spoken else None


def _spelled(letter: Letter, i: int) -> tuple[Place | None, int]:
    """«م ی ش ه»: the place of a word in single letters, and where the letters end."""
    last = i
    while last + 1 < len(letter.words) and len(letter.words[last + 1]) == 1:
        if letter.gap(last) != " " or last - i > 15:
            break
        last += 1
    if last - i < 2 or not letter.free(i):
        return None, i
    found = read("".join(letter.words[i : last + 1]))
    spoken = found is not None and not found.rule and not found.keep and found.written
    return (Place(i, last, found.written) if spoken else None), last


def _stands(letter: Letter, i: int, rule: str, loose: bool) -> bool:
    """Tell whether the surroundings of a word allow its spoken reading."""
    if letter.key(i) in needs_madda():
        return "آ" in _as_typed(letter, i)
    if letter.key(i) in forbids_madda() and "آ" in _as_typed(letter, i):
        return False
    if letter.after(i) == "ی" and letter.key(i) + "ی" in known():
        return False
    if rule in ("sound", "strange"):
        return letter.before(i) not in near("before names")
    if rule == "name":
        return loose and letter.before(i) not in near("before names")
    if rule == "adjective":
        return _closes(letter, i, loose)
    if rule in ("predicate", "plural copula"):
        ends = letter.ends_clause(i) or letter.after(i) in near("after predicates")
        return ends and (loose or not letter.has_verb(i))
    if rule == "perhaps":
        return loose and bool(letter.before(i)) and letter.ends_clause(i) and not letter.has_verb(i)
    return True


def _closes(letter: Letter, i: int, loose: bool) -> bool:
    """Whether an adjective with ـه is a predicate; Arabic ones like «مقدسه» may be attributes."""
    if letter.after(i) in ("ها", "های", "هایی", "هایم"):
        return False
    if loose or not letter.key(i).startswith("م"):
        return True
    ends = letter.ends_clause(i) or letter.after(i) in near("prepositions")
    return (ends or letter.after(i) in near("after predicates")) and not letter.has_verb(i)


def _written(letter: Letter, i: int, found: Reading) -> str | None:
    if found.written is None or not found.keep:
        return found.written
    typed = _as_typed(letter, i)
    kept = typed if len(typed) == len(letter.words[i]) else letter.words[i]
    return kept[: found.keep].rstrip(ZWNJ) + found.written


def _as_typed(letter: Letter, i: int) -> str:
    """The word with the letters of its writer, آ and ئ among them, and no decoration."""
    start, end = letter.span(i, i)
    return "".join(
        char if char in KEPT_LETTERS else folded(char) for char in letter.page.text[start:end]
    )


def _finding(letter: Letter, place: Place, done: int) -> Finding:
    start, end = letter.span(place.first, place.last)
    text, written = letter.page.text, place.written
    if written == "":
        start, end = _with_space(text, start, end, done)
        if not any(map(str.isalnum, text[:start] + text[end:])):
            written = None
    return Finding(
        rule="colloquial",
        level=Level.ADVISE,
        field=letter.page.field,
        span=(start, end),
        message=_message(place, written),
        suggestion=written,
    )


def _with_space(text: str, start: int, end: int, done: int) -> tuple[int, int]:
    """Widen the range of a word that goes by the comma and the space that would be left over."""
    after = end + 1 if text[end : end + 1] in COMMAS else end
    if text[after : after + 1] == " ":
        return start, after + 1
    if start - 1 >= done and text[start - 1 : start] == " ":
        return start - 1, end
    return start, end


def _message(place: Place, written: str | None) -> str:
    what = "این واژه" if place.first == place.last else "این عبارت"
    if written == "":
        return f"{what} گفتاری است و در نامهٔ رسمی نوشته نمی‌شود."
    if written is None:
        return f"{what} گفتاری است؛ لطفاً برابر رسمی آن را بنویسید."
    return f"{what} گفتاری است؛ در نامهٔ رسمی «{written}» نوشته می‌شود."
