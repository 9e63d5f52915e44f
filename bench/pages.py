"""Which pages are measured, against which budget (DESIGN 9)."""

import secrets
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import quote

from bench.browser import Answer, Browser, new_token
from bench.instances import ADMIN, AGENT, CUSTOMER, THREAD_OF_10, THREAD_OF_100, Facts

COMMON = "پیامک"
# No two alike: the same words again are the same letter.
REPLY = (
    "با سلام و احترام،\n\nپیرو پاسخ شما، ارسال {} از خط ۳۰۰۰۱۲۳۴ دوباره انجام شد و"
    " باز هم گزارش رسیدن آن برای مشترکان ایرانسل در پنل دیده نمی‌شود. خواهشمند است وضعیت این"
    " ارسال را بررسی بفرمایید.\n\nبا سپاس"
)


@dataclass(frozen=True)
class Page:
    """A page at the product and its twin at the floor.

    `most` is the allowed ratio of their CPU times, `growth` that of a big installation to a
    small one. `by` is the mobile of whoever asks at the product. A path without one is a reply.
    """

    name: str
    by: str
    most: float
    growth: float
    path: str = ""
    floor_path: str = ""


def pages(facts: Facts) -> list[Page]:
    """All pages of one installation."""
    mine = f"customer={facts.customer_id}"
    ten, hundred = f"/tickets/{THREAD_OF_10}", f"/tickets/{THREAD_OF_100}"
    return [
        Page("desk list", AGENT, 6, 1.3, "/desk", "/desk"),
        Page("customer's list", CUSTOMER, 6, 1.3, "/tickets", f"/tickets?{mine}"),
        Page("thread of 10, customer", CUSTOMER, 6, 1.3, ten, ten),
        Page("thread of 10, staff", ADMIN, 6, 1.3, f"/desk{ten}", f"{ten}?staff=1"),
        Page("thread of 100, customer", CUSTOMER, 10, 1.3, hundred, hundred),
        Page("thread of 100, staff", ADMIN, 10, 1.3, f"/desk{hundred}", f"{hundred}?staff=1"),
        *_searches("desk search", AGENT, "/desk", "/search?", facts),
        *_searches("customer's search", CUSTOMER, "/tickets", f"/search?{mine}&", facts),
        Page("reply, customer", CUSTOMER, 12, 1.3),
    ]


def _searches(name: str, by: str, path: str, floor_path: str, facts: Facts) -> list[Page]:
    return [
        Page(f"{name}, {kind}", by, 6, growth, f"{path}?q={quote(q)}", f"{floor_path}q={quote(q)}")
        for kind, q, growth in (("rare word", facts.rare, 2), ("common word", COMMON, 3))
    ]


def new_reply() -> dict[str, str]:
    """A form that nobody has sent before."""
    return {"body": REPLY.format(secrets.randbelow(10**9)), "token": new_token()}


class Product:
    """Asks the portal for pages, as its demonstration people."""

    def __init__(self, port: int, facts: Facts) -> None:
        self._tickets = cycle(facts.open_tickets)
        self._browsers = {mobile: Browser(port) for mobile in (CUSTOMER, AGENT, ADMIN)}
        for mobile, browser in self._browsers.items():
            browser.log_in(mobile)

    def ask(self, page: Page, *, compressed: bool = False) -> Answer:
        """One request for a page, or one reply."""
        browser = self._browsers[page.by]
        if page.path:
            return browser.get(page.path, compressed=compressed)
        path = f"/tickets/{next(self._tickets)}/replies"
        return browser.post(path, **new_reply())


class Floor:
    """Asks the floor for the same."""

    def __init__(self, port: int, facts: Facts) -> None:
        # Not the product's: what the floor writes has no digests, and belongs to no thread read.
        self._tickets = cycle(facts.other_open_tickets)
        self._browser = Browser(port)

    def ask(self, page: Page) -> Answer:
        """One request for a page, or one reply."""
        if page.path:
            return self._browser.get(page.floor_path)
        path = f"/tickets/{next(self._tickets)}/replies"
        return self._browser.post(path, **new_reply())
