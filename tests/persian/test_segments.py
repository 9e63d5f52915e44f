import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.persian.segments import Segments, count

GSM, UCS = "GSM-7", "UCS-2"
SMILE = "😀"


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments", "fill"),
    [
        pytest.param("", GSM, 0, 0, (), id="1"),
        pytest.param("Hello", GSM, 5, 1, (5,), id="2"),
        pytest.param("a" * 160, GSM, 160, 1, (160,), id="3"),
        pytest.param("a" * 161, GSM, 161, 2, (153, 8), id="4"),
        pytest.param("a" * 306, GSM, 306, 2, (153, 153), id="5"),
        pytest.param("a" * 307, GSM, 307, 3, (153, 153, 1), id="6"),
        pytest.param("a" * 459, GSM, 459, 3, (153,) * 3, id="7a"),
        pytest.param("a" * 460, GSM, 460, 4, (153, 153, 153, 1), id="7b"),
        pytest.param("€", GSM, 2, 1, (2,), id="8"),
        pytest.param("€" * 80, GSM, 160, 1, (160,), id="9"),
        pytest.param("€" * 81, GSM, 162, 2, (152, 10), id="10"),
        pytest.param("a" * 152 + "[" + "a" * 151, GSM, 305, 2, (152, 153), id="11"),
        pytest.param("a" * 152 + "[" + "a" * 152, GSM, 306, 3, (152, 153, 1), id="12"),
        pytest.param("{}[]~^\\|", GSM, 16, 1, (16,), id="13"),
        pytest.param("Ç", GSM, 1, 1, (1,), id="14a"),
        pytest.param("ç", UCS, 1, 1, (1,), id="14b"),
        pytest.param("`", UCS, 1, 1, (1,), id="15a"),
        pytest.param("\t", UCS, 1, 1, (1,), id="15b"),
        pytest.param("\u00a0", UCS, 1, 1, (1,), id="15c"),
        pytest.param("’", UCS, 1, 1, (1,), id="15d"),
        pytest.param("–", UCS, 1, 1, (1,), id="15e"),
        pytest.param("Δ", GSM, 1, 1, (1,), id="16a"),
        pytest.param("α", UCS, 1, 1, (1,), id="16b"),
        pytest.param("ا" * 70, UCS, 70, 1, (70,), id="17a"),
        pytest.param("ا" * 71, UCS, 71, 2, (67, 4), id="17b"),
        pytest.param("ا" * 134, UCS, 134, 2, (67, 67), id="18a"),
        pytest.param("ا" * 135, UCS, 135, 3, (67, 67, 1), id="18b"),
        pytest.param("ا" * 201, UCS, 201, 3, (67,) * 3, id="19a"),
        pytest.param("ا" * 202, UCS, 202, 4, (67, 67, 67, 1), id="19b"),
        pytest.param("ا" * 268, UCS, 268, 4, (67,) * 4, id="20a"),
        pytest.param("ا" * 269, UCS, 269, 5, (67, 67, 67, 67, 1), id="20b"),
        pytest.param("a" * 159 + "۱", UCS, 160, 3, (67, 67, 26), id="21"),
        pytest.param("می\u200cشود", UCS, 6, 1, (6,), id="22"),
        pytest.param(SMILE, UCS, 2, 1, (2,), id="23a"),
        pytest.param(SMILE * 35, UCS, 70, 1, (70,), id="23b"),
        pytest.param(SMILE * 36, UCS, 72, 2, (66, 6), id="23c"),
        pytest.param("ا" * 66 + SMILE + "ا" * 4, UCS, 72, 2, (66, 6), id="24"),
        pytest.param("ا" * 66 + SMILE + "ا" * 66, UCS, 134, 3, (66, 67, 1), id="25"),
        pytest.param("👨\u200d👩\u200d👧", UCS, 8, 1, (8,), id="26a"),
        pytest.param("🇮🇷", UCS, 4, 1, (4,), id="26b"),
        pytest.param("❤\ufe0f", UCS, 2, 1, (2,), id="26c"),
        pytest.param("a\nb", GSM, 3, 1, (3,), id="27a"),
        pytest.param("a\r\nb", GSM, 3, 1, (3,), id="27b"),
        pytest.param("متن\nلغو11", UCS, 9, 1, (9,), id="28"),
        pytest.param("لغو11", UCS, 5, 1, (5,), id="29a"),
        pytest.param("لغو۱۱", UCS, 5, 1, (5,), id="29b"),
    ],
)
def test_vector(text, encoding, units, segments, fill):
    assert count(text) == Segments(encoding, units, segments, fill)


def test_the_basic_alphabet_has_127_characters_and_the_extension_ten():
    one, two = [], []
    for char in map(chr, range(0x10000)):
        size = count(f"a{char}a")
        if char != "\r" and size.encoding == GSM:
            (one if size.units == 3 else two).append(char)
    assert len(one) + len("\r") == 127
    assert sorted(two) == sorted("\f^{}\\[~]|€")


def test_a_line_may_have_other_limits():
    assert count("ا" * 133, single=(160, 70), multi=(152, 66)).fill == (66, 66, 1)
    assert count("a" * 161, single=(160, 70), multi=(152, 66)).fill == (152, 9)


@given(st.text(st.one_of(st.sampled_from("aا[€😀\n"), st.characters()), max_size=400))
def test_pages_add_up_and_keep_their_limits(text):
    size = count(text)
    lone, joined = (160, 153) if size.encoding == GSM else (70, 67)
    assert sum(size.fill) == size.units
    assert len(size.fill) == size.segments
    assert all(0 < page <= (lone if size.segments == 1 else joined) for page in size.fill)
    assert all(page >= joined - 1 for page in size.fill[:-1])


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_ucs_units_are_utf_16_code_units(text):
    size = count(text + "ا")
    assert size.units == len((text + "ا").encode("utf-16-le")) // 2


def test_a_very_long_text_is_counted_in_one_sweep():
    assert count("[" * 30_000).segments == 395
