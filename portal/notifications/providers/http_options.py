"""The options of the generic HTTP gateway, read once from its URL and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.notifications.providers.base import GatewaySettings, Kind, State
from portal.notifications.providers.wire import WIRE_OPTIONS

OPTION_NAMES = WIRE_OPTIONS | {
    "sender",
    "method",
    "body",
    "number",
    "to_field",
    "text_field",
    "sender_field",
    "ref_field",
    "user_field",
    "password_field",
    "field.",
    "header.",
    "ok_status",
    "ok_path",
    "ok_value",
    "ok_regex",
    "id_path",
    "code_path",
    "code_regex",
    "kind.",
    "status_url",
    "status_field",
    "status_path",
    "state.",
    "callback_id",
    "callback_state",
    "allow_private",
}


@dataclass(frozen=True, repr=False)
class HttpOptions:
    """How the generic gateway is spoken to; docs/operating.md explains each option.

    Paths are dotted keys and list positions into the JSON answer, as in `data.ids.0`.
    """

    method: str  # GET or POST
    body: str  # query, form or json
    number: str  # e164, 98 or 0
    to_field: str
    text_field: str
    sender_field: str
    ref_field: str  # empty: our ref is not sent
    fixed_fields: Mapping[str, str]  # sent with each call, credentials included
    headers: Mapping[str, str]
    basic_auth: tuple[str, str] | None
    ok_status: frozenset[int]  # empty: any 2xx
    ok_path: str
    ok_value: str | None  # None: anything but null, false, 0 and empty
    ok_regex: re.Pattern[str] | None  # a group named id gives the message's id
    id_path: str
    code_path: str
    code_regex: re.Pattern[str] | None  # the first group, or the whole match, is the code
    kinds: Mapping[str, Kind]
    status_url: str
    status_field: str
    status_path: str
    states: Mapping[str, State]
    callback_id: str
    callback_state: str


def read_options(settings: GatewaySettings) -> HttpOptions:
    """Raises ValueError naming the option that cannot be used."""
    options = settings.options
    method = _choice(options, "method", ("POST", "GET"))
    default_body = "query" if method == "GET" else "form"
    body = _choice(options, "body", ("query", "form", "json"), default_body)
    if method == "GET" and body != "query":
        raise ValueError("must have body=query with method=GET")
    ok_regex = _regex(options, "ok_regex")
    if not options.get("ok_path") and ok_regex is None:
        raise ValueError("must have ok_path or ok_regex: HTTP 200 alone is no success")
    status_url = options.get("status_url", "")
    if status_url and not (options.get("status_path") and _prefixed(options, "state.")):
        raise ValueError("must have status_path and state.CODE=… with status_url")
    if status_url and urlsplit(status_url).scheme not in ("http", "https"):
        raise ValueError("must have status_url as http:// or https://")
    fixed, basic_auth = _credentials(settings)
    return HttpOptions(
        method=method,
        body=body,
        number=_choice(options, "number", ("e164", "98", "0")),
        to_field=options.get("to_field", "to"),
        text_field=options.get("text_field", "text"),
        sender_field=options.get("sender_field", "from"),
        ref_field=options.get("ref_field", ""),
        fixed_fields=_prefixed(options, "field.") | fixed,
        headers=_headers(options),
        basic_auth=basic_auth,
        ok_status=_statuses(options),
        ok_path=options.get("ok_path", ""),
        ok_value=options.get("ok_value"),
        ok_regex=ok_regex,
        id_path=options.get("id_path", ""),
        code_path=options.get("code_path", ""),
        code_regex=_regex(options, "code_regex"),
        kinds={code: _kind(name) for code, name in _prefixed(options, "kind.").items()},
        status_url=status_url,
        status_field=options.get("status_field", "id"),
        status_path=options.get("status_path", ""),
        states={code: _state(name) for code, name in _prefixed(options, "state.").items()},
        callback_id=options.get("callback_id", "id"),
        callback_state=options.get("callback_state", "status"),
    )


def _prefixed(options: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): value
        for name, value in options.items()
        if name.startswith(prefix)
    }


def _choice(
    options: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str | None = None
) -> str:
    value = options.get(name, default or allowed[0])
    if value not in allowed:
        raise ValueError(f"must have {name} as one of {', '.join(allowed)}")
    return value


def _regex(options: Mapping[str, str], name: str) -> re.Pattern[str] | None:
    if not options.get(name):
        return None
    try:
        return re.compile(options[name])
    except re.error:
        raise ValueError(f"must have {name} as a regular expression") from None


def _credentials(settings: GatewaySettings) -> tuple[dict[str, str], tuple[str, str] | None]:
    """The credentials as fields when the options name them, else as HTTP Basic (RFC 7617)."""
    fields = {}
    for part in ("user", "password"):
        if name := settings.options.get(f"{part}_field"):
            fields[name] = getattr(settings, part)
    if fields or not (settings.user or settings.password):
        return fields, None
    return {}, (settings.user, settings.password)


def _headers(options: Mapping[str, str]) -> dict[str, str]:
    headers = _prefixed(options, "header.")
    for name, value in headers.items():
        if not re.fullmatch(r"[A-Za-z0-9-]+", name) or not value.isascii():
            raise ValueError("must have header.NAME=value in plain ASCII")
    return headers


def _statuses(options: Mapping[str, str]) -> frozenset[int]:
    text = options.get("ok_status", "")
    if not re.fullmatch(r"([1-5][0-9]{2}(,[1-5][0-9]{2})*)?", text):
        raise ValueError("must have ok_status as HTTP codes such as 200,201")
    return frozenset(int(code) for code in text.split(",") if code)


def _kind(name: str) -> Kind:
    if name not in set(Kind) - {Kind.accepted}:
        raise ValueError(f"must have kind.CODE as one of {', '.join(set(Kind) - {Kind.accepted})}")
    return Kind(name)


def _state(name: str) -> State:
    if name not in set(State):
        raise ValueError(f"must have state.CODE as one of {', '.join(State)}")
    return State(name)
