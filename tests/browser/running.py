"""The portal in production mode for a browser: its process, its gateway, its mail server, and a
second hand on its database to prepare people and tickets."""

import email
import email.policy
import itertools
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from playwright.sync_api import BrowserContext

from portal import create_app
from portal.models import Role, User
from portal.persian.identifiers import parse_mobile
from tests import factories
from tests.notifications.gateways import KavenegarGateway
from tests.processes import Serving

# Short, so that a notice's link fits one SMS; a browser comes here through the server as its proxy.
# Browsers trust *.localhost like an https address.
SITE_URL = "http://p.localhost"
PATIENCE = 20  # seconds
T = TypeVar("T")


class Mailbox:
    """An aiosmtpd handler that keeps what arrives."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


class Portal:
    """A running portal. `gateway` and `mailbox` hold what it has sent."""

    url = SITE_URL

    def __init__(self, instance: Path, gateway: KavenegarGateway, mailbox: Mailbox, mail: str):
        self.gateway = gateway
        self.mailbox = mailbox
        self._numbers = itertools.count(1)
        settings = {
            "INSTANCE_DIR": instance,
            "SITE_URL": SITE_URL,
            "SMS_URL": gateway.url(read_timeout=5),
            "MAIL_URL": mail,
            # Each browser has an address of its own, as behind a real proxy, so limits stay on.
            "TRUSTED_PROXIES": 1,
        }
        self.process = Serving(settings)
        self.address = self.process.wait()
        self.app = create_app(settings | {"WORKER": "separate"})

    @property
    def setup_link(self) -> str:
        """Where the first administrator is made."""
        return next(link for line in self.process.lines if "/setup/" in (link := line.strip()))

    def new_mobile(self) -> str:
        """A number that nobody has, such as 09351000001."""
        return f"0935{1_000_000 + next(self._numbers)}"

    def next_address(self) -> str:
        """A network address for one more browser."""
        return f"10.20.{next(self._numbers) % 250}.{next(self._numbers) % 250}"

    def customer(self, name: str = "آرش نیک‌پور", **facts) -> User:
        """A customer with a number of their own."""
        return factories.make_user(name, self.new_mobile(), **facts)

    def staff(self, role: Role = Role.AGENT, name: str = "سیروس مهرآیین", **facts) -> User:
        """A member of the technical unit."""
        return factories.make_user(name, self.new_mobile(), role, ("technical",), **facts)

    def invite_agent(self, name: str, mobile: str, address: str) -> str:
        """Appoints an agent as an operator does; the link that they get."""
        arguments = ["--name", name, "--mobile", mobile, "--email", address]
        done = self.app.test_cli_runner().invoke(
            args=["staff", "add", *arguments, "--role", "agent", "--department", "technical"]
        )
        assert done.exit_code == 0, done.output
        return re.search(rf"{SITE_URL}/\S+", done.output)[0]

    def log_in(self, context: BrowserContext, user: User) -> None:
        """Gives the browser a live login of this user, without the login page."""
        client = self.app.test_client()
        factories.log_in(client, user)
        cookie = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])

    def sms_to(self, mobile: str) -> list[str]:
        """The texts that reached this number, oldest first."""
        number = parse_mobile(mobile)
        sent = list(self.gateway.sent.values())
        return [one["message"] for one in sent if parse_mobile(one["receptor"]) == number]

    def letters_to(self, address: str) -> list[EmailMessage]:
        """The e-mails that reached this address, oldest first."""
        return [letter for letter in list(self.mailbox.letters) if address in letter["To"]]

    def code_for(self, mobile: str) -> str:
        """The code in the one SMS that this number gets."""
        text = until(lambda: self.sms_to(mobile))[-1]
        return re.search(r"\b\d{6}\b", text)[0]


def until(found: Callable[[], T]) -> T:
    """Waits for a true answer and returns it."""
    end = time.monotonic() + PATIENCE
    while not (answer := found()):
        assert time.monotonic() < end, "it has not come"
        time.sleep(0.05)
    return answer


@contextmanager
def running(instance: Path) -> Iterator[Portal]:
    """Starts a portal with the defaults on a fresh SQLite database."""
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    mail = f"smtp://127.0.0.1:{port}?from=no-reply@portal.example&timeout=5"
    try:
        with KavenegarGateway() as gateway:
            portal = Portal(instance, gateway, mailbox, mail)
            with portal.process:
                yield portal
                assert portal.process.stop() == 0
    finally:
        controller.stop()


def link_in(text: str) -> str:
    """The path of the portal's link in a text."""
    found = re.search(rf"{urlsplit(SITE_URL).hostname}(/\S+)", text)
    assert found, text
    return found[1]
