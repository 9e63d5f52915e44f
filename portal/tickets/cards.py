"""What the writing coach has found, as the cards that a page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.models import Ticket
from portal.services import ticket_steps
from portal.services.review import Remark, Review
from portal.tickets import offers
from portal.tickets.offers import Offer

# How many different sentences a card says at most.
REASONS = 2
RANK = {"require": 0, "review": 1}


@dataclass(frozen=True)
class Place:
    """One finding on a card, where it is (for script), and the fix that is offered for it."""

    remark: Remark
    point: str
    offer: Offer | None


@dataclass(frozen=True)
class Card:
    """What one rule found at one level."""

    places: Sequence[Place]

    @property
    def first(self) -> Remark:
        return self.places[0].remark

    @property
    def key(self) -> str:
        return f"{self.first.rule}-{self.first.level}"

    @property
    def blocks(self) -> bool:
        return self.first.blocks

    @property
    def reasons(self) -> list[str]:
        """What its findings say, each sentence once."""
        said = dict.fromkeys(place.remark.finding.message for place in self.places)
        return list(said)[:REASONS]

    @property
    def related(self) -> Ticket | None:
        return self.first.related

    @property
    def takes_reply(self) -> bool:
        """Whether the related ticket can be written to, if need be after reopening it."""
        return not self.related.is_closed or ticket_steps.can_reopen(self.related)

    @property
    def offer(self) -> Offer | None:
        """All of its fixes in one press, where there are several that need no second look."""
        ready = [p.offer for p in self.places if p.offer and not p.offer.edited_in]
        if len(ready) < 2:
            return None
        return offers.together(f"all-{self.key}", self.first.title, ready)

    def at(self, name: str) -> list[Place]:
        """Its places in one field."""
        return [place for place in self.places if place.remark.field == name]


def cards_of(review: Review, texts: Mapping[str, str], edited: Mapping[str, str]) -> list[Card]:
    """The findings rule by rule, what holds the text back first. What is only missing is no card:
    it stands in the list of what is still to be written."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for remark in review.remarks:
        if not remark.is_blank_fact and remark is not review.lack:
            offer = offers.offer(remark, texts, edited)
            place = Place(remark, offers.point(remark, texts), offer)
            groups.setdefault((remark.rule, remark.level), []).append(place)
    found = [Card(places) for places in groups.values()]
    return sorted(found, key=lambda card: (not card.blocks, RANK.get(card.first.level, 2)))
