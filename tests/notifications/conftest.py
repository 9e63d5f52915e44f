"""A real SMS gateway and a real mail server for the tests of notices."""

import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from tests.notifications.gateways import KavenegarGateway, PlainGateway


class Mailbox:
    """An aiosmtpd handler: `letters` holds what arrived; `refusal` is what it says instead."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusal: str | None = None

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refusal:
            return self.refusal
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mail_server(mailbox: Mailbox) -> Iterator[str]:
    """The value of PORTAL_MAIL_URL that leads to the mailbox."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}?from=no-reply@portal.example&timeout=2"
    controller.stop()


@pytest.fixture
def kavenegar() -> Iterator[KavenegarGateway]:
    """A gateway that can be asked what became of a message."""
    with KavenegarGateway() as gateway:
        yield gateway


@pytest.fixture
def plain() -> Iterator[PlainGateway]:
    """A gateway that cannot."""
    with PlainGateway() as gateway:
        yield gateway
