"""How strictly the etiquette is kept here: what the admin chooses, and trying it on a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from portal.etiquette import DEFAULT, RULES, Draft, Finding, Level, Policy, blocking, review
from portal.etiquette.folding import same_key
from portal.extensions import db
from portal.models import Event, Role, User, Verb
from portal.services import record, settings
from portal.services.excerpt import around
from portal.services.transaction import write

__all__ = ["DEFAULT", "RULES", "Level", "Policy"]

# What a list holds at most, and the characters of one line of it.
MOST_LINES = 200
LONGEST_LINE = 80
# What the thresholds may be.
MARK_LIMITS = (3, 10)
URGENT_LIMITS = (1, 20)
# A rule that only replies are asked about: they are never held back above `review`.
REPLY_RULES = ("new_topic",)

_LISTS = ("extra_generic_titles", "allowed_words")
_NUMBERS = ("mark_limit", "same_topic", "new_topic", "urgent_limit")


class NotAllowed(Exception):
    """Only admins set the policy."""


@dataclass(frozen=True)
class Sample:
    """A text to try the rules on. Of a reply, the subject is that of its ticket."""

    subject: str
    body: str
    kind: str = "ticket"
    category: str | None = None
    urgency: str = "normal"


@dataclass(frozen=True)
class Remark:
    """A finding in a sample, with its rule's title and its place in the text."""

    finding: Finding
    title: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class Trial:
    """What the rules say about a sample. `held` is the highest level that keeps it from being
    stored, None when nothing does."""

    remarks: list[Remark]
    held: Level | None


def choices(rule: str) -> list[Level]:
    """The levels that may be given to a rule, from the mildest on."""
    return [level for level in Level if rule not in REPLY_RULES or level is not Level.REQUIRE]


def last_change() -> Event | None:
    """When the policy was changed last, and by whom."""
    return db.session.scalar(
        select(Event).where(Event.verb == Verb.ETIQUETTE_CHANGED).order_by(Event.id.desc()).limit(1)
    )


def change(actor: User, policy: Policy, address: str | None = None) -> bool:
    """Keeps the etiquette by this policy from now on; False when that changes nothing.

    Only what differs from the usual is stored, so that the rest follows later versions.
    Raises NotAllowed.
    """
    if actor.role is not Role.ADMIN:
        raise NotAllowed
    with write():
        before, after = _differences(settings.stored_policy(), policy)
        if before == after:
            return False
        settings.put(settings.POLICY, _chosen(policy))
        record.audit(Verb.ETIQUETTE_CHANGED, actor, before=before, after=after, address=address)
    # A page that was drawn in between has read the old one again.
    settings.forget()
    return True


def titles(lines: Iterable[str]) -> tuple[str, ...]:
    """Generic titles, each once: spelling, marks and spaces make no other title."""
    return _each_once(lines, same_key)


def words(lines: Iterable[str]) -> tuple[str, ...]:
    """Words in Latin letters, each once; capitals make no other word."""
    return _each_once(lines, str.lower)


def try_out(sample: Sample, policy: Policy) -> Trial:
    """What the rules would say about a text under a policy; nothing is stored or counted."""
    subject, reply = sample.subject or None, sample.kind == "reply"
    draft = Draft(
        subject=None if reply else subject,
        body=sample.body or None,
        category=sample.category,
        kind="reply" if reply else "ticket",
        urgency=sample.urgency,
        thread=[subject] if reply and subject else [],
    )
    texts = {"subject": sample.subject, "body": sample.body}
    findings = review(draft, policy)
    levels = {finding.level for finding in blocking(findings)}
    held = next((one for one in (Level.REQUIRE, Level.REVIEW) if one in levels), None)
    return Trial([_remark(finding, texts) for finding in findings], held)


def _remark(finding: Finding, texts: dict[str, str]) -> Remark:
    place = around(texts.get(finding.field, ""), finding.span)
    return Remark(finding, RULES[finding.rule].title, *place)


def _each_once(lines: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for line in lines:
        kept.setdefault(key(line) or line, line)
    return tuple(kept.values())


def _chosen(policy: Policy) -> dict[str, object]:
    """What differs from the usual, as it is stored."""
    numbers = {name: getattr(policy, name) for name in _NUMBERS}
    chosen = {name: n for name, n in numbers.items() if n != getattr(DEFAULT, name)}
    chosen |= {name: list(lines) for name in _LISTS if (lines := getattr(policy, name))}
    levels = {rule: policy.level(rule) for rule in RULES}
    levels = {rule: level for rule, level in levels.items() if level != DEFAULT.level(rule)}
    return chosen | ({"levels": levels} if levels else {})


def _differences(old: Policy, new: Policy) -> tuple[dict, dict]:
    """What differs, as the audit log tells it: of the lists, what went and what came."""
    pairs = {f"level_{rule}": (old.level(rule), new.level(rule)) for rule in RULES}
    pairs |= {name: (getattr(old, name), getattr(new, name)) for name in _NUMBERS}
    for name in _LISTS:
        gone, come = getattr(old, name), getattr(new, name)
        pairs[name] = (
            [line for line in gone if line not in come],
            [line for line in come if line not in gone],
        )
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    before = {name: pair[0] for name, pair in changed.items()}
    return before, {name: pair[1] for name, pair in changed.items()}
