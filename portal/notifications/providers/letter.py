"""One e-mail as RFC 5322 text: multipart/alternative, Persian headers, no header injection."""

import re
from collections.abc import Mapping, Sequence
from email import policy
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import formatdate

import flask_mail

OWN_HEADERS = frozenset(
    {
        "from",
        "to",
        "cc",
        "bcc",
        "sender",
        "subject",
        "date",
        "message-id",
        "references",
        "in-reply-to",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }
)
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"([A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
)
# ZWNJ, and the marks that isolate a title in another script (FSI, PDI).
_KEPT = "\u200c\u2068\u2069"
_ID = re.compile(r"<[!-;=?A-Z\[-~]+@[!-;=?A-Z\[-~]+>")


class _Ids(UnstructuredHeader):
    """A list of ids, one a line: the standard library would encode a long one into nonsense."""

    def fold(self, *, policy: policy.EmailPolicy) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(self.split())}{policy.linesep}"


class _Subject(UnstructuredHeader):
    """A subject in Persian: the modern folding loses a space where it parts encoded words."""

    def fold(self, *, policy: policy.EmailPolicy) -> str:
        charset = "us-ascii" if self.isascii() else "utf-8"
        encoded = Header(str(self), charset, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("subject", _Subject)
for _name in ("message-id", "references", "in-reply-to"):
    _headers.map_to_type(_name, _Ids)
_POLICY = policy.SMTP.clone(header_factory=_headers)


def is_address(text: str) -> bool:
    """Whether `text` is one bare ASCII e-mail address (RFC 5321 without quoted names)."""
    return (
        bool(_ADDRESS.fullmatch(text))
        and ".." not in text
        and ".@" not in text
        and not text.startswith(".")
    )


class Letter(flask_mail.Message):
    """Flask-Mail's message, written by the modern email package.

    Flask-Mail 0.10 needs an application to write a message and wraps the two texts into a
    needless multipart/mixed.
    """

    def __init__(
        self,
        sender: tuple[str, str],
        to: str,
        subject: str,
        text: str,
        html: str,
        headers: Mapping[str, str],
        message_id: str,
        references: Sequence[str],
    ) -> None:
        """Raises ValueError for a malformed id or a header that is not the caller's to write."""
        for one in (message_id, *references):
            if not _ID.fullmatch(one):
                raise ValueError("a message id must look like <left@right>")
        for name in headers:
            if not re.fullmatch(r"[A-Za-z0-9-]+", name) or name.lower() in OWN_HEADERS:
                raise ValueError(f"not a header for the caller: {name!r}")
        super().__init__(
            subject=_one_line(subject),
            recipients=[to],
            body=text,
            html=html,
            sender=sender[1],
            extra_headers=dict(headers),
        )
        self.msgId = message_id
        self._sender_name = _one_line(sender[0])
        self._references = list(references)

    def _message(self) -> EmailMessage:
        message = EmailMessage(policy=_POLICY)
        message["From"] = Address(self._sender_name, addr_spec=self.sender)
        message["To"] = Address(addr_spec=self.recipients[0])
        message["Subject"] = self.subject
        message["Date"] = formatdate(self.date)
        message["Message-ID"] = self.msgId
        if self._references:
            message["In-Reply-To"] = self._references[-1]
            message["References"] = " ".join(self._references)
        for name, value in self.extra_headers.items():
            message[name] = _one_line(value)
        # Base64 passes every server; 8-bit text would need one that offers 8BITMIME.
        message.set_content(self.body, cte="base64")
        message.add_alternative(self.html, subtype="html", cte="base64")
        return message


def _one_line(text: str) -> str:
    """`text` without line breaks and control characters, so that it stays within its header."""
    return " ".join("".join(c if c.isprintable() or c in _KEPT else " " for c in text).split())
