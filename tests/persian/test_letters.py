import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.persian.letters import (
    clean,
    clean_evidence,
    clean_line,
    isolate,
    paragraphs,
    truncate,
)

ZWNJ = "\u200c"
# Free text that meets the rules often: letters to fold, spaces, ZWNJ, marks, bidi, controls.
TRICKY = st.text(
    st.one_of(
        st.sampled_from("يىكیکهآاأabA ۱٢3.\n\r\t\x00\x0b\x85\u2028\u200b\u200c\u200d\ufeff\u00a0"),
        st.sampled_from("\u0301\u0316\u064b\u0654\u0640\u202e\u2066\u2069\uff9e"),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("علي", "علی"),
        ("موسى", "موسی"),
        ("كد ملي", "کد ملی"),
        ("یک\r\nدو\rسه", "یک\nدو\nسه"),
        ("یک\u2028دو\x85سه", "یک\nدو\nسه"),
        ("الف\x00ب\x1fپ\x7fت\x9f", "الفبپت"),
        ("ستون\tدوم", "ستون\tدوم"),
        (f"می{ZWNJ}{ZWNJ}شود", f"می{ZWNJ}شود"),
        (f"می{ZWNJ} شود", "می شود"),
        (f"می {ZWNJ}شود", "می شود"),
        (f"{ZWNJ}سلام{ZWNJ}\n{ZWNJ}خوبی{ZWNJ}", "سلام\nخوبی"),
        ("\u202eمتن\u2066 و\u2069 متن\u202c", "متن و متن"),
        ("\ufeffمتن\u200b", "متن"),
        ("\n \n  متن  \n\t\n", "  متن"),
        ("یک  \nدو\t\n\nسه", "یک\nدو\n\nسه"),
        ("cafe\u0301", "café"),
        ("شماره\u0654", "شمارهٔ"),
        (" \u200c ", ""),
    ],
)
def test_ordinary_text_is_stored_clean(typed, stored):
    assert clean(typed) == stored


def test_meaningful_zwnj_and_direction_marks_stay():
    text = f"نمی{ZWNJ}رسد\u200f (کد\u200e)"
    assert clean(text) == text


def test_one_line_input_has_single_spaces():
    assert clean_line("  پیامک\n\n نرسیده\t\u00a0است \r\n") == "پیامک نرسیده است"


def test_evidence_keeps_everything_but_controls():
    typed = f"\u202eكد ي {ZWNJ}{ZWNJ}  \r\nلغو11 \r\n\x00\x08\t"
    assert clean_evidence(typed) == f"\u202eكد ي {ZWNJ}{ZWNJ}  \nلغو11 \n\t"


def test_lone_surrogates_are_dropped_since_they_cannot_be_stored():
    assert clean("الف\ud800ب") == "الفب"
    assert clean_evidence("الف\udfffب") == "الفب"


@given(TRICKY)
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_evidence(clean_evidence(text)) == clean_evidence(text)


@given(TRICKY)
def test_clean_text_can_be_stored_and_shown_safely(text):
    once = clean(text)
    assert not set(once) & set("يىك\r\u202e\u2066\u2069")
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    once.encode("utf-8")
    assert not [line for line in once.split("\n") if line != line.rstrip()]


@given(TRICKY)
def test_a_clean_line_is_one_line(text):
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    "hostile",
    [
        "\u0301\u0316" * 15_000,
        "ا" + "\u0301" * 15_000 + "\u0316" * 15_000,
        "\u0f73" * 30_000,
        "\uff9e\u0301" * 15_000,
        " " * 29_999 + "ا",
        (" " * 100 + "\n") * 300 + "ا",
        ZWNJ * 29_999 + "ا",
        f"{ZWNJ} " * 15_000 + "ا",
    ],
)
def test_hostile_text_is_cleaned_in_one_sweep(hostile):
    assert len(clean(hostile)) <= len(hostile)
    assert len(clean_line(hostile)) <= len(hostile)
    assert len(clean_evidence(hostile)) <= len(hostile)


def test_short_text_is_not_truncated():
    assert truncate("سلام", 4) == "سلام"


def test_long_text_ends_in_an_ellipsis_within_the_length():
    assert truncate("پیامک نرسیده است", 7) == "پیامک…"


def test_truncation_does_not_part_a_letter_from_its_mark():
    assert truncate("شمارهٔ تیکت", 6) == "شمار…"


def test_truncation_leaves_no_zwnj_at_the_end():
    assert truncate(f"می{ZWNJ}شود", 4) == "می…"


@given(TRICKY, st.integers(min_value=1, max_value=50))
def test_truncated_text_is_never_longer_than_asked(text, length):
    cut = truncate(text, length)
    assert len(cut) <= length
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_an_isolated_text_cannot_end_its_isolation():
    assert isolate("API \u2069\u202eerror") == "\u2068API error\u2069"


def test_paragraphs_are_the_lines_with_words():
    assert paragraphs("یک\n\n  \nدو\nthree") == ["یک", "دو", "three"]
