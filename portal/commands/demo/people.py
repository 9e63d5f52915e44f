"""The people of the demonstration: a few fixed accounts and any number of customers."""

import random
from dataclasses import dataclass

from portal.commands.defaults import demo_texts
from portal.models import Role

PASSWORD = "pasokh-demo"


@dataclass(frozen=True)
class Person:
    """One account; `departments` are keys."""

    role: Role
    mobile: str
    name: str
    email: str
    organisation: str | None = None
    departments: tuple[str, ...] = ()


ACCOUNTS = (
    Person(
        Role.CUSTOMER, "09121000001", "آرش نیک‌پور", "arash@bargesabz.example", "فروشگاه برگ سبز"
    ),
    Person(
        Role.CUSTOMER,
        "09121000004",
        "بهار رستگار",
        "bahar@rastgar.example",
        "داروخانهٔ آنلاین رستگار",
    ),
    Person(
        Role.AGENT,
        "09121000002",
        "سیروس مهرآیین",
        "cyrus@pasokh.example",
        None,
        ("technical", "lines"),
    ),
    Person(
        Role.SUPERVISOR, "09121000005", "نگار شایان", "negar@pasokh.example", None, ("technical",)
    ),
    Person(Role.ADMIN, "09121000003", "دانا فرهمند", "dana@pasokh.example"),
)
# Colleagues who answer too, so that the desk looks like a team's.
COLLEAGUES = (
    Person(
        Role.AGENT, "09121000006", "کاوه صدر", "kaveh@pasokh.example", None, ("finance", "sales")
    ),
    Person(
        Role.AGENT,
        "09121000007",
        "مهسا آرین",
        "mahsa@pasokh.example",
        None,
        ("identity", "management"),
    ),
)


def customers(count: int, chance: random.Random) -> list[Person]:
    """`count` invented customers with distinct mobiles."""
    people = []
    for place in range(count):
        name = f"{chance.choice(demo_texts.FIRST_NAMES)} {chance.choice(demo_texts.LAST_NAMES)}"
        shop = chance.choice(demo_texts.SHOPS) if chance.random() < 0.6 else None
        people.append(
            Person(
                Role.CUSTOMER,
                f"0913{2_000_000 + place:07}",
                name,
                f"customer{place + 1}@demo.example",
                shop,
            )
        )
    return people
