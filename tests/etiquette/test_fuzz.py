import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import Draft, apply, review, zones
from portal.etiquette.folding import fold
from portal.etiquette.similarity import new_topic, same_topic

PIECES = [
    *"؟!?！‼⁉❗ \n\t\u200c\u200f\u200b\ufe0f.,،؛:«»\"'`{}[]()<>/\\@=$_-–ـ",
    "```", "سلام", "مشکل", "خط", "۳۰۰۰", "پنل", "نمی‌رسد", "رمز عبور", "رمز", ": ", "Ab12345",
    "salam", "chera", "nemishe", "payamak", "please", "the", "I", "API", "apikey=", "password",
    "8f14e45fceea167a5a36dedd4bea2543", "6037997512345670", "۶۰۳۷ ۹۹۷۵ ۱۲۳۴ ۵۶۷۰", "cvv2",
    "https://example.com/?a=1", "a@b.com", "SELECT * FROM t", "متن پیامک:", "خطای ", "به صورت ",
    "2026-01-05 10:22:31", "return $x;", "••••", "Authorization: Bearer ", "نام کاربری ",
]  # fmt: skip
MIXED = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
TEXT = st.one_of(st.text(max_size=200), MIXED)


@given(TEXT, TEXT)
@settings(max_examples=400, deadline=None)
def test_spans_lie_inside_the_text_as_written(subject, body):
    for finding in review(Draft(subject, body)):
        start, end = finding.span
        text = subject if finding.field == "subject" else body
        assert 0 <= start < end <= len(text)


@given(TEXT, TEXT)
@settings(max_examples=600, deadline=None)
def test_applying_removes_the_findings_that_have_a_suggestion(subject, body):
    draft = Draft(subject, body)
    findings = review(draft)
    mended = Draft(
        apply(subject, [f for f in findings if f.field == "subject"]),
        apply(body, [f for f in findings if f.field == "body"]),
    )
    left = [f for f in review(mended) if f.suggestion is not None and f.rule != "generic_title"]
    assert left == []
    again = review(mended)
    assert apply(mended.body, [f for f in again if f.field == "body"]) == mended.body


@given(TEXT)
def test_review_is_deterministic(body):
    assert review(Draft("خط", body)) == review(Draft("خط", body))


@given(st.text())
def test_folding_keeps_the_way_back(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert folded.origin == sorted(folded.origin)
    assert all(0 <= index < len(text) for index in folded.origin)


@given(TEXT, TEXT)
def test_similarity_stays_between_nothing_and_all(one, two):
    for _, score in (same_topic((one, two), (two, one)), new_topic([one], two)):
        assert 0 <= score <= 1


HOSTILE = [
    "؟", "! ", "؟\u200c", "\u200c", "a", "A.", "a@", "http://", "رمز ", "رمز عبور: ",
    "password ", "کلید ", "کلید من ", "token ", "1 ", "1234 ", "۱", "«", '"', "`", "```", "{", "}",
    '{"', "[", "<a", "select ", "insert  ", "salam ", "mi ", "nemi", "خطای ", "خطای a", "س ",
    "متن پیامک", "متن پیامک:", "متن ", "سلام", "ههه", "eyJ", "/aaaaaaaa", "\n", " \n", "-", "(",
    "$x->", "ـ", "ال", "٣", "😀", "x_", "user ", "error ", "at a.b", "https://a:b", "cvv", "'",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read_to_the_end(piece):
    text = (piece * 30_000)[:30_000]
    for finding in review(Draft(text, text)):
        start, end = finding.span
        assert 0 <= start < end <= 30_000


def test_many_statements_in_a_line_are_read_once():
    reached = []

    class Line(str):
        def __getitem__(self, index):
            reached.append(index)
            return super().__getitem__(index)

        def splitlines(self, keepends=False):
            return [self]

    line = Line("SELECT *," * 3300)
    assert list(zones._lines(line)) == [(0, len(line))]
    assert len(reached) < 2 * len(line)


def test_statement_after_a_persian_word_is_a_zone_too():
    text = "دستور SELECT * FROM a و سپس DELETE FROM b اجرا شد"
    found = zones.find_zones(text)
    for word in ("SELECT", "FROM a", "DELETE", "FROM b"):
        assert not found.free(text.index(word), text.index(word) + len(word))
    assert found.free(text.index("سپس"), text.index("سپس") + 3)
