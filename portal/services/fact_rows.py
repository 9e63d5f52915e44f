"""A ticket's facts as people read them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.models import CategoryField
from portal.persian import digits, identifiers, jalali
from portal.services import facts

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
        return [value], "block", facts.sms_size(value)
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
        return [f"{facts.as_typed(kind, value)} {facts.UNITS[value['unit']]}"], "plain", ""
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
