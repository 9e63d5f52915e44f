"""S8: one request holds one matter."""

from collections.abc import Iterator

from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding
from portal.etiquette.policy import Policy


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """To be written."""
    yield from ()
