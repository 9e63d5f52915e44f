"""What a person is about to send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class EarlierTicket:
    """A ticket of the same customer that is open, or was closed not long ago.

    `details` are its facts by key; `urgent` tells that its urgency is high.
    """

    number: int
    subject: str
    body: str
    category: str | None
    details: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Draft:
    """A request or a reply before it is stored, exactly as typed.

    A text that is None is not there, and its rules are not asked. `details` holds the facts of
    the category by key; `missing` the required ones not given, as (key, label). `category` is a
    key of the default set or free text. `earlier` are the customer's tickets to compare with,
    `thread` the texts of the letters before a reply, the oldest first.
    """

    subject: str | None
    body: str | None
    category: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["ticket", "reply"] = "ticket"
    urgency: str = "normal"
    missing: Sequence[tuple[str, str]] = ()
    earlier: Sequence[EarlierTicket] = ()
    thread: Sequence[str] = ()
