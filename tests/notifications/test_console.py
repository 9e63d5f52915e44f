"""The console gateway: silent unless asked, one line a message, nothing awaited."""

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.providers import make_sms
from portal.notifications.providers.base import Kind, Result, State

TO = "+989123456789"


def test_shown_message_is_one_line_on_standard_output(capsys: pytest.CaptureFixture):
    result = make_sms("console://?show=1").send(TO, "کد ورود: ۴۷۳۸۲۹\nپاسخ‌گو\x1b[2J", ref="n-1")
    assert result == Result(Kind.accepted)
    assert capsys.readouterr().out == (
        "[sms] to 09123456789 (ref n-1): کد ورود: ۴۷۳۸۲۹ پاسخ‌گو [2J\n"
    )


@pytest.mark.parametrize("url", ["console://", "console://?show=0"])
def test_hidden_message_is_accepted_without_a_word(url: str, capfd: pytest.CaptureFixture):
    assert make_sms(url).send(TO, "کد ورود: ۴۷۳۸۲۹", ref="n-1").kind is Kind.accepted
    assert capfd.readouterr() == ("", "")


def test_template_is_shown_with_its_values(capsys: pytest.CaptureFixture):
    make_sms("console://?show=1").send_template(TO, "ticket", {"token": "12"}, ref="n-2")
    assert capsys.readouterr().out == "[sms] to 09123456789 (ref n-2): ticket token=12\n"


def test_wrong_number_is_refused_and_not_shown(capsys: pytest.CaptureFixture):
    assert make_sms("console://?show=1").send("0912", "متن", ref="r").kind is Kind.permanent
    assert capsys.readouterr().out == ""


def test_terminal_without_persian_letters_does_not_fail_the_send(monkeypatch: pytest.MonkeyPatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert make_sms("console://?show=1").send(TO, "متن", ref="r").kind is Kind.accepted
    assert terminal.buffer.getvalue() == b"[sms] to 09123456789 (ref r): ???\n"


def test_nothing_is_known_of_a_message_later():
    provider = make_sms("console://")
    assert provider.status(["1"]) == {"1": State.unknown}
    assert provider.status_by_ref(["r"]) == {"r": State.unknown}
    assert (provider.credit(), provider.parse_callback({"id": "1"})) == (None, [])
    assert not provider.can_look_up


@given(st.text(max_size=200))
def test_any_text_stays_on_one_line(text: str):
    stdout, sys.stdout = sys.stdout, io.StringIO()
    try:
        make_sms("console://?show=1").send(TO, text, ref="r")
        written = sys.stdout.getvalue()
    finally:
        sys.stdout = stdout
    assert len(written.splitlines()) == 1
    assert written.endswith("\n")
