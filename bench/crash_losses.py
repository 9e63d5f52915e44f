"""What a run of the crash test did, and what was lost or doubled in it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Channel, Message, MessageKind, NoticeState, Notification

MARK = re.compile(r"نشان [0-9a-f]{16}")
CHECKS = ("database", "integrity", "records", "files", "worker", "notices")


@dataclass
class Outcome:
    """What a run did; `problems` must be empty."""

    kills: int = 0
    acknowledged: list[str] = field(default_factory=list)
    interrupted: int = 0
    repeated: int = 0
    stored: int = 0
    notices: int = 0
    sent_twice: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills; {len(self.acknowledged)} replies acknowledged, {self.stored} "
            f"stored, {self.interrupted} sends cut off, {self.repeated} forms sent twice; "
            f"{self.notices} notices, {self.sent_twice} of them delivered more than once; "
            f"{len(self.problems)} problems"
        )


def look(app: Flask, outcome: Outcome, arrived: Counter[str]) -> None:
    """Compares what people were told was stored, what is stored, and what arrived outside.

    `arrived` counts the notices that mail server and gateway took, by ref.
    """
    db.session.rollback()
    letters = db.session.scalars(select(Message).order_by(Message.id)).all()
    notices = db.session.scalars(select(Notification)).all()
    marked = [(mark[0], letter) for letter in letters if (mark := MARK.search(letter.body))]
    outcome.stored = len(marked)
    outcome.notices = len(notices)
    outcome.sent_twice = sum(arrived[notice.ref] > 1 for notice in notices)
    outcome.problems += _replies(outcome.acknowledged, Counter(mark for mark, _ in marked))
    outcome.problems += _deliveries(notices, arrived)
    outcome.problems += _untold([letter for _, letter in marked], notices)
    outcome.problems += _doctor(app)


def _replies(acknowledged: list[str], stored: Counter[str]) -> Iterator[str]:
    for mark in acknowledged:
        if mark not in stored:
            yield f"an acknowledged reply is gone: {mark}"
    for mark, count in stored.items():
        if count != 1:
            yield f"a reply stands {count} times: {mark}"


def _deliveries(notices: list[Notification], arrived: Counter[str]) -> Iterator[str]:
    for notice in notices:
        if notice.state is not NoticeState.SENT:
            yield f"notice {notice.id} ({notice.event}) is {notice.state}: {notice.error}"
        elif not arrived[notice.ref]:
            yield f"notice {notice.id} ({notice.event}) counts as sent, but never arrived"


def _untold(letters: list[Message], notices: list[Notification]) -> Iterator[str]:
    """Each answer is told by SMS and by e-mail; each letter of a customer to the staff."""
    told = {(n.message_id, n.channel) for n in notices if n.event == "ticket_answered"}
    for letter in letters:
        if letter.kind is MessageKind.STAFF:
            for channel in Channel:
                if (letter.id, channel) not in told:
                    yield f"nobody was told of letter {letter.id} by {channel}"
    heard = Counter(n.ticket_id for n in notices if n.event == "staff_customer_reply")
    written = Counter(m.ticket_id for m in letters if m.kind is MessageKind.CUSTOMER)
    for ticket_id, count in written.items():
        if heard[ticket_id] < count:
            yield f"ticket {ticket_id}: {count} letters, staff heard of {heard[ticket_id]}"


def _doctor(app: Flask) -> Iterator[str]:
    report = app.test_cli_runner().invoke(args=["doctor"]).output
    if not all(f"\n{name}: ok" in report for name in CHECKS):
        yield f"the doctor: {report}"
