"""A portal that runs, and browsers that visit it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.extensions import db
from portal.models import User
from tests.browser.running import Portal, running
from tests.browser.visits import DESKTOP, Watch

# How fast a shared machine happens to be is no property of the product.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def running_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as portal:
        yield portal
        with portal.app.app_context():
            db.engine.dispose()


@pytest.fixture
def portal(running_portal: Portal) -> Iterator[Portal]:
    """The running portal; a test makes people of its own in it."""
    with running_portal.app.app_context():
        said = len(running_portal.process.lines)
        yield running_portal
        db.session.remove()
        errors = "\n".join(running_portal.process.lines[said:])
        assert "Traceback" not in errors, errors


Visit = Callable[..., Page]


@pytest.fixture
def visit(portal: Portal, new_context: Callable[..., BrowserContext]) -> Iterator[Visit]:
    """`visit(user, **options)` opens a browser of its own, logged in as the user if there is one.

    The test fails if in one of them anything happens that `Watch` forbids.
    """
    watches: list[Watch] = []

    def open_browser(user: User | None = None, **options) -> Page:
        context = new_context(
            base_url=portal.url,
            proxy={"server": portal.address, "bypass": "<-loopback>"},
            extra_http_headers={"X-Forwarded-For": portal.next_address()},
            **DESKTOP | options,
        )
        context.set_default_timeout(15_000)
        watch = Watch(portal.url)
        watch.over(context)
        watches.append(watch)
        if user is not None:
            portal.log_in(context, user)
        return context.new_page()

    yield open_browser
    assert [wrong for watch in watches for wrong in watch.wrong] == []
