"""Fixtures of the whole suite: the app on both databases, its client, the clock, the browser."""

import contextvars
import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from portal import clock as portal_clock
from portal import create_app
from portal.extensions import db
from tests import chromium, postgres
from tests.databases import PostgresDatabases, SqliteDatabases

# How fast a shared machine happens to be is no property of the product.
hypothesis.settings.register_profile("pasokh", deadline=None)
hypothesis.settings.load_profile("pasokh")

cluster = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """The settings of whoever runs the tests must not reach them."""
    for name in [n for n in os.environ if n.startswith("PORTAL_")]:
        if not name.startswith("PORTAL_TEST_"):
            del os.environ[name]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tells an xdist worker where the cluster is that all of them share."""
    node.workerinput["postgres"] = _postgres_of(node.config)


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules stay: the garbage collector need not look at them."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if cluster in config.stash:
        _url, _error, stop = config.stash[cluster]
        stop()


def _postgres_of(config: pytest.Config) -> tuple[str | None, str]:
    """The URL of a PostgreSQL cluster, started when first asked for, or None and the reason."""
    if hasattr(config, "workerinput"):
        return config.workerinput["postgres"]
    if url := os.environ.get("PORTAL_TEST_POSTGRES_URL"):
        return url, ""
    if cluster not in config.stash:
        try:
            url, stop = postgres.start_cluster()
            config.stash[cluster] = url, "", stop
        except postgres.NoPostgres as error:
            config.stash[cluster] = None, str(error), lambda: None
    return config.stash[cluster][:2]


def _unavailable(what: str, reason: str) -> NoReturn:
    """Skips the test, or fails it where PORTAL_TEST_REQUIRE names what is missing."""
    if what in os.environ.get("PORTAL_TEST_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required: {reason}")
    pytest.skip(f"no {what}: {reason}")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Every test that uses the database runs on both."""
    return request.param


@pytest.fixture(scope="session")
def databases(
    dialect: str,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SqliteDatabases | PostgresDatabases]:
    folder = tmp_path_factory.mktemp(dialect)
    if dialect == "sqlite":
        yield SqliteDatabases(folder)
        return
    url, error = _postgres_of(request.config)
    if url is None:
        _unavailable("postgres", error)
    # The process id keeps runs apart that share one server.
    made = PostgresDatabases(url, f"pasokh_test_{os.getpid()}", folder)
    yield made
    made.close()


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> dict:
    """Settings of the app under test, by the `settings` marker.

    A test that needs a server's address in them defines a fixture of this name.
    """
    marker = request.node.get_closest_marker("settings")
    return marker.kwargs if marker else {}


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test has an app of its own; compiling its templates anew took most of their time."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    databases: SqliteDatabases | PostgresDatabases,
    compiled_templates: FileSystemBytecodeCache,
    settings: dict,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Flask]:
    """The app on a migrated database, in an app context; no worker runs beside it.

    The database is empty, or as `flask init` leaves it where the test has the `defaults` marker.
    """
    filled = request.node.get_closest_marker("defaults") is not None
    instance = tmp_path / "instance"
    instance.mkdir()
    with databases.fresh(instance, filled=filled) as url:
        defaults = {
            "DATABASE_URL": url,
            "INSTANCE_DIR": instance,
            "SITE_URL": "http://localhost",
            "LIMITS": "off",
            "WORKER": "separate",
        }
        app = create_app(defaults | settings)
        app.jinja_env.bytecode_cache = compiled_templates
        app.testing = True
        app.test_client_class = Client
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


class Client(FlaskClient):
    """Its requests share neither `g` nor the database session with the test, as in real life.

    What the test has made is committed before each request, and read anew after it. Not for use
    as a context manager.
    """

    def open(self, *args, **kwargs):
        db.session.commit()
        try:
            return contextvars.Context().run(super().open, *args, **kwargs)
        finally:
            db.session.expire_all()


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser without a login; `app.test_client()` makes another one."""
    return app.test_client()


class Clock:
    """The product's time: it stands still until it is set or advanced."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self, _zone: object = UTC) -> datetime:
        return self._instant

    def set(self, instant: datetime) -> None:
        self._instant = instant

    def advance(self, **duration: float) -> None:
        """Moves on by `timedelta(**duration)`."""
        self._instant += timedelta(**duration)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stops the product's time on a working day (Monday 2026-01-05, 11:30 in Tehran)."""
    stopped = Clock(datetime(2026, 1, 5, 8, tzinfo=UTC))
    # Not `clock.now` itself: the models' columns hold it as their default.
    monkeypatch.setattr(portal_clock, "datetime", stopped)
    return stopped


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """pytest-playwright's options, with the browser that the machine has."""
    path = chromium.find()
    if path is None:
        _unavailable("browser", "no Chromium on PATH, and Playwright has brought none")
    return browser_type_launch_args | chromium.launch_options(path)
