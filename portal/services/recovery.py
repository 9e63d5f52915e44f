"""A supervisor's help for someone who has lost their phone (S21)."""

from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Role, User, Verb
from portal.services import record, sessions
from portal.services.contacts import MobileTaken
from portal.services.transaction import lock, write

RECOVERY_LIFETIME = timedelta(days=3)


class RecoveryNotAllowed(Exception):
    """The helper's role does not reach that far: supervisors help customers, admins also staff."""


def start_recovery(
    actor: User, user: User, new_mobile: str, reason: str, address: str | None
) -> None:
    """Lets `user` log in, within three days, with a code to `new_mobile` (E.164), which then
    becomes their number. Their sessions end at once; the step stands in the audit log.

    Raises RecoveryNotAllowed, MobileTaken.
    """
    with write():
        user = lock(User, user.id)
        if not _may_help(actor, user):
            raise RecoveryNotAllowed
        if db.session.scalar(select(User.id).where(User.mobile == new_mobile)):
            raise MobileTaken
        user.recovery_mobile = new_mobile
        user.recovery_until = clock.now() + RECOVERY_LIFETIME
        sessions.end_all(user)
        record.audit(
            Verb.RECOVERY_STARTED,
            actor,
            subject_user=user,
            before={"mobile": user.mobile},
            after={"mobile": new_mobile},
            note=reason,
            address=address,
        )


def adopt_recovery_mobile(user: User, proven: str, address: str | None) -> None:
    """Makes a recovery number that a code has just proven the user's own. Inside write()."""
    if user.recovery_mobile != proven or user.mobile == proven:
        return
    before = user.mobile
    user.mobile = proven
    user.recovery_mobile = user.recovery_until = None
    record.audit(
        Verb.MOBILE_CHANGED,
        user,
        before={"mobile": before},
        after={"mobile": proven},
        address=address,
    )


def _may_help(actor: User, user: User) -> bool:
    if actor.id == user.id or not actor.active:
        return False
    return actor.role is Role.ADMIN or (actor.role is Role.SUPERVISOR and not user.is_staff)
