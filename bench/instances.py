"""Installations filled with demonstration data, made once and kept for the next run."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.servers import ROOT

SEED = 1
CUSTOMER, OTHER_CUSTOMER = "09121000001", "09121000004"
AGENT, ADMIN = "09121000002", "09121000003"
# Of the letters that demo gives the first tickets of Arash (commands/demo/filling.py).
THREAD_OF_10, THREAD_OF_100 = 10_002, 10_003
_MOBILE = re.compile("۰۹[۰-۹]{9}")
_TO_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@dataclass(frozen=True)
class Instance:
    """One filled installation; `url` is empty for SQLite in the instance's folder."""

    folder: Path
    size: int
    url: str = ""

    @property
    def environ(self) -> dict[str, str]:
        """Settings of a server on it: no rate limits, the notice worker elsewhere."""
        chosen = {
            "PORTAL_INSTANCE_DIR": str(self.folder),
            "PORTAL_LIMITS": "off",
            "PORTAL_WORKER": "separate",
        }
        return chosen | ({"PORTAL_DATABASE_URL": self.url} if self.url else {})

    @property
    def sqlite_file(self) -> Path:
        """The database file of an installation on SQLite."""
        return self.folder / "portal.db"


@dataclass(frozen=True)
class Facts:
    """What the pages need to know about the data: ids, tickets, a rare word."""

    customer_id: int
    open_tickets: tuple[int, ...]
    other_open_tickets: tuple[int, ...]
    rare: str


def prepare(folder: Path, size: int, customers: int, url: str = "") -> Instance:
    """An installation with `size` tickets; what is there already is kept."""
    instance = Instance(folder, size, url)
    done = folder / "filled"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        flask(instance.environ | {"PORTAL_MODE": "demo"}, "init")
        flask(
            instance.environ | {"PORTAL_MODE": "demo"},
            "demo",
            f"--tickets={size}",
            f"--customers={customers}",
            f"--seed={SEED}",
        )
        if url:
            # What autovacuum would have done by now on a real server.
            with psycopg.connect(_plain(url), autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
        done.write_text(f"{time.monotonic() - started:.0f}\n")
    return instance


def flask(environ: Mapping[str, str], *arguments: str) -> None:
    """Runs one of the portal's commands. Raises RuntimeError with its output when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"flask {arguments[0]} failed:\n{done.stdout[-3000:]}")


def create_database(server: str, name: str) -> str:
    """A fresh database on a PostgreSQL server; returns its URL."""
    with psycopg.connect(f"{_plain(server)}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(
            f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        )
    return f"{server}/{name}"


def backends(url: str) -> list[int]:
    """The processes of the PostgreSQL server that work for this database."""
    with psycopg.connect(_plain(url)) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in rows]


def facts(instance: Instance) -> Facts:
    """Looks up what the measured pages need, in this installation's own data."""
    ask = _postgres(instance.url) if instance.url else _sqlite(instance.sqlite_file)
    customer_id = _user(ask, CUSTOMER)
    agents = f"SELECT department_id FROM membership WHERE user_id = {_user(ask, AGENT)}"
    letters = ask(
        "SELECT m.body FROM message m JOIN ticket t ON t.id = m.ticket_id"
        f" WHERE t.department_id IN ({agents}) AND t.customer_id = {customer_id}"
        " AND m.chain = 'public' ORDER BY m.id LIMIT 200"
    )
    rare = next(found[0] for (body,) in letters if (found := _MOBILE.search(body)))
    return Facts(
        customer_id,
        _open_tickets(ask, customer_id),
        _open_tickets(ask, _user(ask, OTHER_CUSTOMER)),
        rare.translate(_TO_ASCII),
    )


def settle(instance: Instance) -> None:
    """Has the notices of an earlier run sent, as a worker would have: a queue that is stuck costs
    each page of the desk its alarm."""
    done = "UPDATE notification SET state = 'sent' WHERE state = 'queued'"
    if instance.url:
        with psycopg.connect(_plain(instance.url)) as connection:
            connection.execute(done)
        return
    connection = sqlite3.connect(instance.sqlite_file)
    with connection:
        connection.execute(done)
    connection.close()


def _user(ask, mobile: str) -> int:
    return ask(f"SELECT id FROM \"user\" WHERE mobile = '+98{mobile[1:]}'")[0][0]


def _open_tickets(ask, customer_id: int) -> tuple[int, ...]:
    rows = ask(
        f"SELECT id FROM ticket WHERE customer_id = {customer_id} AND status <> 'closed'"
        " AND id > 6 ORDER BY id DESC LIMIT 50"
    )
    return tuple(ident + 10_000 for (ident,) in rows)


def _sqlite(path: Path):
    def ask(sql: str) -> list[tuple]:
        connection = sqlite3.connect(path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    return ask


def _postgres(url: str):
    def ask(sql: str) -> list[tuple]:
        with psycopg.connect(_plain(url)) as connection:
            return connection.execute(sql).fetchall()

    return ask


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")
