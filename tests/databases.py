"""Migrated databases for the tests: each dialect is migrated once, and copied for every test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import flask_migrate
import psycopg
from psycopg import sql
from sqlalchemy import make_url

from portal import create_app
from portal.commands import defaults
from portal.extensions import db
from portal.services import defaults as filling


class SqliteDatabases:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.db"
        _prepare(f"sqlite:///{self._empty}", folder, flask_migrate.upgrade)

    @cached_property
    def _filled(self) -> Path:
        path = self._folder / "filled.db"
        shutil.copyfile(self._empty, path)
        _prepare(f"sqlite:///{path}", self._folder, _fill)
        return path

    @contextmanager
    def fresh(self, folder: Path, *, filled: bool) -> Iterator[str]:
        """The URL of a migrated database in `folder`, empty or filled with the defaults."""
        path = folder / "portal.db"
        shutil.copyfile(self._filled if filled else self._empty, path)
        yield f"sqlite:///{path}"

    def close(self) -> None:
        """The folder of the test run is pytest's to remove."""


class PostgresDatabases:
    """Copies of one migrated database in the cluster at `url`; `name` begins their names."""

    def __init__(self, url: str, name: str, folder: Path) -> None:
        self._url = make_url(url)
        self._folder = folder
        self._empty, self._full, self._copy = f"{name}_empty", f"{name}_filled", f"{name}_copy"
        server = self._url.set(drivername="postgresql", database=self._url.database or "postgres")
        self._server = psycopg.connect(
            server.render_as_string(hide_password=False), autocommit=True
        )
        # The server's own default locale may be C, where search is blind to Persian.
        self._run(
            "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'", self._empty
        )
        _prepare(self._url_of(self._empty), folder, flask_migrate.upgrade)

    @cached_property
    def _filled(self) -> str:
        self._create(self._full, self._empty)
        _prepare(self._url_of(self._full), self._folder, _fill)
        return self._full

    @contextmanager
    def fresh(self, _folder: Path, *, filled: bool) -> Iterator[str]:
        """The URL of a migrated database, empty or filled with the defaults; one at a time."""
        # Dropped here, not right after its use, when the server would wait for a late goodbye.
        self._drop(self._copy)
        self._create(self._copy, self._filled if filled else self._empty)
        yield self._url_of(self._copy)

    def close(self) -> None:
        """Leaves the cluster as it was."""
        for name in (self._copy, self._full, self._empty):
            self._drop(name)
        self._server.close()

    def _create(self, name: str, template: str) -> None:
        # Quicker than to truncate all tables, and sequences start anew.
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        self._server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _url_of(self, database: str) -> str:
        url = self._url.set(drivername="postgresql+psycopg", database=database)
        return url.render_as_string(hide_password=False)


def _fill() -> None:
    filling.fill(defaults)


def _prepare(url: str, folder: Path, change: Callable[[], None]) -> None:
    app = create_app({"DATABASE_URL": url, "INSTANCE_DIR": folder, "WORKER": "separate"})
    with app.app_context():
        change()
        # Nobody may be connected to a database that is copied.
        db.session.remove()
        db.engine.dispose()
