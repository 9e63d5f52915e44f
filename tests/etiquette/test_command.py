import json

from click.testing import CliRunner

from portal.commands.etiquette import cli


def answers(*records: object) -> list[dict]:
    text = "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records)
    result = CliRunner().invoke(cli, input=text + "\n")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.output.splitlines()]


def test_request_gets_its_findings():
    (answer,) = answers({"id": 7, "subject": "سلام", "body": "چرا؟؟؟", "category": "delivery"})
    assert answer["id"] == 7
    assert [f["rule"] for f in answer["findings"]] == ["generic_title", "excess_punctuation"]
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


def test_bad_line_is_answered_and_the_next_one_read():
    bad, other, nested, good = answers(
        "{bad", "[1]", {"id": 3, "subject": 5}, {"id": 4, "body": "متن کامل"}
    )
    assert bad["id"] is None
    assert "error" in bad
    assert other["error"]
    assert (nested["id"], nested["error"]) == (3, "subject must be a string")
    assert good == {"id": 4, "findings": []}


def test_blank_lines_are_passed_over():
    assert len(answers("", {"id": 1, "body": "متن"}, "  ")) == 1


def test_broken_surrogates_do_not_stop_the_stream():
    assert answers('{"id": "\\ud800", "body": "\\ud800؟؟؟"}', {"id": 2})[1]["id"] == 2
