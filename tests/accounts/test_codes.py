"""One-time codes: shape, life, tries, caps, the page that asks for them."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import Challenge, ChallengePurpose, Channel, NoticeState, Notification
from portal.persian.digits import to_persian
from portal.services import codes, passwords, pending_codes
from portal.services.transaction import write
from tests import factories
from tests.accounts.browsing import (
    ARASH,
    FORM,
    PASSWORD,
    is_logged_in,
    last_code,
    post,
    sent,
    terms_are_in_force,
    wrong,
)

pytestmark = pytest.mark.settings(MODE="development")
GATEWAY = "kavenegar://key@127.0.0.1:9"


def ask(client, identifier=ARASH):
    return post(client, "/login", identifier=identifier, by_code="1")


def issue(recipient=ARASH, address=None, purpose=ChallengePurpose.REGISTER) -> str:
    with write():
        return codes.issue(purpose, Channel.SMS, recipient, user=None, address=address)


def attempt(handle: str, code: str):
    with write():
        return codes.attempt(codes.find(handle), code)


def test_code_has_six_digits_and_only_a_keyed_digest_is_kept(client):
    factories.arash()
    ask(client)
    code = last_code(ARASH)
    challenge = db.session.scalars(select(Challenge)).one()
    notice = db.session.scalars(select(Notification)).one()
    assert re.fullmatch("[0-9]{6}", code)
    assert re.fullmatch("[0-9a-f]{64}", challenge.code_hash)
    stored = [str(v) for row in (challenge, notice) for v in vars(row).values()]
    assert not any(code in text for text in stored)


def test_codes_with_leading_zeros_are_whole(app, monkeypatch):
    monkeypatch.setattr(codes.secrets, "randbelow", lambda below: 42)
    handle = issue()
    assert last_code(ARASH) == "000042"
    assert attempt(handle, "000042") is None


def test_code_is_good_once(app, client):
    factories.arash()
    ask(client)
    code = last_code(ARASH)
    with client.session_transaction() as cookie:
        kept = cookie["code"]
    post(client, "/verify-mobile", code=code)
    other = app.test_client()
    other.get("/login")
    with other.session_transaction() as cookie:
        cookie["code"] = kept
    assert post(other, "/verify-mobile", code=code).location == "/login"
    assert not is_logged_in(other)


def test_code_lives_for_five_minutes(client, clock):
    factories.arash()
    ask(client)
    code = last_code(ARASH)
    clock.advance(minutes=5)
    answer = post(client, "/verify-mobile", code=code)
    assert answer.status_code == 422
    assert "مهلت کد پایان یافته است." in answer.text
    assert not is_logged_in(client)


def test_code_still_works_in_its_last_second(client, clock):
    factories.arash()
    ask(client)
    clock.advance(minutes=4, seconds=59)
    assert post(client, "/verify-mobile", code=last_code(ARASH)).status_code == 303


@pytest.mark.parametrize(
    "write_it", [to_persian, lambda c: f"{c[:3]} {c[3:]}", lambda c: f" {c}\n"]
)
def test_codes_are_read_in_any_digits_and_spacing(client, write_it):
    factories.arash()
    ask(client)
    assert post(client, "/verify-mobile", code=write_it(last_code(ARASH))).status_code == 303


def test_wrong_codes_tell_the_tries_left_and_the_fifth_ends_it(client):
    factories.arash()
    ask(client)
    code = last_code(ARASH)
    for left in "۴۳۲۱":
        page = post(client, "/verify-mobile", code=wrong(code)).text
        assert f"کد درست نیست. {left} تلاش دیگر مانده است." in page
    assert "تلاش‌های ناموفق زیاد بود." in post(client, "/verify-mobile", code=wrong(code)).text
    answer = post(client, "/verify-mobile", code=code)
    assert answer.status_code == 422
    assert not is_logged_in(client)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٬٬٬٬٬٬", "۱۲۳۴۵a"])
def test_what_is_no_code_costs_no_try(client, typed):
    ask(client)
    answer = post(client, "/verify-mobile", code=typed)
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert db.session.scalars(select(Challenge.tries)).one() == 0


@given(typed=st.text(max_size=20))
@hypothesis_settings(max_examples=200)
def test_parsed_codes_are_six_ascii_digits_or_refused(typed):
    try:
        code = codes.parse(typed)
    except ValueError:
        return
    assert re.fullmatch("[0-9]{6}", code)


def test_new_code_may_be_asked_for_after_a_minute(client, clock):
    factories.arash()
    ask(client)
    page = client.get("/verify-mobile").text
    assert 'data-wait="60"' in page
    assert "تا ۶۰ ثانیهٔ دیگر" in page
    clock.advance(seconds=18)
    answer = post(client, "/verify-mobile/resend")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "42"
    assert "۴۲ ثانیهٔ دیگر" in answer.text
    assert len(sent(ARASH)) == 1
    clock.advance(seconds=42)
    assert "data-wait" not in client.get("/verify-mobile").text
    assert post(client, "/verify-mobile/resend").location == "/verify-mobile"
    assert "کد تازه فرستاده شد." in client.get("/verify-mobile").text


def test_new_code_voids_the_old_one_and_its_waiting_message(client, clock):
    factories.arash()
    ask(client)
    old = last_code(ARASH)
    clock.advance(minutes=1)
    post(client, "/verify-mobile/resend")
    new = last_code(ARASH)
    states = db.session.scalars(select(Notification.state).order_by(Notification.id)).all()
    assert states == [NoticeState.CANCELLED, NoticeState.QUEUED]
    assert post(client, "/verify-mobile", code=old).status_code == (303 if old == new else 422)
    assert post(client, "/verify-mobile", code=new).status_code == 303


def test_old_handle_is_void_after_a_new_code(app, clock):
    handle = issue()
    old = last_code(ARASH)
    clock.advance(minutes=1)
    codes.resend([handle], None)
    assert isinstance(attempt(handle, old), codes.CodeExpired)
    clock.advance(minutes=1)
    with pytest.raises(codes.CodeExpired):
        codes.resend([handle], None)


@pytest.mark.defaults
def test_new_code_carries_the_registration_on(client, clock):
    terms_are_in_force(clock)
    post(client, "/register", **FORM)
    clock.advance(minutes=6)
    post(client, "/verify-mobile/resend")
    assert post(client, "/verify-mobile", code=last_code(ARASH)).location == "/tickets"
    assert is_logged_in(client)


def test_half_an_hour_later_one_starts_again(client, clock):
    ask(client)
    clock.advance(minutes=30)
    assert client.get("/verify-mobile").location == "/login"
    assert post(client, "/verify-mobile/resend").location == "/login"


def test_code_page_without_a_code_leads_to_the_login(client):
    assert client.get("/verify-mobile").location == "/login"
    assert post(client, "/verify-mobile/resend").location == "/login"


def test_five_codes_an_hour_and_ten_a_day_go_to_one_number(app, clock):
    for _ in range(5):
        issue()
        clock.advance(minutes=1)
    with pytest.raises(codes.TooManyCodes) as refused:
        issue()
    assert refused.value.seconds == 55 * 60
    issue("+989121000009")
    clock.advance(hours=1)
    for _ in range(5):
        issue()
    clock.advance(hours=2)
    with pytest.raises(codes.TooManyCodes) as refused:
        issue()
    assert refused.value.seconds == (24 * 60 - 185) * 60
    clock.advance(minutes=24 * 60 - 185)
    issue()


def test_twenty_codes_an_hour_go_out_for_one_address(app, clock):
    for n in range(20):
        issue(f"+9891200000{n:02}", "192.0.2.1")
    with pytest.raises(codes.TooManyCodes):
        issue("+989129999999", "192.0.2.1")
    issue("+989129999999", "192.0.2.2")
    clock.advance(hours=1)
    issue("+989129999999", "192.0.2.1")


def test_two_thousand_codes_a_day_go_out_from_the_portal(app, clock):
    with write() as session:
        session.add_all(
            Challenge(
                handle=f"h{n}",
                purpose=ChallengePurpose.LOGIN,
                channel="sms",
                recipient=f"+98913{n:07}",
                code_hash="",
                created_at=clock.now(),
                expires_at=clock.now(),
            )
            for n in range(1999)
        )
    issue()
    with pytest.raises(codes.TooManyCodes):
        issue("+989121000009")
    clock.advance(days=1)
    issue("+989121000009")


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("path", ["/login", "/reset-password"])
def test_over_the_cap_the_same_page_says_when_to_come_back(client, clock, known, path):
    if known:
        factories.arash()
    for _ in range(5):
        issue()
    answer = post(client, path, identifier=ARASH, by_code="1")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    assert "درخواست‌ها زیاد بود؛ ۱ ساعت دیگر دوباره بکوشید." in answer.text
    assert f'value="{ARASH}"' in answer.text


@pytest.mark.defaults
def test_over_the_cap_registration_keeps_what_was_typed(client):
    for _ in range(5):
        issue()
    answer = post(client, "/register", **FORM)
    assert answer.status_code == 429
    assert f'value="{FORM["name"]}"' in answer.text
    assert 'id="mobile-error"' in answer.text


def test_refused_request_leaves_nothing_behind(app):
    for _ in range(5):
        issue()
    with pytest.raises(codes.TooManyCodes):
        issue()
    assert len(db.session.scalars(select(Challenge.id)).all()) == 5
    assert len(sent(ARASH)) == 5


@pytest.mark.parametrize(
    "wait, words",
    [
        (timedelta(milliseconds=1), "۱ ثانیهٔ دیگر"),
        (timedelta(seconds=59), "۵۹ ثانیهٔ دیگر"),
        (timedelta(seconds=61), "۲ دقیقهٔ دیگر"),
        (timedelta(hours=3, seconds=1), "۴ ساعت دیگر"),
    ],
)
def test_waiting_times_are_told_in_round_words(wait, words):
    assert words in str(codes.TooManyCodes(wait))


def test_demo_shows_the_code_on_the_page(client):
    factories.arash()
    ask(client)
    assert "حالت نمایشی: کد شما" in client.get("/verify-mobile").text
    assert last_code(ARASH) in client.get("/verify-mobile").text


@pytest.mark.settings(MODE="development", SMS_URL=GATEWAY)
def test_demo_with_a_gateway_does_not_show_the_code(client):
    factories.arash()
    ask(client)
    page = client.get("/verify-mobile").text
    assert "حالت نمایشی" not in page
    assert last_code(ARASH) not in page


@pytest.mark.settings(MODE="production", SMS_URL=GATEWAY)
def test_production_never_shows_the_code(app, client):
    factories.arash()
    assert ask(client).location == "/verify-mobile"
    page = client.get("/verify-mobile").text
    assert last_code(ARASH) not in page
    with client.session_transaction() as cookie:
        assert pending_codes.shown_code(cookie["code"]["handle"]) is None


def test_used_codes_are_forgotten(app):
    handle = issue()
    with write():
        codes.spend(codes.find(handle))
    notice = db.session.scalars(select(Notification)).one()
    assert (notice.state, notice.text) == (NoticeState.CANCELLED, "")


@pytest.mark.defaults
def test_sweep_forgets_the_data_of_unproven_codes_and_then_the_rest(client, clock):
    terms_are_in_force(clock)
    post(client, "/register", **FORM)
    codes.sweep()
    assert db.session.scalars(select(Challenge)).one().data["name"] == FORM["name"]
    clock.advance(minutes=30)
    assert codes.sweep() == 0
    db.session.expire_all()
    assert db.session.scalars(select(Challenge)).one().data == {}
    clock.advance(days=1)
    assert codes.sweep() == 1
    assert db.session.scalars(select(Challenge)).all() == []


def test_reset_code_does_not_log_in_and_login_code_does_not_reset(client):
    factories.arash(password_hash=passwords.hash_password(PASSWORD))
    post(client, "/reset-password", identifier=ARASH)
    post(client, "/verify-mobile", code=last_code(ARASH))
    assert not is_logged_in(client)
    ask(client)
    assert client.get("/reset-password/new").location == "/reset-password"
