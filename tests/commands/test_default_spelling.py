"""Every Persian sentence that an installation starts with is well written."""

import re

import pytest

from portal import labels
from portal.admin import words
from portal.commands.defaults import (
    canned,
    demo_texts,
    guide,
    guide_examples,
    hours,
    panels,
    terms,
)
from portal.commands.defaults.categories import CATEGORIES
from portal.commands.defaults.departments import DEPARTMENTS

EXAMPLES = [*guide_examples.GUIDE_EXAMPLES, guide_examples.GUIDE_REQUEST]
POOR = {entry["poor"] for entry in [*guide.GUIDE_STEPS, *EXAMPLES]}

# name of the mistake: a pattern that finds it
MISTAKES = {
    "an Arabic yeh or kaf": r"[يىك]",
    "a one-letter ezafe": r"ۀ",
    "a tatweel": r"ـ",
    "Arabic-Indic digits": r"[٠-٩]",
    "می apart from its verb": r"(?<![آ-ی\u200c])ن?می [آ-ی]",
    "می glued to its verb": r"(?<![آ-ی\u200c])ن?می(?:شود|کند|کنید|کنم|کنیم|خواهم|رسد|تواند|باشد)",
    "the verb باشیدن": r"ن?می‌?\s?باشد",
    "a plural apart from its noun": r"[آ-ی] ها(?:ی|یی)?\b",
    "a Latin mark after Persian": r"[آ-یٔ»][?,;!]",
    "an exclamation mark": r"[!！]",
    "a space before a mark": r"[آ-یٔ»)] [،؛:.؟!»]",
    "no space after a mark": r"[،؛؟][آ-ی«]",
    "a space inside quotation marks": r"« | »",
    "straight quotation marks": r"[\"“”]",
    "double spaces": r"[^\n]  +\S",
    "a ZWNJ at a word's edge": r"\u200c(?![آ-ی])|(?<![آ-یٔ])\u200c",
    "a ZWNJ after a letter that never joins": r"[ادذرزژوآ]\u200c",
    "a misspelt word": (
        "گفتگو|جستجو|پاسخگو|ثبت نام|وب سرویس|پیش فاکتور|به روزرسانی|بروزرسانی|تایید|سوال|مسول|"
        r"(?:\bلطفا|\bحتما|\bدقیقا|\bمعمولا)(?!ً)\b|نمائید|نمایید|گردید|می گردد|کلیک|\bجهت\b|"
        r"مورخه|درب |ایمیل آدرس|کد تائید|(?:هزینه|شماره|همه) ی\b"
    ),
    "ezafe left out after a silent heh": (
        r"(?:شماره|هزینه|شناسه|نمونه|نسخه|صفحه|دسته|همه|بازه|نشانه|ادامه|زمینه) "
        r"(?:خط|تیکت|همراه|ملی|ارسال|پیگیری|تعرفه|گیرنده|خرید|فنی|این|آن|گفت‌وگو|مقدار)\b"
    ),
}


def texts(value: object, where: str = ""):
    """Yield (where, text) for every Persian text inside nested data."""
    if isinstance(value, str):
        if re.search(r"[؀-ۿ]", value) and value not in POOR:
            yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{where}[{number}]")


SHOWN = {
    "departments": DEPARTMENTS,
    "categories": CATEGORIES,
    "panels": panels.PANELS,
    "terms": [terms.TERMS, terms.PRIVACY],
    "guide": [guide.GUIDE_RULES, guide.GUIDE_STEPS, EXAMPLES],
    "policy": [words.LEVELS, words.MEANINGS, words.OUTCOMES, words.CATCHES],
    "holidays": hours.HOLIDAYS,
    "labels": [[vars(rule) for rule in labels.BROKEN_RULES.values()], labels.CLOSE_REASON],
    "canned": canned.CANNED_REPLIES,
    "demo": [getattr(demo_texts, name) for name in demo_texts.__all__],
}
ALL_TEXTS = [found for name, data in SHOWN.items() for found in texts(data, name)]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_persian_is_written_without(mistake):
    pattern = re.compile(MISTAKES[mistake])
    found = [(where, m.group()) for where, text in ALL_TEXTS if (m := pattern.search(text))]
    assert found == []


def test_each_spelling_rule_finds_its_mistake():
    samples = {
        "an Arabic yeh or kaf": "كاربر",
        "a one-letter ezafe": "شمارۀ",
        "a tatweel": "پیـام",
        "Arabic-Indic digits": "٣",
        "می apart from its verb": "نمی رسد",
        "می glued to its verb": "میشود",
        "the verb باشیدن": "می‌باشد",
        "a plural apart from its noun": "پیامک های",
        "a Latin mark after Persian": "چرا?",
        "an exclamation mark": "سلام!",
        "a space before a mark": "سلام ،",
        "no space after a mark": "سلام،خط",
        "a space inside quotation marks": "« خط",
        "straight quotation marks": '"خط"',
        "double spaces": "خط  تازه",
        "a ZWNJ at a word's edge": "خط‌ تازه",
        "a ZWNJ after a letter that never joins": "کار‌ی",
        "a misspelt word": "لطفا بنویسید",
        "ezafe left out after a silent heh": "شماره خط",
    }
    assert samples.keys() == MISTAKES.keys()
    assert [name for name, text in samples.items() if not re.search(MISTAKES[name], text)] == []


def test_digits_in_persian_texts_are_persian():
    allowed = re.compile(r"لغو11|CVV2|\{\w+\}")
    found = [
        (where, text) for where, text in ALL_TEXTS if re.search(r"[0-9]", allowed.sub("", text))
    ]
    assert found == []
