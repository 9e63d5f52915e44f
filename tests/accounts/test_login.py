"""Login by password and by code, logout."""

import re

import pytest
from sqlalchemy import event, select

from portal import clock as product_clock
from portal.extensions import db
from portal.models import Challenge, Event, LoginSession, NoticeState, Notification, Verb
from portal.services import passwords
from tests import factories
from tests.accounts.browsing import (
    ARASH,
    PASSWORD,
    csrf,
    is_logged_in,
    last_code,
    post,
    sent,
    wrong,
)

pytestmark = pytest.mark.settings(MODE="development")

BAD_LOGIN = "شمارهٔ همراه، ایمیل یا رمز عبور درست نیست؛ دوباره بکوشید."


def arash(**facts):
    """Arash with a password and a verified e-mail."""
    known = {
        "password_hash": passwords.hash_password(PASSWORD),
        "email": "arash@example.com",
        "email_verified_at": product_clock.now(),
    }
    return factories.arash(**known | facts)


@pytest.mark.parametrize("identifier", ["۰۹۱۲۱۰۰۰۰۰۱", "+98 912 100 0001", "Arash@Example.com"])
def test_login_by_mobile_or_verified_email_with_password(client, identifier):
    arash()
    answer = post(client, "/login", identifier=identifier, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/tickets")
    assert is_logged_in(client)
    assert db.session.scalars(select(Event.verb)).all() == [Verb.LOGGED_IN]


def test_digits_of_a_password_count_in_any_script(client):
    arash(password_hash=passwords.hash_password("شمال-نسیم-۷۸۹"))
    assert post(client, "/login", identifier=ARASH, password="شمال-نسیم-789").status_code == 303


def test_unverified_email_does_not_log_in(client):
    arash(email_verified_at=None)
    answer = post(client, "/login", identifier="arash@example.com", password=PASSWORD)
    assert answer.status_code == 422
    assert BAD_LOGIN in answer.text


@pytest.mark.parametrize(
    "identifier, password",
    [(ARASH, "نادرست-است-این"), ("09129999999", PASSWORD), ("nobody@example.com", PASSWORD)],
)
def test_wrong_password_and_unknown_account_get_one_answer(client, identifier, password):
    arash()
    answer = post(client, "/login", identifier=identifier, password=password)
    assert answer.status_code == 422
    assert answer.text.count(BAD_LOGIN) == 1
    assert f'value="{identifier}"' in answer.text
    assert password not in answer.text
    assert not is_logged_in(client)


@pytest.mark.parametrize("known", ["with password", "without password", "unknown"])
def test_every_login_verifies_one_argon2_hash(client, monkeypatch, known):
    if known != "unknown":
        arash(**({} if known == "with password" else {"password_hash": None}))
    verified = []
    verify = passwords._hasher.verify

    class Spy:
        def verify(self, stored, password):
            verified.append(stored)
            return verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Spy())
    post(client, "/login", identifier=ARASH, password="نادرست-است-این")
    assert len(verified) == 1
    assert verified[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_hash_for_nobody_can_be_verified_and_fits_nothing():
    assert passwords._hasher.check_needs_rehash(passwords._DUMMY) is False
    assert passwords.matches(None, PASSWORD) is False


@pytest.mark.parametrize("identifier", ["", "آرش", "0912", "arash@", "a b@c"])
def test_unreadable_identifier_is_named_at_its_field(client, identifier):
    answer = post(client, "/login", identifier=identifier, password=PASSWORD)
    assert answer.status_code == 422
    assert 'id="identifier-error"' in answer.text


def test_password_is_asked_for(client):
    answer = post(client, "/login", identifier=ARASH)
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text


def test_disabled_account_cannot_log_in(client):
    arash(active=False)
    answer = post(client, "/login", identifier=ARASH, password=PASSWORD)
    assert answer.status_code == 422
    assert "این حساب غیرفعال است." in answer.text
    answer = post(client, "/login", identifier=ARASH, password="نادرست-است-این")
    assert "این حساب غیرفعال است." not in answer.text
    post(client, "/login", identifier=ARASH, by_code="1")
    assert sent(ARASH) == []
    assert not is_logged_in(client)


@pytest.mark.defaults
def test_disabled_account_is_told_so_once_its_number_is_proven(client):
    arash(active=False)
    form = {"name": "آرش", "mobile": ARASH, "panel": "gold", "accept_terms": "y"}
    post(client, "/register", **form)
    answer = post(client, "/verify-mobile", code=last_code(ARASH))
    assert answer.status_code == 422
    assert "این حساب غیرفعال است." in answer.text
    assert not is_logged_in(client)


def test_blocked_customer_may_log_in(client):
    arash(blocked_reason="ناسزا")
    post(client, "/login", identifier=ARASH, password=PASSWORD)
    assert is_logged_in(client)


@pytest.mark.parametrize(
    "identifier, recipient",
    [
        ("۰۹۱۲۱۰۰۰۰۰۱", ARASH),
        ("arash@example.com", "arash@example.com"),
    ],
)
def test_login_by_code(client, identifier, recipient):
    arash()
    answer = post(client, "/login", identifier=identifier, by_code="1")
    assert (answer.status_code, answer.location) == (303, "/verify-mobile")
    answer = post(client, "/verify-mobile", code=last_code(recipient))
    assert (answer.status_code, answer.location) == (303, "/tickets")
    assert is_logged_in(client)


def test_code_page_masks_the_address(client):
    post(client, "/login", identifier="arash@example.com", by_code="1")
    page = client.get("/verify-mobile").text
    assert "a•••@example.com" in page
    assert "arash@example.com" not in page


@pytest.mark.parametrize("path", ["/login", "/reset-password"])
@pytest.mark.parametrize(
    "recipients",
    [
        (ARASH, "+989129999999"),
        ("arash@example.com", "nobody@example.com"),
    ],
)
def test_codes_for_known_and_unknown_people_get_one_answer_after_the_same_work(
    app, path, recipients
):
    arash()
    seen = []
    for recipient in recipients:
        client = app.test_client()
        token = csrf(client)
        statements = []

        def note(_c, _cur, statement, *_rest, statements=statements):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        fields = {"identifier": recipient, "by_code": "1", "csrf_token": token}
        answer = client.post(path, data=fields)
        event.remove(db.engine, "before_cursor_execute", note)
        main = re.search("<main.*</main>", client.get("/verify-mobile").text, re.DOTALL)[0]
        # But for the token, the masked recipient and the demo's note with the code.
        page = re.sub(r'value="[^"]+"|<bdi.*?</bdi>|<div class="note.*?</div></div>|\s', "", main)
        seen.append((answer.status_code, answer.location, page, len(statements)))
    assert seen[0][:3] == seen[1][:3]
    # The code for nobody is taken back from the outbox: one more statement, no more commits.
    assert abs(seen[0][3] - seen[1][3]) <= 1
    assert len(sent(recipients[0])) == 1
    assert sent(recipients[1]) == []


def test_code_for_nobody_is_neither_sent_nor_kept(client):
    post(client, "/login", identifier="09129999999", by_code="1")
    notice = db.session.scalars(select(Notification)).one()
    assert (notice.state, notice.text) == (NoticeState.CANCELLED, "")


def test_guessing_at_an_unknown_number_is_answered_like_a_wrong_code(client):
    post(client, "/login", identifier="09129999999", by_code="1")
    answer = post(client, "/verify-mobile", code="123456")
    assert answer.status_code == 422
    assert "کد درست نیست. ۴ تلاش دیگر مانده است." in answer.text


@pytest.mark.settings(MODE="production", SITE_URL="http://localhost")
def test_code_by_mobile_is_not_offered_without_a_gateway(client):
    arash()
    answer = post(client, "/login", identifier=ARASH, by_code="1")
    assert answer.status_code == 422
    assert "رمز عبور را وارد کنید." in answer.text
    assert sent(ARASH) == []


def test_staff_land_at_the_desk(client):
    factories.dana(password_hash=passwords.hash_password(PASSWORD))
    assert post(client, "/login", identifier="09121000003", password=PASSWORD).location == "/desk"


def test_login_leads_back_to_where_one_came_from(client):
    arash()
    assert client.get("/account").location == "/login?next=/account"
    page = client.get("/login?next=/tickets/10001?x=1").text
    action = re.search(r'action="(/login[^"]*)"', page)[1].replace("&amp;", "&")
    answer = client.post(
        action, data={"csrf_token": csrf(client), "identifier": ARASH, "password": PASSWORD}
    )
    assert answer.location == "/tickets/10001?x=1"


def test_login_by_code_leads_back_too(client):
    arash()
    post(client, "/login?next=/account", identifier=ARASH, by_code="1")
    assert post(client, "/verify-mobile", code=last_code(ARASH)).location == "/account"


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
        "/x\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_login_never_leads_off_the_site(client, path):
    arash()
    fields = {"csrf_token": csrf(client), "identifier": ARASH, "password": PASSWORD}
    answer = client.post("/login", query_string={"next": path}, data=fields)
    assert answer.location == "/tickets"


def test_login_renews_the_session(client):
    arash()
    client.get("/login")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by another"
    post(client, "/login", identifier=ARASH, password=PASSWORD)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.permanent
    first = client.get_cookie("pasokh").value
    post(client, "/logout")
    post(client, "/login", identifier=ARASH, password=PASSWORD)
    assert client.get_cookie("pasokh").value != first
    assert len(set(db.session.scalars(select(LoginSession.token_hash)))) == 2


def test_logout_is_a_post_and_kills_copied_cookies(app, client):
    arash()
    post(client, "/login", identifier=ARASH, password=PASSWORD)
    copied = client.get_cookie("pasokh").value
    assert client.get("/logout").status_code == 405
    assert is_logged_in(client)
    assert client.post("/logout").status_code == 400
    answer = post(client, "/logout")
    assert (answer.status_code, answer.location) == (303, "/")
    thief = app.test_client()
    thief.set_cookie("pasokh", copied)
    assert not is_logged_in(thief)
    assert Verb.LOGGED_OUT in db.session.scalars(select(Event.verb)).all()


def test_login_form_is_made_for_password_managers(client):
    page = client.get("/login").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "ورود با کد یک‌بارمصرف" in page


def test_wrong_code_does_not_log_in(client):
    arash()
    post(client, "/login", identifier=ARASH, by_code="1")
    assert post(client, "/verify-mobile", code=wrong(last_code(ARASH))).status_code == 422
    assert not is_logged_in(client)


def test_code_of_another_browser_is_worth_nothing_here(app, client):
    arash()
    post(client, "/login", identifier=ARASH, by_code="1")
    code = last_code(ARASH)
    other = app.test_client()
    post(other, "/login", identifier="09129999999", by_code="1")
    assert post(other, "/verify-mobile", code=code).status_code == 422
    assert not is_logged_in(other)
    assert db.session.scalars(select(Challenge).where(Challenge.used_at.is_not(None))).all() == []
