"""Keys that are made on the first start and kept in the instance folder."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(path: Path, make: Callable[[], str]) -> str:
    """The key in `path`, made on first use and readable by the owner alone."""
    if not path.exists():
        _write(path, make())
    return path.read_text(encoding="ascii").strip()


def _write(path: Path, key: str) -> None:
    """Writes the key beside its place first: of several processes that start at once, one wins,
    and none reads half a key."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
