"""The driver that works before a gateway is bought: it sends nothing anywhere."""

import sys
from collections.abc import Mapping

from portal.notifications.providers.base import (
    GatewaySettings,
    Kind,
    Result,
    SmsProvider,
    check_number,
    written,
)


def print_line(line: str) -> None:
    """Prints `line` on one line of standard output, without control characters."""
    flat = " ".join("".join(c if c.isprintable() or c == "\u200c" else " " for c in line).split())
    # A terminal that knows no Persian must not make the send fail.
    encoding = sys.stdout.encoding or "utf-8"
    print(flat.encode(encoding, "replace").decode(encoding), flush=True)


class Console(SmsProvider):
    """`console://` accepts silently; `console://?show=1` also prints each message.

    It gives no id and keeps nothing, so no delivery report is ever awaited.
    """

    name = "console"
    has_templates = True
    option_names = frozenset({"show"})

    def __init__(self, settings: GatewaySettings) -> None:
        super().__init__(settings)
        self._show = settings.flag("show")

    def send(self, to: str, text: str, *, ref: str) -> Result:
        if refusal := check_number(to):
            return refusal
        if self._show:
            print_line(f"[sms] to {written(to, '0')} (ref {ref}): {text}")
        return Result(Kind.accepted)

    def send_template(
        self, to: str, template: str, params: Mapping[str, str], *, ref: str
    ) -> Result:
        values = " ".join(f"{name}={value}" for name, value in params.items())
        return self.send(to, f"{template} {values}", ref=ref)
