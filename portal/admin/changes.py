"""What an event changed, in the words of the people who read the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row

from portal import labels
from portal.admin import words
from portal.models import Event
from portal.persian import digits
from portal.services.etiquette_policy import RULES

NAMES = {
    "allowed_words": "واژه‌ها و نام‌های مجاز",
    "assignee": "کارشناس مسئول",
    "broken_rules": "قاعده‌ها",
    "by": "روش",
    "category": "دسته",
    "channel": "راه ارسال",
    "department": "واحد",
    "details": "مشخصات",
    "duplicate_of": "تیکت اصلی",
    "email": "ایمیل",
    "event": "اعلان",
    "extra_generic_titles": "عنوان‌های نامشخص دیگر",
    "mark_limit": "تکرار علامت",
    "mobile": "شمارهٔ همراه",
    "name": "نام",
    "new_topic": "دوری پاسخ از موضوع گفت‌وگو",
    "organisation": "سازمان",
    "reason": "دلیل",
    "role": "نقش",
    "rule": "قاعده",
    "same_topic": "شباهت دو درخواست",
    "sessions": "نشست‌ها",
    "status": "وضعیت",
    "subject": "عنوان",
    "urgency": "فوریت",
    "urgent_limit": "درخواست‌های فوری هم‌زمان",
} | {f"level_{key}": f"سطح «{rule.title}»" for key, rule in RULES.items()}
_WORDS = {
    "status": {key.value: label.staff for key, label in labels.STATUS.items()},
    "urgency": {key.value: label.word for key, label in labels.URGENCY.items()},
    "reason": {key.value: word for key, word in labels.CLOSE_REASON_STAFF.items()},
    "role": {key.value: word for key, word in labels.ROLE.items()},
    "channel": {key.value: word for key, word in labels.CHANNEL.items()},
    "event": labels.NOTICE,
    "rule": {key: rule.word for key, rule in labels.BROKEN_RULES.items()},
    "broken_rules": {key: rule.word for key, rule in labels.BROKEN_RULES.items()},
    "by": {"password": "رمز عبور", "code": "کد یک‌بارمصرف"},
} | {f"level_{key}": words.LEVELS for key in RULES}
_NUMBERS = {
    "mark_limit": digits.number,
    "urgent_limit": digits.number,
    "same_topic": lambda share: f"{digits.number(round(100 * share))}٪",
    "new_topic": lambda share: f"{digits.number(round(100 * share))}٪",
}


@dataclass(frozen=True)
class Change:
    """One fact before and after; empty where there was or is none."""

    name: str
    before: str
    after: str


def changes(event: Event | Row) -> list[Change]:
    """The facts that differ between the two sides of an event."""
    before, after = event.before or {}, event.after or {}
    sides = [
        Change(NAMES.get(name, name), _shown(name, before), _shown(name, after))
        for name in {**before, **after}
    ]
    return [change for change in sides if change.before != change.after]


def _shown(name: str, side: dict) -> str:
    value = side.get(name)
    if value is None or value == "" or value == []:
        return ""
    if name in _NUMBERS:
        return _NUMBERS[name](value)
    parts: Iterable = value if isinstance(value, list) else [value]
    if isinstance(value, dict):
        parts = [f"{key}: {held}" for key, held in value.items()]
    known = _WORDS.get(name, {})
    return "، ".join(known.get(str(part), str(part)) for part in parts)
