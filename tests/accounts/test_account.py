"""One's own account: profile, e-mail, password, sessions."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock as product_clock
from portal import crypto
from portal.extensions import db
from portal.models import Event, LoginSession, Notification, Verb
from portal.services import passwords, sessions
from tests import factories
from tests.accounts.browsing import PASSWORD, is_logged_in, last_link, post, sent

pytestmark = pytest.mark.settings(MODE="development")
NEW = "باران-baran-3"


@pytest.fixture
def arash(app, client):
    """Arash, logged in by `client`."""
    user = factories.arash()
    factories.log_in(client, user)
    return user


def another_login(app, user):
    client = app.test_client()
    factories.log_in(client, user)
    return client


def verbs() -> list[Verb]:
    return db.session.scalars(select(Event.verb).order_by(Event.id)).all()


def test_account_needs_a_login(client):
    assert client.get("/account").location == "/login?next=/account"
    for path in ("", "/email", "/password", "/mobile", "/sessions/1/revoke"):
        assert post(client, f"/account{path}").status_code == 401


def test_name_and_organisation_can_be_changed(client, arash):
    answer = post(client, "/account", name="آرش نو", organisation="")
    assert answer.location == "/account"
    assert (arash.name, arash.organisation) == ("آرش نو", None)
    entry = db.session.scalars(select(Event).where(Event.verb == Verb.PROFILE_CHANGED)).one()
    assert entry.before == {"name": "آرش نیک‌پور", "organisation": "فروشگاه برگ سبز"}
    assert entry.after == {"name": "آرش نو", "organisation": None}


def test_unchanged_profile_leaves_no_entry(client, arash):
    post(client, "/account", name=arash.name, organisation=arash.organisation)
    assert Verb.PROFILE_CHANGED not in verbs()


def test_refused_profile_keeps_what_was_typed(client, arash):
    answer = post(client, "/account", name="", organisation="شرکت تازه")
    assert answer.status_code == 422
    assert 'value="شرکت تازه"' in answer.text
    assert arash.name == "آرش نیک‌پور"


def test_new_email_is_verified_by_its_link(client, arash):
    post(client, "/account/email", email="Arash@Example.com")
    assert (arash.email, arash.email_verified_at) == ("arash@example.com", None)
    assert "در انتظار تأیید" in client.get("/account").text
    link = last_link("arash@example.com")
    page = client.get(link)
    assert page.status_code == 200
    assert "arash@example.com" in page.text
    db.session.expire_all()
    assert arash.email_verified_at is None
    assert post(client, link).location == "/account"
    assert arash.email_verified_at is not None
    assert "تأییدشده" in client.get("/account").text
    assert verbs()[-2:] == [Verb.EMAIL_CHANGED, Verb.EMAIL_VERIFIED]


def test_link_works_in_another_browser_and_twice(app, client, arash):
    post(client, "/account/email", email="arash@example.com")
    link = last_link("arash@example.com")
    other = app.test_client()
    assert post(other, link).location == "/login"
    verified_at = arash.email_verified_at
    assert post(other, link).location == "/login"
    assert arash.email_verified_at == verified_at
    assert verbs().count(Verb.EMAIL_VERIFIED) == 1


def test_verified_email_stays_until_the_new_one_is_verified(client, arash):
    post(client, "/account/email", email="old@example.com")
    post(client, last_link("old@example.com"))
    post(client, "/account/email", email="new@example.com")
    assert arash.email == "old@example.com"
    assert arash.email_verified_at is not None
    assert sent("old@example.com") != []
    post(client, last_link("new@example.com"))
    assert arash.email == "new@example.com"
    assert arash.email_verified_at is not None


def test_mail_to_an_unproven_address_names_nobody(client, arash):
    post(client, "/account/email", email="somebody@example.com")
    [text] = sent("somebody@example.com")
    assert "آرش" not in text
    notice = db.session.scalars(select(Notification)).one()
    assert "آرش" not in crypto.decrypt(notice.html) + notice.subject


def test_account_sends_few_links_an_hour_and_a_day(client, arash, clock):
    factories.log_in(client, arash)
    for asked in range(10):
        if asked % 3 == 0:
            clock.advance(hours=1)
        assert post(client, "/account/email", email=f"a{asked}@example.com").status_code == 303
        if asked % 3 == 2:
            answer = post(client, "/account/email", email="typed@example.com")
            assert answer.status_code == 429
            assert int(answer.headers["Retry-After"]) == 3600
            assert 'value="typed@example.com"' in answer.text
            assert "درخواست‌ها زیاد بود؛ ۱ ساعت دیگر دوباره بکوشید." in answer.text
            assert arash.email == f"a{asked}@example.com"
    clock.advance(hours=1)
    assert post(client, "/account/email", email="b@example.com").status_code == 429
    clock.advance(hours=21)
    assert post(client, "/account/email", email="b@example.com").status_code == 303
    assert sent("typed@example.com") == []


def test_address_gets_few_links_whoever_asks(app, client, arash, clock):
    clients = []
    for person in (arash, factories.bahar(), factories.cyrus(()), factories.nima(())):
        clients.append(app.test_client())
        factories.log_in(clients[-1], person)
    answers = [post(each, "/account/email", email="victim@example.com") for each in clients]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert len(sent("victim@example.com")) == 3
    assert post(clients[3], "/account/email", email="other@example.com").status_code == 303
    clock.advance(hours=1)
    assert post(clients[3], "/account/email", email="victim@example.com").status_code == 303


def test_removing_the_email_needs_no_link(client, arash):
    for number in range(3):
        post(client, "/account/email", email=f"a{number}@example.com")
    assert post(client, "/account/email", email="").status_code == 303
    assert arash.email is None


@pytest.mark.parametrize("field", ["name", "organisation"])
@pytest.mark.parametrize("name", ["برنده شدید https://x.ir", "www.x.ir آرش", "WWW.X.IR", "a://b"])
def test_name_holds_no_address_of_a_site(client, arash, field, name):
    fields = {"name": "آرش نو", "organisation": "فروشگاه"} | {field: name}
    answer = post(client, "/account", **fields)
    assert answer.status_code == 422
    assert "نام نمی‌تواند نشانی اینترنتی داشته باشد." in answer.text
    assert arash.name == "آرش نیک‌پور"


def test_link_dies_when_the_email_was_changed_since(client, arash):
    post(client, "/account/email", email="first@example.com")
    link = last_link("first@example.com")
    post(client, "/account/email", email="second@example.com")
    assert client.get(link).status_code == 404
    assert post(client, link).status_code == 404
    assert arash.email_verified_at is None


def test_link_dies_after_three_days(client, arash, clock):
    factories.log_in(client, arash)
    post(client, "/account/email", email="arash@example.com")
    link = last_link("arash@example.com")
    clock.advance(days=3)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x" * 5000])
def test_forged_links_are_dead(client, arash, change):
    post(client, "/account/email", email="arash@example.com")
    link = change(last_link("arash@example.com"))
    assert client.get(link if link.startswith("/") else f"/verify-email/{link}").status_code == 404


def test_same_unverified_email_gets_its_link_again(client, arash):
    post(client, "/account/email", email="arash@example.com")
    post(client, "/account/email", email="arash@example.com")
    assert len(sent("arash@example.com")) == 2
    post(client, last_link("arash@example.com"))
    post(client, "/account/email", email="arash@example.com")
    assert len(sent("arash@example.com")) == 2


def test_blank_email_is_removed(client, arash):
    post(client, "/account/email", email="arash@example.com")
    post(client, last_link("arash@example.com"))
    post(client, "/account/email", email=" ")
    assert (arash.email, arash.email_verified_at) == (None, None)


def test_poor_email_is_refused_with_the_text_kept(client, arash):
    answer = post(client, "/account/email", email="arash@")
    assert answer.status_code == 422
    assert 'value="arash@"' in answer.text
    assert 'id="email-error"' in answer.text


def test_email_of_another_account_is_told_only_to_who_opens_its_mailbox(client, arash):
    factories.bahar(email="bahar@example.com", email_verified_at=product_clock.now())
    answer = post(client, "/account/email", email="bahar@example.com")
    assert answer.location == "/account"
    assert "دیگری" not in client.get("/account").text
    answer = post(client, last_link("bahar@example.com"))
    assert answer.status_code == 422
    assert "این ایمیل از آن حساب دیگری است." in answer.text
    assert arash.email_verified_at is None


def test_first_password_needs_no_present_one_and_ends_other_sessions(app, client, arash):
    other = another_login(app, arash)
    assert "رمز عبور کنونی" not in client.get("/account").text
    assert post(client, "/account/password", new_password=PASSWORD).location == "/account"
    assert passwords.matches(arash.password_hash, PASSWORD)
    assert is_logged_in(client)
    assert not is_logged_in(other)


def test_password_change_needs_the_present_one(app, client, arash):
    post(client, "/account/password", new_password=PASSWORD)
    other = another_login(app, arash)
    answer = post(client, "/account/password", current_password="نادرست", new_password=NEW)
    assert answer.status_code == 422
    assert "رمز عبور کنونی درست نیست." in answer.text
    assert NEW not in answer.text
    assert is_logged_in(other)
    post(client, "/account/password", current_password=PASSWORD, new_password=NEW)
    assert passwords.matches(arash.password_hash, NEW)
    assert not is_logged_in(other)
    assert verbs().count(Verb.PASSWORD_CHANGED) == 2


def test_weak_new_password_is_refused(client, arash):
    answer = post(client, "/account/password", new_password="کوتاه")
    assert answer.status_code == 422
    assert "دست‌کم ۱۰ نویسه" in answer.text
    assert arash.password_hash is None


def test_sessions_are_listed_with_this_one_marked(app, client, arash):
    another_login(app, arash)
    factories.log_in(app.test_client(), factories.bahar())
    page = client.get("/account").text
    assert page.count("همین نشست") == 1
    assert page.count("/revoke") == 2  # the other session, and all others


@pytest.mark.parametrize(
    "agent, name",
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox روی ویندوز",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
            "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
            "Samsung Internet روی اندروید",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari روی آیفون",
        ),
        ("curl/8.5.0", "مرورگر ناشناس"),
        ("<script>alert(1)</script>", "مرورگر ناشناس"),
    ],
)
def test_sessions_are_named_by_browser_and_system(app, client, arash, agent, name):
    db.session.scalars(select(LoginSession)).one().agent = agent
    page = client.get("/account").text
    assert f'<bdi dir="rtl">{name}</bdi>' in page


def test_one_session_can_be_ended(app, client, arash):
    here = db.session.scalars(select(LoginSession.id)).one()
    other = another_login(app, arash)
    third = another_login(app, arash)
    chosen = db.session.scalars(select(LoginSession.id).where(LoginSession.id != here)).first()
    assert post(client, f"/account/sessions/{chosen}/revoke").location == "/account"
    assert not is_logged_in(other)
    assert is_logged_in(third)
    assert is_logged_in(client)
    assert post(client, f"/account/sessions/{chosen}/revoke").status_code == 404


def test_all_other_sessions_can_be_ended(app, client, arash):
    others = [another_login(app, arash) for _ in range(3)]
    stranger = another_login(app, factories.bahar())
    post(client, "/account/sessions/revoke-others")
    assert is_logged_in(client)
    assert is_logged_in(stranger)
    assert not any(is_logged_in(other) for other in others)
    entry = db.session.scalars(select(Event).where(Event.verb == Verb.SESSION_REVOKED)).one()
    assert entry.after == {"sessions": 3}


def test_sessions_of_others_do_not_exist(app, client, arash):
    stranger = another_login(app, factories.bahar())
    theirs = db.session.scalars(
        select(LoginSession.id).where(LoginSession.user_id != arash.id)
    ).one()
    assert post(client, f"/account/sessions/{theirs}/revoke").status_code == 404
    assert is_logged_in(stranger)


def test_session_ends_by_itself(client, arash, clock):
    factories.log_in(client, arash)
    clock.advance(days=29, hours=23)
    assert is_logged_in(client)
    clock.advance(hours=1)
    assert not is_logged_in(client)


def test_disabled_user_is_out_at_once(client, arash):
    arash.active = False
    assert not is_logged_in(client)


def test_last_use_is_noted_every_ten_minutes(client, arash, clock):
    factories.log_in(client, arash)
    newest = select(LoginSession).order_by(LoginSession.id.desc())
    began = db.session.scalars(newest).first().last_seen_at
    clock.advance(minutes=9)
    client.get("/account")
    assert db.session.scalars(newest).first().last_seen_at == began
    clock.advance(minutes=1)
    client.get("/account")
    assert db.session.scalars(newest).first().last_seen_at == began + timedelta(minutes=10)


def test_blocked_customer_reads_that_writing_is_shut(client, arash):
    arash.blocked_reason = "ناسزا"
    page = client.get("/account").text
    assert "نوشتن درخواست برای این حساب بسته شده است" in page
    assert "ناسزا" not in page


def test_ended_sessions_are_kept_for_a_month(client, arash, clock):
    login = db.session.scalars(select(LoginSession)).one()
    login.expires_at = clock.now()
    db.session.commit()
    clock.advance(days=30)
    assert sessions.sweep() == 0
    clock.advance(seconds=1)
    assert sessions.sweep() == 1
