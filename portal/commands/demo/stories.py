"""What happens in a demonstration ticket: who writes what and when."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.commands.defaults import demo_texts
from portal.models import QUEUED, Category, CloseReason, MessageKind, Status, Urgency, Verb
from portal.persian import digits, jalali

# How many letters a thread has, and how often: most matters end soon, a few drag on.
LENGTHS = ((1, 1, 30), (2, 2, 30), (3, 5, 27), (6, 15, 11.5), (16, 40, 1.2), (41, 100, 0.3))
URGENCIES = ((Urgency.LOW, 15), (Urgency.NORMAL, 65), (Urgency.HIGH, 18), (Urgency.CRITICAL, 2))
CLOSINGS = (
    (CloseReason.DONE, 62),
    (CloseReason.BY_REQUEST, 14),
    (CloseReason.NO_REPLY, 18),
    (CloseReason.BROKE_RULES, 6),
)
# After this long nearly every matter is settled and closed.
SETTLED = timedelta(days=21)


@dataclass
class Step:
    """One entry of the record. `kind` and `body` belong to letters."""

    verb: Verb
    at: datetime
    by_staff: bool
    kind: MessageKind | None = None
    body: str = ""
    before: dict | None = None
    after: dict | None = None
    files: int = 0


@dataclass
class Story:
    """A whole ticket, to be turned into rows."""

    subject: str
    category: Category
    urgency: Urgency
    details: dict
    steps: list[Step] = field(default_factory=list)
    status: Status = Status.NEW
    reason: CloseReason | None = None


def pick(chance: random.Random, weighted):
    """One of ((value, weight), …)."""
    values, weights = zip(*weighted, strict=True)
    return chance.choices(values, weights)[0]


class Teller:
    """Tells stories from one source of chance, so that a seed always tells the same ones."""

    def __init__(self, chance: random.Random, categories: list[Category], now: datetime):
        self.chance, self.categories, self.now = chance, categories, now

    def tell(self, begins: datetime, letters: int | None = None) -> Story:
        """A ticket that begins then, with so many public letters (chance decides when None)."""
        chance = self.chance
        category = chance.choice(self.categories)
        words = self._words(begins)
        story = Story(
            chance.choice(demo_texts.SUBJECTS[category.key]).format(**words)[:100],
            category,
            pick(chance, URGENCIES),
            self._details(category, begins, words),
        )
        body = chance.choice(demo_texts.BODIES[category.key]).format(**words)
        files = chance.choice((1, 1, 2)) if chance.random() < 0.12 else 0
        story.steps.append(
            Step(Verb.CREATED, begins, False, MessageKind.CUSTOMER, body, files=files)
        )
        if letters is None:
            low, high, _ = chance.choices(LENGTHS, [weight for *_, weight in LENGTHS])[0]
            letters = chance.randint(low, high)
        self._converse(story, letters)
        return story

    def _converse(self, story: Story, letters: int) -> None:
        chance = self.chance
        at = story.steps[0].at
        if letters == 1 and (self.now - at < SETTLED and chance.random() < 0.8):
            if chance.random() < 0.3:
                self._seen(story, at)
            return
        at = self._seen(story, at)
        for place in range(1, letters):
            at = self._later(at, story.status)
            if at is None:
                return
            if place % 2:
                self._answer(story, at)
            else:
                self._follow_up(story, at)
        # Nothing old waits for the staff any more.
        old = self.now - at > SETTLED
        if (old and story.status in QUEUED) or chance.random() < (0.94 if old else 0.35):
            self._close(story, at)

    def _seen(self, story: Story, at: datetime) -> datetime:
        at = self._later(at, story.status) or at + timedelta(minutes=5)
        story.steps.append(Step(Verb.SEEN, at, True))
        self._turn(story, Status.IN_PROGRESS)
        return at

    def _answer(self, story: Story, at: datetime) -> None:
        chance = self.chance
        if chance.random() < 0.15:
            note = chance.choice(demo_texts.STAFF_NOTES).format(**self._words(at))
            story.steps.append(
                Step(Verb.NOTED, at - timedelta(minutes=2), True, MessageKind.NOTE, note)
            )
        body = chance.choice(demo_texts.STAFF_REPLIES).format(**self._words(at))
        before = story.status
        self._turn(story, Status.WAITING_CUSTOMER if chance.random() < 0.15 else Status.ANSWERED)
        story.steps.append(
            Step(
                Verb.REPLIED,
                at,
                True,
                MessageKind.STAFF,
                body,
                {"status": before},
                {"status": story.status},
            )
        )

    def _follow_up(self, story: Story, at: datetime) -> None:
        body = self.chance.choice(demo_texts.CUSTOMER_FOLLOW_UPS).format(**self._words(at))
        before = story.status
        self._turn(story, Status.CUSTOMER_REPLY)
        files = 1 if self.chance.random() < 0.06 else 0
        story.steps.append(
            Step(
                Verb.REPLIED,
                at,
                False,
                MessageKind.CUSTOMER,
                body,
                {"status": before},
                {"status": story.status},
                files,
            )
        )

    def _close(self, story: Story, at: datetime) -> None:
        at = self._later(at, story.status) or self.now
        story.reason = pick(self.chance, CLOSINGS)
        rules = ["generic_title"] if story.reason is CloseReason.BROKE_RULES else []
        by_staff = story.reason is not CloseReason.BY_REQUEST
        story.steps.append(
            Step(
                Verb.CLOSED,
                at,
                by_staff,
                before={"status": story.status},
                after={"status": Status.CLOSED, "reason": story.reason, "broken_rules": rules},
            )
        )
        self._turn(story, Status.CLOSED)

    def _turn(self, story: Story, status: Status) -> None:
        story.status = status

    def _later(self, at: datetime, _status: Status) -> datetime | None:
        """Some hours on; None when that has not come yet."""
        at += timedelta(minutes=self.chance.choice((12, 35, 70, 140, 300, 1100)))
        return at if at < self.now else None

    def _words(self, at: datetime) -> dict[str, str]:
        chance = self.chance
        fa = digits.to_persian
        return {
            "line": fa(f"{chance.choice((3000, 1000, 2000, 5000))}{chance.randint(10**5, 10**6)}"),
            "mobile": fa(
                f"09{chance.choice((12, 19, 35, 36, 90))}{chance.randint(10**6, 10**7 - 1)}"
            ),
            "date": jalali.format_date(at - timedelta(days=1)),
            "time": fa(f"{chance.randint(8, 20):02}:{chance.randint(0, 59):02}"),
            "amount": digits.number(chance.randint(5, 900) * 10_000),
            "code": fa(chance.randint(100_000, 9_999_999)),
            "city": chance.choice(demo_texts.CITIES),
            "shop": chance.choice(demo_texts.SHOPS),
        }

    def _details(self, category: Category, begins: datetime, words: dict[str, str]) -> dict:
        details: dict[str, object] = {}
        for spec in category.fields:
            condition = spec.condition
            if spec.required == "no" or spec.type == "files":
                continue
            if condition and details.get(condition["field"]) not in condition["in"]:
                continue
            details[spec.key] = self._fact(spec, begins, words)
        return details

    def _fact(self, spec, begins: datetime, words: dict[str, str]) -> object:
        chance, plain = self.chance, {key: digits.to_ascii(v) for key, v in words.items()}
        day = (begins - timedelta(days=1)).date().isoformat()
        match spec.type:
            case "select" | "radio" | "prefix":
                return chance.choice(spec.choices)["key"] if spec.choices else "3000"
            case "jalali_date":
                return day
            case "jalali_datetime":
                return f"{day}T{plain['time']}"
            case "time":
                return {"time": plain["time"], "approximate": False}
            case "line":
                return plain["line"]
            case "mobile":
                return "+98" + plain["mobile"][1:]
            case "mobile_list":
                return ["+98" + plain["mobile"][1:]]
            case "amount":
                return {"rials": int(plain["amount"].replace("٬", "")) * 10, "unit": "toman"}
            case "digits" | "integer" | "ltr_text":
                return plain["code"] if spec.type != "integer" else chance.randint(1, 5000)
            case "code":
                return '{"status": 14, "message": "link is not allowed"}'
            case "sms_text":
                return f"فروش ویژهٔ {words['shop']}؛ تا {words['date']}.\nلغو11"
            case "key_values":
                return [["code", "12345"], ["name", "آرش"]]
            case "panel":
                return "gold"
            case "national_or_legal_id":
                return "0012345679"
            case "iban":
                return "IR820540102680020817909002"
            case "postal":
                return "1234567890"
            case _:
                return words["shop"]
