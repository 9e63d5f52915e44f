"""The writing coach of a form: what it found, and what its buttons do.

All of it stands in the form itself, so that it works the same with and without script:
`seen` (the rules whose findings were shown), `mended` (the presses that can be taken back) and
`overrides` (the rules whose findings are disputed).
"""

from collections.abc import Collection, Sequence

from flask import request

from portal.services import etiquette_counts
from portal.services.review import RULES, Review
from portal.tickets import fixes
from portal.tickets.cards import Card, cards_of
from portal.tickets.fixes import Step
from portal.tickets.forms import WritingForm
from portal.tickets.offers import Offer

BUTTONS = {"fix", "undo", "dispute", "withdraw"}
CHANGED = "متن از آن پس تغییر کرده است و این اصلاح دیگر جایی ندارد."
NOT_BACK = "متن از آن پس تغییر کرده است؛ این بخش همان‌گونه ماند. نوشتهٔ پیشین: {}"
BACK = "اصلاح برگردانده شد."


class Coach:
    """What the coach knows of one form.

    `says` is what became of the last press, `mended` the name of the field that it changed.
    """

    def __init__(self, form: WritingForm, seen: str = "", mended: str = "") -> None:
        self.form = form
        self.review = Review()
        self.cards: Sequence[Card] = ()
        self.seen = set(seen.split()) & RULES.keys()
        self.steps = fixes.load(mended)
        self.says = ""
        self.mended = ""

    @classmethod
    def of_sent(cls, form: WritingForm) -> "Coach":
        """The coach of a form as it was sent."""
        return cls(form, request.form.get("seen", ""), request.form.get("mended", ""))

    @property
    def disputed(self) -> list[str]:
        """The rules that are disputed, whether they find something now or not."""
        sent = dict.fromkeys(self.form.overrides.data or ())
        return [rule for rule in sent if rule in RULES]

    @property
    def kept_steps(self) -> str:
        """The presses that can be taken back, for the form's field."""
        return fixes.dump(self.steps)

    def heed(self, review: Review) -> None:
        """Takes what was found in the form as it stands now."""
        self.review = review
        self.cards = cards_of(review, self.form.texts, request.form)

    def press(self) -> None:
        """Does what the pressed button says; the review is of the form as it was sent."""
        if key := request.form.get("fix"):
            self._fix(key)
        elif index := request.form.get("undo"):
            self._undo(index)
        elif rule := request.form.get("dispute"):
            self.form.overrides.data = [*self.disputed, rule]
        elif rule := request.form.get("withdraw"):
            self.form.overrides.data = [one for one in self.disputed if one != rule]

    def show(self, *, blanks: bool = False) -> Collection[str]:
        """Notes what the writer is shown now; returns the rules shown for the first time.

        `blanks` tells that blank facts are among it: until a form has been refused for them, they
        are no findings, but its questions.
        """
        shown = {r.rule for r in self.review.remarks if blanks or not r.is_blank_fact}
        new = shown - self.seen
        self.seen |= new
        return new

    def settle(self) -> None:
        """Counts what became of what was shown, when the text has been stored."""
        etiquette_counts.settled(self.seen - self.review.rules, self.review.disputed)

    def _fix(self, key: str) -> None:
        if (offer := self._offer(key)) is None:
            self.says = CHANGED
            return
        made = fixes.make(self.form.texts, offer.changes)
        self._put(made)
        self.steps = [*self.steps, Step(offer.what, made.back)][-fixes.MOST_STEPS :]

    def _undo(self, index: str) -> None:
        if not (index.isascii() and index.isdigit() and int(index) < len(self.steps)):
            return
        step = self.steps.pop(int(index))
        made = fixes.take_back(self.form.texts, step)
        self._put(made)
        lost = " … ".join(change.after for change in made.lost if change.after)
        self.says = NOT_BACK.format(f"«{lost}»") if lost else BACK

    def _offer(self, key: str) -> Offer | None:
        offers: Sequence[Offer | None] = [
            one for card in self.cards for one in (card.offer, *(p.offer for p in card.places))
        ]
        return next((one for one in offers if one and one.key == key), None)

    def _put(self, made: fixes.Made) -> None:
        before = self.form.texts
        for name, text in made.texts.items():
            if text != before[name]:
                self.form.put(name, text)
                self.mended = self.mended or name
