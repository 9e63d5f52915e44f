"""A title made from what the writer has already said."""

import re
from collections.abc import Callable

from portal.etiquette import excess_punctuation, finglish, not_persian, secret_pasted
from portal.etiquette.draft import Draft
from portal.etiquette.folding import words
from portal.etiquette.page import Page
from portal.etiquette.policy import DEFAULT

SENTENCE = re.compile(r"[^.؟?!\n؛;]+(?:\.(?=\S)[^.؟?!\n؛;]+)*")
COURTESY = re.compile(
    r"^(?:(?:با|عرض|سلام|درود|احترام|و|ادب|وقت|وقتتان|بخیر|به|خیر|روز|صبح|عصر|شب|خسته|نباشید|خدمت"
    r"|شما|همکاران|پشتیبانی|دوستان|محترم|گرامی|عزیز|لطفاً|لطفا)(?:[\s،,:ـ-]+|$))+"
)
TRIM = " \t،,:؛-–ـ.«»\"'\u200c"
SHORT, LONG, MOST_WORDS = 8, 80, 14
READ = 2000
CHECKS = (excess_punctuation.check, finglish.check, not_persian.check, secret_pasted.check)

# Titles from facts alone, by category: the words and the facts they need.
FROM_FACTS = {
    "delivery": (
        ("ارسال نشدن پیامک از خط {sender_line} در تاریخ {sent_date}", "sender_line sent_date"),
        ("ارسال نشدن پیامک از خط {sender_line}", "sender_line"),
    ),
    "credit": (("بررسی کسر اعتبار در تاریخ {event_date}", "event_date"),),
    "line": (("پیگیری خط اختصاصی {line_number}", "line_number"),),
    "pattern": (("بررسی پترن با کد {pattern_code}", "pattern_code"),),
    "blacklist": (("لیست سیاه مخابرات برای خط {sender_line}", "sender_line"),),
    "webservice": (("خطا در فراخوانی متد {method}", "method"),),
    "payment": (("پرداخت با شمارهٔ پیگیری {ref_no}", "ref_no"),),
    "renewal": (("تمدید یا ارتقای پنل {panel_user}", "panel_user"),),
}


def suggest(draft: Draft, telling: Callable[[str], bool]) -> str | None:
    """Return a title from the body's first telling sentence, else from the facts, else None.

    `telling` says whether a text is more than a generic title.
    """
    for candidate in (*_sentences(draft.body or ""), *_facts(draft)):
        if telling(candidate) and _is_clean(candidate):
            return candidate
    return None


def _sentences(body: str) -> list[str]:
    found = []
    for match in SENTENCE.finditer(body[:READ]):
        sentence = COURTESY.sub("", match.group().strip(TRIM)).strip(TRIM)
        sentence = " ".join(sentence.split())
        if len(sentence) > LONG:
            sentence = sentence.split("،")[0].strip(TRIM)
        if SHORT <= len(sentence) <= LONG and 2 <= len(words(sentence)) <= MOST_WORDS:
            found.append(sentence)
    return found[:5]


def _facts(draft: Draft) -> list[str]:
    titles = []
    for template, needs in FROM_FACTS.get(draft.category or "", ()):
        facts = {key: draft.details.get(key, "") for key in needs.split()}
        if all(isinstance(fact, str) and 0 < len(fact.strip()) <= 40 for fact in facts.values()):
            titles.append(template.format(**{k: " ".join(v.split()) for k, v in facts.items()}))
    return titles


def _is_clean(candidate: str) -> bool:
    page = Page("subject", candidate)
    return not any(True for check in CHECKS for _ in check(page, DEFAULT))
