"""A throwaway PostgreSQL cluster for the tests; as a program, tells whether one can be made."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

_ATTEMPTS = 3


class NoPostgres(Exception):
    """This machine has no PostgreSQL server programs, or they do not start."""


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl: from PATH, else Debian's newest; None when missing."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((p.parent for p in found), key=lambda p: float(p.parent.name), default=None)


def start_cluster() -> tuple[str, Callable[[], None]]:
    """A running cluster's URL, with no database in it, and the function that removes it.

    Raises NoPostgres.
    """
    programs = find_programs()
    if programs is None:
        raise NoPostgres("no initdb on PATH or in /usr/lib/postgresql")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="pasokh-pg-"))
    os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess:
        identity = {}
        if os.getuid() == 0:
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        # Into a file: the server keeps its output open, a pipe would never end.
        with (folder / f"{program}.log").open("ab") as log:
            return subprocess.run(
                [programs / program, "-D", folder / "data", *arguments],
                cwd=folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                **identity,
            )

    def stop() -> None:
        run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)

    try:
        # Trigram search is blind to Persian under the C ctype, hence C.UTF-8.
        initdb = run(
            "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        if initdb.returncode == 0:
            for _ in range(_ATTEMPTS):
                port = _free_port()
                if run("pg_ctl", "start", "-w", "-o", _options(folder, port)).returncode == 0:
                    return f"postgresql+psycopg://postgres@127.0.0.1:{port}", stop
        logs = "\n".join(p.read_text(errors="replace") for p in sorted(folder.glob("*.log")))
    except OSError as error:
        logs = str(error)
    stop()
    raise NoPostgres(logs)


def _account() -> pwd.struct_passwd:
    """Who runs the server: we ourselves, but PostgreSQL refuses root."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _options(folder: Path, port: int) -> str:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        # Nothing here outlives the run, so nothing needs to survive a power cut.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "autovacuum": "off",
    }
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


if __name__ == "__main__":
    sys.exit(find_programs() is None)
