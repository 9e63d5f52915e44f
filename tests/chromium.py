"""The browser of the tests; as a program, tells whether there is one."""

import os
import shutil
import sys
from pathlib import Path

_NAMES = ("chromium", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium: the system's, else the one Playwright brought; None when missing.

    A snap's is passed over: its sandbox keeps it from the profile folders that tests make.
    """
    for name in _NAMES:
        path = shutil.which(name)
        if path and not Path(path).resolve().is_relative_to("/snap"):
            return path
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")
    brought = Path(cache).expanduser().glob("chromium-*/chrome-linux*/chrome")
    return max((str(p) for p in brought), default=None)


def launch_options(path: str) -> dict:
    """What Playwright's `launch` takes; the browser asks nothing of hosts other than ours."""
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.getuid() == 0:
        # Chromium's sandbox does not start for root.
        arguments.append("--no-sandbox")
    return {"executable_path": path, "args": arguments}


if __name__ == "__main__":
    sys.exit(find() is None)
