"""The retry policy."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.models import NoticeState
from portal.notifications.fate import BACKOFF, UNKNOWN, Attempt, decide
from portal.notifications.providers.base import Kind

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
NOTICE = Attempt(number=1, secret=False, unsettled=False, may_settle=False)
CODE = Attempt(number=1, secret=True, unsettled=False, may_settle=False)


def after(kind: Kind, attempt: Attempt = NOTICE):
    return decide(kind, "خطای درگاه", attempt, NOW, lambda wait: wait)


def test_accepted_is_sent():
    assert after(Kind.accepted).state is NoticeState.SENT


def test_permanent_failure_fails_at_once_with_its_reason():
    fate = after(Kind.permanent)
    assert fate.state is NoticeState.FAILED
    assert fate.error == "خطای درگاه"


@pytest.mark.parametrize(
    "number, wait",
    [
        (1, timedelta(seconds=30)),
        (2, timedelta(minutes=2)),
        (3, timedelta(minutes=10)),
        (4, timedelta(minutes=30)),
        (5, timedelta(hours=1)),
        (6, timedelta(hours=2)),
        (16, timedelta(hours=2)),
    ],
)
def test_temporary_failure_waits_longer_each_time(number: int, wait: timedelta):
    fate = after(Kind.temporary, Attempt(number, False, False, False))
    assert fate.state is NoticeState.QUEUED
    assert fate.next_at == NOW + wait


def test_temporary_failures_end_after_a_day():
    assert timedelta(hours=22) < sum(BACKOFF, timedelta()) <= timedelta(hours=24)
    fate = after(Kind.temporary, Attempt(len(BACKOFF) + 1, False, False, False))
    assert fate.state is NoticeState.FAILED
    assert "خطای درگاه" in fate.error


@pytest.mark.parametrize("kind", [Kind.no_credit, Kind.config])
def test_trouble_with_the_account_holds_the_channel_and_keeps_the_notice(kind: Kind):
    fate = after(kind)
    assert fate.holds_channel
    assert fate.state is NoticeState.QUEUED
    assert fate.next_at == NOW


def test_ambiguous_notice_has_one_more_try():
    assert after(Kind.ambiguous).state is NoticeState.QUEUED
    again = after(Kind.ambiguous, Attempt(2, False, True, False))
    assert again.state is NoticeState.FAILED
    assert UNKNOWN in again.error


def test_ambiguous_code_fails_where_it_cannot_be_looked_up():
    assert after(Kind.ambiguous, CODE).state is NoticeState.FAILED


def test_ambiguous_code_waits_to_be_looked_up():
    fate = after(Kind.ambiguous, Attempt(1, True, False, True))
    assert fate.state is NoticeState.QUEUED
    assert fate.next_at > NOW


def test_only_trouble_with_the_account_holds_a_channel():
    holding = {kind for kind in Kind if after(kind).holds_channel}
    assert holding == {Kind.no_credit, Kind.config}
