"""Secrets at rest: Fernet with PORTAL_ENCRYPTION_KEY."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app


class Undecryptable(Exception):
    """The text was encrypted with a key that PORTAL_ENCRYPTION_KEY no longer holds."""


def encrypt(text: str) -> str:
    """`text` encrypted with the newest key, as ASCII."""
    return _keys().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """What `encrypt` was given. Raises Undecryptable."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken:
        raise Undecryptable from None


def _keys() -> MultiFernet:
    keys = str(current_app.config["ENCRYPTION_KEY"]).split(",")
    return MultiFernet([Fernet(key.strip()) for key in keys if key.strip()])
