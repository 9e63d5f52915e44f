"""S16: no unusual number of question and exclamation marks."""

import re
from collections.abc import Iterator

from portal.etiquette.findings import Finding, Level
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.zones import QUOTED, TECHNICAL

QUESTION = "?؟？⁇⸮¿❓❔﹖︖⁈⁉‽"
DOUBLE = "‼⁇⁈⁉‽"
MARKS = "".join(sorted(set(QUESTION + DOUBLE + "!！¡❗❕﹗︕")))
# Spaces, joiners, bidi marks and emoji selectors do not part a run of marks.
BETWEEN = r"\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
RUN = re.compile(f"[{MARKS}](?:[{BETWEEN}]*[{MARKS}])*[\ufe00-\ufe0f]*")
LIMIT = 3
# «پیامک به شکل ؟؟؟؟ می‌رسد» reports what is seen on the screen.
REPORTED = re.compile(
    r"(?:صورت|شکل|علامت|علائم|علامت‌های|نویسه|نویسهٔ|کاراکتر|حروف|سؤال|سوال)[ :]*\Z"
)
GOES_ON = re.compile(r"[ \u200c]*[^\W\d_]")


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find runs of three or more marks and offer one mark instead."""
    for start, end in _runs(page):
        run = page.text[start:end]
        yield Finding(
            rule="excess_punctuation",
            level=Level.ADVISE,
            field=page.field,
            span=(start, end),
            message="علامت‌های پرسش و تعجب تکراری را بردارید؛ یک علامت کافی است.",
            suggestion="؟" if any(mark in QUESTION for mark in run) else "!",
        )


def _runs(page: Page) -> Iterator[tuple[int, int]]:
    for run in RUN.finditer(page.text):
        if _count(run.group()) < LIMIT:
            continue
        if not page.zones.free(*run.span(), TECHNICAL | QUOTED):
            yield from _free_parts(page, *run.span())
        elif not _reported(page.text, *run.span()):
            yield run.span()


def _free_parts(page: Page, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run outside zones, where they are still too long."""
    first = last = None
    for index in range(start, end + 1):
        inside = index < end and page.zones.free(index, index + 1, TECHNICAL | QUOTED)
        if inside and page.text[index] in MARKS:
            first, last = index if first is None else first, index
        elif not inside and first is not None:
            if _count(page.text[first : last + 1]) >= LIMIT:
                yield first, last + 1
            first = None


def _count(run: str) -> int:
    return sum(1 + (char in DOUBLE) for char in run if char in MARKS)


def _reported(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 30) : start]
    return bool(REPORTED.search(before) and GOES_ON.match(text, end) and text[start - 1] in " :")
