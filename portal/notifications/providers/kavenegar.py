"""Kavenegar: `kavenegar://:API-KEY@api.kavenegar.com?sender=1000…`.

The key stands in the path of every call, so no URL is ever logged or put into an error.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from portal.notifications.providers.base import (
    GatewaySettings,
    Kind,
    Result,
    SmsProvider,
    State,
    check_number,
    written,
)
from portal.notifications.providers.wire import WIRE_OPTIONS, Answer, Wire, http_kind, whole

STATES = {
    1: State.queued,
    2: State.queued,  # scheduled
    4: State.sent,
    5: State.sent,
    6: State.undelivered,  # failed
    10: State.delivered,
    11: State.undelivered,
    13: State.undelivered,  # cancelled
    14: State.blacklisted,
}
INVALID_ID = 100

# `return.status` to what it means and what staff read.
CODES = {
    400: (Kind.config, "پارامترهای درخواست کامل نیست"),
    401: (Kind.config, "حساب کاوه‌نگار غیرفعال است"),
    402: (Kind.temporary, "عملیات در کاوه‌نگار ناموفق بود"),
    403: (Kind.config, "کلید کاوه‌نگار معتبر نیست"),
    404: (Kind.config, "متد وب‌سرویس شناخته نشد"),
    405: (Kind.config, "روش فراخوانی وب‌سرویس درست نیست"),
    406: (Kind.config, "یکی از پارامترهای لازم خالی است"),
    407: (Kind.config, "حساب کاوه‌نگار به این بخش دسترسی ندارد"),
    409: (Kind.temporary, "کاوه‌نگار اکنون پاسخ‌گو نیست"),
    411: (Kind.permanent, "شمارهٔ گیرنده درست نیست"),
    412: (Kind.config, "خط فرستنده درست نیست"),
    413: (Kind.permanent, "متن پیامک خالی یا بیش از اندازه بلند است"),
    414: (Kind.config, "تعداد گیرندگان در یک فراخوانی بیش از حد است"),
    416: (Kind.config, "نشانی IP سرور در کاوه‌نگار مجاز نیست"),
    417: (Kind.config, "تاریخ ارسال درست نیست"),
    418: (Kind.no_credit, "اعتبار حساب کاوه‌نگار کافی نیست"),
    420: (Kind.permanent, "استفاده از پیوند در متن مجاز نیست"),
    422: (Kind.permanent, "متن نویسه‌های نامجاز دارد"),
    424: (Kind.config, "الگو در کاوه‌نگار پیدا نشد یا تأیید نشده است"),
    426: (Kind.config, "این کار به سرویس پیشرفتهٔ کاوه‌نگار نیاز دارد"),
    427: (Kind.config, "خط فرستنده به سطح دسترسی دیگری نیاز دارد"),
    428: (Kind.permanent, "تماس صوتی فقط با کد عددی ممکن است"),
    429: (Kind.temporary, "نشانی IP سرور محدود شده است"),
    431: (Kind.config, "ساختار کد در الگو درست نیست"),
    432: (Kind.config, "پارامتر کد در الگو نیست"),
    451: (Kind.temporary, "فراخوانی بیش از حد در این بازه"),
    501: (Kind.config, "حساب آزمایشی فقط به شمارهٔ صاحب حساب می‌فرستد"),
}

TOKENS = ("token", "token2", "token3", "token10", "token20")
STATUS_LIMIT = 500  # ids in one call


def local_id(ref: str) -> int:
    """The `localid` of our `ref`: the first 63 bits of its SHA-256, so that it is a positive long.

    The same ref always gives the same number: the gateway is said not to send a repeated one
    twice, and `sms/statuslocalmessageid` finds the message by it.
    """
    return int.from_bytes(hashlib.sha256(ref.encode()).digest()[:8]) >> 1


class Kavenegar(SmsProvider):
    """Sends by `sms/send` and `verify/lookup`; an ambiguous `sms/send` can be looked up."""

    name = "kavenegar"
    can_look_up = True
    has_templates = True
    option_names = WIRE_OPTIONS | {"sender"}

    def __init__(self, settings: GatewaySettings) -> None:
        super().__init__(settings)
        key = settings.password or settings.user
        if not key:
            raise ValueError("must hold the API key: kavenegar://:API-KEY@api.kavenegar.com")
        self._base = f"{settings.base_url('api.kavenegar.com')}/v1/{quote(key, safe='')}"
        self._sender = settings.options.get("sender", "")
        self._wire = Wire(settings)

    def send(self, to: str, text: str, *, ref: str) -> Result:
        if refusal := check_number(to):
            return refusal
        form = {"receptor": written(to, "0"), "message": text, "localid": str(local_id(ref))}
        if self._sender:
            form["sender"] = self._sender
        return self._sent(self._ask("sms/send", form))

    def send_template(
        self, to: str, template: str, params: Mapping[str, str], *, ref: str
    ) -> Result:
        """Sends by `verify/lookup`, which takes no localid: such a send cannot be looked up.

        `params` named `token`, `token2`, `token3`, `token10` and `token20` go as they are; under
        any other names, the first three go as token, token2 and token3 in their order. The first
        three refuse spaces and underscores (431), so these end the message before the call.
        """
        if refusal := check_number(to):
            return refusal
        tokens = (
            dict(params)
            if set(params) <= set(TOKENS)
            else dict(zip(TOKENS[:3], params.values(), strict=False))
        )
        if len(tokens) < len(params):
            return Result(Kind.config, error="الگوی کاوه‌نگار بیش از سه پارامتر نمی‌پذیرد")
        if any(re.search(r"[\s_]", tokens.get(name, "")) for name in TOKENS[:3]):
            return Result(Kind.permanent, error="مقدار پارامتر الگو فاصله یا زیرخط دارد")
        form = {"receptor": written(to, "0"), "template": template, "type": "sms", **tokens}
        return self._sent(self._ask("verify/lookup", form))

    def status(self, ids: Sequence[str]) -> dict[str, State]:
        states = dict.fromkeys(ids, State.unknown)
        for entry in self._each("sms/status", "messageid", [i for i in ids if i.isdigit()]):
            if str(entry.get("messageid")) in states:
                states[str(entry["messageid"])] = _state(entry)
        return states

    def status_by_ref(self, refs: Sequence[str]) -> dict[str, State]:
        states = dict.fromkeys(refs, State.unknown)
        by_number = {local_id(ref): ref for ref in refs}
        for entry in self._each("sms/statuslocalmessageid", "localid", [*map(str, by_number)]):
            ref = by_number.get(whole(entry.get("localid")) or 0)
            if ref is None:
                continue
            if whole(entry.get("status")) == INVALID_ID:
                states.pop(ref, None)
            else:
                states[ref] = _state(entry)
        return states

    def credit(self) -> int | None:
        entries = self._ask("account/info", {})
        return None if isinstance(entries, Result) else whole(entries[0].get("remaincredit"))

    def parse_callback(self, form: Mapping[str, str]) -> list[tuple[str, State]]:
        """The panel posts `messageid` and `status`; any other field is left alone."""
        message_id = whole(form.get("messageid"))
        return [] if message_id is None else [(str(message_id), _state(form))]

    def _sent(self, entries: list[dict] | Result) -> Result:
        if isinstance(entries, Result):
            return entries
        message_id = whole(entries[0].get("messageid"))
        if not message_id:
            return Result(Kind.ambiguous, code="200", error="پاسخ کاوه‌نگار شناسهٔ پیامک ندارد")
        return Result(
            Kind.accepted,
            provider_id=str(message_id),
            code="200",
            cost=whole(entries[0].get("cost")),
        )

    def _each(self, method: str, field: str, values: Sequence[str]) -> list[dict]:
        found: list[dict] = []
        for start in range(0, len(values), STATUS_LIMIT):
            entries = self._ask(method, {field: ",".join(values[start : start + STATUS_LIMIT])})
            found += [] if isinstance(entries, Result) else entries
        return found

    def _ask(self, method: str, form: Mapping[str, str]) -> list[dict] | Result:
        """The entries of a successful call, never empty (one {} when there are none)."""
        answer = self._wire.call("POST", f"{self._base}/{method}.json", data=dict(form))
        if isinstance(answer, Result):
            return answer
        envelope = answer.json
        code = _return_status(envelope)
        if code == 200 and answer.status == 200:
            entries = envelope.get("entries")
            entries = entries if isinstance(entries, list) else [entries]
            return [entry for entry in entries if isinstance(entry, dict)] or [{}]
        return _refused(code, answer)


def _return_status(envelope: Any) -> int | None:
    returned = envelope.get("return") if isinstance(envelope, dict) else None
    return whole(returned.get("status")) if isinstance(returned, dict) else None


def _refused(code: int | None, answer: Answer) -> Result:
    """What a call without success means: the gateway's own code first, then the HTTP status."""
    if code in CODES:
        kind, error = CODES[code]
        return Result(kind, code=str(code), error=error)
    if code is not None:
        # A 200 in the body of another HTTP status is a contradiction, so the send stays open.
        surely_failed = answer.status >= 500 and code != 200
        kind = http_kind(answer.status) if surely_failed else Kind.ambiguous
        return Result(kind, code=str(code), error="کد پاسخ کاوه‌نگار ناشناخته است")
    kind, error = CODES.get(answer.status if answer.status < 500 else 0) or (
        http_kind(answer.status),
        "پاسخ کاوه‌نگار خوانده نشد",
    )
    return Result(kind, code=str(answer.status), error=error)


def _state(entry: Mapping[str, Any]) -> State:
    return STATES.get(whole(entry.get("status")) or 0, State.unknown)
