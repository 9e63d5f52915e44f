"""Claim, send, record: with a gateway that can be asked what became of a message."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock as portal_clock
from portal import crypto
from portal.extensions import db
from portal.models import Channel, ChannelHold, NoticeState, Notification
from portal.notifications import delivery, holds, queue
from tests.conftest import Clock
from tests.notifications.builders import again, queued
from tests.notifications.conftest import Mailbox
from tests.notifications.gateways import KavenegarGateway

pytestmark = pytest.mark.usefixtures("app", "clock")


@pytest.fixture
def settings(kavenegar: KavenegarGateway, mail_server: str) -> dict:
    return {"SMS_URL": kavenegar.url(), "MAIL_URL": mail_server}


def code(**changes: object) -> Notification:
    """A queued one-time code."""
    facts = {
        "event": "otp",
        "secret": True,
        "priority": 0,
        "text": crypto.encrypt("کد تأیید: 482913"),
        "expires_at": portal_clock.now() + timedelta(minutes=5),
    }
    return queued(**facts | changes)


def texts(gateway: KavenegarGateway) -> list[str]:
    """What reached a phone."""
    return [one["message"] for one in gateway.sent.values()]


def sends(gateway: KavenegarGateway) -> int:
    return sum(call.path.endswith("/sms/send.json") for call in gateway.calls)


def on_hold() -> list[ChannelHold]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(ChannelHold).all()


# Accepted


def test_accepted_sms_is_sent_and_remembers_the_gateways_id(kavenegar: KavenegarGateway):
    row = queued(text="تیکت ۱۰۲۴۸ پاسخ داده شد.")
    assert delivery.drain() == 1
    row = again(row)
    assert texts(kavenegar) == ["تیکت ۱۰۲۴۸ پاسخ داده شد."]
    assert row.state is NoticeState.SENT
    assert row.sent_at == portal_clock.now()
    assert row.provider == "kavenegar"
    assert int(row.provider_id) in kavenegar.sent
    assert row.lease_until is None
    assert row.attempts == 1
    assert row.error is None


def test_a_sent_row_is_never_sent_again(kavenegar: KavenegarGateway):
    queued()
    assert delivery.drain() == 1
    assert delivery.drain() == 0
    assert len(kavenegar.calls) == 1


def test_accepted_code_arrives_and_is_wiped(kavenegar: KavenegarGateway):
    row = code()
    delivery.drain()
    assert texts(kavenegar) == ["کد تأیید: 482913"]
    row = again(row)
    assert row.state is NoticeState.SENT
    assert row.text == ""


def test_codes_go_before_notices(kavenegar: KavenegarGateway):
    queued(text="خبر")
    code()
    delivery.drain()
    assert texts(kavenegar) == ["کد تأیید: 482913", "خبر"]


def test_what_is_not_due_waits(kavenegar: KavenegarGateway, clock: Clock):
    queued(next_at=clock.now() + timedelta(seconds=30))
    assert delivery.drain() == 0
    clock.advance(seconds=30)
    assert delivery.drain() == 1


# Temporary


def test_temporary_failure_is_tried_again_later(kavenegar: KavenegarGateway, clock: Clock):
    kavenegar.failure = "http_500"
    row = queued()
    delivery.drain()
    row = again(row)
    assert row.state is NoticeState.QUEUED
    assert 24 <= (row.next_at - clock.now()).total_seconds() <= 36
    assert row.error
    kavenegar.failure = None
    assert delivery.drain() == 0
    clock.advance(seconds=36)
    assert delivery.drain() == 1
    row = again(row)
    assert row.state is NoticeState.SENT
    assert row.error is None


def test_temporary_failures_end_visibly_after_a_day(kavenegar: KavenegarGateway, clock: Clock):
    kavenegar.failure = "http_500"
    row = queued()
    born = clock.now()
    while again(row).state is NoticeState.QUEUED:
        clock.set(max(clock.now(), again(row).next_at))
        assert delivery.drain() == 1
    assert again(row).state is NoticeState.FAILED
    assert "یک روز" in again(row).error
    assert timedelta(hours=17) < clock.now() - born < timedelta(hours=30)


# Permanent


def test_permanent_failure_fails_this_one_alone(kavenegar: KavenegarGateway):
    bad, good = queued(recipient="021-1234"), queued(text="خبر")
    assert delivery.drain() == 2
    assert again(bad).state is NoticeState.FAILED
    assert "شمارهٔ گیرنده" in again(bad).error
    assert again(good).state is NoticeState.SENT
    assert on_hold() == []


def test_failed_code_is_wiped(kavenegar: KavenegarGateway):
    kavenegar.code = 411
    row = code()
    delivery.drain()
    assert again(row).state is NoticeState.FAILED
    assert again(row).text == ""


# Holds


@pytest.mark.parametrize("answer, kind", [(418, "no_credit"), (403, "config")])
def test_trouble_with_the_account_holds_the_channel(
    kavenegar: KavenegarGateway, clock: Clock, answer: int, kind: str
):
    kavenegar.code = answer
    row, other = queued(), queued()
    delivery.drain()
    [hold] = on_hold()
    assert (hold.channel, hold.kind) == (Channel.SMS, kind)
    assert hold.error
    assert "6B-key" not in hold.error
    # One try, and nothing is lost or counted.
    assert len(kavenegar.calls) == 1
    for waiting in (row, other):
        assert again(waiting).state is NoticeState.QUEUED
        assert again(waiting).attempts == 0


def test_held_channel_is_probed_every_ten_minutes(kavenegar: KavenegarGateway, clock: Clock):
    kavenegar.code = 418
    for _ in range(3):
        queued()
    delivery.drain()
    clock.advance(minutes=9)
    assert delivery.drain() == 0
    clock.advance(minutes=1)
    assert delivery.drain() == 1
    assert delivery.drain() == 0
    assert len(kavenegar.calls) == 2
    since = on_hold()[0].since
    assert since == clock.now() - timedelta(minutes=10)


def test_accepted_probe_ends_the_hold(kavenegar: KavenegarGateway, clock: Clock):
    kavenegar.code = 418
    for _ in range(3):
        queued()
    delivery.drain()
    kavenegar.code = 200
    clock.advance(minutes=10)
    assert delivery.drain() == 3
    assert on_hold() == []
    assert len(texts(kavenegar)) == 3


def test_new_start_probes_at_once(kavenegar: KavenegarGateway):
    kavenegar.code = 403
    queued()
    delivery.drain()
    kavenegar.code = 200
    holds.probe_soon()
    assert delivery.drain() == 1
    assert on_hold() == []


def test_probe_waits_for_a_message(kavenegar: KavenegarGateway, clock: Clock):
    kavenegar.code = 418
    row = queued()
    delivery.drain()
    db.session.delete(again(row))
    db.session.commit()
    clock.advance(minutes=10)
    assert delivery.drain() == 0
    clock.advance(minutes=1)
    kavenegar.code = 200
    code()
    assert delivery.drain() == 1


def test_held_sms_does_not_hold_email(kavenegar: KavenegarGateway, mailbox: Mailbox):
    kavenegar.code = 418
    queued()
    queued(Channel.EMAIL)
    assert delivery.drain() == 2
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize("url", ["nobody://x", "kavenegar://"])
def test_unusable_setting_holds_the_channel(app: Flask, url: str):
    app.config["SMS_URL"] = url
    row = queued()
    delivery.drain()
    assert again(row).state is NoticeState.QUEUED
    assert "PORTAL_SMS_URL" in on_hold()[0].error


# Ambiguous


@contextmanager
def hangs_up(gateway: KavenegarGateway) -> Iterator[None]:
    """The gateway takes the message, but its answer is lost."""

    def respond(handler, call) -> None:
        gateway.answer(call)
        handler.close_connection = True

    gateway.respond = respond
    yield
    del gateway.respond


def test_ambiguous_notice_is_looked_up_and_not_sent_twice(
    kavenegar: KavenegarGateway, clock: Clock
):
    row = queued(text="خبر")
    with hangs_up(kavenegar):
        delivery.drain()
    assert again(row).state is NoticeState.QUEUED
    assert again(row).result_kind == "ambiguous"
    clock.advance(seconds=30)
    assert delivery.drain() == 1
    assert again(row).state is NoticeState.SENT
    assert sends(kavenegar) == 1


def test_ambiguous_notice_that_never_arrived_is_sent_again(
    kavenegar: KavenegarGateway, clock: Clock
):
    row = queued(text="خبر")
    kavenegar.failure = "cut"
    delivery.drain()
    kavenegar.failure = None
    clock.advance(seconds=30)
    delivery.drain()
    assert again(row).state is NoticeState.SENT
    assert texts(kavenegar) == ["خبر"]
    assert sends(kavenegar) == 2


def test_ambiguous_code_that_arrived_is_not_sent_twice(kavenegar: KavenegarGateway, clock: Clock):
    row = code()
    with hangs_up(kavenegar):
        delivery.drain()
    assert again(row).text
    clock.advance(seconds=30)
    delivery.drain()
    assert again(row).state is NoticeState.SENT
    assert again(row).text == ""
    assert sends(kavenegar) == 1


def test_ambiguous_code_that_never_arrived_is_sent(kavenegar: KavenegarGateway, clock: Clock):
    row = code()
    kavenegar.failure = "cut"
    delivery.drain()
    kavenegar.failure = None
    clock.advance(seconds=30)
    delivery.drain()
    assert again(row).state is NoticeState.SENT
    assert texts(kavenegar) == ["کد تأیید: 482913"]


def test_code_is_not_sent_while_its_look_up_fails(kavenegar: KavenegarGateway, clock: Clock):
    row = code()
    kavenegar.failure = "cut"
    for _ in range(4):
        delivery.drain()
        clock.advance(seconds=30)
    assert sends(kavenegar) == 1
    clock.advance(minutes=5)
    delivery.drain()
    assert again(row).state is NoticeState.FAILED
    assert again(row).text == ""


# Leases


def test_lapsed_lease_is_taken_up_with_the_same_ref(kavenegar: KavenegarGateway, clock: Clock):
    row = queued(state=NoticeState.SENDING, lease_until=clock.now(), attempts=1)
    assert delivery.drain() == 1
    assert again(row).state is NoticeState.SENT
    [send] = [call for call in kavenegar.calls if call.path.endswith("/sms/send.json")]
    [asked] = [call for call in kavenegar.calls if "statuslocal" in call.path]
    assert send.form["localid"] == asked.form["localid"]


def test_live_lease_is_left_alone(kavenegar: KavenegarGateway, clock: Clock):
    queued(state=NoticeState.SENDING, lease_until=clock.now() + timedelta(seconds=1), attempts=1)
    assert delivery.drain() == 0


def test_result_counts_only_while_the_lease_is_ours(
    app: Flask, kavenegar: KavenegarGateway, clock: Clock
):
    row = queued()
    theirs = clock.now() + timedelta(minutes=10)
    answer = kavenegar.answer

    def taken_over(call):
        with app.app_context(), queue.writing() as connection:
            connection.execute(Notification.__table__.update().values(lease_until=theirs))
        return answer(call)

    kavenegar.answer = taken_over
    delivery.drain()
    assert again(row).state is NoticeState.SENDING
    assert again(row).lease_until == theirs


def test_forgotten_leases_are_taken_up_at_once(kavenegar: KavenegarGateway, clock: Clock):
    row = queued(
        state=NoticeState.SENDING, lease_until=clock.now() + timedelta(minutes=1), attempts=1
    )
    delivery.forget_leases()
    assert delivery.drain() == 1
    assert again(row).state is NoticeState.SENT


def test_many_workers_send_each_message_once(app: Flask, kavenegar: KavenegarGateway):
    rows = [queued(text=f"خبر {n}") for n in range(24)]
    start = threading.Barrier(6)
    counts = []

    def work() -> None:
        with app.app_context():
            start.wait()
            counts.append(delivery.drain())

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 24
    assert sends(kavenegar) == 24
    assert sorted(texts(kavenegar)) == sorted(row.text for row in rows)
    assert {again(row).state for row in rows} == {NoticeState.SENT}
    assert {again(row).attempts for row in rows} == {1}


def test_many_workers_make_one_probe(app: Flask, kavenegar: KavenegarGateway, clock: Clock):
    kavenegar.code = 418
    for _ in range(8):
        queued()
    delivery.drain()
    clock.advance(minutes=10)
    start = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            start.wait()
            delivery.drain()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kavenegar.calls) == 2


# Expiry


def test_expired_code_is_not_sent_and_wiped(kavenegar: KavenegarGateway, clock: Clock):
    row = code()
    clock.advance(minutes=5)
    delivery.drain()
    assert again(row).state is NoticeState.FAILED
    assert "مهلت" in again(row).error
    assert again(row).text == ""
    assert kavenegar.calls == []


def test_code_that_waits_past_its_time_is_wiped_unsent(kavenegar: KavenegarGateway, clock: Clock):
    late, fresh = (
        code(next_at=clock.now() + timedelta(hours=1)),
        code(expires_at=clock.now() + timedelta(hours=1)),
    )
    clock.advance(minutes=5)
    assert delivery.expire() == 1
    assert again(late).state is NoticeState.FAILED
    assert again(late).text == ""
    assert again(fresh).state is NoticeState.QUEUED
    assert again(fresh).text


def test_demo_shows_a_sent_code_until_it_expires(
    app: Flask, kavenegar: KavenegarGateway, clock: Clock
):
    app.config["SHOWS_CODES"] = True
    row = code()
    delivery.drain()
    assert "482913" in crypto.decrypt(again(row).text)
    clock.advance(minutes=5)
    delivery.expire()
    assert again(row).text == ""
    assert again(row).state is NoticeState.SENT


# Bad rows


def test_code_of_a_lost_key_fails_alone(kavenegar: KavenegarGateway):
    bad, good = code(text="gAAAAA-not-ours"), code()
    delivery.drain()
    assert again(bad).state is NoticeState.FAILED
    assert again(bad).error
    assert again(good).state is NoticeState.SENT


def test_broken_row_does_not_block_the_others(mailbox: Mailbox):
    bad, good = queued(Channel.EMAIL, html=None, ref="no spaces allowed"), queued(Channel.EMAIL)
    assert delivery.drain() == 2
    assert again(good).state is NoticeState.SENT
    assert again(bad).state is NoticeState.QUEUED
    assert again(bad).error == delivery.BROKEN


def test_drain_stops_when_told(kavenegar: KavenegarGateway):
    for _ in range(3):
        queued()
    stopping = threading.Event()
    assert delivery.drain(limit=2, stopping=stopping) == 2
    stopping.set()
    assert delivery.drain(stopping=stopping) == 0
    assert len(kavenegar.calls) == 2


def test_drain_without_a_database_ends_quietly(app: Flask, monkeypatch, caplog):
    monkeypatch.setattr(Notification.__table__, "name", "gone")
    assert delivery.drain() == 0
    assert "waits" in caplog.text
