"""Kills the serving process with -9 at random moments while people write, and then looks for
whatever was lost or doubled (promise 3).

    .venv/bin/python -m bench.crash --seconds 300 --seed 1

Mail server and SMS gateway are real servers outside the portal; people are HTTP clients with the
pages' own forms. A client that got no answer sends the same form again, as a browser does.
"""

import argparse
import random
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from aiosmtpd.controller import Controller
from sqlalchemy import select

from bench import crash_losses, crash_people
from bench.crash_losses import Outcome
from bench.crash_people import ANSWERED_WITHIN, Person
from portal import create_app
from portal.extensions import db
from portal.models import NoticeState, Notification
from tests.notifications.gateways import PlainGateway
from tests.processes import Serving, free_port

# A life ends this many replies after the start at most, and up to so many seconds later: the
# moments are random, yet people get on however slow the machine is.
LIFE_REPLIES = 4
LIFE_SECONDS = 0.5
# Nobody can write: end the life anyway, and in the end the run.
PATIENCE = 10
LEAST_REPLIES = 10
SETTLE_SECONDS = 120


class Post:
    """A mail server that keeps the Message-ID of what it has taken."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server, _session, envelope) -> str:
        match = re.search(rb"^Message-ID:\s*<([^@>]+)@", envelope.content, re.I | re.M)
        self.taken.append(match[1].decode())
        return "250 OK"

    def __enter__(self) -> "Post":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


class Server:
    """The portal's process, killed and started again on one port."""

    def __init__(self, settings: dict[str, object], chance: random.Random):
        self._settings, self._chance, self._port = settings, chance, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._serving = self._start()
        self.kills = 0

    def _start(self) -> Serving:
        serving = Serving(self._settings, port=self._port)
        serving.wait()
        return serving

    def keep_killing(self, replies: Callable[[], int], seconds: float) -> None:
        """Kills it again and again for `seconds`, longer when there were few `replies`; leaves it
        running."""
        began = time.monotonic()
        while (spent := time.monotonic() - began) < seconds or (
            replies() < LEAST_REPLIES and spent < PATIENCE * seconds
        ):
            goal = replies() + self._chance.randint(0, LIFE_REPLIES)
            give_up = time.monotonic() + PATIENCE
            while replies() < goal and time.monotonic() < give_up:
                time.sleep(0.01)
            time.sleep(self._chance.uniform(0, LIFE_SECONDS))
            self._serving.kill()
            self.kills += 1
            self._serving = self._start()

    def stop(self) -> int:
        return self._serving.stop()


def run(settings: dict[str, object], seconds: float, seed: int) -> Outcome:
    """One run of about `seconds` and the time to settle; `settings` name the instance folder and,
    for PostgreSQL, an empty database."""
    chance = random.Random(seed)
    with Post() as post, PlainGateway() as gateway:
        settings = {
            "SITE_URL": "http://127.0.0.1",
            "LIMITS": "off",
            "SMS_URL": gateway.url(ref_field="ref", read_timeout="10"),
            "MAIL_URL": f"smtp://127.0.0.1:{post.port}?from=no-reply@support.example",
        } | settings
        app = create_app(settings | {"WORKER": "separate"})
        with app.app_context():
            people = crash_people.prepare()
            server = Server(settings, chance)
            outcome, ending = Outcome(), threading.Event()
            writers = [
                Person(server.url, *who, random.Random(chance.random()), ending) for who in people
            ]
            for writer in writers:
                writer.start()
            server.keep_killing(lambda: sum(len(w.acknowledged) for w in writers), seconds)
            ending.set()
            for writer in writers:
                writer.join(ANSWERED_WITHIN)
                outcome.acknowledged += writer.acknowledged
                outcome.interrupted += writer.interrupted
                outcome.repeated += writer.repeated
                if writer.error or writer.is_alive():
                    outcome.problems.append(f"a writer broke off: {writer.error!r}")
            outcome.kills = server.kills
            _wait_for_the_outbox()
            if (code := server.stop()) != 0:
                outcome.problems.append(f"the portal stopped with exit code {code}")
            arrived = Counter(post.taken)
            arrived.update(call.form["ref"] for call in gateway.calls)
            crash_losses.look(app, outcome, arrived)
            db.session.remove()
            db.engine.dispose()
    return outcome


def _wait_for_the_outbox() -> None:
    give_up = time.monotonic() + SETTLE_SECONDS
    open_states = (NoticeState.QUEUED, NoticeState.SENDING)
    waiting = select(Notification.id).where(Notification.state.in_(open_states)).limit(1)
    while time.monotonic() < give_up:
        db.session.rollback()
        if db.session.scalar(waiting) is None:
            return
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=300, help="how long to go on killing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="an empty PostgreSQL database; default: SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pasokh-crash-") as folder:
        settings: dict[str, object] = {"INSTANCE_DIR": Path(folder) / "instance"}
        if options.database:
            settings["DATABASE_URL"] = options.database
        outcome = run(settings, options.seconds, options.seed)
    print(outcome)
    for problem in outcome.problems:
        print(f"  {problem}")
    raise SystemExit(1 if outcome.problems else 0)


if __name__ == "__main__":
    main()
