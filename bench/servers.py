"""Server processes under measurement, and what Linux says about them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
START_SECONDS = 60


class Server:
    """A process that serves HTTP on a free port of this machine; its output goes to `log`."""

    def __init__(self, command: Iterable[str], environ: Mapping[str, str], log: Path) -> None:
        self.port = _free_port()
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [part.format(port=self.port) for part in command],
                cwd=ROOT,
                env={**os.environ, **environ},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait(self, path: str = "/") -> None:
        """Returns once the server answers. Raises RuntimeError when it ends or never does."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
                connection.request("GET", path)
                connection.getresponse().read()
                return
            except ConnectionError:
                time.sleep(0.02)
        raise RuntimeError(f"no server: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """Ends the process and waits for it."""
        self.process.terminate()
        self.process.wait(START_SECONDS)

    def pids(self) -> list[int]:
        """The processes that answer requests: gunicorn's workers, or the process itself."""
        return children(self.process.pid) or [self.process.pid]


def gunicorn(app: str, environ: Mapping[str, str], log: Path) -> Server:
    """gunicorn with sync workers, as DESIGN 9 has it."""
    return Server(
        [
            sys.executable,
            "-m",
            "gunicorn",
            f"--workers={WORKERS}",
            "--worker-class=sync",
            "--bind=127.0.0.1:{port}",
            "--log-level=warning",
            app,
        ],
        environ,
        log,
    )


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time that these processes have used so far.

    The kernel's CPU clock of a process, which counts nanoseconds; /proc counts hundredths.
    """
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)


def pss_bytes(pids: Iterable[int]) -> int:
    """Proportional set size: memory of these processes, shared pages split among their users."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def children(parent: int) -> list[int]:
    """The processes that this one has started and that still live."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # The name in brackets may hold anything; the parent is the second field after it.
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(entry.name))
    return sorted(found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
