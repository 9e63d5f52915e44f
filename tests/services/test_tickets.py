import io
import threading

import pytest

from portal.extensions import db
from portal.models import (
    Attachment,
    Chain,
    CloseReason,
    Event,
    Message,
    Notification,
    Status,
    Ticket,
    Upload,
    Urgency,
    Verb,
)
from portal.services import files, reading, record, ticket_access, ticket_steps, tickets
from portal.services.transaction import new_token, write
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture
def customer(app, clock):
    return factories.arash()


def stored(customer, name="report.txt", content=b"a line\n"):
    return files.store_upload(customer, name, io.BytesIO(content)).token


def make_answered(ticket, status=Status.ANSWERED):
    """What a staff answer leaves behind, without the desk."""
    with write():
        ticket = db.session.get(Ticket, ticket.id)
        ticket.status = status
        ticket_steps.dequeue(ticket)
        ticket.staff_unread = False
    return ticket


def test_first_ticket_has_number_10001(customer):
    assert factories.make_ticket(customer).number == 10001


def test_ticket_is_routed_to_its_categorys_department(customer):
    ticket = factories.make_ticket(customer, "payment")
    assert ticket.department.key == "finance"


def test_new_ticket_waits_in_the_queue_with_an_expected_answer(customer, clock):
    ticket = factories.make_ticket(customer)
    assert ticket.status is Status.NEW
    assert ticket.waiting_since == clock.now()
    assert ticket.queue_at < clock.now()
    assert ticket.due_at > clock.now()
    assert ticket.staff_unread
    assert not ticket.is_unread_by_customer


def test_urgent_ticket_stands_before_an_older_normal_one(customer, clock):
    normal = factories.make_ticket(customer)
    clock.advance(hours=3)
    high = factories.make_ticket(customer, urgency=Urgency.HIGH)
    assert high.queue_at < normal.queue_at


def test_same_token_makes_one_ticket(customer):
    draft = factories.draft()
    first = tickets.create_ticket(customer, draft)
    second = tickets.create_ticket(customer, draft)
    assert first.number == second.number
    assert db.session.query(Ticket).count() == 1
    assert db.session.query(Message).count() == 1


def test_same_token_of_another_customer_makes_another_ticket(customer):
    draft = factories.draft()
    first = tickets.create_ticket(customer, draft)
    second = tickets.create_ticket(factories.bahar(), draft)
    assert first.number != second.number


def test_two_presses_at_once_make_one_ticket(app, customer):
    draft = factories.draft()
    customer_id = customer.id
    numbers, errors = [], []

    def press():
        with app.app_context():
            try:
                user = db.session.get(type(customer), customer_id)
                numbers.append(tickets.create_ticket(user, draft).number)
            except Exception as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(set(numbers)) == 1
    db.session.rollback()  # the test's own view of the database is from before
    assert db.session.query(Ticket).count() == 1


def test_reply_reopens_answered_ticket(customer):
    ticket = make_answered(factories.make_ticket(customer))
    factories.reply(customer, ticket)
    assert db.session.get(Ticket, ticket.id).status is Status.CUSTOMER_REPLY


def test_reply_to_a_request_for_facts_comes_back_to_the_staff(customer):
    ticket = make_answered(factories.make_ticket(customer), Status.WAITING_CUSTOMER)
    factories.reply(customer, ticket)
    ticket = db.session.get(Ticket, ticket.id)
    assert ticket.status is Status.CUSTOMER_REPLY
    assert ticket.queue_at is not None
    assert ticket.staff_unread


def test_further_reply_keeps_the_place_in_the_queue(customer, clock):
    ticket = factories.make_ticket(customer)
    place = ticket.queue_at
    clock.advance(hours=5)
    factories.reply(customer, ticket)
    ticket = db.session.get(Ticket, ticket.id)
    assert ticket.queue_at == place
    assert ticket.status is Status.NEW


def test_reply_after_an_answer_waits_from_now_on(customer, clock):
    ticket = make_answered(factories.make_ticket(customer))
    clock.advance(hours=5)
    factories.reply(customer, ticket)
    assert db.session.get(Ticket, ticket.id).waiting_since == clock.now()


def test_same_token_makes_one_reply(customer):
    ticket = factories.make_ticket(customer)
    token = new_token()
    first = tickets.add_reply(customer, ticket.number, "یک پاسخ", token=token)
    second = tickets.add_reply(customer, ticket.number, "یک پاسخ", token=token)
    assert first.id == second.id
    assert db.session.query(Message).count() == 2


def test_closed_ticket_takes_no_reply(customer):
    ticket = factories.make_ticket(customer)
    tickets.close_by_customer(customer, ticket.number)
    with pytest.raises(ticket_steps.TicketClosed):
        factories.reply(customer, ticket)


def test_blocked_customer_writes_nothing_and_hears_why(customer):
    ticket = factories.make_ticket(customer)
    with write():
        customer.blocked_reason = "ارسال هرزنامه"
    with pytest.raises(tickets.AccountBlocked, match="هرزنامه"):
        factories.reply(customer, ticket)
    with pytest.raises(tickets.AccountBlocked):
        factories.make_ticket(customer)


def test_another_customers_ticket_does_not_exist(customer):
    ticket = factories.make_ticket(customer)
    bahar = factories.bahar()
    for use in (
        lambda: ticket_access.get_ticket_for(bahar, ticket.number),
        lambda: factories.reply(bahar, ticket),
        lambda: tickets.close_by_customer(bahar, ticket.number),
        lambda: tickets.reopen_by_customer(bahar, ticket.number),
        lambda: tickets.mark_read(bahar, ticket.number),
    ):
        with pytest.raises(ticket_access.TicketNotFound):
            use()


def test_agent_sees_own_department_and_assigned_tickets_alone(customer):
    technical = factories.make_ticket(customer)
    finance = factories.make_ticket(customer, "payment", subject="ثبت واریز ۵۰۰ هزار تومانی")
    cyrus = factories.cyrus()
    assert ticket_access.get_ticket_for(cyrus, technical.number).id == technical.id
    with pytest.raises(ticket_access.TicketNotFound):
        ticket_access.get_ticket_for(cyrus, finance.number)
    with write():
        db.session.get(Ticket, finance.id).assignee_id = cyrus.id
    assert ticket_access.get_ticket_for(cyrus, finance.number).id == finance.id


@pytest.mark.parametrize("make", [factories.nima, factories.dana])
def test_supervisors_and_admins_see_every_department(customer, make):
    finance = factories.make_ticket(customer, "payment")
    assert ticket_access.get_ticket_for(make(), finance.number).id == finance.id


def test_customer_closes_and_reopens_within_seven_days(customer, clock):
    ticket = factories.make_ticket(customer)
    closed = tickets.close_by_customer(customer, ticket.number)
    assert closed.closed_reason is CloseReason.BY_REQUEST
    assert closed.queue_at is None
    clock.advance(days=6, hours=23)
    opened = tickets.reopen_by_customer(customer, ticket.number)
    assert opened.status is Status.NEW
    assert opened.queue_at is not None
    assert opened.closed_reason is None


def test_customer_cannot_reopen_after_seven_days(customer, clock):
    ticket = factories.make_ticket(customer)
    tickets.close_by_customer(customer, ticket.number)
    clock.advance(days=7, seconds=1)
    with pytest.raises(tickets.NotReopenable):
        tickets.reopen_by_customer(customer, ticket.number)


def test_duplicate_is_not_reopened(customer):
    ticket = factories.make_ticket(customer)
    with write():
        ticket_steps.close(db.session.get(Ticket, ticket.id), None, CloseReason.DUPLICATE)
    with pytest.raises(tickets.NotReopenable):
        tickets.reopen_by_customer(customer, ticket.number)


def test_closing_twice_leaves_one_entry(customer):
    ticket = factories.make_ticket(customer)
    tickets.close_by_customer(customer, ticket.number)
    tickets.close_by_customer(customer, ticket.number)
    assert db.session.query(Event).filter_by(verb=Verb.CLOSED).count() == 1


def test_overridden_finding_flags_the_ticket(customer):
    ticket = factories.make_ticket(customer, overrides=["finglish"])
    assert ticket.flagged
    assert ticket.flags == [{"rule": "finglish", "state": "open"}]


def test_files_of_the_request_belong_to_its_first_letter(customer):
    ticket = factories.make_ticket(
        customer,
        uploads=[stored(customer)],
        field_uploads={"receipt": [stored(customer, "رسید.csv", b"a,b\n")]},
    )
    rows = db.session.query(Attachment).order_by(Attachment.id).all()
    assert [(row.name, row.field_key) for row in rows] == [
        ("report.txt", None),
        ("رسید.csv", "receipt"),
    ]
    assert ticket.attachment_count == 2
    assert db.session.query(Upload).count() == 0
    assert all(files.path_of(row.storage_key).is_file() for row in rows)


def test_letter_without_its_file_is_not_stored(customer):
    ticket = factories.make_ticket(customer)
    with pytest.raises(files.UploadNotFound):
        tickets.add_reply(customer, ticket.number, "متن", token=new_token(), upload_tokens=["gone"])
    assert db.session.query(Message).count() == 1
    assert record.verify(ticket.id) == []


def test_another_customers_upload_cannot_be_attached(customer):
    token = stored(factories.bahar())
    ticket = factories.make_ticket(customer)
    with pytest.raises(files.UploadNotFound):
        tickets.add_reply(customer, ticket.number, "متن", token=new_token(), upload_tokens=[token])


def test_request_and_its_notices_are_stored_together(customer, monkeypatch):
    def fail(*_args):
        raise RuntimeError("the outbox is out of order")

    monkeypatch.setattr(tickets.outbox, "notify_staff", fail)
    with pytest.raises(RuntimeError):
        factories.make_ticket(customer)
    assert db.session.query(Ticket).count() == 0
    assert db.session.query(Notification).count() == 0


def test_ticket_received_goes_to_the_customers_mobile_when_the_box_is_ticked(customer):
    factories.make_ticket(customer)
    row = db.session.query(Notification).filter_by(event="ticket_received").one()
    assert row.recipient == "+989121000001"
    assert "۱۰۰۰۱" in row.text


def test_no_notice_goes_out_when_the_box_is_not_ticked(customer):
    factories.make_ticket(customer, notify=False)
    assert db.session.query(Notification).filter_by(user_id=customer.id).count() == 0


def test_internal_note_leaves_no_trace_in_what_the_customer_sees(customer):
    ticket = factories.make_ticket(customer)
    cyrus = factories.cyrus()
    head, version = record.head_digest(ticket), ticket.version
    before = reading.customer_page(customer).rows
    with write():
        locked = ticket_access.lock_ticket_for(cyrus, ticket.number)
        note = ticket_steps.write_letter(
            locked, cyrus, tickets.MessageKind.NOTE, "یادداشت محرمانه", token=new_token()
        )
        record.append(locked, Verb.NOTED, cyrus, chain=Chain.INTERNAL, message=note)
    ticket = db.session.get(Ticket, ticket.id)
    assert (record.head_digest(ticket), ticket.version) == (head, version)
    assert reading.customer_page(customer).rows == before
    assert len(reading.thread(ticket)) == 1
    assert len(reading.thread(ticket, staff=True)) == 2
    factories.reply(customer, ticket)
    assert [m.ordinal for m in reading_letters(ticket)] == [1, 2]
    assert record.verify(ticket.id) == []


def reading_letters(ticket):
    return [entry.message for entry in reading.thread(ticket) if entry.is_letter]


def test_writes_do_not_nest(app):
    with pytest.raises(RuntimeError, match="nest"), write(), write():
        pass
