"""Members of staff: the first admin, invitations, and who they are."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from portal import clock
from portal.extensions import db
from portal.models import STAFF_ROLES, Department, Role, Setting, User, Verb
from portal.services import contacts, links, passwords, profile, record, sessions
from portal.services.profile import LinkDead
from portal.services.sessions import Login, Visitor, open_login
from portal.services.transaction import lock, new_token, write

SETUP_KEY = "setup_token"
INVITATION_LIFETIME = timedelta(days=7)
_INVITATION = "staff-password"


class UnknownDepartments(Exception):
    """There are no departments of these keys."""


class DepartmentNeeded(Exception):
    """An agent sees the tickets of their departments, so there must be one."""


class UnknownStaff(Exception):
    """No member of staff has this mobile."""


class LastAdmin(Exception):
    """Without this admin nobody could set up the portal any more."""


@dataclass(frozen=True)
class Person:
    """Who an operator vouches for: mobile (E.164) and e-mail count as verified."""

    name: str
    mobile: str
    email: str


def make_setup_link(site_url: str) -> str | None:
    """A fresh one-time link to create the first admin; None once there is staff.

    Only the token's hash is kept, so each call makes the earlier link void.
    """
    token = new_token()
    with write() as session:
        if _staff_exists():
            return None
        session.merge(Setting(key=SETUP_KEY, value={"hash": _digest(token)}))
    return f"{site_url}/setup/{token}"


def setup_is_open(token: str) -> bool:
    """May this set-up link still create the first admin?"""
    setting = db.session.get(Setting, SETUP_KEY)
    return (
        setting is not None
        and hmac.compare_digest(setting.value["hash"], _digest(token))
        and not _staff_exists()
    )


def create_first_admin(token: str, person: Person, password: str, visitor: Visitor) -> Login:
    """Creates the admin, uses up the link and opens a session.

    Raises LinkDead, contacts.EmailTaken.
    """
    password_hash = passwords.hash_password(password)
    with write() as session:
        setting = lock(Setting, SETUP_KEY)
        if setting is None or not setup_is_open(token):
            raise LinkDead
        session.delete(setting)
        user = _appoint(person, Role.ADMIN, [], visitor.address)
        user.password_hash = password_hash
        return open_login(user, visitor, "setup")


def add_staff(person: Person, role: Role, department_keys: list[str]) -> str:
    """Appoints a member of staff (an account with this mobile gets the role) and returns the
    token of the link with which they set their password.

    Raises UnknownDepartments, DepartmentNeeded, contacts.EmailTaken.
    """
    if role is Role.AGENT and not department_keys:
        raise DepartmentNeeded
    with write():
        departments = _departments(department_keys)
        user = _appoint(person, role, departments, None)
        return links.sign(_INVITATION, [user.id, _password_state(user)], INVITATION_LIFETIME)


def invited(token: str) -> User:
    """Who may set their first password with this link. Raises LinkDead."""
    payload = links.read(_INVITATION, token)
    user = db.session.get(User, payload[0]) if payload else None
    if user is None or not user.active or _password_state(user) != payload[1]:
        raise LinkDead
    return user


def accept_invitation(token: str, password: str, visitor: Visitor) -> Login:
    """Sets the password of an invited member of staff, uses up the link and opens a session.

    Raises LinkDead.
    """
    invited(token)
    new_hash = passwords.hash_password(password)
    with write():
        user = lock(User, invited(token).id)
        profile.store_password(user, new_hash, visitor.address)
        return open_login(user, visitor, "invitation")


def list_staff() -> list[User]:
    """All members of staff, the disabled ones last."""
    return list(
        db.session.scalars(
            select(User)
            .where(User.role.in_(STAFF_ROLES))
            .order_by(User.active.desc(), User.role, User.id)
        )
    )


def disable_staff(mobile: str) -> User:
    """Switches the account of a member of staff off and ends its sessions.

    Raises UnknownStaff, LastAdmin.
    """
    with write() as session:
        user = session.scalars(
            select(User).where(User.mobile == mobile, User.role.in_(STAFF_ROLES)).with_for_update()
        ).first()
        if user is None:
            raise UnknownStaff
        if user.role is Role.ADMIN and _count_admins() == 1 and user.active:
            raise LastAdmin
        user.active = False
        sessions.end_all(user)
        record.audit(Verb.STAFF_CHANGED, None, subject_user=user, after={"active": False})
        return user


def _appoint(
    person: Person, role: Role, departments: list[Department], address: str | None
) -> User:
    user = db.session.scalars(select(User).where(User.mobile == person.mobile)).first()
    contacts.refuse_taken_email(person.email, user.id if user else None)
    verb = Verb.STAFF_CREATED
    before = None
    if user is None:
        user = User(mobile=person.mobile)
        db.session.add(user)
    else:
        before = {"role": user.role}
        verb = Verb.STAFF_CHANGED if user.is_staff else Verb.STAFF_CREATED
        # A role never changes under a running session.
        sessions.end_all(user)
    user.name, user.email, user.email_verified_at = person.name, person.email, clock.now()
    user.role, user.active, user.departments = role, True, departments
    db.session.flush()
    after = {"role": role, "departments": [department.key for department in departments]}
    record.audit(verb, None, subject_user=user, before=before, after=after, address=address)
    return user


def _departments(keys: list[str]) -> list[Department]:
    found = list(db.session.scalars(select(Department).where(Department.key.in_(keys))))
    unknown = set(keys) - {department.key for department in found}
    if unknown:
        raise UnknownDepartments(", ".join(sorted(unknown)))
    return found


def _staff_exists() -> bool:
    return db.session.scalar(select(User.id).where(User.role.in_(STAFF_ROLES)).limit(1)) is not None


def _count_admins() -> int:
    query = select(func.count()).where(User.role == Role.ADMIN, User.active)
    return db.session.scalar(query)


def _password_state(user: User) -> str:
    return links.fingerprint(user.password_hash)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
