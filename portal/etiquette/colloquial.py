"""S15: a request is written like an official letter."""

from collections.abc import Iterator

from portal.etiquette.findings import Finding
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """To be written."""
    yield from ()
