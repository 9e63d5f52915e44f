"""E-mail by SMTP: `smtp://user:password@host:port?tls=1&from=no-reply@…&name=…` or `smtps://…`."""

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from types import TracebackType

import flask_mail

from portal.notifications.providers.base import (
    GatewaySettings,
    Kind,
    Result,
    parse_url,
    refuse_unknown_options,
)
from portal.notifications.providers.console import print_line
from portal.notifications.providers.letter import Letter, is_address

MAIL_OPTIONS = frozenset({"tls", "from", "name", "timeout"})
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class _Watched:
    """Knows whether the body may have reached the server, and so whether a failure is ambiguous."""

    body_begun = False
    _in_data = False

    def data(self, msg: bytes | str) -> tuple[int, bytes]:
        self._in_data = True
        return super().data(msg)  # type: ignore[misc]

    def getreply(self) -> tuple[int, bytes]:
        reply = super().getreply()  # type: ignore[misc]
        if self._in_data and reply[0] == 354:
            self.body_begun = True
        return reply


class _Smtp(_Watched, smtplib.SMTP):
    pass


class _SmtpSsl(_Watched, smtplib.SMTP_SSL):
    pass


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection with a timeout and checked certificates, which 0.10 cannot be given.

    Its way of leaving is replaced too: a failing QUIT after an accepted message would turn the
    success into an error, and the message would go out twice.
    """

    host: _Smtp | _SmtpSsl | None

    def __init__(self, mail: flask_mail.Mail, timeout: float) -> None:
        super().__init__(mail)
        self._timeout = timeout

    def configure_host(self) -> _Smtp | _SmtpSsl:
        mail = self.mail
        if mail.use_ssl:
            host = _SmtpSsl(
                mail.server, mail.port, timeout=self._timeout, context=ssl.create_default_context()
            )
        else:
            host = _Smtp(mail.server, mail.port, timeout=self._timeout)
        try:
            if mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def send(self, message: Letter, envelope_from: str | None = None) -> None:
        """Sends one letter; unlike Flask-Mail's own, it needs no application context, the lack of
        which would show only after the letter has left."""
        self.host.sendmail(envelope_from or message.sender, message.recipients, message.as_bytes())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.host.quit()
        except (smtplib.SMTPException, OSError):
            pass
        finally:
            self.host.close()


class Mailer:
    """Sends one e-mail a call, each over a connection of its own."""

    name = "smtp"

    def __init__(self, settings: GatewaySettings) -> None:
        """Raises ValueError with the reason when `settings` cannot be used."""
        refuse_unknown_options(settings, MAIL_OPTIONS)
        if not settings.host:
            raise ValueError("must hold the mail server's host")
        implicit_tls, start_tls = settings.name == "smtps", settings.flag("tls")
        if not (settings.user + settings.password).isascii():
            raise ValueError("must have the user and password in ASCII: smtplib sends no other")
        if settings.password and not (implicit_tls or start_tls) and settings.host not in LOOPBACK:
            raise ValueError("must have tls=1 or smtps://: the password would travel in the clear")
        self.sender = settings.options.get("from") or _default_sender(settings)
        if not is_address(self.sender):
            raise ValueError("must have from as an e-mail address")
        self.sender_name = settings.options.get("name", "")
        self._timeout = settings.seconds("timeout", 10)
        self._state = flask_mail.Mail().init_mail(
            {
                "MAIL_SERVER": settings.host,
                "MAIL_PORT": settings.port or (465 if implicit_tls else 587 if start_tls else 25),
                "MAIL_USE_SSL": implicit_tls,
                "MAIL_USE_TLS": start_tls and not implicit_tls,
                "MAIL_USERNAME": settings.user,
                "MAIL_PASSWORD": settings.password,
            }
        )

    def send(
        self,
        to: str,
        subject: str,
        text: str,
        html: str,
        headers: Mapping[str, str],
        message_id: str,
        references: str | Sequence[str] = (),
    ) -> Result:
        """Sends one message as text and HTML; `provider_id` of the result is `message_id`.

        `message_id` and `references` are RFC 5322 ids, `<left@right>`; the last reference is what
        the message replies to. Raises ValueError for an id or a header name that is malformed or
        that this class writes itself.
        """
        if not is_address(to):
            return Result(Kind.permanent, error="نشانی ایمیل گیرنده درست نیست")
        letter = Letter(
            (self.sender_name, self.sender),
            to,
            subject,
            text,
            html,
            headers,
            message_id,
            references.split() if isinstance(references, str) else references,
        )
        connection = _Connection(self._state, self._timeout)
        try:
            with connection:
                connection.send(letter, self.sender)
        except (smtplib.SMTPException, OSError) as error:
            begun = connection.host is not None and connection.host.body_begun
            return _failure(error, body_begun=begun)
        return Result(Kind.accepted, provider_id=message_id, code="250")

    def check(self) -> Result:
        """Connects and logs in as a send would, and sends nothing."""
        try:
            with _Connection(self._state, self._timeout):
                pass
        except (smtplib.SMTPException, OSError) as error:
            return _failure(error, body_begun=False)
        return Result(Kind.accepted)


class ConsoleMailer:
    """Stands in when no mail server is set: prints in demo and development, else says so."""

    name = "console"

    def __init__(self, *, show: bool) -> None:
        self._show = show

    def send(
        self,
        to: str,
        subject: str,
        text: str,
        html: str,
        headers: Mapping[str, str],
        message_id: str,
        references: str | Sequence[str] = (),
    ) -> Result:
        """Prints the text on one line when made with `show`; otherwise the result is `config`."""
        if not self._show:
            return Result(Kind.config, error="سرور ایمیل تنظیم نشده است")
        print_line(f"[mail] to {to}: {subject} — {text}")
        return Result(Kind.accepted, provider_id=message_id)


def make_mailer(url: str | None, *, show: bool = False) -> Mailer | ConsoleMailer:
    """The mailer for PORTAL_MAIL_URL, or the console's when it is empty.

    Raises ValueError with the reason; it never repeats any part of the URL.
    """
    if not url:
        return ConsoleMailer(show=show)
    settings = parse_url(url)
    if settings.name not in ("smtp", "smtps"):
        raise ValueError("must start with smtp:// or smtps://")
    return Mailer(settings)


def _default_sender(settings: GatewaySettings) -> str:
    if is_address(settings.user):
        return settings.user
    literal = re.fullmatch(r"[0-9.]+|.*:.*", settings.host)
    return f"no-reply@[{settings.host}]" if literal else f"no-reply@{settings.host}"


def _failure(error: Exception, *, body_begun: bool) -> Result:
    """What a failed SMTP dialogue means (RFC 5321 4.2.1: 4xx may pass later, 5xx will not)."""
    code = _code(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Result(Kind.config, error="گواهی امنیتی سرور ایمیل پذیرفته نشد")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Result(Kind.config, error="سرور ایمیل رمزنگاری یا ورود را پشتیبانی نمی‌کند")
    if code is None and body_begun:
        return Result(Kind.ambiguous, error="اتصال به سرور ایمیل پس از ارسال متن قطع شد")
    if code is None:
        return Result(Kind.temporary, error="اتصال به سرور ایمیل برقرار نشد یا قطع شد")
    if 400 <= code < 500:
        return Result(Kind.temporary, code=str(code), error="سرور ایمیل اکنون نمی‌پذیرد")
    if isinstance(error, smtplib.SMTPAuthenticationError) or code in (530, 534, 535, 538):
        return Result(Kind.config, code=str(code), error="ورود به سرور ایمیل پذیرفته نشد")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Result(Kind.permanent, code=str(code), error="سرور ایمیل گیرنده را نپذیرفت")
    if isinstance(error, smtplib.SMTPDataError) or code == 552:
        return Result(Kind.permanent, code=str(code), error="سرور ایمیل متن را نپذیرفت")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Result(Kind.config, code=str(code), error="سرور ایمیل فرستنده را نپذیرفت")
    return Result(Kind.config, code=str(code), error="سرور ایمیل این سرور را نپذیرفت")


def _code(error: Exception) -> int | None:
    """The SMTP code of the refusal; None when the dialogue broke without one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    code = getattr(error, "smtp_code", None)
    return code if isinstance(code, int) and 400 <= code < 600 else None
