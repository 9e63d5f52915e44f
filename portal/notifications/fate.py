"""What becomes of a notice after an attempt: the retry policy, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.models import NoticeState
from portal.notifications.providers.base import Kind

# Waits after the first, second, … temporary failure: a day in all, then the notice has failed.
BACKOFF = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    *[timedelta(hours=2)] * 11,
)
# What may have arrived is looked up, or sent once more, after this.
SETTLE_AFTER = timedelta(seconds=30)
UNKNOWN = "نتیجهٔ ارسال معلوم نیست"
GAVE_UP = "پس از یک روز تلاش ارسال نشد"


@dataclass(frozen=True)
class Attempt:
    """An attempt on a notice. `number` counts from 1; `unsettled`: the one before it was
    ambiguous too; `may_settle`: the gateway can be asked what became of it."""

    number: int
    secret: bool
    unsettled: bool
    may_settle: bool


@dataclass(frozen=True)
class Fate:
    """The state that follows; `next_at` when it is to be tried again; `error` in Persian."""

    state: NoticeState
    next_at: datetime | None = None
    error: str | None = None
    holds_channel: bool = False


def decide(
    kind: Kind,
    error: str | None,
    attempt: Attempt,
    now: datetime,
    jitter: Callable[[timedelta], timedelta],
) -> Fate:
    """The fate after a result of this kind; a code that may have arrived is never sent again
    blindly (DESIGN 5)."""
    match kind:
        case Kind.accepted:
            return Fate(NoticeState.SENT)
        case Kind.temporary:
            if attempt.number > len(BACKOFF):
                return Fate(NoticeState.FAILED, error=_joined(GAVE_UP, error))
            wait = jitter(BACKOFF[attempt.number - 1])
            return Fate(NoticeState.QUEUED, now + wait, error)
        case Kind.ambiguous:
            if _stays_open(attempt):
                return Fate(NoticeState.QUEUED, now + SETTLE_AFTER, error)
            return Fate(NoticeState.FAILED, error=_joined(UNKNOWN, error))
        case Kind.no_credit | Kind.config:
            return Fate(NoticeState.QUEUED, now, error, holds_channel=True)
        case Kind.permanent:
            return Fate(NoticeState.FAILED, error=error)


def _stays_open(attempt: Attempt) -> bool:
    """A code waits until it is settled; another notice is harmless when doubled, once."""
    if attempt.secret:
        return attempt.may_settle and attempt.number <= len(BACKOFF)
    return not attempt.unsettled


def _joined(what: str, why: str | None) -> str:
    return f"{what}: {why}" if why and why != what else what
