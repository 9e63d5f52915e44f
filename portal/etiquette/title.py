"""A title made from what the writer has already said."""

from collections.abc import Callable, Iterator
from itertools import islice

from portal.etiquette import colloquial, excess_punctuation, finglish, not_persian, secret_pasted
from portal.etiquette.draft import Draft
from portal.etiquette.findings import apply
from portal.etiquette.page import Page
from portal.etiquette.policy import DEFAULT
from portal.etiquette.title_facts import facts, told
from portal.etiquette.title_matters import matter_title
from portal.etiquette.title_sentences import READ, cut, sentences
from portal.etiquette.zones import HAS_PERSIAN

CHECKS = (
    excess_punctuation.check,
    finglish.check,
    not_persian.check,
    colloquial.check,
    secret_pasted.check,
)
# The matter is named at the beginning; later sentences lean on it.
FIRST = 2
# Titles from the form's facts alone, by category: the words and the facts they need.
FROM_FACTS = {
    "delivery": (
        ("ارسال نشدن پیامک از خط {line} در {date}", "line date"),
        ("ارسال نشدن پیامک از خط {line}", "line"),
    ),
    "credit": (("بررسی کسر اعتبار در {date}", "date"),),
    "line": (("پیگیری خط اختصاصی {line}", "line"),),
    "pattern": (("بررسی پترن با کد {pattern}", "pattern"),),
    "blacklist": (("لیست سیاه مخابرات برای خط {line}", "line"),),
    "webservice": (("خطا در فراخوانی متد {method}", "method"),),
    "payment": (("پرداخت با شمارهٔ پیگیری {tracking}", "tracking"),),
}


def suggest(draft: Draft, telling: Callable[[str], bool]) -> str | None:
    """Return a title that names the matter of the body, or of the form's facts, else None.

    First a noun phrase for a usual matter, then the body's first telling sentence as it stands,
    then the facts. `telling` says whether a text is more than a generic title.
    """
    for candidate in _candidates(draft):
        persian = HAS_PERSIAN.search(candidate)
        if persian and telling(candidate) and _is_clean(candidate):
            return candidate
    return None


def _candidates(draft: Draft) -> Iterator[str]:
    body = (draft.body or "")[:READ]
    yield from _matters(body, draft)
    yield from _matters(_in_persian(body), draft)
    yield from filter(None, map(cut, islice(sentences(body), FIRST)))
    known = facts(body) | told(draft.details)
    for template, needed in FROM_FACTS.get(draft.category or "", ()):
        if all(name in known for name in needed.split()):
            yield template.format_map(known)


def _matters(body: str, draft: Draft) -> Iterator[str]:
    """Titles of the matters in the order of their sentences, with the facts nearest to them."""
    everywhere, fields = facts(body), told(draft.details)
    for sentence in sentences(body):
        known = everywhere | facts(sentence) | fields
        title = matter_title(sentence, draft.category, known)
        if title:
            yield title


def _in_persian(body: str) -> str:
    """The body with Persian in Latin letters offered in Persian ones, or nothing."""
    findings = [f for f in finglish.check(Page("body", body), DEFAULT) if f.suggestion]
    return apply(body, findings) if findings else ""


def _is_clean(candidate: str) -> bool:
    page = Page("subject", candidate)
    return not any(True for check in CHECKS for _ in check(page, DEFAULT))
