"""People who write in the portal over HTTP, with the pages' own forms, as browsers do."""

import itertools
import random
import threading
import time
from collections.abc import Callable
from html.parser import HTMLParser

import flask_migrate
import httpx
from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.commands import defaults
from portal.models import Category, Department, Role, User
from portal.services import defaults as filling
from portal.services import passwords, tickets
from portal.services.transaction import new_token, write

PASSWORD = "crash-test-password"
# What a browser waits before it sends the form again, and when it gives up.
RETRY_SECONDS = 0.2
ANSWERED_WITHIN = 90
# A form that was answered is sent once more this often, as by a double press.
REPEATED = 0.3
TICKETS_EACH = 3


class Forms(HTMLParser):
    """The fields that each form of a page would send as it stands, by the form's action."""

    def __init__(self, html: str):
        super().__init__()
        self.by_action: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form":
            self._open = self.by_action.setdefault(facts.get("action") or "", {})
        elif tag == "input" and self._open is not None and facts.get("type") == "hidden":
            self._open[facts["name"]] = facts.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


class Person(threading.Thread):
    """Someone who writes replies, one after the other, and remembers those that were taken."""

    def __init__(
        self,
        url: str,
        mobile: str,
        pages: list[str],
        extra: dict[str, str],
        chance: random.Random,
        ending: threading.Event,
    ):
        super().__init__(daemon=True)
        self._browser = httpx.Client(base_url=url, timeout=20)
        self._mobile, self._pages, self._extra = mobile, pages, extra
        self._chance, self._ending = chance, ending
        self.acknowledged: list[str] = []
        self.interrupted = self.repeated = 0
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self._log_in()
            while not self._ending.is_set():
                self._write(self._chance.choice(self._pages))
        except Exception as error:
            self.error = error
        finally:
            self._browser.close()

    def _log_in(self) -> None:
        fields = self._form("/login", lambda action: action.startswith("/login"))
        entered = {"identifier": self._mobile, "password": PASSWORD}
        answer = self._insist("POST", "/login", fields | entered)
        if answer.status_code != 303:
            raise RuntimeError(f"login: {answer.status_code} {answer.text[:500]}")

    def _write(self, page: str) -> None:
        token, mark = new_token(), f"نشان {self._chance.getrandbits(64):016x}"
        body = f"با سلام و احترام\nشرح موضوع در ادامه آمده است. {mark}\nبا تشکر"
        while True:
            fields = self._form(page, lambda action: action.endswith("/replies"))
            fields |= {"body": body, "token": token} | self._extra
            answer = self._insist("POST", f"{page}/replies", fields)
            if answer.status_code == 303:
                break
            # Somebody else wrote meanwhile (409) or the database was busy (503): look, try again.
            if answer.status_code not in (409, 503):
                raise RuntimeError(f"{page}: {answer.status_code} {answer.text[:2000]}")
        self.acknowledged.append(mark)
        if self._chance.random() < REPEATED:
            self._insist("POST", f"{page}/replies", fields)
            self.repeated += 1

    def _form(self, page: str, wanted: Callable[[str], bool]) -> dict[str, str]:
        while True:
            answer = self._insist("GET", page)
            forms = Forms(answer.text).by_action
            for action, fields in forms.items():
                if wanted(action):
                    return dict(fields)
            if answer.status_code != 503:
                raise RuntimeError(f"{page}: {answer.status_code}, forms {list(forms)}")

    def _insist(self, method: str, path: str, data: dict | None = None) -> httpx.Response:
        """Sends until there is an answer, the same each time."""
        give_up = time.monotonic() + ANSWERED_WITHIN
        while True:
            try:
                return self._browser.request(method, path, data=data)
            except httpx.TransportError as error:
                if time.monotonic() > give_up:
                    raise
                # Refused connections are no interruption: nothing had been sent.
                if method == "POST" and not isinstance(error, httpx.ConnectError):
                    self.interrupted += 1
                time.sleep(RETRY_SECONDS)


def prepare() -> list[tuple[str, list[str], dict[str, str]]]:
    """Two customers and two agents with their tickets: mobile, pages and further form fields."""
    flask_migrate.upgrade(current_app.extensions["migrate"].directory)
    filling.fill(defaults)
    password = passwords.hash_password(PASSWORD)
    with write() as session:
        category = session.scalars(select(Category).filter_by(key="delivery")).one()
        unit = session.get_one(Department, category.department_id)
        users = [
            User(
                name=name,
                mobile=f"+98912100000{place}",
                email=f"person{place}@support.example",
                email_verified_at=clock.now(),
                password_hash=password,
                role=role,
                departments=[unit] if role is Role.AGENT else [],
            )
            for place, (name, role) in enumerate(
                [
                    ("آرش نیک‌پور", Role.CUSTOMER),
                    ("بهار رستگار", Role.CUSTOMER),
                    ("سیروس مهرآیین", Role.AGENT),
                    ("مهسا آرین", Role.AGENT),
                ]
            )
        ]
        session.add_all(users)
    numbers = {user.mobile: [] for user in users[:2]}
    for user, at in itertools.product(users[:2], range(TICKETS_EACH)):
        draft = tickets.TicketDraft(
            category_id=category.id,
            subject=f"نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل ({at})",
            body="با سلام و احترام\nپیامک‌های دیروز نرسیده است.\nبا تشکر",
            token=new_token(),
        )
        numbers[user.mobile].append(tickets.create_ticket(user, draft).number)
    customers = [(m, [f"/tickets/{n}" for n in own], {}) for m, own in numbers.items()]
    desk = [f"/desk/tickets/{n}" for own in numbers.values() for n in own]
    return customers + [(user.mobile, desk, {"then": "answered"}) for user in users[2:]]
