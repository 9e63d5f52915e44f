"""`flask etiquette`: JSON lines in, JSON lines out, so that anyone can read an archive."""

import json
import sys
from collections.abc import Mapping

import click

from portal.etiquette import Draft, review
from portal.etiquette.similarity import new_topic, same_topic


@click.command("etiquette")
def cli() -> None:
    """Review requests, pairs or replies: one JSON object a line, answered line by line.

    {"id","subject","body","category"} gives findings; {"id","a","b"} says whether two requests
    are one matter; {"id","thread","reply"} says whether a reply opens a new one.
    """
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(_answer(line), ensure_ascii=False), flush=True)


def _answer(line: str) -> dict:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if not isinstance(record, dict):
        return {"id": None, "error": "a JSON object is expected"}
    try:
        return {"id": record.get("id"), **_judge(record)}
    except (TypeError, ValueError) as error:
        return {"id": record.get("id"), "error": str(error)}


def _judge(record: Mapping) -> dict:
    if "a" in record and "b" in record:
        same, score = same_topic(_request(record, "a"), _request(record, "b"))
        return {"same_topic": same, "score": score}
    if "reply" in record:
        new, score = new_topic(_thread(record), _text(record, "reply") or "")
        return {"new_topic": new, "score": score}
    draft = Draft(_text(record, "subject"), _text(record, "body"), _text(record, "category"))
    return {
        "findings": [
            {
                "rule": f.rule,
                "level": f.level.value,
                "field": f.field,
                "span": f.span,
                "message": f.message,
                "suggestion": f.suggestion,
            }
            for f in review(draft)
        ]
    }


def _text(record: Mapping, key: str) -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{key} must be a string")
    return value


def _request(record: Mapping, key: str) -> tuple[str, str]:
    part = record[key]
    if not isinstance(part, dict):
        raise TypeError(f"{key} must be an object")
    return _text(part, "subject") or "", _text(part, "body") or ""


def _thread(record: Mapping) -> list[str]:
    thread = record.get("thread", [])
    if not isinstance(thread, list) or not all(isinstance(part, dict) for part in thread):
        raise TypeError("thread must be a list of objects")
    return [_text(part, "text") or "" for part in thread]
