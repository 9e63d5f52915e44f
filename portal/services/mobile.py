"""Change of one's mobile number, with a code to the old and one to the new number (S21)."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.extensions import db
from portal.models import ChallengePurpose, Channel, User, Verb
from portal.services import codes, record
from portal.services.contacts import MobileTaken
from portal.services.transaction import lock, write


class SameMobile(Exception):
    """The new number is the present one."""


class MobileCodesRefused(Exception):
    """What was wrong with the typed codes: `problems` by "old" and "new"."""

    def __init__(self, problems: dict[str, codes.CodeRefused]) -> None:
        super().__init__(problems)
        self.problems = problems


def start_change(
    user: User, new_mobile: str, address: str | None, previous: dict[str, str]
) -> dict[str, str]:
    """Sends the codes; returns the handles by "old" and "new" (an account without a number has
    no "old"). `previous` are the handles of this browser's last attempt.

    Raises SameMobile, codes.TooManyCodes.
    """
    with write():
        user = lock(User, user.id)
        if user.mobile == new_mobile:
            raise SameMobile
        asked = {"new": (ChallengePurpose.NEW_MOBILE, new_mobile)}
        if user.mobile:
            asked["old"] = (ChallengePurpose.OLD_MOBILE, user.mobile)
        handles = {}
        for side, (purpose, recipient) in asked.items():
            if codes.reuse(previous.get(side), purpose, recipient):
                handles[side] = previous[side]
            else:
                handles[side] = codes.issue(
                    purpose, Channel.SMS, recipient, user=user, address=address
                )
        return handles


def finish_change(
    user: User, handles: dict[str, str], typed: dict[str, str], address: str | None
) -> None:
    """Changes the number when both codes are right; a right one stays good beside a wrong one.

    Raises MobileCodesRefused, MobileTaken (told only to who holds the number).
    """
    try:
        problems = _finish(user, handles, typed, address)
    except IntegrityError:
        raise MobileTaken from None
    if problems:
        raise MobileCodesRefused(problems)


def _finish(
    user: User, handles: dict[str, str], typed: dict[str, str], address: str | None
) -> dict[str, codes.CodeRefused]:
    with write():
        user = lock(User, user.id)
        new = codes.find(handles.get("new", ""), ChallengePurpose.NEW_MOBILE)
        sides = {"new": new}
        if user.mobile:
            sides["old"] = codes.find(handles.get("old", ""), ChallengePurpose.OLD_MOBILE)
        problems = {}
        for side, challenge in sides.items():
            if challenge is not None and challenge.user_id != user.id:
                challenge = None
            if side == "old" and challenge is not None and challenge.recipient != user.mobile:
                challenge = None
            refusal = codes.attempt(challenge, typed.get(side, ""))
            if refusal is not None:
                problems[side] = refusal
        if problems:
            return problems
        if db.session.scalar(select(User.id).where(User.mobile == new.recipient)):
            raise MobileTaken
        for challenge in sides.values():
            codes.spend(challenge)
        before, user.mobile = user.mobile, new.recipient
        user.recovery_mobile = user.recovery_until = None
        record.audit(
            Verb.MOBILE_CHANGED,
            user,
            before={"mobile": before},
            after={"mobile": user.mobile},
            address=address,
        )
        return {}
