"""What the button on a finding would do to the texts of the form."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

from portal import labels
from portal.models import Urgency
from portal.persian import digits, letters
from portal.services.review import Remark
from portal.tickets.fixes import Change

# How much of a text is quoted in the words for what was done.
QUOTED = 32
WORDS = {"finglish": "جایگزین شود", "secret_pasted": "پوشاندن"}
MASKED = "پوشاندن رمز یا کلید"
SPLIT = "جدا کردن به دو درخواست"


@dataclass(frozen=True)
class Offer:
    """A fix for a press on a button: its name in forms, the button's word, what it will have done,
    and the changes. `edited_in` is the name of the text box in which its text may be changed
    first."""

    key: str
    word: str
    what: str
    changes: Sequence[Change]
    edited_in: str = ""

    @property
    def text(self) -> str:
        """What it puts in."""
        return self.changes[0].after

    @property
    def json(self) -> str:
        """The same for script."""
        return json.dumps(
            {"what": self.what, "changes": [astuple(change) for change in self.changes]},
            ensure_ascii=False,
            separators=(",", ":"),
        )


def offer(remark: Remark, texts: Mapping[str, str], edited: Mapping[str, str]) -> Offer | None:
    """The fix of one remark, or None; `edited` are the form's fields, where a suggestion may have
    been edited before it is put in."""
    finding = remark.finding
    if remark.rule == "many_topics" and finding.span:
        return _split(remark, texts)
    if finding.suggestion is None or finding.field not in texts:
        return None
    text = texts[finding.field]
    word = WORDS.get(remark.rule, "اصلاح")
    if finding.field == "urgency":
        title = labels.URGENCY[Urgency(finding.suggestion)].word
        change = Change.at("urgency", text, 0, len(text), finding.suggestion)
        return Offer(remark.key, f"فوریت «{title}» شود", f"فوریت «{title}» شد", [change])
    if finding.span is None:
        return None
    box = f"instead-{remark.key}" if remark.rule == "finglish" else ""
    after = edited.get(box) or finding.suggestion
    change = Change.at(finding.field, text, *finding.span, after)
    what = f"{_quoted(change.before)} ← {_quoted(after)}" if after else f"«{remark.title}»"
    if remark.rule == "secret_pasted":
        what = MASKED
    return Offer(remark.key, word, what, [change], box)


def together(key: str, title: str, offers: Iterable[Offer]) -> Offer:
    """All of these in one press."""
    changes = [change for one in offers for change in one.changes]
    count = digits.to_persian(len(changes))
    return Offer(key, f"اصلاح همه ({count})", f"{title}: {count} اصلاح", changes)


def point(remark: Remark, texts: Mapping[str, str]) -> str:
    """The remark's place, for script to find it in its field; empty without a place."""
    field, span = remark.finding.field, remark.finding.span
    if span is None or field not in texts:
        return ""
    place = Change.at(field, texts[field], *span, "")
    return json.dumps(astuple(place), ensure_ascii=False, separators=(",", ":"))


def _split(remark: Remark, texts: Mapping[str, str]) -> Offer:
    """The part goes to the box for the second request; one gap is left where there were two."""
    text, second = texts["body"], texts["next_body"]
    start, end = remark.finding.span
    part = text[start:end].strip()
    before, after = text[:start].rstrip(), text[end:].lstrip()
    left, right = text[len(before) : start], text[end : len(text) - len(after)]
    gap = max(left, right, key=lambda space: space.count("\n")) if before and after else ""
    cut = Change.at("body", text, len(before), len(text) - len(after), gap)
    added = f"\n\n{part}" if second else part
    put = Change.at("next_body", second, len(second), len(second), added)
    return Offer(remark.key, SPLIT, f"{SPLIT}: {_quoted(part)}", [cut, put])


def _quoted(text: str) -> str:
    return f"«{letters.isolate(letters.truncate(' '.join(text.split()), QUOTED))}»"
