"""S9: support does not know what happened, so the facts that it cannot start without are asked."""

from collections.abc import Iterator

from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.matter import needed
from portal.etiquette.policy import Policy
from portal.etiquette.telling import Telling

# A fact as it is asked for, and the category's fields that hold it.
FACTS = {
    "text": ("متن پیامک", ("sms_text",)),
    "date": ("تاریخ", ("sent_date", "event_date", "paid_at", "happened_at", "last_attempt")),
    "time": ("ساعت", ("sent_time",)),
    "line": ("شمارهٔ خط", ("sender_line", "line_number")),
    "amount": ("مبلغ", ("amount",)),
    "credit": ("مقدار اعتبار یا شمار پیامک‌ها", ("credit_before", "credit_after")),
    "tracking": ("شمارهٔ پیگیری", ("ref_no",)),
    "method": ("نام متد یا نشانی فراخوانی", ("method",)),
    "error": ("کد یا متن خطا", ("error",)),
    "recipient": ("شمارهٔ گیرنده", ("recipients",)),
    "pattern": ("کد یا متن پترن", ("pattern_code", "pattern_text")),
    "user": ("نام کاربری یا شمارهٔ پنل", ("panel_user",)),
    "plan": ("پنل درخواستی", ("wanted_plan",)),
    "mobile": ("شمارهٔ همراه یا نام کاربری حساب", ("mobile",)),
}
# Below so many letters there is nothing to judge yet; a longer text is taken to tell everything.
SHORTEST, LONGEST = 15, 8000


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Name each required fact of the category at its own field, and those that the text lacks."""
    for key, label in draft.missing:
        yield Finding(
            rule="incomplete",
            level=Level.REQUIRE,
            field=f"details-{key}",
            span=None,
            message=f"لطفاً «{label}» را بنویسید؛ کارشناس بدون آن نمی‌تواند بررسی را آغاز کند.",
            suggestion=None,
        )
    asked = {key for key, _label in draft.missing}
    missing = [fact for fact in missing_facts(draft) if not asked & set(FACTS[fact][1])]
    if missing:
        names = _joined([FACTS[fact][0] for fact in missing])
        yield Finding(
            rule="incomplete",
            level=Level.ADVISE,
            field="body",
            span=None,
            message=f"برای آغاز بررسی به این اطلاعات نیاز است: {names}. لطفاً آن را در متن بنویسید.",
            suggestion=None,
        )


def missing_facts(draft: Draft) -> list[str]:
    """Return the names (of FACTS) of what support needs and neither facts nor texts tell."""
    if draft.body is None or not SHORTEST <= len(draft.body.strip()) <= LONGEST:
        return []
    told = Telling(draft.subject or "", draft.body)
    return [
        fact
        for fact in needed(draft.category, told)
        if not any(draft.details.get(key) for key in FACTS[fact][1]) and not told.has(fact)
    ]


def _joined(names: list[str]) -> str:
    return " و ".join(part for part in ("، ".join(names[:-1]), names[-1]) if part)
