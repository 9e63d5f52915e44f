"""What every SMS driver takes and gives: settings, result kinds, delivery states, the contract."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from urllib.parse import SplitResult, unquote, urlsplit


class Kind(StrEnum):
    """How a send ended; the retry policy hangs on this, never on a gateway's own code."""

    accepted = "accepted"  # the gateway took it
    temporary = "temporary"  # not taken; a later try may work
    ambiguous = "ambiguous"  # it may have been taken: look it up before any second try
    no_credit = "no_credit"  # the account is empty: hold the channel
    config = "config"  # our settings or rights are wrong: hold the channel
    permanent = "permanent"  # this one message can never be sent


@dataclass(frozen=True)
class Result:
    """The end of one send.

    `code` is the gateway's own code. `error` is a short Persian text for staff; it never holds a
    key or the text of the message. `cost` is in rials.
    """

    kind: Kind
    provider_id: str | None = None
    code: str | None = None
    error: str | None = None
    cost: int | None = None


class State(StrEnum):
    """Where an accepted message is on its way to the phone."""

    queued = "queued"
    sent = "sent"
    delivered = "delivered"
    undelivered = "undelivered"
    blacklisted = "blacklisted"
    expired = "expired"
    unknown = "unknown"


@dataclass(frozen=True)
class GatewaySettings:
    """One gateway URL in parts, percent-decoded.

    `scheme` is the scheme on the wire, http or https. The repr shows the name and the host only,
    since user, password, path and options may each hold a key.
    """

    name: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    host: str = ""
    port: int | None = None
    path: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    scheme: str = "https"

    def base_url(self, default_host: str = "") -> str:
        """`scheme://host[:port]/path` without credentials, options and a closing slash."""
        host = self.host or default_host
        host = f"[{host}]" if ":" in host else host
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{host}{port}{self.path.rstrip('/')}"

    def seconds(self, option: str, default: float) -> float:
        """An option that is a time span in seconds. Raises ValueError naming the option."""
        try:
            value = float(self.options.get(option, default))
        except ValueError:
            value = 0.0
        if not 0 < value <= 300:
            raise ValueError(f"must have {option} as seconds between 0 and 300")
        return value

    def flag(self, option: str) -> bool:
        """An option that is 1 or 0 (the default). Raises ValueError naming the option."""
        value = self.options.get(option, "0")
        if value not in ("0", "1"):
            raise ValueError(f"must have {option} as 0 or 1")
        return value == "1"


def parse_url(url: str) -> GatewaySettings:
    """The settings in `name://user:password@host[:port]/path?option=value&…`.

    Every part is percent-encoded; a plus sign is a plus sign, so that sender numbers stay as
    written. The wire is HTTPS unless `scheme=http` is given. `http://` and `https://` both name
    the generic driver `http` and say their own scheme.

    Raises ValueError with the reason; it never repeats any part of the URL, which holds secrets.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        decoded = [
            unquote(text or "", errors="strict")
            for text in (parts.username, parts.password, parts.path)
        ]
        options = _options(parts)
    except UnicodeDecodeError:
        raise ValueError("must be percent-encoded UTF-8") from None
    except ValueError:
        raise ValueError(
            "must look like name://user:password@host:port/path?option=value, each option once, "
            "with special characters in the user and password percent-encoded"
        ) from None
    if "://" not in url or not parts.scheme:
        raise ValueError("must start with the gateway's name and ://")
    if any(
        not character.isprintable() for text in (*decoded, *options.values()) for character in text
    ):
        raise ValueError("must not hold control characters")
    literal = parts.scheme in ("http", "https")
    scheme = options.pop("scheme", parts.scheme if literal else "https")
    if scheme not in ("http", "https"):
        raise ValueError("must have scheme as http or https")
    user, password, path = decoded
    return GatewaySettings(
        "http" if literal else parts.scheme,
        user,
        password,
        parts.hostname or "",
        port,
        path,
        options,
        scheme,
    )


def _options(parts: SplitResult) -> dict[str, str]:
    if parts.fragment:
        raise ValueError("an unescaped #")
    options: dict[str, str] = {}
    for pair in filter(None, parts.query.split("&")):
        name, equals, value = pair.partition("=")
        if not equals or unquote(name) in options:
            raise ValueError("an option without a value, or twice")
        options[unquote(name)] = unquote(value, errors="strict")
    return options


def refuse_unknown_options(settings: GatewaySettings, known: Iterable[str]) -> None:
    """Raises ValueError listing what `settings` may hold; a known name that ends with a dot
    stands for all names that start with it."""
    names = sorted(known)
    prefixes = tuple(name for name in names if name.endswith("."))
    for option in settings.options:
        if option not in names and not (prefixes and option.startswith(prefixes)):
            raise ValueError(f"has an unknown option; {settings.name} takes: {', '.join(names)}")


def check_number(to: str) -> Result | None:
    """The refusal of a receiver that is not E.164 (ITU-T E.164: +, then 7 to 15 digits)."""
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", to):
        return None
    return Result(Kind.permanent, error="شمارهٔ گیرنده درست نیست")


def written(to: str, style: str) -> str:
    """An E.164 number as a gateway wants it: `e164` +98912…, `98` 98912…, `0` 0912….

    With style `0`, a number of another country gets the prefix 00.
    """
    digits = to.removeprefix("+")
    if style == "e164":
        return f"+{digits}"
    if style == "98":
        return digits
    return f"0{digits[2:]}" if digits.startswith("98") else f"00{digits}"


class SmsProvider(ABC):
    """One SMS gateway. No method raises for anything the network or the gateway does.

    `can_look_up`: `status_by_ref` works, so an ambiguous `send` can be settled.
    `has_templates`: `send_template` works.
    """

    name: ClassVar[str]
    can_look_up: ClassVar[bool] = False
    has_templates: ClassVar[bool] = False
    option_names: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, settings: GatewaySettings) -> None:
        """Raises ValueError with the reason when `settings` cannot be used."""
        refuse_unknown_options(settings, self.option_names)

    @abstractmethod
    def send(self, to: str, text: str, *, ref: str) -> Result:
        """Sends `text` to the E.164 number `to`. `ref` is our own id of this one message."""

    def send_template(
        self, to: str, template: str, params: Mapping[str, str], *, ref: str
    ) -> Result:
        """Sends a text that the gateway approved beforehand, filled with `params`."""
        return Result(Kind.config, error="این درگاه ارسال با الگو ندارد")

    def status(self, ids: Sequence[str]) -> dict[str, State]:
        """The state of each gateway id; `unknown` when the gateway does not tell."""
        return dict.fromkeys(ids, State.unknown)

    def status_by_ref(self, refs: Sequence[str]) -> dict[str, State]:
        """The state of each of our refs; a ref that is left out never reached the gateway.

        `unknown` means that nothing is known: the gateway could not be asked, or cannot tell.
        """
        return dict.fromkeys(refs, State.unknown)

    def credit(self) -> int | None:
        """What is left on the account in rials; None when it cannot be learnt."""
        return None

    def parse_callback(self, form: Mapping[str, str]) -> list[tuple[str, State]]:
        """The gateway ids and states in a delivery report; empty when it holds none."""
        return []
