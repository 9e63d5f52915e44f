import pytest
from sqlalchemy import event

from portal.etiquette import DEFAULT, Level, Policy
from portal.extensions import db
from portal.services import (
    desk,
    disputes,
    etiquette_policy,
    moderation,
    queue,
    reading,
    ticket_access,
    tickets,
)
from portal.services.transaction import new_token
from tests import factories

pytestmark = pytest.mark.defaults
FINGLISH = "lotfan panel mara check konid"
BODY = f"با سلام و احترام\nپیامک‌های دیروز ما نرسیده است.\n{FINGLISH}\nبا تشکر"


@pytest.fixture
def customer(app, clock):
    return factories.arash()


@pytest.fixture
def agent(customer):
    return factories.cyrus()


def again(ticket):
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def of(ticket):
    return disputes.disputes_of(again(ticket))


def listed(agent):
    page = queue.desk_page(agent, queue.Filters(view="flagged"))
    return disputes.disputes(page.rows)


def reply(customer, ticket, body, *overrides):
    tickets.add_reply(customer, ticket.number, body, token=new_token(), overrides=overrides)


def counted(run):
    seen = []

    def listener(*args):
        seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        run()
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)


def marks(dispute):
    return [place.marked for place in dispute.places]


def test_place_of_a_dispute_is_found_in_the_first_letter(customer, agent):
    ticket = factories.make_ticket(customer, body=BODY, overrides=["finglish"])
    (dispute,) = of(ticket)
    (place,) = dispute.places
    assert (dispute.rule, dispute.found, dispute.read) == ("finglish", 1, True)
    assert (place.field, place.ordinal, place.marked) == ("body", 1, FINGLISH)
    assert listed(agent)[ticket.id] == [dispute]


def test_place_may_be_the_title(customer):
    ticket = factories.make_ticket(customer, subject="سلام", overrides=["generic_title"])
    (dispute,) = of(ticket)
    assert [(place.field, place.marked) for place in dispute.places] == [("subject", "سلام")]


def test_place_is_found_in_the_reply_that_carried_the_dispute(customer, agent):
    ticket = factories.make_ticket(customer)
    desk.reply(agent, ticket.number, FINGLISH, revision=None, token=new_token())
    reply(customer, ticket, f"با سلام\n{FINGLISH}", "finglish")
    (dispute,) = of(ticket)
    assert [(place.ordinal, place.marked) for place in dispute.places] == [(3, FINGLISH)]
    assert listed(agent)[ticket.id] == [dispute]


def test_letters_judged_before_are_not_shown_again(customer, agent, clock):
    ticket = factories.make_ticket(customer, body=BODY, overrides=["finglish"])
    clock.advance(minutes=5)
    moderation.reject_finding(agent, ticket.number, "finglish")
    assert of(ticket) == []
    clock.advance(minutes=5)
    reply(customer, ticket, "salam, khabari nashod?", "finglish")
    (dispute,) = of(ticket)
    assert [place.ordinal for place in dispute.places] == [2]
    assert disputes.flag_count(again(ticket), "finglish") == 2


def test_each_disputed_rule_has_its_own_places(customer):
    body = f"{BODY}\nرمز پنل ما: Sabz@7712"
    ticket = factories.make_ticket(customer, body=body, overrides=["finglish", "secret_pasted"])
    places = {dispute.rule: marks(dispute) for dispute in of(ticket)}
    assert places == {"finglish": [FINGLISH], "secret_pasted": ["Sabz@7712"]}


def test_secret_is_found_among_the_facts(customer):
    ticket = factories.make_ticket(
        customer, details={"error_text": "password: Sabz@7712"}, overrides=["secret_pasted"]
    )
    (dispute,) = of(ticket)
    assert [place.field for place in dispute.places] == ["details-error_text"]
    assert marks(dispute) == ["Sabz@7712"]


def test_rule_that_finds_nothing_any_more_has_no_place(customer):
    ticket = factories.make_ticket(customer, body=BODY, overrides=["finglish"])
    etiquette_policy.change(factories.dana(), Policy(levels={"finglish": Level.OFF}))
    (dispute,) = of(ticket)
    assert (dispute.places, dispute.found, dispute.read) == ([], 0, True)


def test_redacted_letter_shows_nothing_of_its_text(customer):
    ticket = factories.make_ticket(customer, body=BODY, overrides=["finglish"])
    letter = reading.first_letter(ticket)
    moderation.redact(factories.nima(), ticket.number, letter.id, "رمز در متن بود")
    (dispute,) = of(ticket)
    assert dispute.found == 0


def test_only_the_first_places_are_shown_and_all_are_counted(customer):
    body = "\n".join(["با سلام", *["آیا خط ما فعال است؟؟؟؟"] * 5])
    ticket = factories.make_ticket(customer, body=body, overrides=["excess_punctuation"])
    (dispute,) = of(ticket)
    assert (len(dispute.places), dispute.found) == (disputes.MOST_PLACES, 5)


def test_of_a_long_thread_the_beginning_and_the_end_are_read(customer):
    ticket = factories.make_ticket(customer, body=BODY, overrides=["finglish"])
    for number in range(disputes.LATEST_LETTERS + 3):
        reply(customer, ticket, f"salam, khabari nashod? ({number})")
    (dispute,) = of(ticket)
    assert dispute.found == 1 + disputes.LATEST_LETTERS


def test_repeated_request_is_compared_with_the_tickets_before_it(customer, agent):
    first = factories.make_ticket(customer, body=BODY)
    second = factories.make_ticket(
        customer, subject=f"{first.subject}.", body=f"{BODY}.", overrides=["repeated_request"]
    )
    third = factories.make_ticket(factories.bahar(), body=BODY, overrides=["repeated_request"])
    (dispute,) = of(second)
    (place,) = dispute.places
    assert place.marked == ""
    assert place.message
    assert of(third)[0].found == 0
    (unread,) = listed(agent)[second.id]
    assert (unread.read, unread.found) == (False, 0)


def test_ticket_without_a_dispute_costs_no_query(customer):
    ticket = again(factories.make_ticket(customer))
    assert counted(lambda: disputes.disputes_of(ticket)) == 0


def test_list_of_disputes_costs_the_same_for_one_and_for_many(customer, agent):
    def made(number):
        return factories.make_ticket(
            customer, subject=f"خط {number}", body=f"{BODY}\n{number}", overrides=["finglish"]
        )

    made(1)
    listed(agent)  # reads the settings, which are kept
    one = counted(lambda: listed(agent))
    for number in range(2, 8):
        made(number)
    assert len(listed(agent)) == 7
    assert counted(lambda: listed(agent)) == one


def test_policy_of_the_day_decides(customer):
    body = "با سلام و احترام\nآیا خط ما فعال شده است؟؟؟؟\nبا تشکر"
    ticket = factories.make_ticket(customer, body=body, overrides=["excess_punctuation"])
    dana = factories.dana()
    etiquette_policy.change(dana, Policy(levels={"excess_punctuation": Level.OFF}))
    assert of(ticket)[0].found == 0
    etiquette_policy.change(dana, DEFAULT)
    assert marks(of(ticket)[0]) == ["؟؟؟؟"]
