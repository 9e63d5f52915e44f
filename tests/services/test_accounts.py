"""Registration and login where several come at once."""

import threading

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Challenge, LoginSession, Terms, User
from portal.services import accounts, codes, passwords
from portal.services.accounts import Registration
from portal.services.sessions import Login, Visitor
from tests.accounts.browsing import ARASH, last_code

TERMS = {"version": 1, "title": "شرایط", "body": "متن"}


def registration(name: str) -> tuple[str, str]:
    """The handle and the code of a registration that waits for its code."""
    terms = db.session.scalars(select(Terms)).first() or Terms(**TERMS)
    db.session.add(terms)
    db.session.commit()
    handle = accounts.register(Registration(name, ARASH, terms), Visitor())
    return handle, last_code(ARASH)


def at_once(app, *proofs: tuple[str, str]) -> list:
    """What each of the logins gives when they come at the same moment."""
    results = [None] * len(proofs)
    gate = threading.Barrier(len(proofs))

    def enter(place: int, proof: tuple[str, str]) -> None:
        with app.app_context():
            gate.wait()
            try:
                results[place] = accounts.log_in_with_code(*proof, Visitor())
            except codes.CodeRefused as refusal:
                results[place] = refusal

    threads = [threading.Thread(target=enter, args=pair) for pair in enumerate(proofs)]
    db.session.commit()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_number_registered_twice_at_once_is_one_account(app):
    results = at_once(app, registration("آرش یکم"), registration("آرش دوم"))
    assert all(isinstance(result, Login) for result in results)
    assert len(db.session.scalars(select(User)).all()) == 1
    assert len(db.session.scalars(select(LoginSession)).all()) == 2


def test_one_code_sent_twice_at_once_is_good_once(app):
    proof = registration("آرش")
    results = at_once(app, proof, proof)
    assert sorted(type(result).__name__ for result in results) == ["CodeExpired", "Login"]
    assert len(db.session.scalars(select(LoginSession)).all()) == 1


def test_wrong_tries_at_once_are_all_counted(app):
    handle, code = registration("آرش")
    other = "000000" if code != "000000" else "111111"
    at_once(app, *[(handle, other)] * 4)
    assert db.session.scalars(select(Challenge.tries)).one() == 4


@pytest.mark.parametrize(
    "password, accepted",
    [
        ("pasokh-demo", True),
        ("نسیم شمال ۷", True),
        ("ضصثقفغعهخح", True),
        ("کوتاه", False),
        ("0912 100 0001"[:9], False),
        ("09121000001", False),
        ("۰۹۱۲۱۰۰۰۰۰۱", False),
        ("abababababab", False),
        ("x1" * 101, False),
    ],
)
def test_passwords_need_length_letters_and_variety(password, accepted):
    assert (passwords.weakness(password) is None) is accepted


def test_passwords_match_in_either_unicode_form_and_nothing_else():
    stored = passwords.hash_password("caf\u00e9-آب-1234")
    assert passwords.matches(stored, "cafe\u0301-آب-۱۲۳۴")
    assert not passwords.matches(stored, "caf\u00e9-آب-1235")
    assert not passwords.matches("not a hash", "caf\u00e9-آب-1234")
