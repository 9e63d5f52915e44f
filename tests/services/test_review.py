"""What is reviewed at all."""

import pytest

from portal.services import facts, review
from tests import factories

REQUEST = {"category": "delivery", "details": {}, "urgency": "normal"}
RUDE = "چرا جواب نمی‌دهید؟!؟!؟!؟! "


@pytest.fixture
def customer(app):
    return factories.arash()


def test_text_within_its_length_is_reviewed(customer):
    assert review.review_request(customer, subject="مشکل", body=RUDE, **REQUEST).remarks
    assert review.review_reply(RUDE).remarks


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


def test_reply_refused_for_its_length_is_not_reviewed(app):
    assert review.review_reply(RUDE * 1000) == review.Review()
