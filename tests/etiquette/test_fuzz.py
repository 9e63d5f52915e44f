"""Whatever is typed: no rule raises, each speaks of places in the text, and fixing ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import RULES, Draft, EarlierTicket, Finding, Level, apply, review
from portal.etiquette.folding import fold, folded, same_key, unstretch, words
from portal.etiquette.similarity import new_topic, same_topic

PIECES = [
    *"؟!?！‼⁉❗ \n\t\u200c\u200f\u200b\ufe0f.,،؛:«»\"'`{}[]()<>/\\@=$_-–ـ|~#%&*+^0۱٢", "```",
    "~~~", "سلام", "مشکل", "خط", "۳۰۰۰", "پنل", "نمی‌رسد", "رمز عبور", "رمز", ": ", "Ab12345",
    "salam", "chera", "nemishe", "payamak", "please", "the", "I", "API", "apikey=", "password",
    "8f14e45fceea167a5a36dedd4bea2543", "6037997512345670", "۶۰۳۷ ۹۹۷۵ ۱۲۳۴ ۵۶۷۰", "cvv2",
    "یوزر و ", "https://example.com/?a=1", "a@b.com", "SELECT * FROM t", "متن پیامک:", "خطای ",
    "به صورت ", "2026-01-05 10:22:31", "return $x;", "••••", "Authorization: Bearer ",
    "نام کاربری ", "خونه", "می‌خوام", "اینو", "رو", "واسه", "میشه", "کارمون", "بهش", "گفتن",
    "چیه", "دیگه", "اگه", "هستش", "واریز", "فاکتور", "تومان", "پیگیری", "دیروز", "ساعت ۱۰",
    "همچنین", "\n\n", "و", "که", "را", "man", "lotfan", "mikham", "khat", "ro", "baraye", "kar",
    "nemikone", "slm", "in", "to", "bad",
]  # fmt: skip
MIXED = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
SPACED = st.lists(st.sampled_from(PIECES), max_size=18).map(" ".join)
TEXT = st.one_of(st.text(max_size=200), MIXED, SPACED)
MAYBE = st.one_of(st.none(), TEXT)
CATEGORIES = st.sampled_from(
    [None, "", "delivery", "credit", "line", "pattern", "blacklist", "webservice", "payment",
     "renewal", "identity", "general", "وب‌سرویس (API)", "مالی", "\ud800"]
)  # fmt: skip
DETAILS = st.dictionaries(
    st.sampled_from(["sms_text", "sent_date", "sender_line", "amount", "ref_no", "\ud800"]),
    TEXT,
    max_size=3,
)
EARLIER = st.lists(
    st.builds(
        EarlierTicket, st.integers(1, 99), TEXT, TEXT, CATEGORIES, DETAILS, st.booleans(),
        st.booleans(),
    ),
    max_size=2,
)  # fmt: skip
DRAFTS = st.builds(
    Draft,
    subject=MAYBE,
    body=MAYBE,
    category=CATEGORIES,
    details=DETAILS,
    kind=st.sampled_from(["ticket", "reply"]),
    urgency=st.sampled_from(["low", "normal", "high", "critical", "\ud800"]),
    earlier=EARLIER,
    thread=st.lists(TEXT, max_size=2),
)
ROUNDS = 3


def text_of(draft: Draft, field: str) -> str | None:
    if field in ("subject", "body"):
        return getattr(draft, field)
    return draft.details.get(field.removeprefix("details-"))


def mended(draft: Draft) -> Draft:
    """The draft with every suggestion put in."""
    findings = review(draft)

    def fixed(field: str, text: str | None) -> str | None:
        return text and apply(text, [f for f in findings if f.field == field])

    return Draft(
        subject=fixed("subject", draft.subject),
        body=fixed("body", draft.body),
        category=draft.category,
        details={key: fixed(f"details-{key}", text) for key, text in draft.details.items()},
        kind=draft.kind,
        urgency="normal",
        earlier=draft.earlier,
        thread=draft.thread,
    )


def check(finding: Finding, draft: Draft) -> None:
    assert finding.rule in RULES
    assert finding.level in (Level.ADVISE, Level.REVIEW, Level.REQUIRE)
    assert finding.message
    if finding.span is None:
        return
    start, end = finding.span
    text = text_of(draft, finding.field)
    assert text is not None
    assert 0 <= start < end <= len(text)
    assert finding.suggestion is None or finding.suggestion != text[start:end]


@given(DRAFTS)
@settings(max_examples=600, deadline=None)
def test_any_draft_is_read_and_each_place_lies_inside_its_text(draft):
    findings = review(draft)
    for finding in findings:
        check(finding, draft)
    assert findings == review(draft)


@given(TEXT, TEXT, CATEGORIES)
@settings(max_examples=600, deadline=None)
def test_three_rounds_of_suggestions_leave_none(subject, body, category):
    draft = Draft(subject, body, category)
    for _ in range(ROUNDS):
        draft = mended(draft)
    assert [f for f in review(draft) if f.suggestion is not None and f.span is not None] == []


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_overlapping_suggestions_give_one_text(body):
    findings = [f for f in review(Draft(None, body)) if f.field == "body"]
    assert apply(body, findings) == apply(body, reversed(findings))


@given(st.text())
def test_folding_keeps_the_way_back(text):
    found = fold(text)
    assert len(found.text) == len(found.origin)
    assert list(found.origin) == sorted(found.origin)
    assert all(0 <= index < len(text) for index in found.origin)
    assert found.text == folded(text)
    for start in range(len(found.text)):
        first, last = found.span(start, start + 1)
        assert 0 <= first < last <= len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
    assert words(folded(text)) == words(text)
    assert same_key(same_key(text)) == same_key(text)
    assert len(unstretch(text)) <= len(text)


@pytest.mark.parametrize(
    "written,plain",
    [
        ("علي كتاب", "علی کتاب"),
        ("سلــام", "سلام"),
        ("لطفاً", "لطفا"),
        ("شمارهٔ", "شماره"),
        ("ﺳﻼﻡ", "سلام"),
        ("ｓａｌａｍ １２", "salam 12"),
        ("۱۲٣", "123"),
        ("SaLam", "salam"),
        ("می‌رود", "می‌رود"),
        ("سل\u200bام\u2066", "سلام"),
        ("İ", "i"),
        ("ﷺ", "ﷺ"),
        ("الف\r\u2028ب", "الف\n\nب"),
    ],
)
def test_each_way_of_writing_folds_to_one(written, plain):
    assert fold(written).text == plain


@given(TEXT, TEXT)
def test_similarity_stays_between_nothing_and_all(one, two):
    for _, score in (same_topic((one, two), (two, one)), new_topic([one], two)):
        assert 0 <= score <= 1


HOSTILE = [
    "؟", "! ", "؟\u200c", "\u200c", "؟؟؟a ", "a", "A.", "a@", "http://", "رمز ", "رمز عبور: ",
    "pass=", "password ", "کلید ", "کلید من ", "token ", "a1b2 رمز ", "1 ", "1234 ", "۱", "1۲٣",
    "«", "»", '"', "`", "```", "~~~\n", "{", "}", '{"', "[", "(", "<a", "<!--", "select ",
    "insert  ", "salam ", "mi ", "nemi", "salam سلام ", "خطای ", "خطای a", "س ", "متن پیامک",
    "متن پیامک:", "متن ", "سلام", "ههه", "می‌خوام ", "اینو ", "ه رو ", "خونه", "eyJ", "/aaaaaaaa",
    "\n", " \n", "    x=1\n", "-", "$x->", "ـ", "ال", "٣", "😀", "x_", "aB", "user ", "error ",
    "at a.b", "https://a:b", "cvv", "'", "'a' ", "a|b|\n", "ب\u064e", "\u064e", "\ufdfa",
    "\ud800", "\x00", "12?", ".csv", "قطع ", "چطور ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read_to_the_end(piece):
    text = (piece * 30_000)[:30_000]
    draft = Draft(text[:200], text, urgency="high")
    for finding in review(draft):
        check(finding, draft)
