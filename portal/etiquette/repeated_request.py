"""S4 and S7: the same request sent again does not bring the answer sooner."""

from collections.abc import Iterator

from portal.etiquette.draft import Draft, EarlierTicket
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import persian_digits
from portal.etiquette.likeness import likeness
from portal.etiquette.policy import Policy
from portal.etiquette.similarity import identical, request_gist

SAME = "همین درخواست با شمارهٔ {} باز است؛ لطفاً گفت‌وگو را در همان تیکت ادامه دهید."
SAME_CLOSED = (
    "همین درخواست با شمارهٔ {} پیش‌تر ثبت و بسته شده است؛ می‌توانید آن را بازگشایی کنید و ادامهٔ موضوع"
    " را همان‌جا بنویسید."
)
ALIKE = (
    "به نظر می‌رسد این درخواست دربارهٔ همان موضوع تیکت باز شمارهٔ {} است؛ لطفاً در صورت درستی، نوشتهٔ"
    " خود را در همان گفت‌وگو بفرستید تا زودتر پاسخ بگیرید."
)
ALIKE_CLOSED = (
    "به نظر می‌رسد این درخواست دربارهٔ همان موضوع تیکت شمارهٔ {} است که بسته شده است؛ می‌توانید آن را"
    " بازگشایی کنید و گفت‌وگو را همان‌جا ادامه دهید."
)


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Point to the earlier ticket that says the same, or to the one most like the draft.

    Only an open ticket that is the same letter by letter holds a request back.
    """
    if draft.subject is None or draft.body is None or not draft.earlier:
        return
    text = draft.subject, draft.body
    same = [one for one in draft.earlier if identical(text, (one.subject, one.body))]
    for ticket in sorted(same, key=lambda one: one.closed):
        if ticket.closed:
            yield _finding(ticket, SAME_CLOSED, Level.ADVISE)
        else:
            yield _finding(ticket, SAME, Level.REQUIRE)
        return
    ticket, score = _most_like(draft)
    if score >= policy.same_topic:
        yield _finding(ticket, ALIKE_CLOSED if ticket.closed else ALIKE, Level.ADVISE)


def _most_like(draft: Draft) -> tuple[EarlierTicket, float]:
    """Return the likest ticket with its score; of equal ones an open one, then the first."""
    told = request_gist(draft.subject, draft.body, draft.details)
    scored = [
        (ticket, likeness(told, request_gist(ticket.subject, ticket.body, ticket.details)))
        for ticket in draft.earlier
    ]
    return max(scored, key=lambda one: (round(one[1], 4), not one[0].closed))


def _finding(ticket: EarlierTicket, message: str, level: Level) -> Finding:
    return Finding(
        rule="repeated_request",
        level=level,
        field="subject",
        span=None,
        message=message.format(persian_digits(ticket.number)),
        suggestion=None,
        related=ticket.number,
    )
