"""`flask etiquette`: JSON lines in, JSON lines out, so that anyone can read an archive."""

import json
import sys
from collections.abc import Mapping

import click

from portal.etiquette import Draft, Finding, review
from portal.etiquette.similarity import new_topic, same_topic


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


_read = json.JSONDecoder(parse_constant=_refuse).decode
_write = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@click.command("etiquette")
def cli() -> None:
    """Review requests, pairs or replies: one JSON object a line, answered line by line.

    {"id","subject","body","category"} gives findings, with "urgency", "details" (an object of
    strings) and "kind":"reply" if they are there; {"id","a","b"} says whether two requests are
    one matter; {"id","thread","reply"} says whether a reply opens a new one.
    """
    sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    # A lone surrogate goes out as it came in: as an escape.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(_answer(line) + "\n")
            sys.stdout.flush()


def _answer(line: str) -> str:
    ident = None
    try:
        record = _read(line.strip())
        if not isinstance(record, dict):
            raise TypeError("a JSON object is expected")
        ident = record.get("id")
        # An identifier that cannot be written back is none.
        _write(ident)
        return _write({"id": ident, **_judge(record)})
    # Whatever is wrong with one line, the next one is read.
    except Exception as error:
        return _error(ident, error)


def _error(ident: object, error: Exception) -> str:
    told = f"{type(error).__name__}: {error}"
    try:
        return _write({"id": ident, "error": told})
    except (ValueError, RecursionError):
        return _write({"id": None, "error": told})


def _judge(record: Mapping) -> dict:
    if "a" in record and "b" in record:
        same, score = same_topic(_request(record, "a"), _request(record, "b"))
        return {"same_topic": same, "score": score}
    if "reply" in record:
        new, score = new_topic(_thread(record), _text(record, "reply") or "")
        return {"new_topic": new, "score": score}
    return {"findings": [_shown(finding) for finding in review(_draft(record))]}


def _draft(record: Mapping) -> Draft:
    details, urgency = record.get("details"), record.get("urgency")
    return Draft(
        subject=_text(record, "subject"),
        body=_text(record, "body"),
        category=_text(record, "category"),
        details=_strings(details) if isinstance(details, dict) else {},
        kind="reply" if record.get("kind") == "reply" else "ticket",
        urgency=urgency if isinstance(urgency, str) else "normal",
    )


def _strings(details: Mapping) -> dict[str, str]:
    return {key: value for key, value in details.items() if isinstance(value, str)}


def _shown(finding: Finding) -> dict:
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "field": finding.field,
        "span": finding.span,
        "message": finding.message,
        "suggestion": finding.suggestion,
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
