"""S17: Persian is written in Persian letters."""

from collections.abc import Iterator

from portal.etiquette.findings import Finding, Level
from portal.etiquette.latin import FUNCTION, Kind, Word, stretches
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.zones import HAS_PERSIAN, QUOTED, TECHNICAL

PERSIAN_KINDS = (Kind.CERTAIN, Kind.STRONG)


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find stretches of Persian in Latin letters."""
    for start, end in spans(page, policy):
        yield Finding(
            rule="finglish",
            level=Level.ADVISE,
            field=page.field,
            span=(start, end),
            message=(
                "به نظر می‌رسد این بخش فارسی با حروف لاتین نوشته شده است؛"
                " لطفاً آن را به خط فارسی بنویسید."
            ),
            suggestion=None,
        )


def spans(page: Page, policy: Policy) -> list[tuple[int, int]]:
    """Return where Persian stands in Latin letters, in the text as written."""
    allowed = frozenset(word.lower() for word in policy.allowed_words)
    groups = stretches(page, TECHNICAL | QUOTED, allowed)
    mixed = HAS_PERSIAN.search(page.text) is not None
    persian = {word.text for group in groups for word in group if _counts(word, Kind.STRONG)}
    found = []
    for group in groups:
        if _is_finglish(group, mixed, len(persian)):
            words = _trimmed(group)
            found.append((words[0].start, words[-1].end))
    return found


def _counts(word: Word, *kinds: Kind) -> bool:
    return word.kind in kinds and not word.titled


def _is_finglish(group: list[Word], mixed: bool, spread: int) -> bool:
    """Weigh a stretch: a Persian text (`mixed`) may well hold a firm's name, so it needs more."""
    certain = sum(word.kind is Kind.CERTAIN for word in group)
    strong = sum(word.kind is Kind.STRONG for word in group)
    if certain + strong == 0:
        return False
    english = sum(word.text in FUNCTION for word in group)
    if english > certain + strong / 2:
        return False
    if not mixed:
        alone = len(group) < 4 or (certain > 0 and english == 0)
        return alone or certain + strong > 1 or _looks(group) >= len(group) / 2
    plain = sum(_counts(word, Kind.CERTAIN) and len(word.text) > 2 for word in group)
    content = sum(_counts(word, Kind.STRONG) for word in group)
    if plain or certain > 2:
        return True
    return content > 1 or (content == 1 and (_looks(group) > 1 or spread > 1))


def _looks(group: list[Word]) -> int:
    kinds = (*PERSIAN_KINDS, Kind.LOOKS, Kind.SHARED)
    return sum(word.kind in kinds and not word.titled for word in group)


def _trimmed(group: list[Word]) -> list[Word]:
    """Leave terms and names at both ends of the stretch out."""
    inner = (*PERSIAN_KINDS, Kind.LOOKS, Kind.SHARED, Kind.UNKNOWN)
    first = next(i for i, word in enumerate(group) if word.kind in inner)
    last = next(i for i in range(len(group) - 1, -1, -1) if group[i].kind in inner)
    return group[first : last + 1]
