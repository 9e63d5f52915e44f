"""The material of the demonstration data is varied and can be filled in."""

import re
from string import Formatter

import pytest

from portal.commands.defaults import demo_texts
from portal.commands.defaults.categories import CATEGORIES

PLACEHOLDERS = {"line", "mobile", "date", "time", "amount", "code", "city", "shop"}
CATEGORY_KEYS = [category["key"] for category in CATEGORIES]


@pytest.mark.parametrize("category", CATEGORY_KEYS)
def test_demo_has_varied_requests_for_category(category):
    subjects, bodies = demo_texts.SUBJECTS[category], demo_texts.BODIES[category]
    assert len(set(subjects)) == len(subjects) >= 12
    assert len(set(bodies)) == len(bodies) >= 10
    assert set(demo_texts.SUBJECTS) == set(demo_texts.BODIES) == set(CATEGORY_KEYS)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("STAFF_REPLIES", 25),
        ("CUSTOMER_FOLLOW_UPS", 15),
        ("STAFF_NOTES", 8),
        ("FIRST_NAMES", 60),
        ("LAST_NAMES", 80),
        ("SHOPS", 40),
        ("CITIES", 20),
    ],
)
def test_demo_has_enough_of(name, least):
    texts_ = getattr(demo_texts, name)
    assert len(set(texts_)) == len(texts_) >= least
    assert all(text.strip() == text != "" for text in texts_)


def templates() -> list[str]:
    grouped = [*demo_texts.SUBJECTS.values(), *demo_texts.BODIES.values()]
    return [
        *(text for group in grouped for text in group),
        *demo_texts.STAFF_REPLIES,
        *demo_texts.CUSTOMER_FOLLOW_UPS,
        *demo_texts.STAFF_NOTES,
    ]


def test_demo_templates_use_known_placeholders():
    used = {name for text in templates() for _, name, _, _ in Formatter().parse(text) if name}
    assert used == PLACEHOLDERS


def test_demo_templates_carry_no_source_marks():
    assert [text for text in templates() if "¶" in text or re.search(r"[^\n]\n[^\n]", text)] == []


def test_demo_subjects_fit_the_form_when_filled():
    longest = {
        "line": "۳۰۰۰۱۲۳۴۵۶۷۸۹۰",
        "mobile": "۰۹۱۲۱۰۰۰۰۰۱",
        "date": "۱۴۰۵/۰۹/۲۸",
        "time": "۱۴:۰۵",
        "amount": "۱۲٬۹۰۰٬۰۰۰",
        "code": "۱۲۳۴۵۶۷۸۹۰۱۲",
        "city": max(demo_texts.CITIES, key=len),
        "shop": max(demo_texts.SHOPS, key=len),
    }
    subjects = [text for group in demo_texts.SUBJECTS.values() for text in group]
    assert [text for text in subjects if len(text.format(**longest)) > 100] == []
