from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.persian.jalali import in_tehran, to_utc
from portal.persian.worktime import add_working, is_open, next_opening, working_between

DAY_HOURS = [(time(9), time(17))]
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
# شنبه تا چهارشنبه ۹ تا ۱۷، پنجشنبه ۹ تا ۱۳، جمعه تعطیل
WEEK = {
    SATURDAY: DAY_HOURS,
    SUNDAY: DAY_HOURS,
    MONDAY: DAY_HOURS,
    TUESDAY: DAY_HOURS,
    WEDNESDAY: DAY_HOURS,
    THURSDAY: [(time(9), time(13))],
}
SPLIT = {day: [(time(9), time(12)), (time(14), time(18))] for day in range(7)}
NIGHT = {day: [(time(0), time(6)), (time(20), time(0))] for day in range(7)}
FATHERS_DAY = date(2026, 12, 23)

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
WEEKS = st.sampled_from([WEEK, SPLIT, NIGHT])
SHORT = st.integers(0, 60 * 60 * 24 * 5).map(lambda seconds: timedelta(seconds=seconds))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment in Tehran in 2026; 21 November is a Saturday."""
    return to_utc(date(2026, month, day), time(hour, minute))


def test_the_desk_is_open_from_the_start_of_a_span_until_its_end():
    assert is_open(at(22, 9), WEEK, ())
    assert is_open(at(22, 16, 59), WEEK, ())
    assert not is_open(at(22, 17), WEEK, ())
    assert not is_open(at(22, 8, 59), WEEK, ())


def test_the_desk_is_closed_on_fridays_holidays_and_at_lunch():
    assert not is_open(at(27, 10), WEEK, ())
    assert not is_open(at(23, 10, month=12), WEEK, {FATHERS_DAY})
    assert is_open(at(23, 10, month=12), WEEK, ())
    assert not is_open(at(22, 13), SPLIT, ())


def test_a_span_that_ends_at_midnight_lasts_to_the_end_of_its_day():
    assert is_open(at(22, 23, 59), NIGHT, ())
    assert is_open(at(23, 0), NIGHT, ())
    assert working_between(at(22, 0), at(23, 0), NIGHT, ()) == timedelta(hours=10)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(22, 10), 2, at(22, 12)),
        (at(22, 9), 8, at(22, 17)),
        (at(22, 16), 2, at(23, 10)),
        (at(22, 20), 1, at(23, 10)),
        (at(22, 7), 1, at(22, 10)),
        (at(26, 12), 2, at(28, 10)),
        (at(27, 12), 1, at(28, 10)),
        (at(22, 10), 16, at(24, 10)),
        (at(22, 10), 0, at(22, 10)),
        (at(22, 20), 0, at(22, 20)),
    ],
)
def test_working_time_passes_only_while_the_desk_is_open(start, hours, end):
    assert add_working(start, timedelta(hours=hours), WEEK, ()) == end


def test_working_time_skips_holidays():
    start = at(22, 16, month=12)
    assert add_working(start, timedelta(hours=2), WEEK, {FATHERS_DAY}) == at(24, 10, month=12)


def test_working_time_skips_the_lunch_break():
    assert add_working(at(22, 11), timedelta(hours=2), SPLIT, ()) == at(22, 15)


def test_a_week_without_hours_falls_back_to_plain_time():
    assert add_working(at(22, 10), timedelta(hours=8), {}, ()) == at(22, 18)
    assert next_opening(at(22, 10), {}, ()) == at(22, 10)
    assert working_between(at(22, 10), at(25, 10), {}, ()) == timedelta(0)
    assert not is_open(at(22, 10), {}, ())


def test_an_amount_beyond_the_days_looked_at_falls_back_to_plain_time():
    amount = timedelta(days=400)
    assert add_working(at(22, 10), amount, WEEK, ()) == at(22, 10) + amount


def test_working_time_between_two_moments_leaves_out_closed_hours():
    assert working_between(at(22, 16), at(23, 10), WEEK, ()) == timedelta(hours=2)
    assert working_between(at(26, 12), at(28, 10), WEEK, ()) == timedelta(hours=2)
    assert working_between(at(21, 0), at(28, 0), WEEK, ()) == timedelta(hours=44)
    assert working_between(at(21, 0), at(28, 0), WEEK, {date(2026, 11, 22)}) == timedelta(hours=36)


def test_no_working_time_lies_between_a_moment_and_an_earlier_one():
    assert working_between(at(23, 12), at(22, 12), WEEK, ()) == timedelta(0)
    assert working_between(at(22, 12), at(22, 10), WEEK, ()) == timedelta(0)


def test_the_next_opening_is_now_while_open_and_else_the_next_morning():
    assert next_opening(at(22, 10), WEEK, ()) == at(22, 10)
    assert next_opening(at(22, 17), WEEK, ()) == at(23, 9)
    assert next_opening(at(26, 13), WEEK, ()) == at(28, 9)
    assert next_opening(at(22, 18, month=12), WEEK, {FATHERS_DAY}) == at(24, 9, month=12)


def test_overlapping_and_unordered_spans_count_once():
    week = {SUNDAY: [(time(12), time(17)), (time(9), time(14)), (time(10), time(11))]}
    assert working_between(at(22, 0), at(23, 0), week, ()) == timedelta(hours=8)
    assert add_working(at(22, 9), timedelta(hours=6), week, ()) == at(22, 15)


def test_a_naive_instant_is_utc():
    naive = at(22, 16).replace(tzinfo=None)
    assert add_working(naive, timedelta(hours=2), WEEK, ()) == at(23, 10)


@given(INSTANTS, SHORT, WEEKS)
def test_added_working_time_can_be_measured_back(start, amount, week):
    end = add_working(start, amount, week, {FATHERS_DAY})
    assert end >= start
    assert end.utcoffset() == timedelta(0)
    assert working_between(start, end, week, {FATHERS_DAY}) == amount


@given(INSTANTS, SHORT, SHORT, WEEKS)
def test_working_time_adds_up_over_neighbouring_spans(start, first, second, week):
    middle, end = start + first, start + first + second
    parts = working_between(start, middle, week, ()) + working_between(middle, end, week, ())
    assert parts == working_between(start, end, week, ())


@given(INSTANTS, WEEKS)
def test_the_next_opening_is_open_and_nothing_opens_before_it(instant, week):
    opening = next_opening(instant, week, {FATHERS_DAY})
    assert is_open(opening, week, {FATHERS_DAY})
    assert working_between(instant, opening, week, {FATHERS_DAY}) == timedelta(0)
    assert in_tehran(opening).date() not in {FATHERS_DAY}
