"""`review()`: every rule asked about every field of a draft."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from portal.etiquette import (
    colloquial,
    excess_punctuation,
    finglish,
    generic_title,
    incomplete,
    many_topics,
    new_topic,
    not_persian,
    repeated_request,
    secret_pasted,
    urgency_overuse,
)
from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.page import Page
from portal.etiquette.policy import DEFAULT, Policy

TEXT_RULES = {
    "excess_punctuation": excess_punctuation.check,
    "finglish": finglish.check,
    "not_persian": not_persian.check,
    "colloquial": colloquial.check,
    "secret_pasted": secret_pasted.check,
}
TICKET_RULES = {
    "generic_title": generic_title.check,
    "incomplete": incomplete.check,
    "many_topics": many_topics.check,
    "repeated_request": repeated_request.check,
    "urgency_overuse": urgency_overuse.check,
}
REPLY_RULES = {"new_topic": new_topic.check}
# Evidence must stay as it was sent: an SMS about a password is no password.
QUOTED_DETAILS = frozenset(
    {"sms_text", "pattern_text", "variables_sample", "reject_reason", "send_id", "ref_no"}
)
RANK = {"subject": 0, "body": 1}


def review(draft: Draft, policy: Policy = DEFAULT) -> list[Finding]:
    """Return what the rules find in a draft, in the order of its fields and places.

    Replies are asked only about their language, their secrets and whether they open a new
    matter, and never held back above `review`.
    """
    return sorted(_levelled(draft, policy), key=_place)


def _levelled(draft: Draft, policy: Policy) -> Iterator[Finding]:
    for finding in _found(draft, policy):
        level = policy.level(finding.rule)
        if level is Level.OFF:
            continue
        if finding.level is Level.REQUIRE:
            level = Level.REQUIRE
        if draft.kind == "reply" and level is Level.REQUIRE:
            level = Level.REVIEW
        yield replace(finding, level=level)


def _found(draft: Draft, policy: Policy) -> Iterator[Finding]:
    for page in _pages(draft):
        for check in _wanted(TEXT_RULES, policy):
            yield from check(page, policy)
    for key, value in draft.details.items():
        if key not in QUOTED_DETAILS and isinstance(value, str):
            yield from secret_pasted.check(Page(f"details-{key}", value), policy)
    for check in _wanted(TICKET_RULES if draft.kind == "ticket" else REPLY_RULES, policy):
        yield from check(draft, policy)


def _wanted(rules: Mapping[str, Callable], policy: Policy) -> list[Callable]:
    return [check for name, check in rules.items() if policy.level(name) is not Level.OFF]


def _pages(draft: Draft) -> Iterator[Page]:
    if draft.subject is not None and draft.kind == "ticket":
        yield Page("subject", draft.subject)
    if draft.body is not None:
        yield Page("body", draft.body)


def _place(finding: Finding) -> tuple:
    start, end = finding.span or (-1, -1)
    return RANK.get(finding.field, 2), finding.field, start, end, finding.rule, finding.message
