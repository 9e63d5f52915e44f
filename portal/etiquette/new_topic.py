"""S8: a new subject does not belong in an old ticket."""

from collections.abc import Iterator

from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import same_key
from portal.etiquette.policy import Policy
from portal.etiquette.reply_topics import fresh_matter

MESSAGE = (
    "به نظر می‌رسد این نوشته موضوع تازه‌ای دارد؛ لطفاً آن را در درخواستی جدید ثبت کنید تا به واحد"
    " مربوط ارجاع شود و پاسخ آن در این گفت‌وگو گم نشود."
)


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Find where a reply leaves the subject of its thread; the span holds the rest of it."""
    thread = [letter for letter in draft.thread if letter.strip()]
    if draft.kind != "reply" or not thread or not same_key(draft.body or ""):
        return
    score, start = fresh_matter(thread, draft.body)
    if score >= policy.new_topic:
        yield Finding(
            rule="new_topic",
            level=Level.ADVISE,
            field="body",
            span=(start, len(draft.body)),
            message=MESSAGE,
            suggestion=None,
        )
