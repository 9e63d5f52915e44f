"""A browser as far as load goes: cookies, a login, forms with their CSRF token."""

import re
import secrets
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PASSWORD = "pasokh-demo"
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took in seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Browser:
    """Talks to one server on this machine, a new connection for each request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.csrf = ""

    def get(self, path: str, *, compressed: bool = False) -> Answer:
        """Asks for a page; `compressed` accepts gzip, as browsers do."""
        return self._ask("GET", path, {"Accept-Encoding": "gzip"} if compressed else {})

    def post(self, path: str, **fields: str) -> Answer:
        """Sends a form with the CSRF token of this login."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, headers, urlencode({"csrf_token": self.csrf, **fields}))

    def log_in(self, mobile: str) -> None:
        """Logs in with the demonstration's password. Raises RuntimeError when refused."""
        self._take_csrf(self.get("/login"))
        answer = self.post("/login", identifier=mobile, password=PASSWORD)
        if answer.status != 303:
            raise RuntimeError(f"login of {mobile} answered {answer.status}")
        self._take_csrf(self.get(answer.headers["location"]))

    def _take_csrf(self, answer: Answer) -> None:
        if found := _CSRF.search(answer.body.decode()):
            self.csrf = found[1]

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str = "") -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        started = time.perf_counter()
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        connection.close()
        for header in response.headers.get_all("Set-Cookie", ()):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, lowered, content, seconds)


def new_token() -> str:
    """A form's token, as a page would bring it."""
    return secrets.token_urlsafe(24)
