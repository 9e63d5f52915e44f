"""What is reviewed at all, and what pages are told of it."""

import pytest

from portal.services import facts, review
from tests import factories

REQUEST = {"category": "delivery", "details": {}, "urgency": "normal"}
RUDE = "چرا جواب نمی‌دهید؟!؟!؟!؟! "
SPOKEN = "می‌خوام بدونم این رو چرا فرستادید و اون رو نفرستادید."


@pytest.fixture
def customer(app):
    return factories.arash()


def found(customer, body: str, subject: str = "نرسیدن پیامک‌های خط ۳۰۰۰", **given) -> review.Review:
    return review.review_request(customer, subject=subject, body=body, **REQUEST | given)


def keys(answer: review.Review) -> dict[str, str]:
    return {remark.key: remark.marked for remark in answer.remarks if remark.marked}


def test_text_within_its_length_is_reviewed(customer):
    assert found(customer, RUDE).remarks


@pytest.mark.parametrize(
    "texts",
    [
        {"subject": "مشکل " * 30, "body": RUDE},
        {"subject": "مشکل", "body": RUDE * 1000},
        {"subject": "مشکل", "body": RUDE, "details": {"sms_text": RUDE * facts.LONGEST_TEXT}},
    ],
)
def test_request_refused_for_its_length_is_not_reviewed(customer, texts):
    assert review.review_request(customer, **REQUEST | texts) == review.Review()


@pytest.mark.defaults
def test_reply_is_read_with_its_thread_unless_it_is_refused_for_its_length(customer):
    ticket = factories.make_ticket(customer)
    assert review.review_reply(ticket, RUDE).blocks
    assert review.review_reply(ticket, RUDE * 1000) == review.Review()
    answer = "با سلام، لطفاً برای تمدید سالانهٔ پنل طلایی پیش‌فاکتور رسمی صادر کنید."
    assert "new_topic" in review.review_reply(ticket, answer).rules


def test_remark_keeps_its_key_while_other_places_are_written_on(customer):
    before = keys(found(customer, SPOKEN))
    after = keys(found(customer, f"واسه ما نوشتین که {SPOKEN}"))
    assert len(before) == len(set(before)) >= 4
    assert before.items() <= after.items()


def test_places_with_the_same_words_have_keys_of_their_own(customer):
    twice = [remark.key for remark in found(customer, SPOKEN).remarks if remark.marked == "رو"]
    assert len(set(twice)) == 2


def test_blank_facts_are_told_apart_from_what_the_text_lacks(customer):
    answer = found(
        customer,
        "با سلام\nپیامک‌های تبلیغاتی ما به مشتریان نرسیده است.",
        missing=[("sender_line", "شمارهٔ خط ارسال‌کننده")],
    )
    blank = [remark.field for remark in answer.remarks if remark.is_blank_fact]
    assert blank == ["details-sender_line"]
    assert answer.lack.field == "body"
    assert not answer.lack.blocks


@pytest.mark.defaults
def test_related_ticket_comes_with_the_remark(customer):
    ticket = factories.make_ticket(customer, body=factories.BODY)
    answer = found(customer, factories.BODY, subject=ticket.subject)
    assert [one.related for one in answer.remarks if one.related] == [ticket]
