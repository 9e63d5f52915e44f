"""Kavenegar's own protocol: fields, codes, states, templates, look-ups."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.providers import make_sms
from portal.notifications.providers.base import Kind, Result, SmsProvider, State
from portal.notifications.providers.kavenegar import local_id
from tests.notifications.gateways import KavenegarGateway, self_signed

TO = "+989123456789"

# The provider's table as it is documented, written down apart from the driver's own.
KINDS = {
    Kind.config: (
        400,
        401,
        403,
        404,
        405,
        406,
        407,
        412,
        414,
        416,
        417,
        424,
        426,
        427,
        431,
        432,
        501,
    ),
    Kind.temporary: (402, 409, 429, 451),
    Kind.permanent: (411, 413, 420, 422, 428),
    Kind.no_credit: (418,),
}
STATES = {
    1: State.queued,
    2: State.queued,
    4: State.sent,
    5: State.sent,
    6: State.undelivered,
    10: State.delivered,
    11: State.undelivered,
    13: State.undelivered,
    14: State.blacklisted,
    100: State.unknown,
    0: State.unknown,
    3: State.unknown,
    12: State.unknown,
    999: State.unknown,
}


@pytest.fixture
def gateway() -> Iterator[KavenegarGateway]:
    with KavenegarGateway() as server:
        yield server


@pytest.fixture
def kavenegar(gateway: KavenegarGateway) -> SmsProvider:
    return make_sms(gateway.url())


def test_send_posts_the_documented_form(gateway: KavenegarGateway, kavenegar: SmsProvider):
    result = kavenegar.send(TO, "تیکت ۱۲ پاسخ داده شد.", ref="notice-12")
    assert result == Result(Kind.accepted, provider_id="8792343", code="200", cost=1200)
    call = gateway.calls[0]
    assert call.method == "POST"
    assert call.path.endswith("/sms/send.json")
    assert call.form == {
        "receptor": "09123456789",
        "message": "تیکت ۱۲ پاسخ داده شد.",
        "sender": "10004346",
        "localid": str(local_id("notice-12")),
    }


def test_number_of_another_country_gets_the_international_prefix(
    gateway: KavenegarGateway, kavenegar: SmsProvider
):
    kavenegar.send("+4915112345678", "متن", ref="r")
    assert gateway.calls[0].form["receptor"] == "004915112345678"


def test_account_default_line_sends_when_no_sender_is_set(gateway: KavenegarGateway):
    url = gateway.url().replace("sender=10004346&", "")
    assert make_sms(url).send(TO, "متن", ref="r").kind is Kind.accepted
    assert "sender" not in gateway.calls[0].form


@pytest.mark.parametrize(
    "code, kind", [(code, kind) for kind, codes in KINDS.items() for code in codes]
)
@pytest.mark.parametrize("http_status", [None, 200])
def test_return_status_decides_whatever_http_says(
    gateway: KavenegarGateway,
    kavenegar: SmsProvider,
    code: int,
    kind: Kind,
    http_status: int | None,
):
    gateway.code, gateway.http_status = code, http_status
    result = kavenegar.send(TO, "متن", ref="r")
    assert (result.kind, result.code) == (kind, str(code))
    assert kavenegar.send_template(TO, "ticket", {"token": "1"}, ref="r").kind is kind


def test_success_inside_a_failed_http_answer_stays_open(
    gateway: KavenegarGateway, kavenegar: SmsProvider
):
    gateway.http_status = 500
    assert kavenegar.send(TO, "متن", ref="r").kind is Kind.ambiguous


def test_wrong_key_is_a_matter_of_configuration(gateway: KavenegarGateway):
    url = gateway.url().replace("6B-key", "other")
    result = make_sms(url).send(TO, "متن", ref="r")
    assert (result.kind, result.code) == (Kind.config, "403")


def test_too_long_text_fails_that_message_alone(kavenegar: SmsProvider):
    assert kavenegar.send(TO, "م" * 901, ref="r").kind is Kind.permanent


def test_untrusted_certificate_is_refused_and_a_trusted_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    context, certificate = self_signed(tmp_path)
    with KavenegarGateway(context) as server:
        url = server.url(scheme="https")
        assert make_sms(url).send(TO, "متن", ref="r").kind is Kind.config
        assert server.calls == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert make_sms(url).send(TO, "متن", ref="r").kind is Kind.accepted


def test_https_to_a_server_that_speaks_plain_http_never_accepts(gateway: KavenegarGateway):
    result = make_sms(gateway.url(scheme="https", connect_timeout="0.3")).send(TO, "متن", ref="r")
    assert result.kind is Kind.temporary
    assert gateway.calls == []


# Templates


def test_template_sends_tokens_by_their_names(gateway: KavenegarGateway, kavenegar: SmsProvider):
    params = {"token": "1234", "token10": "علی رضایی"}
    result = kavenegar.send_template(TO, "ticket", params, ref="r")
    assert (result.kind, result.provider_id) == (Kind.accepted, "8792343")
    assert gateway.calls[0].path.endswith("/verify/lookup.json")
    assert gateway.calls[0].form == {
        "receptor": "09123456789",
        "template": "ticket",
        "type": "sms",
        "token": "1234",
        "token10": "علی رضایی",
    }


def test_template_takes_other_names_in_their_order(
    gateway: KavenegarGateway, kavenegar: SmsProvider
):
    kavenegar.send_template(TO, "ticket", {"number": "1234", "link": "x.ir/t/9"}, ref="r")
    form = gateway.calls[0].form
    assert (form["token"], form["token2"]) == ("1234", "x.ir/t/9")


@pytest.mark.parametrize("value", ["a b", "a\nb", "a_b", "a\u00a0b"])
def test_token_that_the_gateway_would_refuse_ends_the_message_not_the_channel(
    gateway: KavenegarGateway, kavenegar: SmsProvider, value: str
):
    result = kavenegar.send_template(TO, "ticket", {"token": value}, ref="r")
    assert result.kind is Kind.permanent
    assert gateway.calls == []


def test_more_parameters_than_tokens_is_a_matter_of_configuration(kavenegar: SmsProvider):
    params = {"a": "1", "b": "2", "c": "3", "d": "4"}
    assert kavenegar.send_template(TO, "ticket", params, ref="r").kind is Kind.config


def test_missing_template_is_a_matter_of_configuration(kavenegar: SmsProvider):
    result = kavenegar.send_template(TO, "absent", {"token": "1"}, ref="r")
    assert (result.kind, result.code) == (Kind.config, "424")


# Reports


@pytest.mark.parametrize("number, state", STATES.items())
def test_each_message_status_has_its_state(
    gateway: KavenegarGateway, kavenegar: SmsProvider, number: int, state: State
):
    sent = kavenegar.send(TO, "متن", ref="r").provider_id
    gateway.states[int(sent)] = number
    assert kavenegar.status([sent]) == {sent: state}
    assert kavenegar.parse_callback({"messageid": sent, "status": str(number)}) == [(sent, state)]


def test_status_asks_at_most_500_ids_at_once(gateway: KavenegarGateway, kavenegar: SmsProvider):
    sent = kavenegar.send(TO, "متن", ref="r").provider_id
    ids = [*(str(n) for n in range(1, 1_100)), sent, "not a number"]
    states = kavenegar.status(ids)
    assert [len(call.form["messageid"].split(",")) for call in gateway.calls[1:]] == [500, 500, 100]
    assert states.keys() == set(ids)
    assert (states[sent], states["1"], states["not a number"]) == (
        State.delivered,
        State.unknown,
        State.unknown,
    )


def test_ambiguous_send_is_settled_by_our_own_ref(
    gateway: KavenegarGateway, kavenegar: SmsProvider
):
    assert kavenegar.can_look_up
    kavenegar.send(TO, "متن", ref="arrived")
    assert kavenegar.status_by_ref(["arrived", "lost"]) == {"arrived": State.delivered}


def test_repeated_ref_is_not_sent_twice(gateway: KavenegarGateway, kavenegar: SmsProvider):
    first = kavenegar.send(TO, "متن", ref="once")
    assert kavenegar.send(TO, "متن", ref="once").provider_id == first.provider_id
    assert len(gateway.sent) == 1


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_local_id_is_a_positive_long_and_differs_with_the_ref(one: str, other: str):
    assert 0 < local_id(one) < 2**63
    assert (local_id(one) == local_id(other)) == (one == other)


def test_credit_is_in_rials(gateway: KavenegarGateway, kavenegar: SmsProvider):
    assert kavenegar.credit() == 1_250_000
    assert gateway.calls[0].path.endswith("/account/info.json")


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"messageid": ""},
        {"messageid": "abc", "status": "10"},
        {"messageid": "-1"},
        {"status": "10"},
        {"messageid": "1" * 5000, "status": "10"},
    ],
)
def test_callback_without_an_id_tells_nothing(kavenegar: SmsProvider, form: dict[str, str]):
    assert kavenegar.parse_callback(form) == []


def test_no_callback_raises():
    kavenegar = make_sms("kavenegar://:key@")

    @given(st.dictionaries(st.sampled_from(["messageid", "status", "statustext"]), st.text()))
    def tells(form: dict[str, str]) -> None:
        assert all(message_id.isdigit() for message_id, _ in kavenegar.parse_callback(form))

    tells()


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        "200",
        '"200"',
        '{"return": null}',
        '{"return": {"status": null}}',
        '{"return": {"status": true}}',
        '{"return": {"status": 200.0}}',
        '{"return": []}',
        '{"return": {"status": 200}}',
        '{"return": {"status": 200}, "entries": []}',
        '{"return": {"status": 200}, "entries": [null]}',
        '{"return": {"status": 200}, "entries": [{"messageid": null}]}',
        '{"return": {"status": 200}, "entries": [{"messageid": 0}]}',
    ],
)
def test_answer_of_another_shape_is_ambiguous(
    gateway: KavenegarGateway, kavenegar: SmsProvider, text: str
):
    gateway.answer = lambda call: (200, text)
    assert kavenegar.send(TO, "متن", ref="r").kind is Kind.ambiguous
    assert kavenegar.status(["1"]) == {"1": State.unknown}
    assert kavenegar.status_by_ref(["r"]) == {"r": State.unknown}
    assert kavenegar.credit() is None
