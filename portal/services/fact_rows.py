"""A ticket's facts as people read them, and as they would type them again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal import clock
from portal.models import CategoryField
from portal.persian import digits, identifiers, jalali, letters, segments
from portal.services.facts import UNITS

# Advice for who fills in the form.
_AT_MOST = re.compile(r"\s*\(حداکثر[^)]*\)")
_LTR = {"ltr_text", "digits", "ip", "national_or_legal_id", "iban", "postal"}


@dataclass(frozen=True)
class FactRow:
    """One fact: `form` is plain, ltr (codes and numbers), block (an SMS text, as typed), code or
    ticket; `note` stands beside it."""

    label: str
    values: Sequence[str]
    form: str = "plain"
    note: str = ""


def rows(
    fields: Sequence[CategoryField],
    details: Mapping[str, object],
    panels: Mapping[str, str],
) -> list[FactRow]:
    """The facts in the order of the category's fields; one whose field is gone comes last."""
    known = {field.key: field for field in fields}
    found = [_row(known[key], details[key], panels) for key in known if key in details]
    lost = [FactRow(key, [str(value)]) for key, value in details.items() if key not in known]
    return found + lost


def _row(field: CategoryField, value: object, panels: Mapping[str, str]) -> FactRow:
    try:
        values, form, note = _shown(field, value, panels)
    except (KeyError, TypeError, ValueError, AttributeError):
        # The admin has given the field another type since.
        values, form, note = [str(value)], "plain", ""
    return FactRow(_AT_MOST.sub("", field.label), values, form, note)


def _shown(field: CategoryField, value: object, panels: Mapping[str, str]):
    kind = field.type
    if kind in ("select", "radio", "prefix", "panel"):
        labels = panels if kind == "panel" else {c["key"]: c["label"] for c in field.choices}
        return [labels.get(value, str(value))], "plain", ""
    if kind == "sms_text":
        return [value], "block", sms_size(value)
    if kind == "code":
        return [value], "code", ""
    if kind == "textarea":
        return [value], "block", ""
    if kind == "jalali_date":
        return [jalali.long_date(date.fromisoformat(value))], "plain", ""
    if kind == "jalali_datetime":
        moment = datetime.fromisoformat(value)
        day = jalali.format_date(moment.date())
        return [f"{day}، {digits.to_persian(f'{moment:%H:%M}')}"], "plain", ""
    if kind == "time":
        note = "تقریبی" if value["approximate"] else ""
        return [digits.to_persian(value["time"])], "plain", note
    if kind == "amount":
        return [f"{as_typed(kind, value)} {UNITS[value['unit']]}"], "plain", ""
    if kind == "line":
        literals = {one["key"]: one["label"] for one in field.limits.get("literals", ())}
        return [literals.get(value, value)], "plain" if value in literals else "ltr", ""
    if kind == "mobile":
        return [identifiers.show_mobile(value)], "ltr", ""
    if kind == "mobile_list":
        return [identifiers.show_mobile(one) for one in value], "ltr", ""
    if kind == "key_values":
        return [f"{name} = {held}" for name, held in value], "plain", ""
    if kind == "ticket":
        return [digits.to_persian(value)], "ticket", ""
    if kind == "integer":
        return [digits.number(value)], "plain", ""
    return [str(value)], "ltr" if kind in _LTR else "plain", ""


def as_typed(kind: str, value: object) -> str:
    """A stored value as one would type it, to be changed in a form."""
    if value is None:
        return ""
    if kind == "jalali_date":
        return jalali.format_date(date.fromisoformat(value))
    if kind == "jalali_datetime":
        moment = datetime.fromisoformat(value)
        return f"{jalali.format_date(moment.date())} {digits.to_persian(f'{moment:%H:%M}')}"
    if kind == "time":
        return digits.to_persian(value["time"])
    if kind == "amount":
        return digits.number(_in_unit(value))
    if kind == "mobile":
        return identifiers.show_mobile(value)
    if kind == "mobile_list":
        return "\n".join(identifiers.show_mobile(one) for one in value)
    if kind == "key_values":
        return "\n".join(f"{name} = {held}" for name, held in value)
    if kind in ("integer", "ticket"):
        return digits.to_persian(value)
    return str(value)


def sms_size(text: str) -> str:
    """How long an SMS is: «۵۵ نویسه، ۱ صفحه (فارسی)» (domain 4.1); nothing for no text."""
    size = segments.count(letters.clean_evidence(text))
    if not size.units:
        return ""
    script = "لاتین" if size.encoding == "GSM-7" else "فارسی"
    pages = digits.number(size.segments)
    return f"{digits.number(size.units)} نویسه، {pages} صفحه ({script})"


def age_in_days(kind: str, value: object) -> int | None:
    """How many days ago a stored date or moment lies; None for other facts."""
    if kind not in ("jalali_date", "jalali_datetime") or not value:
        return None
    day = datetime.fromisoformat(value).date()
    return (jalali.in_tehran(clock.now()).date() - day).days


def _in_unit(value: Mapping) -> int:
    if "count" in value:
        return value["count"]
    return value["rials"] // 10 if value["unit"] == "toman" else value["rials"]
