"""Notices as staff see them: which went where, resending, and the alarm."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, inspect, select

from portal.extensions import db
from portal.models import (
    Chain,
    Channel,
    ChannelHold,
    Event,
    NoticeState,
    Notification,
    Role,
    Ticket,
    User,
    Verb,
)
from portal.services import notices
from tests.conftest import Clock
from tests.notifications.builders import again, person, queued, ticket, unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def made(app: Flask, clock: Clock) -> Ticket:
    made = ticket(person(), unit())
    db.session.commit()
    return made


@pytest.fixture
def agent(made: Ticket) -> User:
    """An agent of the ticket's department."""
    agent = person(Role.AGENT, departments=[made.department])
    db.session.commit()
    return agent


def failed(made: Ticket, **changes: object) -> Notification:
    facts = {
        "ticket_id": made.id,
        "user_id": made.customer_id,
        "state": NoticeState.FAILED,
        "attempts": 17,
        "error": "شماره درست نیست",
        "result_kind": "permanent",
    }
    return queued(**facts | changes)


def test_notices_of_a_ticket_are_listed_without_codes_and_texts(made: Ticket):
    shown = [failed(made), failed(made, channel=Channel.EMAIL, recipient="a@customer.example")]
    failed(made, secret=True)
    queued()
    db.session.expire_all()
    listed = notices.notices_of(made.id)
    assert [row.id for row in listed] == [row.id for row in shown]
    assert {"text", "html"} <= inspect(listed[0]).unloaded


def test_resent_notice_is_queued_anew_and_recorded(made: Ticket, agent: User, clock: Clock):
    row = failed(made)
    old_ref = row.ref
    notices.resend_notice(agent, row.id, "203.0.113.7")
    row = again(row)
    assert row.state is NoticeState.QUEUED
    assert row.next_at == clock.now()
    assert (row.attempts, row.error, row.result_kind) == (0, None, None)
    assert row.ref != old_ref
    entry = db.session.scalar(select(Event).where(Event.verb == Verb.NOTICE_RESENT))
    assert entry.chain is Chain.INTERNAL
    assert (entry.actor_id, entry.address) == (agent.id, "203.0.113.7")


def test_resent_notice_goes_to_the_number_of_today(made: Ticket, agent: User):
    row = failed(made, recipient="+989120000000")
    notices.resend_notice(agent, row.id)
    assert again(row).recipient == made.customer.mobile


def test_notice_to_an_address_no_longer_verified_is_not_resent(made: Ticket, agent: User):
    row = failed(made, channel=Channel.EMAIL)
    made.customer.email_verified_at = None
    db.session.commit()
    with pytest.raises(notices.NotResendable):
        notices.resend_notice(agent, row.id)


@pytest.mark.parametrize("state", sorted(set(NoticeState) - {NoticeState.FAILED}))
def test_only_failed_notices_are_resent(made: Ticket, agent: User, state: NoticeState):
    row = failed(made, state=state)
    with pytest.raises(notices.NotResendable):
        notices.resend_notice(agent, row.id)


def test_code_is_never_resent(made: Ticket, agent: User):
    row = failed(made, secret=True)
    with pytest.raises(notices.NoticeNotFound):
        notices.resend_notice(agent, row.id)


def test_notice_of_another_department_does_not_exist(made: Ticket):
    stranger = person(Role.AGENT, departments=[unit("واحد مالی")])
    db.session.commit()
    row = failed(made)
    with pytest.raises(notices.NoticeNotFound):
        notices.resend_notice(stranger, row.id)
    with pytest.raises(notices.NoticeNotFound):
        notices.resend_notice(stranger, row.id + 1)
    assert again(row).state is NoticeState.FAILED


# The alarm


def test_no_alarm_while_notices_leave(made: Ticket, clock: Clock):
    queued()
    queued(state=NoticeState.SENT)
    queued(next_at=clock.now() + timedelta(seconds=30), attempts=1)
    clock.advance(minutes=4)
    assert notices.stuck_alarm() is None


def test_alarm_when_a_due_notice_waits(made: Ticket, clock: Clock):
    born = clock.now()
    queued()
    clock.advance(minutes=6)
    assert notices.stuck_alarm().waiting_since == born


def test_alarm_when_a_notice_keeps_failing(made: Ticket, clock: Clock):
    born = clock.now()
    queued(next_at=clock.now() + timedelta(hours=1), attempts=3)
    assert notices.stuck_alarm().waiting_since == born


def test_waiting_code_rings_no_alarm(made: Ticket, clock: Clock):
    queued(secret=True, priority=0)
    clock.advance(minutes=10)
    assert notices.stuck_alarm() is None


def test_alarm_while_a_channel_is_held(made: Ticket, clock: Clock):
    db.session.add(
        ChannelHold(
            channel=Channel.SMS, kind="no_credit", error="اعتبار کافی نیست", probe_at=clock.now()
        )
    )
    db.session.commit()
    alarm = notices.stuck_alarm()
    assert [(hold.channel, hold.error) for hold in alarm.held] == [
        (Channel.SMS, "اعتبار کافی نیست")
    ]
    assert alarm.waiting_since is None


def test_alarm_counts_what_failed_within_a_day(made: Ticket, clock: Clock):
    failed(made, next_at=clock.now())
    failed(made, next_at=clock.now())
    failed(made, next_at=clock.now(), secret=True, priority=0)
    assert notices.stuck_alarm().failed == 2
    clock.advance(hours=24)
    assert notices.stuck_alarm() is None


def test_alarm_reads_no_notice_that_is_done(made: Ticket, dialect: str):
    """The desk asks on every page, so it must not depend on how many were ever sent."""
    if dialect != "sqlite":
        pytest.skip("the plan of an empty PostgreSQL table tells nothing")
    plans = []

    def explain(connection, _cursor, statement, parameters, *_):
        if "notification" in statement and not statement.startswith("EXPLAIN"):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in rows)

    event.listen(db.engine, "before_cursor_execute", explain)
    notices.stuck_alarm()
    event.remove(db.engine, "before_cursor_execute", explain)
    assert len(plans) >= 2
    assert all("USING INDEX" in plan or "USING COVERING INDEX" in plan for plan in plans)
