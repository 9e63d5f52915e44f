"""What a setting's text may be. Each function returns the value or raises ValueError with the
reason, which begins with "must"; it never repeats the text."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def choice(*allowed: str) -> Callable[[str], str]:
    """One of a few words."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return text

    return parse


def number(low: int, high: int) -> Callable[[str], int]:
    """A whole number within these bounds, in any script's digits."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"\d+", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return parse


def site_url(text: str) -> str:
    """The portal's own public address, without a closing slash."""
    if not _is_bare(text):
        raise ValueError("must be an address without a path, such as https://support.example.ir")
    return text.rstrip("/")


def _is_bare(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port  # only now is it looked at
    except ValueError:
        return False
    beyond = parts.path.strip("/") or parts.username or parts.query or parts.fragment
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not beyond


def database_url(text: str) -> str:
    """A database for SQLAlchemy; empty for the default."""
    if not text:
        return text
    if text.startswith(("postgres://", "postgresql://")):
        # SQLAlchemy's default driver is another one than the psycopg 3 we ship.
        text = "postgresql+psycopg://" + text.split("://", 1)[1]
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("must start with sqlite:/// or postgresql://")
    if text in ("sqlite:///", "sqlite:///:memory:"):
        raise ValueError("must name a file: several threads share the database")
    try:
        make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("must look like postgresql://user:password@host:port/database") from None
    return text


def folder_url(text: str) -> str:
    """A folder as a file URL; empty for the default."""
    parts = urlsplit(text)
    if text and (parts.scheme != "file" or parts.netloc or parts.path in ("", "/")):
        raise ValueError("must look like file:///var/lib/pasokh/uploads")
    return text


def url_of(*schemes: str) -> Callable[[str], str]:
    """A URL with one of these schemes; empty for the default."""

    def parse(text: str) -> str:
        if text and (urlsplit(text).scheme not in schemes or "://" not in text):
            raise ValueError(f"must start with one of {', '.join(s + '://' for s in schemes)}")
        return text

    return parse


def made_by(make: Callable[[str], object]) -> Callable[[str], str]:
    """A URL that `make` accepts: what is wrong with it must stop the start, not the first send."""

    def parse(text: str) -> str:
        make(text)
        return text

    return parse


def secret(text: str) -> str:
    """A key of at least 32 characters; empty for the one that is kept."""
    if text and len(text) < 32:
        raise ValueError("must have at least 32 characters")
    return text


def fernet_keys(text: str) -> str:
    """Keys split by commas; empty for the one that is kept."""
    try:
        for key in text.split(",") if text else ():
            Fernet(key.strip())
    except ValueError:
        raise ValueError(
            "must be Fernet keys (32 bytes, URL-safe base64), split by commas"
        ) from None
    return text
