"""E-mail against a real SMTP server: what arrives, and what each failure means."""

import asyncio
import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.providers.base import Kind, Result
from portal.notifications.providers.letter import is_address
from portal.notifications.providers.smtp import ConsoleMailer, Mailer, make_mailer
from tests.notifications.gateways import self_signed

FROM = "from=no-reply@support.example"
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Inbox:
    """An aiosmtpd handler that keeps what it takes; `at` maps a phase to what it does instead."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.at: dict[str, str] = {}

    async def _answer(self, server: SMTP, phase: str) -> str | None:
        answer = self.at.get(phase)
        if answer == "hang":
            await asyncio.sleep(2)
        if answer == "cut":
            server.transport.abort()
            await asyncio.sleep(2)
        return answer

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        answer = await self._answer(server, "EHLO")
        return [answer] if answer else responses

    async def handle_HELO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = hostname
        return await self._answer(server, "EHLO") or "250 hello"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, "MAIL") or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := await self._answer(server, "RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if answer := await self._answer(server, "DATA"):
            return answer
        self.taken.append(envelope)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return await self._answer(server, "QUIT") or "221 Bye"

    def letter(self) -> EmailMessage:
        assert len(self.taken) == 1
        return email.message_from_bytes(self.taken[0].content, policy=email.policy.default)


Serve = Callable[..., int]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def serve(inbox: Inbox) -> Iterator[Serve]:
    """Starts a server for `inbox` with aiosmtpd's options; returns its port."""
    running = []

    def start(**options: object) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def mailer(serve: Serve) -> Mailer:
    return make_mailer(f"smtp://127.0.0.1:{serve()}?{FROM}&name=پشتیبانی پنل نمونه&timeout=0.5")


def send(mailer: Mailer | ConsoleMailer, **changed: object) -> Result:
    return mailer.send(
        **{
            "to": "ali@customer.example",
            "subject": "تیکت ۱۲ پاسخ داده شد",
            "text": "متن ساده\n.\nپایان",
            "html": "<p>متن <b>آراسته</b></p>",
            "headers": AUTOMATIC,
            "message_id": "<n-12.1@support.example>",
            "references": ["<t-12@support.example>", "<n-11.1@support.example>"],
            **changed,
        }
    )


def test_letter_arrives_whole(mailer: Mailer, inbox: Inbox):
    assert send(mailer) == Result(Kind.accepted, "<n-12.1@support.example>", "250")
    letter = inbox.letter()
    assert inbox.taken[0].mail_from == "no-reply@support.example"
    assert inbox.taken[0].rcpt_tos == ["ali@customer.example"]
    assert letter["Subject"] == "تیکت ۱۲ پاسخ داده شد"
    assert letter["From"].addresses[0].display_name == "پشتیبانی پنل نمونه"
    assert letter["From"].addresses[0].addr_spec == "no-reply@support.example"
    assert letter["To"] == "ali@customer.example"
    assert letter["Message-ID"] == "<n-12.1@support.example>"
    assert letter["In-Reply-To"] == "<n-11.1@support.example>"
    assert letter["References"].split() == ["<t-12@support.example>", "<n-11.1@support.example>"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Date"].datetime.year >= 2024
    assert letter.get_content_type() == "multipart/alternative"
    text, html = letter.iter_parts()
    assert [text.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    assert text.get_content().splitlines() == ["متن ساده", ".", "پایان"]
    assert html.get_content().strip() == "<p>متن <b>آراسته</b></p>"


def test_letter_is_plain_ascii_in_short_lines(mailer: Mailer, inbox: Inbox):
    subject = " ".join(["تیکت شمارهٔ ۱۲۳۴۵۶۷ در پنل پیامک پاسخ داده شد"] * 4)
    send(mailer, subject=subject)
    content = inbox.taken[0].content
    content.decode("ascii")
    assert max(map(len, content.split(b"\r\n"))) <= 100
    assert inbox.letter()["Subject"] == subject


@pytest.mark.parametrize("length", range(30, 160, 3))
def test_long_subject_keeps_its_spaces(mailer: Mailer, inbox: Inbox, length: int):
    told = "پاسخ به تیکت ۱۰۰۰۳: نرسیدن پیامک از خط ۳۰۰۰۱۲۳۴۵۶ به SendSms در تاریخ ۱۴۰۵/۰۸/۲۵، "
    subject = (told * 3)[:length].strip()
    send(mailer, subject=subject)
    assert inbox.letter()["Subject"] == subject


def test_letter_without_references_is_no_reply(mailer: Mailer, inbox: Inbox):
    send(mailer, references="")
    assert inbox.letter()["References"] is None
    assert inbox.letter()["In-Reply-To"] is None


def test_long_ids_stay_as_they_are(mailer: Mailer, inbox: Inbox):
    long = f"<{'n' * 90}@support.example>"
    send(mailer, message_id=long, references=f"{long} <t-12@support.example> {long}")
    content = inbox.taken[0].content
    assert f"Message-ID: {long}\r\n".encode() in content
    assert f"References: {long}\r\n <t-12@support.example>\r\n {long}\r\n".encode() in content


def test_one_mailer_serves_many_threads(mailer: Mailer, inbox: Inbox):
    results: list[Result] = []
    threads = [threading.Thread(target=lambda: results.append(send(mailer))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.kind for result in results] == [Kind.accepted] * 8
    assert len(inbox.taken) == 8


# Header injection


def test_no_text_gets_out_of_its_header_or_is_lost(mailer: Mailer, inbox: Inbox):
    @given(st.text(st.characters(codec="utf-8"), max_size=120))
    def stays(text: str) -> None:
        inbox.taken.clear()
        assert (
            send(
                mailer,
                subject=f"الف{text}\r\nBcc: x@y.example",
                headers={"X-Note": text},
                text=text,
                html=text,
            ).kind
            is Kind.accepted
        )
        letter = inbox.letter()
        assert {name.lower() for name in letter} == {
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "x-note",
            "mime-version",
            "content-type",
        }
        assert inbox.taken[0].rcpt_tos == ["ali@customer.example"]
        assert letter["Subject"].endswith("Bcc: x@y.example")

    stays()


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ali",
        "ali@",
        "@x.example",
        "a b@x.example",
        "ali@x.example\nBcc: b@x.example",
        "ali@x.example, b@x.example",
        "Ali <ali@x.example>",
        "علی@x.example",
        "ali@x..example",
        "ali@x.example> SIZE=1",
        "a\0@x.example",
        ".a@x.example",
        "a.@x.example",
    ],
)
def test_receiver_that_is_not_one_bare_address_fails_before_the_server(
    mailer: Mailer, inbox: Inbox, to: str
):
    assert send(mailer, to=to).kind is Kind.permanent
    assert inbox.taken == []


@pytest.mark.parametrize(
    "changed",
    [
        {"message_id": "n-12"},
        {"message_id": "<a@b>\r\nBcc: x@y.example"},
        {"message_id": "<a b@c>"},
        {"references": ["<a@b>", "x"]},
        {"headers": {"Bcc": "x@y.example"}},
        {"headers": {"subject": "x"}},
        {"headers": {"X-A\r\nBcc": "x@y.example"}},
        {"headers": {"X-A:": "x"}},
    ],
)
def test_header_that_is_not_the_callers_is_an_error(
    mailer: Mailer, inbox: Inbox, changed: dict[str, object]
):
    with pytest.raises(ValueError):
        send(mailer, **changed)
    assert inbox.taken == []


@given(st.text(max_size=80))
def test_no_address_holds_spaces_or_control_characters(text: str):
    assert not is_address(text) or (text.isascii() and text.isprintable() and " " not in text)


# Failures


@pytest.mark.parametrize(
    "phase, answer, kind, code",
    [
        ("EHLO", "554 5.7.1 blocked", Kind.config, "554"),
        ("EHLO", "421 4.3.2 shutting down", Kind.temporary, "421"),
        ("EHLO", "hang", Kind.temporary, None),
        ("EHLO", "cut", Kind.temporary, None),
        ("MAIL", "451 4.3.0 try later", Kind.temporary, "451"),
        ("MAIL", "550 5.7.1 sender not allowed", Kind.config, "550"),
        ("MAIL", "530 5.7.0 authentication required", Kind.config, "530"),
        ("MAIL", "552 5.3.4 too big", Kind.permanent, "552"),
        ("MAIL", "hang", Kind.temporary, None),
        ("MAIL", "cut", Kind.temporary, None),
        ("RCPT", "450 4.2.1 greylisted", Kind.temporary, "450"),
        ("RCPT", "421 4.7.0 too many", Kind.temporary, "421"),
        ("RCPT", "550 5.1.1 no such user", Kind.permanent, "550"),
        ("RCPT", "553 5.1.3 bad address", Kind.permanent, "553"),
        ("RCPT", "530 5.7.0 authentication required", Kind.config, "530"),
        ("RCPT", "hang", Kind.temporary, None),
        ("RCPT", "cut", Kind.temporary, None),
        ("DATA", "451 4.3.0 try later", Kind.temporary, "451"),
        ("DATA", "421 4.3.2 shutting down", Kind.temporary, "421"),
        ("DATA", "554 5.7.1 looks like spam", Kind.permanent, "554"),
        ("DATA", "552 5.2.2 mailbox full", Kind.permanent, "552"),
        ("DATA", "hang", Kind.ambiguous, None),
        ("DATA", "cut", Kind.ambiguous, None),
    ],
)
def test_each_refusal_and_silence_has_its_kind(
    mailer: Mailer, inbox: Inbox, phase: str, answer: str, kind: Kind, code: str | None
):
    inbox.at[phase] = answer
    result = send(mailer)
    assert (result.kind, result.code) == (kind, code)
    assert result.error
    assert not {"ali", "متن ساده", answer} & set(result.error.split())


@pytest.mark.parametrize("answer", ["hang", "cut", "421 4.0.0 gone", "554 5.0.0 no"])
def test_trouble_after_acceptance_does_not_send_twice(mailer: Mailer, inbox: Inbox, answer: str):
    inbox.at["QUIT"] = answer
    assert send(mailer).kind is Kind.accepted
    assert len(inbox.taken) == 1


def test_closed_port_is_temporary():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailer = make_mailer(f"smtp://127.0.0.1:{free.getsockname()[1]}?{FROM}")
        assert send(mailer).kind is Kind.temporary


def test_server_that_never_greets_is_temporary():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = make_mailer(f"smtp://127.0.0.1:{silent.getsockname()[1]}?{FROM}&timeout=0.2")
        assert send(mailer).kind is Kind.temporary


def test_host_that_does_not_exist_is_temporary():
    assert send(make_mailer(f"smtp://mail.invalid?{FROM}")).kind is Kind.temporary


@pytest.mark.parametrize(
    "greeting, kind",
    [("554 no service", Kind.config), ("421 busy", Kind.temporary), ("SSH-2.0-x", Kind.temporary)],
)
def test_unfriendly_greeting_has_its_kind(greeting: str, kind: Kind):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(f"{greeting}\r\n".encode())
                connection.recv(100)

        thread = threading.Thread(target=greet)
        thread.start()
        mailer = make_mailer(f"smtp://127.0.0.1:{server.getsockname()[1]}?{FROM}&timeout=0.5")
        assert send(mailer).kind is kind
        thread.join()


# TLS and login


@pytest.mark.parametrize("start", ["smtp", "smtps"])
def test_untrusted_certificate_is_refused_and_a_trusted_one_is_not(
    serve: Serve, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str
):
    context, certificate = self_signed(tmp_path)
    port = serve(tls_context=context) if start == "smtp" else serve(ssl_context=context)
    mailer = make_mailer(
        f"{start}://127.0.0.1:{port}?{FROM}&timeout=1" + ("&tls=1" if start == "smtp" else "")
    )
    refused = send(mailer)
    assert refused.kind is Kind.config
    assert "گواهی" in refused.error
    assert inbox.taken == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert send(mailer).kind is Kind.accepted
    assert len(inbox.taken) == 1


def test_certificate_for_another_name_is_refused(
    serve: Serve, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    context, certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = serve(tls_context=context)
    resolve = socket.getaddrinfo
    # A name of its own in DNS is all that is missing here.
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **options: resolve(
            "127.0.0.1" if host == "mail.example" else host, *rest, **options
        ),
    )
    assert send(make_mailer(f"smtp://mail.example:{port}?tls=1&{FROM}")).kind is Kind.config
    assert inbox.taken == []


def test_stripped_starttls_is_not_accepted(serve: Serve, inbox: Inbox):
    assert send(make_mailer(f"smtp://127.0.0.1:{serve()}?tls=1&{FROM}")).kind is Kind.config
    assert inbox.taken == []


@pytest.mark.parametrize("password, kind", [("p@ss/word", Kind.accepted), ("other", Kind.config)])
def test_login_is_over_tls_with_the_decoded_password(
    serve: Serve,
    inbox: Inbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    kind: Kind,
):
    def check(server, session, envelope, mechanism, data) -> AuthResult:
        good = (data.login, data.password) == (b"us:er", b"p@ss/word")
        return AuthResult(success=good, handled=good)

    context, certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = serve(tls_context=context, authenticator=check, auth_required=True)
    secret = "p%40ss%2Fword" if password.startswith("p@") else password
    result = send(make_mailer(f"smtp://us%3Aer:{secret}@127.0.0.1:{port}?tls=1&{FROM}"))
    assert result.kind is kind
    assert password not in repr(result)


# Settings


@pytest.mark.parametrize(
    "url",
    [
        "smtp://u:s3cr3t@mail.example",
        "smtp://?from=a@b.example",
        "smtps://u:s3cr3t@mail.example?from=x",
        "smtps://u:s3cr3t@mail.example?from=a@b.example%0ABcc:c",
        "http://u:s3cr3t@mail.example",
        "smtps://u:s3cr3t@mail.example?tls=yes",
        "smtps://u:s3cr3t@mail.example?verify=0",
        "smtps://u:s3cr3t@mail.example?timeout=0",
        "smtps://u:s3cr3tرمز@mail.example",
        "s3cr3t",
    ],
)
def test_wrong_url_is_refused_without_repeating_the_secret(url: str):
    with pytest.raises(ValueError) as refusal:
        make_mailer(url)
    assert "s3cr3t" not in str(refusal.value)
    assert str(refusal.value).startswith(("must ", "has "))


@pytest.mark.parametrize(
    "url, sender",
    [
        ("smtps://info%40panel.example:p@mail.example", "info@panel.example"),
        ("smtps://info:p@mail.example", "no-reply@mail.example"),
        ("smtp://127.0.0.1", "no-reply@[127.0.0.1]"),
        ("smtp://[::1]", "no-reply@[::1]"),
        ("smtp://mail.example?from=help@panel.example", "help@panel.example"),
    ],
)
def test_sender_is_found_when_none_is_set(url: str, sender: str):
    assert make_mailer(url).sender == sender


def test_without_a_server_staff_read_why(capfd: pytest.CaptureFixture):
    for url in (None, ""):
        assert send(make_mailer(url)) == Result(Kind.config, error="سرور ایمیل تنظیم نشده است")
    assert capfd.readouterr() == ("", "")


def test_without_a_server_demo_prints_one_line(capsys: pytest.CaptureFixture):
    result = send(make_mailer(None, show=True), text="متن\nhttps://x.example/t/1")
    assert result.kind is Kind.accepted
    assert capsys.readouterr().out == (
        "[mail] to ali@customer.example: تیکت ۱۲ پاسخ داده شد — متن https://x.example/t/1\n"
    )
