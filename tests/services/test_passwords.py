"""Passwords: what fits, and what is never even looked at."""

import pytest

from portal.services import passwords

GOOD = "نسیم-shomal-7"


def test_password_fits_its_own_hash_alone():
    stored = passwords.hash_password(GOOD)
    assert passwords.matches(stored, GOOD)
    assert not passwords.matches(stored, GOOD + "x")
    assert not passwords.matches(None, GOOD)


def test_persian_and_latin_digits_are_one_password():
    assert passwords.matches(passwords.hash_password("shomal-nasim-7"), "shomal-nasim-۷")


def test_longest_password_fits():
    longest = "شمال-7" * 50
    longest = longest[: passwords.MAX_LENGTH]
    assert passwords.weakness(longest) is None
    assert passwords.matches(passwords.hash_password(longest), longest)


def test_text_too_long_for_a_password_is_not_even_compared():
    too_long = "x" * (passwords.MAX_LENGTH + 1)
    assert not passwords.matches(passwords.hash_password(too_long), too_long)


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0323\u0301\u05b0"])
def test_endless_marks_are_refused_without_being_ordered(marks):
    assert not passwords.matches(passwords.hash_password(GOOD), "a" + marks * 700_000)
