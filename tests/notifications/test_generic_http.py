"""The generic HTTP gateway: what goes out, what counts as success, and the private-address door."""

import base64
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.providers import make_sms, public_address
from portal.notifications.providers.base import Kind, State
from portal.notifications.providers.http import pick
from portal.notifications.providers.public_address import is_public
from tests.notifications.gateways import PlainGateway

TO = "+989123456789"


@pytest.fixture
def gateway() -> Iterator[PlainGateway]:
    with PlainGateway() as server:
        yield server


def test_form_post_is_the_default(gateway: PlainGateway):
    result = make_sms(gateway.url()).send(TO, "متن & پیام", ref="r")
    assert (result.kind, result.provider_id) == (Kind.accepted, "9007199254740993")
    call = gateway.calls[0]
    assert (call.method, call.path, call.query) == ("POST", "/api/send", {})
    assert call.form == {"to": "+989123456789", "text": "متن & پیام", "from": "+983000505"}


def test_json_body_with_own_field_names(gateway: PlainGateway):
    make_sms(
        gateway.url(
            body="json",
            to_field="mobile",
            text_field="message",
            sender_field="line",
            ref_field="client_id",
            field__flash="false",
            number="0",
        )
    ).send(TO, "متن «۱»", ref="notice-7")
    assert gateway.calls[0].json == {
        "mobile": "09123456789",
        "message": "متن «۱»",
        "line": "+983000505",
        "client_id": "notice-7",
        "flash": "false",
    }


def test_get_puts_all_into_the_query(gateway: PlainGateway):
    make_sms(gateway.url(method="GET", number="98")).send(TO, "a&to=1#b ب", ref="r")
    call = gateway.calls[0]
    assert (call.method, call.body) == ("GET", "")
    assert call.query == {"to": "989123456789", "text": "a&to=1#b ب", "from": "+983000505"}


def test_credentials_go_as_http_basic(gateway: PlainGateway):
    make_sms(gateway.url()).send(TO, "متن", ref="r")
    scheme, _, value = gateway.calls[0].headers["authorization"].partition(" ")
    assert (scheme, base64.b64decode(value)) == ("Basic", b"reseller:p@ss/word")


def test_credentials_go_as_fields_when_these_are_named(gateway: PlainGateway):
    make_sms(gateway.url(user_field="username", password_field="apikey")).send(TO, "متن", ref="r")
    assert "authorization" not in gateway.calls[0].headers
    form = gateway.calls[0].form
    assert (form["username"], form["apikey"]) == ("reseller", "p@ss/word")


def test_own_headers_are_sent(gateway: PlainGateway):
    make_sms(gateway.url(**{"header.X-Api-Key": "k 1"})).send(TO, "متن", ref="r")
    assert gateway.calls[0].headers["x-api-key"] == "k 1"


# Success


@pytest.mark.parametrize(
    "options, text, kind",
    [
        ({"ok_path": "status", "ok_value": "1"}, '{"status": 1}', Kind.accepted),
        ({"ok_path": "status", "ok_value": "true"}, '{"status": true}', Kind.accepted),
        ({"ok_path": "status", "ok_value": "1"}, '{"status": true}', Kind.ambiguous),
        ({"ok_path": "meta.status", "ok_value": "ok"}, '{"meta": {"status": "ok"}}', Kind.accepted),
        ({"ok_path": "0.status", "ok_value": "ok"}, '[{"status": "ok"}]', Kind.accepted),
        ({"ok_path": "status", "ok_value": "ok"}, '{"status": "not ok"}', Kind.ambiguous),
        ({"ok_path": "status", "ok_value": "ok"}, '{"status": ["ok"]}', Kind.ambiguous),
        ({"ok_path": "status", "ok_value": "ok"}, '{"state": "ok"}', Kind.ambiguous),
        ({"ok_path": "status", "ok_value": "ok"}, "status=ok", Kind.ambiguous),
        ({"ok_path": "9.9.9", "ok_value": "ok"}, '"ok"', Kind.ambiguous),
    ],
)
def test_json_path_decides(gateway: PlainGateway, options: dict, text: str, kind: Kind):
    gateway.text = text
    assert make_sms(gateway.url(**options)).send(TO, "متن", ref="r").kind is kind


@pytest.mark.parametrize(
    "value, kind",
    [
        ('"123"', Kind.accepted),
        ("123", Kind.accepted),
        ("true", Kind.accepted),
        ("null", Kind.ambiguous),
        ("0", Kind.ambiguous),
        ('"0"', Kind.ambiguous),
        ("false", Kind.ambiguous),
        ('""', Kind.ambiguous),
        ("[]", Kind.ambiguous),
    ],
)
def test_path_without_a_value_wants_something_there(gateway: PlainGateway, value: str, kind: Kind):
    gateway.text = f'{{"id": {value}}}'
    url = gateway.url(ok_path="id").replace("&ok_value=ok", "")
    assert make_sms(url).send(TO, "متن", ref="r").kind is kind


@pytest.mark.parametrize(
    "text, kind, message_id",
    [
        ("OK:12345678901", Kind.accepted, "12345678901"),
        ("-5", Kind.no_credit, None),
        ("-6", Kind.ambiguous, None),
        ("", Kind.ambiguous, None),
    ],
)
def test_plain_text_gateway_is_read_by_expressions(
    gateway: PlainGateway, text: str, kind: Kind, message_id: str | None
):
    gateway.text = text
    url = gateway.url(
        ok_regex=r"^OK:(?P<id>\d+)$",
        ok_path="",
        id_path="",
        code_path="",
        code_regex=r"^-\d+$",
        **{"kind.-5": "no_credit"},
    )
    result = make_sms(url).send(TO, "متن", ref="r")
    assert (result.kind, result.provider_id) == (kind, message_id)


@pytest.mark.parametrize(
    "status, kind",
    [
        (400, Kind.permanent),
        (401, Kind.config),
        (402, Kind.no_credit),
        (403, Kind.config),
        (404, Kind.config),
        (408, Kind.temporary),
        (422, Kind.permanent),
        (429, Kind.temporary),
        (500, Kind.temporary),
        (501, Kind.temporary),
        (502, Kind.temporary),
        (503, Kind.temporary),
        (504, Kind.ambiguous),
        (599, Kind.temporary),
    ],
)
def test_success_words_in_a_failed_http_answer_are_not_believed(
    gateway: PlainGateway, status: int, kind: Kind
):
    gateway.http_status = status
    assert make_sms(gateway.url()).send(TO, "متن", ref="r").kind is kind


def test_http_codes_of_success_may_be_narrowed(gateway: PlainGateway):
    provider = make_sms(gateway.url(ok_status="201,202"))
    assert provider.send(TO, "متن", ref="r").kind is Kind.ambiguous
    gateway.http_status = 201
    assert provider.send(TO, "متن", ref="r").kind is Kind.accepted


def test_http_code_can_be_mapped_too(gateway: PlainGateway):
    gateway.http_status = 400
    provider = make_sms(gateway.url(kind__400="config"))
    assert provider.send(TO, "متن", ref="r").kind is Kind.config


@pytest.mark.parametrize("echo", ["password1", "473829", "کد ورود: 473829", "x" * 13])
def test_text_or_key_in_place_of_a_code_is_not_kept(gateway: PlainGateway, echo: str):
    gateway.error = echo
    provider = make_sms(gateway.url(field__token="password1"))
    result = provider.send(TO, "کد ورود: 473829", ref="r")
    assert (result.kind, result.code) == (Kind.ambiguous, "200")
    assert echo not in repr(result)


# Reports


def test_status_is_asked_for_each_id_and_mapped(gateway: PlainGateway):
    gateway.states = {"1": 2, "2": "failed", "3": 99}
    status_url = f"http://127.0.0.1:{gateway.port}/api/status?kind=sms"
    provider = make_sms(
        gateway.url(
            status_url=status_url,
            status_path="result.code",
            state__2="delivered",
            state__failed="undelivered",
        )
    )
    assert provider.status(["1", "2", "3", "4"]) == {
        "1": State.delivered,
        "2": State.undelivered,
        "3": State.unknown,
        "4": State.unknown,
    }
    assert gateway.calls[0].query == {"kind": "sms", "id": "1"}
    assert gateway.calls[0].headers["authorization"].startswith("Basic ")


def test_without_status_url_nothing_is_asked(gateway: PlainGateway):
    assert make_sms(gateway.url()).status(["1"]) == {"1": State.unknown}
    assert gateway.calls == []


def test_callback_is_read_by_its_field_names():
    provider = make_sms(
        "https://gateway.example?ok_path=a&callback_id=msgid&callback_state=dlr&state.1=delivered"
    )
    assert provider.parse_callback({"msgid": "77", "dlr": "1"}) == [("77", State.delivered)]
    assert provider.parse_callback({"msgid": "77", "dlr": "5"}) == [("77", State.unknown)]
    assert provider.parse_callback({"msgid": "77"}) == [("77", State.unknown)]
    assert provider.parse_callback({"dlr": "1"}) == []


# Settings


@pytest.mark.parametrize(
    "query, named",
    [
        ("", "ok_path"),
        ("ok_path=a&method=PUT", "method"),
        ("ok_path=a&body=xml", "body"),
        ("ok_path=a&method=GET&body=form", "method=GET"),
        ("ok_path=a&number=9", "number"),
        ("ok_regex=(", "ok_regex"),
        ("ok_path=a&code_regex=[", "code_regex"),
        ("ok_path=a&ok_status=ok", "ok_status"),
        ("ok_path=a&kind.5=sent", "kind.CODE"),
        ("ok_path=a&kind.5=accepted", "kind.CODE"),
        ("ok_path=a&state.5=gone", "state.CODE"),
        ("ok_path=a&status_url=https://x.example/", "status_path"),
        ("ok_path=a&status_url=file:///etc/passwd&status_path=a&state.1=sent", "status_url"),
        ("ok_path=a&header.X-Key=کلید", "header.NAME"),
        ("ok_path=a&header.X Y=1", "header.NAME"),
        ("ok_path=a&allow_private=yes", "allow_private"),
        ("ok_path=a&sendr=1", "sender"),
    ],
)
def test_wrong_option_is_refused_by_name(query: str, named: str):
    with pytest.raises(ValueError, match=named):
        make_sms(f"https://gateway.example/send?{query}")


def test_host_is_needed():
    with pytest.raises(ValueError, match="host"):
        make_sms("https:///send?ok_path=a")


# Private addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
    ],
)
def test_private_address_is_refused_however_it_is_written(gateway: PlainGateway, host: str):
    url = gateway.url(allow_private="0").replace("127.0.0.1", host)
    result = make_sms(url).send(TO, "متن", ref="r")
    assert result.kind is Kind.config
    assert "خصوصی" in result.error
    assert gateway.calls == []


def test_status_url_cannot_reach_a_private_address_either(gateway: PlainGateway):
    status_url = f"http://127.0.0.1:{gateway.port}/api/status"
    provider = make_sms(
        "https://gateway.example?ok_path=a&status_path=result.code"
        f"&state.1=delivered&status_url={status_url}"
    )
    assert provider.status(["1"]) == {"1": State.unknown}
    assert gateway.calls == []


@pytest.mark.parametrize(
    "address, public",
    [
        ("8.8.8.8", True),
        ("185.143.233.1", True),
        ("2606:4700::1111", True),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.0.2.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:a00:1::1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2001:db8::1", False),
    ],
)
def test_public_addresses_are_told_from_special_ones(address: str, public: bool):
    assert is_public(address) is public


def test_name_is_resolved_once_and_the_checked_address_is_used(
    gateway: PlainGateway, monkeypatch: pytest.MonkeyPatch
):
    """What a resolver answers is chance: here it changes its mind after the first question."""
    asked = []
    resolve = socket.getaddrinfo

    def changing(host, *rest, **options):
        if host != "sms.gateway.example":
            return resolve(host, *rest, **options)
        asked.append(host)
        if len(asked) > 1:
            raise AssertionError("the name was resolved again after the check")
        return resolve("127.0.0.1", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    # The loopback server stands for a public one.
    monkeypatch.setattr(public_address, "is_public", lambda address: True)
    url = gateway.url(allow_private="0").replace("127.0.0.1", "sms.gateway.example")
    assert make_sms(url).send(TO, "متن", ref="r").kind is Kind.accepted
    assert gateway.calls[0].headers["host"] == f"sms.gateway.example:{gateway.port}"


def test_next_address_is_tried_when_one_refuses(
    gateway: PlainGateway, monkeypatch: pytest.MonkeyPatch
):
    resolve = socket.getaddrinfo

    def two(host, *rest, **options):
        if host != "sms.gateway.example":
            return resolve(host, *rest, **options)
        return resolve("127.0.0.2", *rest, **options) + resolve("127.0.0.1", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", two)
    monkeypatch.setattr(public_address, "is_public", lambda address: True)
    url = gateway.url(allow_private="0").replace("127.0.0.1", "sms.gateway.example")
    assert make_sms(url).send(TO, "متن", ref="r").kind is Kind.accepted
    assert len(gateway.calls) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(json_values, st.text())
def test_any_path_into_any_json_finds_something_or_none(data: object, path: str):
    found = pick(data, path)
    assert found is None or repr(found) in repr(data)
