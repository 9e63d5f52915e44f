"""What the rules say about a text, and what may be done with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How far a finding holds a text back, from not at all to until it is mended."""

    OFF = "off"
    ADVISE = "advise"
    REVIEW = "review"
    REQUIRE = "require"


@dataclass(frozen=True)
class Finding:
    """One remark of one rule.

    `field` is "subject", "body" or "details-<key>". `span` is a half-open range of code points
    of that field as it was written, or None when the remark has no single place. `suggestion`
    replaces the text of the span ("" removes it); None means that no safe replacement is known.
    `related` is the number of the ticket that the remark is about.
    """

    rule: str
    level: Level
    field: str
    span: tuple[int, int] | None
    message: str
    suggestion: str | None
    related: int | None = None


def apply(text: str, findings: Iterable[Finding]) -> str:
    """Return `text` with the suggestions of one field's findings put in.

    Where suggestions overlap, the one that starts first wins, and of two with the same start the
    longer. Findings without a suggestion are passed over.
    """
    mends = sorted(
        (f for f in findings if f.span is not None and f.suggestion is not None),
        key=lambda f: (f.span[0], -f.span[1]),
    )
    parts, done = [], 0
    for mend in mends:
        start, end = mend.span
        if start < done:
            continue
        parts += [text[done:start], mend.suggestion]
        done = end
    return "".join([*parts, text[done:]])


def blocking(findings: Iterable[Finding], overrides: Collection[str] = ()) -> list[Finding]:
    """Return the findings that keep a text from being stored.

    `require` always does; `review` does until the writer has put the rule's id in `overrides`.
    """
    return [
        f
        for f in findings
        if f.level is Level.REQUIRE or (f.level is Level.REVIEW and f.rule not in overrides)
    ]
