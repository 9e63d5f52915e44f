"""S16: no unusual number of question and exclamation marks."""

import re
from collections.abc import Iterator

from portal.etiquette.findings import Finding, Level
from portal.etiquette.marks_shown import is_shown
from portal.etiquette.page import Page
from portal.etiquette.policy import Policy
from portal.etiquette.zones import QUOTED, TECHNICAL

QUESTION = "?؟？⁇⸮¿❓❔﹖︖⁈⁉‽⸘՞"
MARKS = "".join(sorted(set(QUESTION + "‼!！¡❗❕﹗︕՜")))
MARK, QUESTIONS, DOUBLES = (
    re.compile(f"[{MARKS}]"),
    re.compile(f"[{QUESTION}]"),
    re.compile("[‼⁇⁈⁉]"),
)
# Spaces, kashida, combining marks, and whatever is not seen do not part a run of marks.
BETWEEN = (
    r"\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u0300-\u036f\u061c\u0640\u064b-\u065f\u0670\u115f\u1160"
    r"\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef"
)
RUN = re.compile(f"[{MARKS}](?:[{BETWEEN}]*+[{MARKS}])*[\u20e3\ufe00-\ufe0f]*")
# Nobody speaks of so many; then all of them are punctuation.
MOST_LOOKED_AT = 100
MESSAGE = "علامت‌های پرسش و تعجب تکراری را بردارید؛ یک علامت کافی است."


def check(page: Page, policy: Policy) -> Iterator[Finding]:
    """Find runs of marks as long as the admin's limit and offer one mark instead."""
    for start, end in _runs(page, max(2, policy.mark_limit)):
        yield Finding(
            rule="excess_punctuation",
            level=Level.ADVISE,
            field=page.field,
            span=(start, end),
            message=MESSAGE,
            suggestion=_one_mark(page.text, start, end),
        )


def _runs(page: Page, limit: int) -> list[tuple[int, int]]:
    found = []
    for run in RUN.finditer(page.text):
        if _count(run.group()) < limit:
            continue
        if page.zones.free(*run.span(), TECHNICAL | QUOTED):
            found.append(run.span())
        else:
            parts = _free_parts(page, *run.span())
            found += [part for part in parts if _count(page.text[slice(*part)]) >= limit]
    if len(found) > MOST_LOOKED_AT:
        return found
    return [part for part in found if not is_shown(page, *part)]


def _free_parts(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a run outside code and quotes."""
    parts, first, last = [], None, start
    for index in range(start, end):
        if page.text[index] not in MARKS:
            continue
        if not page.zones.free(index, index + 1, TECHNICAL | QUOTED):
            parts += [] if first is None else [(first, last)]
            first = None
        else:
            first, last = index if first is None else first, index + 1
    return parts if first is None else [*parts, (first, last)]


def _count(run: str) -> int:
    return len(MARK.findall(run)) + len(DOUBLES.findall(run))


def _one_mark(text: str, start: int, end: int) -> str:
    """One mark, and the end of the line where the run stood over lines and text goes on."""
    run = text[start:end]
    mark = "؟" if QUESTIONS.search(run) else "!"
    if "\n" in run and text[end : end + 40].partition("\n")[0].strip():
        return mark + "\n"
    return mark
