"""What the etiquette engine says about a request or a reply, as pages show it (DESIGN 4)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from portal.etiquette import RULES, Draft, Finding, Level, blocking, review
from portal.models import Ticket, User
from portal.services import earlier, facts, settings
from portal.services.excerpt import around
from portal.services.ticket_access import get_ticket_for

# What the forms take at most. A longer text is refused for its length alone and not reviewed.
SUBJECT_MOST = 100
BODY_MOST = 10_000


@dataclass(frozen=True)
class Remark:
    """A finding with its rule's title and its place in the text.

    `key` names it for buttons, and stays the same while other places are written on; `blocks`
    says that the text is held back by it; `related` is the ticket that it is about.
    """

    finding: Finding
    title: str
    key: str
    before: str
    marked: str
    after: str
    blocks: bool
    disputed: bool
    related: Ticket | None = None

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def field(self) -> str:
        return self.finding.field

    @property
    def level(self) -> str:
        return self.finding.level.value

    @property
    def disputable(self) -> bool:
        """Whether the writer may send it for review and the text with it."""
        return self.finding.level is Level.REVIEW

    @property
    def is_blank_fact(self) -> bool:
        """Whether it only says that a question of the form has not been answered."""
        return self.rule == "incomplete" and self.field != "body"


@dataclass(frozen=True)
class Review:
    """All remarks on a text; `disputed` are the rules whose remarks the writer contests."""

    remarks: Sequence[Remark] = ()
    disputed: Sequence[str] = ()

    @property
    def blocks(self) -> bool:
        return any(remark.blocks for remark in self.remarks)

    @property
    def rules(self) -> set[str]:
        """The rules that found something."""
        return {remark.rule for remark in self.remarks}

    @property
    def lack(self) -> Remark | None:
        """The remark that names the facts which support needs and the text does not tell."""
        return next(
            (r for r in self.remarks if r.rule == "incomplete" and r.level == "advise"), None
        )

    def broke(self, *rules: str) -> bool:
        """Whether one of these rules found something."""
        return any(remark.rule in rules for remark in self.remarks)


def review_request(
    customer: User,
    *,
    subject: str,
    body: str,
    category: str | None,
    details: Mapping[str, str],
    urgency: str,
    missing: Sequence[tuple[str, str]] = (),
    without_secrets: Collection[str] = (),
    overrides: Collection[str] = (),
) -> Review:
    """Reads a new request. In the facts named by `without_secrets` a secret always blocks.

    A request that its form refuses for its length gets no remarks.
    """
    details = {key: text if text.strip() else "" for key, text in details.items()}
    most = [(subject, SUBJECT_MOST), (body, BODY_MOST)]
    most += [(text, facts.LONGEST_TYPED) for text in details.values()]
    if any(len(text or "") > longest for text, longest in most):
        return Review()
    draft = Draft(
        subject=subject or None,
        body=body or None,
        category=category,
        details=details,
        urgency=urgency,
        missing=missing,
        earlier=earlier.tickets_of(customer) if subject and body else (),
    )
    texts = {"subject": subject, "body": body, "urgency": urgency}
    texts |= {f"details-{key}": text for key, text in details.items()}
    strict = {f"details-{key}" for key in without_secrets}
    return _reviewed(customer, draft, texts, overrides, strict)


def review_reply(ticket: Ticket, body: str, overrides: Collection[str] = ()) -> Review:
    """Reads a reply to its customer's ticket; nothing in it is held back above `review`. One that
    its form refuses for its length gets no remarks."""
    if len(body or "") > BODY_MOST:
        return Review()
    thread = earlier.letters_of(ticket) if body else ()
    draft = Draft(subject=None, body=body or None, kind="reply", thread=thread)
    return _reviewed(ticket.customer, draft, {"body": body}, overrides, ())


def _reviewed(
    customer: User,
    draft: Draft,
    texts: Mapping[str, str],
    overrides: Collection[str],
    strict: Collection[str],
) -> Review:
    findings = [
        replace(finding, level=Level.REQUIRE)
        if finding.rule == "secret_pasted" and finding.field in strict
        else finding
        for finding in review(draft, settings.etiquette_policy())
    ]
    held = blocking(findings, overrides)
    named: Counter[str] = Counter()
    remarks = []
    for finding in findings:
        text = texts.get(finding.field) or ""
        key = _key(finding, text)
        named[key] += 1
        remarks.append(
            Remark(
                finding,
                RULES[finding.rule].title,
                key if named[key] == 1 else f"{key}-{named[key]}",
                *around(text, finding.span),
                blocks=finding in held,
                disputed=finding.level is Level.REVIEW and finding.rule in overrides,
                related=finding.related and get_ticket_for(customer, finding.related),
            )
        )
    disputed = [remark.rule for remark in remarks if remark.disputed]
    return Review(remarks, list(dict.fromkeys(disputed)))


def _key(finding: Finding, text: str) -> str:
    """The rule and what it has marked; a number would be another's after the next word."""
    start, end = finding.span or (0, 0)
    place = f"{finding.field} {text[start:end]}".encode("utf-8", "replace")
    return f"{finding.rule}-{crc32(place):08x}"
