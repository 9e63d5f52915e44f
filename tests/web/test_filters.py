"""Filters and components of templates."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import labels
from portal.models import CloseReason, Role, Status, Urgency
from portal.web.filters import iso, letter_blocks, paragraphs


def _render(pages, source: str, **context) -> str:
    with pages.app.test_request_context("/"):
        return pages.app.jinja_env.from_string(source).render(**context)


def test_paragraphs_keep_their_lines():
    assert paragraphs("با سلام\nو احترام\n\n\nمتن نامه\n") == ["با سلام\nو احترام", "متن نامه"]


@given(st.text(alphabet="ab \n\tس«»", max_size=80))
def test_paragraphs_lose_no_word(text):
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())


def test_fenced_lines_become_code():
    blocks = letter_blocks("پاسخ درگاه:\n```json\n{\n\n  1}\n```\nبا تشکر")
    assert blocks == [("text", "پاسخ درگاه:"), ("code", "{\n\n  1}"), ("text", "با تشکر")]


def test_open_fence_runs_to_the_end():
    assert letter_blocks("الف\n```\nlog") == [("text", "الف"), ("code", "log")]


@given(st.text(alphabet="a`\n س", max_size=60))
def test_letter_blocks_lose_no_word(text):
    shown = "".join(part for _, part in letter_blocks(text))
    for word in "".join(c if c not in "`\n" else " " for c in text).split():
        assert word in shown or "```" in text


def test_user_text_is_escaped_in_letters(pages):
    html = _render(
        pages,
        '{% from "_macros.html" import letter_body %}{{ letter_body(text) }}',
        text="<script>alert(1)</script>\n\n```\n<b hx-get='/x'>\n```",
    )
    assert "<script>" not in html
    assert "<b" not in html
    assert "&lt;script&gt;" in html


def test_time_element_has_machine_time_and_long_title(pages):
    instant = datetime(2026, 11, 22, 10, 35, tzinfo=UTC)
    html = _render(pages, '{{ time_element(t, "full") }}', t=instant)
    assert 'datetime="2026-11-22T10:35:00Z"' in html
    assert 'title="یکشنبه ۱ آذر ۱۴۰۵ ساعت ۱۴:۰۵"' in html
    assert ">۱۴۰۵/۰۹/۰۱، ۱۴:۰۵<" in html
    assert iso(instant) == "2026-11-22T10:35:00Z"


@pytest.mark.parametrize("status", Status)
def test_status_is_colour_icon_and_word_for_each_side(pages, status):
    for staff in (False, True):
        html = _render(pages, "{{ status_badge(s, staff) }}", s=status, staff=staff)
        label = labels.STATUS[status]
        assert f"s-{status.value}" in html
        assert f"#{label.icon}" in html
        assert (label.staff if staff else label.customer) in html


def test_every_state_has_words():
    assert set(labels.STATUS) == set(Status)
    assert set(labels.URGENCY) == set(Urgency)
    assert set(labels.CLOSE_REASON) == set(labels.CLOSE_REASON_STAFF) == set(CloseReason)
    assert set(labels.ROLE) == set(Role)


def test_red_cross_belongs_to_closed_alone():
    assert [status for status, label in labels.STATUS.items() if label.icon == "x"] == [
        Status.CLOSED
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 12500|number }}", "۱۲٬۵۰۰"),
        ("{{ 'تیکت 12'|fa }}", "تیکت ۱۲"),
        ("{{ 3900000|toman }}", "۳۹۰٬۰۰۰\u00a0تومان"),
        ("{{ 245760|filesize }}", "۲۴۰ کیلوبایت"),
        ("{{ '+989121000001'|mobile }}", "09121000001"),
        ("{{ ' آرش'|initial }}", "آ"),
        ("{{ ''|initial }}", "؟"),
    ],
)
def test_filters_write_persian(pages, source, expected):
    assert _render(pages, source) == expected
