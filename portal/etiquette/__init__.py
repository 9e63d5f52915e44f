"""The language of a good request: `review()` reads a draft and says what could be better."""

from portal.etiquette.draft import Draft, EarlierTicket
from portal.etiquette.engine import review
from portal.etiquette.findings import Finding, Level, apply, blocking
from portal.etiquette.policy import DEFAULT, RULES, Policy, Rule

__all__ = [
    "DEFAULT",
    "RULES",
    "Draft",
    "Finding",
    "Level",
    "EarlierTicket",
    "Policy",
    "Rule",
    "apply",
    "blocking",
    "review",
]
