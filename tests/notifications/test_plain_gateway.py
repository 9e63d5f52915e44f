"""Delivery through a gateway that cannot be asked what became of a message, and its reports."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock as portal_clock
from portal import crypto
from portal.models import Channel, DeliveryState, NoticeState
from portal.notifications import delivery, reports
from portal.notifications.fate import UNKNOWN
from tests.conftest import Clock
from tests.notifications.builders import again, queued
from tests.notifications.gateways import PlainGateway

pytestmark = pytest.mark.usefixtures("app", "clock")


@pytest.fixture
def settings(plain: PlainGateway) -> dict:
    return {
        "SMS_URL": plain.url(
            status_url=f"http://127.0.0.1:{plain.port}/api/status",
            status_path="result.code",
            state__1="sent",
            state__2="delivered",
            state__3="blacklisted",
        )
    }


def code():
    return queued(
        event="otp",
        secret=True,
        priority=0,
        text=crypto.encrypt("کد تأیید: 482913"),
        expires_at=portal_clock.now() + timedelta(minutes=5),
    )


def test_ambiguous_notice_is_sent_once_more_and_then_fails(plain: PlainGateway, clock: Clock):
    plain.failure = "cut"
    row = queued()
    for _ in range(5):
        delivery.drain()
        clock.advance(minutes=5)
    assert len(plain.calls) == 2
    assert again(row).state is NoticeState.FAILED
    assert UNKNOWN in again(row).error


def test_ambiguous_code_is_never_sent_again(plain: PlainGateway, clock: Clock):
    plain.failure = "cut"
    row = code()
    delivery.drain()
    plain.failure = None
    clock.advance(minutes=1)
    assert delivery.drain() == 0
    assert len(plain.calls) == 1
    assert again(row).state is NoticeState.FAILED
    assert UNKNOWN in again(row).error
    assert again(row).text == ""


def test_code_that_a_dead_worker_was_sending_is_not_sent_again(plain: PlainGateway, clock: Clock):
    row = queued(
        state=NoticeState.SENDING,
        lease_until=clock.now(),
        secret=True,
        text=crypto.encrypt("کد تأیید: 482913"),
    )
    delivery.drain()
    assert plain.calls == []
    assert again(row).state is NoticeState.FAILED
    assert UNKNOWN in again(row).error


def test_notice_that_a_dead_worker_was_sending_is_sent(plain: PlainGateway, clock: Clock):
    row = queued(state=NoticeState.SENDING, lease_until=clock.now())
    delivery.drain()
    assert again(row).state is NoticeState.SENT
    assert len(plain.calls) == 1


# Delivery reports


def test_reports_are_asked_at_growing_gaps_and_then_no_more(plain: PlainGateway, clock: Clock):
    row = queued()
    delivery.drain()
    sent_at = clock.now()
    plain.states[again(row).provider_id] = 1
    asked = []
    while (due := again(row).delivery_next_at) is not None:
        clock.set(due - timedelta(seconds=1))
        assert reports.poll() == 0
        clock.set(due)
        assert reports.poll() == 1
        asked.append(due - sent_at)
    assert asked == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=24),
    ]
    assert again(row).delivery_state is DeliveryState.SENT


@pytest.mark.parametrize(
    "answer, state", [(2, DeliveryState.DELIVERED), (3, DeliveryState.BLACKLISTED)]
)
def test_final_report_ends_the_questions(
    plain: PlainGateway, clock: Clock, answer: int, state: DeliveryState
):
    row = queued()
    delivery.drain()
    plain.states[again(row).provider_id] = answer
    clock.advance(minutes=1)
    assert reports.poll() == 1
    assert again(row).delivery_state is state
    clock.advance(hours=30)
    assert reports.poll() == 0


def test_silent_gateway_leaves_the_state_unknown(plain: PlainGateway, clock: Clock):
    row = queued()
    delivery.drain()
    for _ in range(5):
        clock.advance(hours=24)
        reports.poll()
    assert again(row).delivery_state is DeliveryState.UNKNOWN
    assert again(row).delivery_next_at is None


def test_another_gateway_is_not_asked(app: Flask, plain: PlainGateway, clock: Clock):
    row = queued()
    delivery.drain()
    asked = len(plain.calls)
    app.config["SMS_URL"] = "console://"
    clock.advance(minutes=1)
    assert reports.poll() == 1
    assert len(plain.calls) == asked
    assert again(row).delivery_state is None


@pytest.mark.settings(MODE="demo")
def test_console_awaits_no_report(app: Flask, clock: Clock):
    app.config["SMS_URL"] = "console://"
    row = queued()
    delivery.drain()
    assert again(row).state is NoticeState.SENT
    assert again(row).provider == "console"
    assert again(row).delivery_next_at is None
    assert again(row).channel is Channel.SMS
