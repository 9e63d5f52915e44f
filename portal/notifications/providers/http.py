"""Any gateway with a plain HTTP interface, described by the options of its URL.

`https://user:password@host/path?ok_path=status&ok_value=ok&id_path=data.id&…`

Values are encoded by the HTTP client, never pasted into a URL. Unless `allow_private=1`, only
public addresses are reached, with the door closed to DNS rebinding: see `public_address`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portal.notifications.providers.base import (
    GatewaySettings,
    Kind,
    Result,
    SmsProvider,
    State,
    check_number,
    written,
)
from portal.notifications.providers.http_options import OPTION_NAMES, read_options
from portal.notifications.providers.wire import Answer, Wire, http_kind

ERRORS = {
    Kind.temporary: "درگاه پیامک اکنون پاسخ‌گو نیست",
    Kind.ambiguous: "پاسخ درگاه پیامک شناخته نشد",
    Kind.no_credit: "اعتبار درگاه پیامک کافی نیست",
    Kind.config: "درگاه پیامک تنظیمات یا دسترسی را نپذیرفت",
    Kind.permanent: "درگاه پیامک این پیام را نپذیرفت",
}


def pick(data: Any, path: str) -> Any:
    """The value at a dotted path such as `data.ids.0` in parsed JSON; None when it is not there."""
    for step in path.split("."):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def plain(value: Any) -> str | None:
    """A JSON scalar as text, the way an option would write it; None for null, lists and objects."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value).strip()
    return None


class GenericHttp(SmsProvider):
    """One request a message; success is what `ok_status` and `ok_path` or `ok_regex` say."""

    name = "http"
    option_names = OPTION_NAMES

    def __init__(self, settings: GatewaySettings) -> None:
        super().__init__(settings)
        if not settings.host:
            raise ValueError("must hold the gateway's host")
        self._options = read_options(settings)
        self._sender = settings.options.get("sender", "")
        self._secrets = (settings.user, settings.password, *settings.options.values())
        self._url = settings.base_url()
        self._wire = Wire(settings, public_only=not settings.flag("allow_private"))

    def send(self, to: str, text: str, *, ref: str) -> Result:
        if refusal := check_number(to):
            return refusal
        options = self._options
        fields = {options.to_field: written(to, options.number), options.text_field: text}
        if self._sender:
            fields[options.sender_field] = self._sender
        if options.ref_field:
            fields[options.ref_field] = ref
        answer = self._call(options.method, self._url, options.body, fields)
        if isinstance(answer, Result):
            return answer
        if self._is_success(answer):
            return Result(Kind.accepted, provider_id=self._id(answer), code=str(answer.status))
        return self._refused(answer, text)

    def status(self, ids: Sequence[str]) -> dict[str, State]:
        """Asks `status_url` once for each id, by GET."""
        states = dict.fromkeys(ids, State.unknown)
        if not self._options.status_url:
            return states
        for one in ids:
            answer = self._call(
                "GET", self._options.status_url, "query", {self._options.status_field: one}
            )
            if isinstance(answer, Answer) and 200 <= answer.status < 300:
                states[one] = self._state(pick(answer.json, self._options.status_path))
        return states

    def parse_callback(self, form: Mapping[str, str]) -> list[tuple[str, State]]:
        message_id = plain(form.get(self._options.callback_id))
        if not message_id:
            return []
        return [(message_id, self._state(form.get(self._options.callback_state)))]

    def _call(self, method: str, url: str, body: str, fields: Mapping[str, str]) -> Answer | Result:
        values = {**self._options.fixed_fields, **fields}
        place = {"query": "params", "form": "data", "json": "json"}[body]
        request: dict[str, Any] = {place: values, "headers": dict(self._options.headers)}
        if self._options.basic_auth:
            request["auth"] = self._options.basic_auth
        return self._wire.call(method, url, **request)

    def _is_success(self, answer: Answer) -> bool:
        options = self._options
        if answer.status not in (options.ok_status or range(200, 300)):
            return False
        if options.ok_regex and not options.ok_regex.search(answer.text):
            return False
        if not options.ok_path:
            return True
        value = plain(pick(answer.json, options.ok_path))
        if options.ok_value is None:
            return value not in (None, "", "0", "false")
        return value == options.ok_value

    def _id(self, answer: Answer) -> str | None:
        options = self._options
        if options.id_path:
            found = plain(pick(answer.json, options.id_path))
        elif options.ok_regex and "id" in options.ok_regex.groupindex:
            match = options.ok_regex.search(answer.text)
            found = match and match["id"]
        else:
            return None
        return found[:64] if found else None

    def _refused(self, answer: Answer, text: str) -> Result:
        """The mapped code first, then the HTTP status; an unknown refusal stays ambiguous."""
        code = self._code(answer)
        kind = self._options.kinds.get(code or str(answer.status)) or http_kind(answer.status)
        shown = code if code and self._may_be_shown(code, text) else str(answer.status)
        return Result(kind, code=shown, error=ERRORS[kind])

    def _may_be_shown(self, code: str, text: str) -> bool:
        """Whether it looks like a code; an answer may repeat the text or a key in its place."""
        told = (text, *self._secrets)
        repeats = len(code) > 3 and any(code in one for one in told)
        return not repeats and bool(re.fullmatch(r"[A-Za-z0-9_.-]{1,12}", code))

    def _code(self, answer: Answer) -> str | None:
        options = self._options
        if options.code_path:
            return plain(pick(answer.json, options.code_path))
        if options.code_regex and (match := options.code_regex.search(answer.text)):
            return match[1] if options.code_regex.groups else match[0]
        return None

    def _state(self, value: Any) -> State:
        return self._options.states.get(plain(value) or "", State.unknown)
