"""One HTTP call to a gateway, and what its failures mean for the message."""

import json
import logging
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx

from portal.notifications.providers.base import GatewaySettings, Kind, Result
from portal.notifications.providers.public_address import PrivateAddress, public_addresses

WIRE_OPTIONS = frozenset({"connect_timeout", "read_timeout"})
MAX_ANSWER = 256 * 1024  # bytes

_calling: ContextVar[bool] = ContextVar("calling_a_gateway", default=False)


class _Hush(logging.Filter):
    """Drops what the HTTP client logs about a gateway call: keys stand in URLs and headers."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not _calling.get()


# A filter works only on the very logger that makes the record, so each is named.
for _name in (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
):
    logging.getLogger(_name).addFilter(_Hush())


@contextmanager
def _hushed() -> Iterator[None]:
    token = _calling.set(True)
    try:
        yield
    finally:
        _calling.reset(token)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer that was read to its end."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The parsed body, or None when it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class Wire:
    """An HTTP client with the rules of every gateway call.

    Connecting may take `connect_timeout` (5 s), each read `read_timeout` (15 s), a whole body
    twice that. Certificates are checked, redirects not followed, proxies and .netrc not read.
    """

    def __init__(self, settings: GatewaySettings, *, public_only: bool = False) -> None:
        """`public_only`: connect to public addresses only (see public_address)."""
        self._public_only = public_only
        self._read_timeout = settings.seconds("read_timeout", 15)
        connect_timeout = settings.seconds("connect_timeout", 5)
        self._client = httpx.Client(
            verify=httpx.create_ssl_context(),
            timeout=httpx.Timeout(self._read_timeout, connect=connect_timeout),
            follow_redirects=False,
            trust_env=False,
            headers={"Accept-Encoding": "identity", "User-Agent": "pasokh"},
            # A kept connection that the gateway is just closing would look like an ambiguous send.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def call(
        self, method: str, url: str, *, params: Mapping[str, str] | None = None, **request: Any
    ) -> Answer | Result:
        """The answer, or the result that the failure means.

        `params` are added to the URL's own query; `request` goes to httpx.
        """
        try:
            targets = self._targets(httpx.URL(url).copy_merge_params(params or {}))
        except PrivateAddress:
            return Result(Kind.config, error="نشانی درگاه پیامک خصوصی است و مجاز نیست")
        except httpx.InvalidURL:
            return Result(Kind.config, error="نشانی درگاه پیامک درست نیست")
        except OSError:
            return Result(Kind.temporary, error="نام میزبان درگاه پیامک پیدا نشد")
        for target, extra in targets[:-1]:
            result = self._once(method, target, _merged(request, extra))
            if not (isinstance(result, Result) and result.kind is Kind.temporary):
                return result
        target, extra = targets[-1]
        return self._once(method, target, _merged(request, extra))

    def _targets(self, address: httpx.URL) -> list[tuple[httpx.URL, dict[str, Any]]]:
        if not self._public_only:
            return [(address, {})]
        host = address.raw_host.decode("ascii")
        extra = {
            "headers": {"Host": address.netloc.decode("ascii")},
            "extensions": {"sni_hostname": host},
        }
        return [(address.copy_with(host=ip), extra) for ip in public_addresses(host)]

    def _once(self, method: str, url: httpx.URL, request: Mapping[str, Any]) -> Answer | Result:
        try:
            with _hushed(), self._client.stream(method, url, **request) as response:
                return Answer(response.status_code, self._body(response))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            if _is_certificate_error(error):
                return Result(Kind.config, error="گواهی امنیتی درگاه پیامک پذیرفته نشد")
            return Result(Kind.temporary, error="اتصال به درگاه پیامک برقرار نشد")
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol, httpx.InvalidURL):
            return Result(Kind.config, error="نشانی یا سرآیند درگاه پیامک درست نیست")
        except httpx.TimeoutException:
            return Result(Kind.ambiguous, error="درگاه پیامک به‌موقع پاسخ نداد")
        except httpx.HTTPError:
            return Result(Kind.ambiguous, error="اتصال به درگاه پیامک پیش از پاسخ قطع شد")

    def _body(self, response: httpx.Response) -> bytes:
        deadline = time.monotonic() + 2 * self._read_timeout
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > MAX_ANSWER:
                raise httpx.ReadError("the answer is too long")
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the answer takes too long")
        return bytes(body)


def _merged(request: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    headers = {**request.get("headers", {}), **extra.get("headers", {})}
    return {**request, **extra, "headers": headers}


def _is_certificate_error(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def http_kind(status: int) -> Kind:
    """What an HTTP status alone says of a send that the gateway's own words do not explain.

    A 504 is a proxy's read timeout, hence ambiguous. A redirect is an address that is out of date.
    """
    if status in (408, 425, 429):
        return Kind.temporary
    if status == 402:
        return Kind.no_credit
    if 300 <= status < 400 or status in (401, 403, 404, 405, 407):
        return Kind.config
    if 400 <= status < 500:
        return Kind.permanent
    if status >= 500 and status != 504:
        return Kind.temporary
    return Kind.ambiguous


def whole(value: object) -> int | None:
    """A JSON number or digit string as int; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
        return int(value)
    return None
