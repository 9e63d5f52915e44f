"""The portal as a process of its own, as it is run in earnest."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from portal.config import ROOT

READY = re.compile(r"Pasokh is at (http://\S+)/")
START_SECONDS = 60


class Serving:
    """`flask --app APP serve` on a port of its own choice; `lines` is what it printed."""

    def __init__(self, settings: dict[str, object], *, app: str = "wsgi", port: int = 0):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        environment |= {f"PORTAL_{name}": str(value) for name, value in settings.items()}
        self.lines: list[str] = []
        self._ready = threading.Event()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", app, "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.url = ""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self.lines.append(line.rstrip("\n"))
            if match := READY.search(line):
                self.url = match[1]
                self._ready.set()
        self._ready.set()

    def wait(self) -> str:
        """The address, once it serves."""
        assert self._ready.wait(START_SECONDS) and self.url, "\n".join(self.lines)
        return self.url

    def wait_for(self, words: str) -> None:
        """Waits until it has printed a line that begins with these words."""
        give_up = time.monotonic() + START_SECONDS
        while not any(line.startswith(words) for line in self.lines):
            assert time.monotonic() < give_up, "\n".join(self.lines)
            time.sleep(0.02)

    def wait_until_closed(self) -> None:
        """Waits until it lets nobody in any more."""
        parts = urlsplit(self.url)
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            try:
                socket.create_connection((parts.hostname, parts.port), 5).close()
            except OSError:
                return
            time.sleep(0.02)
        raise AssertionError("it still lets people in")

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self._process.kill()
        self._process.wait(10)

    def ask_to_stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Tells it to stop, and does not wait."""
        self._process.send_signal(by)

    def exit_code(self, within: float = 20) -> int:
        """Its exit code, once it has ended."""
        return self._process.wait(within)

    def stop(self, by: signal.Signals = signal.SIGTERM, within: float = 20) -> int:
        """Tells it to stop; its exit code."""
        self.ask_to_stop(by)
        return self.exit_code(within)

    def __enter__(self) -> "Serving":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.kill()


def instance_settings(instance: Path, **more: object) -> dict[str, object]:
    """Settings of a fresh portal that tests may talk to."""
    return {"INSTANCE_DIR": instance, "SITE_URL": "http://127.0.0.1", "LIMITS": "off"} | more


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
