"""One-time links: signed, with an end; what they are for is bound to the state they start from."""

import hashlib
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from portal import clock


def sign(purpose: str, payload: list, lifetime: timedelta) -> str:
    """A token for a link that carries `payload` (JSON) and ends after `lifetime`."""
    ends = int((clock.now() + lifetime).timestamp())
    return _signer(purpose).dumps([ends, *payload])


def read(purpose: str, token: str) -> list | None:
    """The payload of a token made for this purpose; None for a foreign or an ended one."""
    try:
        ends, *payload = _signer(purpose).loads(token)
    except BadSignature:
        return None
    return payload if ends > clock.now().timestamp() else None


def fingerprint(*state: object) -> str:
    """A short digest of the state a link starts from: once that changes, the link is used up."""
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def _signer(purpose: str) -> URLSafeSerializer:
    # The default digest of itsdangerous is SHA-1.
    return URLSafeSerializer(
        current_app.secret_key, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256}
    )
