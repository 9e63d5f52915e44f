from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.persian.digits import duration, file_size, number, to_ascii, to_persian, toman

NBSP = "\u00a0"


def test_ascii_and_arabic_digits_become_persian():
    assert to_persian("0912 ٣٤٥ ۶۷") == "۰۹۱۲ ۳۴۵ ۶۷"


def test_any_value_is_written_with_persian_digits():
    assert to_persian(10234) == "۱۰۲۳۴"


def test_persian_and_arabic_digits_become_ascii():
    assert to_ascii("۰۹۱۲٠١٢") == "0912012"


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, "۰"),
        (999, "۹۹۹"),
        (1_250_000, "۱٬۲۵۰٬۰۰۰"),
        (2.5, "۲٫۵"),
        (2.0, "۲"),
        (100.0, "۱۰۰"),
        (1e21, "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰"),
        (Decimal("1234.50"), "۱٬۲۳۴٫۵"),
        (-1250, "\u200e\u2212۱٬۲۵۰"),
    ],
)
def test_numbers_have_persian_separators(n, shown):
    assert number(n) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "۰ بایت"),
        (1023, "۱٬۰۲۳ بایت"),
        (1024, "۱ کیلوبایت"),
        (240 * 1024, "۲۴۰ کیلوبایت"),
        (1024 * 1024 - 1, "۱ مگابایت"),
        (1536 * 1024, "۱٫۵ مگابایت"),
        (5 * 1024 * 1024, "۵ مگابایت"),
        (1024**3 - 1, "۱ گیگابایت"),
        (3 * 1024**3 // 2, "۱٫۵ گیگابایت"),
    ],
)
def test_file_sizes_are_in_the_unit_people_use(size, shown):
    assert file_size(size) == shown


def test_toman_is_a_tenth_of_the_stored_rials():
    assert toman(3_900_000) == f"۳۹۰٬۰۰۰{NBSP}تومان"


def test_toman_keeps_an_odd_rial():
    assert toman(15) == f"۱٫۵{NBSP}تومان"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "کمتر از ۱ دقیقه"),
        (59.9, "کمتر از ۱ دقیقه"),
        (60, "۱ دقیقه"),
        (40 * 60, "۴۰ دقیقه"),
        (3600, "۱ ساعت"),
        (2 * 3600 + 5 * 60 + 59, "۲ ساعت و ۵ دقیقه"),
        (-(2 * 3600 + 5 * 60), "۲ ساعت و ۵ دقیقه"),
        (24 * 3600, "۱ روز"),
        (24 * 3600 + 5 * 60, "۱ روز"),
        (5 * 86400 + 13 * 3600 + 7 * 60, "۵ روز و ۱۳ ساعت"),
    ],
)
def test_durations_have_at_most_two_units(seconds, shown):
    assert duration(seconds) == shown


@given(st.text())
def test_digits_come_back_after_a_round_trip(text):
    assert to_ascii(to_persian(text)) == to_ascii(text)


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_a_shown_number_can_be_read_back(n):
    shown = to_ascii(number(n)).replace("٬", "").replace("\u200e\u2212", "-")
    assert int(shown) == n
