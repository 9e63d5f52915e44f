"""A supervisor's help after a lost phone."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, Role, Verb
from portal.services import accounts, recovery, sessions
from portal.services.contacts import MobileTaken
from portal.services.recovery import RecoveryNotAllowed
from tests import factories
from tests.accounts.browsing import ARASH, is_logged_in, last_code, post, sent

pytestmark = pytest.mark.settings(MODE="development")
NEW = "+989121000009"


@pytest.fixture
def arash(app):
    return factories.arash()


def supervisor():
    return factories.make_user("نیما", "09121000005", Role.SUPERVISOR)


def test_recovery_is_audited_and_ends_the_sessions(client, arash):
    factories.log_in(client, arash)
    nima = supervisor()
    accounts.start_recovery(nima, arash, NEW, "گوشی گم شده است.", "192.0.2.5")
    assert not is_logged_in(client)
    assert arash.mobile == ARASH
    entry = db.session.scalars(select(Event).where(Event.verb == Verb.RECOVERY_STARTED)).one()
    assert (entry.actor_id, entry.subject_user_id) == (nima.id, arash.id)
    assert (entry.note, entry.address) == ("گوشی گم شده است.", "192.0.2.5")
    assert (entry.before, entry.after) == ({"mobile": ARASH}, {"mobile": NEW})


def test_code_to_the_new_number_logs_in_and_adopts_it(client, arash):
    accounts.start_recovery(supervisor(), arash, NEW, "گوشی گم شده است.", None)
    post(client, "/login", identifier=NEW, by_code="1")
    assert post(client, "/verify-mobile", code=last_code(NEW)).location == "/tickets"
    assert is_logged_in(client)
    assert (arash.mobile, arash.recovery_mobile, arash.recovery_until) == (NEW, None, None)
    entry = db.session.scalars(select(Event).where(Event.verb == Verb.MOBILE_CHANGED)).one()
    assert (entry.actor_id, entry.after) == (arash.id, {"mobile": NEW})


def test_reset_by_the_new_number_adopts_it_too(client, arash):
    accounts.start_recovery(supervisor(), arash, NEW, "گوشی گم شده است.", None)
    post(client, "/reset-password", identifier=NEW)
    post(client, "/verify-mobile", code=last_code(NEW))
    post(client, "/reset-password/new", password="نسیم-shomal-7")
    assert is_logged_in(client)
    assert arash.mobile == NEW


def test_number_that_nobody_proves_stays_without_effect(client, arash, clock):
    accounts.start_recovery(supervisor(), arash, NEW, "گوشی گم شده است.", None)
    clock.advance(days=3)
    post(client, "/login", identifier=NEW, by_code="1")
    assert sent(NEW) == []
    assert arash.mobile == ARASH


def test_login_by_the_old_number_changes_nothing(client, arash):
    accounts.start_recovery(supervisor(), arash, NEW, "گوشی گم شده است.", None)
    post(client, "/login", identifier=ARASH, by_code="1")
    post(client, "/verify-mobile", code=last_code(ARASH))
    assert is_logged_in(client)
    assert (arash.mobile, arash.recovery_mobile) == (ARASH, NEW)


def test_number_of_another_account_is_refused(arash):
    factories.bahar()
    with pytest.raises(MobileTaken):
        accounts.start_recovery(supervisor(), arash, "+989121000004", "گم شده", None)
    assert arash.recovery_mobile is None


def test_who_has_proven_the_number_comes_first(client, arash):
    accounts.start_recovery(supervisor(), arash, NEW, "گوشی گم شده است.", None)
    other = factories.make_user("نگار", "09121000009")
    post(client, "/login", identifier=NEW, by_code="1")
    post(client, "/verify-mobile", code=last_code(NEW))
    assert [login.user_id for login in sessions.list_of(other)] == [other.id]
    assert arash.mobile == ARASH


@pytest.mark.parametrize(
    "role, target, allowed",
    [
        (Role.CUSTOMER, Role.CUSTOMER, False),
        (Role.AGENT, Role.CUSTOMER, False),
        (Role.SUPERVISOR, Role.CUSTOMER, True),
        (Role.SUPERVISOR, Role.AGENT, False),
        (Role.SUPERVISOR, Role.ADMIN, False),
        (Role.ADMIN, Role.CUSTOMER, True),
        (Role.ADMIN, Role.SUPERVISOR, True),
        (Role.ADMIN, Role.ADMIN, True),
    ],
)
def test_supervisors_help_customers_and_admins_also_staff(app, role, target, allowed):
    helper = factories.make_user("یاور", "09121000005", role)
    user = factories.make_user("نیازمند", "09121000006", target)
    if allowed:
        recovery.start_recovery(helper, user, NEW, "گم شده", None)
        assert user.recovery_mobile == NEW
    else:
        with pytest.raises(RecoveryNotAllowed):
            recovery.start_recovery(helper, user, NEW, "گم شده", None)
        assert user.recovery_mobile is None


def test_nobody_helps_themselves(app):
    dana = factories.dana()
    with pytest.raises(RecoveryNotAllowed):
        recovery.start_recovery(dana, dana, NEW, "گم شده", None)
