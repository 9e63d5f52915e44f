"""S9: support does not know what happened, so the facts that it cannot start without are asked."""

from collections.abc import Iterator

from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.policy import Policy


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Name each required fact of the category that was not given, at its own field."""
    for key, label in draft.missing:
        yield Finding(
            rule="incomplete",
            level=Level.REQUIRE,
            field=f"details-{key}",
            span=None,
            message=f"لطفاً «{label}» را بنویسید؛ کارشناس بدون آن نمی‌تواند بررسی را آغاز کند.",
            suggestion=None,
        )
