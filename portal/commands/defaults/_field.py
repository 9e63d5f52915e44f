"""The full shape of a category's field, so that the lists of fields stay readable."""

Limits = dict[str, object]

# The literal answers that a field of type `line` takes besides a number.
LINE_LITERALS = [
    {"key": "shared_service", "label": "خط خدماتی اشتراکی"},
    {"key": "unknown", "label": "نمی‌دانم"},
]

SCAN_EXTENSIONS = ["pdf", "jpg", "jpeg", "png"]


def field(
    key: str,
    label: str,
    kind: str,
    required: str = "yes",
    *,
    when: tuple[str, list[str]] | None = None,
    choices: dict[str, str] | None = None,
    limits: Limits | None = None,
    hint: str = "",
    hints_when: list[tuple[list[str], str]] | None = None,
    width: str = "full",
) -> dict:
    """Return one field. `when` = (earlier field, values): shown and required only then."""
    return {
        "key": key,
        "label": label,
        "type": kind,
        "required": "when" if when else required,
        "condition": {"field": when[0], "in": when[1]} if when else None,
        "choices": [{"key": k, "label": v} for k, v in (choices or {}).items()],
        "limits": limits or {},
        "hint": hint,
        "hints_when": [{"in": values, "text": text} for values, text in hints_when or []],
        "width": width,
    }
