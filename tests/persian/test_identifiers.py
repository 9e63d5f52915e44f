import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.persian.digits import to_persian
from portal.persian.identifiers import (
    is_iban,
    is_legal_id,
    is_national_id,
    is_postal,
    mask_mobile,
    normalize,
    parse_amount,
    parse_line,
    parse_mobile,
    parse_mobiles,
    show_mobile,
)

MOBILE = "+989123456789"
NUMBERS = st.from_regex(r"09[0-9]{9}", fullmatch=True)


def refusal(parse, text):
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


def test_normalizing_drops_what_stands_between_digits():
    assert normalize(" (۰۲۱)‌ ٨٨-۱۲\u200e\u202a\u2069 ") == "0218812"


@pytest.mark.parametrize(
    "typed",
    [
        "09123456789",
        "۰۹۱۲۳۴۵۶۷۸۹",
        "٠٩١٢٣٤٥٦٧٨٩",
        "9123456789",
        "+989123456789",
        "+98 912 345 6789",
        "+98 (0) 912 345 6789",
        "00989123456789",
        "989123456789",
        " 0912-345-67 89 ",
        "\u202a0912\u200c3456789\u202c",
        "۰۹۱۲ ۳۴۵ ۶۷۸۹",
        "0912\u2011345\u20136789",
    ],
)
def test_a_mobile_is_read_in_any_usual_form(typed):
    assert parse_mobile(typed) == MOBILE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0912345678",
        "091234567890",
        "02188776655",
        "+449123456789",
        "0912345678a",
        "09123456789\x00",
        "²9123456789",
        "++989123456789",
    ],
)
def test_what_is_no_mobile_is_refused(typed):
    with pytest.raises(ValueError, match="شمارهٔ همراه"):
        parse_mobile(typed)


@given(NUMBERS)
def test_every_mobile_range_is_accepted_and_shown_back(number):
    assert show_mobile(parse_mobile(to_persian(number))) == number


def test_a_masked_mobile_shows_only_its_ends():
    assert mask_mobile(MOBILE) == "0912•••6789"


@pytest.mark.parametrize(
    "typed",
    [
        "09123456789,09351112233",
        "09123456789، 09351112233",
        "09123456789\r\n09351112233\n",
        "09123456789؛09351112233;",
        "09123456789 09351112233",
        "0912 345 6789 0935 111 2233",
        "0912 345 6789\t+98 935 111 2233",
        "+98 912 345 6789 00 98 935 111 22 33",
        "98 912 345 67 89 0935 111 2233",
        "9123456789 9351112233",
        "۰۹۱۲۳۴۵۶۷۸۹ و ۰۹۳۵۱۱۱۲۲۳۳",
        "0912 - 345 - 6789 / (0935) 111 2233",
        "09123456789, 09351112233, 0912 345 6789",
        "0 9 1 2 3 4 5 6 7 8 9 0 9 3 5 1 1 1 2 2 3 3",
    ],
)
def test_mobiles_are_told_apart_by_any_usual_separator(typed):
    assert parse_mobiles(typed) == [MOBILE, "+989351112233"]


def test_a_blank_list_holds_no_mobiles():
    assert parse_mobiles(" \n،, ") == []


def test_the_wrong_number_of_a_list_is_named():
    with pytest.raises(ValueError, match="0935 11"):
        parse_mobiles("09123456789 0935 11")
    with pytest.raises(ValueError, match="سلام"):
        parse_mobiles("09123456789\nسلام")


@given(st.lists(NUMBERS, unique=True, max_size=10), st.sampled_from([",", "\n", " ", "، ", " و "]))
def test_lists_of_mobiles_come_back_in_order(numbers, separator):
    assert [show_mobile(m) for m in parse_mobiles(separator.join(numbers))] == numbers


@given(st.text(st.sampled_from("0123456789+98۰۹ -،\nو"), max_size=80))
def test_a_free_list_gives_mobiles_or_a_reason(text):
    reason = refusal(parse_mobiles, text)
    if reason is None:
        assert all(parse_mobile(mobile) == mobile for mobile in parse_mobiles(text))
    else:
        assert "شمارهٔ همراه" in reason


@pytest.mark.parametrize("hostile", ["1 " * 15_000, "09 " * 10_000, "9" * 30_000, " و" * 15_000])
def test_a_hostile_list_is_refused_in_one_sweep(hostile):
    with pytest.raises(ValueError, match="شمارهٔ همراه"):
        parse_mobiles(hostile)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("۳۰۰۰ ۱۲۳۴", "30001234"),
        ("1000", "1000"),
        ("5000123456789012", "5000123456789012"),
        ("021-88776655", "02188776655"),
        ("+983000505", "3000505"),
        ("خط خدماتی اشتراکی", "خط خدماتی اشتراکی"),
        ("نمی‌دانم", "نمی‌دانم"),
    ],
)
def test_a_line_is_its_digits_or_a_named_choice(typed, line):
    assert parse_line(typed) == line


@pytest.mark.parametrize("typed", ["", "300", "1" * 17, "خط", "3000x"])
def test_what_is_no_line_is_refused(typed):
    with pytest.raises(ValueError, match="خط"):
        parse_line(typed)


@pytest.mark.parametrize(
    "typed", ["7730942860", "3974017844", "0499370899", "0012345679", "1234567891", "۰۰۱۲۳۴۵۶۷۹"]
)
def test_a_right_national_id_is_accepted(typed):
    assert is_national_id(typed)


@pytest.mark.parametrize("typed", ["1111111111", "0012345678", "1234567890", "12345679", "", "الف"])
def test_a_wrong_national_id_is_refused(typed):
    assert not is_national_id(typed)


@given(st.integers(0, 999_999_999).map("{:09}".format))
def test_at_most_one_check_digit_fits_a_national_id(start):
    assert sum(is_national_id(f"{start}{check}") for check in range(10)) == (
        0 if start + start[0] == start[0] * 10 else 1
    )


@pytest.mark.parametrize("typed", ["10380284790", "14003778990", "14001234562", "۱۴۰۰۱۲۳۴۵۶۲"])
def test_a_right_legal_id_is_accepted(typed):
    assert is_legal_id(typed)


@pytest.mark.parametrize("typed", ["10380284792", "1038028479", "10300000000", ""])
def test_a_wrong_legal_id_is_refused(typed):
    assert not is_legal_id(typed)


def test_an_iban_is_checked_by_its_remainder():
    body = "0" * 21 + "1"
    check = 98 - int(f"{body}182700") % 97
    right = f"IR{check:02}{body}"
    wrong = f"IR{check:02}{'0' * 20}11"
    assert is_iban(right)
    assert is_iban(to_persian(right.lower()[:10] + " " + right.lower()[10:]))
    assert not is_iban(wrong)
    assert not is_iban(right[2:])
    assert not is_iban("")


def test_the_published_iban_example_is_accepted():
    assert is_iban("IR580540105180021273113007")


@pytest.mark.parametrize(
    ("typed", "valid"),
    [("1234567890", True), ("۱۲۳۴۵-۶۷۸۹۰", True), ("123456789", False), ("12345678901", False)],
)
def test_a_postal_code_has_ten_digits(typed, valid):
    assert is_postal(typed) is valid


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", 0),
        ("1250000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("۱٬۲۵۰٬۰۰۰", 1_250_000),
        ("۱،۲۵۰،۰۰۰", 1_250_000),
        ("۱ ۲۵۰ ۰۰۰", 1_250_000),
        ("000150", 150),
    ],
)
def test_an_amount_is_read_with_any_separators(typed, amount):
    assert parse_amount(typed) == amount


@pytest.mark.parametrize(
    "typed", ["", "-5", "(5)", "–۵", "1.5", "۱٫۵", "1,5", "1,,000", ",100", "پنج", "9" * 16, "1e3"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match="مبلغ"):
        parse_amount(typed)


@given(st.text())
def test_free_text_is_parsed_checked_or_refused_never_worse(text):
    for parse in (parse_mobile, parse_mobiles, parse_line, parse_amount):
        reason = refusal(parse, text)
        assert reason is None or reason.endswith(".")
    for check in (is_national_id, is_legal_id, is_iban, is_postal):
        assert check(text) in (True, False)
