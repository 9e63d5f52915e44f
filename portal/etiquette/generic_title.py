"""S12: a title tells what the matter is; «سلام» and «مشکل» tell nothing."""

from collections.abc import Callable, Iterator

from portal.etiquette import title
from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import folded, same_key, words
from portal.etiquette.keyboard import TO_ENGLISH, TO_PERSIAN, is_mash
from portal.etiquette.policy import Policy
from portal.etiquette.title_grammar import tells
from portal.etiquette.title_latin import listed as listed_latin
from portal.etiquette.title_tokens import LONGEST_TITLE, items, split
from portal.etiquette.title_words import BLANK, listed

MESSAGE = "عنوان باید مسئله را نشان دهد؛ لطفاً موضوع اصلی درخواست را در چند واژه بنویسید."
# Of titles typed on the wrong layout.
LONGEST_SLIP = 60
SHORTEST_SLIP = 4
# Of the pieces of a run of keys.
LONGEST_SCRAP = 3
SURE = BLANK | {"kind", "problem", "department", "honorific"}


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Find a title from which nobody can tell the matter, and offer one made from the body."""
    subject = draft.subject
    if subject is None or not subject.strip() or not is_generic(subject, policy):
        return
    offered = title.suggest(draft, lambda text: not is_generic(text, policy))
    yield Finding(
        rule="generic_title",
        level=Level.ADVISE,
        field="subject",
        span=(0, len(subject)),
        message=MESSAGE,
        suggestion=offered,
    )


def is_generic(subject: str, policy: Policy) -> bool:
    """Tell whether nothing in the title names a matter."""
    key = same_key(subject)
    if key in {same_key(extra) for extra in policy.extra_generic_titles}:
        return True
    return not tells(items(subject)) or _torn_mash(subject) or _other_layout(subject)


def _torn_mash(subject: str) -> bool:
    """Tell whether the title is a random run of keys with spaces in it."""
    pieces = split(subject[:LONGEST_TITLE])
    one_script = len({piece.isascii() for piece in pieces}) == 1
    scraps = one_script and max(map(len, pieces)) <= LONGEST_SCRAP
    return scraps and is_mash("".join(pieces)) and not any(map(_known, pieces))


def _known(word: str) -> bool:
    return bool(listed_latin(word) if word.isascii() else listed(word))


def _other_layout(subject: str) -> bool:
    """Tell whether the keys give an empty title on the other layout: «sghl» is «سلام»."""
    text = folded(subject).strip()
    if len(text) > LONGEST_SLIP:
        return False
    persian, english = text.translate(TO_PERSIAN), text.translate(TO_ENGLISH)
    return (text.isascii() and _all_empty(persian, listed)) or (
        english.isascii() and _all_empty(english, listed_latin)
    )


def _all_empty(text: str, kind_of: Callable[[str], str | None]) -> bool:
    told = words(text)
    return len("".join(told)) >= SHORTEST_SLIP and all(kind_of(word) in SURE for word in told)
