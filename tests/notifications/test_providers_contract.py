"""What every SMS driver keeps, told once for all of them against real servers."""

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.providers import REGISTRY, make_sms
from portal.notifications.providers.base import Kind, SmsProvider, State, parse_url
from tests.notifications.gateways import FAILURES, Gateway, KavenegarGateway, PlainGateway

TO = "+989123456789"
TEXT = "تیکت ۱۲۳۴ پاسخ داده شد."
SECRETS = ("6B-key", "p@ss/word", "p%40ss", "reseller", "cmVzZWxsZXI6cEBzcy93b3Jk")


@dataclass
class Wired:
    """A driver and the gateway it talks to. `codes`: what the gateway says for each kind."""

    gateway: Any
    provider: SmsProvider
    codes: dict[Kind, int]

    def refuse(self, code: object) -> None:
        if isinstance(self.gateway, KavenegarGateway):
            self.gateway.code = code
        else:
            self.gateway.error = code


def _kavenegar(gateway: Gateway) -> Wired:
    return Wired(
        gateway,
        make_sms(gateway.url()),
        {Kind.temporary: 409, Kind.no_credit: 418, Kind.config: 412, Kind.permanent: 411},
    )


def _plain(gateway: Gateway) -> Wired:
    return Wired(
        gateway,
        make_sms(
            gateway.url(
                kind__6="temporary",
                kind__2="no_credit",
                kind__5="config",
                kind__7="permanent",
            )
        ),
        {Kind.temporary: 6, Kind.no_credit: 2, Kind.config: 5, Kind.permanent: 7},
    )


DRIVERS = {"kavenegar": (KavenegarGateway, _kavenegar), "http": (PlainGateway, _plain)}


@pytest.fixture(params=sorted(DRIVERS))
def wired(request: pytest.FixtureRequest) -> Iterator[Wired]:
    server, connect = DRIVERS[request.param]
    with server() as gateway:
        yield connect(gateway)


def test_every_driver_but_the_console_is_under_this_contract():
    assert set(REGISTRY) == set(DRIVERS) | {"console"}
    assert all(driver.name == name for name, driver in REGISTRY.items())


def test_send_is_accepted_with_an_id(wired: Wired):
    result = wired.provider.send(TO, TEXT, ref="notice-1")
    assert (result.kind, result.error) == (Kind.accepted, None)
    assert result.provider_id.isdigit()
    assert len(wired.gateway.calls) == 1


@pytest.mark.parametrize("kind", [Kind.temporary, Kind.no_credit, Kind.config, Kind.permanent])
def test_refusal_has_its_kind_code_and_a_text_for_staff(wired: Wired, kind: Kind):
    wired.refuse(wired.codes[kind])
    result = wired.provider.send(TO, TEXT, ref="notice-1")
    assert (result.kind, result.code) == (kind, str(wired.codes[kind]))
    assert result.error
    assert result.provider_id is None


@pytest.mark.parametrize("code", [-1, 0, 1, 2_000, 433, 599, 999_999, "ok?", "", [], {}, True])
def test_unknown_code_is_never_accepted(wired: Wired, code: object):
    wired.gateway.http_status = 200
    wired.refuse(code)
    assert wired.provider.send(TO, TEXT, ref="notice-1").kind is Kind.ambiguous


EXPECTED = {"http_500": Kind.temporary, "redirect": Kind.config}


@pytest.mark.parametrize("failure", FAILURES)
def test_failed_answer_is_ambiguous_unless_it_tells_more(wired: Wired, failure: str):
    wired.gateway.failure = failure
    result = wired.provider.send(TO, TEXT, ref="notice-1")
    assert result.kind is EXPECTED.get(failure, Kind.ambiguous)
    assert result.error
    assert len(wired.gateway.calls) == 1


@pytest.mark.parametrize("failure", [None, *FAILURES])
def test_no_question_raises_or_invents_an_answer(wired: Wired, failure: str | None):
    wired.gateway.failure = failure
    wired.refuse(418)
    assert wired.provider.status(["77", "78"]) == dict.fromkeys(["77", "78"], State.unknown)
    assert wired.provider.status_by_ref(["a", "b"]) == dict.fromkeys(["a", "b"], State.unknown)
    assert wired.provider.credit() is None


def test_slow_but_timely_answer_is_accepted(wired: Wired):
    wired.gateway.delay = 0.1
    assert wired.provider.send(TO, TEXT, ref="notice-1").kind is Kind.accepted


def test_closed_port_is_temporary(wired: Wired):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = wired.gateway.url().replace(f":{wired.gateway.port}", f":{free.getsockname()[1]}")
        assert make_sms(url).send(TO, TEXT, ref="notice-1").kind is Kind.temporary


def test_host_that_does_not_exist_is_temporary(wired: Wired):
    url = wired.gateway.url().replace("127.0.0.1", "gateway.invalid")
    assert make_sms(url).send(TO, TEXT, ref="notice-1").kind is Kind.temporary


def test_redirect_is_not_followed(wired: Wired):
    with KavenegarGateway() as other:
        wired.gateway.failure = "redirect"
        wired.gateway.redirected_to = f"http://127.0.0.1:{other.port}/"
        wired.provider.send(TO, TEXT, ref="notice-1")
        assert other.calls == []


@pytest.mark.parametrize(
    "to",
    [
        "",
        "09123456789",
        "+98912345678a",
        "+98 9123456789",
        "+989123456789\n",
        "+98912345678۹",
        "+989123456789,+989120000000",
        "+0123456789",
        "+1234567890123456",
    ],
)
def test_receiver_that_is_not_one_e164_number_never_reaches_the_gateway(wired: Wired, to: str):
    assert wired.provider.send(to, TEXT, ref="notice-1").kind is Kind.permanent
    assert wired.provider.send_template(to, "ticket", {}, ref="r").kind is not Kind.accepted
    assert wired.gateway.calls == []


def test_any_text_arrives_as_it_was_written(wired: Wired):
    field = "message" if wired.provider.name == "kavenegar" else "text"

    @given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300))
    def arrives(text: str) -> None:
        wired.provider.send(TO, text, ref="notice-1")
        assert wired.gateway.calls[-1].form[field] == text

    arrives()


@pytest.mark.parametrize("failure", [None, *FAILURES])
def test_keys_and_texts_reach_no_log_and_no_error(
    wired: Wired, failure: str | None, caplog: pytest.LogCaptureFixture
):
    for name in ("", "httpx", "httpcore", "httpcore.http11", "httpcore.connection"):
        caplog.set_level(logging.DEBUG, logger=name)
    wired.gateway.failure = failure
    wired.gateway.redirected_to = "/v1/6B-key/again?password=p@ss/word"
    result = wired.provider.send(TO, TEXT, ref="notice-1")
    wired.provider.status(["1"])
    wired.provider.credit()
    seen = caplog.text + repr(result) + repr(wired.provider) + repr(parse_url(wired.gateway.url()))
    assert not [secret for secret in (*SECRETS, TEXT, "9123456789") if secret in seen]


def test_other_http_calls_still_log(wired: Wired, caplog: pytest.LogCaptureFixture):
    import httpx

    caplog.set_level(logging.INFO, logger="httpx")
    wired.provider.send(TO, TEXT, ref="notice-1")
    assert caplog.records == []
    httpx.get(f"http://127.0.0.1:{wired.gateway.port}/", trust_env=False)
    assert len(caplog.records) == 1


def test_environment_proxy_does_not_see_messages(wired: Wired, monkeypatch: pytest.MonkeyPatch):
    with PlainGateway() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        provider = make_sms(wired.gateway.url())
        assert provider.send(TO, TEXT, ref="notice-1").kind is Kind.accepted
        assert proxy.calls == []


# The URL itself


def test_url_is_read_in_all_its_parts():
    settings = parse_url(
        "kavenegar://us%40er:p%3Aw%2F%20%D8%A8@[::1]:8081/base/?sender=+98100&x=a%26b%3D"
    )
    assert (settings.name, settings.user, settings.password) == ("kavenegar", "us@er", "p:w/ ب")
    assert (settings.host, settings.port, settings.path) == ("::1", 8081, "/base/")
    assert settings.options == {"sender": "+98100", "x": "a&b="}
    assert settings.base_url() == "https://[::1]:8081/base"


def test_wire_is_https_unless_told_otherwise():
    assert parse_url("kavenegar://:k@host").scheme == "https"
    assert parse_url("kavenegar://:k@host?scheme=http").scheme == "http"
    assert (parse_url("https://host").name, parse_url("https://host").scheme) == ("http", "https")
    assert (parse_url("http://host").name, parse_url("http://host").scheme) == ("http", "http")


@pytest.mark.parametrize(
    "url",
    [
        "s3cr3t",
        "",
        "://s3cr3t@host",
        "kavenegar:s3cr3t",
        "kavenegar://:s3cr3t/x@host",
        "kavenegar://:s3cr3t#x@host",
        "kavenegar://:12?s3cr3t=1@host",
        "kavenegar://:s3cr3t@host:99999",
        "kavenegar://:s3cr3t@host?sender",
        "kavenegar://:s3cr3t@host?sender=1&sender=2",
        "kavenegar://:s3cr3t%FF@host",
        "kavenegar://:s3cr3t%0A@host",
        "kavenegar://:s3cr3t@[host",
        "kavenegar://:s3cr3t@host?s3cr3t=1",
        "kavenegar://:s3cr3t@host?scheme=s3cr3t",
        "kavenegar://:s3cr3t@host?read_timeout=s3cr3t",
        "kavenegar://:s3cr3t@host?read_timeout=0",
        "kavenegar://:s3cr3t@host?connect_timeout=nan",
        "kavenegar://host?sender=1",
        "s3cr3t://:s3cr3t@host",
        "kavenegar://:s3cr3t@ho\u2100st",
        "console://?show=s3cr3t",
        "console://?s3cr3t=1",
    ],
)
def test_wrong_url_is_refused_without_repeating_the_secret(url: str):
    with pytest.raises(ValueError) as refusal:
        make_sms(url)
    assert "s3cr3t" not in str(refusal.value)
    assert str(refusal.value).startswith(("must ", "has "))


@given(st.text(max_size=60))
def test_any_text_as_url_is_read_or_refused_as_a_value(text: str):
    try:
        provider = make_sms(text)
    except ValueError as error:
        refusal = str(error)
    else:
        refusal = f"has {provider.name}"
    assert refusal.startswith(("must ", "has "))
