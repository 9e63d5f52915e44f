"""Turns stories into rows, in bulk, with the same record, index and files as the real services."""

import os
import random
import struct
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import func, insert, select, text

from portal import clock
from portal.commands.demo.people import ACCOUNTS, COLLEAGUES, PASSWORD, Person, customers
from portal.commands.demo.stories import Step, Story, Teller
from portal.extensions import db
from portal.models import (
    QUEUED,
    Attachment,
    Category,
    Chain,
    Department,
    Event,
    Message,
    MessageKind,
    Role,
    SearchDocument,
    Status,
    Ticket,
    User,
    Verb,
    membership,
)
from portal.persian import identifiers, letters
from portal.services import files, passwords, record, search, settings
from portal.services.transaction import write

BATCH = 500
HISTORY = timedelta(days=720)
# Arash's first tickets have these many letters, so that measurements find them again.
KNOWN_LENGTHS = (1, 10, 100, 3, 2, 5)
ARASH_SHARE, BAHAR_SHARE = 0.06, 0.03


class Filling:
    """One run; everything by chance comes from `seed`, instants from the clock's hour."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.now = clock.now().replace(minute=0, second=0, microsecond=0)

    def run(self, tickets: int, customer_count: int, progress: Callable[[str], None]) -> None:
        """Adds the people that are missing, then `tickets` tickets in order of time."""
        people = self._people(customer_count)
        categories = db.session.scalars(select(Category).order_by(Category.sort)).all()
        for category in categories:
            category.fields  # noqa: B018 — loaded here, used after the session has moved on
        teller = Teller(self.chance, list(categories), self.now)
        begins = sorted(self._moment() for _ in range(tickets))
        rows = Rows(people, self.chance, self.now)
        for start in range(0, tickets, BATCH):
            for place, at in enumerate(begins[start : start + BATCH], start=start):
                length = KNOWN_LENGTHS[place] if place < len(KNOWN_LENGTHS) else None
                customer = people.arash if length else people.customer(self.chance)
                rows.add(teller.tell(at, length), customer)
            rows.flush()
            if start and start % 20_000 == 0:
                progress(f"{start} tickets …")

    def _moment(self) -> datetime:
        # More of them lately, since a portal grows; the last ones minutes ago.
        ago = HISTORY * self.chance.random() ** 2.2
        return self.now - ago - timedelta(minutes=20)

    def _people(self, customer_count: int) -> "People":
        if not db.session.scalar(select(func.count()).select_from(User)):
            password = passwords.hash_password(PASSWORD)
            everyone = [*ACCOUNTS, *COLLEAGUES, *customers(customer_count, self.chance)]
            with write() as session:
                departments = {d.key: d for d in session.scalars(select(Department))}
                session.add_all(self._user(person, password, departments) for person in everyone)
        return People()

    def _user(self, person: Person, password: str, departments: dict[str, Department]) -> User:
        return User(
            name=person.name,
            organisation=person.organisation,
            mobile=identifiers.parse_mobile(person.mobile),
            email=person.email,
            email_verified_at=self.now,
            password_hash=password,
            role=person.role,
            departments=[departments[key] for key in person.departments],
            is_demo=True,
            created_at=self.now - HISTORY,
        )


class People:
    """Who may write: customers, and staff by department."""

    def __init__(self) -> None:
        users = db.session.execute(
            select(User.id, User.name, User.organisation, User.mobile, User.role).order_by(User.id)
        ).all()
        by_mobile = {user.mobile: user for user in users}
        self.arash, self.bahar = (
            by_mobile[identifiers.parse_mobile(ACCOUNTS[place].mobile)] for place in (0, 1)
        )
        self.customers = [user for user in users if user.role is Role.CUSTOMER]
        self.admin = next(user for user in users if user.role is Role.ADMIN)
        names = {user.id: user for user in users}
        self._staff: dict[int, list] = {}
        for user_id, department_id in db.session.execute(select(membership).order_by("user_id")):
            self._staff.setdefault(department_id, []).append(names[user_id])

    def customer(self, chance: random.Random):
        roll = chance.random()
        if roll < ARASH_SHARE:
            return self.arash
        if roll < ARASH_SHARE + BAHAR_SHARE:
            return self.bahar
        # A few customers write most of the tickets.
        return self.customers[int(len(self.customers) * chance.random() ** 2)]

    def expert(self, department_id: int, chance: random.Random):
        return chance.choice(self._staff.get(department_id) or [self.admin])


class Rows:
    """Collects rows with ids of our own and writes them a batch at a time."""

    TABLES = (Ticket, Message, Event, Attachment, SearchDocument)

    def __init__(self, people: People, chance: random.Random, now: datetime):
        self.people, self.chance, self.now = people, chance, now
        self.week, self.holidays = settings.snapshot().week, settings.snapshot().holidays
        self._next = {
            model: (db.session.scalar(select(func.max(model.id))) or 0) + 1 for model in self.TABLES
        }
        self._rows: dict[type, list[dict]] = {model: [] for model in self.TABLES}
        self._words: list[dict] = []
        self._departments = {d.id: d for d in db.session.scalars(select(Department))}

    def add(self, story: Story, customer) -> None:
        """Puts a whole ticket into the batch."""
        begins = story.steps[0].at
        expert = self.people.expert(story.category.department_id, self.chance)
        ticket = self._ticket(story, customer, expert, begins)
        self._document(
            ticket,
            None,
            f"{ticket['id'] + 10_000} {story.subject} {customer.name} "
            f"{customer.organisation or ''} {identifiers.show_mobile(customer.mobile)} "
            + " ".join(str(leaf) for leaf in search.leaves(story.details)),
            True,
        )
        heads = dict.fromkeys(Chain, (0, record.GENESIS))
        ordinals = dict.fromkeys(Chain, 0)
        for step in story.steps:
            self._step(ticket, story, step, expert if step.by_staff else customer, heads, ordinals)

    def _ticket(self, story: Story, customer, expert, begins: datetime) -> dict:
        waits = story.status in QUEUED
        answered = [s.at for s in story.steps if s.kind is MessageKind.STAFF]
        seen = [s.at for s in story.steps if s.verb is Verb.SEEN]
        closing = story.steps[-1] if story.status is Status.CLOSED else None
        waiting_since = self._waiting_since(story) if waits else None
        ticket = {
            "id": self._take(Ticket),
            "customer_id": customer.id,
            "category_id": story.category.id,
            "department_id": story.category.department_id,
            "assignee_id": expert.id if answered else None,
            "subject": story.subject,
            "urgency": story.urgency,
            "status": story.status,
            "details": story.details,
            "notify": True,
            "link_token": None,
            "excerpt": "",
            "attachment_count": 0,
            "closed_reason": story.reason,
            "broken_rules": closing.after["broken_rules"] if closing else [],
            "duplicate_of_id": None,
            "flags": [],
            "flagged": False,
            "created_at": begins,
            "updated_at": begins,
            "first_seen_at": seen[0] if seen else None,
            "first_answered_at": answered[0] if answered else None,
            "due_at": settings.first_answer_due(begins, story.urgency),
            "closed_at": closing.at if closing else None,
            "waiting_since": waiting_since,
            "queue_at": waiting_since and waiting_since - settings.QUEUE_CREDIT[story.urgency],
            "version": 0,
            "revision": 0,
            "customer_seen_version": 0,
            "staff_unread": story.status in (Status.NEW, Status.CUSTOMER_REPLY),
        }
        ticket["link_token"] = f"demo{ticket['id']}"
        self._rows[Ticket].append(ticket)
        return ticket

    def _waiting_since(self, story: Story) -> datetime:
        since = story.steps[0].at
        for before, step in zip(story.steps, story.steps[1:], strict=False):
            if step.kind is MessageKind.CUSTOMER and before.by_staff:
                since = step.at
        return since

    def _step(self, ticket: dict, story: Story, step: Step, actor, heads, ordinals) -> None:
        chain = Chain.INTERNAL if step.kind is MessageKind.NOTE else Chain.PUBLIC
        message, attached = None, []
        if step.kind is not None:
            ordinals[chain] += 1
            message = self._message(ticket, story, step, actor, chain, ordinals[chain])
            attached = [self._attachment(message, step) for _ in range(step.files)]
            self._document(ticket, message["id"], step.body, chain is Chain.PUBLIC)
            if chain is Chain.PUBLIC:
                ticket["attachment_count"] += len(attached)
                ticket["excerpt"] = letters.truncate(" ".join(step.body.split()), 140)
        ticket["revision"] += 1
        if chain is Chain.PUBLIC:
            ticket["version"] += 1
            ticket["updated_at"] = step.at
            if not step.by_staff or self.chance.random() < 0.7:
                ticket["customer_seen_version"] = ticket["version"]
        after = step.after
        if step.verb is Verb.CREATED:
            after = {
                "subject": story.subject,
                "category": story.category.key,
                "department": self._departments[ticket["department_id"]].key,
                "urgency": story.urgency,
                "details": story.details,
            }
        ordinal, previous = heads[chain]
        event = {
            "id": self._take(Event),
            "ticket_id": ticket["id"],
            "chain": chain,
            "ordinal": ordinal + 1,
            "verb": step.verb,
            "actor_id": actor.id,
            "actor_name": actor.name,
            "subject_user_id": None,
            "message_id": message["id"] if message else None,
            "before": step.before,
            "after": after,
            "note": "",
            "at": step.at,
            "address": "192.0.2.10",
            "version": ticket["version"],
            "revision": ticket["revision"],
        }
        entry = record.entry(
            SimpleNamespace(**event),
            SimpleNamespace(**message) if message else None,
            [SimpleNamespace(**file) for file in attached],
        )
        event["digest"] = record.link(previous, entry)
        heads[chain] = (ordinal + 1, event["digest"])
        self._rows[Event].append(event)

    def _message(self, ticket, story: Story, step: Step, actor, chain: Chain, ordinal: int) -> dict:
        department = self._departments[ticket["department_id"]].name
        message = {
            "id": self._take(Message),
            "ticket_id": ticket["id"],
            "chain": chain,
            "ordinal": ordinal,
            "kind": step.kind,
            "author_id": actor.id,
            "author_name": actor.name,
            "author_title": f"کارشناس پشتیبانی، {department}"
            if step.by_staff
            else actor.organisation or "",
            "body": step.body,
            "body_digest": record.body_digest(step.body),
            "redacted_at": None,
            "token": f"demo-{ticket['id']}-{chain}-{ordinal}",
            "created_at": step.at,
        }
        self._rows[Message].append(message)
        return message

    def _attachment(self, message: dict, step: Step) -> dict:
        name, media_type, content = self.chance.choice(SAMPLES)
        ident = self._take(Attachment)
        key = f"{zlib.crc32(str(ident).encode()):08x}demo{ident:010}"
        path = files.path_of(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _place(path, content)
        attachment = {
            "id": ident,
            "message_id": message["id"],
            "field_key": None,
            "name": name,
            "size": len(content),
            "media_type": media_type,
            "sha256": files.sha256(content),
            "storage_key": key,
            "created_at": step.at,
        }
        self._rows[Attachment].append(attachment)
        return attachment

    def _document(self, ticket: dict, message_id: int | None, words: str, public: bool) -> None:
        ident = self._take(SearchDocument)
        self._rows[SearchDocument].append(
            {"id": ident, "ticket_id": ticket["id"], "message_id": message_id}
        )
        self._words.append(
            {"id": ident, "words": search.words(words, ticket["customer_id"] if public else None)}
        )

    def _take(self, model: type) -> int:
        ident = self._next[model]
        self._next[model] += 1
        return ident

    def flush(self) -> None:
        """Writes the batch in one transaction."""
        with write() as session:
            for model in self.TABLES:
                if self._rows[model]:
                    session.execute(insert(model.__table__), self._rows[model])
            search.store_words(self._words)
            if session.get_bind().dialect.name == "postgresql":
                # Our own ids went past the sequences.
                for model in self.TABLES:
                    table = model.__tablename__
                    session.execute(
                        text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), :last)"),
                        {"last": self._next[model] - 1 or 1},
                    )
        for model in self.TABLES:
            self._rows[model] = []
        self._words = []


def _place(path, content: bytes) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError:
        pass


def _picture(width: int = 320, height: int = 180) -> bytes:
    """A small PNG with bars, like a report's."""
    bars = [0.3, 0.55, 0.42, 0.8, 0.66, 0.9, 0.5, 0.72]
    pixels = bytearray()
    for y in range(height):
        pixels.append(0)
        for x in range(width):
            inside = x % 40 > 8 and (height - y) / height < bars[x * len(bars) // width]
            pixels += b"\x0b\x6b\x66" if inside else b"\xf5\xf6\xf3"
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(pixels), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


SAMPLES = (
    ("گزارش ارسال.png", "image/png", _picture()),
    (
        "failed-recipients.csv",
        "text/csv",
        b"mobile,status\n09351000021,UNDELIV\n09361000045,UNDELIV\n",
    ),
    (
        "webservice-log.txt",
        "text/plain",
        b'2026-11-20 15:41:07 POST /send/simple 200\n{"status": 14, "recId": 0}\n',
    ),
)
