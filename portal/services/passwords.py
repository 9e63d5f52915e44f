"""Passwords: argon2id, and what makes one too weak."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.persian.digits import to_ascii, to_persian

MIN_LENGTH = 10
# Longer input only costs time.
MAX_LENGTH = 200
MIN_DIFFERENT = 5

# OWASP's smallest advised set: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked where there is no account, so that the answer takes the same time.
_DUMMY = (
    "$argon2id$v=19$m=19456,t=2,p=1$IlgT57qqfI7MIIlSbPWEvQ"
    "$144/ymN0HanTMHz604p1w7g77dt1E9y1VCJLM7MCzXE"
)


def hash_password(password: str) -> str:
    """The argon2id hash. Slow and hungry on purpose: never call it inside write()."""
    return _hasher.hash(_folded(password))


def matches(stored: str | None, password: str) -> bool:
    """Does `password` fit the stored hash? Without one it is never so, in the same time.

    Nor is it for a text that is no password of ours by its length; that one is never folded,
    for ordering a long run of marks takes quadratic time.
    """
    if len(password) > MAX_LENGTH:
        stored, password = None, ""
    try:
        _hasher.verify(stored or _DUMMY, _folded(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str) -> str | None:
    """Why the password cannot be used, as a sentence; None when it can."""
    if len(password) < MIN_LENGTH:
        return f"رمز عبور باید دست‌کم {to_persian(MIN_LENGTH)} نویسه باشد."
    if len(password) > MAX_LENGTH:
        return f"رمز عبور باید حداکثر {to_persian(MAX_LENGTH)} نویسه باشد."
    folded = _folded(password)
    if folded.isdecimal() or len(set(folded)) < MIN_DIFFERENT:
        return "این رمز عبور آسان حدس زده می‌شود؛ از حروف گوناگون استفاده کنید."
    return None


def _folded(password: str) -> str:
    """One form for what the same keys give on a Persian and on a Latin keyboard's digits."""
    return to_ascii(unicodedata.normalize("NFC", password))
