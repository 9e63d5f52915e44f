"""An app whose database is empty of tables, with views of the tests' own."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal import create_app
from portal.web.access import public


class Pages:
    """An app to which a test adds views; what is tested is the frame, not the portal's pages."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def add(self, path: str, view: Callable, methods: tuple[str, ...] = ("GET",)) -> None:
        name = f"test_{len(self.app.view_functions)}"
        self.app.add_url_rule(path, name, public(view), methods=methods)


def _app(tmp_path: Path, **settings: object) -> Flask:
    defaults = {
        "INSTANCE_DIR": tmp_path / "instance",
        "SITE_URL": "http://localhost",
        "LIMITS": "off",
        "WORKER": "separate",
    }
    return create_app(defaults | settings)


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(_app(tmp_path))


@pytest.fixture
def https_pages(tmp_path: Path) -> Pages:
    return Pages(_app(tmp_path, SITE_URL="https://support.example.ir"))


@pytest.fixture
def site(pages: Pages) -> Iterator[str]:
    """The address of a real server on which `pages` are served."""
    server = make_server("127.0.0.1", 0, pages.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
