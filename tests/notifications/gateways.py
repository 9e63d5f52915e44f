"""Small real SMS gateways on loopback that speak the documented protocols, and their failures."""

import ipaddress
import itertools
import json
import ssl
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# What a gateway may do instead of answering; see `Gateway.fail`.
FAILURES = (
    "hang",
    "cut",
    "not_json",
    "empty",
    "html",
    "http_500",
    "http_504",
    "redirect",
    "drip",
    "flood",
    "deep",
)


@dataclass
class Call:
    """One request that arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body, keep_blank_values=True, strict_parsing=bool(self.body)))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Gateway:
    """A server thread; `with KavenegarGateway() as gateway: make_sms(gateway.url())`.

    `failure` is one of FAILURES or None; `delay` is waited before each answer, in seconds.
    `calls` holds every request in order.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.failure: str | None = None
        self.delay = 0.0
        self.calls: list[Call] = []
        self.redirected_to = "/elsewhere"
        self._closing = threading.Event()
        self._broken: list[BaseException] = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.broken = self._broken
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> "Gateway":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        # A crash in here would look like a cut connection, and tests would pass for nothing.
        assert self._broken == []

    def answer(self, call: Call) -> tuple[int, Any]:
        """The HTTP status and the JSON (or the text) for a request."""
        raise NotImplementedError

    def respond(self, handler: BaseHTTPRequestHandler, call: Call) -> None:
        """Writes the answer or the failure that is set."""
        self._closing.wait(self.delay)
        fail = getattr(self, f"_fail_{self.failure}", None)
        if self.failure and fail is None:
            raise ValueError(self.failure)
        if fail:
            fail(handler)
        else:
            status, content = self.answer(call)
            text = content if isinstance(content, str) else json.dumps(content)
            _write(handler, status, text)

    def _fail_hang(self, handler: BaseHTTPRequestHandler) -> None:
        self._closing.wait(10)

    def _fail_cut(self, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    def _fail_not_json(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 200, '{"return": {"status": 200')

    def _fail_empty(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 200, "")

    def _fail_html(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 200, "<html><body>200 OK</body></html>")

    def _fail_http_500(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 500, "<h1>Server Error</h1>")

    def _fail_http_504(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 504, "<h1>Gateway Time-out</h1>")

    def _fail_redirect(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 307, "", {"Location": self.redirected_to})

    def _fail_drip(self, handler: BaseHTTPRequestHandler) -> None:
        """Never silent for long, never done."""
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(200):
            if self._closing.is_set():
                return
            handler.wfile.write(b" ")
            time.sleep(0.05)

    def _fail_flood(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 200, " " * 2_000_000)

    def _fail_deep(self, handler: BaseHTTPRequestHandler) -> None:
        _write(handler, 200, "[" * 200_000)


class KavenegarGateway(Gateway):
    """The Kavenegar web service. `code` other than 200 is what each call returns.

    A repeated `localid` is answered with the first message's id and not sent again. `sent` holds
    what reached a phone; `states` overrides a message's status by id.
    """

    key = "6B-key/with=odd?chars"

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(context)
        self.code = 200
        self.http_status: int | None = None
        self.sent: dict[int, dict[str, str]] = {}
        self.states: dict[int, int] = {}
        self.remaining = 1_250_000
        self._ids = itertools.count(8_792_343)

    def url(self, **options: object) -> str:
        """The value of PORTAL_SMS_URL that leads here."""
        query = urlencode(
            {"scheme": "http", "sender": "10004346", "read_timeout": "0.3", **options},
            quote_via=quote,
        )
        return f"kavenegar://:6B-key%2Fwith%3Dodd%3Fchars@127.0.0.1:{self.port}?{query}"

    def answer(self, call: Call) -> tuple[int, Any]:
        prefix = "/v1/6B-key%2Fwith%3Dodd%3Fchars/"
        code, entries = self.code, None
        if not call.path.startswith(prefix):
            code = 403
        elif code == 200:
            method = call.path.removeprefix(prefix).removesuffix(".json").replace("/", "_")
            code, entries = getattr(self, f"_{method}", lambda form: (404, None))(call.form)
        status = self.http_status or (code if 200 <= code < 600 else 400)
        return status, {"return": {"status": code, "message": "پیام درگاه"}, "entries": entries}

    def _sms_send(self, form: dict[str, str]) -> tuple[int, Any]:
        if not form.get("receptor"):
            return 406, None
        if not form.get("message") or len(form["message"]) > 900:
            return 413, None
        return 200, [self._accepted(form)]

    def _verify_lookup(self, form: dict[str, str]) -> tuple[int, Any]:
        if form.get("template") != "ticket":
            return 424, None
        if any(" " in form.get(name, "") for name in ("token", "token2", "token3")):
            return 431, None
        return 200, [self._accepted(form | {"message": f"تیکت {form.get('token', '')}"})]

    def _accepted(self, form: dict[str, str]) -> dict[str, Any]:
        known = [
            i
            for i, one in self.sent.items()
            if form.get("localid") and one.get("localid") == form["localid"]
        ]
        number = known[0] if known else next(self._ids)
        self.sent.setdefault(number, form)
        return {
            "messageid": number,
            "message": form["message"],
            "status": 1,
            "statustext": "در صف ارسال",
            "sender": form.get("sender", "1000"),
            "receptor": form["receptor"],
            "date": 1_700_000_000,
            "cost": 1200,
        }

    def _sms_status(self, form: dict[str, str]) -> tuple[int, Any]:
        ids = form["messageid"].split(",")
        if len(ids) > 500:
            return 414, None
        return 200, [self._state(int(i)) for i in ids]

    def _sms_statuslocalmessageid(self, form: dict[str, str]) -> tuple[int, Any]:
        by_local = {one.get("localid"): i for i, one in self.sent.items()}
        return 200, [
            {**self._state(by_local.get(local, 0)), "localid": int(local)}
            for local in form["localid"].split(",")
        ]

    def _state(self, number: int) -> dict[str, Any]:
        status = self.states.get(number, 10) if number in self.sent else 100
        return {"messageid": number, "status": status, "statustext": "وضعیت"}

    def _account_info(self, form: dict[str, str]) -> tuple[int, Any]:
        return 200, {"remaincredit": self.remaining, "expiredate": 0, "type": "master"}


class PlainGateway(Gateway):
    """A gateway of one's own: JSON `{"state": "ok", "data": {"ids": ["…"]}}` or `{"error": 12}`.

    `error` is the code it refuses with. `states` gives a message's state by id, `text` replaces
    the whole answer.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(context)
        self.error: object = None
        self.http_status = 200
        self.text: str | None = None
        self.states: dict[str, object] = {}
        self._ids = itertools.count(9_007_199_254_740_993)  # past 2**53

    def url(self, **options: object) -> str:
        """The value of PORTAL_SMS_URL that leads here; `kind__12` stands for `kind.12`."""
        named = {name.replace("__", "."): value for name, value in options.items()}
        query = urlencode(
            {
                "allow_private": "1",
                "read_timeout": "0.3",
                "sender": "+983000505",
                "ok_path": "state",
                "ok_value": "ok",
                "id_path": "data.ids.0",
                "code_path": "error",
                **named,
            },
            quote_via=quote,
        )
        return f"http://reseller:p%40ss%2Fword@127.0.0.1:{self.port}/api/send?{query}"

    def answer(self, call: Call) -> tuple[int, Any]:
        if self.text is not None:
            return self.http_status, self.text
        if call.path == "/api/status":
            return self.http_status, {"result": {"code": self.states.get(call.query["id"])}}
        if self.error is not None:
            return self.http_status, {"state": "failed", "error": self.error}
        return self.http_status, {"state": "ok", "data": {"ids": [next(self._ids)]}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    broken: list[BaseException]

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.broken.append(error)


def self_signed(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for localhost and 127.0.0.1, and the file of its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert_file, key_file)
    return context, cert_file


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            parts = urlsplit(self.path)
            call = Call(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query)),
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length).decode(),
            )
            gateway.calls.append(call)
            try:
                gateway.respond(self, call)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST = _take

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _write(
    handler: BaseHTTPRequestHandler, status: int, text: str, headers: dict[str, str] | None = None
) -> None:
    body = text.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json; charset=utf-8")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
