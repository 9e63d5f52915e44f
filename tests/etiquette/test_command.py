import json

import pytest
from click.testing import CliRunner

from portal.commands.etiquette import cli


def answers(*records: object) -> list[dict]:
    text = "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records)
    result = CliRunner().invoke(cli, input=text + "\n")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.output.splitlines()]


def rules(answer: dict) -> list[str]:
    return [finding["rule"] for finding in answer["findings"]]


def test_request_gets_its_findings():
    (answer,) = answers({"id": 7, "subject": "سلام", "body": "چرا؟؟؟"})
    assert answer["id"] == 7
    assert rules(answer)[:2] == ["generic_title", "excess_punctuation"]
    assert answer["findings"][1] == {
        "rule": "excess_punctuation",
        "level": "require",
        "field": "body",
        "span": [3, 6],
        "message": answer["findings"][1]["message"],
        "suggestion": "؟",
    }


def test_persian_is_written_as_persian():
    result = CliRunner().invoke(cli, input='{"id": "آ", "subject": "سلام"}\n')
    assert '"id": "آ"' in result.output


def test_pair_and_reply_get_a_verdict_and_a_score():
    pair = {"subject": "خرید خط ۵۰۰۰", "body": "یک خط ۵۰۰۰ می‌خواهم"}
    same, new = answers(
        {"id": 1, "a": pair, "b": pair},
        {"id": 2, "thread": [{"from": "customer", "text": "خرید خط ۵۰۰۰"}], "reply": "ممنون"},
    )
    assert same == {"id": 1, "same_topic": True, "score": 1.0}
    assert new == {"id": 2, "new_topic": False, "score": new["score"]}


def test_urgency_details_and_kind_reach_the_rules():
    calm = {"subject": "تعرفهٔ پیامک خدماتی", "body": "تعرفهٔ پیامک خدماتی چند تومان است؟"}
    urgent, secret, reply = answers(
        calm | {"urgency": "high"},
        {"subject": "خطای ۴۰۱ در متد ارسال", "details": {"request_sample": "password=Ab12345"}},
        {"subject": "سلام", "body": "چرا؟؟؟", "kind": "reply"},
    )
    assert "urgency_overuse" in rules(urgent)
    assert [f["field"] for f in secret["findings"] if f["rule"] == "secret_pasted"] == [
        "details-request_sample"
    ]
    assert [(f["rule"], f["level"]) for f in reply["findings"]] == [
        ("excess_punctuation", "review")
    ]


def test_ill_formed_extras_are_passed_over():
    answer, other = answers(
        {"id": 1, "body": "متن کامل", "urgency": 5, "details": [1], "kind": {}},
        {"id": 2, "body": "متن کامل", "details": {"a": 1, "b": None}},
    )
    assert "findings" in answer
    assert "findings" in other


def test_bad_line_is_answered_and_the_next_one_read():
    bad, other, nested, good = answers(
        "{bad", "[1]", {"id": 3, "subject": 5}, {"id": 4, "body": "متن کامل"}
    )
    assert bad["id"] is None
    assert "error" in bad
    assert other["error"]
    assert (nested["id"], nested["error"]) == (3, "TypeError: subject must be a string")
    assert good == {"id": 4, "findings": []}


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"id": ' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"id": ' + "9" * 6000 + "}",
        '{"id": 1e999}',
        '{"id": NaN}',
        '{"id": Infinity, "body": "x"}',
        "null",
        "true",
        '"text"',
        "12",
        "{}}",
        '{"id": 1, "a": 5, "b": 6}',
        '{"id": 1, "thread": "x", "reply": "y"}',
        '{"id": 1, "thread": [5], "reply": "y"}',
        '{"id": 1, "reply": 5}',
        "\x00",
        "\ufeff{",
        "�",
    ],
)
def test_any_line_is_answered_in_one_line(line):
    bad, good = answers(line, {"id": 2, "body": "متن کامل"})
    assert bad["error"]
    assert good == {"id": 2, "findings": []}


def test_blank_lines_are_passed_over():
    assert len(answers("", {"id": 1, "body": "متن کامل"}, "  ")) == 1


def test_mark_at_the_start_of_the_file_is_passed_over():
    result = CliRunner().invoke(cli, input='\ufeff{"id": 1, "body": "متن کامل"}\n')
    assert json.loads(result.output)["id"] == 1


def test_lone_surrogates_come_back_as_they_went_in():
    first, second = answers('{"id": "\\ud800", "body": "\\ud800؟؟؟\\u0000"}', {"id": 2})
    assert first["id"] == "\ud800"
    assert rules(first) == ["excess_punctuation"]
    assert second["id"] == 2


def test_bytes_that_are_no_text_do_not_stop_the_stream():
    result = CliRunner().invoke(cli, input=b'{"id": "\xff\xfe"}\n{"id": 2}\n')
    assert [json.loads(line)["id"] for line in result.output.splitlines()][1] == 2


def test_empty_record_has_no_findings():
    assert answers({}) == [{"id": None, "findings": []}]
