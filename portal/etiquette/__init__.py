"""The language of a good request: `review()` reads a draft and says what could be better."""

from portal.etiquette.draft import Draft, OpenTicket
from portal.etiquette.engine import review
from portal.etiquette.findings import Finding, Level, apply, blocking
from portal.etiquette.policy import DEFAULT, RULES, Policy, Rule

__all__ = [
    "DEFAULT",
    "RULES",
    "Draft",
    "Finding",
    "Level",
    "OpenTicket",
    "Policy",
    "Rule",
    "apply",
    "blocking",
    "review",
]
