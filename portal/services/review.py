"""What the etiquette engine says about a request or a reply, as pages show it (DESIGN 4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.etiquette import RULES, Draft, Finding, Level, apply, blocking, review
from portal.models import User
from portal.persian import letters
from portal.services import earlier, facts, settings

# What the forms take at most. A longer text is refused for its length alone and not reviewed.
SUBJECT_MOST = 100
BODY_MOST = 10_000
# How much of a text is shown round a marked place.
AROUND = 28


@dataclass(frozen=True)
class Remark:
    """A finding with its rule's title and its place in the text.

    `fix` names it for the button that puts the suggestion in; `blocks` says that the text is
    held back by it; `disputable` that the writer may send it for review all the same.
    """

    finding: Finding
    title: str
    fix: str
    before: str
    marked: str
    after: str
    blocks: bool
    disputed: bool

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def level(self) -> str:
        return self.finding.level.value

    @property
    def disputable(self) -> bool:
        return self.finding.level is Level.REVIEW

    @property
    def can_fix(self) -> bool:
        return self.finding.suggestion is not None and self.finding.span is not None


@dataclass(frozen=True)
class Review:
    """All remarks on a text; `disputed` are the rules whose remarks the writer contests."""

    remarks: Sequence[Remark] = ()
    disputed: Sequence[str] = ()

    @property
    def blocks(self) -> bool:
        return any(remark.blocks for remark in self.remarks)

    def at(self, field: str) -> list[Remark]:
        """The remarks on one field."""
        return [remark for remark in self.remarks if remark.finding.field == field]

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
    texts = {"subject": subject, "body": body}
    texts |= {f"details-{key}": text for key, text in details.items()}
    strict = {f"details-{key}" for key in without_secrets}
    return _reviewed(draft, texts, overrides, strict)


def review_reply(body: str, overrides: Collection[str] = ()) -> Review:
    """Reads a reply; nothing in it is held back above `review`. One that its form refuses for its
    length gets no remarks."""
    if len(body or "") > BODY_MOST:
        return Review()
    draft = Draft(subject=None, body=body or None, kind="reply")
    return _reviewed(draft, {"body": body}, overrides, ())


def mend(review: Review, fix: str, texts: Mapping[str, str]) -> tuple[str, str] | None:
    """The field and its text with one remark's suggestion put in; None when there is none."""
    for remark in review.remarks:
        if remark.fix == fix and remark.can_fix:
            field = remark.finding.field
            return field, apply(texts[field], [remark.finding])
    return None


def _reviewed(
    draft: Draft, texts: Mapping[str, str], overrides: Collection[str], strict: Collection[str]
) -> Review:
    findings = [
        replace(finding, level=Level.REQUIRE)
        if finding.rule == "secret_pasted" and finding.field in strict
        else finding
        for finding in review(draft, settings.etiquette_policy())
    ]
    held = blocking(findings, overrides)
    seen: dict[str, int] = {}
    remarks = []
    for finding in findings:
        index = seen[finding.rule] = seen.get(finding.rule, -1) + 1
        before, marked, after = _excerpt(texts.get(finding.field, ""), finding.span)
        remarks.append(
            Remark(
                finding,
                RULES[finding.rule].title,
                f"{finding.rule}:{index}",
                before,
                marked,
                after,
                blocks=finding in held,
                disputed=finding.level is Level.REVIEW and finding.rule in overrides,
            )
        )
    disputed = [r.rule for r in remarks if r.disputed]
    return Review(remarks, list(dict.fromkeys(disputed)))


def _excerpt(text: str, span: tuple[int, int] | None) -> tuple[str, str, str]:
    """The place in its surroundings: what stands before it, itself, and what follows."""
    if span is None:
        return "", "", ""
    start, end = span
    before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    if start > AROUND and len(before) == AROUND:
        before = before.partition(" ")[2]
    after = text[end : end + AROUND].partition("\n")[0]
    if end + AROUND < len(text) and len(after) == AROUND:
        after = after.rpartition(" ")[0]
    marked = letters.truncate(" ".join(text[start:end].split()), 2 * AROUND)
    more_before = "…" if start > len(before) else ""
    more_after = "…" if end + len(after) < len(text) else ""
    return more_before + before, marked, after + more_after
