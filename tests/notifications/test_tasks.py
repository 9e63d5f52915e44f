"""The worker: woken by commits, alone with its periodic jobs, and clean when it is stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from huey import MemoryHuey

from portal.extensions import db
from portal.models import Challenge, JobLease, NoticeState, Notification
from portal.notifications import delivery, leases, outbox, tasks
from portal.services.transaction import write
from tests.conftest import Clock
from tests.notifications.builders import again, person, queued, ticket, unit
from tests.notifications.gateways import KavenegarGateway

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(request: pytest.FixtureRequest, kavenegar: KavenegarGateway) -> dict:
    marker = request.node.get_closest_marker("settings")
    return {"SMS_URL": kavenegar.url()} | (marker.kwargs if marker else {})


def eventually(holds: Callable[[], bool]) -> None:
    """Returns once it holds; fails when it never does."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def state_of(row: Notification) -> NoticeState:
    return again(row).state


def publish() -> None:
    """A commit that fills the outbox."""
    with write():
        made = ticket(person(email=None), unit())
        outbox.notify_customer("ticket_answered", made)


def waiting(app: Flask) -> list[str]:
    return [task.name for task in app.extensions["worker"].huey.pending()]


# Waking


def test_commit_wakes_the_worker_once(app: Flask):
    publish()
    publish()
    assert waiting(app) == ["drain"]


def test_commit_without_news_wakes_nobody(app: Flask):
    with write():
        person()
    assert waiting(app) == []


@pytest.mark.settings(HUEY_URL="redis://127.0.0.1:1")
def test_queue_that_is_away_fails_no_commit(app: Flask, caplog):
    publish()
    assert db.session.query(Notification).count() == 1
    assert "cannot be woken" in caplog.text


def test_long_queue_is_drained_in_turns(app: Flask, kavenegar: KavenegarGateway):
    for _ in range(tasks.DRAIN_ROWS + 1):
        queued()
    worker = app.extensions["worker"]
    worker.wake()
    worker.huey.execute(worker.huey.dequeue())
    assert len(kavenegar.sent) == tasks.DRAIN_ROWS
    assert waiting(app) == ["drain"]
    worker.huey.execute(worker.huey.dequeue())
    assert len(kavenegar.sent) == tasks.DRAIN_ROWS + 1
    assert waiting(app) == []


# Periodic jobs


def run_due(app: Flask, at: datetime) -> set[str]:
    """Runs what is due in a minute; returns the names."""
    huey = app.extensions["worker"].huey
    due = huey.read_periodic(at)
    for task in due:
        huey.execute(task, at)
    return {task.name for task in due}


def test_every_minute_drains_beats_and_asks_for_reports(
    app: Flask, kavenegar: KavenegarGateway, clock: Clock
):
    row = queued()
    assert run_due(app, datetime(2026, 1, 5, 8, 30)) == {"beat", "drain-all", "reports"}
    assert state_of(row) is NoticeState.SENT
    assert db.session.get(JobLease, "heartbeat").last_run_at == clock.now()
    clock.advance(minutes=1)
    run_due(app, datetime(2026, 1, 5, 8, 31))
    assert again(row).delivery_state == "delivered"


def test_every_hour_sweeps_what_has_run_out(app: Flask, clock: Clock):
    db.session.add(
        Challenge(
            handle="h",
            purpose="login",
            channel="sms",
            recipient="+989121234567",
            code_hash="0" * 64,
            created_at=clock.now() - timedelta(days=3),
            expires_at=clock.now() - timedelta(days=3),
        )
    )
    db.session.commit()
    assert "sweep" in run_due(app, datetime(2026, 1, 5, 8, 17))
    db.session.rollback()
    assert db.session.query(Challenge).count() == 0


def test_lease_is_taken_by_one_of_many(app: Flask, clock: Clock):
    start = threading.Barrier(6)
    taken = []

    def work() -> None:
        with app.app_context():
            start.wait()
            taken.append(leases.take("sweep", timedelta(minutes=55)))

    for _round in range(2):
        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert taken.count(True) == 1
        clock.advance(minutes=55)
        taken.clear()


def test_heartbeat_moves_on(app: Flask, clock: Clock):
    leases.beat()
    clock.advance(minutes=1)
    leases.beat()
    db.session.rollback()
    assert db.session.get(JobLease, leases.HEARTBEAT).last_run_at == clock.now()


# Embedded


@contextmanager
def embedded(app: Flask) -> Iterator[None]:
    stop = tasks.start_embedded(app)
    yield
    stop()


@pytest.mark.settings(WORKER="embedded")
def test_embedded_worker_sends_what_a_commit_brings(app: Flask, kavenegar: KavenegarGateway):
    assert isinstance(app.extensions["worker"].huey, MemoryHuey)
    with embedded(app):
        publish()
        row = db.session.query(Notification).one()
        eventually(lambda: state_of(row) is NoticeState.SENT)
    assert len(kavenegar.sent) == 1


@pytest.mark.settings(WORKER="embedded")
def test_embedded_worker_takes_up_what_a_killed_one_left(app: Flask, kavenegar: KavenegarGateway):
    fresh = queued()
    half = queued(state=NoticeState.SENDING)
    half.lease_until = half.created_at + timedelta(minutes=2)
    db.session.commit()
    with embedded(app):
        eventually(lambda: {state_of(fresh), state_of(half)} == {NoticeState.SENT})
    assert len(kavenegar.sent) == 2


@pytest.mark.settings(WORKER="embedded")
def test_embedded_worker_is_alive_as_soon_as_it_has_started(app: Flask):
    with embedded(app):
        db.session.rollback()
        assert db.session.get(JobLease, leases.HEARTBEAT)


@pytest.mark.settings(WORKER="embedded")
def test_embedded_worker_leaves_signals_to_the_web_server(app: Flask):
    before = [signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)]
    with embedded(app):
        after = [signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)]
    assert after == before


@pytest.mark.settings(WORKER="embedded")
def test_stop_finishes_the_message_in_hand_and_takes_no_other(
    app: Flask, kavenegar: KavenegarGateway
):
    kavenegar.delay = 0.2
    rows = [queued() for _ in range(20)]
    with embedded(app):
        eventually(lambda: len(kavenegar.calls) > 0)
    states = [state_of(row) for row in rows]
    assert set(states) == {NoticeState.SENT, NoticeState.QUEUED}
    assert states.count(NoticeState.SENT) == len(kavenegar.sent)


# A process of its own


@contextmanager
def separate(app: Flask) -> Iterator[subprocess.Popen]:
    environment = {name: value for name, value in os.environ.items() if "PORTAL_" not in name}
    environment |= {
        f"PORTAL_{name}": str(app.config[name])
        for name in ("DATABASE_URL", "INSTANCE_DIR", "SMS_URL", "WORKER", "SITE_URL")
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()


def test_separate_worker_is_woken_and_ends_cleanly(app: Flask, kavenegar: KavenegarGateway):
    first = queued()
    with separate(app) as worker:
        eventually(lambda: state_of(first) is NoticeState.SENT)
        publish()
        second = db.session.query(Notification).order_by(Notification.id.desc()).first()
        eventually(lambda: state_of(second) is NoticeState.SENT)
        worker.send_signal(signal.SIGTERM)
        output, _ = worker.communicate(timeout=30)
        assert worker.returncode == 0
        assert "Traceback" not in output
    assert len(kavenegar.sent) == 2


def test_nothing_is_lost_when_a_worker_is_killed(app: Flask, kavenegar: KavenegarGateway):
    kavenegar.failure = "hang"
    app.config["SMS_URL"] = kavenegar.url(read_timeout=60)
    row = queued()
    with separate(app) as worker:
        eventually(lambda: len(kavenegar.calls) == 1)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert state_of(row) is NoticeState.SENDING
    kavenegar.failure = None
    delivery.forget_leases()
    delivery.drain()
    assert state_of(row) is NoticeState.SENT
    assert len(kavenegar.sent) == 1


@pytest.mark.settings(WORKER="embedded")
def test_worker_command_needs_the_separate_setting(app: Flask):
    result = app.test_cli_runner().invoke(args=["worker"])
    assert result.exit_code == 2
    assert "PORTAL_WORKER" in result.output
