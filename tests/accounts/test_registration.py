"""S21 to S23: who registers, and what is kept of it."""

import re

import pytest
from sqlalchemy import event, func, select

from portal.extensions import db
from portal.models import (
    Acceptance,
    Challenge,
    Event,
    Notification,
    Panel,
    PanelOrder,
    Terms,
    User,
    Verb,
)
from portal.services import passwords
from tests import factories
from tests.accounts.browsing import (
    ARASH,
    FORM,
    PASSWORD,
    csrf,
    is_logged_in,
    last_code,
    last_link,
    post,
    register,
    sent,
    terms_are_in_force,
    wrong,
)

pytestmark = [pytest.mark.defaults, pytest.mark.settings(MODE="development")]


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_registration_page_shows_panels_with_prices_and_an_unticked_box(client):
    page = client.get("/register").text
    assert "طلایی" in page
    assert "۱٬۲۹۰٬۰۰۰" in page
    assert "checked" not in page
    assert "شرایط و قوانین</a> را مطالعه کرده‌ام و می‌پذیرم." in page
    for name in ("name", "mobile", "panel", "accept_terms", "email", "password"):
        assert f'name="{name}"' in page
    assert re.search(r"<details[^>]*>.*name=\"email\".*name=\"password\".*</details>", page, re.S)


def test_code_creates_the_account_and_lands_on_the_tickets(client):
    answer = post(client, "/register", **FORM)
    assert (answer.status_code, answer.location) == (303, "/verify-mobile")
    assert count(User) == 0
    page = client.get("/verify-mobile").text
    assert "0912•••0001" in page
    assert 'autocomplete="one-time-code"' in page
    answer = post(client, "/verify-mobile", code=last_code(ARASH))
    assert (answer.status_code, answer.location) == (303, "/tickets")
    assert is_logged_in(client)
    user = db.session.scalars(select(User)).one()
    assert (user.name, user.mobile, user.email, user.password_hash) == (
        "آرش نیک‌پور",
        ARASH,
        None,
        None,
    )


def test_registration_keeps_order_acceptance_and_event(client, clock):
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    client.environ_base["HTTP_USER_AGENT"] = "Firefox/140"
    terms_are_in_force(clock)
    ticked_at = clock.now()
    post(client, "/register", **FORM)
    shown = db.session.scalars(select(Panel).where(Panel.slug == "gold")).one().price_rial_year
    db.session.query(Panel).update({"price_rial_year": 1})
    clock.advance(minutes=2)
    post(client, "/verify-mobile", code=last_code(ARASH))
    user = db.session.scalars(select(User)).one()
    order = db.session.scalars(select(PanelOrder)).one()
    assert (order.user_id, order.panel.slug, order.price_rial) == (user.id, "gold", shown)
    accepted = db.session.scalars(select(Acceptance)).one()
    assert accepted.user_id == user.id
    assert accepted.terms.version == 1
    assert accepted.checkbox_text == "شرایط و قوانین را مطالعه کرده‌ام و می‌پذیرم."
    assert accepted.accepted_at == ticked_at
    assert (accepted.address, accepted.agent) == ("192.0.2.7", "Firefox/140")
    entry = db.session.scalars(select(Event).where(Event.verb == Verb.REGISTERED)).one()
    assert (entry.actor_id, entry.address) == (user.id, "192.0.2.7")


def test_newest_terms_in_force_are_the_accepted_ones(client, clock):
    terms_are_in_force(clock)
    for version, days in ((2, -1), (3, 5)):
        clock.advance(days=days)
        db.session.add(Terms(version=version, title="شرایط", body="متن"))
        db.session.flush()
        clock.advance(days=-days)
    register(client)
    assert db.session.scalars(select(Acceptance)).one().terms.version == 2


@pytest.mark.parametrize(
    "typed",
    [
        "09121000001",
        "9121000001",
        "+98 912 100 0001",
        "0098-912-1000001",
        "٠٩١٢١٠٠٠٠٠١",
        "۹۱۲۱۰۰۰۰۰۱",
    ],
)
def test_any_usual_writing_of_a_mobile_is_accepted(client, typed):
    register(client, mobile=typed)
    assert db.session.scalars(select(User.mobile)).one() == ARASH


@pytest.mark.parametrize("typed", ["۰۲۱۸۸۸۸۸۸۸۸", "0912100000", "آرش", "+1 912 100 0001"])
def test_other_numbers_are_refused_at_the_field_and_nothing_is_lost(client, typed):
    answer = post(client, "/register", **FORM | {"mobile": typed, "password": PASSWORD})
    assert answer.status_code == 422
    assert "شمارهٔ همراه را به شکل ۰۹۱۲۳۴۵۶۷۸۹ وارد کنید." in answer.text
    assert f'value="{typed}"' in answer.text
    assert 'value="آرش نیک‌پور"' in answer.text
    assert re.search(r'<input[^>]*checked[^>]*value="gold"', answer.text)
    assert PASSWORD not in answer.text
    assert count(Challenge) == 0


def test_each_missing_answer_is_named(client):
    answer = post(client, "/register")
    assert answer.status_code == 422
    assert "شمارهٔ همراه را وارد کنید." in answer.text
    assert "نام و نام خانوادگی را وارد کنید." in answer.text
    assert "یکی از پنل‌ها را برگزینید." in answer.text
    assert "برای ادامه باید شرایط و قوانین را بپذیرید." in answer.text


@pytest.mark.parametrize("value", ["", "false"])
def test_terms_must_be_ticked(client, value):
    answer = post(client, "/register", **FORM | {"accept_terms": value})
    assert answer.status_code == 422
    assert count(Challenge) == 0


@pytest.mark.parametrize("slug", ["platinum", "hidden", ""])
def test_only_panels_on_offer_can_be_chosen(client, slug):
    db.session.add(Panel(slug="hidden", title="پنهان", price_rial_year=1, public=False))
    answer = post(client, "/register", **FORM | {"panel": slug})
    assert answer.status_code == 422
    assert "یکی از پنل‌ها را برگزینید." in answer.text


@pytest.mark.parametrize("name", ["", "   ", "ا", "۱۲۳", "ن" * 121, "\u202e\u2066"])
def test_a_name_needs_letters(client, name):
    assert post(client, "/register", **FORM | {"name": name}).status_code == 422


def test_name_is_stored_in_persian_letters_without_direction_marks(client):
    register(client, name=" \u202eعلي  كاظمي ")
    assert db.session.scalars(select(User.name)).one() == "علی کاظمی"


def test_email_and_password_are_optional_and_the_email_waits_for_its_link(client):
    register(client, email="Arash@Example.COM ", password=PASSWORD)
    user = db.session.scalars(select(User)).one()
    assert user.email == "arash@example.com"
    assert user.email_verified_at is None
    assert passwords.matches(user.password_hash, PASSWORD)
    assert last_link("arash@example.com").startswith("/verify-email/")


def test_password_is_never_stored_as_typed(client):
    post(client, "/register", **FORM | {"password": PASSWORD})
    challenge = db.session.scalars(select(Challenge)).one()
    assert challenge.data["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in str(challenge.data)


@pytest.mark.parametrize(
    "field, value", [("email", "arash@"), ("password", "کوتاه"), ("password", "1234567890123")]
)
def test_a_poor_email_or_password_is_refused_with_the_details_open(client, field, value):
    answer = post(client, "/register", **FORM | {field: value})
    assert answer.status_code == 422
    assert "<details" in answer.text
    assert re.search(r"<details[^>]* open", answer.text)


def test_known_number_gets_the_same_answer_and_logs_in_without_being_changed(client):
    user = factories.arash(email="old@example.com", password_hash="x")
    answer = post(
        client,
        "/register",
        **FORM | {"name": "دیگری", "email": "n@example.com", "password": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (303, "/verify-mobile")
    page = client.get("/verify-mobile").text
    assert "آرش" not in page
    answer = post(client, "/verify-mobile", code=last_code(ARASH))
    assert answer.location == "/tickets"
    assert (user.name, user.email, user.password_hash) == ("آرش نیک‌پور", "old@example.com", "x")
    assert count(User) == 1
    assert count(PanelOrder) == count(Acceptance) == 0
    assert sent("n@example.com") == []


def test_known_and_unknown_numbers_cost_the_same_statements(app):
    factories.bahar()
    texts = []
    for mobile in ("09121000004", "09121000009"):
        statements = []

        def note(_c, _cur, statement, *_rest, statements=statements):
            statements.append(statement)

        client = app.test_client()
        token = csrf(client)
        event.listen(db.engine, "before_cursor_execute", note)
        client.post("/register", data=FORM | {"mobile": mobile, "csrf_token": token})
        event.remove(db.engine, "before_cursor_execute", note)
        texts.append(statements)
    assert texts[0] == texts[1]
    assert any("INSERT INTO notification" in statement for statement in texts[0])


def test_a_member_of_staff_who_registers_lands_at_the_desk(client):
    factories.cyrus()
    post(client, "/register", **FORM | {"mobile": "09121000002"})
    answer = post(client, "/verify-mobile", code=last_code("+989121000002"))
    assert answer.location == "/desk"


def test_two_registrations_of_one_number_make_one_account(app, client):
    other = app.test_client()
    post(client, "/register", **FORM)
    first = last_code(ARASH)
    post(other, "/register", **FORM | {"name": "آرش دوم"})
    second = last_code(ARASH)
    assert post(other, "/verify-mobile", code=second).location == "/tickets"
    assert post(client, "/verify-mobile", code=first).location == "/tickets"
    assert db.session.scalars(select(User.name)).all() == ["آرش دوم"]


def test_form_sent_again_within_a_minute_costs_one_message(client):
    post(client, "/register", **FORM)
    post(client, "/register", **FORM | {"name": "آرش درست"})
    assert count(Notification) == 1
    post(client, "/verify-mobile", code=last_code(ARASH))
    assert db.session.scalars(select(User.name)).one() == "آرش درست"


def test_registration_with_an_address_that_had_its_links_sends_none_and_succeeds(app, client):
    for person in (factories.bahar(), factories.cyrus(()), factories.nima(())):
        other = app.test_client()
        factories.log_in(other, person)
        post(other, "/account/email", email="victim@example.com")
    assert register(client, email="victim@example.com").location == "/tickets"
    assert len(sent("victim@example.com")) == 3
    arash = db.session.scalars(select(User).where(User.mobile == ARASH)).one()
    assert (arash.email, arash.email_verified_at) == ("victim@example.com", None)


def test_name_with_an_address_of_a_site_is_refused(client):
    answer = post(client, "/register", **FORM | {"name": "جایزه www.example.ir"})
    assert answer.status_code == 422
    assert "نام نمی‌تواند نشانی اینترنتی داشته باشد." in answer.text
    assert count(Challenge) == 0


def test_wrong_code_creates_nothing(client):
    post(client, "/register", **FORM)
    answer = post(client, "/verify-mobile", code=wrong(last_code(ARASH)))
    assert answer.status_code == 422
    assert count(User) == 0
    assert not is_logged_in(client)


def test_registration_without_a_csrf_token_is_refused(client):
    client.get("/register")
    assert client.post("/register", data=FORM).status_code == 400
    assert count(Challenge) == 0


@pytest.mark.settings(MODE="production")
def test_production_without_a_gateway_says_that_registration_is_not_possible(client):
    page = client.get("/register").text
    assert "ارسال پیامک هنوز راه‌اندازی نشده است." in page
    assert 'name="mobile"' not in page
    assert post(client, "/register", **FORM).status_code == 503
    assert count(Challenge) == 0


def test_without_terms_nobody_can_register(client):
    db.session.query(Terms).delete()
    assert "شرایط و قوانین هنوز منتشر نشده است." in client.get("/register").text
    assert post(client, "/register", **FORM).status_code == 503


def test_who_is_logged_in_is_led_home(client):
    factories.log_in(client, factories.arash())
    assert client.get("/register").location == "/tickets"
    assert client.get("/login").location == "/tickets"
    assert client.get("/verify-mobile").location == "/tickets"
