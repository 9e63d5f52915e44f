"""S13: high urgency is for what has come to a halt."""

from collections.abc import Iterator

from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import ZWNJ, folded, persian_digits
from portal.etiquette.halts import is_calm, tells_halt
from portal.etiquette.policy import Policy

URGENT = frozenset({"high", "critical"})
LONGEST_READ = 4000
NOTHING_STOPPED = (
    "به نظر می‌رسد در این درخواست کاری متوقف نشده است؛ لطفاً فوریت زیاد را برای قطعی‌ها و"
    " کارهای متوقف‌شده نگه دارید."
)


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Find high urgency where nothing is stopped, or beside many other urgent requests."""
    if draft.urgency not in URGENT:
        return
    text = _plain(draft)
    open_ones = sum(ticket.urgent and not ticket.closed for ticket in draft.earlier)
    if is_calm(text) and not tells_halt(text):
        message = NOTHING_STOPPED
    elif open_ones >= max(1, policy.urgent_limit):
        message = (
            f"شما {persian_digits(open_ones)} درخواست باز با فوریت زیاد دارید؛"
            " لطفاً فوریت زیاد را تنها برای مهم‌ترین آن‌ها برگزینید."
        )
    else:
        return
    yield Finding(
        rule="urgency_overuse",
        level=Level.ADVISE,
        field="urgency",
        span=None,
        message=message,
        suggestion="normal",
    )


def _plain(draft: Draft) -> str:
    written = f"{(draft.subject or '')[:200]}\n{(draft.body or '')[:LONGEST_READ]}"
    return folded(written).replace(ZWNJ, " ")
