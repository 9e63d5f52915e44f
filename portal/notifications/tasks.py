"""The worker: Huey wakes and repeats what the outbox and the files need.

A lost Huey task costs nothing, for the minute's drain takes up whatever is due.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import outbox_filled
from portal.notifications import delivery, holds, leases, reports
from portal.services import codes, files, sessions

log = logging.getLogger(__name__)

NAME = "pasokh"
THREADS = 2  # a slow mail server must not keep codes waiting
DRAIN_ROWS = 10  # then the queue's other tasks have their turn
STOP_SECONDS = 10
EVERY_MINUTE = crontab(minute="*")
EVERY_HOUR = crontab(minute="17")
# Leases a little shorter than the period: whoever comes first runs the job, once.
MINUTE = timedelta(seconds=50)
HOUR = timedelta(minutes=55)


class Worker:
    """One app's queue and its tasks; `drain` may be enqueued from anywhere."""

    def __init__(self, app: Flask, huey: Huey) -> None:
        self.app = app
        self.huey = huey
        self.stopping = threading.Event()
        repeat = huey.periodic_task
        self.drain = huey.task(name="drain")(self._drain)
        # A task that waited for a minute is no longer needed: the next one is there.
        repeat(EVERY_MINUTE, name="beat", expires=55)(self._in_app(leases.beat))
        repeat(EVERY_MINUTE, name="drain-all", expires=55)(self._drain)
        repeat(EVERY_MINUTE, name="reports", expires=55)(self._once("reports", MINUTE, _minutely))
        repeat(EVERY_HOUR, name="sweep", expires=3000)(self._once("sweep", HOUR, _hourly))

    def wake(self, _sender: Flask | None = None) -> None:
        """Has the outbox drained soon. The commit is done, so a failing queue is no error."""
        try:
            waiting = self.huey.pending()
            if not any(isinstance(task, self.drain.task_class) for task in waiting):
                self.drain()
        except Exception:
            log.exception("The worker cannot be woken; it comes by within a minute")

    def consumer(self, kind: type[Consumer]) -> Consumer:
        """A consumer of this queue that has told that it is alive."""
        self.stopping.clear()
        with self.app.app_context():
            try:
                leases.beat()
                holds.probe_soon()
            except SQLAlchemyError:
                log.exception("The worker starts without a database")
        consumer = kind(
            self.huey,
            workers=THREADS,
            max_delay=0.5,
            scheduler_interval=10,
            shutdown_timeout=STOP_SECONDS,
            graceful_signal="TERM",
        )
        consumer.stopping = self.stopping
        # What a killed process left behind must not wait for the next minute.
        self.wake()
        return consumer

    def _drain(self) -> None:
        with self.app.app_context():
            rows = delivery.drain(DRAIN_ROWS, self.stopping)
        if rows == DRAIN_ROWS:
            self.wake()

    def _in_app(self, job: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            with self.app.app_context():
                job()

        return run

    def _once(self, name: str, lasts: timedelta, job: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            if leases.take(name, lasts):
                job()

        return self._in_app(run)


class SeparateConsumer(Consumer):
    """Runs in the foreground; a stop ends the drain after the message that is being sent."""

    def stop(self, graceful: bool = False) -> None:
        self.stopping.set()
        super().stop(graceful)


class EmbeddedConsumer(SeparateConsumer):
    """Runs in threads of the web process, whose signals are not ours."""

    def _set_signal_handlers(self) -> None:
        pass


def init_app(app: Flask) -> None:
    """Makes the queue of PORTAL_HUEY_URL (in memory when embedded) and listens for new notices."""
    worker = app.extensions["worker"] = Worker(app, _huey(app))
    outbox_filled.connect(worker.wake, sender=app)


def start_embedded(app: Flask) -> Callable[[], None]:
    """Starts the worker in threads of this process, the only one; returns what stops it.

    The stop ends within STOP_SECONDS. A message that is still being sent then is settled after
    the next start.
    """
    worker = app.extensions["worker"]
    with app.app_context():
        try:
            delivery.forget_leases()
        except SQLAlchemyError:
            log.exception("The worker starts without a database")
    consumer = worker.consumer(EmbeddedConsumer)
    consumer.start()
    return lambda: consumer.stop(graceful=True)


def run_separate(app: Flask) -> None:
    """Runs the worker in the foreground until SIGTERM or SIGINT."""
    app.extensions["worker"].consumer(SeparateConsumer).run()


def _minutely() -> None:
    delivery.expire()
    reports.poll()


def _hourly() -> None:
    files.sweep()
    codes.sweep()
    sessions.sweep()


def _huey(app: Flask) -> Huey:
    if app.config["WORKER"] == "embedded":
        return MemoryHuey(NAME, results=False)
    url = app.config["HUEY_URL"] or f"sqlite:///{app.config['INSTANCE_DIR']}/queue.db"
    match urlsplit(url).scheme:
        case "sqlite":
            return SqliteHuey(NAME, results=False, filename=url.removeprefix("sqlite:///"))
        case "postgresql":
            return PostgresHuey(NAME, results=False, dsn=url)
        case _:
            return RedisHuey(NAME, results=False, url=url)
