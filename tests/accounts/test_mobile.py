"""Change of one's mobile number."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, Verb
from tests import factories
from tests.accounts.browsing import ARASH, is_logged_in, last_code, post, sent, wrong

pytestmark = pytest.mark.settings(MODE="development")
NEW = "+989121000009"


@pytest.fixture
def arash(app, client):
    """Arash, logged in by `client`."""
    user = factories.arash()
    factories.log_in(client, user)
    return user


def start(client, mobile="۰۹۱۲ ۱۰۰ ۰۰۰۹"):
    answer = post(client, "/account/mobile", mobile=mobile)
    assert (answer.status_code, answer.location) == (303, "/account/verify-mobile")


def finish(client, old=None, new=None):
    return post(
        client,
        "/account/verify-mobile",
        old_code=old or last_code(ARASH),
        new_code=new or last_code(NEW),
    )


def test_codes_to_both_numbers_change_the_mobile(client, arash):
    start(client)
    page = client.get("/account/verify-mobile").text
    assert "0912•••0001" in page
    assert "0912•••0009" in page
    assert finish(client).location == "/account"
    assert arash.mobile == NEW
    assert is_logged_in(client)
    entry = db.session.scalars(select(Event).where(Event.verb == Verb.MOBILE_CHANGED)).one()
    assert (entry.before, entry.after) == ({"mobile": ARASH}, {"mobile": NEW})
    assert client.get("/account/verify-mobile").location == "/account"


@pytest.mark.parametrize("side", ["old", "new"])
def test_one_wrong_code_is_named_and_the_right_one_stays_good(client, arash, side):
    start(client)
    right = {"old": last_code(ARASH), "new": last_code(NEW)}
    answer = finish(client, **right | {side: wrong(right[side])})
    assert answer.status_code == 422
    assert f'id="{side}_code-error"' in answer.text
    assert answer.text.count("کد درست نیست. ۴ تلاش دیگر مانده است.") == 2  # field and summary
    assert arash.mobile == ARASH
    assert finish(client, **right).status_code == 303
    assert arash.mobile == NEW


def test_codes_cannot_be_swapped(client, arash):
    start(client)
    old, new = last_code(ARASH), last_code(NEW)
    if old != new:
        assert finish(client, old=new, new=old).status_code == 422
        assert arash.mobile == ARASH


def test_missing_code_is_asked_for(client, arash):
    start(client)
    answer = post(client, "/account/verify-mobile", new_code=last_code(NEW))
    assert answer.status_code == 422
    assert 'id="old_code-error"' in answer.text


def test_present_number_and_no_number_are_refused(client, arash):
    answer = post(client, "/account/mobile", mobile=ARASH)
    assert answer.status_code == 422
    assert "همین اکنون شمارهٔ شماست" in answer.text
    answer = post(client, "/account/mobile", mobile="۱۲۳")
    assert answer.status_code == 422
    assert 'value="۱۲۳"' in answer.text
    assert sent(ARASH) == []


def test_number_of_another_account_is_told_only_to_who_holds_it(client, arash):
    factories.make_user("نگار", "09121000009")
    start(client)
    assert "دیگری" not in client.get("/account/verify-mobile").text
    answer = finish(client)
    assert answer.status_code == 422
    assert "این شماره از آن حساب دیگری است." in answer.text
    assert arash.mobile == ARASH


def test_both_codes_can_be_sent_again_after_a_minute(client, arash, clock):
    factories.log_in(client, arash)
    start(client)
    answer = post(client, "/account/verify-mobile/resend")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    clock.advance(minutes=1)
    answer = post(client, "/account/verify-mobile/resend")
    assert answer.location == "/account/verify-mobile"
    assert finish(client).status_code == 303
    assert arash.mobile == NEW


def test_form_sent_twice_costs_one_message_a_number(client, arash):
    start(client)
    start(client)
    assert len(sent(ARASH)) == len(sent(NEW)) == 1


def test_cap_of_codes_holds_here_too(client, arash, clock):
    factories.log_in(client, arash)
    for _ in range(5):
        start(client)
        clock.advance(minutes=1)
    answer = post(client, "/account/mobile", mobile=NEW)
    assert answer.status_code == 429
    assert "درخواست‌ها زیاد بود" in answer.text


def test_codes_belong_to_their_account(app, client, arash):
    start(client)
    with client.session_transaction() as cookie:
        kept = cookie["mobile_codes"]
    thief = app.test_client()
    bahar = factories.bahar()
    factories.log_in(thief, bahar)
    with thief.session_transaction() as cookie:
        cookie["mobile_codes"] = kept
    assert finish(thief).status_code == 422
    assert bahar.mobile == "+989121000004"


def test_account_without_a_number_proves_the_new_one_alone(client, arash):
    arash.mobile = None
    start(client)
    assert 'name="old_code"' not in client.get("/account/verify-mobile").text
    post(client, "/account/verify-mobile", new_code=last_code(NEW))
    assert arash.mobile == NEW


def test_codes_page_without_codes_leads_to_the_account(client, arash):
    assert client.get("/account/verify-mobile").location == "/account"
    assert post(client, "/account/verify-mobile/resend").location == "/account"


@pytest.mark.settings(MODE="production")
def test_without_a_gateway_the_number_stays(client, arash):
    answer = post(client, "/account/mobile", mobile=NEW)
    assert answer.status_code == 422
    assert "ارسال پیامک هنوز راه‌اندازی نشده است." in answer.text
