"""What a person is about to send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class OpenTicket:
    """A ticket of the same customer that still waits for an end."""

    number: int
    subject: str
    body: str
    category: str | None


@dataclass(frozen=True)
class Draft:
    """A request or a reply before it is stored, exactly as typed.

    A text that is None is not there, and its rules are not asked. `details` holds the facts of
    the category by key; `missing` the required ones not given, as (key, label).
    """

    subject: str | None
    body: str | None
    category: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["ticket", "reply"] = "ticket"
    urgency: str = "normal"
    missing: Sequence[tuple[str, str]] = ()
    open_tickets: Sequence[OpenTicket] = ()
