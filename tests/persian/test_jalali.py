from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.persian import jalali
from portal.persian.jalali import (
    TEHRAN,
    format_date,
    format_datetime,
    from_jalali,
    long_date,
    long_datetime,
    month_name,
    parse_date,
    parse_time,
    relative,
    short,
    to_jalali,
    to_utc,
    weekday_name,
)

# یکشنبه ۱ آذر ۱۴۰۵ ساعت ۱۴:۰۵
NOW = datetime(2026, 11, 22, 10, 35, tzinfo=UTC)
DAYS = st.dates(from_jalali(1300, 1, 1), from_jalali(1500, 12, 29))
INSTANTS = st.datetimes(datetime(1921, 4, 1), datetime(2121, 1, 1), timezones=st.just(UTC))


def refusal(parse, text):
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("gregorian", "jalali_date"),
    [
        ("2024-03-20", (1403, 1, 1)),
        ("2025-03-20", (1403, 12, 30)),
        ("2025-03-21", (1404, 1, 1)),
        ("2026-03-20", (1404, 12, 29)),
        ("2026-03-21", (1405, 1, 1)),
        ("2026-09-22", (1405, 6, 31)),
        ("2026-09-23", (1405, 7, 1)),
        ("2026-11-22", (1405, 9, 1)),
        ("2026-12-23", (1405, 10, 2)),
        ("2029-03-20", (1408, 1, 1)),
        ("2030-03-20", (1408, 12, 30)),
        ("2030-03-21", (1409, 1, 1)),
        ("1979-02-11", (1357, 11, 22)),
        ("2000-03-20", (1379, 1, 1)),
    ],
)
def test_known_dates_convert_both_ways(gregorian, jalali_date):
    day = date.fromisoformat(gregorian)
    assert to_jalali(day) == jalali_date
    assert from_jalali(*jalali_date) == day


@given(DAYS)
def test_every_day_of_two_centuries_comes_back(day):
    assert from_jalali(*to_jalali(day)) == day
    assert parse_date(format_date(day)) == day


@pytest.mark.parametrize("year", [1399, 1403, 1408, 1412, 1416, 1420])
def test_leap_years_have_a_thirtieth_of_esfand(year):
    assert from_jalali(year, 12, 30) == from_jalali(year + 1, 1, 1) - timedelta(days=1)


@pytest.mark.parametrize(
    "typed",
    [
        "1405/9/1",
        "۱۴۰۵/۰۹/۰۱",
        "١٤٠٥/٠٩/٠١",
        "1405-09-01",
        "۱۴۰۵-۰۹-۰۱",
        "1405.9.1",
        "14050901",
        " ۱۴۰۵ / ۰۹ / ۰۱ ",
        "\u200f۱۴۰۵/۰۹/۰۱\u200e",
    ],
)
def test_a_date_is_read_in_any_usual_form(typed):
    assert parse_date(typed) == date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "دیروز",
        "1405/9",
        "1405/9-1",
        "1405/13/1",
        "1405/0/1",
        "1405/7/31",
        "1404/12/30",
        "2026/11/22",
        "0000/01/01",
        "05/09/01",
        "1405/9/1/2",
        "140591",
        "²405/09/01",
    ],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError, match="تاریخ|تقویم"):
        parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:05", time(14, 5)),
        ("۱۴:۰۵", time(14, 5)),
        ("٩:٠٥", time(9, 5)),
        (" 00:00 ", time(0, 0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_in_any_digits(typed, expected):
    assert parse_time(typed) == expected


@pytest.mark.parametrize("typed", ["", "24:00", "12:60", "14", "14:5", "1:2:3", "ظهر"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match="ساعت"):
        parse_time(typed)


@given(st.text())
def test_free_text_is_parsed_or_refused_never_worse(text):
    for parse in (parse_date, parse_time):
        reason = refusal(parse, text)
        assert reason is None or reason.endswith(".")


def test_dates_and_times_are_written_as_the_glossary_says():
    assert format_date(date(2026, 11, 22)) == "۱۴۰۵/۰۹/۰۱"
    assert format_datetime(NOW) == "۱۴۰۵/۰۹/۰۱، ۱۴:۰۵"
    assert long_date(date(2026, 11, 22)) == "یکشنبه ۱ آذر ۱۴۰۵"
    assert long_datetime(NOW) == "یکشنبه ۱ آذر ۱۴۰۵ ساعت ۱۴:۰۵"


def test_an_instant_shows_its_day_in_tehran():
    late = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert format_date(late) == "۱۴۰۵/۰۹/۰۱"
    assert format_date(late - timedelta(seconds=1)) == "۱۴۰۵/۰۸/۳۰"
    assert weekday_name(late) == "یکشنبه"


def test_a_naive_instant_is_utc():
    assert format_datetime(NOW.replace(tzinfo=None)) == format_datetime(NOW)


def test_names_follow_the_calendar():
    saturday = date(2026, 11, 21)
    week = [weekday_name(saturday + timedelta(days=i)) for i in range(7)]
    assert week == ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"]
    assert [month_name(m) for m in (1, 9, 12)] == ["فروردین", "آذر", "اسفند"]


def test_short_form_leaves_out_this_year():
    assert short(NOW, NOW) == "۱ آذر، ۱۴:۰۵"
    assert short(NOW - timedelta(days=365), NOW) == "۱۴۰۴/۰۹/۰۱، ۱۴:۰۵"


def test_the_year_turns_at_nowruz_in_tehran():
    eve = datetime(2026, 3, 20, 20, 29, tzinfo=UTC)
    new_year = eve + timedelta(minutes=1)
    assert short(new_year, new_year) == "۱ فروردین، ۰۰:۰۰"
    assert short(eve, new_year) == "۱۴۰۴/۱۲/۲۹، ۲۳:۵۹"


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(0), "لحظاتی پیش"),
        (timedelta(seconds=44), "لحظاتی پیش"),
        (timedelta(seconds=45), "۱ دقیقه پیش"),
        (timedelta(minutes=5, seconds=59), "۵ دقیقه پیش"),
        (timedelta(minutes=59, seconds=59), "۵۹ دقیقه پیش"),
        (timedelta(hours=1), "۱ ساعت پیش"),
        (timedelta(hours=3, minutes=59), "۳ ساعت پیش"),
        (timedelta(hours=14, minutes=5), "۱۴ ساعت پیش"),
        (timedelta(hours=14, minutes=6), "دیروز ساعت ۲۳:۵۹"),
        (timedelta(days=1), "دیروز ساعت ۱۴:۰۵"),
        (timedelta(days=2), "پریروز"),
        (timedelta(days=3), "۳ روز پیش"),
        (timedelta(days=6), "۶ روز پیش"),
        (timedelta(days=7), "۲۴ آبان"),
        (timedelta(days=365), "۱۴۰۴/۰۹/۰۱"),
    ],
)
def test_past_instants_read_naturally(ago, shown):
    assert relative(NOW - ago, NOW) == shown


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (timedelta(seconds=44), "لحظاتی دیگر"),
        (timedelta(seconds=45), "۱ دقیقه دیگر"),
        (timedelta(minutes=20), "۲۰ دقیقه دیگر"),
        (timedelta(hours=2) - timedelta(seconds=1), "۲ ساعت دیگر"),
        (timedelta(hours=9, minutes=54), "۱۰ ساعت دیگر"),
        (timedelta(hours=9, minutes=55), "فردا ساعت ۰۰:۰۰"),
        (timedelta(days=1), "فردا ساعت ۱۴:۰۵"),
        (timedelta(days=2), "پس‌فردا"),
        (timedelta(days=3), "۳ روز دیگر"),
        (timedelta(days=7), "۸ آذر"),
        (timedelta(days=365), "۱۴۰۶/۰۹/۰۱"),
    ],
)
def test_instants_to_come_read_naturally(ahead, shown):
    assert relative(NOW + ahead, NOW) == shown


def test_minutes_are_counted_across_midnight():
    midnight = to_utc(date(2026, 11, 22), time(0, 0))
    assert relative(midnight - timedelta(minutes=2), midnight + timedelta(minutes=3)) == (
        "۵ دقیقه پیش"
    )


@given(INSTANTS, INSTANTS)
def test_every_two_instants_have_words(instant, now):
    assert relative(instant, now)
    assert short(instant, now)
    assert long_datetime(instant)


def test_tehran_is_three_and_a_half_hours_ahead_in_every_season():
    assert to_utc(date(2026, 11, 22), time(14, 5)) == NOW
    assert to_utc(date(2026, 7, 1), time(3, 30)) == datetime(2026, 7, 1, tzinfo=UTC)
    assert TEHRAN.utcoffset(datetime(2026, 7, 1)) == timedelta(hours=3, minutes=30)


@given(DAYS, st.times())
def test_to_utc_returns_an_aware_utc_instant(day, at):
    assert to_utc(day, at).utcoffset() == timedelta(0)


def test_without_zone_data_tehran_is_a_fixed_offset(monkeypatch):
    def missing(name):
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(jalali, "ZoneInfo", missing)
    assert jalali._zone().utcoffset(None) == timedelta(hours=3, minutes=30)
